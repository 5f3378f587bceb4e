//! Participants and cohorts in the database.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::{Participant, Status};
use crate::dates::{DateOrder, InterviewDate};
use crate::documents;
use crate::durations::{InterviewLength, Precision};
use crate::rows::{position, random_id, storable};

mod cohort_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohorts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub position: i64,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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
    let cohorts = cohorts(connection, study).await?;
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
    let cohorts = cohorts(connection, study).await?;
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
    let cohorts = with_cohorts(tx, app, study, participants).await?;
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
    remove_empty_cohorts(tx, study).await?;
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
    let cohort_id = match cohorts(connection, study)
        .await?
        .into_iter()
        .find(|(_, name)| name == cohort)
    {
        Some((id, _)) => id,
        None => {
            let id = random_id(app);
            let others = cohorts(connection, study).await?.len();
            cohort_row::Entity::insert(cohort_row::ActiveModel {
                id: Set(id),
                study: Set(study),
                position: Set(position(others)),
                name: Set(storable(cohort)),
            })
            .exec_without_returning(connection)
            .await?;
            id
        }
    };
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
    row::Entity::update_many()
        .col_expr(row::Column::Status, Expr::value(to.as_str()))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Status.is_in(from.map(Status::as_str)))
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

/// The ids of all cohorts by name, those that the file is the first to name included.
async fn with_cohorts(
    tx: &Tx,
    app: &App,
    study: Uuid,
    participants: &[Participant],
) -> Result<BTreeMap<String, Uuid>> {
    let known = cohorts(tx.connection(), study).await?;
    let mut ids: BTreeMap<String, Uuid> = known.into_iter().map(|(id, name)| (name, id)).collect();
    let mut named = BTreeSet::new();
    for participant in participants {
        let name = storable(&participant.cohort);
        if !named.insert(name.clone()) {
            continue;
        }
        let place = position(named.len() - 1);
        if let Some(id) = ids.get(&name) {
            cohort_row::Entity::update_many()
                .col_expr(cohort_row::Column::Position, Expr::value(place))
                .filter(cohort_row::Column::Id.eq(*id))
                .exec(tx.connection())
                .await?;
            continue;
        }
        let id = random_id(app);
        cohort_row::Entity::insert(cohort_row::ActiveModel {
            id: Set(id),
            study: Set(study),
            position: Set(place),
            name: Set(name.clone()),
        })
        .exec_without_returning(tx.connection())
        .await?;
        ids.insert(name, id);
    }
    Ok(ids)
}

async fn remove_empty_cohorts(tx: &Tx, study: Uuid) -> Result<()> {
    let used: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Cohort)
        .distinct()
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(tx.connection())
        .await?;
    cohort_row::Entity::delete_many()
        .filter(cohort_row::Column::Study.eq(study))
        .filter(cohort_row::Column::Id.is_not_in(used))
        .exec(tx.connection())
        .await?;
    Ok(())
}

async fn cohorts(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeMap<Uuid, String>> {
    let rows = cohort_row::Entity::find()
        .filter(cohort_row::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

fn to_row(
    (id, position): (Uuid, i64),
    study: Uuid,
    cohort: Uuid,
    participant: &Participant,
) -> row::ActiveModel {
    let precision = |length: InterviewLength| match length.precision() {
        Precision::Minutes => "minutes".to_owned(),
        Precision::Seconds => "seconds".to_owned(),
    };
    row::ActiveModel {
        id: Set(id),
        study: Set(study),
        cohort: Set(cohort),
        position: Set(position),
        handle: Set(participant.participant.clone()),
        gender: Set(participant.gender.as_deref().map(storable)),
        interview_date: Set(participant.date.map(|date| date.to_string())),
        length_seconds: Set(participant.length.map(|length| length.seconds().into())),
        length_precision: Set(participant.length.map(precision)),
        status: Set(participant.status.as_str().to_owned()),
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
