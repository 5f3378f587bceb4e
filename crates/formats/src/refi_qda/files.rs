//! Where the XML of a project and its files lie: in an archive, or the XML alone.

use std::io::{BufRead, BufReader, Read, Seek, Write};

use super::archive::{Archive, PROJECT, reading_error};
use super::error::{Error, Fault, too_large};
use super::limits::Limits;
use super::meter::line_and_column;
use crate::cost::Meter;
use crate::zipped::{Budget, Counted, Shared, beginning};

/// Where the XML and the texts lie.
pub(super) trait Files<'f> {
    /// The name of the XML file.
    fn name(&self) -> String;
    /// The XML from its beginning.
    fn xml(&mut self) -> Result<Box<dyn BufRead + '_>, Error>;
    /// A reader of the texts that can be used beside the XML.
    fn texts(&self) -> Box<dyn Texts + 'f>;
    /// Files of the archive that belong to no project.
    fn strangers(&self) -> &[String];
}

/// Texts and media beside the XML.
pub(super) trait Texts {
    /// The name of a file as the archive spells it.
    fn name(&self, file: &str) -> Option<String>;
    fn bytes(&mut self, file: &str) -> Result<Option<Vec<u8>>, Error>;
}

/// What was opened, and what may be unfolded of it.
pub(super) type Opened<'f> = (Box<dyn Files<'f> + 'f>, Budget);

/// Opens a `.qdpx`, a bare `.qde` or a `.qdc`, told by its content.
pub(super) fn open<'f, R: Read + Seek + 'f>(
    input: R,
    limits: &Limits,
) -> Result<Opened<'f>, Error> {
    let mut input = shared(input)?;
    if input.length() > limits.zip.packed {
        return Err(too_large("the file", limits.zip.packed, "bytes"));
    }
    let start = beginning(&mut input, PROJECT)?;
    let budget = budget(input.length(), limits);
    if start.starts_with(b"PK") {
        let archive = Archive::open(input, budget.clone(), limits)?;
        return Ok((Box::new(Packed(archive)), budget));
    }
    if let Some(found) = foreign(&start) {
        return Err(Error::Foreign { found });
    }
    // What is not packed unfolds to itself.
    let budget = self::budget(u64::MAX, limits);
    let bare = Bare {
        input,
        budget: budget.clone(),
    };
    Ok((Box::new(bare), budget))
}

/// What went wrong, with line and column where it is the XML.
pub(super) fn located(files: &mut dyn Files<'_>, fault: Fault) -> Error {
    let (offset, what) = match fault {
        Fault::Other(error) => return error,
        Fault::Xml { offset, what } => (offset, what),
    };
    let file = files.name();
    match files.xml() {
        Err(error) => error,
        Ok(xml) => {
            let (line, column) = line_and_column(xml, offset);
            Error::Xml {
                file,
                line,
                column,
                what,
            }
        }
    }
}

fn shared<R: Read + Seek>(input: R) -> Result<Shared<R>, Error> {
    Shared::new(input).map_err(|error| reading_error("file", error))
}

/// What a file of so many bytes may be unfolded to, and what that may cost.
fn budget(packed: u64, limits: &Limits) -> Budget {
    let meter = Meter::new(&limits.cost);
    Budget::new("the unpacked project", packed, &limits.zip, meter)
}

fn foreign(start: &[u8]) -> Option<&'static str> {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let wide = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        // Wide XML is refused with its own words, as XML.
        _ if wide || text.first() == Some(&0) => None,
        Some(b'<') => None,
        None => Some("an empty file"),
        _ => Some(crate::text::binary(start).unwrap_or("text without markup")),
    }
}

struct Packed<R>(Archive<R>);

struct Bare<R> {
    input: Shared<R>,
    budget: Budget,
}

struct NoTexts;

/// Room for what is unfolded. The deflated XML of a project is a hundred times as long.
const ROOM: usize = 64 << 10;

