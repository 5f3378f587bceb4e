//! What a guide is read as, and what two versions have in common.

use proptest::prelude::*;

use super::*;

fn guide(text: &str) -> Vec<GuideQuestion> {
    parse(text).unwrap()
}

#[test]
fn a_line_is_a_question_and_an_indented_line_a_prompt_of_it() {
    let read = guide(
        "\u{feff}1. How did you  come to it?\n   - Who told you?\n\tAnd then?\n\n2) What stayed?\r\n",
    );
    let expected = [
        (
            "How did you come to it?",
            vec!["Who told you?", "And then?"],
        ),
        ("What stayed?", vec![]),
    ];
    let expected = expected.map(|(question, prompts)| GuideQuestion {
        question: question.to_owned(),
        prompts: prompts.into_iter().map(str::to_owned).collect(),
    });
    assert_eq!(read, expected);
    assert_eq!(
        to_text(&read),
        "How did you come to it?\n    Who told you?\n    And then?\nWhat stayed?\n"
    );
}

#[test]
fn a_text_that_is_no_guide_is_refused_with_its_line() {
    assert_eq!(parse(" \n\n"), Err(GuideError::Empty));
    assert_eq!(
        parse("\n  And then?"),
        Err(GuideError::PromptFirst { line: 2 })
    );
    let long = "a".repeat(1_001);
    let text = format!("Short?\n{long}");
    assert_eq!(parse(&text), Err(GuideError::TooLong { line: 2 }));
    let many = "Why?\n".repeat(101);
    assert_eq!(parse(&many), Err(GuideError::TooMany { line: 101 }));
    let prompts = format!("Why?\n{}", " So?\n".repeat(31));
    assert_eq!(parse(&prompts), Err(GuideError::TooMany { line: 32 }));
}

#[test]
fn added_dropped_moved_and_reworded_questions_are_told_apart() {
    let before = guide(
        "How did you come to the group?\nWhat did you expect of it?\n  Of the leaders?\nWho sat beside you?\nWhat stayed with you?\n",
    );
    let after = guide(
        "What stayed with you?\nHow did you come to the Balint group?\nWhat did you expect of it?\nWould you go again?\n",
    );
    let found = compare(&before, &after);
    let row = |before, after| Compared {
        before,
        after,
        moved: false,
        reworded: false,
        prompts: false,
    };
    let expected = [
        Compared {
            moved: true,
            ..row(Some(3), Some(0))
        },
        Compared {
            reworded: true,
            ..row(Some(0), Some(1))
        },
        Compared {
            prompts: true,
            ..row(Some(1), Some(2))
        },
        row(Some(2), None),
        row(None, Some(3)),
    ];
    assert_eq!(found, expected);
    assert!(found[3].dropped() && !found[3].added());
    assert!(found[4].added() && !found[4].dropped());
}

#[test]
fn the_very_words_are_the_same_question_before_any_that_are_only_alike() {
    let before = guide("What did it change for you?\nWhat did it change?\n");
    let after = guide("What did it change?\n");
    let found = compare(&before, &after);
    let kept: Vec<_> = found.iter().filter(|row| row.after.is_some()).collect();
    assert_eq!(
        (kept.len(), kept[0].before, kept[0].reworded),
        (1, Some(1), false)
    );
}

fn questions() -> impl Strategy<Value = Vec<GuideQuestion>> {
    let line = "(what|how|who|when|why)( did| do| would)( you| they)( go| stay| say| ask){1,3}";
    let question = (line, proptest::collection::vec("[a-c]{1,3}", 0..3))
        .prop_map(|(question, prompts)| GuideQuestion { question, prompts });
    proptest::collection::vec(question, 1..9)
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_what_was_read_reads_back_the_same(text in any::<String>()) {
        if let Ok(read) = parse(&text) {
            prop_assert_eq!(parse(&to_text(&read)), Ok(read));
        }
    }

    #[test]
    fn lines_of_marks_and_spaces_read_back_the_same(text in "([ \\t]{0,2}(1\\.|-|•|a|[0-9]{1,4}\\)) ?){0,4}(\\n([ \\t]?(2\\)|\\*|b|é) ?){0,3}){0,6}") {
        if let Ok(read) = parse(&text) {
            prop_assert_eq!(parse(&to_text(&read)), Ok(read));
        }
    }

    #[test]
    fn each_question_of_both_versions_stands_in_the_comparison_once(before in questions(), after in questions()) {
        let rows = compare(&before, &after);
        let mut old: Vec<usize> = rows.iter().filter_map(|row| row.before).collect();
        let new: Vec<usize> = rows.iter().filter_map(|row| row.after).collect();
        old.sort_unstable();
        prop_assert_eq!(old, (0..before.len()).collect::<Vec<_>>());
        prop_assert_eq!(new, (0..after.len()).collect::<Vec<_>>());
        for row in &rows {
            if let (Some(old), Some(new)) = (row.before, row.after) {
                prop_assert_eq!(row.reworded, before[old].question != after[new].question);
            }
        }
        let stay: Vec<usize> = rows.iter().filter(|row| row.after.is_some() && !row.moved).filter_map(|row| row.before).collect();
        prop_assert!(stay.is_sorted(), "what did not move keeps its order");
    }

    #[test]
    fn a_version_compared_with_itself_shows_nothing(guide in questions()) {
        for row in compare(&guide, &guide) {
            prop_assert_eq!(row.before.is_some(), row.after.is_some());
            prop_assert!(!row.reworded && !row.added() && !row.dropped());
        }
    }
}
