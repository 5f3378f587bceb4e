//! A study folder into the database: checked whole, then stored whole, in the place of what was there.
//!
//! Quotes and transcripts of the withdrawn are not stored at all (study P6). Whoever keeps a handle keeps
//! the random id, so that a participant's own page stays theirs over every import.

mod pages;
mod place;
mod project;
mod project_page;
mod refi;
mod shelf;
mod told_page;

use std::collections::{BTreeMap, BTreeSet};

use platform::audit::Event;
use platform::storage::Tx;
use platform::{App, Error};
use study::problem::{Code, Problem};
use study::transcripts::store as transcripts;
use study::{consent, documents, field_notes, interviews, participants, questions, reading};
use uuid::Uuid;

use crate::folder::{self, ReadOptions, StudyFolder};
use crate::quotes::{self, Known, Quote};
use crate::{anchoring, codes, codings, conversation, memos, themes};

pub(crate) use pages::import_link;
pub use pages::routes;
pub use place::Place;
pub use project::{ImportedProject, ProjectFile, check_project, import_project};
pub(crate) use refi::table;
pub use refi::{ImportedRefi, Offered, RefiFile, Review, Takes, check_refi, import_refi};
pub(crate) use told_page::Told;

/// What one import takes.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Bytes by name relative to the folder, with `/` between folders.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How dates and clocks are read.
    pub options: ReadOptions,
    /// Who brings it in; none for the program itself.
    pub actor: Option<Uuid>,
}

