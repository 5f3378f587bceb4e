//! The archive of a project: which entries are taken and which archives are refused (Q1, Q19a, Q19b, Q31).

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use zip::ZipArchive;

use super::error::Error;
pub(crate) use super::error::too_large;
use super::limits::Limits;

/// A reader of which several are used at once, each with a place of its own.
pub(crate) struct Shared<R> {
    input: Rc<RefCell<R>>,
    place: u64,
    length: u64,
}

impl<R> Clone for Shared<R> {
    fn clone(&self) -> Self {
        Self {
            input: Rc::clone(&self.input),
            ..*self
        }
    }
}

impl<R: Read + Seek> Shared<R> {
    pub(crate) fn new(mut input: R) -> io::Result<Self> {
        let length = input.seek(SeekFrom::End(0))?;
        Ok(Self {
            input: Rc::new(RefCell::new(input)),
            place: 0,
            length,
        })
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }
}

impl<R: Read + Seek> Read for Shared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut input = self.input.borrow_mut();
        input.seek(SeekFrom::Start(self.place))?;
        let read = input.read(buffer)?;
        self.place += read as u64;
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Shared<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
        };
        self.place = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.place)
    }
}

/// What may still be unfolded, over all entries together.
#[derive(Clone)]
pub(crate) struct Budget {
    left: Rc<Cell<u64>>,
    limit: u64,
}

impl Budget {
    pub(crate) fn new(packed: u64, limits: &Limits) -> Self {
        // The ratio is taken over the whole file, since an entry's packed size is a declared one.
        let limit = limits.unpacked.min(packed.saturating_mul(limits.ratio));
        Self {
            left: Rc::new(Cell::new(limit)),
            limit,
        }
    }

    /// Starts anew, for a file that is read a second time.
    pub(super) fn renew(&self) {
        self.left.set(self.limit);
    }

    fn take(&self, bytes: usize) -> io::Result<()> {
        let left = self.left.get().checked_sub(bytes as u64);
        self.left.set(left.unwrap_or(0));
        match left {
            Some(_) => Ok(()),
            None => Err(io::Error::other(too_large(
                "the unpacked project",
                self.limit,
                "bytes",
            ))),
        }
    }
}

/// Counts what comes out of a reader.
pub(crate) struct Counted<R> {
    pub inner: R,
    pub budget: Budget,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.take(read)?;
        Ok(read)
    }
}

/// What an error of reading is: one of our limits, a damaged archive, or the system's.
pub(crate) fn reading_error(place: &str, error: io::Error) -> Error {
    let kind = error.kind();
    match error.downcast::<Error>() {
        Ok(ours) => ours,
        Err(error)
            if matches!(
                kind,
                io::ErrorKind::InvalidData
                    | io::ErrorKind::InvalidInput
                    | io::ErrorKind::UnexpectedEof
                    | io::ErrorKind::Other
            ) =>
        {
            Error::Archive {
                place: place.to_owned(),
                what: error.to_string(),
            }
        }
        Err(error) => Error::Input {
            what: error.to_string(),
        },
    }
}

/// An archive whose list of entries was looked through.
pub(super) struct Archive<R> {
    zip: ZipArchive<Shared<R>>,
    budget: Budget,
    text_limit: usize,
    /// The entry of the project file and its name.
    project: (usize, String),
    /// Entries of the folder of sources, by name in lower case.
    sources: HashMap<String, (usize, String)>,
    /// Entries that are neither, in their order.
    pub strangers: Vec<String>,
}

impl<R: Read + Seek> Clone for Archive<R> {
    fn clone(&self) -> Self {
        Self {
            zip: self.zip.clone(),
            budget: self.budget.clone(),
            text_limit: self.text_limit,
            project: self.project.clone(),
            sources: self.sources.clone(),
            strangers: Vec::new(),
        }
    }
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(input: Shared<R>, budget: Budget, limits: &Limits) -> Result<Self, Error> {
        let (zip, entries) = entries(input, limits)?;
        let mut projects = Vec::new();
        let mut sources = HashMap::new();
        let mut strangers = Vec::new();
        for (index, name) in entries {
            let lower = name.to_lowercase();
            if let Some(file) = lower
                .strip_prefix("sources/")
                .filter(|file| !file.contains('/'))
            {
                if file != ".root" {
                    sources.insert(file.to_owned(), (index, name));
                }
            } else if lower.ends_with(".qde") && !lower.contains('/') {
                projects.push((index, name));
            } else {
                strangers.push(name);
            }
        }
        Ok(Self {
            zip,
            budget,
            text_limit: limits.text,
            project: choose(projects)?,
            sources,
            strangers,
        })
    }

    /// The name of the project file.
    pub(super) fn project_name(&self) -> &str {
        &self.project.1
    }

