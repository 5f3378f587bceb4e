//! Reading an archive that a stranger may have sent: within limits, and whole or not at all.

use std::io::{Read, Seek};

use thiserror::Error;

use super::manifest::{FORMAT, Manifest, fingerprint};
use super::{Archive, Part};
use crate::cost::{Cost, Meter};
use crate::zipped::{self, Budget, Called, Counted, Shared, entries};

/// The first entry.
pub(super) const MANIFEST: &str = "manifest.json";

/// So many bytes are read before they are counted as held.
const STEP: u64 = 1 << 20;

/// Most bytes of a manifest.
const LONGEST_MANIFEST: u64 = 4 << 20;

/// What an archive of a study is called in messages.
const ARCHIVE: Called = Called {
    name: "the archive of a study",
    mend: "send the .enid as Enid wrote it, or take it again with enid study export --format enid",
};

/// What a stranger's archive may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The file as it comes, and what it may unpack to.
    pub zip: zipped::Limits,
    /// Time and memory of one reading.
    pub cost: Cost,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            zip: zipped::Limits {
                packed: 512 << 20,
                unpacked: 2 << 30,
                ratio: 200,
                entries: 20_000,
            },
            cost: Cost::default(),
        }
    }
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// Not an archive of a study.
    #[error(
        "this is no archive of a study: send the .enid that Enid wrote, or see whether its copy was cut short"
    )]
    Foreign,
    /// No ZIP, or one that is damaged, costs too much or is made to do harm.
    #[error(transparent)]
    Zip(#[from] zipped::Error),
    /// Its form is of a later Enid.
    #[error(
        "the archive has the form {found}, and this Enid knows {FORMAT}: bring it in with the Enid that wrote it ({program}) or a newer one"
    )]
    Newer {
        /// Its version.
        found: u64,
        /// What wrote it.
        program: String,
    },
    /// The manifest cannot be read.
    #[error("manifest.json, line {line}, column {column}: {what}")]
    Manifest {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// An entry is not what the manifest says.
    #[error(
        "{name}: {what}; the archive was changed or damaged after it was written, take another copy of it"
    )]
    Changed {
        /// Which entry.
        name: String,
        /// How it differs.
        what: &'static str,
    },
    /// The archive cannot be written to where it is to lie.
    #[error("the archive cannot be written: {what}")]
    Output {
        /// What the system says.
        what: String,
    },
}

/// Whether a file that begins so may be an archive of a study: its first entry is called `manifest.json`.
pub fn may_be(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") && start.get(30..43) == Some(MANIFEST.as_bytes())
}

/// Reads an archive and holds every entry against the manifest.
///
/// # Errors
/// Nothing is given out where anything is not as it was written, is too large, or is of a later form.
pub fn read<R: Read + Seek>(input: R, limits: &Limits) -> Result<Archive, Error> {
    read_with(input, limits, &Meter::new(&limits.cost))
}

/// The same as part of a longer reading, which goes on with what is held.
///
/// # Errors
/// As [`read`].
pub fn read_with<R: Read + Seek>(
    input: R,
    limits: &Limits,
    meter: &Meter,
) -> Result<Archive, Error> {
    let input = Shared::new(input).map_err(|error| ARCHIVE.reading("its length", error))?;
    let packed = input.length();
    if packed > limits.zip.packed {
        let (what, limit, unit) = ("the archive", limits.zip.packed, "bytes");
        return Err(zipped::Error::TooLarge { what, limit, unit }.into());
    }
    let what = "the unpacked archive";
    let budget = Budget::new(what, packed, &limits.zip, meter.clone());
    let (mut zip, files) = entries(input, &limits.zip, ARCHIVE)?;
    let mut files = files.into_iter();
    let mut take = |index: usize, name: &str, most: u64| -> Result<Vec<u8>, Error> {
        let entry = zip.by_index(index);
        let inner = entry.map_err(|error| ARCHIVE.entry(name, error))?;
        let budget = budget.clone();
        let mut bytes = Vec::new();
        let mut counted = Counted { inner, budget }.take(most.saturating_add(1));
        loop {
            let mut some = (&mut counted).take(STEP);
            let read = some.read_to_end(&mut bytes);
            match read.map_err(|error| ARCHIVE.reading(name, error))? {
                0 => return Ok(bytes),
                read => meter.hold(read).map_err(zipped::Error::from)?,
            }
        }
    };
    let first = files.next().filter(|(_, name)| name == MANIFEST);
    let (index, name) = first.ok_or(Error::Foreign)?;
    let manifest = manifest(&take(index, &name, LONGEST_MANIFEST)?)?;
    let mut parts = Vec::new();
    for listed in &manifest.files {
        let changed = |what| changed(&listed.name, what);
        let next = files.next().filter(|(_, name)| *name == listed.name);
        let (index, name) = next.ok_or_else(|| changed("it is missing or in another place"))?;
        let bytes = take(index, &name, listed.size)?;
        let part = Part { name, bytes };
        if !listed.fits(&part) {
            return Err(changed("its bytes are not those that the manifest names"));
        }
        parts.push(part);
    }
    if let Some((_, name)) = files.next() {
        return Err(changed(&name, "the manifest does not name it"));
    }
    if fingerprint(&manifest.files) != manifest.fingerprint {
        return Err(changed(MANIFEST, "the fingerprint is another"));
    }
    Ok(Archive { manifest, parts })
}

fn changed(name: &str, what: &'static str) -> Error {
    Error::Changed {
        name: name.chars().take(200).collect(),
        what,
    }
}

/// The version is looked at first: a later form may have other fields.
fn manifest(bytes: &[u8]) -> Result<Manifest, Error> {
    let unread = |error: serde_json::Error| Error::Manifest {
        line: error.line(),
        column: error.column(),
        what: error.to_string(),
    };
    let any: serde_json::Value = serde_json::from_slice(bytes).map_err(unread)?;
    let found = any.get("enid_archive").and_then(serde_json::Value::as_u64);
    match found {
        None => return Err(Error::Foreign),
        Some(found) if found > u64::from(FORMAT) => {
            let program = any.get("program").and_then(serde_json::Value::as_str);
            let program = program.unwrap_or("not named").chars().take(80).collect();
            return Err(Error::Newer { found, program });
        }
        Some(_) => {}
    }
    serde_json::from_slice(bytes).map_err(unread)
}
