//! The caps that rota desks have stated themselves. From the first statement on they hold for that site in the place of
//! what any folder says of it, since only the site sets its caps (programme 7.4).

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder};
use uuid::Uuid;

use super::Cap;
use super::store::CapColumns;
use crate::columns;

mod stated_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "stated_caps")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub site: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub programme: Uuid,
        pub role: String,
        pub weekday: String,
        pub from_time: String,
        pub to_time: String,
        pub minimum: i64,
        pub max_released: i64,
        pub valid_from: String,
        pub valid_to: Option<String>,
        pub stated_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What desks have stated, by site, and when; sites by code.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    codes: &BTreeMap<Uuid, String>,
) -> Result<BTreeMap<String, (Instant, Vec<Cap>)>> {
    let rows = stated_row::Entity::find()
        .filter(stated_row::Column::Programme.eq(programme))
        .order_by_asc(stated_row::Column::Site)
        .order_by_asc(stated_row::Column::Position)
        .into_model::<StatedCap>()
        .all(connection)
        .await?;
    let mut stated: BTreeMap<String, (Instant, Vec<Cap>)> = BTreeMap::new();
    for row in rows {
        let Some(code) = codes.get(&row.cap.site) else {
            continue;
        };
        let entry = stated.entry(code.clone());
        let (_, caps) = entry.or_insert_with(|| (row.stated_at, Vec::new()));
        caps.push(row.cap.cap(code)?);
    }
    Ok(stated)
}

/// A cap with the moment at which the desk stated it.
#[derive(FromQueryResult)]
struct StatedCap {
    #[sea_orm(nested)]
    cap: CapColumns,
    stated_at: Instant,
}

/// Puts these caps in the place of what a site had stated before.
pub(super) async fn state(
    tx: &Tx,
    app: &App,
    (programme, site): (Uuid, Uuid),
    caps: &[Cap],
) -> Result<()> {
    stated_row::Entity::delete_many()
        .filter(stated_row::Column::Site.eq(site))
        .exec(tx.connection())
        .await?;
    let rows = (0..).zip(caps).map(|(position, cap)| stated_row::Model {
        site,
        position,
        programme,
        role: cap.role.clone(),
        weekday: columns::weekday_word(cap.weekday).into(),
        from_time: columns::time_text(cap.from),
        to_time: columns::time_text(cap.to),
        minimum: cap.minimum.into(),
        max_released: cap.max_released.into(),
        valid_from: cap.valid_from.to_string(),
        valid_to: cap.valid_to.map(|date| date.to_string()),
        stated_at: app.now(),
    });
    tx.insert_all::<stated_row::Model>(rows.collect()).await
}
