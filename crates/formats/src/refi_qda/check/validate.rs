//! Checking a file that lies there, with line and column of each thing that is wrong.

use std::io::{Read, Seek};

use serde::Serialize;

use super::super::error::{Error, Fault};
use super::super::files::{self, Files, Texts};
use super::super::limits::Limits;
use super::super::meter::lines_and_columns;
use super::super::names::{Attribute as A, Element as E};
use super::super::path::Path;
use super::super::xml::{Node, Xml};
use super::{Checker, Wrong};
use crate::zipped::Budget;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// Line of the XML, from 1.
    pub line: u64,
    /// Code point of the line, from 1.
    pub column: u64,
    /// `<Code guid=…>`: names from the file, to be shown as text only (Q33).
    pub place: String,
    /// What is wrong.
    pub what: String,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Validation {
    /// Whether it is a codebook alone.
    pub codebook: bool,
    /// The name of the XML file.
    pub file: String,
    /// Elements of the XML.
    pub elements: u64,
    /// Breaches of the published schema; none in a valid file.
    pub errors: Vec<Breach>,
    /// Whether the check ended at as many errors as are listed.
    pub more_errors: bool,
    /// What the schema lets pass and other programs may stumble over: a GUID with two holders, references to nothing, texts and
    /// files that are missing, paths that tell where somebody keeps their files.
    pub warnings: Vec<Breach>,
    /// How many more warnings there were.
    pub more_warnings: u64,
}

impl Validation {
    /// Whether the file keeps to the schema.
    #[must_use]
    pub fn valid(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Checks a `.qdpx`, a bare `.qde` or a `.qdc` against the schema of its kind, and what the schema cannot say. Lists as many errors
/// and warnings as [`Limits::findings`].
///
/// # Errors
/// [`Error`] with the place in the file where it cannot be read as XML at all, or is refused (Q31).
pub fn validate<R: Read + Seek>(input: R, limits: &Limits) -> Result<Validation, Error> {
    let (mut files, budget) = files::open(input, limits)?;
    let name = files.name();
    let texts = files.texts();
    let mut court = Court {
        checker: Checker::new(limits.findings),
        texts,
        open: Vec::new(),
        elements: 0,
        codebook: false,
    };
    let parsed = Xml::new(files.xml()?, &name, (limits, budget.meter()))
        .and_then(|mut xml| court.hear(&mut xml));
    match parsed {
        Ok(()) => court.verdict(&mut *files, &budget, name),
        Err(fault) => {
            budget.renew();
            Err(files::located(&mut *files, fault))
        }
    }
}

/// An element that is open, and whether it has a text.
struct Open {
    at: u64,
    place: String,
    texts: u8,
}

struct Court<'f> {
    checker: Checker,
    texts: Box<dyn Texts + 'f>,
    open: Vec<Option<Open>>,
    elements: u64,
    codebook: bool,
}

impl Court<'_> {
    fn hear(&mut self, xml: &mut Xml<'_>) -> Result<(), Fault> {
        let mut leaf = String::new();
        loop {
            match xml.next()? {
                Node::Open(known) => {
                    leaf.clear();
                    self.open(known, xml)?;
                }
                Node::Text => {
                    self.checker.text(&xml.text, xml.offset());
                    leaf.push_str(&xml.text);
                    xml.check_text(leaf.len())?;
                }
                Node::Close => {
                    self.checker.close(&leaf);
                    leaf.clear();
                    self.close();
                }
                Node::End => break,
            }
        }
        if self.elements == 0 {
            return Err(xml.broken("there is no element in it"));
        }
        self.checker.finish();
        Ok(())
    }

