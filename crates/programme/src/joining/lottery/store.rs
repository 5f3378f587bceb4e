//! Every query on draws of lots. What is written here is never changed.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder, SqlErr};
use uuid::Uuid;

use super::draw::Ticket;

mod lottery_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "lotteries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub number: i64,
        pub commitment: String,
        pub committed_at: Instant,
        pub committed_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod draw_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "lottery_draws")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lottery: Uuid,
        pub seed: String,
        pub drawn_at: Instant,
        pub drawn_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod ticket_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "lottery_tickets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lottery: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub resident: Uuid,
        pub stratum: String,
        pub rank: i64,
        pub digest: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A draw of lots: promised, and perhaps made.
#[derive(Clone, Debug)]
pub(super) struct Lottery {
    pub id: Uuid,
    pub number: i64,
    pub commitment: String,
    pub committed_at: Instant,
    /// The seed and the moment, once it was drawn.
    pub drawn: Option<(String, Instant)>,
}

/// Where somebody stands in a draw.
#[derive(Clone, Debug)]
pub(in crate::joining) struct StoredTicket {
    pub lottery: i64,
    pub position: usize,
    pub resident: Uuid,
    pub stratum: String,
    pub rank: usize,
    pub digest: String,
}

/// Every draw of a programme, the first one first.
pub(super) async fn lotteries(
    connection: &impl ConnectionTrait,
    programme: Uuid,
) -> Result<Vec<Lottery>> {
    let rows = lottery_row::Entity::find()
        .filter(lottery_row::Column::Programme.eq(programme))
        .order_by_asc(lottery_row::Column::Number)
        .all(connection)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut draws: BTreeMap<Uuid, draw_row::Model> = draw_row::Entity::find()
        .filter(draw_row::Column::Lottery.is_in(ids))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.lottery, row))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| Lottery {
            drawn: draws.remove(&row.id).map(|draw| (draw.seed, draw.drawn_at)),
            id: row.id,
            number: row.number,
            commitment: row.commitment,
            committed_at: row.committed_at,
        })
        .collect())
}

/// Every ticket of a programme in the order in which places are offered.
pub(in crate::joining) async fn tickets(
    connection: &impl ConnectionTrait,
    programme: Uuid,
) -> Result<Vec<StoredTicket>> {
    let numbers: BTreeMap<Uuid, i64> = lotteries(connection, programme)
        .await?
        .into_iter()
        .map(|lottery| (lottery.id, lottery.number))
        .collect();
    let rows = ticket_row::Entity::find()
        .filter(ticket_row::Column::Lottery.is_in(numbers.keys().copied()))
        .all(connection)
        .await?;
    let mut tickets: Vec<StoredTicket> = rows
        .into_iter()
        .map(|row| {
            let number = |value: i64| usize::try_from(value).map_err(Error::internal);
            Ok(StoredTicket {
                lottery: numbers[&row.lottery],
                position: number(row.position)?,
                resident: row.resident,
                stratum: row.stratum,
                rank: number(row.rank)?,
                digest: row.digest,
            })
        })
        .collect::<Result<_>>()?;
    tickets.sort_by_key(|ticket| (ticket.lottery, ticket.position));
    Ok(tickets)
}

/// Writes a promise down.
pub(super) async fn promise(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    (number, commitment): (i64, String),
    by: Uuid,
) -> Result<()> {
    let row = lottery_row::Model {
        id: app.new_id(),
        programme,
        number,
        commitment,
        committed_at: app.now(),
        committed_by: Some(by),
    };
    let added = lottery_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await;
    once(added.map(|_| ()))
}

/// Writes a draw down.
pub(super) async fn keep(
    tx: &Tx,
    app: &App,
    lottery: Uuid,
    (seed, tickets): (&str, &[Ticket]),
    by: Uuid,
) -> Result<()> {
    let row = draw_row::Model {
        lottery,
        seed: seed.to_owned(),
        drawn_at: app.now(),
        drawn_by: Some(by),
    };
    let added = draw_row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await;
    once(added.map(|_| ()))?;
    let rows = (1..)
        .zip(tickets)
        .map(|(position, ticket)| ticket_row::Model {
            lottery,
            position,
            resident: ticket.entrant.id,
            stratum: ticket.entrant.stratum.clone(),
            rank: i64::try_from(ticket.rank).unwrap_or(i64::MAX),
            digest: ticket.digest.clone(),
        })
        .collect();
    tx.insert_all::<ticket_row::Model>(rows).await
}

fn once(added: std::result::Result<(), DbErr>) -> Result<()> {
    match added {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Err(
            Error::Conflict("somebody else has drawn lots at the same moment"),
        ),
        other => Ok(other?),
    }
}
