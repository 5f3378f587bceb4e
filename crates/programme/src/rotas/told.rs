//! How the facts of a rota lie in the database: one row for what one import says of one doctor at one hospital.
//!
//! A rota is read and replaced by doctor, never by day: a row a day makes an import of half a year tens of thousands of
//! rows, and reading it as many again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use platform::clock::Instant;
use platform::{Error, Result};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Kind, Shift, Source, Standing, StoredShift};
use crate::columns;

pub(super) mod line_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "rota_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        /// Of the import; 0 for folders of before imports were kept.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub resident: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub site: Uuid,
        pub import: Option<Uuid>,
        pub source: String,
        pub first_date: String,
        pub last_date: String,
        pub imported_at: Instant,
        /// A list of [`Told`](super::Told) as JSON.
        pub told: String,
        pub superseded_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One fact: date, code, kind, first instant and the one after the last in microseconds, whether it stands for a whole
/// day, role, line of the file.
#[derive(Serialize, Deserialize)]
struct Told<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    i64,
    i64,
    bool,
    #[serde(borrow)] Option<Cow<'a, str>>,
    i64,
);

/// The facts of one row as text, those without instants left out.
pub(super) fn to_text(shifts: &[&Shift]) -> Result<String> {
    let told = shifts.iter().filter_map(|shift| {
        Some(told(
            (shift.date, shift.line.try_into().unwrap_or(i64::MAX)),
            (&shift.code, shift.kind),
            (shift.start?, shift.end?, shift.whole_day),
            shift.role.as_deref(),
        ))
    });
    text(&told.collect::<Vec<_>>())
}

/// The facts of these rows that no later row of the same standing covers. Rows that cover each other have to be among
/// them.
pub(super) fn standing(mut rows: Vec<line_row::Model>) -> Result<Vec<StoredShift>> {
    rows.sort_by_key(|row| (row.resident, row.site, std::cmp::Reverse(row.number)));
    let mut later: BTreeMap<Standing, Vec<(Date, Date)>> = BTreeMap::new();
    let mut whose = None;
    let mut standing = Vec::new();
    for row in &rows {
        if whose.replace((row.resident, row.site)) != Some((row.resident, row.site)) {
            later.clear();
        }
        let extent = (
            columns::date(&row.first_date)?,
            columns::date(&row.last_date)?,
        );
        let source: Source = row.source.parse().map_err(Error::internal)?;
        let covers = later.entry(source.standing()).or_default();
        let is_covered = |date| covers.iter().any(|(a, b)| (*a..=*b).contains(&date));
        let facts = facts(row, source)?;
        standing.extend(facts.into_iter().filter(|fact| !is_covered(fact.date)));
        covers.push(extent);
    }
    Ok(standing)
}

/// The text of a row with other meanings, and how many facts differ.
pub(super) fn changed(
    row: &line_row::Model,
    meant: &dyn Fn(&StoredShift) -> StoredShift,
) -> Result<(String, usize)> {
    let source: Source = row.source.parse().map_err(Error::internal)?;
    let before = facts(row, source)?;
    let after: Vec<StoredShift> = before.iter().map(meant).collect();
    let differ = before.iter().zip(&after).filter(|(old, new)| old != new);
    let differ = differ.count();
    let told = after.iter().map(|fact| {
        told(
            (fact.date, fact.line),
            (&fact.code, fact.kind),
            (fact.start, fact.end, fact.whole_day),
            fact.role.as_deref(),
        )
    });
    Ok((text(&told.collect::<Vec<_>>())?, differ))
}

fn told<'a>(
    (date, line): (Date, i64),
    (code, kind): (&'a str, Kind),
    (start, end, whole_day): (Timestamp, Timestamp, bool),
    role: Option<&'a str>,
) -> Told<'a> {
    Told(
        date.to_string().into(),
        code.into(),
        kind.word().into(),
        Instant::from_jiff(start).0,
        Instant::from_jiff(end).0,
        whole_day,
        role.map(Cow::from),
        line,
    )
}

fn text(told: &[Told<'_>]) -> Result<String> {
    serde_json::to_string(told).map_err(Error::internal)
}

fn facts(row: &line_row::Model, source: Source) -> Result<Vec<StoredShift>> {
    let told: Vec<Told<'_>> = serde_json::from_str(&row.told).map_err(Error::internal)?;
    told.into_iter()
        .map(
            |Told(date, code, kind, start, end, whole_day, role, line)| {
                let kind: Kind = kind.parse().map_err(Error::internal)?;
                Ok(StoredShift {
                    resident: row.resident,
                    site: row.site,
                    date: columns::date(&date)?,
                    code: code.into_owned(),
                    kind,
                    start: Instant(start).to_jiff(),
                    end: Instant(end).to_jiff(),
                    whole_day,
                    role: role.map(Cow::into_owned),
                    source,
                    import: row.import,
                    line,
                    imported_at: row.imported_at.to_jiff(),
                })
            },
        )
        .collect()
}
