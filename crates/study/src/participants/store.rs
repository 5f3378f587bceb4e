//! Participants and cohorts in the database.

use std::collections::BTreeMap;

use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::{Participant, Status, cohort_rows};
use crate::dates::{DateOrder, InterviewDate};
use crate::documents;
use crate::durations::{InterviewLength, Precision};
use crate::rows::{position, random_id, storable};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "participants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub cohort: Uuid,
        pub position: i64,
        pub handle: String,
        pub gender: Option<String>,
        pub interview_date: Option<String>,
        pub length_seconds: Option<i64>,
        pub length_precision: Option<String>,
        pub status: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A participant as stored, with the id that grants point to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Random, and kept over every import that names the same handle.
    pub id: Uuid,
    /// What the file said.
    pub participant: Participant,
}

/// Everyone of a study, in the order of the file.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Stored>> {
    let cohorts = cohort_rows::all(connection, study).await?;
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    rows.into_iter().map(|row| stored(row, &cohorts)).collect()
}

/// One participant of a study by the random id.
pub async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    id: Uuid,
) -> Result<Option<Stored>> {
    let cohorts = cohort_rows::all(connection, study).await?;
    row::Entity::find_by_id(id)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?
        .map(|row| stored(row, &cohorts))
        .transpose()
}

/// Puts these participants in the place of all others and gives their ids by handle. Whoever keeps a
/// handle keeps the id; whoever is not named any more goes, unless a document that stays is theirs.
pub async fn replace(
    tx: &Tx,
    app: &App,
    study: Uuid,
    participants: &[Participant],
) -> Result<BTreeMap<String, Uuid>> {
    let connection = tx.connection();
    let known: BTreeMap<String, Uuid> = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.handle, row.id))
        .collect();
    let cohorts = cohort_rows::with_those_of(tx, app, study, participants).await?;
    let mut ids = BTreeMap::new();
    let mut new = Vec::new();
    for (index, participant) in participants.iter().enumerate() {
        let handle = participant.participant.clone();
        let id = known.get(&handle).copied();
        let cohort = cohorts
            .get(&storable(&participant.cohort))
            .copied()
            .ok_or_else(|| Error::internal("a participant without a cohort"))?;
        let place = (id.unwrap_or_else(|| random_id(app)), position(index));
        let row = to_row(place, study, cohort, participant);
        ids.insert(handle, place.0);
        match id {
            Some(_) => {
                row::Entity::update(row).exec(connection).await?;
            }
            None => new.push(row),
        }
    }
    for batch in new.chunks(BATCH) {
        row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(connection)
            .await?;
    }
    let speaking = documents::speaking(connection, study).await?;
    let gone = known
        .into_iter()
        .filter(|(handle, id)| !ids.contains_key(handle) && !speaking.contains(id))
        .map(|(_, id)| id);
    for batch in gone.collect::<Vec<_>>().chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Id.is_in(batch.iter().copied()))
            .exec(connection)
            .await?;
    }
    let used = row::Entity::find()
        .select_only()
        .column(row::Column::Cohort)
        .distinct()
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(connection)
        .await?;
    cohort_rows::remove_others(tx, study, used).await?;
    Ok(ids)
}

/// Somebody who is invited: the participant of this handle, or a new one at the end of the list.
pub async fn invite(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (handle, cohort): (&str, &str),
) -> Result<Uuid> {
    let connection = tx.connection();
    let known = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    if let Some(row) = known.iter().find(|row| row.handle == handle) {
        return Ok(row.id);
    }
    let cohort_id = cohort_rows::find_or_add(tx, app, study, cohort).await?;
    let id = random_id(app);
    let last = known.iter().map(|row| row.position).max().unwrap_or(0);
    let participant = Participant {
        row: 0,
        participant: handle.to_owned(),
        cohort: cohort.to_owned(),
        gender: None,
        date: None,
        length: None,
        status: Status::Invited,
    };
    let row = to_row((id, last + 1), study, cohort_id, &participant);
    row::Entity::insert(row)
        .exec_without_returning(connection)
        .await?;
    Ok(id)
}

/// What a signature says of somebody who has given no interview yet: they have agreed, or do not take part.
pub async fn agreed(tx: &Tx, study: Uuid, id: Uuid, agrees: bool) -> Result<()> {
    let (from, to) = match agrees {
        true => ([Status::Invited, Status::DidNotParticipate], Status::Agreed),
        false => ([Status::Invited, Status::Agreed], Status::DidNotParticipate),
    };
    move_on(tx, (study, id), &from, to).await
}

