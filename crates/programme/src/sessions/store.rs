//! Every query on sessions, their course and what happened at their frame.

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::minutes_store;
use super::session::{BoundaryEvent, Course, Outcome, Session, State};

mod session_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub plan: Uuid,
        pub group_number: i64,
        pub week: i64,
        pub starts_at: Instant,
        pub ends_at: Instant,
        pub state: String,
        pub cancelled_code: Option<String>,
        pub cases: Option<i64>,
        pub started_at: Option<Instant>,
        pub ended_at: Option<Instant>,
        pub second_case: Option<i64>,
        pub second_case_at: Option<Instant>,
        pub escalation_route_used: Option<i64>,
        pub closed_at: Option<Instant>,
        pub sequence: i64,
        pub register_version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod boundary_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "boundary_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub session: Uuid,
        pub code: String,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps sessions of a plan that is being published.
pub async fn add(tx: &Tx, programme: Uuid, sessions: &[Session]) -> Result<()> {
    let rows = sessions
        .iter()
        .map(|session| session_row::Model {
            id: session.id,
            programme,
            plan: session.plan,
            group_number: i64::try_from(session.group).unwrap_or(i64::MAX),
            week: i64::try_from(session.week).unwrap_or(i64::MAX),
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            state: session.state.word().into(),
            cancelled_code: session.cancelled_code.clone(),
            cases: session.course.cases.map(i64::from),
            started_at: session.course.started_at,
            ended_at: session.course.ended_at,
            second_case: session.course.second_case.map(i64::from),
            second_case_at: None,
            escalation_route_used: session.course.escalation_route_used.map(i64::from),
            closed_at: session.course.closed_at,
            sequence: session.course.sequence,
            register_version: session.course.register_version,
        })
        .collect();
    tx.insert_all::<session_row::Model>(rows).await
}

