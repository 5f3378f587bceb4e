//! What an archive says of itself.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Part;

/// The version of the form of archives.
pub const FORMAT: u32 = 1;

/// The first entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
}

/// A study, apart from what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyName {
    /// Its identifier, the same in every Enid.
    pub id: Uuid,
    /// Its short name.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// When it was made: microseconds since 1970.
    pub made_at: i64,
}

/// An entry as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its bytes, unpacked.
    pub size: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// Something that stays out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Which tables or columns.
    pub what: Vec<String>,
    /// Why, in a sentence.
    pub why: String,
}

impl Listed {
    /// An entry as it has to be listed.
    pub(super) fn of(part: &Part) -> Self {
        Self {
            name: part.name.clone(),
            size: part.bytes.len() as u64,
            sha256: digits(&Sha256::digest(&part.bytes)),
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
