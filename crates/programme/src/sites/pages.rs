//! Hospitals: who works there, how much of the rota is known, and what they let go.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use uuid::Uuid;

use crate::addresses::base;
use crate::rotas::Bar;
use crate::wording::{count, count_first};
use crate::{facilitators, people, rotas, venues};

/// The pages of sites, rooms and facilitators.
pub fn routes() -> Routes {
    Routes::new()
        .get("/programmes/{programme}/sites", Action("sites.read"), list)
        .get("/programmes/{programme}/rooms", Action("sites.read"), rooms)
        .merge(super::limits::routes())
}

#[derive(Template)]
#[template(path = "sites/list.html")]
struct ListPage {
    shell: Shell,
    base: String,
    heading: String,
    rows: Vec<Row>,
}

struct Row {
    id: Uuid,
    name: String,
    organisation: String,
    block: String,
    residents: usize,
    bar: Option<Bar>,
    caps: String,
}

#[derive(Template)]
#[template(path = "sites/rooms.html")]
struct RoomsPage {
    shell: Shell,
    base: String,
    heading: String,
    rooms: Vec<Room>,
    facilitators: Vec<Leader>,
}

struct Room {
    name: String,
    address: String,
    capacity: u32,
    days: String,
    neutral: bool,
    step_free: bool,
}

struct Leader {
    name: String,
    profession: String,
    level: &'static str,
    days: String,
    max_groups: u32,
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let sites = super::listed(&app, scope.id).await?;
    let codes = super::codes(&app, scope.id).await?;
    let known = rotas::completeness(&app, scope.id, None).await?;
    let placements = people::placements(&app, scope.id, &codes).await?;
    let caps = super::caps(&app, scope.id, &codes).await?;
    let rows: Vec<Row> = sites
        .into_iter()
        .map(|stored| {
            let code = &stored.site.code;
            let mut residents: Vec<&str> = placements
                .iter()
                .filter(|placement| placement.site == *code)
                .map(|placement| placement.resident.as_str())
                .collect();
            residents.sort_unstable();
            residents.dedup();
            let own: Vec<_> = caps.iter().filter(|cap| cap.site == *code).collect();
            let most = own.iter().map(|cap| cap.max_released).max();
            Row {
                residents: residents.len(),
                bar: known.get(&stored.id).map(Bar::of),
                caps: match most {
                    None => "None stated: nobody can be released".into(),
                    Some(most) => format!(
                        "Up to {most} at once, {}",
                        count(own.len(), "line", "lines")
                    ),
                },
                id: stored.id,
                name: stored.site.name,
                organisation: stored.site.organisation,
                block: stored.site.block,
            }
        })
        .collect();
    let whole = rows
        .iter()
        .filter(|row| row.bar.as_ref().is_none_or(Bar::is_whole))
        .count();
    let heading = match rows.len() {
        0 => "No hospital is listed yet".to_owned(),
        total if whole == total => format!(
            "Every rota is known at {}",
            count(total, "hospital", "hospitals")
        ),
        total => format!("{} of {total} rotas have gaps", total - whole),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        base: base(&viewer)?,
        heading,
        rows,
    })
}

async fn rooms(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let codes = super::codes(&app, scope.id).await?;
    let rooms: Vec<Room> = venues::listed(&app, scope.id, &codes)
        .await?
        .into_iter()
        .map(|venue| Room {
            name: venue.name,
            address: venue.address,
            capacity: venue.capacity,
            days: days(&venue.weekdays),
            neutral: venue.owner_site.is_none(),
            step_free: venue.step_free,
        })
        .collect();
    let facilitators: Vec<Leader> = facilitators::listed(&app, scope.id, &codes)
        .await?
        .into_iter()
        .map(|stored| Leader {
            name: stored.facilitator.full_name,
            profession: stored.facilitator.profession,
            level: stored.facilitator.level.word(),
            days: days(&stored.facilitator.weekdays),
            max_groups: stored.facilitator.max_groups,
        })
        .collect();
    let heading = format!(
        "{} and {}",
        count_first(rooms.len(), "room", "rooms"),
        count(facilitators.len(), "facilitator", "facilitators")
    );
    page(RoomsPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Hospitals", Some(base(&viewer)? + "/sites"))
            .crumb("Rooms and facilitators", None),
        base: base(&viewer)?,
        heading,
        rooms,
        facilitators,
    })
}

fn days(days: &[jiff::civil::Weekday]) -> String {
    if days.is_empty() {
        return "Every day".into();
    }
    let names: Vec<_> = days
        .iter()
        .map(|day| crate::wording::day_name(*day))
        .collect();
    names.join(", ")
}