    fn open(&mut self, known: Option<E>, xml: &Xml<'_>) -> Result<(), Fault> {
        self.elements += 1;
        if self.open.is_empty() {
            if !matches!(known, Some(E::Project | E::CodeBook)) {
                let root = xml.tag.name.chars().take(60).collect();
                return Err(Error::Root { root }.into());
            }
            self.codebook = known == Some(E::CodeBook);
        }
        self.checker.open(known, &xml.tag, xml.offset());
        if let Some(Some(parent)) = self.open.last_mut()
            && known == Some(E::PlainTextContent)
        {
            parent.texts += 1;
        }
        let mut texts = 0;
        for (name, value) in xml.tag.iter() {
            if matches!(name, A::PlainTextPath | A::RichTextPath | A::Path) && !value.is_empty() {
                texts += u8::from(name == A::PlainTextPath);
                self.path(known, name, value, xml);
            }
            if matches!(name, A::BasePath | A::CurrentPath) && !value.is_empty() {
                self.outside(known, name, xml);
            }
        }
        self.open.push(known.filter(is_text).map(|element| Open {
            at: xml.offset(),
            place: xml.tag.place(element),
            texts,
        }));
        Ok(())
    }

    fn path(&mut self, known: Option<E>, name: A, path: &str, xml: &Xml<'_>) {
        let Path::Inside { file, bare } = Path::of(path) else {
            return self.outside(known, name, xml);
        };
        let found = self.texts.name(file).is_some();
        let what = match (found, bare) {
            (true, false) => return,
            (true, true) => format!("{} lacks internal://", name.word()),
            (false, _) => {
                let file: String = file.chars().take(100).collect();
                format!("{file:?} is not in the archive")
            }
        };
        self.warn(known, what, xml);
    }

    fn outside(&mut self, known: Option<E>, name: A, xml: &Xml<'_>) {
        let what = format!(
            "{} leads out of the archive: nobody follows it, and it may tell where somebody keeps their files",
            name.word()
        );
        self.warn(known, what, xml);
    }

    fn warn(&mut self, known: Option<E>, what: String, xml: &Xml<'_>) {
        let place = match known {
            Some(element) => xml.tag.place(element),
            None => format!("<{}>", xml.tag.name),
        };
        self.checker.warn(xml.offset(), place, what);
    }

    /// A text has one of the two forms; the schema lets both pass, and neither.
    fn close(&mut self) {
        let Some(Some(closed)) = self.open.pop() else {
            return;
        };
        let what = match closed.texts {
            0 => "it has no text: neither PlainTextContent nor plainTextPath",
            1 => return,
            _ => "it has its text twice: PlainTextContent and plainTextPath",
        };
        self.checker.warn(closed.at, closed.place, what.to_owned());
    }

    fn verdict(
        self,
        files: &mut dyn Files<'_>,
        budget: &Budget,
        file: String,
    ) -> Result<Validation, Error> {
        let checker = self.checker;
        let mut wrong = checker.errors.iter().chain(&checker.warnings);
        let mut offsets: Vec<u64> = wrong.clone().map(|one| one.at).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let places = match wrong.next() {
            None => Vec::new(),
            Some(_) => {
                budget.renew();
                lines_and_columns(files.xml()?, &offsets)
            }
        };
        let placed = |wrong: &[Wrong]| {
            let placed = wrong.iter().map(|one| {
                let at = offsets.binary_search(&one.at).unwrap_or_default();
                Breach {
                    line: places[at].0,
                    column: places[at].1,
                    place: one.place.clone(),
                    what: one.what.clone(),
                }
            });
            let mut placed: Vec<Breach> = placed.collect();
            placed.sort_by_key(|one| (one.line, one.column));
            placed
        };
        Ok(Validation {
            codebook: self.codebook,
            file,
            elements: self.elements,
            errors: placed(&checker.errors),
            more_errors: checker.silent(),
            warnings: placed(&checker.warnings),
            more_warnings: checker.more,
        })
    }
}

fn is_text(element: &E) -> bool {
    matches!(
        element,
        E::TextSource | E::Note | E::Representation | E::TextDescription | E::Transcript
    )
}
