//! Every query on registers and on what was changed in them.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::register::{Entry, Mark};
use super::store;

mod row {
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
        pub time_source: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod change_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "register_changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub session: Uuid,
        pub resident: Uuid,
        pub from_state: String,
        pub from_minutes: i64,
        pub to_state: String,
        pub to_minutes: i64,
        pub changed_at: Instant,
        pub changed_by: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An entry that was put right.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// Whose.
    pub resident: Uuid,
    /// What it said.
    pub from: (Mark, i64),
    /// What it says since then.
    pub to: (Mark, i64),
    /// When.
    pub at: Instant,
    /// By which account.
    pub by: Uuid,
}

/// Records the register of a session: who was there for how many minutes.
pub async fn attend(tx: &Tx, session: Uuid, register: &[Entry]) -> Result<()> {
    let rows = register.iter().map(|entry| model(session, entry));
    tx.insert_all::<row::Model>(rows.collect()).await
}

/// Marks members: new entries are added, others are changed and what they said is kept. Tells how many are different now.
pub(super) async fn mark(
    tx: &Tx,
    app: &App,
    session: Uuid,
    entries: &[Entry],
    by: Uuid,
) -> Result<usize> {
    let rows = row::Entity::find()
        .filter(row::Column::Session.eq(session))
        .all(tx.connection())
        .await?;
    let before: BTreeMap<Uuid, row::Model> =
        rows.into_iter().map(|row| (row.resident, row)).collect();
    let (mut fresh, mut changes) = (Vec::new(), Vec::new());
    for entry in entries {
        let now = model(session, entry);
        let Some(old) = before.get(&entry.resident) else {
            fresh.push(now);
            continue;
        };
        if (&old.state, old.minutes) == (&now.state, now.minutes) {
            continue;
        }
        changes.push(change_row::Model {
            id: app.new_id(),
            session,
            resident: entry.resident,
            from_state: old.state.clone(),
            from_minutes: old.minutes,
            to_state: now.state.clone(),
            to_minutes: now.minutes,
            changed_at: app.now(),
            changed_by: by,
        });
        row::Entity::update_many()
            .col_expr(row::Column::State, Expr::value(now.state))
            .col_expr(row::Column::Minutes, Expr::value(now.minutes))
            .col_expr(row::Column::TimeSource, Expr::value(now.time_source))
            .filter(row::Column::Session.eq(session))
            .filter(row::Column::Resident.eq(entry.resident))
            .exec(tx.connection())
            .await?;
    }
    let different = fresh.len() + changes.len();
    tx.insert_all::<row::Model>(fresh).await?;
    tx.insert_all::<change_row::Model>(changes).await?;
    Ok(different)
}

fn model(session: Uuid, entry: &Entry) -> row::Model {
    row::Model {
        session,
        resident: entry.resident,
        state: entry.mark.word().into(),
        minutes: entry.minutes,
        time_source: entry.source.map(|source| source.word().into()),
    }
}

/// The register of a session, by member.
pub(super) async fn entries(app: &App, session: Uuid) -> Result<BTreeMap<Uuid, Entry>> {
    let rows = row::Entity::find()
        .filter(row::Column::Session.eq(session))
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.resident, entry(row)?)))
        .collect()
}

/// What the registers say of a resident, by session.
pub(super) async fn entries_of(app: &App, resident: Uuid) -> Result<BTreeMap<Uuid, Entry>> {
    let rows = row::Entity::find()
        .filter(row::Column::Resident.eq(resident))
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.session, entry(row)?)))
        .collect()
}

fn entry(row: row::Model) -> Result<Entry> {
    let source = row.time_source.map(|word| word.parse()).transpose();
    Ok(Entry {
        resident: row.resident,
        mark: row.state.parse().map_err(Error::internal)?,
        minutes: row.minutes,
        source: source.map_err(Error::internal)?,
    })
}

/// What was put right in a register, oldest first.
pub(super) async fn changes(app: &App, session: Uuid) -> Result<Vec<Change>> {
    let rows = change_row::Entity::find()
        .filter(change_row::Column::Session.eq(session))
        .order_by_asc(change_row::Column::ChangedAt)
        .order_by_asc(change_row::Column::Id)
        .all(app.db.read())
        .await?;
    rows.into_iter().map(change).collect()
}

/// What was put right of a resident, oldest first, with its session.
pub(super) async fn changes_of(app: &App, resident: Uuid) -> Result<Vec<(Uuid, Change)>> {
    let rows = change_row::Entity::find()
        .filter(change_row::Column::Resident.eq(resident))
        .order_by_asc(change_row::Column::ChangedAt)
        .order_by_asc(change_row::Column::Id)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.session, change(row)?)))
        .collect()
}

fn change(row: change_row::Model) -> Result<Change> {
    let mark = |word: &str| word.parse::<Mark>().map_err(Error::internal);
    Ok(Change {
        resident: row.resident,
        from: (mark(&row.from_state)?, row.from_minutes),
        to: (mark(&row.to_state)?, row.to_minutes),
        at: row.changed_at,
        by: row.changed_by,
    })
}

/// How many were present, and how many were on the register, by session of a plan.
pub async fn counts(app: &App, plan: Uuid) -> Result<BTreeMap<Uuid, (usize, usize)>> {
    let mut counts: BTreeMap<Uuid, (usize, usize)> = BTreeMap::new();
    for batch in store::ids(app, plan)
        .await?
        .chunks(platform::storage::BATCH)
    {
        let rows = row::Entity::find()
            .filter(row::Column::Session.is_in(batch.to_vec()))
            .all(app.db.read())
            .await?;
        for row in rows {
            let entry = counts.entry(row.session).or_default();
            entry.0 += usize::from(row.state == Mark::Present.word());
            entry.1 += 1;
        }
    }
    Ok(counts)
}
