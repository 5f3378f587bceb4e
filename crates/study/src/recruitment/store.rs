//! The log in the database, and what the counts are made from.

use jiff::civil::Date;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::count::{Answers, Counts, Entry, EntryKind, Method, count};
use crate::rows::{random_id, storable};
use crate::{consent, participants};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recruitment_log")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub cohort: String,
        pub kind: String,
        pub method: String,
        pub people: i64,
        pub participant: Option<Uuid>,
        pub reason: String,
        pub happened_on: String,
        pub entered_at: Instant,
        pub entered_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is entered into the log.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The line.
    pub entry: Entry,
    /// By which member; none for a research lead who is not of the team.
    pub by: Option<Uuid>,
}

/// The counts of each cohort (COREQ 10 to 13).
pub async fn counts(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Counts>> {
    let participants = participants::all(connection, study).await?;
    let mut answers = Answers::default();
    for signed in consent::all_signed(connection, study).await? {
        // From the oldest to the newest: the last one holds.
        if signed.granted.is_empty() {
            answers.no.insert(signed.participant);
        } else {
            answers.yes.insert(signed.participant);
            answers.no.remove(&signed.participant);
        }
    }
    let log = entries(connection, study).await?;
    Ok(count(&participants, &answers, &log))
}

/// The log, the oldest day first.
pub async fn entries(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Entry>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::HappenedOn)
        .order_by_asc(row::Column::EnteredAt)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(entry).collect()
}

/// Adds a line to the log.
pub async fn enter(tx: &Tx, app: &App, study: Uuid, new: &NewEntry) -> Result<()> {
    let NewEntry { entry, by } = new;
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        cohort: Set(storable(&entry.cohort)),
        kind: Set(entry.kind.word().to_owned()),
        method: Set(entry.method.word().to_owned()),
        people: Set(entry.people.into()),
        participant: Set(entry.participant),
        reason: Set(storable(&entry.reason)),
        happened_on: Set(entry.on.to_string()),
        entered_at: Set(app.now()),
        entered_by: Set(*by),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Takes out of the log what somebody who has withdrawn had said.
pub async fn forget(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Reason, Expr::value(""))
        .col_expr(row::Column::Participant, Expr::value(None::<Uuid>))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn entry(row: row::Model) -> Result<Entry> {
    let broken = || Error::internal("a line of the recruitment log cannot be read");
    Ok(Entry {
        cohort: row.cohort,
        kind: row.kind.parse::<EntryKind>().map_err(|()| broken())?,
        method: row.method.parse::<Method>().map_err(|()| broken())?,
        people: u32::try_from(row.people).map_err(|_| broken())?,
        participant: row.participant,
        reason: row.reason,
        on: row.happened_on.parse::<Date>().map_err(|_| broken())?,
    })
}
