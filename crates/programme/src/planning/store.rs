//! Every query on slots and plans.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result, retention};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder, QuerySelect as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Document, Slot, Why};
use crate::columns;
use crate::words::words;

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
        pub reason: Option<String>,
        pub made_by: Option<Uuid>,
        pub previous_hash: Option<Vec<u8>>,
        pub hash: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

words! {
    /// How far a version has come.
    State accepts "draft, published, replaced" {
        /// Planners see it.
        Draft = "draft",
        /// It holds.
        Published = "published",
        /// A later one holds.
        Replaced = "replaced",
    }
}

/// A version of the plan as it is stored. Its people are named by identifier.
#[derive(Clone, Debug)]
pub struct PlanVersion {
    /// Its identifier.
    pub id: Uuid,
    /// Its number within the programme, from 1.
    pub number: i64,
    /// Whether it is a draft, holds, or was replaced.
    pub state: State,
    /// When it was made.
    pub made_at: Instant,
    /// Why a published plan was changed by it, none for a plan made anew.
    pub reason: Option<Why>,
    /// SHA-256 over the one before and everything it says (programme M5); none for plans of before hashes were kept.
    pub hash: Option<Vec<u8>>,
    /// What it says.
    pub document: Document,
}

impl PlanVersion {
    /// Whether it holds, so that people outside the planning team see it.
    pub fn is_published(&self) -> bool {
        self.state == State::Published
    }
}

/// What a new version is made from.
pub(crate) struct Draft<'a> {
    /// The digest of the folder that was imported last.
    pub input_digest: &'a str,
    /// Why a published plan is changed by it.
    pub reason: Option<Why>,
    /// Who asked for it.
    pub by: Option<Uuid>,
    /// What it says.
    pub document: &'a Document,
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

/// Keeps a new draft and gives its number. It is chained to the one before: what a version says is never changed.
pub(crate) async fn add(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    draft: &Draft<'_>,
) -> Result<PlanVersion> {
    let latest = plan_row::Entity::find()
        .filter(plan_row::Column::Programme.eq(programme))
        .order_by_desc(plan_row::Column::Number)
        .one(tx.connection())
        .await?;
    let document = serde_json::to_string(draft.document).map_err(Error::internal)?;
    let mut row = plan_row::Model {
        id: app.new_id(),
        programme,
        number: latest.as_ref().map_or(1, |row| row.number + 1),
        state: "draft".into(),
        made_at: app.now(),
        input_digest: draft.input_digest.into(),
        document,
        published_at: None,
        reason: draft.reason.map(|reason| reason.word().into()),
        made_by: draft.by,
        previous_hash: latest.and_then(|row| row.hash),
        hash: None,
    };
    row.hash = Some(hash(&row));
    plan_row::Entity::insert(row.clone().into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    version(row)
}

fn hash(row: &plan_row::Model) -> Vec<u8> {
    let mut hash = Sha256::new();
    let parts: [&[u8]; 7] = [
        row.previous_hash.as_deref().unwrap_or_default(),
        row.programme.as_bytes(),
        &row.number.to_be_bytes(),
        &row.made_at.0.to_be_bytes(),
        row.input_digest.as_bytes(),
        row.reason.as_deref().unwrap_or_default().as_bytes(),
        row.document.as_bytes(),
    ];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The first version of a programme whose text or order was changed after it was made, if any.
pub async fn first_broken(app: &App, programme: Uuid) -> Result<Option<i64>> {
    let rows = plan_row::Entity::find()
        .filter(plan_row::Column::Programme.eq(programme))
        .order_by_asc(plan_row::Column::Number)
        .all(app.db.read())
        .await?;
    let is_begun = rows.first().is_some_and(|row| row.number > 1);
    let mut before: Option<Vec<u8>> = None;
    if is_begun && retention::has_tombstone(app.db.read(), programme, "plans").await? {
        // The first versions are over their period: the chain goes on from the last of them.
        before = rows.first().and_then(|row| row.previous_hash.clone());
    }
    for row in rows {
        let Some(kept) = &row.hash else {
            // Made before hashes were kept; nothing may follow that breaks off again.
            if before.is_some() {
                return Ok(Some(row.number));
            }
            continue;
        };
        if row.previous_hash != before || hash(&row) != *kept {
            return Ok(Some(row.number));
        }
        before = row.hash;
    }
    Ok(None)
}

/// Number and state of every version, the newest first, without what they say.
pub(super) async fn heads(app: &App, programme: Uuid) -> Result<Vec<(i64, State)>> {
    let rows: Vec<(i64, String)> = plan_row::Entity::find()
        .select_only()
        .column(plan_row::Column::Number)
        .column(plan_row::Column::State)
        .filter(plan_row::Column::Programme.eq(programme))
        .order_by_desc(plan_row::Column::Number)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let head =
        |(number, state): (i64, String)| Ok((number, state.parse().map_err(Error::internal)?));
    rows.into_iter().map(head).collect()
}

/// Every version of a programme that was ever published, by identifier.
pub(crate) async fn ever_published(
    app: &App,
    programme: Uuid,
) -> Result<BTreeMap<Uuid, PlanVersion>> {
    plan_row::Entity::find()
        .filter(plan_row::Column::Programme.eq(programme))
        .filter(plan_row::Column::PublishedAt.is_not_null())
        .all(app.db.read())
        .await?
        .into_iter()
        .map(|row| version(row).map(|version| (version.id, version)))
        .collect()
}

/// Every version of a programme, the newest first.
pub(super) async fn versions(app: &App, programme: Uuid) -> Result<Vec<PlanVersion>> {
    plan_row::Entity::find()
        .filter(plan_row::Column::Programme.eq(programme))
        .order_by_desc(plan_row::Column::Number)
        .all(app.db.read())
        .await?
        .into_iter()
        .map(version)
        .collect()
}

/// One version by its number.
pub(super) async fn numbered(app: &App, programme: Uuid, number: i64) -> Result<PlanVersion> {
    let row = plan_row::Entity::find()
        .filter(plan_row::Column::Programme.eq(programme))
        .filter(plan_row::Column::Number.eq(number))
        .one(app.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    version(row)
}

/// One version by its identifier.
pub(crate) async fn version_of(
    app: &App,
    programme: Uuid,
    plan: Uuid,
) -> Result<Option<PlanVersion>> {
    let row = plan_row::Entity::find_by_id(plan)
        .filter(plan_row::Column::Programme.eq(programme))
        .one(app.db.read())
        .await?;
    row.map(version).transpose()
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
        state: row.state.parse().map_err(Error::internal)?,
        made_at: row.made_at,
        reason: row
            .reason
            .map(|reason| reason.parse().map_err(Error::internal))
            .transpose()?,
        hash: row.hash,
        document: serde_json::from_str(&row.document).map_err(Error::internal)?,
    })
}
