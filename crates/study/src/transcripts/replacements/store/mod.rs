//! Replacements in the database.

pub mod carried;
mod cause;
mod map;
mod map_key;
mod rows;
mod terms;
mod travelling;

use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _};
use uuid::Uuid;

use super::decision::{Chosen, Originals, Replacement, State};
use super::follow::{followed, placed};
use super::look::{Look, version_of};
use crate::documents::{self, Turn};
use crate::participants;
use crate::rows::{position, random_id, storable};
use crate::transcripts::anchors::Span;
use crate::transcripts::deidentify::Category;
use crate::transcripts::store::{self as transcripts, Stored};
use rows::{replacement as row, set};

pub use cause::Cause;
pub use map::{Opened, is_kept};
pub(super) use map::{begin_opening, opened, openings, set_key};
pub(crate) use map::{end_maps, frozen_on};
pub use map_key::Typed;
pub(super) use map_key::{
    Locked, Slot, Wrapping, change_passphrase, forget_tries, is_set as is_key_set, unlock,
};
pub use terms::forget_participant;
pub(super) use terms::{add_term, counts, listed, remove_term};

/// What making a text for analysis came to.
pub struct Made {
    /// The turns that were read until now.
    pub old: Vec<Turn>,
    /// The turns that are read from now on.
    pub new: Vec<Turn>,
    /// What was replaced in them.
    pub originals: Originals,
}

/// What was said in a transcript, with every decision carried to the version of today.
pub async fn look(connection: &impl ConnectionTrait, app: &App, stored: &Stored) -> Result<Look> {
    let spoken = transcripts::spoken(connection, app, stored).await?;
    let (decided, _) = decisions(connection, app, stored).await?;
    let lists = terms::lists(connection, app, stored.study, &spoken).await?;
    Ok(Look::of(spoken, decided, &lists))
}

/// Keeps what a person decided about these places, and gives the act by which it can be undone. A decision takes the
/// place of every earlier one that it meets.
///
/// # Errors
/// `Conflict` for a place that is not within one turn of the text of today.
pub async fn decide(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    (member, chosen): (Option<Uuid>, &[Chosen]),
) -> Result<Uuid> {
    let connection = tx.connection();
    catch_up(tx, app, stored).await?;
    let version = version_of(&transcripts::spoken(connection, app, stored).await?);
    let (earlier, _) = decisions(connection, app, stored).await?;
    let act = random_id(app);
    let (mut gone, mut new, mut originals) = (Vec::new(), Vec::new(), Vec::new());
    for one in chosen {
        let (turn, span) = placed(&version, one.span)
            .ok_or(Error::Conflict("the text was corrected meanwhile"))?;
        let meets = |other: &&Replacement| {
            other.state != State::Lost
                && other.turn == turn
                && other.span.start < span.end
                && span.start < other.span.end
        };
        gone.extend(earlier.iter().filter(meets).map(|other| other.id));
        let id = random_id(app);
        if one.replaces {
            originals.push((id, version.slice(one.span)));
        }
        new.push(Replacement {
            id,
            act,
            turn,
            span,
            category: one.category,
            kind: one.kind.clone(),
            surrogate: one.surrogate.clone(),
            state: if one.replaces {
                State::Accepted
            } else {
                State::Refused
            },
            member,
            decided_at: app.now(),
        });
    }
    forget(tx, &gone).await?;
    insert(tx, stored.document, &new).await?;
    map::keep(tx, app, stored, &originals).await?;
    Ok(act)
}

/// Takes back decisions of one act, or one by itself; what they were about is suggested again.
pub(super) async fn undo(tx: &Tx, document: Uuid, act_or_one: Uuid) -> Result<usize> {
    let named = Condition::any()
        .add(row::Column::Act.eq(act_or_one))
        .add(row::Column::Id.eq(act_or_one));
    let rows = row::Entity::find()
        .filter(row::Column::Document.eq(document))
        .filter(named)
        .all(tx.connection())
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    forget(tx, &ids).await?;
    Ok(ids.len())
}

