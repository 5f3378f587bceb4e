//! Corrections: each makes a version, and every earlier one can be read again (study R25).

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::rows::{correction as row, spoken as spoken_row, transcript};
use super::{Spoken, Stored, key_of, spoken};
use crate::documents::Role;
use crate::rows::storable;

/// One correction of one turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The version it made, from 1.
    pub version: i64,
    /// The turn, from 0.
    pub turn: usize,
    /// The team member who made it; none for the research lead.
    pub member: Option<Uuid>,
    /// When.
    pub made_at: Instant,
    /// Who spoke and what, before.
    pub before: (Role, String),
    /// Who speaks and what, since.
    pub after: (Role, String),
}

/// What a correction says of one turn.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The turn, from 0.
    pub turn: usize,
    /// The text that was on the screen; another one there by now is a conflict, and nothing is changed.
    pub seen: &'a str,
    /// What is said there.
    pub text: &'a str,
    /// Who says it.
    pub role: Role,
    /// Who corrects.
    pub member: Option<Uuid>,
}

/// Corrects one turn and gives the new version; the old one where nothing differs.
///
/// # Errors
/// `Conflict` where the transcript is locked or the turn was changed meanwhile; `NotFound` for a turn it does not have.
pub async fn correct(tx: &Tx, app: &App, stored: &Stored, change: &Change<'_>) -> Result<i64> {
    if stored.locked_at.is_some() {
        return Err(Error::Conflict("the transcript is locked"));
    }
    let connection = tx.connection();
    let key = key_of(connection, app, stored.person).await?;
    let position = crate::rows::position(change.turn);
    let turn = spoken_row::Entity::find_by_id((stored.document, position))
        .one(connection)
        .await?
        .ok_or(Error::NotFound)?;
    let before = (Role::of_word(&turn.role), key.open(&turn.text)?);
    let after = (change.role, storable(change.text));
    if before.1 != storable(change.seen) {
        return Err(Error::Conflict("the turn was changed meanwhile"));
    }
    if before == after {
        return Ok(stored.version);
    }
    let version = stored.version + 1;
    let sealed = key.seal(&after.1, &*app.entropy);
    row::Entity::insert(row::ActiveModel {
        document: Set(stored.document),
        version: Set(version),
        position: Set(position),
        member: Set(change.member),
        made_at: Set(app.now()),
        role_before: Set(before.0.word().to_owned()),
        role_after: Set(after.0.word().to_owned()),
        before: Set(turn.text),
        after: Set(sealed.clone()),
    })
    .exec_without_returning(connection)
    .await?;
    spoken_row::Entity::update_many()
        .col_expr(spoken_row::Column::Text, Expr::value(sealed))
        .col_expr(spoken_row::Column::Role, Expr::value(after.0.word()))
        .filter(spoken_row::Column::Document.eq(stored.document))
        .filter(spoken_row::Column::Position.eq(position))
        .exec(connection)
        .await?;
    super::update(
        tx,
        stored.document,
        transcript::Column::Version,
        Expr::value(version),
    )
    .await?;
    Ok(version)
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
            before: (Role::of_word(&row.role_before), key.open(&row.before)?),
            after: (Role::of_word(&row.role_after), key.open(&row.after)?),
        })
    };
    rows.into_iter().map(correction).collect()
}

/// What was said as of a version: 0 is the text as it was imported.
pub async fn text_at(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
    version: i64,
) -> Result<Vec<Spoken>> {
    let mut turns = spoken(connection, app, stored).await?;
    for correction in corrections(connection, app, stored).await?.iter().rev() {
        if correction.version <= version {
            break;
        }
        if let Some(turn) = turns.get_mut(correction.turn) {
            (turn.role, turn.text) = correction.before.clone();
        }
    }
    Ok(turns)
}
