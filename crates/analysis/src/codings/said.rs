//! What was done to a coding, in words.

use super::state::CodingState;
use crate::acts::Saying;
use crate::codes::CODE;
use crate::trail::{Event, read};

/// What an event about a coding did, as a sentence goes on after who did it.
pub(crate) fn said(saying: &Saying<'_>, event: &Event) -> String {
    let state = event.after.as_ref().or(event.before.as_ref());
    let coding: Option<CodingState> = state.and_then(|text| read(text).ok());
    let code = coding.map_or("", |coding| saying.name(CODE, coding.code));
    match event.kind.as_str() {
        "coding.add" => format!("coded a passage as “{code}”"),
        "coding.move" => format!("moved the edges of a passage coded as “{code}”"),
        "coding.recode" => format!("coded a passage as “{code}” instead"),
        "coding.remove" => format!("took “{code}” off a passage"),
        "coding.confirm" => format!("confirmed “{code}” on a passage whose text changed"),
        "coding.follow" => format!("a new text moved a passage coded as “{code}”"),
        "code.split" => format!("coded a passage as “{code}” instead"),
        other => other.to_owned(),
    }
}

/// What splitting a code did to these passages.
pub(crate) fn said_of_split<'a>(
    saying: &Saying<'_>,
    events: impl Iterator<Item = &'a &'a Event>,
) -> String {
    let mut count = 0;
    let (mut from, mut to) = ("", "");
    for event in events {
        let code = |state: &Option<String>| {
            let coding: CodingState = read(state.as_deref()?).ok()?;
            Some(saying.name(CODE, coding.code))
        };
        count += 1;
        from = code(&event.before).unwrap_or(from);
        to = code(&event.after).unwrap_or(to);
    }
    let passages = if count == 1 { "passage" } else { "passages" };
    format!("split “{from}”: {count} {passages} to “{to}”")
}
