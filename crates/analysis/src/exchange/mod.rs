//! A stored study as a project of REFI-QDA, for colleagues with another program or another Enid.
//!
//! What the standard has no place for stands in flags (`flags`), which an import reads back; `gather` takes out of the study what
//! whoever exports may see, `export` puts it into a file, text by text, and `release` takes away what leads back to anybody.

mod export;
pub(crate) mod flags;
mod gather;
mod pages;
mod quoted;
mod release;
mod tree;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub(crate) use export::{Public, of_texts};
pub use export::{Wanted, export, record};
pub use pages::routes;

/// The code under which themes stand in a file.
pub(crate) const THEMES: &str = "Themes (Enid)";
/// The code with which quotes are coded in a file.
pub(crate) const QUOTES: &str = "Quotes (Enid)";
/// The set of research questions in a file.
pub(crate) const QUESTIONS: &str = "Research questions (Enid)";

/// A GUID for something that has none of its own, from what it is: the same each time (Q23).
pub(crate) fn derived(parts: &[&[u8]]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    // Marked as one of version 8: made in a way of one's own.
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Uuid::from_bytes(bytes)
}