/// What an import stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Participants, the withdrawn included.
    pub participants: usize,
    /// Research questions.
    pub questions: usize,
    /// Transcripts and field notes.
    pub documents: usize,
    /// Quotes.
    pub quotes: usize,
    /// Themes, subthemes and facets.
    pub themes: usize,
    /// Codes.
    pub codes: usize,
    /// Rows of codings.
    pub codings: usize,
    /// What the reader should know although nothing is wrong.
    pub notices: Vec<Problem>,
}

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The files hold errors; every one is listed.
    #[error("{} problem(s) in the files; nothing was stored", .0.len())]
    Problems(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// Reads the files as an import would, and stores nothing.
///
/// # Errors
/// Every error and notice of all files, if there is at least one error.
pub fn check(
    files: &BTreeMap<String, Vec<u8>>,
    options: &ReadOptions,
) -> Result<(StudyFolder, Imported), Vec<Problem>> {
    let files = files
        .iter()
        .map(|(name, bytes)| (name.clone(), bytes.clone()));
    let folder = folder::read(files.collect(), options)?;
    let kept = Kept::of(&folder);
    let mut notices = folder.notices.clone();
    notices.extend(kept.not_found(&folder));
    let summary = Imported {
        participants: folder.participants.len(),
        questions: folder.questions.len(),
        documents: kept.documents.len(),
        quotes: kept.quotes.len(),
        themes: kept.places.len(),
        codes: folder.codes.len(),
        codings: folder.codings.len(),
        notices,
    };
    Ok((folder, summary))
}

/// Puts the material of these files in the place of everything the study holds, in one transaction.
///
/// # Errors
/// The files hold errors, or the database failed; either way nothing was changed.
pub async fn import(
    app: &App,
    place: impl Into<Place<'_>>,
    source: Source,
) -> Result<Imported, ImportError> {
    import_by(app, place.into(), source, None).await
}

/// The same by a member of the team, as the trail will say.
async fn import_by(
    app: &App,
    place: Place<'_>,
    source: Source,
    member: Option<Uuid>,
) -> Result<Imported, ImportError> {
    let (folder, summary) = check(&source.files, &source.options).map_err(ImportError::Problems)?;
    let tx = app.db.write().await?;
    let study = place.study(&tx, app).await?;
    let folder = without_withdrawn(&tx, study.id, folder).await?;
    without_doubles(&tx, study.id, &folder).await?;
    replace(&tx, app, study.id, (member, &folder)).await?;
    let event = Event {
        chain: study.slug.clone(),
        actor: source.actor,
        action: "study.import",
        subject: study.id.to_string(),
        detail: format!(
            "participants {}, questions {}, documents {}, quotes {}, themes {}, codes {}",
            summary.participants,
            summary.questions,
            summary.documents,
            summary.quotes,
            summary.themes,
            summary.codes
        ),
    };
    tx.commit(app, event).await?;
    Ok(summary)
}

/// The folder with everybody as withdrawn who has withdrawn here: what was taken out does not come back by a file (R7).
async fn without_withdrawn(
    tx: &Tx,
    study: Uuid,
    mut folder: StudyFolder,
) -> Result<StudyFolder, Error> {
    let withdrawals = consent::withdrawals(tx.connection(), study).await?;
    let known = participants::all(tx.connection(), study).await?;
    let of = |scope: consent::Scope| -> BTreeSet<&str> {
        let out: BTreeSet<Uuid> = withdrawals
            .iter()
            .filter(|one| one.removed && one.scope == scope)
            .map(|one| one.participant)
            .collect();
        let theirs = known.iter().filter(|stored| out.contains(&stored.id));
        theirs
            .map(|stored| stored.participant.participant.as_str())
            .collect()
    };
    let (handles, unquoted) = (of(consent::Scope::Whole), of(consent::Scope::Quotes));
    folder.drop_quotes_of(&unquoted);
    for participant in &mut folder.participants {
        if handles.contains(participant.participant.as_str()) {
            participant.status = participants::Status::Withdrawn;
            participant.gender = None;
            participant.date = None;
            participant.length = None;
        }
    }
    Ok(folder)
}

/// The handles of everybody who has withdrawn, here or in a folder.
async fn withdrawn(tx: &Tx, study: Uuid) -> Result<BTreeSet<String>, Error> {
    let withdrawals = consent::withdrawals(tx.connection(), study).await?;
    let out = |stored: &participants::Stored| {
        let mut theirs = withdrawals.iter();
        stored.participant.status == participants::Status::Withdrawn
            || theirs.any(|one| {
                one.removed && one.scope == consent::Scope::Whole && one.participant == stored.id
            })
    };
    let known = participants::all(tx.connection(), study).await?;
    let gone = known.into_iter().filter(|stored| out(stored));
    Ok(gone.map(|stored| stored.participant.participant).collect())
}

/// Refuses a folder that holds what was brought in by itself or written here: its corrections would be lost.
async fn without_doubles(tx: &Tx, study: Uuid, folder: &StudyFolder) -> Result<(), ImportError> {
    let own = transcripts::all(tx.connection(), study).await?;
    let notes = field_notes::written(tx.connection(), study).await?;
    let known = documents::all(tx.connection(), study).await?;
    let double = |document: &documents::Document| {
        let same = known.iter().find(|known| known.handle == document.handle)?;
        if own.contains_key(&same.id) {
            Some("a transcript of this id is checked here already; take the file out of the folder")
        } else if notes.contains_key(&same.id) {
            Some("a note of this id was written here; give the file another name")
        } else {
            None
        }
    };
    let problems: Vec<Problem> = folder
        .documents
        .iter()
        .filter_map(|document| {
            let message = double(document)?;
            Some(Problem::error(Code::E03, &document.handle, message))
        })
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ImportError::Problems(problems)),
    }
}