/// Takes sessions over into a plan, each with the number of its group there, and the groups' own minutes with them.
pub async fn go_on(tx: &Tx, plan: Uuid, sessions: &[(Uuid, usize)]) -> Result<()> {
    let mut by_group: BTreeMap<usize, Vec<Uuid>> = BTreeMap::new();
    for (session, group) in sessions {
        by_group.entry(*group).or_default().push(*session);
    }
    for (group, sessions) in by_group {
        if let Some(first) = session_row::Entity::find_by_id(sessions[0])
            .one(tx.connection())
            .await?
        {
            let before = (first.plan, first.group_number);
            minutes_store::go_on(tx, before, (plan, group)).await?;
        }
        let group = i64::try_from(group).unwrap_or(i64::MAX);
        session_row::Entity::update_many()
            .col_expr(session_row::Column::Plan, Expr::value(plan))
            .col_expr(session_row::Column::GroupNumber, Expr::value(group))
            .filter(session_row::Column::Id.is_in(sessions))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// The sessions of a plan, by time.
pub async fn all(app: &App, plan: Uuid) -> Result<Vec<Session>> {
    let rows = session_row::Entity::find()
        .filter(session_row::Column::Plan.eq(plan))
        .order_by_asc(session_row::Column::StartsAt)
        .order_by_asc(session_row::Column::GroupNumber)
        .all(app.db.read())
        .await?;
    rows.into_iter().map(session).collect()
}

/// One session of a programme.
pub(super) async fn one(app: &App, programme: Uuid, id: Uuid) -> Result<Option<Session>> {
    let row = session_row::Entity::find_by_id(id)
        .filter(session_row::Column::Programme.eq(programme))
        .one(app.db.read())
        .await?;
    row.map(session).transpose()
}

/// Sessions by identifier.
pub(super) async fn many(app: &App, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Session>> {
    let mut found = BTreeMap::new();
    for batch in ids.chunks(platform::storage::BATCH) {
        let rows = session_row::Entity::find()
            .filter(session_row::Column::Id.is_in(batch.to_vec()))
            .all(app.db.read())
            .await?;
        for row in rows {
            found.insert(row.id, session(row)?);
        }
    }
    Ok(found)
}

fn session(row: session_row::Model) -> Result<Session> {
    Ok(Session {
        id: row.id,
        plan: row.plan,
        group: usize::try_from(row.group_number).map_err(Error::internal)?,
        week: usize::try_from(row.week).map_err(Error::internal)?,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        state: State::of(&row.state)?,
        cancelled_code: row.cancelled_code,
        course: Course {
            started_at: row.started_at,
            ended_at: row.ended_at,
            second_case: row.second_case.map(|yes| yes != 0),
            cases: row.cases.and_then(|cases| u8::try_from(cases).ok()),
            escalation_route_used: row.escalation_route_used.map(|yes| yes != 0),
            closed_at: row.closed_at,
            sequence: row.sequence,
            register_version: row.register_version,
        },
    })
}

/// Closes a session.
///
/// # Errors
/// It was closed before.
pub async fn close(tx: &Tx, session: Uuid, outcome: Outcome<'_>) -> Result<()> {
    let (state, code, cases) = match outcome {
        Outcome::Held { cases } => (State::Held, None, Some(i64::from(cases))),
        Outcome::Cancelled { code } => (State::Cancelled, Some(code.to_owned()), None),
    };
    let changed = session_row::Entity::update_many()
        .col_expr(session_row::Column::State, Expr::value(state.word()))
        .col_expr(session_row::Column::CancelledCode, Expr::value(code))
        .col_expr(session_row::Column::Cases, Expr::value(cases))
        .col_expr(
            session_row::Column::Sequence,
            one_more(session_row::Column::Sequence),
        )
        .filter(session_row::Column::Id.eq(session))
        .filter(session_row::Column::State.is_in(OPEN))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::Conflict("its outcome was entered before"));
    }
    Ok(())
}

/// Keeps when a session really began and ended, whether the employer's own way was gone, and when that was entered.
pub async fn keep_course(tx: &Tx, session: Uuid, course: &Course) -> Result<()> {
    let route = course.escalation_route_used.map(i64::from);
    session_row::Entity::update_many()
        .col_expr(
            session_row::Column::StartedAt,
            Expr::value(course.started_at.map(|at| at.0)),
        )
        .col_expr(
            session_row::Column::EndedAt,
            Expr::value(course.ended_at.map(|at| at.0)),
        )
        .col_expr(session_row::Column::EscalationRouteUsed, Expr::value(route))
        .col_expr(
            session_row::Column::ClosedAt,
            Expr::value(course.closed_at.map(|at| at.0)),
        )
        .filter(session_row::Column::Id.eq(session))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The organiser confirms a session.
///
/// # Errors
/// It is not planned any more.
pub(super) async fn confirm(tx: &Tx, session: Uuid) -> Result<()> {
    let changed = session_row::Entity::update_many()
        .col_expr(
            session_row::Column::State,
            Expr::value(State::Confirmed.word()),
        )
        .col_expr(
            session_row::Column::Sequence,
            one_more(session_row::Column::Sequence),
        )
        .filter(session_row::Column::Id.eq(session))
        .filter(session_row::Column::State.eq(State::Planned.word()))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::Conflict("it was confirmed or closed before"));
    }
    Ok(())
}

/// Keeps when an open session began, unless that is known. Tells whether it was news.
pub(super) async fn begin(tx: &Tx, session: Uuid, at: Instant) -> Result<bool> {
    once(tx, session, session_row::Column::StartedAt, at).await
}

/// Keeps when an open session ended, unless that is known. Tells whether it was news.
pub(super) async fn end(tx: &Tx, session: Uuid, at: Instant) -> Result<bool> {
    once(tx, session, session_row::Column::EndedAt, at).await
}

