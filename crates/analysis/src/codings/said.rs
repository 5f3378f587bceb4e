//! What was done to a coding, in words.

use super::state::{CodingState, read};
use crate::acts::Saying;
use crate::codes::CODE;
use crate::trail::Event;

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
        other => other.to_owned(),
    }
}
