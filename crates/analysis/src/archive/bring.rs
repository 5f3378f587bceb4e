//! Bringing a study in: everything is looked through before anything is stored, and what is stored is read again before it stays.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use formats::cost::{Meter, Overrun};
use formats::study_archive::{self, Archive, Limits, Part};
use platform::access::{self, Scope, ScopeKind};
use platform::audit::Event;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::storage::tables::{Cell, Of, Row, Table, count, insert, read};
use platform::words::capital;
use platform::{App, Error, Result};
use study::{search, team};
use uuid::Uuid;

use super::extras::{Extra, Extras};
use super::layers::{TEXTS, layers};
use super::out::parts;
use super::tables::{all, entry};
use super::{SCHEMA, extras_store};
use crate::codes::Book;
use crate::codings::CodingState;
use crate::themes::Themes;
use crate::trail::{self, State, Trail, replay};

/// What to do where a file is not as it was written.
const AGAIN: &str = "Nothing was stored. Take another copy of the archive, or take it anew from the Enid that holds the study.";

/// An archive that was looked through, with its rows.
#[derive(Debug)]
pub struct Checked {
    archive: Archive,
    pub(super) rows: Vec<(&'static Table, Vec<Row>)>,
    pub(super) extras: Extras,
}

/// A study that was brought in.
#[derive(Debug)]
pub struct Brought {
    /// The study.
    pub study: Scope,
    /// How many rows of each table.
    pub rows: Vec<(&'static str, usize)>,
    /// The members of its team whom no account acts as here.
    pub members: Vec<String>,
}

impl Checked {
    /// What the archive says of itself.
    pub fn manifest(&self) -> &study_archive::Manifest {
        &self.archive.manifest
    }

    /// How many entries and fields there are that this Enid does not know; they are kept, and written into its archives again.
    pub fn unknown(&self) -> usize {
        self.extras.0.len()
    }

