//! A project or a codebook of REFI-QDA into a study: its texts, codes, codings and memos are added to what the study holds, in one
//! transaction. What is known again becomes what the file says; what cannot be anchored is kept and waits for a person.

mod coders;
mod documents;
mod material;
mod memos;
mod offers;
mod outline;
mod sources;
mod take;
mod taking;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use formats::refi_qda::{self, Limits};
use platform::audit::Event;
use platform::storage::Tx;
use platform::{App, Error};
use study::problem::{Code as Fault, Problem};
use uuid::Uuid;

use super::{ImportError, Place};
use crate::codes;
use crate::reading_cost::bounded;
use crate::trail::Act;
use documents::Texts;
pub(crate) use documents::table;
use material::{Lost, materials};
use memos::Memos;
pub use offers::Takes;
use outline::{Outline, outline};
use sources::Group;
use take::take;
pub use told::{ImportedRefi, Offered, Review};

/// A file of REFI-QDA, and how it is taken.
#[derive(Debug, Clone)]
pub struct RefiFile {
    /// What the file is called, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Handles of members by the names that the file has for its users, the empty name for whoever is not named; `new` for somebody
    /// who is no member yet.
    pub coders: BTreeMap<String, String>,
    /// What is read at most.
    pub limits: Limits,
    /// What of its offers is taken.
    pub takes: Takes,
}

impl RefiFile {
    /// A file with the usual limits, of time too.
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            bytes: bytes.into(),
            coders: BTreeMap::new(),
            limits: Limits {
                cost: bounded(),
                ..Limits::default()
            },
            takes: Takes::default(),
        }
    }

    /// Whether these bytes may be such a file: an archive, or XML with one of its roots.
    pub fn may_be(bytes: &[u8]) -> bool {
        let start = &bytes[..bytes.len().min(2048)];
        let start = String::from_utf8_lossy(start);
        bytes.starts_with(b"PK\x03\x04")
            || start.contains("<Project")
            || start.contains("<CodeBook")
    }

    fn problem(&self, error: &refi_qda::Error) -> Problem {
        Problem::error(Fault::E10, &self.name, refi_qda::shown(&error.to_string()))
    }
}

/// Reads a file as an import would, and stores nothing.
///
/// # Errors
/// The file cannot be read, or a coder is given whom it does not have.
pub fn check_refi(file: &RefiFile) -> Result<ImportedRefi, Vec<Problem>> {
    let mut outline = outline(&file.name, &file.bytes, (&file.limits, &file.takes))
        .map_err(|error| vec![file.problem(&error)])?;
    let mut told = std::mem::take(&mut outline.told);
    unknown_coders(file, &told)?;
    unknown_offers(file, &told)?;
    let mut notes = BTreeSet::new();
    let read = refi_qda::read(
        Cursor::new(Arc::clone(&file.bytes)),
        &file.limits,
        |_, mut source| {
            outline.reading.dangling.leave_out(&mut source);
            let (texts, lost) = materials(source);
            leave_lost(&lost, &mut told);
            for material in texts {
                let taken = take(&outline, &material, &mut told);
                told.store(material.element, 1);
                told.store("Coding", (taken.codings.len() + taken.quoted.len()) as u64);
                told.documents += 1;
                told.codings += taken.codings.len();
                told.memos += taken.memos.len();
                notes.extend(taken.notes);
            }
            Ok(())
        },
    );
    read.map_err(|error| vec![file.problem(&error)])?;
    let others = memos::beside(&outline, &notes, &mut told);
    told.memos += others.len();
    memos::count_notes(&outline, &mut told);
    ending(&mut told);
    Ok(told)
}

fn unknown_coders(file: &RefiFile, told: &ImportedRefi) -> Result<(), Vec<Problem>> {
    let unknown = file.coders.keys();
    let unknown = unknown.filter(|name| !told.coders.contains(name));
    let problems: Vec<Problem> = unknown
        .map(|name| {
            let message = "nobody of this name coded or wrote in the file";
            let problem = Problem::error(Fault::E07, &file.name, message);
            problem
                .with_value(name)
                .with_example(&told.coders.join(", "))
        })
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}

fn unknown_offers(file: &RefiFile, told: &ImportedRefi) -> Result<(), Vec<Problem>> {
    match file.takes.stranger(told.offered.len()) {
        None => Ok(()),
        Some(number) => {
            let message = format!(
                "no offer has the number {number}; there are {}",
                told.offered.len()
            );
            Err(vec![Problem::error(Fault::E07, &file.name, message)])
        }
    }
}

/// What of pictures and recordings is in no text.
fn leave_lost(lost: &[Lost], told: &mut ImportedRefi) {
    for (element, selections, codings) in lost {
        let why = "only words are coded here";
        let place = format!("<{element}>");
        told.leave(("Q20", element), *selections as u64, &place, why);
        told.leave(("Q20", "Coding"), *codings as u64, &place, why);
    }
}

