//! Disclosure control, agreement of raters, and small-sample figures.

pub mod agreement;
pub mod disclosure;
