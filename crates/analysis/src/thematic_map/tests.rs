use std::collections::BTreeMap;

use uuid::Uuid;

use super::alt::draft;
use super::draw::svg;
use super::layout::{Node, nodes};
use super::state::{Kind, MapState, Relation};
use crate::themes::{ThemeState, ThemeStatus, Themes};
use crate::trail::Phrase;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Holding on (1) with Asking (2), which has The <door> (3); Letting go (4); Weather (5), dropped.
fn outline() -> Themes {
    let rows = [
        (1, None, "Holding on"),
        (2, Some(1), "Asking"),
        (3, Some(2), "The <door>"),
        (4, None, "Letting go"),
        (5, None, "Weather"),
    ];
    let mut themes = BTreeMap::new();
    let mut texts = BTreeMap::new();
    for (number, parent, name) in rows {
        let phrase = Phrase {
            id: id(number + 100),
            seal: String::new(),
        };
        let mut theme = ThemeState::candidate(phrase, parent.map(id));
        theme.position = i64::try_from(number).unwrap();
        if number == 5 {
            theme.status = ThemeStatus::Dropped;
        }
        themes.insert(id(number), theme);
        texts.insert(id(number + 100), name.to_owned());
    }
    Themes::new(themes, texts)
}

fn related() -> MapState {
    let relation = |from, kind, to| Relation {
        from: id(from),
        kind,
        to: id(to),
    };
    MapState {
        relations: vec![
            relation(1, Kind::LeadsTo, 4),
            relation(4, Kind::InTension, 2),
            relation(5, Kind::DependsOn, 1),
        ],
        ..MapState::default()
    }
}

/// Whether two boxes cover each other.
fn overlap(one: &Node, other: &Node) -> bool {
    let near = |a: i32, b: i32, room: i32| (a - b).abs() < room;
    near(one.place.0, other.place.0, 232)
        && near(
            one.place.1,
            other.place.1,
            (one.height() + other.height()) / 2,
        )
}

#[test]
fn every_theme_that_was_not_dropped_has_a_box_of_its_own() {
    let found = nodes(&outline(), &MapState::default());
    let names: Vec<&str> = found.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["Holding on", "Asking", "The <door>", "Letting go"]);
    for (at, one) in found.iter().enumerate() {
        for other in &found[at + 1..] {
            assert!(!overlap(one, other), "{} over {}", one.name, other.name);
        }
    }
}

#[test]
fn a_box_stands_where_it_was_put_and_never_off_the_sheet() {
    let mut map = related();
    map.places.insert(id(4), (500, 300));
    map.places.insert(id(1), (-900, i32::MAX));
    let found = nodes(&outline(), &map);
    let place = |number| {
        found
            .iter()
            .find(|node| node.id == id(number))
            .unwrap()
            .place
    };
    assert_eq!(place(4), (500, 300));
    assert_eq!(place(1), (116, 4000));
}

#[test]
fn the_text_of_a_map_is_drafted_from_its_structure() {
    let map = related();
    let found = nodes(&outline(), &map);
    assert_eq!(
        draft(&found, &map.relations),
        "2 themes. “Holding on” has “Asking” (with “The <door>”). “Letting go” stands alone. \
         “Holding on” leads to “Letting go”. “Letting go” is in tension with “Asking”."
    );
    assert_eq!(draft(&[], &[]), "No theme yet.");
}

#[test]
fn the_drawing_is_text_with_a_word_on_each_line_and_without_styles() {
    let map = related();
    let found = nodes(&outline(), &map);
    let drawing = svg(&found, &map.relations, ("2 themes", "As <drawn>"));
    for words in [
        "<desc id=\"map-desc\">As &lt;drawn&gt;</desc>",
        "The &lt;door&gt;",
        ">leads to</text>",
        ">is in tension with</text>",
        "stroke-dasharray",
        "marker-end",
    ] {
        assert!(drawing.contains(words), "{words}: {drawing}");
    }
    assert!(
        !drawing.contains("depends on"),
        "a dropped theme has no line"
    );
    assert!(!drawing.contains("style") && !drawing.contains("Weather"));
    assert_eq!(
        drawing,
        svg(&found, &map.relations, ("2 themes", "As <drawn>"))
    );
    // Boxes in one place have no direction between them.
    let mut map = map;
    map.places.insert(id(1), (500, 300));
    map.places.insert(id(4), (500, 300));
    svg(&nodes(&outline(), &map), &map.relations, ("", ""));
}
