//! Disclosure control and small-sample figures.

pub mod disclosure;
