use std::collections::BTreeMap;

use uuid::Uuid;

use super::edit::*;
use super::moment::{ThemeState, Themes};
use super::slots::slots;
use super::{ThemeStatus, compare};
use crate::trail::Phrase;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn phrase(number: u128) -> Phrase {
    Phrase {
        id: id(number),
        seal: String::new(),
    }
}

/// Holding on (1) with Asking (2), which has The door (3); Letting go (4) with Asking (5); Weather (6).
fn outline() -> Themes {
    let rows = [
        (1, None, "Holding on"),
        (2, Some(1), "Asking"),
        (3, Some(2), "The door"),
        (4, None, "Letting go"),
        (5, Some(4), "Asking"),
        (6, None, "Weather"),
    ];
    let mut themes = BTreeMap::new();
    let mut texts = BTreeMap::new();
    for (number, parent, name) in rows {
        let mut theme = ThemeState::candidate(phrase(number + 100), parent.map(id));
        theme.position = i64::try_from(number).unwrap() << 20;
        themes.insert(id(number), theme);
        texts.insert(id(number + 100), name.to_owned());
    }
    Themes::new(themes, texts)
}

fn with(themes: &Themes, edits: Vec<Edit>) -> Themes {
    let texts = (1..=6).map(|number| (id(number + 100), themes.name(id(number)).to_owned()));
    Themes::new(themes.after(&edits), texts.collect())
}

fn changed_by(themes: &Themes, number: u128, change: impl Fn(&mut ThemeState)) -> Themes {
    let mut state = themes.theme(id(number)).unwrap().clone();
    change(&mut state);
    with(themes, vec![Edit::new("theme.write", id(number), state)])
}

fn paths(themes: &Themes) -> Vec<String> {
    let walk = themes.walk().into_iter();
    walk.map(|(_, id)| themes.path(id).join(" > ")).collect()
}

#[test]
fn a_theme_that_moves_takes_along_what_stands_under_it() {
    let themes = outline();
    let moved = with(&themes, place(&themes, id(2), None, Some(id(6))).unwrap());
    assert_eq!(
        paths(&moved),
        [
            "Holding on",
            "Letting go",
            "Letting go > Asking",
            "Asking",
            "Asking > The door",
            "Weather"
        ]
    );
    let under = with(
        &themes,
        place(&themes, id(6), Some(id(2)), Some(id(3))).unwrap(),
    );
    assert_eq!(
        paths(&under)[..4],
        [
            "Holding on",
            "Holding on > Asking",
            "Holding on > Asking > Weather",
            "Holding on > Asking > The door"
        ]
    );
    assert_eq!(place(&themes, id(1), None, Some(id(4))), Ok(Vec::new()));
    assert!(themes.faults().is_empty());
}

#[test]
fn nothing_stands_under_itself_below_a_facet_or_beside_its_own_name() {
    let themes = outline();
    let refused = |number, parent: Option<u128>| {
        let parent = parent.map(id);
        place(&themes, id(number), parent, None).unwrap_err()
    };
    assert!(refused(1, Some(2)).contains("under itself"));
    assert!(refused(1, Some(1)).contains("under itself"));
    assert!(refused(6, Some(3)).contains("below a facet"));
    assert!(
        refused(1, Some(4)).contains("below a facet"),
        "three levels have no room"
    );
    assert!(refused(2, Some(4)).contains("already"));
    assert!(refused(2, Some(9)).contains("not there"));
    assert!(place(&themes, id(6), None, Some(id(3))).is_err());
    let name = (id(7), "Weather");
    let new = |parent| ThemeState::candidate(phrase(106), parent);
    assert!(create(&themes, "theme.create", name, new(None)).is_err());
    assert!(create(&themes, "theme.create", name, new(Some(id(3)))).is_err());
    assert!(create(&themes, "theme.create", name, new(Some(id(1)))).is_ok());
}

#[test]
fn a_theme_is_defined_with_concept_and_story_and_what_stands_under_it_with_a_sentence() {
    let themes = outline();
    let defined = |themes: &Themes, number| set_status(themes, id(number), ThemeStatus::Defined);
    for number in [1, 2, 3] {
        assert!(
            defined(&themes, number).is_err(),
            "{number} has no sentence"
        );
    }
    assert!(set_status(&themes, id(1), ThemeStatus::Reviewed).is_ok());
    let themes = changed_by(&themes, 1, |theme| theme.concept = Some(phrase(200)));
    assert!(defined(&themes, 1).unwrap_err().contains("story"));
    let themes = changed_by(&themes, 1, |theme| theme.story = Some(phrase(201)));
    assert!(defined(&themes, 1).is_ok());
    let themes = changed_by(&themes, 2, |theme| theme.concept = Some(phrase(202)));
    let themes = with(&themes, defined(&themes, 2).unwrap());
    // Once it is a theme of its own it needs a story.
    let moved = with(&themes, place(&themes, id(2), None, None).unwrap());
    assert_eq!(moved.theme(id(2)).unwrap().status, ThemeStatus::Reviewed);
    let moved = with(&themes, place(&themes, id(2), Some(id(6)), None).unwrap());
    assert_eq!(moved.theme(id(2)).unwrap().status, ThemeStatus::Defined);
}

