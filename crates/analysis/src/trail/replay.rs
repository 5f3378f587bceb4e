//! What stands after some of the events.

use std::collections::BTreeMap;

use platform::clock::Instant;

use super::event::{Event, Subject};

/// The state of every subject that is there, as JSON.
pub type State = BTreeMap<Subject, String>;

/// The state after these events, which are in their order.
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> State {
    let mut state = State::new();
    for event in events {
        apply(&mut state, event);
    }
    state
}

/// Sets the subject of an event to what it is after it. A reason that was added later changes no state.
pub(super) fn apply(state: &mut State, event: &Event) {
    match (&event.before, &event.after) {
        (None, None) => {}
        (_, Some(after)) => {
            state.insert(event.subject.clone(), after.clone());
        }
        (Some(_), None) => {
            state.remove(&event.subject);
        }
    }
}

/// The events that were there before a moment. The trail grows in the order of its places even where a clock was put
/// back, so it is cut at the first event that is not older.
pub fn until(events: &[Event], moment: Instant) -> &[Event] {
    let end = events.iter().position(|event| event.at >= moment);
    &events[..end.unwrap_or(events.len())]
}