    /// The project file, unfolded while it is read.
    pub(super) fn project(&mut self) -> Result<impl Read + '_, Error> {
        let (index, name) = &self.project;
        let entry = self.zip.by_index(*index);
        let inner = entry.map_err(|error| refused(name, error.to_string()))?;
        Ok(Counted {
            inner,
            budget: self.budget.clone(),
        })
    }

    /// The name in the archive of a file of the folder of sources, whatever its capitals.
    pub(super) fn source_name(&self, file: &str) -> Option<&str> {
        let found = self.sources.get(&file.to_lowercase());
        found.map(|(_, name)| name.as_str())
    }

    /// The bytes of a text in the folder of sources.
    pub(super) fn text(&mut self, file: &str) -> Result<Option<Vec<u8>>, Error> {
        let limit = self.text_limit;
        let mut bytes = Vec::new();
        let Some(mut entry) = self.entry(file)? else {
            return Ok(None);
        };
        let read = (&mut entry).take(limit as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| reading_error(file, error))?;
        if bytes.len() > limit {
            return Err(too_large(format!("the text {file}"), limit as u64, "bytes"));
        }
        Ok(Some(bytes))
    }

    /// A file of the folder of sources, unfolded while it is read.
    pub(super) fn entry(&mut self, file: &str) -> Result<Option<impl Read + '_>, Error> {
        let Some((index, name)) = self.sources.get(&file.to_lowercase()) else {
            return Ok(None);
        };
        let entry = self.zip.by_index(*index);
        let inner = entry.map_err(|error| refused(name, error.to_string()))?;
        Ok(Some(Counted {
            inner,
            budget: self.budget.clone(),
        }))
    }
}

/// An archive, and its files by their places in it and their names.
pub(crate) type Entries<R> = (ZipArchive<Shared<R>>, Vec<(usize, String)>);

/// The files of an archive in the order of its list, each with its place in it and its name; archives that no honest program writes
/// are refused (Q31).
pub(crate) fn entries<R: Read + Seek>(
    mut input: Shared<R>,
    limits: &Limits,
) -> Result<Entries<R>, Error> {
    refuse_crowds(&mut input, limits)?;
    let broken = |what: String| refused("archive", what);
    let mut zip = ZipArchive::new(input).map_err(|error| broken(error.to_string()))?;
    if zip.len() > limits.entries {
        return Err(crowd(limits));
    }
    // Two entries of one name would let another program see another project than we do.
    if zip.has_duplicate_names() {
        return Err(broken("two entries have the same name".to_owned()));
    }
    match zip.has_overlapping_entries() {
        Ok(false) => {}
        Ok(true) => return Err(broken("two entries share bytes".to_owned())),
        Err(error) => return Err(broken(error.to_string())),
    }
    let mut names = HashSet::new();
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let Some(name) = check_entry(&zip, index)? else {
            continue;
        };
        if !names.insert(name.to_lowercase()) {
            let what = "another entry has the same name but for capitals";
            return Err(refused(&name, what.to_owned()));
        }
        files.push((index, name));
    }
    Ok((zip, files))
}

pub(crate) fn refused(place: &str, what: String) -> Error {
    Error::Archive {
        place: place.chars().take(200).collect(),
        what,
    }
}

fn crowd(limits: &Limits) -> Error {
    too_large("the archive", limits.entries as u64, "entries")
}

/// The name of an entry that is a file; `None` for folders, an error for what no honest program writes.
fn check_entry<R: Read + Seek>(zip: &ZipArchive<R>, index: usize) -> Result<Option<String>, Error> {
    let entry = zip
        .by_index_data(index)
        .map_err(|error| refused("archive", error.to_string()))?;
    let name = match entry.name() {
        Ok(name) => name.into_owned(),
        Err(error) => return Err(refused("archive", error.to_string())),
    };
    let refuse = |what: &str| Err(refused(&name, what.to_owned()));
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
        return refuse("an entry behind a password: export the project without one");
    }
    Ok((!entry.is_dir()).then_some(name))
}

/// `project.qde` in any case; else the only one (Q19a).
fn choose(mut projects: Vec<(usize, String)>) -> Result<(usize, String), Error> {
    let named = |(_, name): &(usize, String)| name.eq_ignore_ascii_case("project.qde");
    if let Some(at) = projects.iter().position(named) {
        return Ok(projects.swap_remove(at));
    }
    match <[_; 1]>::try_from(projects) {
        Ok([only]) => Ok(only),
        Err(several) => Err(Error::Projects {
            found: several.into_iter().map(|(_, name)| name).collect(),
        }),
    }
}

/// Refuses an archive by the number of entries that it declares: opening reads the whole list, which takes many times its
/// bytes in memory. Each record that could be taken for the end of the list is looked at.
fn refuse_crowds<R: Read + Seek>(input: &mut Shared<R>, limits: &Limits) -> Result<(), Error> {
    const RECORD: usize = 22;
    let tail = input.length().min(RECORD as u64 + u64::from(u16::MAX));
    let place = |error| reading_error("archive", error);
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
