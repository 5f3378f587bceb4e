//! What memos a trail comes to, what of them a blind pass hides, and where passages stand.

use platform::clock::Instant;
use proptest::prelude::*;
use study::documents::{Role, Turn};
use uuid::Uuid;

use super::places::passage;
use super::*;
use crate::trail::Phrase;

fn turns(texts: &[&str]) -> Vec<Turn> {
    let turn = |text: &&str| Turn {
        role: Role::Participant,
        label: None,
        start_ms: None,
        end_ms: None,
        text: (*text).to_owned(),
    };
    texts.iter().map(turn).collect()
}

fn memo(on: On, member: Option<u128>, document: Option<u128>) -> Memo {
    Memo {
        id: Uuid::from_u128(9),
        state: MemoState {
            text: Phrase {
                id: Uuid::from_u128(8),
                seal: String::new(),
            },
            kind: Kind::Theory,
            on,
            target: document.map_or(Uuid::from_u128(7), Uuid::from_u128),
            document: document.map(Uuid::from_u128),
            start: None,
            end: None,
            member: member.map(Uuid::from_u128),
            written_at: None,
        },
        text: "So.".to_owned(),
        written_at: Instant(1),
        changed_at: Instant(1),
        since: 1,
        seen: 1,
    }
}

#[test]
fn a_blind_pass_hides_memos_on_spans_and_codings_of_that_layer_alone() {
    let all = [
        memo(On::Span, Some(1), Some(5)),
        memo(On::Coding, Some(1), Some(5)),
        memo(On::Document, Some(1), Some(5)),
        memo(On::Span, Some(2), Some(5)),
        memo(On::Span, Some(1), Some(6)),
        memo(On::Code, Some(1), None),
        memo(On::Span, None, Some(5)),
    ];
    let sees = |member: Option<Uuid>, document| {
        (member, document) != (Some(Uuid::from_u128(1)), Uuid::from_u128(5))
    };
    let hidden: Vec<bool> = all.iter().map(|one| is_hidden(&one.state, sees)).collect();
    assert_eq!(hidden, [true, true, false, false, false, false, false]);
}

#[test]
fn a_passage_counts_code_points_over_turns_that_a_line_feed_joins() {
    let turns = turns(&["Née 🦉.", "The rota.", "No."]);
    let found = |start, end| passage(&turns, (start, end));
    assert_eq!(found(4, 5), Some(("🦉".to_owned(), 0)));
    assert_eq!(found(7, 16), Some(("The rota.".to_owned(), 1)));
    assert_eq!(found(11, 19), Some(("rota.\nNo".to_owned(), 1)));
    assert_eq!(found(17, 20), Some(("No.".to_owned(), 2)));
    assert_eq!(found(17, 21), None, "beyond the text");
    assert_eq!(found(3, 3), None, "empty");
    assert_eq!(found(5, 3), None, "turned round");
}

proptest! {
    #[test]
    fn no_place_stops_the_reader_of_passages(
        texts in proptest::collection::vec(".{0,12}", 0..5), start: u32, end: u32, near in 0u32..80, long in 0u32..80,
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let turns = turns(&texts);
        let all = texts.join("\n").chars().count();
        for (start, end) in [(start, end), (near, near + long)] {
            let found = passage(&turns, (start, end));
            let fits = start < end && end as usize <= all;
            prop_assert_eq!(found.is_some(), fits);
            if let Some((words, turn)) = found {
                prop_assert_eq!(words.chars().count(), (end - start) as usize);
                prop_assert!(turn < turns.len());
            }
        }
    }
}
