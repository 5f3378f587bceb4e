//! What is wrong with a query, where, and how each word was read.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use crate::queries::{Mistake, Names, Unit};

/// Leaving > Asking, and another Asking by itself.
fn names() -> Names {
    let code = |name: &str, parent: Option<u128>| (name.to_owned(), parent.map(Uuid::from_u128));
    let codes = [
        (Uuid::from_u128(1), code("Leaving", None)),
        (Uuid::from_u128(2), code("Asking", Some(1))),
        (Uuid::from_u128(3), code("Asking", None)),
        (Uuid::from_u128(4), code("Saying it aloud", None)),
    ];
    let analysts = vec![
        (Uuid::from_u128(8), "R1".to_owned()),
        (Uuid::from_u128(9), "R2".to_owned()),
    ];
    let documents = [
        ("T1".to_owned(), Some("members".to_owned())),
        ("N1".to_owned(), None),
    ];
    let themes = vec!["Being heard".to_owned()];
    Names::new(&BTreeMap::from(codes), analysts, themes, documents)
}

fn readings(query: &str) -> Vec<String> {
    let query = names().read(query).unwrap();
    let said = query.readings();
    said.map(|(written, means)| format!("{written}: {means}"))
        .collect()
}

fn mistake(query: &str) -> Mistake {
    names().read(query).unwrap_err()
}

#[test]
fn a_word_that_is_the_name_of_a_code_is_that_code_and_any_other_is_text() {
    assert_eq!(
        readings(r#"leaving "saying it  ALOUD" home "heard by" text:leaving"#),
        [
            "leaving: the code Leaving",
            "saying it  ALOUD: the code Saying it aloud",
            "home: a word in the text",
            "heard by: words in the text, one after another",
            "leaving: a word in the text",
        ]
    );
    assert_eq!(
        readings(r#"asking code:"Leaving>asking" code:"> Asking" under:leaving"#),
        [
            "asking: 2 codes: Leaving > Asking, Asking",
            "Leaving>asking: the code Leaving > Asking",
            "> Asking: the code Asking",
            "leaving: 2 codes, with what stands under them",
        ]
    );
    assert_eq!(
        readings(
            r#"by:r1 cohort:Members document:t1 kind:"field note" speaker:participant theme:"being heard" 10:30 regex:"a\"b\d" exact:Home"#
        ),
        [
            "r1: the codings of r1",
            "Members: the cohort members",
            "t1: the document T1",
            "field note: field notes",
            "participant: what is said by the participant",
            "being heard: the theme Being heard",
            "10:30: words in the text, one after another",
            "a\"b\\d: a pattern in the text",
            "Home: words in the text, with case and accents",
        ]
    );
}

#[test]
fn a_mistake_says_what_is_wrong_at_which_character_and_how_to_mend_it() {
    let cases = [
        ("", 1, "Nothing is asked for"),
        ("unit:turn", 1, "Nothing is asked for"),
        ("a AND", 6, "Something is missing at the end"),
        ("a OR (b", 6, "This parenthesis is never closed"),
        ("é )", 3, "This parenthesis closes none"),
        (
            "a AND OR b",
            7,
            "Something to look for is missing before this",
        ),
        ("a \"b", 3, "The quotation mark is never closed"),
        ("a \"\"", 3, "There is nothing between the quotation marks"),
        ("a near/x b", 3, "\"near/x\" does not say how many turns"),
        (
            "a near/1001 b",
            3,
            "\"near/1001\" does not say how many turns",
        ),
        (
            "a codes:b",
            3,
            "\"codes:\" is no word of the query language",
        ),
        ("a code: b", 3, "Nothing follows \"code:\""),
        ("code:leave", 1, "There is no code \"leave\""),
        ("a by:R3", 3, "There is no analyst \"R3\""),
        ("cohort:none", 1, "There is no cohort \"none\""),
        ("kind:film", 1, "There is no kind \"film\""),
        ("speaker:me", 1, "There is no speaker \"me\""),
        ("theme:none", 1, "There is no theme \"none\""),
        ("document:T9", 1, "There is no document \"T9\""),
        ("a unit:word", 3, "There is no unit \"word\""),
        ("a unit:turn unit:passage", 13, "The unit is given twice"),
        ("a regex:\"(\"", 3, "This is no pattern: unclosed group"),
        ("a \"...\"", 3, "There is no word in \"...\""),
        (
            "leaving by:R1 by:R2",
            15,
            "Two analysts stand beside each other",
        ),
    ];
    for (query, column, what) in cases {
        let found = mistake(query);
        assert_eq!(
            (found.column, found.what.as_str()),
            (column, what),
            "{query}"
        );
        assert!(found.mend.ends_with('.'), "{query}: {}", found.mend);
    }
    let found = mistake("code:leave").to_string();
    assert_eq!(
        found,
        "Character 1: There is no code \"leave\". Perhaps you mean \"Leaving\"."
    );
    let found = mistake("cohort:none").to_string();
    assert!(found.ends_with("There is only members."), "{found}");
}

#[test]
fn what_stands_too_deep_and_what_is_too_much_is_refused() {
    let deep = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert!(names().read(&deep(40)).is_ok());
    assert!(mistake(&deep(41)).what.starts_with("More than 40 levels"));
    let nots = format!("{}a", "NOT ".repeat(41));
    assert!(mistake(&nots).what.starts_with("More than 40 levels"));
    assert!(names().read(&["a"; 100].join(" ")).is_ok());
    assert!(
        mistake(&["a"; 101].join(" "))
            .what
            .starts_with("More than 100 things")
    );
    assert!(
        mistake(&"a".repeat(2001))
            .what
            .starts_with("The query is longer")
    );
}

#[test]
fn the_unit_may_stand_anywhere_and_near_may_name_turns() {
    let unit = |query: &str| names().read(query).unwrap().unit;
    assert_eq!(unit("unit:passage leaving"), Unit::Passage);
    assert_eq!(unit("leaving unit:document AND home"), Unit::Document);
    assert_eq!(unit("leaving"), Unit::Turn);
    assert_eq!(readings("leaving near/3 turns home").len(), 2);
    assert_eq!(readings("leaving near/3 \"turns\"").len(), 2);
}

proptest! {
    #[test]
    fn nothing_that_is_written_stops_the_reader(query in any::<String>()) {
        let _ = names().read(&query);
    }

    #[test]
    fn no_order_of_words_of_the_language_stops_the_reader(
        words in prop::collection::vec(prop::sample::select(vec![
            "AND", "OR", "NOT", "(", ")", "near/2", "turns", "unit:", "unit:passage", "by:R1", "code:", "regex:\"",
            "\"", "leaving", "home", ":", "\\", "near/", "text:\"a b\"", "é",
        ]), 0..30),
    ) {
        let _ = names().read(&words.join(" "));
        let _ = names().read(&words.concat());
    }
}
