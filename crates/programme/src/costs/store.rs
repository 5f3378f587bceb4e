//! Every query on the ledger and its rates.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::{Line, Rate};
use crate::columns;

mod line_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cost_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub session: Uuid,
        pub release: Option<Uuid>,
        pub resident: Option<Uuid>,
        pub site: Option<Uuid>,
        pub kind: String,
        pub time_source: Option<String>,
        pub cover: Option<String>,
        pub subject: Option<String>,
        pub minutes: i64,
        pub pence: Option<i64>,
        pub rate: Option<Uuid>,
        pub entered_at: Instant,
        pub replaces: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod rate_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cost_rates")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub subject: String,
        pub pence_per_hour: i64,
        pub currency: String,
        pub price_year: i64,
        pub with_qualifications: i64,
        pub valid_from: String,
        pub source: String,
        pub entered_at: Instant,
        pub entered_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Of a resident what a price depends on.
mod grade_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "residents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub grade: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Of a release whose it is.
mod release_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "releases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub resident: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The currency of every amount.
pub(super) const CURRENCY: &str = "GBP";

/// The lines of a programme, or of one session of it, in the order in which they were entered.
pub(super) async fn lines(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    session: Option<Uuid>,
) -> Result<Vec<Line>> {
    let mut query = line_row::Entity::find().filter(line_row::Column::Programme.eq(programme));
    if let Some(session) = session {
        query = query.filter(line_row::Column::Session.eq(session));
    }
    let rows = query
        .order_by_asc(line_row::Column::EnteredAt)
        .order_by_asc(line_row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(line).collect()
}

fn line(row: line_row::Model) -> Result<Line> {
    fn word<T: std::str::FromStr<Err = crate::UnknownWord>>(
        text: Option<String>,
    ) -> Result<Option<T>> {
        let parsed = text.map(|text| text.parse().map_err(Error::internal));
        parsed.transpose()
    }
    Ok(Line {
        id: row.id,
        session: row.session,
        release: row.release,
        resident: row.resident,
        site: row.site,
        kind: row.kind.parse().map_err(Error::internal)?,
        time_source: word(row.time_source)?,
        cover: word(row.cover)?,
        subject: word(row.subject)?,
        minutes: row.minutes,
        pence: row.pence,
        rate: row.rate,
        entered_at: row.entered_at,
        replaces: row.replaces,
    })
}

/// Enters lines; identifier and time are given here.
pub(super) async fn add_lines(tx: &Tx, app: &App, programme: Uuid, lines: Vec<Line>) -> Result<()> {
    let rows = lines
        .into_iter()
        .map(|line| line_row::Model {
            id: app.new_id(),
            programme,
            session: line.session,
            release: line.release,
            resident: line.resident,
            site: line.site,
            kind: line.kind.word().into(),
            time_source: line.time_source.map(|word| word.word().into()),
            cover: line.cover.map(|word| word.word().into()),
            subject: line.subject.map(|subject| subject.to_string()),
            minutes: line.minutes,
            pence: line.pence,
            rate: line.rate,
            entered_at: app.now(),
            replaces: line.replaces,
        })
        .collect();
    tx.insert_all::<line_row::Model>(rows).await
}

/// Every rate that was entered, in the order of entering.
pub(super) async fn rates(connection: &impl ConnectionTrait, programme: Uuid) -> Result<Vec<Rate>> {
    let rows = rate_row::Entity::find()
        .filter(rate_row::Column::Programme.eq(programme))
        .order_by_asc(rate_row::Column::EnteredAt)
        .order_by_asc(rate_row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Rate {
                id: row.id,
                subject: row.subject.parse().map_err(Error::internal)?,
                pence_per_hour: row.pence_per_hour,
                price_year: row.price_year,
                with_qualifications: row.with_qualifications != 0,
                valid_from: columns::date(&row.valid_from)?,
                source: row.source,
                entered_at: row.entered_at,
                entered_by: row.entered_by,
            })
        })
        .collect()
}

/// Keeps a rate.
pub(super) async fn add_rate(tx: &Tx, programme: Uuid, rate: &Rate) -> Result<()> {
    let row = rate_row::Model {
        id: rate.id,
        programme,
        subject: rate.subject.to_string(),
        pence_per_hour: rate.pence_per_hour,
        currency: CURRENCY.into(),
        price_year: rate.price_year,
        with_qualifications: rate.with_qualifications.into(),
        valid_from: rate.valid_from.to_string(),
        source: rate.source.clone(),
        entered_at: rate.entered_at,
        entered_by: rate.entered_by,
    };
    tx.insert_all::<rate_row::Model>(vec![row]).await
}

/// The grades of residents.
pub(super) async fn grades(
    connection: &impl ConnectionTrait,
    residents: impl Iterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, String>> {
    let residents: Vec<Uuid> = residents.collect();
    let rows = grade_row::Entity::find()
        .filter(grade_row::Column::Id.is_in(residents))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.grade)).collect())
}

/// Whose release it is.
pub(super) async fn resident_of(connection: &impl ConnectionTrait, release: Uuid) -> Result<Uuid> {
    let row = release_row::Entity::find_by_id(release)
        .one(connection)
        .await?;
    row.map(|row| row.resident).ok_or(Error::NotFound)
}
