//! What a study found: themes, quotes and the outputs printed from them.

pub mod folder;
pub mod outputs;
pub mod quotes;
pub mod themes;
