//! Everything that a reader may read, as one kind of row; and what of it is asked for.

use jiff::civil::Date;
use platform::access::Viewer;
use platform::{App, Result};
use serde::Deserialize;
use study::dates::day_of;
use study::journal::{self, Visibility};
use study::rights::Analyst;
use study::team::{self, Member, Positionality};
use uuid::Uuid;

use crate::memos::{self, Kind, Places};

/// The type of entries of journals.
pub(super) const JOURNAL: &str = "journal";
/// The type of statements of position.
pub(super) const STATEMENT: &str = "positionality";

/// A memo, an entry or a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// Which memo; none for the others.
    pub(super) memo: Option<Uuid>,
    /// A kind of memo, `journal` or `positionality`.
    pub(super) kind: &'static str,
    /// The same for readers.
    pub(super) label: &'static str,
    /// Whose; none for a research lead who is no member.
    pub(super) member: Option<Uuid>,
    /// The same for readers.
    pub(super) who: String,
    /// When it was written, or the day it is about.
    pub(super) day: Date,
    /// What a memo is on: a word; empty for the others.
    pub(super) on: &'static str,
    /// The same for readers; empty for what is on nothing.
    pub(super) about: String,
    /// Who may read it; the team, where nothing else is said.
    pub(super) visibility: Visibility,
    /// What it says.
    pub(super) text: String,
    /// Its page; empty where it has none for this reader.
    pub(super) href: String,
}

/// What of it is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The type; all, if empty.
    pub(super) kind: String,
    /// Whose; a member, or `lead` for a research lead who is none.
    pub(super) by: String,
    /// Not before this day.
    pub(super) from: String,
    /// Not after this day.
    pub(super) until: String,
    /// What memos are on.
    pub(super) on: String,
    /// Words in the text, or in what it is on.
    pub(super) q: String,
    /// `yes` on the order of an author who takes away their own private entries too.
    pub(super) private: String,
}

impl Asked {
    /// Whether a note fits.
    pub(super) fn fits(&self, note: &Note) -> bool {
        let day = |text: &str| text.trim().parse::<Date>().ok();
        let by = note.member.map_or("lead".to_owned(), |id| id.to_string());
        let words = self.q.trim().to_lowercase();
        let says = |text: &str| text.to_lowercase().contains(&words);
        (self.kind.is_empty() || self.kind == note.kind)
            && (self.by.is_empty() || self.by == by)
            && (self.on.is_empty() || self.on == note.on)
            && day(&self.from).is_none_or(|from| from <= note.day)
            && day(&self.until).is_none_or(|until| note.day <= until)
            && (words.is_empty() || says(&note.text) || says(&note.about))
    }
}

/// What whoever asks may read, the newest first: private entries only their own.
pub(super) async fn gather(app: &App, viewer: &Viewer) -> Result<(Vec<Note>, Vec<Member>)> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let reader = Analyst::of(app, viewer).await?.member;
    let members = team::all(connection, study.id).await?;
    let base = format!("/studies/{}", study.slug);
    let who = |member: Option<Uuid>| team::author(&members, member);
    let mut notes = Vec::new();
    let places = Places::of(app, viewer).await?;
    for (memo, place) in places.with_places(memos::all(connection, study.id).await?) {
        notes.push(Note {
            memo: Some(memo.id),
            kind: memo.state.kind.word(),
            label: memo.state.kind.in_words(),
            member: memo.state.member,
            who: who(memo.state.member),
            day: day_of(memo.written_at),
            on: memo.state.on.word(),
            about: place.label,
            visibility: Visibility::Team,
            text: memo.text,
            href: format!("{base}/memos/{}", memo.id),
        });
    }
    for entry in journal::readable(connection, app, study.id, reader).await? {
        notes.push(Note {
            memo: None,
            kind: JOURNAL,
            label: "Journal",
            member: Some(entry.member),
            who: who(Some(entry.member)),
            day: entry.dated,
            on: "",
            about: String::new(),
            visibility: entry.visibility,
            href: match Some(entry.member) == reader {
                true => format!("{base}/journal/{}", entry.id),
                false => String::new(),
            },
            text: entry.text,
        });
    }
    for (member, versions) in team::positionalities(connection, study.id).await? {
        if let Some(newest) = versions.first() {
            notes.push(Note {
                memo: None,
                kind: STATEMENT,
                label: "Position",
                member: Some(member),
                who: who(Some(member)),
                day: day_of(newest.made_at),
                on: "",
                about: String::new(),
                visibility: Visibility::Publishable,
                text: in_words(newest),
                href: format!("{base}/team"),
            });
        }
    }
    // Of one day, as they came: memos the newest first, then entries, then statements.
    notes.sort_by_key(|note| std::cmp::Reverse(note.day));
    Ok((notes, members))
}

fn in_words(statement: &Positionality) -> String {
    let parts = [
        ("Background", &statement.background),
        ("Training", &statement.training),
        ("Relation to the programme", &statement.to_programme),
        ("Relation to participants", &statement.to_participants),
    ];
    let said = parts.iter().filter(|(_, text)| !text.is_empty());
    let said: Vec<String> = said.map(|(name, text)| format!("{name}: {text}")).collect();
    said.join("\n")
}

/// Every type with its words.
pub(super) fn types() -> Vec<(&'static str, &'static str)> {
    let memos = Kind::ALL.into_iter();
    let memos = memos.map(|kind| (kind.word(), kind.in_words()));
    let others = [(JOURNAL, "Journal"), (STATEMENT, "Position")];
    memos.chain(others).collect()
}
