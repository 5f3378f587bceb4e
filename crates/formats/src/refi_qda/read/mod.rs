//! Reading projects and codebooks, tolerantly: in any order, with every departure from the standard named.

mod base;
mod graph;
mod parts;
mod recording;
mod settle;
mod source;
mod text;

use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead, BufReader, Read, Seek};

use uuid::Uuid;

use super::archive::{Archive, Budget, Counted, Shared, reading_error};
use super::error::{Error, Fault, Stopped, too_large};
use super::grammar::Grammar;
use super::limits::Limits;
use super::meter::line_and_column;
use super::model::{Project, Source};
use super::names::Element;
use super::positions::Origin;
use super::registry::Registry;
use super::report::{Log, Outcome, Report};
use super::xml::{Node, Xml};

pub use settle::Dangling;

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Everything but the sources that were handed over. References of it that lead nowhere are left out.
    pub project: Project,
    /// Whether the file was a codebook alone.
    pub codebook: bool,
    /// References that lead nowhere. Sources that were handed over may still hold them: see [`Dangling::leave_out`].
    pub dangling: Dangling,
    /// What was read, changed and left out.
    pub report: Report,
}

/// Reads a `.qdpx`, a bare `.qde` or a `.qdc`, and hands over each source with its text.
///
/// What kind of file it is, is seen by its content. Users, codes and variables are known when the first source comes, in
/// whatever order the file has them, and stand in the project that is given along; cases, notes, links, sets and graphs
/// may follow. Only one source is held at a time.
///
/// # Errors
/// [`Error`] with the place in the file. What was handed over before an error belongs to no import: take all of it in one
/// transaction.
pub fn read<R: Read + Seek>(
    input: R,
    limits: &Limits,
    mut each: impl FnMut(&Project, Source) -> Result<(), Stopped>,
) -> Result<Reading, Error> {
    let mut input = Shared::new(input).map_err(|error| reading_error("file", error))?;
    if input.length() > limits.packed {
        return Err(too_large("the file", limits.packed, "bytes"));
    }
    let mut start = Vec::new();
    let peeked = (&mut input).take(512).read_to_end(&mut start);
    peeked.map_err(|error| reading_error("file", error))?;
    input
        .rewind()
        .map_err(|error| reading_error("file", error))?;
    let budget = Budget::new(input.length(), limits);
    if start.starts_with(b"PK") {
        let archive = Archive::open(input, budget.clone(), limits)?;
        return run(Packed(archive), budget, limits, &mut each);
    }
    if let Some(found) = foreign(&start) {
        return Err(Error::Foreign { found });
    }
    // What is not packed unfolds to itself.
    let budget = Budget::new(u64::MAX, limits);
    run(
        Bare {
            input,
            budget: budget.clone(),
        },
        budget,
        limits,
        &mut each,
    )
}

/// Reads a file as a whole, texts included; references that lead nowhere are left out.
///
/// # Errors
/// As [`read`].
pub fn read_whole<R: Read + Seek>(input: R, limits: &Limits) -> Result<Reading, Error> {
    let mut sources = Vec::new();
    let mut reading = read(input, limits, |_, source| {
        sources.push(source);
        Ok(())
    })?;
    for source in &mut sources {
        reading.dangling.leave_out(source);
    }
    reading.project.sources = sources;
    Ok(reading)
}

