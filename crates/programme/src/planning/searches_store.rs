//! Every query on searches for a plan.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder, QuerySelect as _, SqlErr};
use uuid::Uuid;

use super::searches::Far;
use crate::words::words;

words! {
    /// Where a search stands.
    State accepts "running, stopping, stopped, done, failed, lost" {
        /// It goes on.
        Running = "running",
        /// It was asked to stop.
        Stopping = "stopping",
        /// It was stopped; the best it had is kept.
        Stopped = "stopped",
        /// It came to its end.
        Done = "done",
        /// It came to nothing, and why is written beside it.
        Failed = "failed",
        /// Its server was stopped.
        Lost = "lost",
    }
}

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_searches")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub started_at: Instant,
        pub started_by: Option<Uuid>,
        pub told_at: Instant,
        pub state: String,
        pub placed: i64,
        pub bound: Option<i64>,
        pub share: i64,
        pub outcome: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A search, as every node sees it.
#[derive(Clone, Debug)]
pub(super) struct Search {
    pub id: Uuid,
    pub started_at: Instant,
    pub told_at: Instant,
    pub state: State,
    pub far: Far,
    /// Why it came to nothing.
    pub outcome: String,
}

impl Search {
    /// Whether it goes on.
    pub fn is_on(&self) -> bool {
        matches!(self.state, State::Running | State::Stopping)
    }
}

/// Writes down that a search begins; there is one at a time in a programme, whoever asks on whichever node.
pub(super) async fn begin(tx: &Tx, app: &App, programme: Uuid, id: Uuid, by: Uuid) -> Result<()> {
    let row = row::Model {
        id,
        programme,
        started_at: app.now(),
        started_by: Some(by),
        told_at: app.now(),
        state: State::Running.word().into(),
        placed: 0,
        bound: None,
        share: 0,
        outcome: None,
    };
    let added = row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await;
    match added {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(Error::Conflict("a plan is being looked for already"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// Takes searches for dead of which nothing was heard since a moment.
pub(super) async fn lose_silent(tx: &Tx, programme: Uuid, since: Instant) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(State::Lost.word()))
        .filter(row::Column::Programme.eq(programme))
        .filter(row::Column::State.is_in([State::Running.word(), State::Stopping.word()]))
        .filter(row::Column::ToldAt.lt(since))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Writes down how far a search is; tells whether somebody asked it to stop.
pub(super) async fn tell(app: &App, id: Uuid, far: Far) -> Result<bool> {
    let tx = app.db.write().await?;
    update(app, id, far).exec(tx.connection()).await?;
    let state: Option<String> = row::Entity::find_by_id(id)
        .select_only()
        .column(row::Column::State)
        .into_tuple()
        .one(tx.connection())
        .await?;
    tx.commit_bookkeeping().await?;
    Ok(state.as_deref() == Some(State::Stopping.word()))
}

/// Writes down how a search ended.
pub(super) async fn end(app: &App, id: Uuid, far: Far, state: State, outcome: &str) -> Result<()> {
    let outcome = (!outcome.is_empty()).then(|| outcome.to_owned());
    let tx = app.db.write().await?;
    update(app, id, far)
        .col_expr(row::Column::State, Expr::value(state.word()))
        .col_expr(row::Column::Outcome, Expr::value(outcome))
        .exec(tx.connection())
        .await?;
    tx.commit_bookkeeping().await
}

fn update(app: &App, id: Uuid, far: Far) -> sea_orm::UpdateMany<row::Entity> {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    row::Entity::update_many()
        .col_expr(row::Column::ToldAt, Expr::value(app.now().0))
        .col_expr(row::Column::Placed, Expr::value(number(far.placed)))
        .col_expr(row::Column::Bound, Expr::value(far.bound.map(number)))
        .col_expr(row::Column::Share, Expr::value(number(far.share)))
        .filter(row::Column::Id.eq(id))
}

pub(super) async fn ask_to_stop(tx: &Tx, id: Uuid) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(State::Stopping.word()))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::State.eq(State::Running.word()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

pub(super) async fn newest(app: &App, programme: Uuid) -> Result<Option<Search>> {
    let row = row::Entity::find()
        .filter(row::Column::Programme.eq(programme))
        .order_by_desc(row::Column::StartedAt)
        .order_by_desc(row::Column::Id)
        .one(app.db.read())
        .await?;
    row.map(|row| {
        let number = |value: i64| u64::try_from(value).map_err(Error::internal);
        Ok(Search {
            id: row.id,
            started_at: row.started_at,
            told_at: row.told_at,
            state: row.state.parse().map_err(Error::internal)?,
            far: Far {
                placed: number(row.placed)?,
                bound: row.bound.map(number).transpose()?,
                share: number(row.share)?,
            },
            outcome: row.outcome.unwrap_or_default(),
        })
    })
    .transpose()
}
