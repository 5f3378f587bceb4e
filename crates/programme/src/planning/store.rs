//! Every query on slots and plans.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};
use uuid::Uuid;

use super::{Document, Slot};
use crate::columns;

mod slot_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "slots")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub weekday: String,
        pub start_time: String,
        pub minutes: i64,
        pub first_date: String,
        pub weeks: i64,
        pub every_weeks: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod plan_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plans")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub number: i64,
        pub state: String,
        pub made_at: Instant,
        pub input_digest: String,
        pub document: String,
        pub published_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A version of the plan as it is stored. Its people are named by identifier.
#[derive(Clone, Debug)]
pub struct PlanVersion {
    /// Its identifier.
    pub id: Uuid,
    /// Its number within the programme, from 1.
    pub number: i64,
    /// Whether people outside the planning team see it.
    pub published: bool,
    /// When it was made.
    pub made_at: Instant,
    /// What it says.
    pub document: Document,
}

/// Puts these slots in place of all earlier ones.
pub(crate) async fn replace_slots(tx: &Tx, programme: Uuid, slots: &[Slot]) -> Result<()> {
    slot_row::Entity::delete_many()
        .filter(slot_row::Column::Programme.eq(programme))
        .exec(tx.connection())
        .await?;
    let rows = (0..)
        .zip(slots)
        .map(|(position, slot)| slot_row::Model {
            programme,
            position,
            weekday: columns::weekday_word(slot.weekday).into(),
            start_time: columns::time_text(slot.start),
            minutes: slot.minutes.into(),
            first_date: slot.first_date.to_string(),
            weeks: slot.weeks.into(),
            every_weeks: slot.every_weeks.into(),
        })
        .collect();
    tx.insert_all::<slot_row::Model>(rows).await
}

/// The slots in the order of their file.
pub(crate) async fn slots(app: &App, programme: Uuid) -> Result<Vec<Slot>> {
    let rows = slot_row::Entity::find()
        .filter(slot_row::Column::Programme.eq(programme))
        .order_by_asc(slot_row::Column::Position)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Slot {
                weekday: columns::weekday(&row.weekday)?,
                start: columns::time(&row.start_time)?,
                minutes: columns::count(row.minutes)?,
                first_date: columns::date(&row.first_date)?,
                weeks: columns::count(row.weeks)?,
                every_weeks: columns::count(row.every_weeks)?,
            })
        })
        .collect()
}

/// Keeps a new draft and gives its number.
pub(crate) async fn add(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    input_digest: &str,
    document: &Document,
) -> Result<PlanVersion> {
    let latest = plan_row::Entity::find()
        .filter(plan_row::Column::Programme.eq(programme))
        .order_by_desc(plan_row::Column::Number)
        .one(tx.connection())
        .await?;
    let row = plan_row::Model {
        id: app.new_id(),
        programme,
        number: latest.map_or(1, |row| row.number + 1),
        state: "draft".into(),
        made_at: app.now(),
        input_digest: input_digest.into(),
        document: serde_json::to_string(document).map_err(Error::internal)?,
        published_at: None,
    };
    plan_row::Entity::insert(row.clone().into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    version(row)
}

/// The newest plan of a programme; with `published`, the one that holds.
pub(crate) async fn newest(
    app: &App,
    programme: Uuid,
    published: bool,
) -> Result<Option<PlanVersion>> {
    let mut query = plan_row::Entity::find().filter(plan_row::Column::Programme.eq(programme));
    if published {
        query = query.filter(plan_row::Column::State.eq("published"));
    }
    query
        .order_by_desc(plan_row::Column::Number)
        .one(app.db.read())
        .await?
        .map(version)
        .transpose()
}

/// Marks a draft as the plan that holds; the one before is kept as replaced. Somebody else may have been
/// first: then nothing changes.
pub(crate) async fn publish(tx: &Tx, app: &App, programme: Uuid, plan: Uuid) -> Result<()> {
    plan_row::Entity::update_many()
        .col_expr(plan_row::Column::State, Expr::value("replaced"))
        .filter(plan_row::Column::Programme.eq(programme))
        .filter(plan_row::Column::State.eq("published"))
        .exec(tx.connection())
        .await?;
    let changed = plan_row::Entity::update_many()
        .col_expr(plan_row::Column::State, Expr::value("published"))
        .col_expr(plan_row::Column::PublishedAt, Expr::value(app.now().0))
        .filter(plan_row::Column::Id.eq(plan))
        .filter(plan_row::Column::Programme.eq(programme))
        .filter(plan_row::Column::State.eq("draft"))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::Conflict("this plan is published already"));
    }
    Ok(())
}

fn version(row: plan_row::Model) -> Result<PlanVersion> {
    Ok(PlanVersion {
        id: row.id,
        number: row.number,
        published: row.state == "published",
        made_at: row.made_at,
        document: serde_json::from_str(&row.document).map_err(Error::internal)?,
    })
}
