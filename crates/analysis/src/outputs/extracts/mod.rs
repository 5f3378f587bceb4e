//! Coded extracts (study O5): the words under every coding that whoever asks may see, for the team alone.
//!
//! What is coded is held as queries hold it, without words. Texts are read some documents at a time, and what was written is
//! handed on before the next are read, so that a study of any size takes no more room than these.

mod encode;
mod filter;

#[cfg(test)]
mod tests;

use super::{OutputFormat, Stamp};
use crate::acts::read_trail;
use crate::codes::Book;
use crate::codings::{Coded, Cutter, Frame, material_of};
use crate::trail::replay;
use encode::Encoder;
use formats::report::Report;
use platform::access::Viewer;
use platform::{App, Error, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use study::documents::{self, AT_ONCE, Kind};
use study::team;
use uuid::Uuid;

pub use filter::Filter;

/// The formats of coded extracts.
pub(super) const FORMATS: [OutputFormat; 4] = [
    OutputFormat::Docx,
    OutputFormat::Html,
    OutputFormat::Csv,
    OutputFormat::Xlsx,
];

/// The words under one coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extract<'a> {
    /// The turns in which it begins and ends, from 1.
    pub(super) turns: (u32, u32),
    /// The first code point, and the one after the last.
    pub(super) span: (u32, u32),
    /// The path of the code.
    pub(super) code: &'a str,
    /// The handle of the analyst.
    pub(super) analyst: &'a str,
    /// What was said.
    pub(super) words: &'a str,
}

/// A document with the extracts from it, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extracted<'a> {
    pub(super) handle: &'a str,
    pub(super) kind: Kind,
    /// The cohort of who speaks in it; a field note has none (study R57).
    pub(super) cohort: Option<&'a str>,
    pub(super) extracts: Vec<Extract<'a>>,
}

/// Coded extracts that are being written.
pub(super) struct Extracts {
    app: App,
    /// The documents that have any, with the codings that are asked for.
    documents: std::vec::IntoIter<Coded>,
    codes: BTreeMap<Uuid, String>,
    analysts: BTreeMap<Uuid, String>,
    encoder: Option<Encoder>,
    /// What was read before it was asked for.
    ahead: Option<Texts>,
}

/// Some documents with their texts.
type Texts = (Vec<Coded>, BTreeMap<Uuid, String>);

impl Extracts {
    /// What is coded of what is asked for, as far as whoever asks may see it, about to be written in a format. Nothing of it
    /// is read yet.
    ///
    /// # Errors
    /// Something is asked for that is not there; or the format is none of these.
    pub(super) async fn open(
        app: &App,
        viewer: &Viewer,
        filter: &Filter,
        (format, stamp): (OutputFormat, &Stamp),
    ) -> Result<Self> {
        let (material, sight) = material_of(app, viewer).await?;
        let frame = Frame::of(app, viewer).await?;
        let trail = read_trail(app, viewer.scope()?.id).await?;
        let state = replay(&trail.events);
        let book = Book::of(&state, &trail)?;
        let wanted = filter.read((&book, &state, &trail), (frame.as_ref(), &material))?;
        let path = |id: &Uuid| (*id, book.path(*id).join(" > "));
        let codes: BTreeMap<Uuid, String> = material.codes.keys().map(path).collect();
        let analysts: BTreeMap<Uuid, String> = frame
            .members
            .iter()
            .map(|member| (member.id, team::author(&frame.members, Some(member.id))))
            .collect();
        let documents = material.documents.iter();
        let documents: Vec<Coded> = documents.filter_map(|one| wanted.of(one)).collect();
        let report = about(&documents, (wanted.words.as_slice(), sight.is_narrowed()));
        let report = match format {
            // It has no place for it.
            OutputFormat::Csv => report,
            _ => {
                let texts = keys(&documents, (&codes, &analysts));
                stamp.sealed_over("extracts", texts.iter().map(String::as_str), report)
            }
        };
        Ok(Self {
            app: app.clone(),
            documents: documents.into_iter(),
            codes,
            analysts,
            encoder: Some(Encoder::new(format, report)?),
            ahead: None,
        })
    }

