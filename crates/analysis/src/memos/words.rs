//! What was done to a memo, in words.

use super::memo::MemoState;
use crate::trail::Event;

/// What an event about a memo did, as a sentence goes on after who did it.
pub(crate) fn said(event: &Event) -> String {
    let state = event.after.as_ref().or(event.before.as_ref());
    let state: Option<MemoState> = state.and_then(|state| serde_json::from_str(state).ok());
    let about = state.map_or_else(String::new, |memo| {
        let kind = memo.kind.in_words().to_lowercase();
        format!(" ({kind}) on {}", memo.on.in_words())
    });
    match event.kind.as_str() {
        "memo.write" => format!("wrote a memo{about}"),
        "memo.change" => format!("changed a memo{about}"),
        "memo.remove" => format!("removed a memo{about}"),
        "memo.follow" => format!("a new text moved a memo{about}"),
        other => other.to_owned(),
    }
}
