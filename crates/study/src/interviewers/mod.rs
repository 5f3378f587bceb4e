//! Who interviews whom.

pub mod matching;
