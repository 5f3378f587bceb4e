//! Every query on releases.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::State;

mod row {
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
        pub changed_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One request to one site for one resident and one session.
#[derive(Clone, Debug)]
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
    pub code: Option<String>,
}

/// Keeps the drafts of a plan that is being published.
pub async fn add(tx: &Tx, app: &App, programme: Uuid, releases: &[Release]) -> Result<()> {
    let changed_at = app.now();
    let rows = releases
        .iter()
        .map(|release| row::Model {
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
            code: release.code.clone(),
            changed_at,
        })
        .collect();
    tx.insert_all::<row::Model>(rows).await
}

/// Takes releases over into a plan as they stand.
pub async fn go_on(tx: &Tx, plan: Uuid, releases: &[Uuid]) -> Result<()> {
    for batch in releases.chunks(platform::storage::BATCH) {
        row::Entity::update_many()
            .col_expr(row::Column::Plan, Expr::value(plan))
            .filter(row::Column::Id.is_in(batch.to_vec()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Writes where releases stand now.
pub async fn answer(tx: &Tx, app: &App, answers: &[(Uuid, State, Option<&str>)]) -> Result<()> {
    for (release, state, code) in answers {
        row::Entity::update_many()
            .col_expr(row::Column::State, Expr::value(state.word()))
            .col_expr(row::Column::Code, Expr::value(code.map(str::to_owned)))
            .col_expr(row::Column::ChangedAt, Expr::value(app.now().0))
            .filter(row::Column::Id.eq(*release))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// The releases of a plan by time, of one site or one resident where asked.
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
    rows.into_iter().map(release).collect()
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
    rows.into_iter().map(release).collect()
}

fn release(row: row::Model) -> Result<Release> {
    let state = State::ALL
        .into_iter()
        .find(|state| state.word() == row.state)
        .ok_or_else(|| Error::internal(format!("\"{}\" is no state", row.state)))?;
    Ok(Release {
        id: row.id,
        plan: row.plan,
        session: row.session,
        resident: row.resident,
        site: row.site,
        leaves_at: row.leaves_at,
        returns_at: row.returns_at,
        shift_code: row.shift_code,
        state,
        code: row.code,
    })
}
