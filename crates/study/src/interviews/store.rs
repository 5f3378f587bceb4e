//! Every query on interviews.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::{Interview, Session, State};
use crate::durations::{InterviewLength, Precision};
use crate::rows::storable;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "interviews")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub interviewer: Uuid,
        pub number: i64,
        pub state: String,
        pub planned_start: Option<Instant>,
        pub planned_minutes: Option<i64>,
        pub zone: String,
        pub mode: String,
        pub joining: String,
        pub sequence: i64,
        pub changed_at: Instant,
        pub asked_at: Option<Instant>,
        pub started_at: Option<Instant>,
        pub length_seconds: Option<i64>,
        pub length_precision: Option<String>,
        pub place_kind: Option<String>,
        pub others_present: Option<String>,
        pub guide_version: Option<Uuid>,
        pub repeat_of: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Puts back how somebody joins an interview, for the sealed file of a study alone.
pub(crate) async fn put_joining(tx: &Tx, study: Uuid, (id, joining): (Uuid, &str)) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Joining, Expr::value(joining))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Every interview of a study, those of a participant in their order.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Interview>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Number)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(interview).collect()
}

/// The interviews of one participant, in their order.
pub(crate) async fn of_participant(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Vec<Interview>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .order_by_asc(row::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(interview).collect()
}

/// One interview by its id.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    id: Uuid,
) -> Result<Option<Interview>> {
    let row = row::Entity::find_by_id(id)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?;
    row.map(interview).transpose()
}

/// Keeps an interview, in the place of what was kept of it before.
pub(super) async fn keep(tx: &Tx, app: &App, study: Uuid, kept: &Interview) -> Result<()> {
    let connection = tx.connection();
    let others = of_participant(connection, study, kept.participant).await?;
    let place = others.iter().position(|one| one.id == kept.id);
    row::Entity::delete_by_id(kept.id).exec(connection).await?;
    let held = kept.held;
    row::Entity::insert(row::ActiveModel {
        id: Set(kept.id),
        study: Set(study),
        participant: Set(kept.participant),
        interviewer: Set(kept.interviewer),
        number: Set(crate::rows::position(place.unwrap_or(others.len()))),
        state: Set(kept.state.word().to_owned()),
        planned_start: Set(kept.planned.map(|(start, _)| start)),
        planned_minutes: Set(kept.planned.map(|(_, minutes)| minutes)),
        zone: Set(kept.zone.clone()),
        mode: Set(kept.mode.word().to_owned()),
        joining: Set(storable(&kept.joining)),
        sequence: Set(kept.sequence),
        changed_at: Set(app.now()),
        asked_at: Set(kept.asked_at),
        started_at: Set(held.map(|held| held.started_at)),
        length_seconds: Set(held.map(|held| held.length.seconds().into())),
        length_precision: Set(held.map(|held| precision(held.length).to_owned())),
        place_kind: Set(held.map(|held| held.place.word().to_owned())),
        others_present: Set(held.map(|held| held.others.word().to_owned())),
        guide_version: Set(held.and_then(|held| held.guide_version)),
        repeat_of: Set(kept.repeat_of),
    })
    .exec_without_returning(connection)
    .await?;
    Ok(())
}

/// Removes every interview of a participant.
pub(super) async fn remove(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn precision(length: InterviewLength) -> &'static str {
    match length.precision() {
        Precision::Minutes => "minutes",
        Precision::Seconds => "seconds",
    }
}

fn interview(row: row::Model) -> Result<Interview> {
    let broken = |what: &str| Error::internal(format!("an interview's {what} cannot be read"));
    let state: State = row.state.parse().map_err(|()| broken("state"))?;
    let held = match (row.started_at, row.length_seconds) {
        (Some(started_at), Some(seconds)) => Some(Session {
            started_at,
            length: length(seconds, row.length_precision.as_deref())
                .ok_or_else(|| broken("length"))?,
            place: read(row.place_kind.as_deref()).ok_or_else(|| broken("place"))?,
            others: read(row.others_present.as_deref()).ok_or_else(|| broken("company"))?,
            guide_version: row.guide_version,
        }),
        _ => None,
    };
    Ok(Interview {
        id: row.id,
        participant: row.participant,
        interviewer: row.interviewer,
        state,
        planned: row.planned_start.zip(row.planned_minutes),
        zone: row.zone,
        mode: row.mode.parse().map_err(|()| broken("mode"))?,
        joining: row.joining,
        sequence: row.sequence,
        changed_at: row.changed_at,
        asked_at: row.asked_at,
        held,
        repeat_of: row.repeat_of,
    })
}

fn length(seconds: i64, precision: Option<&str>) -> Option<InterviewLength> {
    let precision = match precision {
        Some("minutes") => Precision::Minutes,
        _ => Precision::Seconds,
    };
    InterviewLength::new(u32::try_from(seconds).ok()?, precision)
}

fn read<T: std::str::FromStr>(word: Option<&str>) -> Option<T> {
    word?.parse().ok()
}
