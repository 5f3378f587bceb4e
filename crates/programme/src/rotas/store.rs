//! Every query on the facts of rotas.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect as _};
use uuid::Uuid;

use super::resolve::{Day, resolve};
use super::{Kind, Shift, Source, Status};
use crate::columns;
use crate::people::Homes;

/// Positions of one import: more than the most rows that a file may have (programme I6).
const ROOM: i64 = 1_000_000;

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
        pub source: String,
        pub import: Option<Uuid>,
        pub line: i64,
        pub superseded_by: Option<Uuid>,
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
    /// Where it comes from.
    pub source: Source,
    /// The import it came with; none for folders of before imports were kept.
    pub import: Option<Uuid>,
    /// The row or line of the file it came from; 0 where nobody kept it.
    pub line: i64,
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

/// Which facts are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// Of these residents only.
    pub residents: Option<Vec<Uuid>>,
    /// Of these dates only, both included.
    pub dates: Option<(Date, Date)>,
}

/// The import that facts come with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batch {
    pub id: Uuid,
    pub number: i64,
    pub source: Source,
    pub at: Instant,
}

/// Adds the facts of an import; what the same kind of source said of the same doctors in the same days at the same
/// site gives way to them, but stays until the import is undone no more.
pub(super) async fn add(
    tx: &Tx,
    programme: Uuid,
    batch: Batch,
    facts: &[(Uuid, Uuid, &Shift)],
) -> Result<()> {
    supersede(tx, programme, batch, facts).await?;
    let rows = (batch.number * ROOM..)
        .zip(facts)
        .filter_map(|(position, (resident, site, shift))| {
            Some(shift_row::Model {
                programme,
                position,
                resident: *resident,
                site: *site,
                on_date: shift.date.to_string(),
                code: shift.code.clone(),
                kind: shift.kind.word().into(),
                start_at: Instant::from_jiff(shift.start?),
                end_at: Instant::from_jiff(shift.end?),
                whole_day: shift.whole_day.into(),
                role: shift.role.clone(),
                imported_at: batch.at,
                source: batch.source.word().into(),
                import: Some(batch.id),
                line: i64::try_from(shift.line).unwrap_or(i64::MAX),
                superseded_by: None,
            })
        })
        .collect();
    tx.insert_all::<shift_row::Model>(rows).await
}

/// Residents of one site whose rows cover the same days.
type Covered = BTreeMap<(Uuid, Date, Date), Vec<Uuid>>;

async fn supersede(
    tx: &Tx,
    programme: Uuid,
    batch: Batch,
    facts: &[(Uuid, Uuid, &Shift)],
) -> Result<()> {
    let mut extents: BTreeMap<(Uuid, Uuid), (Date, Date)> = BTreeMap::new();
    for (resident, site, shift) in facts {
        let extent = extents
            .entry((*resident, *site))
            .or_insert((shift.date, shift.date));
        *extent = (extent.0.min(shift.date), extent.1.max(shift.date));
    }
    let mut covered = Covered::new();
    for ((resident, site), (first, last)) in extents {
        covered
            .entry((site, first, last))
            .or_default()
            .push(resident);
    }
    let alike: Vec<&str> = batch.source.alike().map(Source::word).collect();
    for ((site, first, last), residents) in covered {
        for residents in residents.chunks(BATCH) {
            shift_row::Entity::update_many()
                .col_expr(shift_row::Column::SupersededBy, Expr::value(Some(batch.id)))
                .filter(shift_row::Column::Programme.eq(programme))
                .filter(shift_row::Column::Site.eq(site))
                .filter(shift_row::Column::Resident.is_in(residents.to_vec()))
                .filter(shift_row::Column::OnDate.between(first.to_string(), last.to_string()))
                .filter(shift_row::Column::Source.is_in(alike.clone()))
                .filter(shift_row::Column::SupersededBy.is_null())
                .exec(tx.connection())
                .await?;
        }
    }
    Ok(())
}

/// Takes the facts of an import out again; those that gave way to them stand again. The facts of an import stand in a
/// row, and what gave way lies at its site or with its doctor, so neither needs an index that every import would pay.
pub(super) async fn take_back(
    tx: &Tx,
    programme: Uuid,
    (import, number): (Uuid, i64),
    of: Of,
) -> Result<()> {
    shift_row::Entity::delete_many()
        .filter(shift_row::Column::Programme.eq(programme))
        .filter(shift_row::Column::Position.between(number * ROOM, (number + 1) * ROOM - 1))
        .exec(tx.connection())
        .await?;
    let whose = match of {
        Of::Site(site) => shift_row::Column::Site.eq(site),
        Of::Resident(resident) => shift_row::Column::Resident.eq(resident),
    };
    shift_row::Entity::update_many()
        .col_expr(shift_row::Column::SupersededBy, Expr::value(None::<Uuid>))
        .filter(whose)
        .filter(shift_row::Column::SupersededBy.eq(import))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Whose facts an import holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    /// A hospital's.
    Site(Uuid),
    /// One doctor's.
    Resident(Uuid),
}

