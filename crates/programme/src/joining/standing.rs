//! Where somebody stands, and a step of the way there, as they are read back.

use jiff::civil::Date;
use platform::clock::Instant;

use super::state::{Actor, Code, Event, State};

/// Where somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: State,
    /// Why not, where the state is [`State::Ineligible`].
    pub code: Option<Code>,
    /// Since when.
    pub since: Instant,
    /// Until when an offer holds.
    pub expires_at: Option<Instant>,
    /// Whether the letter that belongs to the state was handed over.
    pub mailed: bool,
    /// When a facilitator talked with them. Nothing of what was said has a place.
    pub conversation_on: Option<Date>,
}

/// One row of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    pub seq: i64,
    pub at: Instant,
    pub actor: Actor,
    pub event: Event,
    pub to: State,
    pub code: Option<Code>,
}
