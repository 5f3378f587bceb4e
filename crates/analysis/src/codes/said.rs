//! What was done to a code, in words.

use super::book::{CODE, CodeState};
use crate::acts::Saying;
use crate::trail::Event;

/// What an event about a code did, as a sentence goes on after who did it.
pub(crate) fn said(saying: &Saying<'_>, event: &Event) -> String {
    let before = state(event.before.as_ref());
    let after = state(event.after.as_ref());
    let name_of = |code: Option<&CodeState>| saying.words(code.map(|code| &code.name));
    let old = name_of(before.as_ref());
    let new = name_of(after.as_ref());
    let parent = after.as_ref().and_then(|code| code.parent);
    match event.kind.as_str() {
        "code.create" => match parent {
            Some(parent) => format!("added “{new}” under “{}”", saying.name(CODE, parent)),
            None => format!("added “{new}”"),
        },
        "code.rename" => format!("renamed “{old}” to “{new}”"),
        "code.redefine" => format!("defined “{new}” anew"),
        "code.recolour" => match after.as_ref().and_then(|code| code.colour) {
            Some(colour) => format!("gave “{new}” the colour {}", colour.name()),
            None => format!("took the colour off “{new}”"),
        },
        "code.move" if before.as_ref().and_then(|code| code.parent) == parent => {
            format!("moved “{new}” among its neighbours")
        }
        "code.move" => match parent {
            Some(parent) => format!("moved “{new}” under “{}”", saying.name(CODE, parent)),
            None => format!("moved “{new}” to the top"),
        },
        "code.merge" => {
            let into = after.as_ref().and_then(|code| code.merged_into);
            let into = into.map_or("", |into| saying.name(CODE, into));
            format!("merged “{new}” into “{into}”")
        }
        "code.retire" => format!("retired “{new}”"),
        "code.restore" => format!("restored “{new}”"),
        "code.split" => format!("gave passages of “{new}” to another code"),
        "code.remove" => format!("removed “{old}”"),
        other => other.to_owned(),
    }
}

/// What an act did that gave one code other words and perhaps another colour; its name stands in the first part alone.
pub(crate) fn said_of_change(saying: &Saying<'_>, events: &[&Event]) -> String {
    let Some((first, rest)) = events.split_first() else {
        return String::new();
    };
    let rest = rest.iter().map(|event| match event.kind.as_str() {
        "code.redefine" => "defined it anew".to_owned(),
        "code.recolour" => match state(event.after.as_ref()).and_then(|code| code.colour) {
            Some(colour) => format!("gave it the colour {}", colour.name()),
            None => "took its colour off".to_owned(),
        },
        _ => saying.event(event),
    });
    let parts: Vec<String> = [said(saying, first)].into_iter().chain(rest).collect();
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    }
}

fn state(text: Option<&String>) -> Option<CodeState> {
    text.and_then(|text| serde_json::from_str(text).ok())
}