/// Takes out what programme folders said.
pub(super) async fn clear_folders(tx: &Tx, programme: Uuid) -> Result<()> {
    shift_row::Entity::delete_many()
        .filter(shift_row::Column::Programme.eq(programme))
        .filter(shift_row::Column::Source.eq(Source::Folder.word()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Every fact that no later import of its kind has replaced.
pub(crate) async fn standing(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    wanted: &Wanted,
) -> Result<Vec<StoredShift>> {
    let mut query = shift_row::Entity::find()
        .filter(shift_row::Column::Programme.eq(programme))
        .filter(shift_row::Column::SupersededBy.is_null());
    if let Some(residents) = &wanted.residents {
        query = query.filter(shift_row::Column::Resident.is_in(residents.clone()));
    }
    if let Some((first, last)) = wanted.dates {
        query =
            query.filter(shift_row::Column::OnDate.between(first.to_string(), last.to_string()));
    }
    let query = query
        .order_by_asc(shift_row::Column::OnDate)
        .order_by_asc(shift_row::Column::StartAt)
        .order_by_asc(shift_row::Column::Position);
    stored(query.all(connection).await?)
}

/// What stands for each resident and day, over all sources.
pub(crate) async fn days(
    app: &App,
    programme: Uuid,
    wanted: &Wanted,
) -> Result<BTreeMap<(Uuid, Date), Day>> {
    let homes = Homes::of(app, programme).await?;
    let facts = standing(app.db.read(), programme, wanted).await?;
    Ok(resolve(facts, app.now().to_jiff(), &|resident, date| {
        homes.on(resident, date)
    }))
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
                source: row.source.parse().map_err(Error::internal)?,
                import: row.import,
                line: row.line,
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
        .filter(shift_row::Column::SupersededBy.is_null())
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

/// What stands for each resident and day as the planner and the command line take it: residents by identifier, sites
/// by code.
pub(crate) fn as_shifts<'a>(
    days: impl IntoIterator<Item = &'a Day>,
    codes: &BTreeMap<Uuid, String>,
) -> Vec<Shift> {
    days.into_iter()
        .flat_map(|day| &day.facts)
        .filter_map(|fact| {
            Some(Shift {
                resident: fact.resident.to_string(),
                site: codes.get(&fact.site)?.clone(),
                date: fact.date,
                code: fact.code.clone(),
                kind: fact.kind,
                start: Some(fact.start),
                end: Some(fact.end),
                whole_day: fact.whole_day,
                role: fact.role.clone(),
                status: Status::Published,
                published_on: None,
                line: 0,
                imported_at: Some(fact.imported_at),
            })
        })
        .collect()
}

/// The facts of a site from these sources that stand, with their positions.
pub(super) async fn of_site(
    tx: &Tx,
    site: Uuid,
    sources: &[Source],
) -> Result<Vec<((Uuid, i64), StoredShift)>> {
    let words: Vec<&str> = sources.iter().map(|source| source.word()).collect();
    let rows = shift_row::Entity::find()
        .filter(shift_row::Column::Site.eq(site))
        .filter(shift_row::Column::Source.is_in(words))
        .filter(shift_row::Column::SupersededBy.is_null())
        .all(tx.connection())
        .await?;
    let keys: Vec<(Uuid, i64)> = rows
        .iter()
        .map(|row| (row.programme, row.position))
        .collect();
    Ok(keys.into_iter().zip(stored(rows)?).collect())
}

/// Gives a stored fact another meaning.
pub(super) async fn correct(
    tx: &Tx,
    (programme, position): (Uuid, i64),
    fact: &StoredShift,
) -> Result<()> {
    shift_row::Entity::update_many()
        .col_expr(shift_row::Column::Kind, Expr::value(fact.kind.word()))
        .col_expr(
            shift_row::Column::StartAt,
            Expr::value(Instant::from_jiff(fact.start).0),
        )
        .col_expr(
            shift_row::Column::EndAt,
            Expr::value(Instant::from_jiff(fact.end).0),
        )
        .col_expr(
            shift_row::Column::WholeDay,
            Expr::value(i64::from(fact.whole_day)),
        )
        .col_expr(shift_row::Column::Role, Expr::value(fact.role.clone()))
        .filter(shift_row::Column::Programme.eq(programme))
        .filter(shift_row::Column::Position.eq(position))
        .exec(tx.connection())
        .await?;
    Ok(())
}
