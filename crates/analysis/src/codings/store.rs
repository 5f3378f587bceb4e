//! Codings in the database: the state to which the trail comes.

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::{self, BATCH, Tx};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use study::documents::Extent;
use uuid::Uuid;

use super::material::Coding;
use super::state::{CodingState, Waits, turns_of};
use super::texts;
use crate::trail::Trail;

pub(super) mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "codings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub document: Uuid,
        pub code: Uuid,
        pub member: Uuid,
        pub starts: i64,
        pub ends: i64,
        pub first_turn: i64,
        pub last_turn: i64,
        pub revision: i64,
        pub waits: String,
        pub since: i64,
        pub coded_at: Option<i64>,
        pub is_unverified: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A coding as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The coding.
    pub id: Uuid,
    /// What it is.
    pub state: CodingState,
    /// The turn in which it begins, from 0.
    pub first: u32,
    /// The turn in which it ends.
    pub last: u32,
    /// The token of its newest event in the trail; 0 where it came in a file.
    pub since: i64,
}

impl Stored {
    /// A coding of a text with these turns, as of the event of this token.
    pub(super) fn of((id, state): (Uuid, CodingState), turns: &[Extent], since: i64) -> Self {
        let (first, last) = turns_of(turns, state.start, state.end);
        Self {
            id,
            state,
            first,
            last,
            since,
        }
    }

    /// As it is counted and found; none where its passage is lost or not known.
    pub(super) fn counted(&self) -> Option<Coding> {
        self.state.waits.is_placed().then_some(Coding {
            start: self.state.start,
            end: self.state.end,
            code: self.state.code,
            member: self.state.member,
            id: self.id,
            first: self.first,
            last: self.last,
        })
    }
}

fn model(study: Uuid, one: &Stored) -> row::Model {
    let coding = &one.state;
    row::Model {
        id: one.id,
        study,
        document: coding.document,
        code: coding.code,
        member: coding.member,
        starts: coding.start.into(),
        ends: coding.end.into(),
        first_turn: one.first.into(),
        last_turn: one.last.into(),
        revision: coding.revision,
        waits: coding.waits.stored().to_owned(),
        is_unverified: i64::from(coding.waits == Waits::Unverified),
        since: one.since,
        coded_at: coding.coded_at,
    }
}

/// Adds codings with the commit.
pub(super) fn insert_last(tx: &Tx, study: Uuid, codings: impl IntoIterator<Item = Stored>) {
    let rows = codings.into_iter().map(|one| model(study, &one));
    tx.insert_last(rows.collect());
}

/// Stores what a coding is now.
pub(super) async fn update(tx: &Tx, study: Uuid, coding: &Stored) -> Result<()> {
    let row: row::ActiveModel = model(study, coding).into();
    row::Entity::update(row.reset_all())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Removes codings.
pub(super) async fn delete(tx: &Tx, ids: &[Uuid]) -> Result<()> {
    for batch in ids.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Those of these identifiers that codings have, in whichever study.
pub(super) async fn used(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<BTreeSet<Uuid>> {
    storage::used::<row::Entity>(connection, row::Column::Id, ids).await
}

/// The codes under which anything is coded, in any layer.
pub(crate) async fn coded(
    connection: &impl ConnectionTrait,
    study: Uuid,
    codes: &[Uuid],
) -> Result<BTreeSet<Uuid>> {
    let found: Vec<Uuid> = row::Entity::find()
        .select_only()
        .distinct()
        .column(row::Column::Code)
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Code.is_in(codes.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

/// How many codings each code has in the layer of a member.
pub(super) async fn counts(
    connection: &impl ConnectionTrait,
    study: Uuid,
    member: Uuid,
) -> Result<BTreeMap<Uuid, u64>> {
    let rows: Vec<(Uuid, i64)> = row::Entity::find()
        .select_only()
        .column(row::Column::Code)
        .column_as(row::Column::Id.count(), "count")
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Member.eq(member))
        .group_by(row::Column::Code)
        .into_tuple()
        .all(connection)
        .await?;
    let count = |(code, count): (Uuid, i64)| (code, u64::try_from(count).unwrap_or(0));
    Ok(rows.into_iter().map(count).collect())
}

/// How many codings these documents have, in every layer.
pub(crate) async fn count_in(
    connection: &impl ConnectionTrait,
    study: Uuid,
    documents: &[Uuid],
) -> Result<usize> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Document.is_in(documents.iter().copied()));
    let count = rows.count(connection).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The codings that rest on a code which an act has made.
pub(crate) async fn under_codes_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    trail: &Trail,
    act: Uuid,
) -> Result<Vec<Uuid>> {
    let made = trail.events.iter().filter(|event| {
        event.act == act && event.subject.0 == crate::codes::CODE && event.before.is_none()
    });
    let made: Vec<Uuid> = made.map(|event| event.subject.1).collect();
    let mut found = Vec::new();
    for batch in made.chunks(BATCH) {
        let ids: Vec<Uuid> = row::Entity::find()
            .select_only()
            .column(row::Column::Id)
            .filter(row::Column::Study.eq(study))
            .filter(row::Column::Code.is_in(batch.iter().copied()))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(ids);
    }
    Ok(found)
}

/// Removes the codings of documents that go, with their texts' numbers.
pub(super) async fn remove(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    for batch in documents.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Document.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
        texts::remove(tx, batch).await?;
    }
    super::passes::remove(tx, documents).await
}
