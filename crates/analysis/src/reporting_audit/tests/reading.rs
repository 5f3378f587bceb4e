//! What a manuscript may look like without changing what is found.

use formats::manuscript;
use proptest::prelude::*;
use study::documents::Kind;
use study::documents::Role;

use super::super::findings::Status;
use super::super::{Facts, audit};
use super::world::{World, document, turn};
use super::{audited, status, told};

fn said(text: &str) -> Facts {
    let turns = vec![
        turn(Role::Interviewer, "And then?"),
        turn(Role::Participant, text),
    ];
    Facts {
        documents: Some(vec![document("K2", Kind::Transcript, Some("K2"), turns)]),
        ..Facts::default()
    }
}

#[test]
fn an_altered_quotation_says_both_texts_their_places_and_the_difference() {
    let facts = said("I think we hardly ever spoke of it, not even then.");
    let found = audited(
        &facts,
        "# Results\n\nA nurse said “we never ever spoke of it, not even then”.",
    );
    assert_eq!(found.findings.len(), 1, "{:#?}", told(&found));
    let finding = &found.findings[0];
    assert!(
        finding.message.contains("we never ever spoke of it"),
        "{}",
        finding.message
    );
    assert!(
        finding.message.contains("K2, turn 2"),
        "{}",
        finding.message
    );
    assert!(
        finding.message.contains("one word differs"),
        "{}",
        finding.message
    );
    assert_eq!(
        finding.places[0].to_string(),
        "manuscript, paragraph 2 (Results)"
    );
    assert_eq!(finding.places[1].to_string(), "K2, turn 2");
    let parts: Vec<(&str, &str)> = finding
        .difference
        .iter()
        .map(|one| (one.which, one.words.as_str()))
        .collect();
    assert!(
        parts.contains(&("said", "hardly")) && parts.contains(&("printed", "never")),
        "{parts:?}"
    );
}

#[test]
fn words_set_in_or_in_a_table_are_quotations_only_if_somebody_nearly_said_them() {
    let facts = said("We waited by the door until the rain had stopped at last.");
    let clear = "# Results\n\n| A long cell that nobody said at all | We waited by the door until the rain |\n";
    let found = audited(&facts, clear);
    assert_eq!(status(&found, "A09"), Status::Clear, "{:#?}", told(&found));
    let altered = "# Results\n\n| Theme | We waited by the gate until the rain had stopped |\n";
    let found = audited(&facts, altered);
    assert_eq!(status(&found, "A09"), Status::Found, "{:#?}", told(&found));
}

#[test]
fn names_of_themes_questions_and_the_literature_are_no_quotations_of_participants() {
    let mut world = World::of(3);
    let theme = world.quotes()[0].theme.clone();
    let at = world.paragraph("What was said here");
    world.text[at].push_str(&format!(
        " The theme “{theme}” is the first. Work is “the other half of rest” [12]."
    ));
    assert_eq!(told(&world.audit()), [""; 0]);
}

#[test]
fn a_wrapped_text_and_one_with_a_paragraph_a_line_are_read_alike() {
    for seed in 0..20 {
        let world = World::of(seed);
        let text = world.text.join("\n\n");
        let wrapped: Vec<String> = world.text.iter().map(|one| wrap(one)).collect();
        let by_line = world.text.join("\n");
        for text in [text, wrapped.join("\n\n"), by_line] {
            let found = audited(&world.facts, &text);
            assert_eq!(told(&found), [""; 0], "seed {seed}");
        }
    }
}

/// Lines of about 60 letters, as somebody wraps them by hand; a row of a table stays one.
fn wrap(text: &str) -> String {
    if text.starts_with(['#', '|']) {
        return text.to_owned();
    }
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is one");
        if !last.is_empty() && last.len() + word.len() > 60 {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Study T7: one other letter in any printed quotation is found; other marks, and a marked omission, are not.
    #[test]
    fn a_mutation_of_a_printed_quotation_is_found_and_free_marks_are_not(seed in 0..500u64, which: prop::sample::Index, at: prop::sample::Index, by in "[a-z]") {
        let mut world = World::of(seed);
        let printed = world.printed();
        let paragraph = printed[which.index(printed.len())];
        let text = world.text[paragraph].clone();
        let words: Vec<&str> = text.split(' ').collect();

        let straight = text.replace(['“', '”'], "\"").replace('’', "'");
        let half = words.len() / 2;
        let left_out = [&words[..half - 1], &["…"], &words[half..]].concat().join(" ");
        for free in [straight, left_out] {
            world.text[paragraph] = free;
            let found = world.audit();
            prop_assert!(!found.has_errors(), "{:#?}", told(&found));
        }

        let letters: Vec<char> = text.chars().collect();
        let inner: Vec<usize> = (1..letters.len() - 2).filter(|at| letters[*at].is_alphabetic()).collect();
        let place = inner[at.index(inner.len())];
        let by = by.chars().next().expect("a letter");
        prop_assume!(!letters[place].to_lowercase().eq(by.to_lowercase()));
        let mut changed = letters;
        changed[place] = by;
        world.text[paragraph] = changed.into_iter().collect();
        let found = world.audit();
        prop_assert_eq!(status(&found, "A09"), Status::Found, "{}", world.text[paragraph]);
    }

    #[test]
    fn no_bytes_as_a_manuscript_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), which in 0..3usize) {
        let name = ["m.txt", "m.html", "m.md"][which];
        if let Ok(manuscript) = manuscript::read(name, &bytes) {
            let world = World::of(1);
            let _ = audit(&world.facts, Some(&manuscript));
        }
    }

    #[test]
    fn no_text_as_a_manuscript_panics(text in "([a-f ]{0,8}|“|”|’|'|\"|\\[|…|Table 1[.]?|Figures 1–3 and|Appendix A|nine (participants|themes)|78 %|7/9|lasted 30 to 50 minutes|interviews|said:|\n\n|# |\\|){0,30}") {
        if let Ok(manuscript) = manuscript::read("m.md", text.as_bytes()) {
            let world = World::of(2);
            let _ = audit(&world.facts, Some(&manuscript));
        }
    }
}
