//! R29: maps compose.

use proptest::prelude::*;

use super::*;

/// Carries a span over two versions, and over both maps joined.
fn both_ways(
    versions: [&Version; 3],
    maps: [&CharacterMap; 2],
    span: Span,
) -> (Option<Span>, Option<Span>) {
    let [first, second, third] = versions;
    let step = maps[0].carry(first, second, span).span();
    let stepwise = step.and_then(|at| maps[1].carry(second, third, at).span());
    let joined = maps[0].then(maps[1]).carry(first, third, span);
    holds(first, third, span, &joined);
    (stepwise, joined.span())
}

fn turns() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[abcd ]{0,14}", 1..5)
}

fn edits(length: usize, marks: &[usize], by: &str) -> Vec<Edit> {
    let mut marks: Vec<usize> = marks.iter().map(|mark| mark % (length + 1)).collect();
    marks.sort_unstable();
    marks.dedup();
    let pairs = marks.chunks_exact(2);
    let edit = |pair: &[usize]| Edit {
        at: Span::new(pair[0], pair[1]),
        by: by.to_owned(),
    };
    pairs.map(edit).collect()
}

fn apply(version_before: &Version, edits: &[Edit]) -> Version {
    let mut characters: Vec<char> = version_before.text().chars().collect();
    for edit in edits.iter().rev() {
        characters.splice(edit.at.start..edit.at.end, edit.by.chars());
    }
    version(&characters.into_iter().collect::<String>())
}

proptest! {
    #[test]
    fn where_edits_are_known_a_span_is_carried_to_the_same_place(
        first in turns(),
        marks in prop::collection::vec(0usize..60, 0..5),
        later in prop::collection::vec(0usize..60, 0..5),
        by in "[ab]{0,3}",
        ends in (0usize..60, 0usize..60),
    ) {
        let first = Version::of_turns(&first);
        let edits_one = edits(first.len(), &marks, &by);
        let second = apply(&first, &edits_one);
        let edits_two = edits(second.len(), &later, "x");
        let third = apply(&second, &edits_two);
        let one = CharacterMap::of_edits(first.len(), &edits_one);
        let two = CharacterMap::of_edits(second.len(), &edits_two);
        let span = Span::new(ends.0.min(ends.1), ends.0.max(ends.1).min(first.len()));
        let (stepwise, joined) = both_ways([&first, &second, &third], [&one, &two], span);
        prop_assert_eq!(joined, stepwise);
    }

    #[test]
    fn where_edits_are_found_a_span_is_carried_to_the_same_place(
        first in turns(),
        second in turns(),
        third in turns(),
        ends in (0usize..60, 0usize..60),
    ) {
        let [first, second, third] = [first, second, third].map(|turns| Version::of_turns(&turns));
        let (one, two) = (map_between(&first, &second), map_between(&second, &third));
        let span = Span::new(ends.0.min(ends.1), ends.0.max(ends.1).min(first.len()));
        let (stepwise, joined) = both_ways([&first, &second, &third], [&one, &two], span);
        prop_assert_eq!(joined, stepwise);
    }

    #[test]
    fn joining_with_no_change_changes_nothing(
        first in turns(),
        second in turns(),
        ends in (0usize..60, 0usize..60),
    ) {
        let (first, second) = (Version::of_turns(&first), Version::of_turns(&second));
        let map = map_between(&first, &second);
        let span = Span::new(ends.0.min(ends.1), ends.0.max(ends.1));
        let plain = map.carry(&first, &second, span);
        for joined in [map_between(&first, &first).then(&map), map.then(&map_between(&second, &second))] {
            prop_assert_eq!(&joined.carry(&first, &second, span), &plain);
        }
    }
}