#[test]
fn a_merged_theme_stays_dropped_and_gives_what_it_has() {
    let themes = outline();
    let themes = changed_by(&themes, 6, |theme| theme.codes = vec![id(31), id(32)]);
    let themes = changed_by(&themes, 1, |theme| theme.codes = vec![id(32)]);
    let merged = with(&themes, merge(&themes, id(6), id(1)).unwrap());
    let gone = merged.theme(id(6)).unwrap();
    assert_eq!(
        (gone.status, gone.merged_into),
        (ThemeStatus::Dropped, Some(id(1)))
    );
    assert_eq!(merged.theme(id(1)).unwrap().codes, [id(32), id(31)]);
    assert!(
        merge(&themes, id(1), id(4))
            .unwrap_err()
            .contains("Both have")
    );
    assert!(
        merge(&themes, id(1), id(2))
            .unwrap_err()
            .contains("stands under it")
    );
    assert!(merge(&merged, id(6), id(4)).is_err());
    assert!(
        merge(&merged, id(4), id(6))
            .unwrap_err()
            .contains("was dropped")
    );
    assert!(
        merge(&themes, id(1), id(5)).unwrap_err().contains("facet"),
        "no room for a facet's child"
    );
    let back = with(&merged, restore(&merged, id(6)).unwrap());
    assert_eq!(back.theme(id(6)).unwrap().status, ThemeStatus::Candidate);
    assert_eq!(back.theme(id(6)).unwrap().merged_into, None);
}

#[test]
fn a_dropped_theme_is_kept_and_can_be_taken_up_again() {
    let themes = outline();
    let dropped = with(&themes, give_up(&themes, id(6)).unwrap());
    assert_eq!(paths(&dropped), paths(&themes));
    assert!(give_up(&dropped, id(6)).is_err());
    assert!(set_status(&dropped, id(6), ThemeStatus::Reviewed).is_err());
    assert!(restore(&dropped, id(6)).is_ok());
    assert!(restore(&themes, id(6)).is_err());
}

#[test]
fn a_code_contributes_once() {
    let themes = outline();
    let once = with(&themes, contribute(&themes, id(1), id(31), true).unwrap());
    assert_eq!(contribute(&once, id(1), id(31), true), Ok(Vec::new()));
    let none = with(&once, contribute(&once, id(1), id(31), false).unwrap());
    assert!(none.theme(id(1)).unwrap().codes.is_empty());
}

#[test]
fn every_place_that_is_offered_is_one_to_which_a_theme_can_move_by_its_levels() {
    let themes = outline();
    for number in 1..=6 {
        for slot in slots(&themes, id(number)) {
            let (parent, before) = slot.value.split_once(':').unwrap();
            let (parent, before) = (parent.parse().ok(), before.parse().ok());
            match place(&themes, id(number), parent, before) {
                Ok(edits) => assert!(with(&themes, edits).faults().is_empty(), "{slot:?}"),
                Err(words) => assert!(words.contains("already"), "{slot:?}: {words}"),
            }
        }
    }
    let words: Vec<String> = slots(&themes, id(3))
        .into_iter()
        .map(|slot| slot.words)
        .collect();
    assert!(
        words.contains(&"Under “Holding on > Asking”, last".to_owned()),
        "{words:?}"
    );
    assert!(
        words.contains(&"At the top, before “Weather”".to_owned()),
        "{words:?}"
    );
    assert!(
        !words.iter().any(|words| words.contains("The door")),
        "{words:?}"
    );
}

#[test]
fn what_differs_between_two_moments_is_said() {
    let old = outline();
    let new = changed_by(&old, 6, |theme| {
        theme.parent = Some(id(1));
        theme.status = ThemeStatus::Reviewed;
        theme.concept = Some(phrase(101));
    });
    let found = compare(&old, &new);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "Holding on > Weather");
    assert_eq!(
        found[0].what,
        [
            "moved, it was a theme of its own",
            "reviewed, it was candidate"
        ]
    );
    assert_eq!(found[0].words[0].0, "Concept");
    let gone = compare(&new, &Themes::default());
    assert!(gone.iter().all(|one| one.what == ["removed"]));
}
