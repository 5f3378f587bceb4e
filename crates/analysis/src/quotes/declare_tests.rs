use proptest::prelude::*;
use study::documents::{Role, Turn};
use study::transcripts::anchors::Span;

use super::declare::{Refused, chosen, declared, version_of};
use super::differs::Change;
use super::pieces::{Piece, shown};

fn turns(texts: &[(Role, &str)]) -> Vec<Turn> {
    let turn = |(role, text): &(Role, &str)| Turn {
        role: *role,
        label: None,
        start_ms: None,
        end_ms: None,
        text: (*text).to_owned(),
    };
    texts.iter().map(turn).collect()
}

fn said() -> Vec<Turn> {
    turns(&[
        (Role::Interviewer, "Was it the rota?"),
        (
            Role::Participant,
            "Nobody says no. The rota says no, at [hospital A].",
        ),
        (Role::Interviewer, "Always?"),
        (
            Role::Participant,
            "It’s a grey block – you can’t\nargue with it.",
        ),
        (Role::Participant, "Nobody does."),
    ])
}

fn reads(text: &str) -> Result<String, Refused> {
    let turns = said();
    declared(text, &turns, 0).map(|found| shown(&version_of(&turns), &found.pieces))
}

#[test]
fn what_is_shown_are_the_words_of_the_document_with_the_edits_that_were_declared() {
    for (text, is) in [
        ("the rota says NO", "The rota says no"),
        (
            "The rota says no, at [hospital A].",
            "The rota says no, at [hospital A].",
        ),
        ("Nobody ... argue with it.", "Nobody … argue with it."),
        (
            "It's a grey block - you can't argue",
            "It’s a grey block – you can’t argue",
        ),
        ("says no […] nobody does", "says no … Nobody does"),
        (
            "at [hospital A]. It’s a grey block",
            "at [hospital A]. … It’s a grey block",
        ),
        ("[The rota:] a grey block", "[The rota:] a grey block"),
        ("argue with it. Nobody does.", "argue with it. Nobody does."),
        ("Nobody says [it].", "Nobody says [it]"),
    ] {
        assert_eq!(reads(text).as_deref(), Ok(is), "{text}");
    }
}

#[test]
fn words_that_were_not_said_are_refused_and_it_is_told_which_differ() {
    let Err(Refused::Differs(difference)) = reads("The rota always said no, at [hospital A]")
    else {
        panic!("{:?}", reads("The rota always said no, at [hospital A]"));
    };
    assert_eq!((difference.turn, difference.words), (1, 3));
    assert_eq!(difference.said(), "The rota says no, at [hospital A].");
    let changed: Vec<_> = difference
        .parts
        .iter()
        .filter(|(change, _)| *change != Change::Same)
        .collect();
    let words = |change, words: &str| (change, words.to_owned());
    assert_eq!(
        changed,
        [
            &words(Change::Added, "always said"),
            &words(Change::Lacking, "says")
        ]
    );
    assert_eq!(difference.in_words(), "3 words differ");
    assert_eq!(reads("Was it the rota?"), Err(Refused::Absent));
    assert_eq!(
        reads("something else altogether was said"),
        Err(Refused::Absent)
    );
    assert_eq!(reads(" … [so] ."), Err(Refused::Empty));
    assert_eq!(
        reads("Nobody says [so] nobody does"),
        Err(Refused::LeftOut(19))
    );
    assert!(reads("Nobody says [so] … nobody does").is_ok());
}

#[test]
fn what_is_marked_is_trimmed_and_leaves_out_who_asks() {
    let turns = said();
    let version = version_of(&turns);
    let text = version.text();
    let at = |words: &str| text[..text.find(words).unwrap()].chars().count();
    let marked = |from: &str, to: &str| chosen(&turns, Span::new(at(from), at(to)));
    let found = marked(" at [hosp", "you can").unwrap();
    assert_eq!(found.turn, 1);
    assert_eq!(
        shown(&version, &found.pieces),
        "at [hospital A]. … It’s a grey block –"
    );
    let found = marked("argue", " does").unwrap();
    assert_eq!(found.pieces.len(), 1, "turns of one speaker are one span");
    assert_eq!(shown(&version, &found.pieces), "argue with it. Nobody");
    assert_eq!(marked("Always", "It’s"), None);
    assert_eq!(chosen(&turns, Span::new(900, 7)), None);
}