/// Puts what was said, with what was decided, in the place of what analysts read. Without a change nothing is written.
///
/// # Errors
/// `Refused` while anything waits for a decision.
pub async fn make(tx: &Tx, app: &App, stored: &Stored) -> Result<Made> {
    let connection = tx.connection();
    catch_up(tx, app, stored).await?;
    let look = look(connection, app, stored).await?;
    let open = look.open();
    if open > 0 {
        return Err(Error::refused(
            "R26",
            format!("{open} places of this transcript wait for a decision."),
            "Decide each of them first; nothing was changed.",
        ));
    }
    let old = documents::turns(connection, stored.document).await?;
    let new = look.turns(handle(connection, stored).await?.as_deref())?;
    let is_new = stored.read_version != Some(stored.version);
    if old != new {
        documents::replace_turns(tx, stored.document, &new).await?;
    }
    if is_new {
        transcripts::set_read_version(tx, stored.document, stored.version).await?;
    }
    Ok(Made {
        old,
        new,
        originals: Originals::of(look.given()),
    })
}

/// The id of whoever is interviewed.
pub(super) async fn handle(
    connection: &impl ConnectionTrait,
    stored: &Stored,
) -> Result<Option<String>> {
    let Some(id) = documents::interviewee_of(connection, stored.document).await? else {
        return Ok(None);
    };
    let found = participants::find(connection, stored.study, id).await?;
    Ok(found.map(|found| found.participant.participant))
}

/// Removes everything about one transcript, with the key of its map.
pub(crate) async fn remove(tx: &Tx, app: &App, document: Uuid, reason: &'static str) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Document.eq(document))
        .exec(tx.connection())
        .await?;
    set::Entity::delete_by_id(document)
        .exec(tx.connection())
        .await?;
    map::end(tx, app, document, reason).await
}

/// Decisions as they stand in the text of today, and whether they have moved since they were kept.
async fn decisions(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
) -> Result<(Vec<Replacement>, bool)> {
    let kept = row::Entity::find()
        .filter(row::Column::Document.eq(stored.document))
        .order_by_asc(row::Column::Turn)
        .order_by_asc(row::Column::StartAt)
        .all(connection)
        .await?;
    let kept = kept.into_iter().map(replacement).collect::<Result<_>>()?;
    let known = set::Entity::find_by_id(stored.document)
        .one(connection)
        .await?
        .map(|set| set.version);
    match known {
        Some(known) if known != stored.version => {
            let old = transcripts::text_at(connection, app, stored, known).await?;
            let new = transcripts::spoken(connection, app, stored).await?;
            Ok((followed(&version_of(&old), &version_of(&new), kept), true))
        }
        _ => Ok((kept, false)),
    }
}

/// Writes decisions at their places in the text of today.
async fn catch_up(tx: &Tx, app: &App, stored: &Stored) -> Result<()> {
    let connection = tx.connection();
    let (decided, have_moved) = decisions(connection, app, stored).await?;
    if have_moved {
        row::Entity::delete_many()
            .filter(row::Column::Document.eq(stored.document))
            .exec(connection)
            .await?;
        insert(tx, stored.document, &decided).await?;
        map::keep_accepted(tx, &decided).await?;
    }
    set::Entity::delete_by_id(stored.document)
        .exec(connection)
        .await?;
    set::Entity::insert(set::ActiveModel {
        document: Set(stored.document),
        version: Set(stored.version),
    })
    .exec_without_returning(connection)
    .await?;
    Ok(())
}

async fn insert(tx: &Tx, document: Uuid, decisions: &[Replacement]) -> Result<()> {
    let rows: Vec<row::ActiveModel> = decisions
        .iter()
        .map(|one| row::ActiveModel {
            id: Set(one.id),
            document: Set(document),
            act: Set(one.act),
            turn: Set(position(one.turn)),
            start_at: Set(i64::try_from(one.span.start).unwrap_or(i64::MAX)),
            end_at: Set(i64::try_from(one.span.end).unwrap_or(i64::MAX)),
            category: Set(one.category.word().to_owned()),
            kind: Set(storable(&one.kind)),
            surrogate: Set(storable(&one.surrogate)),
            state: Set(one.state.word().to_owned()),
            member: Set(one.member),
            decided_at: Set(one.decided_at),
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

async fn forget(tx: &Tx, ids: &[Uuid]) -> Result<()> {
    for batch in ids.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    map::forget(tx, ids).await
}

fn replacement(row: row::Model) -> Result<Replacement> {
    let place = |at: i64| usize::try_from(at).map_err(Error::internal);
    let unknown = || Error::internal("a replacement of an unknown category");
    Ok(Replacement {
        id: row.id,
        act: row.act,
        turn: place(row.turn - 1)?,
        span: Span::new(place(row.start_at)?, place(row.end_at)?),
        category: Category::parse(&row.category).ok_or_else(unknown)?,
        kind: row.kind,
        surrogate: row.surrogate,
        state: State::of_word(&row.state),
        member: row.member,
        decided_at: row.decided_at,
    })
}
