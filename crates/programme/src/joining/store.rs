//! Every query on the expression of interest, on where residents stand, and on how they came there.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::clock::Instant;
use platform::keys::{Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, IntoActiveModel as _, QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::interest::Interest;
pub(super) use super::standing::{Past, Standing};
use super::state::{Actor, Code, Event, State};
use crate::columns;

mod interest_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "expressions_of_interest")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        pub opened_at: Instant,
        pub opened_by: Option<Uuid>,
        pub closes_on: String,
        pub places: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "joinings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub resident: Uuid,
        pub programme: Uuid,
        pub state: String,
        pub code: Option<String>,
        pub since: Instant,
        pub offer_expires_at: Option<Instant>,
        pub mailed_at: Option<Instant>,
        pub conversation_on: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod event_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "joining_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub resident: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub programme: Uuid,
        pub at: Instant,
        pub actor: String,
        pub event: String,
        pub from_state: Option<String>,
        pub to_state: String,
        pub code: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Reasons stand apart from the history, so that no query of an organiser's page can bring one along.
mod reason_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "joining_reasons")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub resident: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub reason: Sealed,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A move that the rules allow, as it is written.
pub(super) struct Step {
    pub programme: Uuid,
    pub resident: Uuid,
    pub event: Event,
    pub actor: Actor,
    pub from: Option<State>,
    pub to: State,
    pub code: Option<Code>,
    pub at: Instant,
    pub expires_at: Option<Instant>,
}

/// The expression of interest of a programme, if one was opened.
pub(super) async fn interest(
    connection: &impl ConnectionTrait,
    programme: Uuid,
) -> Result<Option<Interest>> {
    let row = interest_row::Entity::find_by_id(programme)
        .one(connection)
        .await?;
    row.map(interest_from).transpose()
}

/// The same, held until the transaction ends: two who give out the last place wait for each other.
pub(super) async fn hold_interest(tx: &Tx, programme: Uuid) -> Result<Option<Interest>> {
    let row = interest_row::Entity::find_by_id(programme)
        .lock_exclusive()
        .one(tx.connection())
        .await?;
    row.map(interest_from).transpose()
}

/// Opens the expression of interest, or changes its closing date and its number of places.
pub(super) async fn put_interest(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    by: Option<Uuid>,
    (closes_on, places): (Date, u32),
) -> Result<()> {
    let row = interest_row::Model {
        programme,
        opened_at: app.now(),
        opened_by: by,
        closes_on: closes_on.to_string(),
        places: places.into(),
    };
    interest_row::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(interest_row::Column::Programme)
                .update_columns([interest_row::Column::ClosesOn, interest_row::Column::Places])
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Where everybody stands who was ever asked.
pub(super) async fn standings(
    connection: &impl ConnectionTrait,
    programme: Uuid,
) -> Result<BTreeMap<Uuid, Standing>> {
    row::Entity::find()
        .filter(row::Column::Programme.eq(programme))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| Ok((row.resident, standing_from(row)?)))
        .collect()
}

/// Where one resident stands; nobody who was not asked stands anywhere.
pub(super) async fn standing(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    resident: Uuid,
) -> Result<Option<Standing>> {
    let row = row::Entity::find_by_id(resident)
        .filter(row::Column::Programme.eq(programme))
        .one(connection)
        .await?;
    row.map(standing_from).transpose()
}

/// Writes a move and its row of the history, and tells the row's number. The state must still be the one
/// that the move starts from, or somebody else was first.
pub(super) async fn put(tx: &Tx, step: &Step) -> Result<i64> {
    let moved = match step.from {
        None => insert(tx, step).await?,
        Some(from) => update(tx, step, from).await?,
    };
    if !moved {
        return Err(Error::Conflict(super::act::ELSEWHERE));
    }
    let last: Option<i64> = event_row::Entity::find()
        .select_only()
        .column_as(event_row::Column::Seq.max(), "seq")
        .filter(event_row::Column::Resident.eq(step.resident))
        .into_tuple::<Option<i64>>()
        .one(tx.connection())
        .await?
        .flatten();
    let seq = last.unwrap_or(0) + 1;
    let row = event_row::Model {
        resident: step.resident,
        seq,
        programme: step.programme,
        at: step.at,
        actor: step.actor.word().into(),
        event: step.event.word().into(),
        from_state: step.from.map(|state| state.word().into()),
        to_state: step.to.word().into(),
        code: step.code.map(|code| code.word().into()),
    };
    event_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(seq)
}

async fn insert(tx: &Tx, step: &Step) -> Result<bool> {
    let inserted = row::Entity::insert(row::ActiveModel {
        resident: Set(step.resident),
        programme: Set(step.programme),
        state: Set(step.to.word().into()),
        code: Set(step.code.map(|code| code.word().into())),
        since: Set(step.at),
        offer_expires_at: Set(step.expires_at),
        mailed_at: Set(None),
        conversation_on: Set(None),
    })
    .on_conflict_do_nothing_on([row::Column::Resident])
    .exec_without_returning(tx.connection())
    .await?;
    Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(1..)))
}

