//! What was done to a theme, in words.

use super::moment::{THEME, ThemeState};
use crate::acts::Saying;
use crate::codes::CODE;
use crate::trail::Event;

/// What an event about a theme did, as a sentence goes on after who did it.
pub(crate) fn said(saying: &Saying<'_>, event: &Event) -> String {
    let before = state(event.before.as_ref());
    let after = state(event.after.as_ref());
    let name_of = |theme: Option<&ThemeState>| saying.words(theme.map(|theme| &theme.name));
    let old = name_of(before.as_ref());
    let new = name_of(after.as_ref());
    let parent = after.as_ref().and_then(|theme| theme.parent);
    match event.kind.as_str() {
        "theme.create" => match parent {
            Some(parent) => format!("began “{new}” under “{}”", saying.name(THEME, parent)),
            None => format!("began the theme “{new}”"),
        },
        "theme.promote" => {
            let code = after
                .as_ref()
                .and_then(|theme| theme.codes.first().copied());
            let code = code.map_or("", |code| saying.name(CODE, code));
            format!("made the code “{code}” a candidate theme")
        }
        "theme.rename" => format!("renamed the theme “{old}” to “{new}”"),
        "theme.write" => {
            let parts = written(before.as_ref(), after.as_ref());
            format!("wrote {parts} of “{new}”")
        }
        "theme.move" if before.as_ref().and_then(|theme| theme.parent) == parent => {
            format!("moved “{new}” among its neighbours")
        }
        "theme.move" => match parent {
            Some(parent) => format!("moved “{new}” under “{}”", saying.name(THEME, parent)),
            None => format!("made “{new}” a theme of its own"),
        },
        "theme.merge" => {
            let into = after.as_ref().and_then(|theme| theme.merged_into);
            let into = into.map_or("", |into| saying.name(THEME, into));
            format!("merged the theme “{new}” into “{into}”")
        }
        "theme.drop" => format!("dropped the theme “{new}”"),
        "theme.restore" => format!("took “{new}” up again"),
        "theme.status" => {
            let status = after.as_ref().map_or("", |theme| theme.status.as_str());
            format!("marked “{new}” as {status}")
        }
        "theme.codes" => contributed(saying, before.as_ref(), after.as_ref(), new),
        "theme.answer" => format!("answered the advice about the name “{new}”"),
        "theme.keep" => format!("kept the name “{new}”"),
        other => other.to_owned(),
    }
}

/// Which parts of a theme were written.
fn written(before: Option<&ThemeState>, after: Option<&ThemeState>) -> String {
    let (Some(before), Some(after)) = (before, after) else {
        return "it".to_owned();
    };
    let parts = [
        ("the concept", before.concept != after.concept),
        ("the story", before.story != after.story),
        ("what it is not", before.is_not != after.is_not),
        ("why it matters", before.matters != after.matters),
        ("the boundaries", before.boundaries != after.boundaries),
        ("the questions", before.questions != after.questions),
    ];
    let changed = parts.iter().filter(|(_, differs)| *differs);
    let changed: Vec<&str> = changed.map(|(part, _)| *part).collect();
    match changed.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => changed.concat(),
    }
}

/// Which codes contribute since, and which no more.
fn contributed(
    saying: &Saying<'_>,
    before: Option<&ThemeState>,
    after: Option<&ThemeState>,
    name: &str,
) -> String {
    let codes = |theme: Option<&ThemeState>| theme.map_or(Vec::new(), |theme| theme.codes.clone());
    let (before, after) = (codes(before), codes(after));
    let only = |these: &[uuid::Uuid], those: &[uuid::Uuid]| {
        let only = these.iter().filter(|code| !those.contains(code));
        let named = only.map(|code| format!("“{}”", saying.name(CODE, *code)));
        named.collect::<Vec<_>>().join(", ")
    };
    let (added, gone) = (only(&after, &before), only(&before, &after));
    match (added.is_empty(), gone.is_empty()) {
        (false, _) => format!("let {added} contribute to “{name}”"),
        (true, false) => format!("took {gone} out of “{name}”"),
        (true, true) => format!("changed the codes of “{name}”"),
    }
}

fn state(text: Option<&String>) -> Option<ThemeState> {
    text.and_then(|text| serde_json::from_str(text).ok())
}
