//! Every query on releases.

use std::str::FromStr;

use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::event::Actor;
use super::events_store::{Happened, keep};
use super::state::{RefusalCode, State};
use crate::costs::Cover;

pub(super) mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "releases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub plan: Uuid,
        pub session: Uuid,
        pub resident: Uuid,
        pub site: Uuid,
        pub leaves_at: Instant,
        pub returns_at: Instant,
        pub shift_code: String,
        pub state: String,
        pub code: Option<String>,
        pub cover: Option<String>,
        pub sequence: i64,
        pub batch: Option<Uuid>,
        pub passed_to: Option<String>,
        pub offered_resident: Option<Uuid>,
        pub offered_leaves_at: Option<Instant>,
        pub offered_returns_at: Option<Instant>,
        pub changed_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a site offers in place of what was asked (programme 7.1, RE5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Another doctor of the site; the same one where none is named.
    pub resident: Option<Uuid>,
    /// When they could leave.
    pub leaves_at: Instant,
    /// When they would be back.
    pub returns_at: Instant,
}

/// One request to one site for one resident and one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its identifier.
    pub id: Uuid,
    /// The plan it belongs to.
    pub plan: Uuid,
    /// The session.
    pub session: Uuid,
    /// Who is to be let go.
    pub resident: Uuid,
    /// By which site.
    pub site: Uuid,
    /// When they leave, the way included.
    pub leaves_at: Instant,
    /// When they are back.
    pub returns_at: Instant,
    /// The shift in the site's own code.
    pub shift_code: String,
    /// Where it stands.
    pub state: State,
    /// Why it was refused.
    pub code: Option<RefusalCode>,
    /// How it is covered.
    pub cover: Option<Cover>,
    /// How many changes it has seen; calendars call it SEQUENCE.
    pub sequence: i64,
    /// The batch in which it was sent.
    pub batch: Option<Uuid>,
    /// To whom it was passed on: the tutor or the director.
    pub passed_to: Option<Actor>,
    /// What the site offers instead.
    pub alternative: Option<Alternative>,
    /// When it last changed.
    pub changed_at: Instant,
}

impl Release {
    /// A release that nobody was asked for yet.
    pub fn draft(id: Uuid, plan: Uuid, session: Uuid, who: (Uuid, Uuid)) -> Self {
        let (resident, site) = who;
        Self {
            id,
            plan,
            session,
            resident,
            site,
            leaves_at: Instant(0),
            returns_at: Instant(0),
            shift_code: String::new(),
            state: State::Draft,
            code: None,
            cover: None,
            sequence: 0,
            batch: None,
            passed_to: None,
            alternative: None,
            changed_at: Instant(0),
        }
    }

    /// Minutes away, the way included.
    pub fn minutes(&self) -> i64 {
        (self.returns_at.0 - self.leaves_at.0) / 60_000_000
    }
}

/// Keeps new releases.
pub async fn add(tx: &Tx, app: &App, programme: Uuid, releases: &[Release]) -> Result<()> {
    let changed_at = app.now();
    let rows = releases
        .iter()
        .map(|release| {
            let mut row = to_row(programme, release);
            row.changed_at = changed_at;
            row
        })
        .collect();
    tx.insert_all::<row::Model>(rows).await
}

