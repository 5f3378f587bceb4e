//! The rota of a hospital, a week at a glance.

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

use super::{Kind, StoredShift};
use crate::addresses::base;
use crate::wording::{clock, day_name, short_date};
use crate::{people, planning, sites};

/// The pages of rotas.
pub fn routes() -> Routes {
    Routes::new().get(
        "/programmes/{programme}/sites/{site}/rota",
        Action("rotas.read"),
        week,
    )
}

#[derive(Deserialize)]
struct Week {
    week: Option<String>,
}

#[derive(Template)]
#[template(path = "rotas/week.html")]
struct WeekPage {
    shell: Shell,
    base: String,
    site: String,
    heading: String,
    lead: String,
    before: String,
    after: String,
    here: String,
    days: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    id: Uuid,
    name: String,
    cells: Vec<Vec<Mark>>,
}

/// One fact in a cell of the grid.
struct Mark {
    class: &'static str,
    code: String,
    word: &'static str,
    hours: String,
}

async fn week(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
    Query(query): Query<Week>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let sites = sites::listed(&app, scope.id).await?;
    let stored = sites
        .iter()
        .find(|stored| stored.id == site)
        .ok_or(Error::NotFound)?;
    let monday = monday(&app, scope.id, query.week.as_deref()).await?;
    let sunday = monday.checked_add(6.days()).map_err(Error::internal)?;
    let codes = sites::codes(&app, scope.id).await?;
    let placed: Vec<String> = people::placements(&app, scope.id, &codes)
        .await?
        .into_iter()
        .filter(|placement| placement.site == stored.site.code)
        .filter(|placement| placement.start <= sunday && placement.end >= monday)
        .map(|placement| placement.resident)
        .collect();
    let zone = planning::zone()?;
    let pack = rest::Pack::named(&stored.site.rule_pack);
    let mut marks: BTreeMap<(Uuid, Date), Vec<Mark>> = BTreeMap::new();
    for shift in super::at_site(&app, site, monday, sunday).await? {
        let list = marks.entry((shift.resident, shift.date)).or_default();
        list.push(mark(&shift, &zone, pack.as_ref()));
    }
    let dates: Vec<Date> = (0..7)
        .filter_map(|day| monday.checked_add(day.days()).ok())
        .collect();
    let rows: Vec<Row> = people::listed(&app, scope.id)
        .await?
        .into_iter()
        .filter(|person| placed.contains(&person.id.to_string()))
        .map(|person| Row {
            cells: dates
                .iter()
                .map(|date| marks.remove(&(person.id, *date)).unwrap_or_default())
                .collect(),
            id: person.id,
            name: person.resident.full_name,
        })
        .collect();
    let unknown: usize = rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.is_empty() || cell.iter().any(|mark| mark.class == "unknown"))
        .count();
    let here = format!("{}/sites/{site}/rota", base(&viewer)?);
    let heading = format!(
        "{}, {} to {}",
        stored.site.name,
        short_date(monday),
        short_date(sunday)
    );
    let lead = match unknown {
        0 => format!("{} doctors; every day is known.", rows.len()),
        _ => format!(
            "{} doctors; {unknown} of {} days are not known, and nobody counts as free on them.",
            rows.len(),
            rows.len() * 7
        ),
    };
    let base = base(&viewer)?;
    page(WeekPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Hospitals", Some(format!("{base}/sites")))
            .crumb(stored.site.name.clone(), None),
        base,
        site: stored.site.name.clone(),
        before: monday
            .checked_sub(7.days())
            .map_err(Error::internal)?
            .to_string(),
        after: monday
            .checked_add(7.days())
            .map_err(Error::internal)?
            .to_string(),
        here,
        days: dates
            .iter()
            .map(|date| {
                let day: String = day_name(date.weekday()).chars().take(3).collect();
                format!("{day} {}", date.day())
            })
            .collect(),
        heading,
        lead,
        rows,
    })
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
