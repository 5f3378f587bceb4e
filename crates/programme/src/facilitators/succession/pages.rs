//! The organiser's view of the next 24 months: a chart made here, and the same as a table.

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use uuid::Uuid;

use super::{Month, Outlook, Seat, outlook};
use crate::addresses::base;
use crate::facilitators::requirements::{Earliest, earliest};
use crate::facilitators::training::{documents_of, records, set_of};
use crate::facilitators::{Level, StoredFacilitator, listed};
use crate::planning;
use crate::sites;
use crate::wording::{count, full_date, listed as in_words};

pub(in crate::facilitators) fn routes() -> Routes {
    Routes::new().get(
        "/programmes/{programme}/facilitators/succession",
        Action("facilitators.read"),
        show,
    )
}

#[derive(Template)]
#[template(path = "facilitators/succession/page.html")]
struct SuccessionPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    chart: Chart,
    rows: Vec<Row>,
    people: Vec<Person>,
}

struct Row {
    month: String,
    experienced: usize,
    novices: usize,
    places: u32,
    in_training: u32,
    leaving: String,
    is_short: bool,
}

struct Person {
    name: String,
    level: &'static str,
    most: u32,
    until: String,
    ready: String,
}

/// Where the bars stand, in units of the drawing.
struct Chart {
    bars: Vec<Bar>,
    /// The heights that the axis names, each with its number.
    ticks: Vec<(String, u32)>,
    /// Where the line of the groups planned lies.
    planned: Option<String>,
    label: String,
}

struct Bar {
    x: usize,
    y: String,
    height: String,
    is_short: bool,
    /// The month's name beneath, for some of them.
    name: String,
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let today = planning::today(&app)?;
    let plan = planning::newest(&app, programme, true).await?;
    let planned = plan.map_or(0, |plan| plan.document.groups.len());
    let seats = seats(&app, programme).await?;
    let outlook = outlook(&seats, planned, today);
    let heading = heading(&seats, &outlook);
    page(SuccessionPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Facilitators", Some(base(&viewer)? + "/facilitators"))
            .crumb("The next 24 months", None),
        base: base(&viewer)?,
        lead: lead(planned),
        chart: chart(&outlook, &heading),
        rows: outlook
            .months
            .iter()
            .map(|month| row(month, &seats))
            .collect(),
        people: seats.iter().map(person).collect(),
        heading,
    })
}

/// Everybody whom the last import listed, with the day on which a novice can meet their list.
async fn seats(app: &App, programme: Uuid) -> Result<Vec<Seat>> {
    let today = planning::today(app)?;
    let codes = sites::codes(app, programme).await?;
    let mut records = records(app, programme, None).await?;
    let seat = |stored: StoredFacilitator| {
        let record = records.remove(&stored.id).unwrap_or_default();
        let one = stored.facilitator;
        let trained = one.psychodynamic.then_some(today);
        let set = set_of(record.pathway.as_ref(), one.requirement_set.as_deref());
        let documents = documents_of(&record.documents, trained);
        let ready = match set {
            Some(set) => earliest(
                set,
                &record.log(),
                &record.supervisions(),
                &documents,
                today,
            ),
            None => Earliest::NotKnown,
        };
        Seat {
            name: one.full_name,
            level: one.level,
            max_groups: one.max_groups,
            from: one.from,
            to: one.to,
            ready,
        }
    };
    let stored = listed(app, programme, &codes).await?;
    Ok(stored.into_iter().map(seat).collect())
}

fn heading(seats: &[Seat], outlook: &Outlook) -> String {
    let first = outlook.months.first();
    match (outlook.first_short(), outlook.planned) {
        _ if seats.is_empty() => "No facilitator is listed yet".into(),
        (_, 0) => "No group is planned, so nothing can be too few".into(),
        (None, _) => "There are enough experienced facilitators for the next 24 months".into(),
        (Some(short), _) if Some(short) == first => {
            "There are too few experienced facilitators now".into()
        }
        (Some(short), _) => format!(
            "From {} there are too few experienced facilitators",
            month_name(short)
        ),
    }
}

fn lead(planned: usize) -> String {
    let planned = match planned {
        0 => String::new(),
        1 => "One group is planned, and the same is assumed for later runs. ".into(),
        some => format!("{some} groups are planned, and as many are assumed for later runs. "),
    };
    format!(
        "{planned}A group needs somebody experienced. Somebody counts in a month if they can lead on every day of it."
    )
}

fn month_name(month: &Month) -> String {
    month.first.strftime("%B %Y").to_string()
}

fn row(month: &Month, seats: &[Seat]) -> Row {
    let names: Vec<String> = month
        .leaving
        .iter()
        .map(|at| seats[*at].name.clone())
        .collect();
    Row {
        month: month_name(month),
        experienced: month.experienced,
        novices: month.novices,
        places: month.places,
        in_training: month.in_training,
        leaving: in_words(&names),
        is_short: month.is_short,
    }
}

fn person(seat: &Seat) -> Person {
    Person {
        name: seat.name.clone(),
        level: match seat.level {
            Level::Experienced => "Experienced",
            Level::Novice => "Novice",
        },
        most: seat.max_groups,
        until: match seat.to {
            Some(to) => full_date(to),
            None => "Until further notice".into(),
        },
        ready: match (seat.level, seat.ready) {
            (Level::Experienced, _) => String::new(),
            (Level::Novice, Earliest::Met) => "Their list is met".into(),
            (Level::Novice, Earliest::On(day)) => full_date(day),
            (Level::Novice, Earliest::NotInSight) => {
                "Not known: not within two years at this pace".into()
            }
            (Level::Novice, Earliest::NotKnown) => "Not known".into(),
        },
    }
}

/// Bars of 18 every 27 units beside an axis from 0, in a drawing of 700 by 190.
fn chart(outlook: &Outlook, heading: &str) -> Chart {
    const TALL: f64 = 140.0;
    const FOOT: f64 = 160.0;
    let planned = u32::try_from(outlook.planned).unwrap_or(u32::MAX);
    let most = outlook.months.iter().map(|month| month.places).max();
    let top = most.unwrap_or(0).max(planned).max(1);
    let height = |places: u32| TALL * f64::from(places) / f64::from(top);
    let at = |places: u32| format!("{:.1}", FOOT - height(places));
    let bars = outlook
        .months
        .iter()
        .enumerate()
        .map(|(number, month)| Bar {
            x: 40 + number * 27,
            y: at(month.places),
            height: format!("{:.1}", height(month.places)),
            is_short: month.is_short,
            name: match number % 6 {
                0 => month.first.strftime("%b %Y").to_string(),
                _ => String::new(),
            },
        });
    let short = outlook.months.iter().filter(|month| month.is_short).count();
    let mut ticks = vec![(at(0), 0), (at(top), top)];
    if top > 3 {
        ticks.push((at(top / 2), top / 2));
    }
    Chart {
        bars: bars.collect(),
        ticks,
        planned: (planned > 0).then(|| at(planned)),
        label: format!(
            "{heading}. Groups that experienced facilitators can lead, by month: {} of 24 months are below the {} planned",
            short,
            count(outlook.planned, "group", "groups")
        ),
    }
}