/// Follows the appointment of somebody who has given no interview yet: there is one, or there is none any more.
pub async fn scheduled(tx: &Tx, study: Uuid, id: Uuid, is_scheduled: bool) -> Result<()> {
    let (from, to): (&[Status], Status) = match is_scheduled {
        true => (
            &[Status::Invited, Status::Agreed, Status::DidNotParticipate],
            Status::Scheduled,
        ),
        false => (&[Status::Scheduled], Status::Agreed),
    };
    move_on(tx, (study, id), from, to).await
}

/// Somebody gives no interview after all.
pub async fn did_not_participate(tx: &Tx, study: Uuid, id: Uuid) -> Result<()> {
    let from = [Status::Invited, Status::Agreed, Status::Scheduled];
    move_on(tx, (study, id), &from, Status::DidNotParticipate).await
}

/// Writes down when somebody was interviewed and for how long; nothing of somebody who has withdrawn.
pub async fn interviewed(
    tx: &Tx,
    study: Uuid,
    id: Uuid,
    (date, length): (InterviewDate, InterviewLength),
) -> Result<()> {
    let word = precision(length);
    row::Entity::update_many()
        .col_expr(row::Column::Status, Expr::value(Status::Completed.as_str()))
        .col_expr(row::Column::InterviewDate, Expr::value(date.to_string()))
        .col_expr(
            row::Column::LengthSeconds,
            Expr::value(i64::from(length.seconds())),
        )
        .col_expr(row::Column::LengthPrecision, Expr::value(word))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Status.ne(Status::Withdrawn.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

async fn move_on(tx: &Tx, (study, id): (Uuid, Uuid), from: &[Status], to: Status) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Status, Expr::value(to.as_str()))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Status.is_in(from.iter().map(|one| one.as_str())))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Leaves of somebody who has withdrawn nothing but that: no gender, no date, no length.
pub async fn blank(tx: &Tx, study: Uuid, id: Uuid) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Status, Expr::value(Status::Withdrawn.as_str()))
        .col_expr(row::Column::Gender, Expr::value(None::<String>))
        .col_expr(row::Column::InterviewDate, Expr::value(None::<String>))
        .col_expr(row::Column::LengthSeconds, Expr::value(None::<i64>))
        .col_expr(row::Column::LengthPrecision, Expr::value(None::<String>))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn to_row(
    (id, position): (Uuid, i64),
    study: Uuid,
    cohort: Uuid,
    participant: &Participant,
) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(id),
        study: Set(study),
        cohort: Set(cohort),
        position: Set(position),
        handle: Set(participant.participant.clone()),
        gender: Set(participant.gender.as_deref().map(storable)),
        interview_date: Set(participant.date.map(|date| date.to_string())),
        length_seconds: Set(participant.length.map(|length| length.seconds().into())),
        length_precision: Set(participant
            .length
            .map(|length| precision(length).to_owned())),
        status: Set(participant.status.as_str().to_owned()),
    }
}

fn precision(length: InterviewLength) -> &'static str {
    match length.precision() {
        Precision::Minutes => "minutes",
        Precision::Seconds => "seconds",
    }
}

fn stored(row: row::Model, cohorts: &BTreeMap<Uuid, String>) -> Result<Stored> {
    let broken = |what: &str| Error::internal(format!("a participant's {what} cannot be read"));
    let date = row
        .interview_date
        .map(|text| InterviewDate::parse(&text, DateOrder::DayFirst))
        .transpose()
        .map_err(|_| broken("date"))?;
    let precision = match row.length_precision.as_deref() {
        Some("minutes") => Precision::Minutes,
        _ => Precision::Seconds,
    };
    let length = row
        .length_seconds
        .map(|seconds| {
            let seconds = u32::try_from(seconds).ok()?;
            InterviewLength::new(seconds, precision)
        })
        .map(|length| length.ok_or_else(|| broken("length")))
        .transpose()?;
    Ok(Stored {
        id: row.id,
        participant: Participant {
            row: u32::try_from(row.position).unwrap_or(u32::MAX),
            participant: row.handle,
            cohort: cohorts
                .get(&row.cohort)
                .cloned()
                .ok_or_else(|| broken("cohort"))?,
            gender: row.gender,
            date,
            length,
            status: Status::parse(&row.status).ok_or_else(|| broken("status"))?,
        },
    })
}