impl<'f, R: Read + Seek + 'f> Files<'f> for Packed<R> {
    fn name(&self) -> String {
        self.0.project_name().to_owned()
    }

    fn xml(&mut self) -> Result<Box<dyn BufRead + '_>, Error> {
        Ok(Box::new(BufReader::with_capacity(ROOM, self.0.project()?)))
    }

    fn texts(&self) -> Box<dyn Texts + 'f> {
        Box::new(self.0.clone())
    }

    fn strangers(&self) -> &[String] {
        &self.0.strangers
    }
}

impl<R: Read + Seek> Texts for Archive<R> {
    fn name(&self, file: &str) -> Option<String> {
        self.source_name(file).map(str::to_owned)
    }

    fn bytes(&mut self, file: &str) -> Result<Option<Vec<u8>>, Error> {
        self.text(file)
    }
}

impl<'f, R: Read + Seek + 'f> Files<'f> for Bare<R> {
    fn name(&self) -> String {
        "the XML".to_owned()
    }

    fn xml(&mut self) -> Result<Box<dyn BufRead + '_>, Error> {
        self.input
            .rewind()
            .map_err(|error| reading_error("file", error))?;
        let inner = self.input.clone();
        let budget = self.budget.clone();
        Ok(Box::new(BufReader::with_capacity(
            ROOM,
            Counted { inner, budget },
        )))
    }

    fn texts(&self) -> Box<dyn Texts + 'f> {
        Box::new(NoTexts)
    }

    fn strangers(&self) -> &[String] {
        &[]
    }
}

impl Texts for NoTexts {
    fn name(&self, _: &str) -> Option<String> {
        None
    }

    fn bytes(&mut self, _: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }
}

/// Writes a file of the folder of sources, such as a picture, to `output`: `file` is [`super::model::Media::file`].
/// Returns its bytes, or `None` where the archive has no such file.
///
/// # Errors
/// [`Error`] for an archive that is refused; [`Error::File`] also where `output` takes nothing more.
pub fn copy_file<R: Read + Seek>(
    input: R,
    limits: &Limits,
    file: &str,
    output: &mut impl Write,
) -> Result<Option<u64>, Error> {
    let input = shared(input)?;
    let budget = budget(input.length(), limits);
    Bundle(Some(Archive::open(input, budget, limits)?)).copy(file, output)
}

/// Where the files of sources come from while a project is written.
pub trait MediaFiles {
    /// Writes a file to `output`: `file` is [`super::model::Media::file`], or what follows `internal://` in a path. Returns its
    /// bytes, or `None` where there is no such file.
    ///
    /// # Errors
    /// [`Error`] for a file that cannot be read; [`Error::File`] also where `output` takes nothing more.
    fn copy(&mut self, file: &str, output: &mut dyn Write) -> Result<Option<u64>, Error>;
}

/// No files at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMedia;

impl MediaFiles for NoMedia {
    fn copy(&mut self, _: &str, _: &mut dyn Write) -> Result<Option<u64>, Error> {
        Ok(None)
    }
}

/// The files of a project that was read.
pub struct Bundle<R>(Option<Archive<R>>);

impl<R: Read + Seek> Bundle<R> {
    /// Opens a `.qdpx`; any other file has no files with it.
    ///
    /// # Errors
    /// [`Error`] for an archive that is refused.
    pub fn open(input: R, limits: &Limits) -> Result<Self, Error> {
        let mut input = shared(input)?;
        if !beginning(&mut input, PROJECT)?.starts_with(b"PK") {
            return Ok(Self(None));
        }
        let budget = budget(input.length(), limits);
        Ok(Self(Some(Archive::open(input, budget, limits)?)))
    }
}

impl<R: Read + Seek> MediaFiles for Bundle<R> {
    fn copy(&mut self, file: &str, mut output: &mut dyn Write) -> Result<Option<u64>, Error> {
        let file = file.rsplit('/').next().unwrap_or(file);
        let Some(mut entry) = self
            .0
            .as_mut()
            .map(|archive| archive.entry(file))
            .transpose()?
            .flatten()
        else {
            return Ok(None);
        };
        let copied = std::io::copy(&mut entry, &mut output);
        copied.map(Some).map_err(|error| reading_error(file, error))
    }
}
