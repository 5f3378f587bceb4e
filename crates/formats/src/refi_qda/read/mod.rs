//! Reading projects and codebooks, tolerantly: in any order, with every departure from the standard named.

mod base;
mod graph;
mod parts;
mod recording;
mod settle;
mod source;
mod text;

use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Seek};

use uuid::Uuid;

use super::error::{Error, Fault, Stopped};
use super::files::{self, Files, Texts};
use super::grammar::Grammar;
use super::limits::Limits;
use super::model::{Project, Source};
use super::names::Element;
use super::positions::Origin;
use super::registry::Registry;
use super::report::{Log, Outcome, Report};
use super::xml::{Node, Xml};
use crate::cost::Meter;
use crate::zipped::Budget;

pub use settle::Dangling;

/// What an element costs in memory beside its words, as far as its size and the room of the lists around it go; the largest is a
/// selection with a coding.
pub(super) const ELEMENT: usize = 400;

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
    taken(input, (limits, false), &mut each)
}

/// Reads a file as a whole, texts included; references that lead nowhere are left out.
///
/// # Errors
/// As [`read`].
pub fn read_whole<R: Read + Seek>(input: R, limits: &Limits) -> Result<Reading, Error> {
    let mut sources = Vec::new();
    let mut reading = taken(input, (limits, true), &mut |_, source| {
        sources.push(source);
        Ok(())
    })?;
    for source in &mut sources {
        reading.dangling.leave_out(source);
    }
    reading.project.sources = sources;
    Ok(reading)
}

/// Reads a file whose sources somebody keeps, or lets go.
fn taken<R: Read + Seek>(
    input: R,
    (limits, keeps): (&Limits, bool),
    each: Each<'_>,
) -> Result<Reading, Error> {
    let (files, budget) = files::open(input, limits)?;
    run(files, budget, (limits, keeps), each)
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
    /// Whether whoever takes the sources keeps them.
    keeps: bool,
    meter: Meter,
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
    mut files: Box<dyn Files<'_> + '_>,
    budget: Budget,
    (limits, keeps): (&Limits, bool),
    each: Each<'_>,
) -> Result<Reading, Error> {
    let mut texts = files.texts();
    let mut state = State {
        log: Log::new(limits.findings),
        grammar: Grammar::new(1),
        registry: Registry::default(),
        project: Project::default(),
        origin: Origin::of(None),
        each,
        keeps,
        meter: budget.meter().clone(),
        texts: &mut *texts,
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
    pass(&mut *files, &mut state, limits)?;
    if state.deferred {
        budget.renew();
        state.again = true;
        (state.users_known, state.codes_known) = (true, true);
        pass(&mut *files, &mut state, limits)?;
    }
    Ok(settle::finish(state))
}

fn pass(files: &mut dyn Files<'_>, state: &mut State<'_>, limits: &Limits) -> Result<(), Error> {
    let name = files.name();
    let xml = files.xml()?;
    let parsed = Xml::new(xml, &name, (limits, &state.meter)).and_then(|xml| {
        let leaf = String::new();
        let mut parser = Parser { xml, state, leaf };
        parser.root()
    });
    parsed.map_err(|fault| files::located(files, fault))
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
