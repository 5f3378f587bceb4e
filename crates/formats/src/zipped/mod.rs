//! ZIP archives that a stranger may have sent: read within limits, and refused where no honest program writes them so (trust IMP-1;
//! REFI-QDA notes, Q31).
//!
//! Projects of REFI-QDA, archives of studies, office documents and workbooks are all opened here. What is unpacked is counted, whatever
//! an archive declares, and nothing is ever written under a name from one.

mod budget;
mod error;
mod shared;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

pub(crate) use budget::{Budget, Counted};
pub use error::{Called, Error, begins_with};
pub(crate) use shared::Shared;

/// What an archive may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it comes.
    pub packed: u64,
    /// Bytes that all of it may unpack to, counted while it does.
    pub unpacked: u64,
    /// How many times its own size it may unpack to.
    pub ratio: u64,
    /// Entries.
    pub entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            packed: 50 << 20,
            unpacked: 200 << 20,
            ratio: 100,
            entries: 2_000,
        }
    }
}

/// Opens an archive of no more entries than its limits allow. Two entries of one name are refused, since another program would see
/// another file than we do, and so are entries that share bytes.
pub(crate) fn open<R: Read + Seek>(
    mut input: Shared<R>,
    limits: &Limits,
    called: Called,
) -> Result<ZipArchive<Shared<R>>, Error> {
    let start = beginning(&mut input, called)?;
    refuse_crowds(&mut input, limits, called)?;
    let damaged = "it is missing or damaged, as in a copy that was cut short";
    let opened = ZipArchive::new(input).map_err(|_| match start.starts_with(b"PK") {
        true => called.list(damaged),
        false => called.not_zip(&start),
    });
    let mut zip = opened?;
    if zip.len() > limits.entries {
        return Err(crowd(limits));
    }
    if zip.has_duplicate_names() {
        return Err(called.list("two entries have the same name"));
    }
    match zip.has_overlapping_entries() {
        Ok(false) => Ok(zip),
        Ok(true) => Err(called.list("two entries share bytes")),
        Err(_) => Err(called.list(damaged)),
    }
}

/// The first bytes; the input stands at its beginning again.
pub(crate) fn beginning<R: Read + Seek>(
    input: &mut Shared<R>,
    called: Called,
) -> Result<Vec<u8>, Error> {
    let mut start = Vec::new();
    let peeked = input.take(512).read_to_end(&mut start);
    peeked
        .and_then(|_| input.rewind())
        .map_err(|error| called.reading("its beginning", error))?;
    Ok(start)
}

/// An archive, and its files by their places in it and their names.
pub(crate) type Entries<R> = (ZipArchive<Shared<R>>, Vec<(usize, String)>);

/// The files of an archive in the order of its list, each with its place in it and its name. Names that no honest program gives are
/// refused, for an archive whose files are told by their names (Q31).
pub(crate) fn entries<R: Read + Seek>(
    input: Shared<R>,
    limits: &Limits,
    called: Called,
) -> Result<Entries<R>, Error> {
    let zip = open(input, limits, called)?;
    let mut names = HashSet::new();
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let Some(name) = check_entry(&zip, index, called)? else {
            continue;
        };
        if !names.insert(name.to_lowercase()) {
            let why = "another entry has the same name but for capitals";
            return Err(called.refused(&name, why));
        }
        files.push((index, name));
    }
    Ok((zip, files))
}

fn crowd(limits: &Limits) -> Error {
    Error::TooLarge {
        what: "the archive",
        limit: limits.entries as u64,
        unit: "entries",
    }
}

/// The name of an entry that is a file; `None` for folders, an error for what no honest program writes.
fn check_entry<R: Read + Seek>(
    zip: &ZipArchive<R>,
    index: usize,
    called: Called,
) -> Result<Option<String>, Error> {
    let damaged = || called.list("an entry of it cannot be read");
    let entry = zip.by_index_data(index).map_err(|_| damaged())?;
    let name = entry.name().map_err(|_| damaged())?.into_owned();
    let refuse = |why: &str| Err(called.refused(&name, why));
    if name.contains(['\0', '\\']) {
        return refuse("a name with a backslash or a zero");
    }
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.is_empty() || name.starts_with('/') || drive {
        return refuse("a name from the root of a disk");
    }
    if name.split('/').any(|part| part == "..") {
        return refuse("a name that leads out of the archive");
    }
    if entry.is_symlink() {
        return refuse("a link to another file");
    }
    if entry.encrypted() {
        return refuse("it is behind a password");
    }
    Ok((!entry.is_dir()).then_some(name))
}

/// Refuses an archive by the number of entries that it declares: opening reads the whole list, which takes many times its
/// bytes in memory. Each record that could be taken for the end of the list is looked at.
fn refuse_crowds<R: Read + Seek>(
    input: &mut Shared<R>,
    limits: &Limits,
    called: Called,
) -> Result<(), Error> {
    const RECORD: usize = 22;
    let tail = input.length().min(RECORD as u64 + u64::from(u16::MAX));
    let place = |error| called.reading("the list of its files", error);
    input
        .seek(SeekFrom::End(-i64::try_from(tail).unwrap_or(0)))
        .map_err(place)?;
    let mut bytes = Vec::new();
    input.take(tail).read_to_end(&mut bytes).map_err(place)?;
    for record in bytes
        .windows(RECORD)
        .filter(|record| record.starts_with(b"PK\x05\x06"))
    {
        let entries = usize::from(u16::from_le_bytes([record[10], record[11]]));
        if entries > limits.entries {
            return Err(crowd(limits));
        }
    }
    for record in bytes
        .windows(40)
        .filter(|record| record.starts_with(b"PK\x06\x06"))
    {
        let mut number = [0; 8];
        number.copy_from_slice(&record[32..40]);
        if u64::from_le_bytes(number) > limits.entries as u64 {
            return Err(crowd(limits));
        }
    }
    input.rewind().map_err(place)
}
