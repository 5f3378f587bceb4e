//! Every query on the facts of rotas.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QuerySelect as _, Set};
use uuid::Uuid;

use super::resolve::{Day, resolve};
use super::told::{self, line_row};
use super::{Kind, Shift, Source, Status};
use crate::columns;
use crate::people::Homes;

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

/// Adds the facts of an import, one row for each doctor and hospital. What the same kind of source said of the same
/// doctors in the same days at the same hospital gives way to them, but stays until the import is undone no more.
pub(super) async fn add(
    tx: &Tx,
    programme: Uuid,
    batch: Batch,
    facts: &[(Uuid, Uuid, &Shift)],
) -> Result<()> {
    let mut lines: BTreeMap<(Uuid, Uuid), Vec<&Shift>> = BTreeMap::new();
    for (resident, site, shift) in facts {
        lines.entry((*site, *resident)).or_default().push(shift);
    }
    let mut rows = Vec::with_capacity(lines.len());
    for ((site, resident), shifts) in lines {
        let dates = || shifts.iter().map(|shift| shift.date);
        let (Some(first), Some(last)) = (dates().min(), dates().max()) else {
            continue;
        };
        rows.push(line_row::Model {
            programme,
            number: batch.number,
            resident,
            site,
            import: Some(batch.id),
            source: batch.source.word().into(),
            first_date: first.to_string(),
            last_date: last.to_string(),
            imported_at: batch.at,
            told: told::to_text(&shifts)?,
            superseded_by: None,
        });
    }
    supersede(tx, batch, &rows).await?;
    tx.insert_all::<line_row::Model>(rows).await
}

/// Marks the rows of before that give way as a whole, so that nobody reads them again. Those that give way in part
/// are parted when they are read.
async fn supersede(tx: &Tx, batch: Batch, rows: &[line_row::Model]) -> Result<()> {
    let mut covered: BTreeMap<(Uuid, Uuid, &str, &str), Vec<Uuid>> = BTreeMap::new();
    for row in rows {
        let key = (row.programme, row.site, &*row.first_date, &*row.last_date);
        covered.entry(key).or_default().push(row.resident);
    }
    let alike: Vec<&str> = batch.source.alike().map(Source::word).collect();
    for ((programme, site, first, last), residents) in covered {
        for residents in residents.chunks(BATCH) {
            line_row::Entity::update_many()
                .col_expr(line_row::Column::SupersededBy, Expr::value(Some(batch.id)))
                .filter(line_row::Column::Programme.eq(programme))
                .filter(line_row::Column::Site.eq(site))
                .filter(line_row::Column::Resident.is_in(residents.to_vec()))
                .filter(line_row::Column::FirstDate.gte(first))
                .filter(line_row::Column::LastDate.lte(last))
                .filter(line_row::Column::Source.is_in(alike.clone()))
                .filter(line_row::Column::SupersededBy.is_null())
                .exec(tx.connection())
                .await?;
        }
    }
    Ok(())
}

/// Takes the facts of an import out again; those that gave way to them stand again.
pub(super) async fn take_back(
    tx: &Tx,
    programme: Uuid,
    (import, number): (Uuid, i64),
) -> Result<()> {
    line_row::Entity::delete_many()
        .filter(line_row::Column::Programme.eq(programme))
        .filter(line_row::Column::Number.eq(number))
        .exec(tx.connection())
        .await?;
    line_row::Entity::update_many()
        .col_expr(line_row::Column::SupersededBy, Expr::value(None::<Uuid>))
        .filter(line_row::Column::Programme.eq(programme))
        .filter(line_row::Column::SupersededBy.eq(import))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Takes out what programme folders said.
pub(super) async fn clear_folders(tx: &Tx, programme: Uuid) -> Result<()> {
    line_row::Entity::delete_many()
        .filter(line_row::Column::Programme.eq(programme))
        .filter(line_row::Column::Source.eq(Source::Folder.word()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Every fact that no later import of its kind has replaced, by date and hour.
pub(crate) async fn standing(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    wanted: &Wanted,
) -> Result<Vec<StoredShift>> {
    let all = line_row::Entity::find()
        .filter(line_row::Column::Programme.eq(programme))
        .filter(line_row::Column::SupersededBy.is_null());
    let all = match wanted.dates {
        Some((first, last)) => all
            .filter(line_row::Column::LastDate.gte(first.to_string()))
            .filter(line_row::Column::FirstDate.lte(last.to_string())),
        None => all,
    };
    let rows = match &wanted.residents {
        None => all.all(connection).await?,
        Some(residents) => {
            let mut rows = Vec::new();
            for residents in residents.chunks(BATCH) {
                let of_these = line_row::Column::Resident.is_in(residents.to_vec());
                rows.extend(all.clone().filter(of_these).all(connection).await?);
            }
            rows
        }
    };
    let mut facts = told::standing(rows)?;
    if let Some((first, last)) = wanted.dates {
        facts.retain(|fact| (first..=last).contains(&fact.date));
    }
    facts.sort_by_key(|fact| (fact.date, fact.start));
    Ok(facts)
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

/// The first and the last date that somebody's rota speaks of.
pub(crate) async fn extent_of(app: &App, resident: Uuid) -> Result<Option<(Date, Date)>> {
    let row: Option<(Option<String>, Option<String>)> = line_row::Entity::find()
        .select_only()
        .column_as(line_row::Column::FirstDate.min(), "first")
        .column_as(line_row::Column::LastDate.max(), "last")
        .filter(line_row::Column::Resident.eq(resident))
        .filter(line_row::Column::SupersededBy.is_null())
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

/// Gives the facts of a site from these sources another meaning, and tells how many changed.
pub(super) async fn change(
    tx: &Tx,
    site: Uuid,
    sources: &[Source],
    meant: &(dyn Fn(&StoredShift) -> StoredShift + Sync),
) -> Result<usize> {
    let words: Vec<&str> = sources.iter().map(|source| source.word()).collect();
    let rows = line_row::Entity::find()
        .filter(line_row::Column::Site.eq(site))
        .filter(line_row::Column::Source.is_in(words))
        .filter(line_row::Column::SupersededBy.is_null())
        .all(tx.connection())
        .await?;
    let mut changed = 0;
    for row in rows {
        let (told, of_these) = told::changed(&row, meant)?;
        if of_these == 0 {
            continue;
        }
        changed += of_these;
        let mut row = row.into_active_model();
        row.told = Set(told);
        line_row::Entity::update(row).exec(tx.connection()).await?;
    }
    Ok(changed)
}