async fn update(tx: &Tx, step: &Step, from: State) -> Result<bool> {
    let code = step.code.map(|code| code.word().to_owned());
    let mut query = row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(step.to.word()))
        .col_expr(row::Column::Code, Expr::value(code))
        .col_expr(row::Column::Since, Expr::value(step.at.0))
        .col_expr(
            row::Column::OfferExpiresAt,
            Expr::value(step.expires_at.map(|at| at.0)),
        )
        .filter(row::Column::Resident.eq(step.resident))
        .filter(row::Column::Programme.eq(step.programme))
        .filter(row::Column::State.eq(from.word()));
    if step.to == State::Offered {
        query = query.col_expr(row::Column::MailedAt, Expr::value(None::<i64>));
    }
    if step.event == Event::Accept {
        query = query.filter(row::Column::OfferExpiresAt.gt(step.at));
    }
    Ok(query.exec(tx.connection()).await?.rows_affected == 1)
}

/// Keeps a reason, sealed under the key of the person it is about.
pub(super) async fn put_reason(
    tx: &Tx,
    app: &App,
    resident: Uuid,
    seq: i64,
    reason: &str,
) -> Result<()> {
    let keys = person_keys(tx.connection(), app, [resident]).await?;
    let key = keys.get(&resident).ok_or(Error::NotFound)?;
    let row = reason_row::Model {
        resident,
        seq,
        reason: key.seal(reason, &*app.entropy),
    };
    reason_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// What a resident wrote, by number of the history's row. Only the resident's own page asks for it (R7).
pub(super) async fn own_reasons(app: &App, resident: Uuid) -> Result<BTreeMap<i64, String>> {
    let keys = person_keys(app.db.read(), app, [resident]).await?;
    let Some(key) = keys.get(&resident) else {
        return Ok(BTreeMap::new());
    };
    reason_row::Entity::find()
        .filter(reason_row::Column::Resident.eq(resident))
        .all(app.db.read())
        .await?
        .into_iter()
        .map(|row| Ok((row.seq, key.open(&row.reason)?)))
        .collect()
}

/// How somebody came to where they stand, oldest first.
pub(super) async fn history(app: &App, programme: Uuid, resident: Uuid) -> Result<Vec<Past>> {
    event_row::Entity::find()
        .filter(event_row::Column::Resident.eq(resident))
        .filter(event_row::Column::Programme.eq(programme))
        .order_by_asc(event_row::Column::Seq)
        .all(app.db.read())
        .await?
        .into_iter()
        .map(|row| {
            Ok(Past {
                seq: row.seq,
                at: row.at,
                actor: row.actor.parse().map_err(Error::internal)?,
                event: row.event.parse().map_err(Error::internal)?,
                to: row.to_state.parse().map_err(Error::internal)?,
                code: code_from(row.code)?,
            })
        })
        .collect()
}

/// Notes that the letters of these people were handed over.
pub async fn mailed(tx: &Tx, app: &App, residents: &[Uuid]) -> Result<()> {
    for batch in residents.chunks(platform::storage::BATCH) {
        row::Entity::update_many()
            .col_expr(row::Column::MailedAt, Expr::value(Some(app.now().0)))
            .filter(row::Column::Resident.is_in(batch.to_vec()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Notes on which day the introductory conversation was held: the day, and nothing else.
///
/// # Errors
/// The resident does not stand anywhere in this programme.
pub async fn converse(tx: &Tx, programme: Uuid, resident: Uuid, on: Date) -> Result<()> {
    let changed = row::Entity::update_many()
        .col_expr(
            row::Column::ConversationOn,
            Expr::value(Some(on.to_string())),
        )
        .filter(row::Column::Resident.eq(resident))
        .filter(row::Column::Programme.eq(programme))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

fn interest_from(row: interest_row::Model) -> Result<Interest> {
    Ok(Interest {
        opened_at: row.opened_at,
        closes_on: columns::date(&row.closes_on)?,
        places: columns::count(row.places)?,
    })
}

fn standing_from(row: row::Model) -> Result<Standing> {
    Ok(Standing {
        state: row.state.parse().map_err(Error::internal)?,
        code: code_from(row.code)?,
        since: row.since,
        expires_at: row.offer_expires_at,
        mailed: row.mailed_at.is_some(),
        conversation_on: columns::optional_date(row.conversation_on.as_deref())?,
    })
}

fn code_from(word: Option<String>) -> Result<Option<Code>> {
    word.map(|word| word.parse().map_err(Error::internal))
        .transpose()
}
