//! The themes of an earlier day (study R40).

use platform::Result;

use super::moment::Themes;
use crate::codes::Moment;
use crate::trail::{Trail, replay, until};

/// The themes at the end of a day, or now.
pub(super) fn themes_at(trail: &Trail, moment: Option<&Moment>) -> Result<Themes> {
    let events = match moment {
        Some(moment) => until(&trail.events, moment.end),
        None => &trail.events,
    };
    Themes::of(&replay(events), trail)
}
