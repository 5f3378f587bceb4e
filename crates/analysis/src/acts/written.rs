//! Subjects that stand in the trail alone, such as a narrative: what they are is what their newest event says.

use platform::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::trail::{Change, Event, Subject, Trail};

/// What a subject is, and what a page says of its newest event; nothing and 0 where there was none.
///
/// # Errors
/// Another Enid has written states that this one cannot read.
pub(crate) fn written<T: DeserializeOwned>(
    trail: &Trail,
    subject: &Subject,
) -> Result<(Option<T>, i64)> {
    let events = trail.events.iter().rev();
    let mut about = events.filter(|event| event.subject == *subject && changes(event));
    let Some(event) = about.next() else {
        return Ok((None, 0));
    };
    let state = event.after.as_deref().map(serde_json::from_str).transpose();
    Ok((state.map_err(Error::internal)?, event.token()))
}

/// The change of a subject from what it is to what it becomes.
pub(crate) fn rewritten<T: Serialize>(
    kind: &str,
    subject: Subject,
    (before, after): (Option<&T>, Option<&T>),
) -> Result<Change> {
    let text = |state: Option<&T>| {
        let text = state.map(serde_json::to_string).transpose();
        text.map_err(Error::internal)
    };
    Ok(Change {
        kind: kind.to_owned(),
        subject,
        before: text(before)?,
        after: text(after)?,
        reverts: None,
    })
}

fn changes(event: &Event) -> bool {
    event.before.is_some() || event.after.is_some()
}
