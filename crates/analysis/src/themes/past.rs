//! The themes of an earlier day (study R40).

use platform::Result;

use super::moment::Themes;
use crate::trail::{Moment, Trail};

/// The themes at the end of a day, or now.
pub(super) fn themes_at(trail: &Trail, moment: Option<&Moment>) -> Result<Themes> {
    Themes::of(&trail.at(moment), trail)
}
