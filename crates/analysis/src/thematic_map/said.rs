//! What was done to the map, in words.

use super::state::{MapState, Relation};
use crate::acts::Saying;
use crate::themes::THEME;
use crate::trail::Event;

/// What an event about the map did, as a sentence goes on after who did it.
pub(crate) fn said(saying: &Saying<'_>, event: &Event) -> String {
    let before = state(event.before.as_ref());
    let after = state(event.after.as_ref());
    let sentence = |relation: &Relation| {
        let (from, to) = (
            saying.name(THEME, relation.from),
            saying.name(THEME, relation.to),
        );
        format!("“{from} {} {to}”", relation.kind.words())
    };
    let only = |these: &MapState, those: &MapState| {
        let only = these.relations.iter();
        let only = only.filter(|one| !those.relations.contains(one));
        only.map(sentence).collect::<Vec<_>>().join(", ")
    };
    match event.kind.as_str() {
        "map.relate" => format!("drew {} on the map", only(&after, &before)),
        "map.part" => format!("took {} off the map", only(&before, &after)),
        "map.place" => "placed boxes on the map".to_owned(),
        "map.alt" => "wrote the text of the map".to_owned(),
        other => other.to_owned(),
    }
}

fn state(text: Option<&String>) -> MapState {
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}
