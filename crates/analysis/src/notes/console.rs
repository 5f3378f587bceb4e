//! Memos, journals and statements of position on the command line (study R34, R58).
//!
//! Private entries of journals are not among them: whoever holds a data folder is not shown to be their author (study P11).
//! An author reads them, and orders them into a file, on the page.

use platform::access::Viewer;
use platform::{App, Result};
use study::journal::Visibility;

use super::export::written;
use super::gather::{Asked, Note, gather, types};
use crate::console::{self, Table, not_done, refused, text};
use crate::memos::On;

/// What of it is asked for; nothing is left out by what is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A kind of memo, `journal` or `positionality`.
    pub kind: String,
    /// The handle of who wrote it, or `lead` for a research lead who is no member.
    pub by: String,
    /// Not before this day.
    pub from: String,
    /// Not after this day.
    pub until: String,
    /// What memos are on: a word such as `code`.
    pub on: String,
    /// Words in the text, or in what it is on.
    pub words: String,
}

/// What whoever asks may read and what fits, the newest first.
///
/// # Errors
/// A filter names what there is not.
pub async fn list(app: &App, viewer: &Viewer, filter: &Filter) -> Result<Table> {
    let notes = found(app, viewer, filter).await?;
    let row = |note: &Note| {
        vec![
            text(&note.memo.map(|id| id.to_string()).unwrap_or_default()),
            note.kind.into(),
            note.visibility.word().into(),
            note.who.clone().into(),
            note.day.to_string().into(),
            text(&note.about),
            note.text.clone().into(),
        ]
    };
    let columns = &[
        "id",
        "type",
        "visibility",
        "author",
        "date",
        "subject",
        "text",
    ];
    Ok(Table::new(columns, notes.iter().map(row).collect()))
}

/// The same as a file with this ending: `csv`, `html` or `docx`.
///
/// # Errors
/// A filter names what there is not, or nobody offers such a file.
pub async fn file(
    app: &App,
    viewer: &Viewer,
    (filter, ending): (&Filter, &str),
) -> Result<Vec<u8>> {
    let notes = found(app, viewer, filter).await?;
    let notes: Vec<&Note> = notes.iter().collect();
    let words = format!("Notes are written as csv, html or docx, not as “{ending}”.");
    let (_, bytes) = written(&notes, ending).map_err(|error| match error {
        platform::Error::NotFound => not_done(&words),
        other => other,
    })?;
    Ok(bytes)
}

async fn found(app: &App, viewer: &Viewer, filter: &Filter) -> Result<Vec<Note>> {
    let (all, members) = gather(app, viewer).await?;
    let one_of = |what: &str, known: &[&str], asked: &str| match asked {
        "" => Ok(()),
        asked if known.contains(&asked) => Ok(()),
        asked => Err(refused(
            format!("“{asked}” is no {what}."),
            format!("Name one of {}.", known.join(", ")),
        )),
    };
    let kinds: Vec<&str> = types().into_iter().map(|(word, _)| word).collect();
    one_of("type of note", &kinds, &filter.kind)?;
    let subjects: Vec<&str> = On::ALL.into_iter().map(On::word).collect();
    one_of("subject of a memo", &subjects, &filter.on)?;
    for day in [&filter.from, &filter.until] {
        crate::trail::moment(day)?;
    }
    let asked = Asked {
        kind: filter.kind.clone(),
        by: match filter.by.as_str() {
            "" | "lead" => filter.by.clone(),
            handle => console::member(&members, handle)?.id.to_string(),
        },
        from: filter.from.clone(),
        until: filter.until.clone(),
        on: filter.on.clone(),
        q: filter.words.clone(),
        private: String::new(),
    };
    let notes = all.into_iter();
    let notes = notes.filter(|note| note.visibility != Visibility::Private && asked.fits(note));
    Ok(notes.collect())
}
