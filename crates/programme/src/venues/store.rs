//! Every query on rooms and the ways to them.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};
use uuid::Uuid;

use super::{Travel, Venue};
use crate::columns;

mod venue_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "venues")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub listed: i64,
        pub code: String,
        pub name: String,
        pub address: String,
        pub capacity: i64,
        pub owner_site: Option<Uuid>,
        pub step_free: i64,
        pub interruption_free: i64,
        pub cost_pence: Option<i64>,
        pub currency: String,
        pub weekdays: String,
        pub available_from: Option<String>,
        pub available_to: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod travel_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "travels")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub site: Uuid,
        pub venue: Uuid,
        pub out_minutes: i64,
        pub back_minutes: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Puts these rooms and ways in place of the ones listed so far; a room that is known keeps its identifier.
pub(crate) async fn replace(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    venues: &[Venue],
    travels: &[Travel],
    sites: &BTreeMap<String, Uuid>,
) -> Result<()> {
    let connection = tx.connection();
    venue_row::Entity::update_many()
        .col_expr(venue_row::Column::Listed, Expr::value(0))
        .filter(venue_row::Column::Programme.eq(programme))
        .exec(connection)
        .await?;
    let known = venue_row::Entity::find()
        .filter(venue_row::Column::Programme.eq(programme))
        .all(connection)
        .await?;
    let mut ids = BTreeMap::new();
    for venue in venues {
        let before = known.iter().find(|row| row.code == venue.code);
        let id = before.map_or_else(|| app.new_id(), |row| row.id);
        let row = row(id, programme, venue, sites)
            .into_active_model()
            .reset_all();
        if before.is_some() {
            venue_row::Entity::update(row).exec(connection).await?;
        } else {
            venue_row::Entity::insert(row)
                .exec_without_returning(connection)
                .await?;
        }
        ids.insert(venue.code.as_str(), id);
    }
    travel_row::Entity::delete_many()
        .filter(travel_row::Column::Programme.eq(programme))
        .exec(connection)
        .await?;
    let rows = (0..)
        .zip(travels)
        .filter_map(|(position, travel)| {
            Some(travel_row::Model {
                programme,
                position,
                site: *sites.get(&travel.site)?,
                venue: *ids.get(travel.venue.as_str())?,
                out_minutes: travel.out_minutes.into(),
                back_minutes: travel.back_minutes.into(),
            })
        })
        .collect();
    tx.insert_all::<travel_row::Model>(rows).await
}

/// The rooms that the last import listed, by code; owners by site code.
pub(crate) async fn listed(
    app: &App,
    programme: Uuid,
    codes: &BTreeMap<Uuid, String>,
) -> Result<Vec<Venue>> {
    rows(app, programme)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Venue {
                code: row.code,
                name: row.name,
                address: row.address,
                capacity: columns::count(row.capacity)?,
                owner_site: row.owner_site.and_then(|site| codes.get(&site).cloned()),
                step_free: row.step_free != 0,
                interruption_free: row.interruption_free != 0,
                cost_pence: row.cost_pence.and_then(|pence| u64::try_from(pence).ok()),
                currency: row.currency,
                weekdays: columns::weekdays(&row.weekdays)?,
                from: columns::optional_date(row.available_from.as_deref())?,
                to: columns::optional_date(row.available_to.as_deref())?,
            })
        })
        .collect()
}

/// The ways from sites to rooms, by code.
pub(crate) async fn travels(
    app: &App,
    programme: Uuid,
    codes: &BTreeMap<Uuid, String>,
) -> Result<Vec<Travel>> {
    let venues: BTreeMap<Uuid, String> = rows(app, programme)
        .await?
        .into_iter()
        .map(|row| (row.id, row.code))
        .collect();
    let rows = travel_row::Entity::find()
        .filter(travel_row::Column::Programme.eq(programme))
        .order_by_asc(travel_row::Column::Position)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .filter_map(|row| Some((codes.get(&row.site)?, venues.get(&row.venue)?, row)))
        .map(|(site, venue, row)| {
            Ok(Travel {
                site: site.clone(),
                venue: venue.clone(),
                out_minutes: columns::count(row.out_minutes)?,
                back_minutes: columns::count(row.back_minutes)?,
            })
        })
        .collect()
}

async fn rows(app: &App, programme: Uuid) -> Result<Vec<venue_row::Model>> {
    Ok(venue_row::Entity::find()
        .filter(venue_row::Column::Programme.eq(programme))
        .filter(venue_row::Column::Listed.eq(1))
        .order_by_asc(venue_row::Column::Code)
        .all(app.db.read())
        .await?)
}

fn row(
    id: Uuid,
    programme: Uuid,
    venue: &Venue,
    sites: &BTreeMap<String, Uuid>,
) -> venue_row::Model {
    venue_row::Model {
        id,
        programme,
        listed: 1,
        code: venue.code.clone(),
        name: venue.name.clone(),
        address: venue.address.clone(),
        capacity: venue.capacity.into(),
        owner_site: venue
            .owner_site
            .as_ref()
            .and_then(|site| sites.get(site))
            .copied(),
        step_free: venue.step_free.into(),
        interruption_free: venue.interruption_free.into(),
        cost_pence: venue.cost_pence.and_then(|pence| i64::try_from(pence).ok()),
        currency: venue.currency.clone(),
        weekdays: columns::weekdays_text(&venue.weekdays),
        available_from: venue.from.map(|date| date.to_string()),
        available_to: venue.to.map(|date| date.to_string()),
    }
}