async fn once(tx: &Tx, session: Uuid, column: session_row::Column, at: Instant) -> Result<bool> {
    let changed = session_row::Entity::update_many()
        .col_expr(column, Expr::value(at.0))
        .filter(session_row::Column::Id.eq(session))
        .filter(session_row::Column::State.is_in(OPEN))
        .filter(column.is_null())
        .exec(tx.connection())
        .await?;
    Ok(changed.rows_affected > 0)
}

/// Keeps whether there is to be a second case. Of two answers the later one stands, however they arrive.
pub(super) async fn second_case(tx: &Tx, session: Uuid, yes: bool, at: Instant) -> Result<bool> {
    let column = session_row::Column::SecondCaseAt;
    let changed = session_row::Entity::update_many()
        .col_expr(session_row::Column::SecondCase, Expr::value(i64::from(yes)))
        .col_expr(column, Expr::value(at.0))
        .filter(session_row::Column::Id.eq(session))
        .filter(session_row::Column::State.is_in(OPEN))
        .filter(column.is_null().or(column.lt(at.0)))
        .exec(tx.connection())
        .await?;
    Ok(changed.rows_affected > 0)
}

/// Takes the next version of a register, if it is still the one that was seen.
///
/// # Errors
/// Somebody else has changed it since.
pub(super) async fn claim_register(tx: &Tx, session: Uuid, seen: i64) -> Result<()> {
    let column = session_row::Column::RegisterVersion;
    let changed = session_row::Entity::update_many()
        .col_expr(column, one_more(column))
        .filter(session_row::Column::Id.eq(session))
        .filter(column.eq(seen))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::Conflict("the register was marked by somebody else"));
    }
    Ok(())
}

/// Keeps an event at the frame, once. Tells whether it was news.
pub(super) async fn note(tx: &Tx, session: Uuid, event: BoundaryEvent) -> Result<bool> {
    let row = boundary_row::ActiveModel {
        id: Set(event.id),
        session: Set(session),
        code: Set(event.code.word().into()),
        at: Set(event.at),
    };
    let kept = boundary_row::Entity::insert(row)
        .on_conflict_do_nothing_on([boundary_row::Column::Id])
        .exec_without_returning(tx.connection())
        .await?;
    Ok(matches!(kept, sea_orm::TryInsertResult::Inserted(1..)))
}

/// What happened at the frame of a session, by time.
pub(super) async fn noted(app: &App, session: Uuid) -> Result<Vec<BoundaryEvent>> {
    let rows = boundary_row::Entity::find()
        .filter(boundary_row::Column::Session.eq(session))
        .order_by_asc(boundary_row::Column::At)
        .order_by_asc(boundary_row::Column::Id)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            let code = row.code.parse().map_err(Error::internal)?;
            let (id, at) = (row.id, row.at);
            Ok(BoundaryEvent { id, code, at })
        })
        .collect()
}

/// The states of a session whose outcome is not entered.
const OPEN: [&str; 2] = ["planned", "confirmed"];

fn one_more(column: session_row::Column) -> sea_orm::sea_query::SimpleExpr {
    Expr::col(column).add(1)
}

/// The identifiers of a plan's sessions.
pub(super) async fn ids(app: &App, plan: Uuid) -> Result<Vec<Uuid>> {
    Ok(session_row::Entity::find()
        .select_only()
        .column(session_row::Column::Id)
        .filter(session_row::Column::Plan.eq(plan))
        .into_tuple()
        .all(app.db.read())
        .await?)
}

/// The plans in which sessions stand whose outcome is not entered.
pub(super) async fn open_plans(app: &App, programme: Uuid) -> Result<BTreeSet<Uuid>> {
    let plans: Vec<Uuid> = session_row::Entity::find()
        .select_only()
        .column(session_row::Column::Plan)
        .distinct()
        .filter(session_row::Column::Programme.eq(programme))
        .filter(session_row::Column::State.is_in(OPEN))
        .into_tuple()
        .all(app.db.read())
        .await?;
    Ok(plans.into_iter().collect())
}