/// Writes a file of the folder of sources, such as a picture, to `output`: `file` is [`super::model::Media::file`].
/// Returns its bytes, or `None` where the archive has no such file.
///
/// # Errors
/// [`Error`] for an archive that is refused; [`Error::Input`] also where `output` takes nothing more.
pub fn copy_file<R: Read + Seek>(
    input: R,
    limits: &Limits,
    file: &str,
    output: &mut impl std::io::Write,
) -> Result<Option<u64>, Error> {
    let input = Shared::new(input).map_err(|error| reading_error("file", error))?;
    let budget = Budget::new(input.length(), limits);
    let mut archive = Archive::open(input, budget, limits)?;
    let file = file.rsplit('/').next().unwrap_or(file);
    let Some(mut entry) = archive.entry(file)? else {
        return Ok(None);
    };
    let copied = std::io::copy(&mut entry, output);
    copied.map(Some).map_err(|error| reading_error(file, error))
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

/// Where the XML and the texts lie.
trait Files {
    type Texts: Texts;
    /// The name of the XML file.
    fn name(&self) -> String;
    /// The XML from its beginning.
    fn xml(&mut self) -> Result<Box<dyn BufRead + '_>, Error>;
    /// A reader of the texts that can be used beside the XML.
    fn texts(&self) -> Self::Texts;
    /// Files of the archive that belong to no project.
    fn strangers(&self) -> &[String];
}

/// Texts and media beside the XML.
trait Texts {
    /// The name of a file as the archive spells it.
    fn name(&self, file: &str) -> Option<String>;
    fn bytes(&mut self, file: &str) -> Result<Option<Vec<u8>>, Error>;
}

struct Packed<R>(Archive<R>);

struct Bare<R> {
    input: Shared<R>,
    budget: Budget,
}

struct NoTexts;

/// Room for what is unfolded. The deflated XML of a project is a hundred times as long.
const ROOM: usize = 64 << 10;

impl<R: Read + Seek> Files for Packed<R> {
    type Texts = Archive<R>;

    fn name(&self) -> String {
        self.0.project_name().to_owned()
    }

    fn xml(&mut self) -> Result<Box<dyn BufRead + '_>, Error> {
        Ok(Box::new(BufReader::with_capacity(ROOM, self.0.project()?)))
    }

    fn texts(&self) -> Archive<R> {
        self.0.clone()
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

impl<R: Read + Seek> Files for Bare<R> {
    type Texts = NoTexts;

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

    fn texts(&self) -> NoTexts {
        NoTexts
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

/// Takes the sources.
type Each<'a> = &'a mut dyn FnMut(&Project, Source) -> Result<(), Stopped>;

/// What is gathered over one file, whichever time it is read.
struct State<'a> {
    log: Log,
    grammar: Grammar,
    registry: Registry,
    project: Project,
    origin: Origin,
    each: Each<'a>,
    texts: &'a mut dyn Texts,
    /// Names that sources have already (Q19j).
    names: HashSet<String>,
    /// Users that the file names and does not hold, and how often (Q19p).
    unknown_users: BTreeMap<Uuid, u64>,
    users_known: bool,
    codes_known: bool,
    codebook: bool,
    /// Whether sources came before what they refer to, and wait for a second reading.
    deferred: bool,
    /// Whether this is that second reading: tags have been counted and checked.
    again: bool,
}

/// One reading of one file.
struct Parser<'x, 's, 'a> {
    xml: Xml<'x>,
    state: &'s mut State<'a>,
    /// Text of the element that is skipped.
    leaf: String,
}

fn run(
    mut files: impl Files,
    budget: Budget,
    limits: &Limits,
    each: Each<'_>,
) -> Result<Reading, Error> {
    let mut texts = files.texts();
    let mut state = State {
        log: Log::new(limits.findings),
        grammar: Grammar::default(),
        registry: Registry::default(),
        project: Project::default(),
        origin: Origin::of(None),
        each,
        texts: &mut texts,
        names: HashSet::new(),
        unknown_users: BTreeMap::new(),
        users_known: false,
        codes_known: false,
        codebook: false,
        deferred: false,
        again: false,
    };
    for stranger in files.strangers() {
        let what = "a file that belongs to no part of a project";
        let why = "only project.qde and the folder of sources are read";
        state.log.find("Q1", Outcome::Dropped, stranger, what, why);
    }
    pass(&mut files, &mut state, limits)?;
    if state.deferred {
        budget.renew();
        state.again = true;
        (state.users_known, state.codes_known) = (true, true);
        pass(&mut files, &mut state, limits)?;
    }
    Ok(settle::finish(state))
}

fn pass(files: &mut impl Files, state: &mut State<'_>, limits: &Limits) -> Result<(), Error> {
    let name = files.name();
    let xml = files.xml()?;
    let parsed = Xml::new(xml, &name, limits).and_then(|xml| {
        let leaf = String::new();
        let mut parser = Parser { xml, state, leaf };
        parser.root()
    });
    let (offset, what) = match parsed {
        Ok(()) => return Ok(()),
        Err(Fault::Other(error)) => return Err(error),
        Err(Fault::Xml { offset, what }) => (offset, what),
    };
    let (line, column) = line_and_column(files.xml()?, offset);
    Err(Error::Xml {
        file: name,
        line,
        column,
        what,
    })
}

impl Parser<'_, '_, '_> {
    fn root(&mut self) -> Result<(), Fault> {
        let known = match self.xml.next()? {
            Node::Open(known) => known,
            _ => return Err(self.xml.broken("there is no element in it")),
        };
        match known {
            Some(Element::Project) => {
                self.opened(known);
                self.project()?;
            }
            Some(Element::CodeBook) => {
                self.opened(known);
                self.codebook_file()?;
            }
            _ => {
                let root = self.xml.tag.name.chars().take(60).collect();
                return Err(Error::Root { root }.into());
            }
        }
        if self.xml.surrogates > 0 {
            let what = format!("{} half characters", self.xml.surrogates);
            let why = "each became U+FFFD, so that positions hold";
            let file = self.xml.file.clone();
            self.find("Q19n", Outcome::Changed, file, what, why);
        }
        match self.xml.next()? {
            Node::End => Ok(()),
            _ => Err(self.xml.broken("something stands after the end")),
        }
    }
}