    /// How many rows of each table that has any.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let counts = self
            .rows
            .iter()
            .map(|(table, rows)| (table.name, rows.len()));
        counts.filter(|(_, rows)| *rows > 0).collect()
    }
}

/// Looks through a file that may be an archive.
///
/// # Errors
/// `Refused` with what is wrong and what to do.
pub fn check(bytes: &[u8], limits: &Limits) -> Result<Checked> {
    let meter = Meter::new(&limits.cost);
    let archive =
        study_archive::read_with(Cursor::new(bytes), limits, &meter).map_err(|error| {
            Error::refused(
                "Q24",
                format!("{}.", capital(&error.to_string())),
                "Nothing was stored.",
            )
        })?;
    of_this_version(&archive)?;
    let study = archive.manifest.study.id;
    let mut found: BTreeMap<&str, &Part> = BTreeMap::new();
    found.extend(archive.parts.iter().map(|part| (part.name.as_str(), part)));
    let mut extras = Extras::of_manifest(&archive);
    let mut rows: Vec<(&'static Table, Vec<Row>)> = Vec::new();
    for table in all() {
        let name = entry(table);
        let wrong = |what: String| Error::refused("Q24", format!("{name}: {what}."), AGAIN);
        let part = found.remove(name.as_str());
        let part = part.ok_or_else(|| wrong("it is missing".to_owned()))?;
        meter
            .check()
            .and_then(|()| meter.hold(held(table, part)))
            .map_err(costly)?;
        let (own, beside) =
            read(table, study, &part.bytes).map_err(|fault| wrong(fault.to_string()))?;
        under_its_own(table, &own, &rows).map_err(|what| wrong(what.to_owned()))?;
        extras.add_beside(&name, beside);
        rows.push((table, own));
    }
    for text in layers(&rows) {
        meter
            .check()
            .and_then(|()| meter.hold(text.bytes.len()))
            .map_err(costly)?;
        let wrong = |what: &str| Error::refused("Q24", format!("{}: {what}.", text.name), AGAIN);
        match found.remove(text.name.as_str()) {
            Some(part) if *part == text => {}
            Some(_) => return Err(wrong("it is not the text that the rows have")),
            None => return Err(wrong("it is missing")),
        }
    }
    for (name, part) in found {
        if name.starts_with(TEXTS) {
            let sentence = format!("{name}: it is the text of no document.");
            return Err(Error::refused("Q24", sentence, AGAIN));
        }
        extras.add(name, "", Extra::Whole(part.bytes.clone()));
    }
    Ok(Checked {
        archive,
        rows,
        extras,
    })
}

/// How many bytes the rows of an entry take, before they are read: every cell, and the words.
fn held(table: &Table, part: &Part) -> usize {
    let lines = part.bytes.iter().filter(|byte| **byte == b'\n').count();
    let row = table.columns().len() * size_of::<Cell>() + size_of::<Row>();
    part.bytes.len() + lines * row
}

fn costly(overrun: Overrun) -> Error {
    let sentence = format!("{}.", capital(&overrun.to_string()));
    Error::refused("Q32", sentence, "Nothing was stored.")
}

/// Archives of other versions are for other programs.
fn of_this_version(archive: &Archive) -> Result<()> {
    let found = archive.manifest.schema;
    let program: String = archive.manifest.program.chars().take(80).collect();
    let (how, then) = match found.cmp(&SCHEMA) {
        std::cmp::Ordering::Equal => return Ok(()),
        std::cmp::Ordering::Greater => (
            "a newer",
            "Bring it in with that Enid, or with one that is newer still.".to_owned(),
        ),
        std::cmp::Ordering::Less => (
            "an older",
            "Bring it in with that Enid, let this one migrate its data, and take the archive anew."
                .to_owned(),
        ),
    };
    Err(Error::refused(
        "Q26",
        format!("{program} wrote this archive in {how} form ({found}; this Enid has {SCHEMA})."),
        then,
    ))
}

/// Rows that are of a row of another table are of one that is in the archive.
fn under_its_own(
    table: &Table,
    rows: &[Row],
    before: &[(&Table, Vec<Row>)],
) -> Result<(), &'static str> {
    let Of::Row(column, other, key) = table.of else {
        return Ok(());
    };
    let above = before.iter().find(|(one, _)| one.name == other);
    let known: BTreeSet<&Cell> = above
        .and_then(|(above, rows)| Some((above.place(key)?, rows)))
        .map(|(at, rows)| rows.iter().filter_map(|row| row.get(at)).collect())
        .unwrap_or_default();
    let at = table.place(column);
    let is_known = |row: &Row| {
        at.and_then(|at| row.get(at))
            .is_some_and(|id| known.contains(id))
    };
    match rows.iter().all(is_known) {
        true => Ok(()),
        false => Err("a row belongs to one that the archive does not hold"),
    }
}

/// Stores a study where it is not, under the short name it had or another.
///
/// # Errors
/// `Refused` where the study is here already, its short name is taken, or what the archive holds is no study; nothing is stored then.
pub async fn bring_in(
    app: &App,
    checked: &Checked,
    (slug, evaluates): (Option<&str>, Option<Uuid>),
) -> Result<Brought> {
    let named = &checked.archive.manifest.study;
    let scope = Scope {
        id: named.id,
        kind: ScopeKind::Study,
        slug: slug.unwrap_or(&named.slug).to_owned(),
        name: named.name.trim().to_owned(),
        evaluates,
    };
    if scope.name.is_empty() {
        let sentence = "The study in the archive has no name.";
        return Err(Error::refused("Q24", sentence, AGAIN));
    }
    let known = access::scopes(app).await?;
    let known = known.into_iter().find(|one| one.id == scope.id);
    let tx = app.db.write().await?;
    let study = match known {
        Some(here) => emptied(&tx, here, slug).await?,
        None => {
            access::keep_scope(&tx, &scope, Instant(named.made_at)).await?;
            scope
        }
    };
    for (table, rows) in &checked.rows {
        insert(&tx, app, table, rows.clone()).await?;
    }
    extras_store::put(&tx, app, study.id, checked.extras.clone()).await?;
    search::put_missing(&tx).await?;
    is_one_study(&tx, study.id, &checked.archive).await?;
    let members = team::all(tx.connection(), study.id).await?;
    let event = Event {
        chain: study.slug.clone(),
        actor: None,
        action: "study.import",
        subject: study.id.to_string(),
        detail: format!("archive {}", checked.archive.manifest.fingerprint),
    };
    tx.commit(app, event).await?;
    app.db.memory().clear();
    Ok(Brought {
        study,
        rows: checked.counts(),
        members: members.into_iter().map(|member| member.handle).collect(),
    })
}

/// The study of this identifier, if nothing of it is left.
async fn emptied(tx: &Tx, here: Scope, slug: Option<&str>) -> Result<Scope> {
    let mut left = 0;
    for table in all() {
        left += count(tx.connection(), table, here.id).await?;
    }
    if left > 0 || here.kind != ScopeKind::Study {
        return Err(Error::refused(
            "Q26",
            format!("This study is here already, as \"{}\".", here.slug),
            "Nothing was stored. enid study merge joins an archive to the study that is here.",
        ));
    }
    if slug.is_some_and(|slug| slug != here.slug) {
        return Err(Error::refused(
            "Q26",
            format!("This study was here before, as \"{}\".", here.slug),
            "Nothing was stored. Bring it in under that short name.",
        ));
    }
    Ok(here)
}

/// Whether what was stored is what the archive holds, its trail a chain, and its findings readable.
async fn is_one_study(tx: &Tx, study: Uuid, archive: &Archive) -> Result<()> {
    let connection = tx.connection();
    let wrong = |what: String| Error::refused("Q26", what, AGAIN);
    let extras = extras_store::all(connection, study).await?;
    let mut stored = parts(connection, study, &extras).await?;
    let mut brought: Vec<&Part> = archive.parts.iter().collect();
    stored.sort_by(|one, other| one.name.cmp(&other.name));
    brought.sort_by(|one, other| one.name.cmp(&other.name));
    if stored.iter().ne(brought) {
        return Err(wrong(
            "What was stored is not what the archive holds.".to_owned(),
        ));
    }
    if let Some(fault) = trail::verify(connection, study).await?.first() {
        return Err(wrong(format!(
            "The trail in the archive does not hold: {fault}."
        )));
    }
    let trail = trail::whole(connection, study).await?;
    is_readable(&replay(&trail.events), &trail)
}

/// What a trail comes to can be read by this Enid.
///
/// # Errors
/// `Refused` where it cannot.
pub(super) fn is_readable(state: &State, trail: &Trail) -> Result<()> {
    let read = Book::of(state, trail).map(drop);
    let read = read.and_then(|()| Themes::of(state, trail).map(drop));
    let read = read.and_then(|()| trail::all_of::<CodingState>(state).map(drop));
    read.map_err(|error| {
        let sentence = format!("The trail in the archive cannot be read: {error}.");
        Error::refused("Q26", sentence, AGAIN)
    })
}
