//! Corrections: each makes a version, and every earlier one can be read again (study R25).

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::rows::{correction as row, transcript};
use super::{Spoken, Stored, key_of, spoken};
use crate::rows::{position, storable};
use crate::transcripts::correcting::{Act, Place, place_now};

/// One correction: turns that took the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The version it made, from 1.
    pub version: i64,
    /// The first of the turns, from 0, in the version before.
    pub turn: usize,
    /// The team member who made it; none for the research lead.
    pub member: Option<Uuid>,
    /// When.
    pub made_at: Instant,
    /// The turns before.
    pub before: Vec<Spoken>,
    /// The turns since.
    pub after: Vec<Spoken>,
}

/// What somebody says is to be corrected.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The first turn that it is about, from 0.
    pub turn: usize,
    /// The texts of the turns that were on the screen; others there by now are a conflict, and nothing is changed.
    pub seen: &'a [String],
    /// What becomes of them.
    pub act: Act,
    /// Who corrects.
    pub member: Option<Uuid>,
}

/// What was said since a correction.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// The newest version; the one before where nothing differs.
    pub version: i64,
    /// How many turns stand now in the place of those that were corrected.
    pub put: usize,
    /// All turns of it.
    pub turns: Vec<Spoken>,
}

/// Corrects turns. Where nothing differs there is no new version.
///
/// # Errors
/// `Conflict` where the transcript is locked or a turn was changed meanwhile; `NotFound` for a turn it does not have.
pub async fn correct(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    change: &Change<'_>,
) -> Result<Corrected> {
    let mut turns = unlocked(tx, app, stored).await?;
    let until = change.turn + change.act.takes();
    let before = turns.get(change.turn..until).ok_or(Error::NotFound)?;
    let are_as_seen = before.iter().map(|turn| &turn.text).eq(change.seen);
    if !are_as_seen {
        return Err(Error::Conflict("the turn was changed meanwhile"));
    }
    let mut after = change.act.done_to(before);
    for turn in &mut after {
        turn.text = storable(&turn.text);
    }
    if before == after {
        return Ok(Corrected {
            version: stored.version,
            put: after.len(),
            turns,
        });
    }
    let before: Vec<Spoken> = turns.splice(change.turn..until, after.clone()).collect();
    let correction = Correction {
        version: stored.version + 1,
        turn: change.turn,
        member: change.member,
        made_at: app.now(),
        before,
        after,
    };
    keep(tx, app, stored, (correction, turns)).await
}

/// Puts back what a correction changed, as a correction of its own.
///
/// # Errors
/// `Conflict` where the transcript is locked or its turns were corrected again since; `NotFound` for a version it does not
/// have.
pub async fn undo(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    (version, member): (i64, Option<Uuid>),
) -> Result<i64> {
    let mut turns = unlocked(tx, app, stored).await?;
    let all = corrections(tx.connection(), app, stored).await?;
    let index = all
        .iter()
        .position(|one| one.version == version)
        .ok_or(Error::NotFound)?;
    let turn = stands_at(&all, index).ok_or(Error::Conflict("the turn was changed meanwhile"))?;
    let wrong = &all[index];
    let until = turn + wrong.after.len();
    let before: Vec<Spoken> = turns.splice(turn..until, wrong.before.clone()).collect();
    let correction = Correction {
        version: stored.version + 1,
        turn,
        member,
        made_at: app.now(),
        before,
        after: wrong.before.clone(),
    };
    let done = keep(tx, app, stored, (correction, turns)).await?;
    Ok(done.version)
}

/// Where the turns stand now that a correction left, of all corrections in order; none where one was corrected again.
pub fn stands_at(all: &[Correction], index: usize) -> Option<usize> {
    let place = |one: &Correction| Place {
        turn: one.turn,
        before: one.before.len(),
        after: one.after.len(),
    };
    let later: Vec<Place> = all.get(index + 1..)?.iter().map(place).collect();
    place_now(place(all.get(index)?), &later)
}

async fn unlocked(tx: &Tx, app: &App, stored: &Stored) -> Result<Vec<Spoken>> {
    match stored.locked_at {
        Some(_) => Err(Error::Conflict("the transcript is locked")),
        None => spoken::spoken(tx.connection(), app, stored).await,
    }
}

async fn keep(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    (correction, turns): (Correction, Vec<Spoken>),
) -> Result<Corrected> {
    let connection = tx.connection();
    let key = key_of(connection, app, stored.person).await?;
    let version = correction.version;
    row::Entity::insert(row::ActiveModel {
        document: Set(stored.document),
        version: Set(version),
        position: Set(position(correction.turn)),
        member: Set(correction.member),
        made_at: Set(correction.made_at),
        turns_before: Set(spoken::seal(&key, app, &correction.before)?),
        turns_after: Set(spoken::seal(&key, app, &correction.after)?),
    })
    .exec_without_returning(connection)
    .await?;
    let sealed = spoken::seal(&key, app, &turns)?;
    spoken::replace_newest(tx, stored.document, (version, sealed)).await?;
    let column = transcript::Column::Version;
    super::update(tx, stored.document, column, Expr::value(version)).await?;
    Ok(Corrected {
        version,
        put: correction.after.len(),
        turns,
    })
}

/// Every correction, the oldest first.
pub async fn corrections(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
) -> Result<Vec<Correction>> {
    let key = key_of(connection, app, stored.person).await?;
    let rows = row::Entity::find()
        .filter(row::Column::Document.eq(stored.document))
        .order_by_asc(row::Column::Version)
        .all(connection)
        .await?;
    let correction = |row: row::Model| -> Result<Correction> {
        Ok(Correction {
            version: row.version,
            turn: usize::try_from(row.position - 1).map_err(Error::internal)?,
            member: row.member,
            made_at: row.made_at,
            before: spoken::open(&key, &row.turns_before)?,
            after: spoken::open(&key, &row.turns_after)?,
        })
    };
    rows.into_iter().map(correction).collect()
}

/// What was said as of a version, from the text as it was imported, which is version 0.
pub async fn text_at(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
    version: i64,
) -> Result<Vec<Spoken>> {
    let key = key_of(connection, app, stored.person).await?;
    let mut turns = spoken::read(connection, &key, (stored.document, spoken::IMPORTED)).await?;
    for correction in corrections(connection, app, stored).await? {
        let until = correction.turn + correction.before.len();
        if correction.version <= version && until <= turns.len() {
            turns.splice(correction.turn..until, correction.after);
        }
    }
    Ok(turns)
}
