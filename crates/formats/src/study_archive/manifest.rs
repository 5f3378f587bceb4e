//! What an archive says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Part;

/// Fields that this Enid does not know, by their names: another one of the same form wrote them, and they are written again.
pub type Beside = BTreeMap<String, Value>;

/// The version of the form of archives: goes up where an Enid that knows the form before could not keep what is new.
pub const FORMAT: u32 = 1;

/// The first entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of its form, [`FORMAT`].
    pub enid_archive: u32,
    /// The version of what its entries hold: goes up when a table of a study gets another shape.
    pub schema: u32,
    /// The program that wrote it, such as `Enid 0.1.0`.
    pub program: String,
    /// Which study it holds.
    pub study: StudyName,
    /// SHA-256 over names and digests of all entries, in hexadecimal digits: two archives with the same one hold the same.
    pub fingerprint: String,
    /// The other entries in their order.
    pub files: Vec<Listed>,
    /// What of a study is not in it.
    pub left_out: Vec<LeftOut>,
    /// What else stands there.
    #[serde(flatten)]
    pub beside: Beside,
}

/// A study, apart from what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyName {
    /// Its identifier, the same in every Enid.
    pub id: Uuid,
    /// Its short name.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// When it was made: microseconds since 1970.
    pub made_at: i64,
    /// What else stands there.
    #[serde(flatten)]
    pub beside: Beside,
}

/// An entry as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its bytes, unpacked.
    pub size: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// What else stands there.
    #[serde(flatten)]
    pub beside: Beside,
}

/// Something that stays out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Which tables or columns.
    pub what: Vec<String>,
    /// Why, in a sentence.
    pub why: String,
    /// What else stands there.
    #[serde(flatten)]
    pub beside: Beside,
}

impl Listed {
    /// Whether this is how an entry has to be listed, whatever else is said of it.
    pub(super) fn fits(&self, part: &Part) -> bool {
        let of = Self::of(part);
        (&self.name, self.size, &self.sha256) == (&of.name, of.size, &of.sha256)
    }

    /// An entry as it has to be listed.
    pub(super) fn of(part: &Part) -> Self {
        Self {
            name: part.name.clone(),
            size: part.bytes.len() as u64,
            sha256: digits(&Sha256::digest(&part.bytes)),
            beside: Beside::new(),
        }
    }
}

/// The fingerprint over entries.
pub(super) fn fingerprint(files: &[Listed]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update((file.name.len() as u64).to_be_bytes());
        hash.update(&file.name);
        hash.update(&file.sha256);
    }
    digits(&hash.finalize())
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