async fn replace(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, folder): (Option<Uuid>, &StudyFolder),
) -> Result<(), Error> {
    let meant = quotes::before(tx, app, study).await?;
    anchoring::clear(tx, study).await?;
    let noted = memos::noted_texts(tx, study).await?;
    let texts =
        codings::coded_texts(tx, study, &documents::ids(tx.connection(), study).await?).await?;
    let kept = Kept::of(folder);
    let before = documents::clear(tx, study, &kept.documents).await?;
    let participants = participants::replace(tx, app, study, &folder.participants).await?;
    let questions = questions::replace(tx, app, study, &folder.questions).await?;
    let mut documents =
        documents::insert(tx, app, study, &kept.documents, (&participants, &before)).await?;
    let came = before.came.values();
    follow_texts(tx, app, study, (&documents, came, &texts)).await?;
    memos::follow_import(tx, app, study, &noted).await?;
    documents.extend(before.stayed);
    codes::bring_in(tx, app, study, member, &folder.codes).await?;
    let out = folder.participants.iter();
    let out = out.filter(|one| one.status == participants::Status::Withdrawn);
    let known = Known {
        themes: themes::bring_in(tx, app, study, member, (&kept.places, &folder.themes)).await?,
        withdrawn: out
            .filter_map(|one| participants.get(&one.participant).copied())
            .collect(),
        participants,
        documents,
        questions,
        wordings: questions::newest(tx.connection(), study).await?,
    };
    let brought = (kept.quotes.as_slice(), &known);
    quotes::bring_in(tx, app, study, (member, &meant), brought).await?;
    let codings = (folder.codings.as_slice(), &known.documents);
    codings::bring_in_folder(tx, app, study, member, codings).await?;
    let documents: Vec<Uuid> = known.documents.values().copied().collect();
    reading::forget_missing(tx, study, &documents).await?;
    interviews::after_import(tx, app, study).await
}

/// Lets what is coded follow the texts of the folder; what is coded in a text that it lacks goes.
async fn follow_texts(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (documents, before, texts): (
        &BTreeMap<String, Uuid>,
        impl Iterator<Item = &Uuid>,
        &BTreeMap<Uuid, Vec<documents::Turn>>,
    ),
) -> Result<(), Error> {
    let known: BTreeSet<Uuid> = documents.values().copied().collect();
    let gone: Vec<Uuid> = before.copied().filter(|id| !known.contains(id)).collect();
    codings::leave(tx, app, (study, "import"), &gone).await?;
    conversation::remove(tx, &gone).await?;
    for (document, old) in texts.iter().filter(|(id, _)| known.contains(*id)) {
        let new = documents::turns(tx.connection(), *document).await?;
        codings::follow(tx, app, (study, *document), (old, &new)).await?;
    }
    Ok(())
}

/// What of a folder is stored.
struct Kept {
    documents: Vec<documents::Document>,
    quotes: Vec<Quote>,
    places: Vec<themes::About>,
}

impl Kept {
    fn of(folder: &StudyFolder) -> Self {
        let documents: Vec<documents::Document> = folder.kept_documents().cloned().collect();
        let outline = themes::outline(folder.shown_quotes());
        Kept {
            quotes: folder.shown_quotes().cloned().collect(),
            places: themes::places(&outline, &folder.themes),
            documents,
        }
    }

    /// Notices about quotes whose words were looked for and do not stand in their document.
    fn not_found(&self, folder: &StudyFolder) -> Vec<Problem> {
        let is_lost = |quote: &&Quote| {
            let mut documents = self.documents.iter();
            let document = documents.find(|d| Some(&d.handle) == quote.document.as_ref());
            document.is_some_and(|d| quotes::turn_of(&quote.text, &d.turns).is_none())
        };
        let lost = self.quotes.iter().filter(is_lost).map(|quote| {
            let document = quote.document.as_deref().unwrap_or_default();
            let message = format!("no speaker of {document} says these words; there is no link");
            Problem::notice("quotes.csv", message)
                .at_row(quote.row)
                .in_column("quote")
                .with_value(&quote.text)
        });
        let mut notices: Vec<Problem> = lost.collect();
        let outline = themes::paths(&themes::outline(folder.shown_quotes()));
        let unquoted = folder
            .themes
            .iter()
            .filter(|about| !outline.contains(&about.path));
        notices.extend(unquoted.map(|about| {
            Problem::notice("themes.toml", "no quote stands here")
                .in_column("path")
                .with_value(&about.path.join(" > "))
        }));
        notices
    }
}