#[test]
fn a_passage_is_looked_for_from_its_turn_on() {
    let turns = turns(&[
        (Role::Participant, "the same words"),
        (Role::Participant, "the same words"),
    ]);
    assert_eq!(declared("the same words", &turns, 1).unwrap().turn, 1);
    assert_eq!(declared("the same words", &turns, 7).unwrap().turn, 0);
}

/// A document of participants' turns and questions, and pieces of it in their order, with edits between.
fn quoted() -> impl Strategy<Value = (Vec<Turn>, Vec<Piece>)> {
    let word = "[a-zé🦉]{1,5}";
    let turn = (
        proptest::bool::weighted(0.3),
        proptest::collection::vec(word, 3..9),
    );
    let document = proptest::collection::vec(turn, 1..6);
    let edits = proptest::collection::vec((0usize..30, 1usize..4, 0u8..3, word), 1..4);
    (document, edits).prop_filter_map("nobody speaks", |(document, edits)| {
        let texts: Vec<(Role, String)> = document
            .into_iter()
            .map(|(asks, words)| {
                let role = if asks {
                    Role::Interviewer
                } else {
                    Role::Participant
                };
                (role, words.join(" "))
            })
            .collect();
        let borrowed: Vec<(Role, &str)> = texts
            .iter()
            .map(|(role, text)| (*role, text.as_str()))
            .collect();
        let turns = turns(&borrowed);
        let version = version_of(&turns);
        let mut words: Vec<Span> = Vec::new();
        for (index, turn) in turns
            .iter()
            .enumerate()
            .filter(|(_, turn)| turn.role != Role::Interviewer)
        {
            let mut at = version.turn(index)?.start;
            for word in turn.text.split(' ') {
                let length = word.chars().count();
                words.push(Span::new(at, at + length));
                at += length + 1;
            }
        }
        let mut pieces = Vec::new();
        let mut from = 0;
        for (skip, length, kind, put) in edits {
            let first = from + skip % 5;
            let last = (first + length).min(words.len());
            if first >= last {
                break;
            }
            match kind {
                _ if pieces.is_empty() => {}
                0 => pieces.push(Piece::Put(put)),
                1 => pieces.extend([Piece::LeftOut, Piece::Put(put)]),
                _ => pieces.push(Piece::LeftOut),
            }
            let marked = Span::new(words[first].start, words[last - 1].end);
            pieces.extend(chosen(&turns, marked)?.pieces);
            from = last;
        }
        (!pieces.is_empty()).then_some((turns, pieces))
    })
}

proptest! {
    #[test]
    fn what_is_read_back_from_the_shown_text_are_the_same_words_and_edits((turns, pieces) in quoted()) {
        let version = version_of(&turns);
        let text = shown(&version, &pieces);
        let edits = |pieces: &[Piece]| -> Vec<Piece> {
            pieces.iter().filter(|piece| piece.span().is_none()).cloned().collect()
        };
        match declared(&text, &turns, 0) {
            Ok(found) => {
                // The same words can stand earlier with an interviewer's turn between them. They are found there, and the
                // omission is marked; no such words are looked at here.
                let omissions = |pieces: &[Piece]| pieces.iter().filter(|one| **one == Piece::LeftOut).count();
                prop_assume!(omissions(&found.pieces) <= omissions(&pieces));
                prop_assert_eq!(shown(&version, &found.pieces), text);
                prop_assert_eq!(edits(&found.pieces), edits(&pieces));
            }
            // Brackets that stand for more than they may are refused, and nothing else is.
            Err(refused) => prop_assert!(matches!(refused, Refused::LeftOut(_)), "{:?} {}", refused, text),
        }
    }

    #[test]
    fn no_text_stops_the_search(text in "[a-c \\[\\].…é🦉]{0,40}", said in "[a-c \\[\\].…é🦉\n]{0,60}") {
        let turns = turns(&[(Role::Participant, said.as_str()), (Role::Interviewer, "a b"), (Role::Other, "c")]);
        let _ = declared(&text, &turns, 1);
    }
}
