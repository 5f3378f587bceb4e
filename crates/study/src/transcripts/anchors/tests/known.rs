//! T3, where the edits are known: on any text whatever.

use proptest::prelude::*;

use super::*;

/// A text, a span of it, and edits.
type Case = (String, Span, Vec<Edit>);

fn text() -> impl Strategy<Value = Vec<char>> {
    prop::collection::vec(
        prop_oneof![Just('a'), Just('b'), Just('\n'), any::<char>()],
        1..40,
    )
}

/// Edits between `from` and `to`, ascending.
fn edits(from: usize, to: usize) -> impl Strategy<Value = Vec<Edit>> {
    let marks = prop::collection::btree_set(from..=to, 0..6);
    let by = prop::collection::vec("[ab]{0,3}", 3);
    (marks, by).prop_map(|(marks, by)| {
        let marks: Vec<usize> = marks.into_iter().collect();
        let pairs = marks.chunks_exact(2).zip(by);
        pairs
            .map(|(pair, by)| Edit {
                at: Span::new(pair[0], pair[1]),
                by,
            })
            .collect()
    })
}

/// Edits outside the span, next to it too.
fn outside() -> impl Strategy<Value = Case> {
    text().prop_flat_map(|text| {
        let length = text.len();
        (0..length, 0..length).prop_flat_map(move |(one, other)| {
            let span = Span::new(one.min(other), one.max(other) + 1);
            let text: String = text.iter().collect();
            (edits(0, span.start), edits(span.end, length)).prop_map(move |(mut before, after)| {
                before.extend(after);
                (text.clone(), span, before)
            })
        })
    })
}

/// Edits anywhere.
fn anywhere() -> impl Strategy<Value = Case> {
    text().prop_flat_map(|text| {
        let length = text.len();
        (0..length, 0..length, edits(0, length)).prop_map(move |(one, other, edits)| {
            let span = Span::new(one.min(other), one.max(other) + 1);
            (text.iter().collect(), span, edits)
        })
    })
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for edit in edits.iter().rev() {
        characters.splice(edit.at.start..edit.at.end, edit.by.chars());
    }
    characters.into_iter().collect()
}

fn carried((text, span, edits): &Case) -> (Version, Version, CharacterMap, Anchored) {
    let (old, new) = (version(text), version(&apply(text, edits)));
    let map = CharacterMap::of_edits(old.len(), edits);
    let anchored = map.carry(&old, &new, *span);
    holds(&old, &new, *span, &anchored);
    (old, new, map, anchored)
}

/// The text between the ends as study R28 puts it, told character by character: each character of the old text with
/// the place in the new one where it survives, a replaced one with all that stands for it.
fn told((text, span, edits): &Case) -> Option<Span> {
    let mut survives: Vec<Option<Span>> = Vec::new();
    let mut new = 0;
    for (at, _) in text.chars().enumerate() {
        for edit in edits.iter().filter(|edit| edit.at.start == at) {
            let by = edit.by.chars().count();
            let place = Span::new(new, new + by);
            let stands = Some(place).filter(|place| !place.is_empty());
            survives.resize(survives.len() + edit.at.len(), stands);
            new += by;
        }
        if survives.len() == at {
            survives.push(Some(Span::new(new, new + 1)));
            new += 1;
        }
    }
    let inside = &survives[span.start..span.end];
    let first = inside.iter().flatten().next()?;
    let last = inside.iter().flatten().next_back()?;
    Some(Span::new(first.start, last.end))
}

proptest! {
    #[test]
    fn edits_outside_a_span_leave_its_text_equal(case in outside()) {
        let (.., anchored) = carried(&case);
        prop_assert!(!anchored.waits_for_a_person(), "{:?}", anchored);
    }

    #[test]
    fn the_ends_go_to_the_first_and_the_last_character_that_survive(case in anywhere()) {
        let (.., anchored) = carried(&case);
        prop_assert_eq!(anchored.span(), told(&case));
    }

    #[test]
    fn deleting_all_of_a_span_loses_it(case in outside()) {
        let (text, span, mut edits) = case;
        edits.retain(|edit| edit.at.end < span.start || edit.at.start > span.end);
        edits.push(Edit { at: span, by: String::new() });
        edits.sort_by_key(|edit| edit.at);
        let (old, .., anchored) = carried(&(text, span, edits));
        prop_assert_eq!(anchored, Anchored::Lost { old: old.slice(span) });
    }

    #[test]
    fn the_inverse_edits_restore_the_same(case in outside()) {
        let (old, new, map, anchored) = carried(&case);
        let there = anchored.span().unwrap();
        let back = map.inverse().carry(&new, &old, there);
        prop_assert_eq!(back.span(), Some(case.1));
        prop_assert_eq!(map.then(&map.inverse()).carry(&old, &old, case.1), Anchored::Same(case.1));
    }

    #[test]
    fn a_span_that_was_edited_or_lost_is_the_same_once_its_version_is_back(case in anywhere()) {
        let (old, ..) = carried(&case);
        let back = map_between(&old, &version(&case.0)).carry(&old, &old, case.1);
        prop_assert_eq!(back, Anchored::Same(case.1));
    }
}

#[test]
fn an_edit_inside_a_span_is_shown_before_and_after() {
    let old = version("we met on the ward every week");
    let span = place(&old, "on the ward");
    let edit = Edit {
        at: place(&old, "the ward"),
        by: "[ward A]".to_owned(),
    };
    let new = version("we met on [ward A] every week");
    let map = CharacterMap::of_edits(old.len(), &[edit]);
    let expected = Anchored::Edited {
        span: place(&new, "on [ward A]"),
        old: "on the ward".into(),
        new: "on [ward A]".into(),
    };
    assert_eq!(map.carry(&old, &new, span), expected);
}

#[test]
fn a_span_without_text_is_lost() {
    let text = version("something");
    let map = map_between(&text, &text);
    let lost = Anchored::Lost { old: String::new() };
    assert_eq!(map.carry(&text, &text, Span::new(3, 3)), lost);
    assert_eq!(map.carry(&text, &text, Span::new(90, 99)), lost);
}
