//! Every query on what happened to releases.

use std::collections::BTreeMap;

use platform::Result;
use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};
use uuid::Uuid;

use super::event::{Actor, Event};
use super::state::{RefusalCode, State};
use super::store::{Release, word};
use crate::costs::Cover;

mod event_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "release_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub release: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sequence: i64,
        pub at: Instant,
        pub event: String,
        pub actor: String,
        pub done_by: Option<Uuid>,
        pub from_state: String,
        pub to_state: String,
        pub code: Option<String>,
        pub cover: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Something that happened to a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// To which.
    pub release: Uuid,
    /// When.
    pub at: Instant,
    /// What.
    pub event: Event,
    /// Who acted.
    pub actor: Actor,
    /// The account or the signed link that acted.
    pub by: Option<Uuid>,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// The code that came with a refusal.
    pub code: Option<RefusalCode>,
    /// The cover that came with an approval.
    pub cover: Option<Cover>,
}

/// Keeps that a release came about approved, in the place of another (RE6).
pub(super) async fn note_origin(tx: &Tx, new: &Release, what: &Happened) -> Result<()> {
    let origin = Happened {
        release: new.id,
        from: State::Draft,
        to: new.state,
        ..what.clone()
    };
    keep(tx, new.sequence, &origin).await
}

/// Keeps a step under the number of changes that the release has seen.
pub(super) async fn keep(tx: &Tx, sequence: i64, what: &Happened) -> Result<()> {
    let row = event_row::Model {
        release: what.release,
        sequence,
        at: what.at,
        event: what.event.word().into(),
        actor: what.actor.word().into(),
        done_by: what.by,
        from_state: what.from.word().into(),
        to_state: what.to.word().into(),
        code: what.code.map(|code| code.word().into()),
        cover: what.cover.map(|cover| cover.word().into()),
    };
    event_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// What happened to releases, oldest first.
pub(crate) async fn happened(
    connection: &impl ConnectionTrait,
    releases: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Happened>>> {
    let mut found: BTreeMap<Uuid, Vec<Happened>> = BTreeMap::new();
    for batch in releases.chunks(BATCH) {
        let rows = event_row::Entity::find()
            .filter(event_row::Column::Release.is_in(batch.to_vec()))
            .order_by_asc(event_row::Column::Release)
            .order_by_asc(event_row::Column::Sequence)
            .all(connection)
            .await?;
        for row in rows {
            let what = Happened {
                release: row.release,
                at: row.at,
                event: word(&row.event)?,
                actor: word(&row.actor)?,
                by: row.done_by,
                from: word(&row.from_state)?,
                to: word(&row.to_state)?,
                code: row.code.as_deref().map(word).transpose()?,
                cover: row.cover.as_deref().map(word).transpose()?,
            };
            found.entry(row.release).or_default().push(what);
        }
    }
    Ok(found)
}
