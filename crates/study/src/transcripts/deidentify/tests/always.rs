use proptest::prelude::*;

use super::*;
use crate::transcripts::anchors::Anchored;

/// Turns made of pieces that rules look for, and of anything.
fn turns() -> impl Strategy<Value = Vec<String>> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "Dr", "Quill", "Barton", "Hospital", "General", "St", "Mary's", "the", "of", "in", "Leeds", "Reading",
            "9434765919", "943 476 5918", "07700 900123", "+44", "SW1A 1AA", "9/3/2031", "March", "2031", "aged", "34",
            "a@b.org", "@x_y", "www.x.org", "Sarah", "’s", "'", "é", "😀", ".", ",", "Trust", "Ward 7", "zorn",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let turn = prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "));
    prop::collection::vec(turn, 0..5)
}

proptest! {
    #[test]
    fn suggestions_ascend_within_turns_without_overlap_and_can_all_be_applied(turns in turns()) {
        let version = Version::of_turns(&turns);
        let lists = list(&[("Zorn", Category::Person, ""), ("Barton", Category::Place, "")]);
        let suggestions = suggest(&version, &lists);
        let mut at = 0;
        for one in &suggestions {
            let turn = version.turn(one.turn - 1).unwrap();
            prop_assert!(one.span.start >= at && !one.span.is_empty());
            prop_assert!(turn.start <= one.span.start && one.span.end <= turn.end);
            prop_assert_eq!(&version.slice(one.span), &one.original);
            at = one.span.end;
        }
        let accepted: Vec<Accepted> = suggestions
            .iter()
            .map(|one| Accepted { span: one.span, surrogate: one.surrogate.clone() })
            .collect();
        let (new, map) = apply(&version, &accepted).unwrap();
        for one in &suggestions {
            let anchored = map.carry(&version, &new, one.span);
            let stands = Anchored::Edited {
                span: anchored.span().unwrap(),
                old: one.original.clone(),
                new: one.surrogate.clone(),
            };
            prop_assert_eq!(anchored, stands);
        }
    }

    #[test]
    fn the_same_text_has_the_same_suggestions(turns in turns()) {
        let version = Version::of_turns(&turns);
        prop_assert_eq!(suggest(&version, &Lists::default()), suggest(&version, &Lists::default()));
    }
}
