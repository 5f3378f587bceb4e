//! The rota of a hospital, one week or four at a glance.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::completeness::{Bar, completeness};
use super::own::fact_words;
use super::resolve::Day;
use super::store::{Wanted, days};
use super::words::age_words;
use super::{Kind, Source, StoredShift, age};
use crate::addresses::base;
use crate::people::Homes;
use crate::wording::{clock, count, count_first, day_name, full_date, short_date};
use crate::{people, planning, sites};

/// The pages of rotas.
pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/programmes/{programme}/sites/{site}/rota",
        Action("rotas.read"),
        show,
    )
}

#[derive(Deserialize)]
struct Asked {
    week: Option<String>,
    weeks: Option<String>,
}

#[derive(Template)]
#[template(path = "rotas/week.html")]
struct RotaPage {
    shell: Shell,
    base: String,
    id: Uuid,
    site: String,
    heading: String,
    lead: String,
    before: String,
    after: String,
    monday: String,
    is_long: bool,
    here: String,
    days: Vec<(String, bool)>,
    rows: Vec<Row>,
    sources: Vec<String>,
    bar: Option<Bar>,
    conflicts: Vec<Conflict>,
}

struct Row {
    id: Uuid,
    name: String,
    cells: Vec<Cell>,
}

/// One doctor on one day.
struct Cell {
    class: &'static str,
    marks: Vec<Mark>,
    begins_week: bool,
    is_stale: bool,
    has_conflict: bool,
}

/// One fact in a cell of the grid.
struct Mark {
    class: &'static str,
    code: String,
    word: &'static str,
    hours: String,
}

/// A day of which two sources say two things.
struct Conflict {
    name: String,
    date: String,
    stands: String,
    others: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let sites = sites::listed(&app, scope.id).await?;
    let stored = sites
        .iter()
        .find(|stored| stored.id == site)
        .ok_or(Error::NotFound)?;
    let is_long = asked.weeks.as_deref() == Some("4");
    let length: i64 = if is_long { 28 } else { 7 };
    let monday = monday(&app, scope.id, asked.week.as_deref()).await?;
    let last = monday
        .checked_add((length - 1).days())
        .map_err(Error::internal)?;
    let here_then = Homes::of(&app, scope.id).await?.at(site, monday, last);
    let wanted = Wanted {
        residents: Some(here_then.keys().copied().collect()),
        dates: Some((monday, last)),
    };
    let known = days(&app, scope.id, &wanted).await?;
    let zone = planning::zone()?;
    let pack = rest::Pack::named(&stored.site.rule_pack);
    let dates: Vec<Date> = (0..length)
        .filter_map(|day| monday.checked_add(day.days()).ok())
        .collect();
    let mut rows = Vec::new();
    let mut conflicts = Vec::new();
    let (mut unknown, mut total) = (0, 0);
    let mut sources: BTreeMap<(Source, i64), usize> = BTreeMap::new();
    let now = app.now().to_jiff();
    for person in people::listed(&app, scope.id).await? {
        let Some((from, to)) = here_then.get(&person.id) else {
            continue;
        };
        let name = person.resident.full_name;
        let mut cells = Vec::new();
        for date in &dates {
            let day = known.get(&(person.id, *date));
            let is_here = (*from..=*to).contains(date);
            total += usize::from(is_here);
            unknown += usize::from(is_here && !day.is_some_and(Day::is_known));
            cells.push(cell(*date, day, is_here, &zone, pack.as_ref()));
            if let Some(fact) = day.filter(|_| is_here).and_then(|day| day.facts.first()) {
                *sources.entry((fact.source, age(fact, now))).or_default() += 1;
            }
            if let Some(day) = day.filter(|day| is_told_twice(day)) {
                conflicts.push(conflict(&name, *date, day, &zone));
            }
        }
        rows.push(Row {
            id: person.id,
            name,
            cells,
        });
    }
    let heading = format!(
        "{}, {} to {}",
        stored.site.name,
        short_date(monday),
        short_date(last)
    );
    let lead = match unknown {
        0 => format!(
            "{}; every day is known.",
            count(rows.len(), "doctor", "doctors")
        ),
        _ => format!(
            "{}; {unknown} of {total} days are not known, and nobody counts as free on them.",
            count(rows.len(), "doctor", "doctors")
        ),
    };
    let bar = completeness(&app, scope.id, Some(site))
        .await?
        .get(&site)
        .map(Bar::of);
    let base = base(&viewer)?;
    page(RotaPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Hospitals", Some(format!("{base}/sites")))
            .crumb(stored.site.name.clone(), None),
        id: site,
        site: stored.site.name.clone(),
        before: monday
            .checked_sub(length.days())
            .map_err(Error::internal)?
            .to_string(),
        after: monday
            .checked_add(length.days())
            .map_err(Error::internal)?
            .to_string(),
        monday: monday.to_string(),
        is_long,
        here: format!("{base}/sites/{site}/rota"),
        base,
        days: dates
            .iter()
            .map(|date| {
                let day: String = day_name(date.weekday()).chars().take(3).collect();
                let begins_week = date.weekday() == jiff::civil::Weekday::Monday;
                (format!("{day} {}", date.day()), begins_week)
            })
            .collect(),
        heading,
        lead,
        rows,
        sources: sources.into_iter().map(source_words).collect(),
        bar,
        conflicts,
    })
}

