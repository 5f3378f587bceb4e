//! Every query on declared acquaintance and on matches.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::acquaintance::{By, Declaration, PairIds};
use super::matching::Acquaintance;
use crate::rows::{random_id, storable};

mod acquaintance_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "acquaintances")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub interviewer: Uuid,
        pub number: i64,
        pub relation: String,
        pub declared_by: String,
        pub declared_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod match_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "matches")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub interviewer: Uuid,
        pub breach: Option<String>,
        pub reason: Option<String>,
        pub matched_at: Instant,
        pub ended_at: Option<Instant>,
        pub ended_by: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A participant and the interviewer they have, or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Random.
    pub id: Uuid,
    /// Who is interviewed.
    pub participant: Uuid,
    /// A member of the team.
    pub interviewer: Uuid,
    /// Which rule it broke when it was made, and why the research lead ordered it (study R15, A15); none for every other.
    pub overridden: Option<Overridden>,
    /// Since when.
    pub matched_at: Instant,
    /// Until when; none while it stands.
    pub ended_at: Option<Instant>,
}

/// What an override was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// The relation that was known then, or `no_room`.
    pub breach: String,
    /// Why, in the words of the research lead.
    pub reason: String,
}

/// What was declared in a study, from the oldest to the newest of each pair.
pub async fn declared(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Declaration>> {
    let rows = acquaintance_row::Entity::find()
        .filter(acquaintance_row::Column::Study.eq(study))
        .order_by_asc(acquaintance_row::Column::Number)
        .order_by_asc(acquaintance_row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(declaration).collect()
}

fn declaration(row: acquaintance_row::Model) -> Result<Declaration> {
    let broken = || Error::internal("a declared acquaintance cannot be read");
    Ok(Declaration {
        pair: (row.participant, row.interviewer),
        relation: Acquaintance::parse(&row.relation).ok_or_else(broken)?,
        by: row.declared_by.parse().map_err(|()| broken())?,
        at: row.declared_at,
    })
}

/// Adds declarations after those that there are.
pub async fn declare(
    tx: &Tx,
    app: &App,
    study: Uuid,
    by: By,
    relations: &[(PairIds, Acquaintance)],
) -> Result<()> {
    let mut numbers: BTreeMap<PairIds, i64> = BTreeMap::new();
    for known in declared(tx.connection(), study).await? {
        *numbers.entry(known.pair).or_default() += 1;
    }
    for (pair, relation) in relations {
        let number = numbers.entry(*pair).or_default();
        *number += 1;
        acquaintance_row::Entity::insert(acquaintance_row::ActiveModel {
            id: Set(random_id(app)),
            study: Set(study),
            participant: Set(pair.0),
            interviewer: Set(pair.1),
            number: Set(*number),
            relation: Set(relation.word().to_owned()),
            declared_by: Set(by.word().to_owned()),
            declared_at: Set(app.now()),
        })
        .exec_without_returning(tx.connection())
        .await?;
    }
    Ok(())
}

/// Every match of a study, those that ended too, from the oldest to the newest.
pub async fn matches(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Match>> {
    let rows = match_row::Entity::find()
        .filter(match_row::Column::Study.eq(study))
        .order_by_asc(match_row::Column::MatchedAt)
        .order_by_asc(match_row::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(one).collect())
}

/// The match of a participant that stands.
pub async fn match_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Option<Match>> {
    let row = match_row::Entity::find()
        .filter(match_row::Column::Study.eq(study))
        .filter(match_row::Column::Participant.eq(participant))
        .filter(match_row::Column::EndedAt.is_null())
        .one(connection)
        .await?;
    Ok(row.map(one))
}

fn one(row: match_row::Model) -> Match {
    Match {
        id: row.id,
        participant: row.participant,
        interviewer: row.interviewer,
        overridden: row.reason.map(|reason| Overridden {
            breach: row.breach.unwrap_or_default(),
            reason,
        }),
        matched_at: row.matched_at,
        ended_at: row.ended_at,
    }
}

/// Matches two who are to meet, in the place of whoever the participant had.
pub async fn match_up(
    tx: &Tx,
    app: &App,
    study: Uuid,
    pair: PairIds,
    overridden: Option<&Overridden>,
) -> Result<()> {
    end(tx, app, study, pair.0, By::ResearchLead).await?;
    match_row::Entity::insert(match_row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        participant: Set(pair.0),
        interviewer: Set(pair.1),
        breach: Set(overridden.map(|one| one.breach.clone())),
        reason: Set(overridden.map(|one| storable(&one.reason))),
        matched_at: Set(app.now()),
        ended_at: Set(None),
        ended_by: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Ends the match of a participant, if one stands.
pub async fn end(tx: &Tx, app: &App, study: Uuid, participant: Uuid, by: By) -> Result<()> {
    match_row::Entity::update_many()
        .col_expr(match_row::Column::EndedAt, Expr::value(Some(app.now().0)))
        .col_expr(match_row::Column::EndedBy, Expr::value(Some(by.word())))
        .filter(match_row::Column::Study.eq(study))
        .filter(match_row::Column::Participant.eq(participant))
        .filter(match_row::Column::EndedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Removes everything that was declared of a participant and whom they were matched with.
pub async fn remove(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    acquaintance_row::Entity::delete_many()
        .filter(acquaintance_row::Column::Study.eq(study))
        .filter(acquaintance_row::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    match_row::Entity::delete_many()
        .filter(match_row::Column::Study.eq(study))
        .filter(match_row::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    Ok(())
}
