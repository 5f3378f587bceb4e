//! What is done with the text of a transcript between its import and its coding.

pub mod anchors;
pub mod deidentify;
pub mod listening;