/// What is true of every project.
fn ending(told: &mut ImportedRefi) {
    if told.documents > 0 {
        told.notices.push(
            "Names in the texts stand as they do there. Who made a text or a passage, and when, is not kept; of codings and memos it is."
                .to_owned(),
        );
    }
}

/// Adds what a file holds to a study, in one transaction. A document that is here with the same words is coded further; what is known
/// by its GUID becomes what the file says; what is coded alike already is not coded twice.
///
/// # Errors
/// The file cannot be read, a document of the same id is here with other words, a coder cannot be told, or the database failed; nothing
/// was changed then.
pub async fn import_refi(
    app: &App,
    place: impl Into<Place<'_>>,
    file: &RefiFile,
    (actor, member): (Option<Uuid>, Option<Uuid>),
) -> Result<ImportedRefi, ImportError> {
    let read = file.clone();
    let outline = tokio::task::spawn_blocking(move || {
        outline(&read.name, &read.bytes, (&read.limits, &read.takes))
    });
    let outline = outline.await.map_err(Error::internal)?;
    let mut outline = outline.map_err(|error| ImportError::Problems(vec![file.problem(&error)]))?;
    let told = std::mem::take(&mut outline.told);
    unknown_coders(file, &told).map_err(ImportError::Problems)?;
    unknown_offers(file, &told).map_err(ImportError::Problems)?;
    let outline = Arc::new(outline);
    let tx = app.db.write().await?;
    let study = place.into().study(&tx, app).await?;
    let mut bringing = Bringing {
        tx: &tx,
        app,
        study: study.id,
        file,
        outline: &outline,
        told,
        quoted: BTreeMap::new(),
        added: BTreeSet::new(),
        guids: BTreeSet::new(),
        group: Group::default(),
        act: Act::new(app, member, None),
    };
    bringing.all(member).await?;
    let mut told = bringing.told;
    told.stored = true;
    let event = Event {
        chain: study.slug,
        actor,
        action: "study.import",
        subject: study.id.to_string(),
        detail: format!(
            "REFI-QDA: documents {}, codes {}, codings {}, memos {}, updated {}, themes {}, questions {}, quotes {}",
            told.documents,
            told.codes,
            told.codings,
            told.memos,
            told.updated,
            told.themes,
            told.questions,
            told.quotes
        ),
    };
    tx.commit(app, event).await?;
    Ok(told)
}

/// One file on its way into one study.
struct Bringing<'a> {
    tx: &'a Tx,
    app: &'a App,
    study: Uuid,
    file: &'a RefiFile,
    outline: &'a Outline,
    told: ImportedRefi,
    /// In which document the quotes stand that are taken.
    quoted: BTreeMap<Uuid, Uuid>,
    /// Handles of documents that this file has brought.
    added: BTreeSet<String>,
    /// GUIDs of texts that it has brought.
    guids: BTreeSet<Uuid>,
    group: Group,
    act: Act,
}

impl Bringing<'_> {
    async fn all(&mut self, member: Option<Uuid>) -> Result<(), ImportError> {
        let (tx, app, study) = (self.tx, self.app, self.study);
        let brought = &self.outline.codes;
        let codes = codes::bring_in_exchanged(tx, app, study, member, brought).await?;
        self.told.codes = codes.new;
        self.told.updated += codes.changed;
        for (guid, name, here) in &codes.renamed {
            let why = "a code of its name stands in the same place";
            let place = material::place("Code", *guid);
            let what = format!("{name} is called {here}");
            self.told.change("Code", 1);
            self.told
                .find("Q19l", refi_qda::Outcome::Changed, place, what, why);
        }
        let themes = self.themes(member, &codes.ids).await?;
        let questions = self.questions(member).await?;
        let coders = self.coders().await?;
        let mut known = Texts::of(self).await?;
        let mut memos = Memos::new(study);
        self.sources((&codes.ids, &coders), (&mut known, &mut memos))
            .await?;
        if !known.shelf.problems.is_empty() {
            return Err(ImportError::Problems(known.shelf.problems));
        }
        let others = memos::beside(self.outline, &memos.notes, &mut self.told);
        memos.beside(others, (&self.outline.offers, &codes.ids, &themes), &coders);
        memos::count_notes(self.outline, &mut self.told);
        let documents = std::mem::take(&mut self.quoted);
        let refers = (&documents, &themes, &questions);
        self.quotes(member, refers).await?;
        let added = crate::memos::bring_in(tx, app, study, &memos.brought).await?;
        self.told.memos = added.new;
        self.told.updated += added.changed;
        self.told.notices.extend(known.shelf.said());
        ending(&mut self.told);
        Ok(())
    }
}
