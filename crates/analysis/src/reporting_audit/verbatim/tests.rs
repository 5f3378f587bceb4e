use super::*;
use proptest::prelude::*;
use study::documents::{Document, Kind, Role, Turn};

fn document(handle: &str, kind: Kind, turns: &[(Role, &str)]) -> Document {
    let turns = turns.iter().map(|(role, text)| Turn {
        role: *role,
        label: None,
        start_ms: None,
        end_ms: None,
        text: (*text).to_owned(),
    });
    Document {
        handle: handle.to_owned(),
        kind,
        title: String::new(),
        participant: Some(handle.to_owned()),
        author: None,
        dated: None,
        source_hash: Vec::new(),
        turns: turns.collect(),
    }
}

fn corpus() -> Corpus {
    Corpus::of(&[
        document(
            "K1",
            Kind::Transcript,
            &[
                (
                    Role::Interviewer,
                    "Was it the rota that kept you from going?",
                ),
                (
                    Role::Participant,
                    "Nobody says no. That’s the thing. The rota says no, and you look at the board – forty waiting.",
                ),
                (Role::Interviewer, "Mm."),
                (
                    Role::Participant,
                    "So you stay at [hospital A] and… you don't go. We hardly ever spoke of it.",
                ),
            ],
        ),
        document(
            "K2",
            Kind::Transcript,
            &[(
                Role::Participant,
                "I went to the night-shift meeting, well-rested.",
            )],
        ),
        document(
            "N1",
            Kind::FieldNote,
            &[(
                Role::Other,
                "The corridor was empty before ten in the evening.",
            )],
        ),
    ])
}

fn said(text: &str) -> (String, u32, Vec<Tolerance>) {
    match corpus().judge(text, false) {
        Verdict::Said { at, tolerated } => (at.document, at.turn, tolerated.into_iter().collect()),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn exact_words_are_found_and_each_liberty_is_named() {
    use Tolerance::*;
    for (text, turn, tolerated) in [
        ("Nobody says no. That’s the thing.", 2, vec![]),
        ("Nobody says no. That's the thing.", 2, vec![Marks]),
        ("nobody says no. That’s the thing", 2, vec![Capital, Ending]),
        (
            "you look at the board — forty waiting",
            2,
            vec![Marks, Ending],
        ),
        (
            "The rota says no … forty waiting.",
            2,
            vec![Ending, LeftOut],
        ),
        (
            "The rota says no [...] you don't go.",
            2,
            vec![Ending, LeftOut],
        ),
        ("The rota [always] says no, and you", 2, vec![Brackets]),
        ("[The list] says no, and you look", 2, vec![]),
        ("So you stay at [hospital A] and you", 4, vec![Brackets]),
        ("So you stay at [a place] and you", 4, vec![Brackets]),
        ("[S]o you stay at [hospital A] and", 4, vec![Brackets]),
        ("forty waiting. So you stay at", 2, vec![Turns]),
    ] {
        let (document, found, liberties) = said(text);
        assert_eq!((document.as_str(), found), ("K1", turn), "{text}");
        if !tolerated.is_empty() || text.starts_with("Nobody") {
            assert_eq!(liberties, tolerated, "{text}");
        }
    }
}

#[test]
fn changed_added_and_unmarked_words_are_altered_with_their_difference() {
    for (text, words) in [
        ("We never ever spoke of it", 1),
        ("We hardly ever spoke about it.", 1),
        ("We spoke of it very often.", 99),
        ("The rota says no, and you look at board", 1),
        ("The rota says no; and you look at the board", 0),
        ("The Rota Says No, and you look at the board", 0),
    ] {
        match corpus().judge(text, false) {
            Verdict::Altered(near) => {
                assert_eq!(
                    (near.document.as_str(), near.words),
                    ("K1", words),
                    "{text}"
                );
            }
            Verdict::Absent => assert_eq!(words, 99, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn other_voices_are_told_apart() {
    let corpus = corpus();
    let voice = |text: &str| match corpus.judge(text, false) {
        Verdict::Said { at, .. } => Some(at.voice),
        _ => None,
    };
    assert_eq!(
        voice("Was it the rota that kept you"),
        Some(Voice::Interviewer)
    );
    assert_eq!(
        voice("The corridor was empty before ten"),
        Some(Voice::Note)
    );
    assert_eq!(voice("The rota says no, and"), Some(Voice::Participant));
    assert_eq!(voice("Something that nobody has said here"), None);
}

#[test]
fn a_bracket_stands_for_eight_words_and_pieces_keep_their_order() {
    let corpus = corpus();
    let is_said = |text: &str| matches!(corpus.judge(text, false), Verdict::Said { .. });
    assert!(is_said("Nobody says no. [It] The rota says no,"));
    assert!(!is_said("Nobody says [it] look at the board"));
    assert!(!is_said("forty waiting … Nobody says no."));
    assert!(
        !is_said("obody says no. That’s the thing."),
        "a part of a word is no word"
    );
}

#[test]
fn hyphens_are_free_where_lines_ended_and_nowhere_else() {
    let corpus = corpus();
    for text in [
        "I went to the nightshift meeting",
        "I went to the night-shift meet-ing",
    ] {
        assert!(
            matches!(corpus.judge(text, true), Verdict::Said { .. }),
            "{text}"
        );
        assert!(
            matches!(corpus.judge(text, false), Verdict::Altered(_)),
            "{text}"
        );
    }
}

#[test]
fn three_words_are_too_few() {
    assert_eq!(corpus().judge("The rota says", false), Verdict::TooShort);
    assert_eq!(corpus().judge("…", false), Verdict::TooShort);
}

proptest! {
    /// Study T7.
    #[test]
    fn one_other_character_in_a_long_quotation_is_seen_and_other_marks_are_not(
        words in prop::collection::vec("[a-z]{2,7}('[a-z])?,?", 7..20),
        at in any::<prop::sample::Index>(),
        by in "[a-z]",
    ) {
        let text = words.join(" ");
        let corpus = Corpus::of(&[document("K1", Kind::Transcript, &[(Role::Participant, &format!("Well. {text}. Right."))])]);
        let is_said = |text: &str| matches!(corpus.judge(text, false), Verdict::Said { .. });
        prop_assert!(is_said(&text));
        prop_assert!(is_said(&text.replace('\'', "’")));
        let half = words.len() / 2;
        let left_out = [&words[..half - 1], &["…".to_owned()], &words[half..]].concat().join(" ");
        prop_assert!(is_said(&left_out), "{}", left_out);
        let letters: Vec<char> = text.chars().collect();
        let at = at.index(letters.len() - 2);
        let by = by.chars().next().unwrap();
        prop_assume!(letters[at] != by);
        let mut changed = letters;
        changed[at] = by;
        let changed: String = changed.into_iter().collect();
        prop_assert!(!is_said(&changed), "{}", changed);
    }

    #[test]
    fn no_text_panics(text in "[a-e .,…\\[\\]’'—-]{0,60}", line_ends in any::<bool>()) {
        let _ = corpus().judge(&text, line_ends);
    }
}
