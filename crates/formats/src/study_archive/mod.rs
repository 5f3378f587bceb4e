//! Enid's own archive of a study (`.enid`): a ZIP whose first entry, `manifest.json`, says of each other entry how long it is and what
//! its SHA-256 is (REFI-QDA notes, Q24 and Q26).
//!
//! What the entries hold is for others to say; here they are names and bytes. The same parts give the same bytes, and what is read is
//! what was written or nothing: an entry that is missing, added, moved or changed refuses the whole.

mod manifest;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use manifest::{Beside, FORMAT, LeftOut, Listed, Manifest, StudyName};
pub use read::{Error, Limits, may_be, read, read_with};
pub use write::write;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name, such as `state/codes.jsonl`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An archive that was read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its entries but for the manifest, in their order.
    pub parts: Vec<Part>,
}
