//! Disclosure control and small-sample figures.