/// Takes releases over into a plan as they stand.
pub async fn go_on(tx: &Tx, plan: Uuid, releases: &[Uuid]) -> Result<()> {
    for batch in releases.chunks(BATCH) {
        row::Entity::update_many()
            .col_expr(row::Column::Plan, Expr::value(plan))
            .filter(row::Column::Id.is_in(batch.to_vec()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Writes what a release is now, if it is still what it was, and what happened to it.
///
/// # Errors
/// `Conflict` where somebody else changed it in the meantime.
pub(super) async fn change(
    tx: &Tx,
    programme: Uuid,
    before: &Release,
    after: &Release,
    what: &Happened,
) -> Result<()> {
    let row = to_row(programme, after);
    let changed = row::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(row::Column::Id.eq(before.id))
        .filter(row::Column::State.eq(before.state.word()))
        .filter(row::Column::Sequence.eq(before.sequence))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::Conflict("the request has been answered"));
    }
    keep(tx, after.sequence, what).await
}

/// Writes where releases stand without anything having happened here: for an invented past.
pub async fn record(
    tx: &Tx,
    app: &App,
    states: &[(Uuid, State, Option<RefusalCode>)],
) -> Result<()> {
    for (release, state, code) in states {
        row::Entity::update_many()
            .col_expr(row::Column::State, Expr::value(state.word()))
            .col_expr(
                row::Column::Code,
                Expr::value(code.map(|code| code.word().to_owned())),
            )
            .col_expr(row::Column::ChangedAt, Expr::value(app.now().0))
            .filter(row::Column::Id.eq(*release))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Which releases are wanted.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Of this plan.
    pub plan: Option<Uuid>,
    /// Of this site.
    pub site: Option<Uuid>,
    /// Of this resident.
    pub resident: Option<Uuid>,
    /// Of this session.
    pub session: Option<Uuid>,
    /// These and no others.
    pub ids: Option<Vec<Uuid>>,
    /// Sent in this batch.
    pub batch: Option<Uuid>,
}

/// The releases of a programme by time.
pub(crate) async fn find(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    asked: &Asked,
) -> Result<Vec<Release>> {
    let equal = |column: row::Column, value: Option<Uuid>| value.map(|value| column.eq(value));
    let conditions = [
        equal(row::Column::Plan, asked.plan),
        equal(row::Column::Site, asked.site),
        equal(row::Column::Resident, asked.resident),
        equal(row::Column::Session, asked.session),
        equal(row::Column::Batch, asked.batch),
    ];
    let mut query = row::Entity::find().filter(row::Column::Programme.eq(programme));
    for condition in conditions.into_iter().flatten() {
        query = query.filter(condition);
    }
    let query = query
        .order_by_asc(row::Column::LeavesAt)
        .order_by_asc(row::Column::Id);
    let rows = match &asked.ids {
        None => query.all(connection).await?,
        Some(ids) => {
            let mut rows = Vec::new();
            for ids in ids.chunks(BATCH) {
                let of_these = row::Column::Id.is_in(ids.to_vec());
                rows.extend(query.clone().filter(of_these).all(connection).await?);
            }
            rows
        }
    };
    rows.into_iter().map(from_row).collect()
}

/// The releases of a plan by time, of one site or one resident where asked. For one resident and session several may
/// have been called off, and at most one stands.
pub async fn of_plan(
    app: &App,
    plan: Uuid,
    site: Option<Uuid>,
    resident: Option<Uuid>,
) -> Result<Vec<Release>> {
    let mut query = row::Entity::find().filter(row::Column::Plan.eq(plan));
    if let Some(site) = site {
        query = query.filter(row::Column::Site.eq(site));
    }
    if let Some(resident) = resident {
        query = query.filter(row::Column::Resident.eq(resident));
    }
    let rows = query
        .order_by_asc(row::Column::LeavesAt)
        .order_by_asc(row::Column::Id)
        .all(app.db.read())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The releases for one session.
pub(crate) async fn of_session(
    connection: &impl ConnectionTrait,
    session: Uuid,
) -> Result<Vec<Release>> {
    let rows = row::Entity::find()
        .filter(row::Column::Session.eq(session))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Holds the releases of a site against others who change them, until the transaction ends. On SQLite there is one
/// writer anyway.
pub(super) async fn hold_site(tx: &Tx, programme: Uuid, site: Uuid) -> Result<Vec<Release>> {
    let rows = row::Entity::find()
        .filter(row::Column::Programme.eq(programme))
        .filter(row::Column::Site.eq(site))
        .order_by_asc(row::Column::LeavesAt)
        .order_by_asc(row::Column::Id)
        .lock_exclusive()
        .all(tx.connection())
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Writes to whom releases are passed on.
pub(super) async fn pass_to(tx: &Tx, releases: &[Uuid], to: Actor) -> Result<()> {
    for batch in releases.chunks(BATCH) {
        row::Entity::update_many()
            .col_expr(row::Column::PassedTo, Expr::value(to.word()))
            .filter(row::Column::Id.is_in(batch.to_vec()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

fn to_row(programme: Uuid, release: &Release) -> row::Model {
    row::Model {
        id: release.id,
        programme,
        plan: release.plan,
        session: release.session,
        resident: release.resident,
        site: release.site,
        leaves_at: release.leaves_at,
        returns_at: release.returns_at,
        shift_code: release.shift_code.clone(),
        state: release.state.word().into(),
        code: release.code.map(|code| code.word().into()),
        cover: release.cover.map(|cover| cover.word().into()),
        sequence: release.sequence,
        batch: release.batch,
        passed_to: release.passed_to.map(|actor| actor.word().into()),
        offered_resident: release.alternative.and_then(|offer| offer.resident),
        offered_leaves_at: release.alternative.map(|offer| offer.leaves_at),
        offered_returns_at: release.alternative.map(|offer| offer.returns_at),
        changed_at: release.changed_at,
    }
}

fn from_row(row: row::Model) -> Result<Release> {
    let alternative = match (row.offered_leaves_at, row.offered_returns_at) {
        (Some(leaves_at), Some(returns_at)) => Some(Alternative {
            resident: row.offered_resident,
            leaves_at,
            returns_at,
        }),
        _ => None,
    };
    Ok(Release {
        id: row.id,
        plan: row.plan,
        session: row.session,
        resident: row.resident,
        site: row.site,
        leaves_at: row.leaves_at,
        returns_at: row.returns_at,
        shift_code: row.shift_code,
        state: word(&row.state)?,
        code: row.code.as_deref().map(word).transpose()?,
        cover: row.cover.as_deref().map(word).transpose()?,
        sequence: row.sequence,
        batch: row.batch,
        passed_to: row.passed_to.as_deref().map(word).transpose()?,
        alternative,
        changed_at: row.changed_at,
    })
}

pub(super) fn word<T: FromStr>(text: &str) -> Result<T> {
    text.parse()
        .map_err(|_| Error::internal(format!("\"{text}\" is no word of a release")))
}
