//! Every query on sessions and the register.

use std::collections::BTreeMap;
use std::fmt;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect as _};
use uuid::Uuid;

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
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod attendance_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendances")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub resident: Uuid,
        pub state: String,
        pub minutes: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It stands in the published plan.
    Planned,
    /// The organiser confirmed it.
    Confirmed,
    /// It took place.
    Held,
    /// It did not take place.
    Cancelled,
}

impl State {
    /// Whether it lies ahead or is under way.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Confirmed)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Confirmed => "confirmed",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    fn of(word: &str) -> Result<Self> {
        [Self::Planned, Self::Confirmed, Self::Held, Self::Cancelled]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| Error::internal(format!("\"{word}\" is no state of a session")))
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Planned => "Planned",
            Self::Confirmed => "Confirmed",
            Self::Held => "Held",
            Self::Cancelled => "Cancelled",
        })
    }
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// It took place, with so many cases, 0 to 2. Nothing else of it is kept.
    Held {
        /// How many.
        cases: u8,
    },
    /// It did not take place.
    Cancelled {
        /// Why, as a code of programme 3.3.
        code: &'a str,
    },
}

/// One dated meeting.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identifier.
    pub id: Uuid,
    /// The plan it stands in.
    pub plan: Uuid,
    /// The group's number in that plan.
    pub group: usize,
    /// Which session of the run, from 1.
    pub week: usize,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// How far it is.
    pub state: State,
    /// Why it was cancelled, as a code.
    pub cancelled_code: Option<String>,
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
            cases: None,
        })
        .collect();
    tx.insert_all::<session_row::Model>(rows).await
}

/// Takes sessions over into a plan, each with the number of its group there.
pub async fn go_on(tx: &Tx, plan: Uuid, sessions: &[(Uuid, usize)]) -> Result<()> {
    let mut by_group: BTreeMap<usize, Vec<Uuid>> = BTreeMap::new();
    for (session, group) in sessions {
        by_group.entry(*group).or_default().push(*session);
    }
    for (group, sessions) in by_group {
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
    rows.into_iter()
        .map(|row| {
            Ok(Session {
                id: row.id,
                plan: row.plan,
                group: usize::try_from(row.group_number).map_err(Error::internal)?,
                week: usize::try_from(row.week).map_err(Error::internal)?,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                state: State::of(&row.state)?,
                cancelled_code: row.cancelled_code,
            })
        })
        .collect()
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
        .filter(session_row::Column::Id.eq(session))
        .filter(session_row::Column::State.is_in(["planned", "confirmed"]))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::Conflict("its outcome was entered before"));
    }
    Ok(())
}

/// Records the register of a session: who was there for how many minutes.
pub async fn attend(tx: &Tx, session: Uuid, register: &[(Uuid, &str, i64)]) -> Result<()> {
    let rows = register
        .iter()
        .map(|(resident, state, minutes)| attendance_row::Model {
            session,
            resident: *resident,
            state: (*state).to_owned(),
            minutes: *minutes,
        })
        .collect();
    tx.insert_all::<attendance_row::Model>(rows).await
}

/// How many were present, and how many were on the register, by session of a plan.
pub async fn counts(app: &App, plan: Uuid) -> Result<BTreeMap<Uuid, (usize, usize)>> {
    let sessions: Vec<Uuid> = session_row::Entity::find()
        .select_only()
        .column(session_row::Column::Id)
        .filter(session_row::Column::Plan.eq(plan))
        .into_tuple()
        .all(app.db.read())
        .await?;
    let mut counts: BTreeMap<Uuid, (usize, usize)> = BTreeMap::new();
    for batch in sessions.chunks(platform::storage::BATCH) {
        let rows = attendance_row::Entity::find()
            .filter(attendance_row::Column::Session.is_in(batch.to_vec()))
            .all(app.db.read())
            .await?;
        for row in rows {
            let entry = counts.entry(row.session).or_default();
            entry.0 += usize::from(row.state == "present");
            entry.1 += 1;
        }
    }
    Ok(counts)
}
