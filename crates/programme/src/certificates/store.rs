//! Every query on certificates and on what they count.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::keys::{Sealed, person_keys};
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::{Code, Content, Meeting};
use crate::identity::{open, seal};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificates")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub resident: Uuid,
        pub number: i64,
        pub issued_at: Instant,
        pub issued_by: Option<Uuid>,
        pub code_hash: Vec<u8>,
        pub content: Sealed,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The columns of a held session that a certificate needs.
mod session_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub starts_at: Instant,
        pub ends_at: Instant,
        pub state: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The columns of the register that a certificate needs.
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

/// A certificate as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    pub(super) number: i64,
    pub(super) issued_at: Instant,
    pub(super) content: Content,
}

/// Held sessions at which each resident was present.
pub(super) async fn meetings(app: &App, programme: Uuid) -> Result<BTreeMap<Uuid, Vec<Meeting>>> {
    let held: BTreeMap<Uuid, (Instant, Instant)> = session_row::Entity::find()
        .select_only()
        .column(session_row::Column::Id)
        .column(session_row::Column::StartsAt)
        .column(session_row::Column::EndsAt)
        .filter(session_row::Column::Programme.eq(programme))
        .filter(session_row::Column::State.eq("held"))
        .into_tuple()
        .all(app.db.read())
        .await?
        .into_iter()
        .map(|(id, starts, ends): (Uuid, Instant, Instant)| (id, (starts, ends)))
        .collect();
    let sessions: Vec<Uuid> = held.keys().copied().collect();
    let mut meetings: BTreeMap<Uuid, Vec<Meeting>> = BTreeMap::new();
    for batch in sessions.chunks(BATCH) {
        let rows = attendance_row::Entity::find()
            .filter(attendance_row::Column::Session.is_in(batch.to_vec()))
            .filter(attendance_row::Column::State.eq("present"))
            .all(app.db.read())
            .await?;
        for row in rows {
            let (starts, ends) = held[&row.session];
            meetings.entry(row.resident).or_default().push(Meeting {
                starts: starts.to_jiff(),
                ends: ends.to_jiff(),
                minutes: row.minutes,
            });
        }
    }
    Ok(meetings)
}

/// The certificate of each resident that is valid; somebody who was erased has none.
pub(super) async fn valid(
    connection: &impl ConnectionTrait,
    app: &App,
    programme: Uuid,
) -> Result<BTreeMap<Uuid, Certificate>> {
    let rows = row::Entity::find()
        .filter(row::Column::Programme.eq(programme))
        .order_by_asc(row::Column::Number)
        .all(connection)
        .await?;
    let last: BTreeMap<Uuid, row::Model> =
        rows.into_iter().map(|row| (row.resident, row)).collect();
    let keys = person_keys(connection, app, last.keys().copied()).await?;
    last.into_iter()
        .filter_map(|(resident, row)| keys.get(&resident).map(|key| (resident, row, key)))
        .map(|(resident, row, key)| {
            let certificate = Certificate {
                number: row.number,
                issued_at: row.issued_at,
                content: open(key, &row.content)?,
            };
            Ok((resident, certificate))
        })
        .collect()
}

/// What a code stands for.
pub(super) enum Found {
    Valid(Certificate),
    /// Another one took its place, then.
    Withdrawn(Instant),
}

/// The certificate of a code; none where there is no such code, or its holder was erased.
pub(super) async fn by_code(app: &App, code: &Code) -> Result<Option<Found>> {
    let found = row::Entity::find()
        .filter(row::Column::CodeHash.eq(code.hash(app)))
        .one(app.db.read())
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    let keys = person_keys(app.db.read(), app, [row.resident]).await?;
    let Some(key) = keys.get(&row.resident) else {
        return Ok(None);
    };
    let later = row::Entity::find()
        .filter(row::Column::Resident.eq(row.resident))
        .filter(row::Column::Number.eq(row.number + 1))
        .one(app.db.read())
        .await?;
    Ok(Some(match later {
        Some(later) => Found::Withdrawn(later.issued_at),
        None => Found::Valid(Certificate {
            number: row.number,
            issued_at: row.issued_at,
            content: open(key, &row.content)?,
        }),
    }))
}

/// Keeps a certificate; `number` counts those of the resident from 1.
///
/// # Errors
/// The resident was erased, or somebody else issued that number first.
pub(super) async fn add(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    resident: Uuid,
    (number, by): (i64, Option<Uuid>),
    (code, content): (&Code, &Content),
) -> Result<()> {
    let keys = person_keys(tx.connection(), app, [resident]).await?;
    let key = keys.get(&resident).ok_or(Error::NotFound)?;
    row::Entity::insert(row::ActiveModel {
        id: Set(app.new_id()),
        programme: Set(programme),
        resident: Set(resident),
        number: Set(number),
        issued_at: Set(app.now()),
        issued_by: Set(by),
        code_hash: Set(code.hash(app)),
        content: Set(seal(app, key, content)?),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}
