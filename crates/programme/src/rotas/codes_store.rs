//! Every query on the codes of sites.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::{Kind, ShiftCode};
use crate::columns;

mod code_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "shift_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub site: Uuid,
        pub code: String,
        pub kind: String,
        pub start_time: Option<String>,
        pub end_time: Option<String>,
        pub role: Option<String>,
        pub valid_from: String,
        pub valid_to: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Puts these codes in place of all earlier ones of a programme. A folder without codes leaves them as they are.
pub(crate) async fn replace(
    tx: &Tx,
    programme: Uuid,
    codes: &[ShiftCode],
    sites: &BTreeMap<String, Uuid>,
) -> Result<()> {
    if codes.is_empty() {
        return Ok(());
    }
    code_row::Entity::delete_many()
        .filter(code_row::Column::Programme.eq(programme))
        .exec(tx.connection())
        .await?;
    let codes = codes
        .iter()
        .filter_map(|code| Some((*sites.get(&code.site)?, code)));
    insert(tx, programme, 0, codes).await
}

/// Puts these codes in place of all earlier ones of one site.
pub(super) async fn replace_of_site(
    tx: &Tx,
    programme: Uuid,
    site: Uuid,
    codes: &[ShiftCode],
) -> Result<()> {
    code_row::Entity::delete_many()
        .filter(code_row::Column::Site.eq(site))
        .exec(tx.connection())
        .await?;
    let last: Option<i64> = code_row::Entity::find()
        .filter(code_row::Column::Programme.eq(programme))
        .order_by_desc(code_row::Column::Position)
        .one(tx.connection())
        .await?
        .map(|row| row.position);
    insert(
        tx,
        programme,
        last.map_or(0, |last| last + 1),
        codes.iter().map(|code| (site, code)),
    )
    .await
}

/// The codes of a site in the order in which they were entered.
pub(crate) async fn of_site(app: &App, site: Uuid, site_code: &str) -> Result<Vec<ShiftCode>> {
    let rows = code_row::Entity::find()
        .filter(code_row::Column::Site.eq(site))
        .order_by_asc(code_row::Column::Position)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            let kind: Kind = row.kind.parse().map_err(Error::internal)?;
            Ok(ShiftCode {
                site: site_code.to_owned(),
                code: row.code,
                kind,
                start: row.start_time.as_deref().map(columns::time).transpose()?,
                end: row.end_time.as_deref().map(columns::time).transpose()?,
                role: row.role,
                valid_from: columns::date(&row.valid_from)?,
                valid_to: columns::optional_date(row.valid_to.as_deref())?,
            })
        })
        .collect()
}

async fn insert<'a>(
    tx: &Tx,
    programme: Uuid,
    first: i64,
    codes: impl Iterator<Item = (Uuid, &'a ShiftCode)>,
) -> Result<()> {
    let rows = (first..)
        .zip(codes)
        .map(|(position, (site, code))| code_row::Model {
            programme,
            position,
            site,
            code: code.code.clone(),
            kind: code.kind.word().into(),
            start_time: code.start.map(columns::time_text),
            end_time: code.end.map(columns::time_text),
            role: code.role.clone(),
            valid_from: code.valid_from.to_string(),
            valid_to: code.valid_to.map(|date| date.to_string()),
        })
        .collect();
    tx.insert_all::<code_row::Model>(rows).await
}
