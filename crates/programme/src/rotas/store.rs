//! Every query on shifts and shift codes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::{Kind, Shift, ShiftCode};
use crate::columns;

mod shift_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "shifts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub resident: Uuid,
        pub site: Uuid,
        pub on_date: String,
        pub code: String,
        pub kind: String,
        pub start_at: Instant,
        pub end_at: Instant,
        pub whole_day: i64,
        pub role: Option<String>,
        pub imported_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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

/// A fact of somebody's rota as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredShift {
    /// Whose.
    pub resident: Uuid,
    /// Where.
    pub site: Uuid,
    /// The local date it is entered for.
    pub date: Date,
    /// The site's own code.
    pub code: String,
    /// What it is.
    pub kind: Kind,
    /// Its first instant.
    pub start: jiff::Timestamp,
    /// The instant after its last.
    pub end: jiff::Timestamp,
    /// Whether it stands for a day and not for hours.
    pub whole_day: bool,
    /// In which role, where the rota says.
    pub role: Option<String>,
    /// When Enid learnt of it.
    pub imported_at: jiff::Timestamp,
}

impl StoredShift {
    /// The fact as the rest rules take it.
    pub(crate) fn fact(&self) -> rest::Fact {
        rest::Fact {
            date: self.date,
            start: self.start,
            end: self.end,
            kind: self.kind,
            imported_at: self.imported_at,
        }
    }
}

/// Puts these shifts and codes in place of all earlier ones.
pub(crate) async fn replace(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    shifts: &[Shift],
    codes: &[ShiftCode],
    residents: &BTreeMap<String, Uuid>,
    sites: &BTreeMap<String, Uuid>,
) -> Result<()> {
    let connection = tx.connection();
    shift_row::Entity::delete_many()
        .filter(shift_row::Column::Programme.eq(programme))
        .exec(connection)
        .await?;
    code_row::Entity::delete_many()
        .filter(code_row::Column::Programme.eq(programme))
        .exec(connection)
        .await?;
    let imported_at = app.now();
    let rows = (0..)
        .zip(shifts)
        .filter_map(|(position, shift)| {
            Some(shift_row::Model {
                programme,
                position,
                resident: *residents.get(&shift.resident)?,
                site: *sites.get(&shift.site)?,
                on_date: shift.date.to_string(),
                code: shift.code.clone(),
                kind: shift.kind.word().into(),
                start_at: Instant::from_jiff(shift.start?),
                end_at: Instant::from_jiff(shift.end?),
                whole_day: shift.whole_day.into(),
                role: shift.role.clone(),
                imported_at,
            })
        })
        .collect();
    tx.insert_all::<shift_row::Model>(rows).await?;
    let rows = (0..)
        .zip(codes)
        .filter_map(|(position, code)| {
            Some(code_row::Model {
                programme,
                position,
                site: *sites.get(&code.site)?,
                code: code.code.clone(),
                kind: code.kind.word().into(),
                start_time: code.start.map(columns::time_text),
                end_time: code.end.map(columns::time_text),
                role: code.role.clone(),
                valid_from: code.valid_from.to_string(),
                valid_to: code.valid_to.map(|date| date.to_string()),
            })
        })
        .collect();
    tx.insert_all::<code_row::Model>(rows).await
}

/// All shifts of a programme in the order of their file.
pub(crate) async fn all(app: &App, programme: Uuid) -> Result<Vec<StoredShift>> {
    let query = shift_row::Entity::find()
        .filter(shift_row::Column::Programme.eq(programme))
        .order_by_asc(shift_row::Column::Position);
    stored(query.all(app.db.read()).await?)
}

/// The shifts of a site from `first` to `last`, both included.
pub(crate) async fn at_site(
    app: &App,
    site: Uuid,
    first: Date,
    last: Date,
) -> Result<Vec<StoredShift>> {
    let query = shift_row::Entity::find()
        .filter(shift_row::Column::Site.eq(site))
        .filter(shift_row::Column::OnDate.between(first.to_string(), last.to_string()))
        .order_by_asc(shift_row::Column::StartAt)
        .order_by_asc(shift_row::Column::Position);
    stored(query.all(app.db.read()).await?)
}

/// For each site the first and the last date that a rota speaks of, and how many facts it has.
pub(crate) async fn extents(
    app: &App,
    programme: Uuid,
) -> Result<BTreeMap<Uuid, (Date, Date, i64)>> {
    let rows: Vec<(Uuid, Option<String>, Option<String>, i64)> = shift_row::Entity::find()
        .select_only()
        .column(shift_row::Column::Site)
        .column_as(shift_row::Column::OnDate.min(), "first")
        .column_as(shift_row::Column::OnDate.max(), "last")
        .column_as(shift_row::Column::Position.count(), "facts")
        .filter(shift_row::Column::Programme.eq(programme))
        .group_by(shift_row::Column::Site)
        .into_tuple()
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .filter_map(|(site, first, last, facts)| Some((site, first?, last?, facts)))
        .map(|(site, first, last, facts)| {
            Ok((site, (columns::date(&first)?, columns::date(&last)?, facts)))
        })
        .collect()
}

fn stored(rows: Vec<shift_row::Model>) -> Result<Vec<StoredShift>> {
    rows.into_iter()
        .map(|row| {
            let kind: Kind = row.kind.parse().map_err(Error::internal)?;
            Ok(StoredShift {
                resident: row.resident,
                site: row.site,
                date: columns::date(&row.on_date)?,
                code: row.code,
                kind,
                start: row.start_at.to_jiff(),
                end: row.end_at.to_jiff(),
                whole_day: row.whole_day != 0,
                role: row.role,
                imported_at: row.imported_at.to_jiff(),
            })
        })
        .collect()
}

/// The first and the last date that somebody's rota speaks of.
pub(crate) async fn extent_of(app: &App, resident: Uuid) -> Result<Option<(Date, Date)>> {
    let row: Option<(Option<String>, Option<String>)> = shift_row::Entity::find()
        .select_only()
        .column_as(shift_row::Column::OnDate.min(), "first")
        .column_as(shift_row::Column::OnDate.max(), "last")
        .filter(shift_row::Column::Resident.eq(resident))
        .into_tuple()
        .one(app.db.read())
        .await?;
    match row {
        Some((Some(first), Some(last))) => {
            Ok(Some((columns::date(&first)?, columns::date(&last)?)))
        }
        _ => Ok(None),
    }
}