    /// The next bytes of the file; none after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(mut encoder) = self.encoder.take() else {
            return Ok(None);
        };
        let (some, texts) = match self.ahead.take() {
            Some(ahead) => ahead,
            None => {
                let first = self.documents.by_ref().take(AT_ONCE).collect();
                read(&self.app, first).await?
            }
        };
        if some.is_empty() {
            return encoder.end().map(Some);
        }
        let following = self.documents.by_ref().take(AT_ONCE).collect();
        let written = async {
            for coded in &some {
                // A document that has gone meanwhile, as with somebody who withdraws, is in no file.
                if let Some(text) = texts.get(&coded.id) {
                    encoder.document(&self.of_document(coded, text)?)?;
                }
            }
            Ok(encoder.take())
        };
        // The database is asked first, and reads the next while these are written.
        let (ahead, bytes) = tokio::try_join!(biased; read(&self.app, following), written)?;
        self.ahead = Some(ahead);
        self.encoder = Some(encoder);
        Ok(Some(bytes))
    }

    fn of_document<'a>(&'a self, coded: &'a Coded, text: &'a str) -> Result<Extracted<'a>> {
        let cutter = Cutter::new(text);
        let end = coded.turns.last().map_or(0, |turn| turn.end);
        // Positions of one text are never cut out of another.
        if cutter.length() != end as usize {
            return Err(Error::Conflict("a text was made anew while it was read"));
        }
        let name =
            |names: &'a BTreeMap<Uuid, String>, id: &Uuid| names.get(id).map_or("", String::as_str);
        let extract = |one: &crate::codings::Coding| Extract {
            turns: (one.first + 1, one.last + 1),
            span: (one.start, one.end),
            code: name(&self.codes, &one.code),
            analyst: name(&self.analysts, &one.member),
            words: cutter.cut(one.start, one.end),
        };
        let mut extracts: Vec<Extract<'_>> = coded.codings.iter().map(extract).collect();
        extracts.sort_by_key(|one| (one.span, one.code, one.analyst));
        Ok(Extracted {
            handle: &coded.handle,
            kind: coded.kind,
            cohort: coded.cohort.as_deref(),
            extracts,
        })
    }
}

async fn read(app: &App, documents: Vec<Coded>) -> Result<Texts> {
    let ids: Vec<Uuid> = documents.iter().map(|one| one.id).collect();
    let texts = documents::texts(app.db.read(), &ids).await?;
    Ok((documents, texts))
}

/// What stands before and after the extracts.
fn about(documents: &[Coded], (asked, is_narrowed): (&[String], bool)) -> Report {
    let count: usize = documents.iter().map(|one| one.codings.len()).sum();
    let from = match documents.len() {
        1 => "one document".to_owned(),
        many => format!("{many} documents"),
    };
    let found = match count {
        0 => "Nothing that you may see is coded so.".to_owned(),
        1 => format!("One extract from {from}."),
        many => format!("{many} extracts from {from}."),
    };
    let mut lead = vec![found];
    lead.extend(asked.iter().cloned());
    if is_narrowed {
        lead.push("A blind pass of yours is open: what others coded where you code blind is not in this file.".to_owned());
    }
    lead.push("For the team alone: the words of participants stand here with the documents they come from.".to_owned());
    Report {
        title: "Coded extracts".to_owned(),
        lead: Some(lead.join(" ")),
        blocks: Vec::new(),
        footer: String::new(),
    }
}

/// What the fingerprint covers: what is coded where, by whom.
fn keys(
    documents: &[Coded],
    (codes, analysts): (&BTreeMap<Uuid, String>, &BTreeMap<Uuid, String>),
) -> Vec<String> {
    let mut keys = Vec::with_capacity(documents.len());
    for coded in documents {
        let mut key = coded.handle.clone();
        for one in &*coded.codings {
            let code = codes.get(&one.code).map_or("", String::as_str);
            let analyst = analysts.get(&one.member).map_or("", String::as_str);
            // Nothing that is written to a text fails.
            let _ = write!(key, "\n{} {} {code}\t{analyst}", one.start, one.end);
        }
        keys.push(key);
    }
    keys
}
