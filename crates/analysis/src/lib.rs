//! What a study found: themes, quotes and the outputs printed from them.

pub mod quotes;