fn cell(
    date: Date,
    day: Option<&Day>,
    is_here: bool,
    zone: &TimeZone,
    pack: Option<&rest::Pack>,
) -> Cell {
    let begins_week = date.weekday() == jiff::civil::Weekday::Monday;
    let marks: Vec<Mark> = day
        .filter(|_| is_here)
        .map(|day| {
            day.facts
                .iter()
                .map(|fact| mark(fact, zone, pack))
                .collect()
        })
        .unwrap_or_default();
    let is_known = day.is_some_and(Day::is_known);
    let class = match marks.first() {
        _ if !is_here => "elsewhere",
        Some(_) if !is_known => "unknown",
        Some(first) => first.class,
        None => "unknown",
    };
    Cell {
        class,
        marks,
        begins_week,
        is_stale: is_here && day.is_some_and(|day| day.is_stale),
        has_conflict: is_here && day.is_some_and(is_told_twice),
    }
}

/// Whether another source says something else. What it says without being understood contradicts nobody.
fn is_told_twice(day: &Day) -> bool {
    day.others.iter().any(|fact| fact.kind != Kind::Unknown)
}

/// From where so many days are known, and since when.
fn source_words(((source, age), days): ((Source, i64), usize)) -> String {
    format!(
        "{} from {}, told {}",
        count_first(days, "day", "days"),
        source.words(),
        age_words(age)
    )
}

fn conflict(name: &str, date: Date, day: &Day, zone: &TimeZone) -> Conflict {
    let say = |facts: &[StoredShift]| {
        let said = facts
            .iter()
            .map(|fact| format!("{} ({})", fact_words(fact, zone), fact.source.words()));
        said.collect::<Vec<_>>().join("; ")
    };
    Conflict {
        name: name.to_owned(),
        date: full_date(date),
        stands: say(&day.facts),
        others: say(&day.others),
    }
}

/// The Monday that is asked for, or that of the first session from today on, or this week's.
async fn monday(app: &App, programme: Uuid, asked: Option<&str>) -> Result<Date> {
    let date = match asked {
        Some(text) => text.parse().map_err(|_| Error::NotFound)?,
        None => {
            let today = planning::today(app)?;
            let dates = planning::slots(app, programme).await?;
            dates
                .iter()
                .flat_map(planning::dates)
                .filter(|date| *date >= today)
                .min()
                .unwrap_or(today)
        }
    };
    let date: Date = date;
    if !(2000..2100).contains(&date.year()) {
        return Err(Error::NotFound);
    }
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(back.days()).map_err(Error::internal)
}

fn mark(shift: &StoredShift, zone: &TimeZone, pack: Option<&rest::Pack>) -> Mark {
    let night = pack.is_some_and(|pack| shift.fact().is_night(zone, pack));
    let (class, word) = match shift.kind {
        Kind::Clinical if night => ("night", "night"),
        Kind::Clinical => ("shift", "clinical"),
        Kind::Nroc => ("shift", "on call from home"),
        Kind::Edt => ("shift", "educational time"),
        Kind::Teaching => ("shift", "teaching"),
        Kind::Off => ("off", "off"),
        Kind::Rest => ("off", "rest"),
        Kind::LtftOff => ("off", "not a working day"),
        Kind::AnnualLeave => ("leave", "annual leave"),
        Kind::Sick => ("leave", "away"),
        Kind::Parental => ("leave", "away"),
        Kind::StudyLeave => ("leave", "study leave"),
        Kind::Exam => ("leave", "exam"),
        Kind::Strike => ("leave", "strike day"),
        Kind::OutOfProgramme => ("leave", "out of programme"),
        Kind::Unknown => ("unknown", "not known"),
    };
    Mark {
        class,
        code: shift.code.clone(),
        word,
        hours: if shift.whole_day {
            String::new()
        } else {
            format!("{}–{}", clock(shift.start, zone), clock(shift.end, zone))
        },
    }
}
