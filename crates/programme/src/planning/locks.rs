//! What stays when a plan is made again: groups that are kept, times and rooms that are left out.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;

use super::decide::change;
use super::document::Place;
use super::names::{Names, group_name};
use super::wishes::Wish;
use super::{store, wishes_store};
use crate::addresses::base;

#[derive(Template)]
#[template(path = "planning/locks.html")]
struct LocksPage {
    shell: Shell,
    base: String,
    heading: String,
    locks: Vec<String>,
    groups: Vec<(usize, String)>,
    places: Vec<(String, String)>,
}

/// What stays, and what else could.
pub(super) async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let base = base(&viewer)?;
    let wishes = wishes_store::wishes(app.db.read(), programme).await?;
    let names = Names::of(&app, programme).await?;
    let plan = store::newest(&app, programme, false).await?;
    let groups = plan.iter().flat_map(|plan| &plan.document.groups);
    let heading = match wishes.locks.len() {
        0 => "Nothing is locked".to_owned(),
        1 => "One decision is locked".to_owned(),
        many => format!("{many} decisions are locked"),
    };
    page(LocksPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb("Locks", None),
        locks: wishes.locks.iter().map(|wish| names.wish(wish)).collect(),
        groups: groups
            .map(|group| {
                (
                    group.number,
                    format!("{}, {}", group_name(group), names.venue(&group.venue)),
                )
            })
            .collect(),
        places: places(&app, programme, &names).await?,
        base,
        heading,
    })
}

/// Every time and room, as a form names it and in words.
async fn places(app: &App, programme: uuid::Uuid, names: &Names) -> Result<Vec<(String, String)>> {
    let slots = store::slots(app, programme).await?;
    let mut places = Vec::new();
    for slot in slots {
        for (venue, _) in names.all_venues() {
            let place = Place {
                weekday: crate::columns::weekday_word(slot.weekday).into(),
                start: crate::columns::time_text(slot.start),
                venue: venue.to_owned(),
            };
            places.push((place.to_string(), names.place(&place)));
        }
    }
    Ok(places)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LockForm {
    what: String,
    #[serde(default)]
    group: Option<usize>,
    #[serde(default)]
    place: String,
}

/// Adds a lock.
pub(super) async fn lock(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<LockForm>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let wish = if form.what == "closed" {
        let place = form.place.parse().map_err(|()| Error::NotFound)?;
        let known = places(&app, programme, &Names::of(&app, programme).await?).await?;
        if !known.iter().any(|(value, _)| *value == form.place) {
            return Err(Error::NotFound);
        }
        Wish::Closed { place }
    } else {
        let plan = store::newest(&app, programme, false)
            .await?
            .ok_or(Error::NotFound)?;
        let groups = &plan.document.groups;
        let group = groups
            .iter()
            .find(|group| Some(group.number) == form.group)
            .ok_or(Error::NotFound)?;
        let (leaders, members) = match form.what.as_str() {
            "place" => (false, false),
            "leaders" => (true, false),
            "members" => (true, true),
            _ => return Err(Error::NotFound),
        };
        let residents = group.members.iter().map(|member| member.resident.clone());
        Wish::Keep {
            place: group.place(),
            facilitators: if leaders {
                group.facilitators.clone()
            } else {
                Vec::new()
            },
            members: if members {
                residents.collect()
            } else {
                Vec::new()
            },
        }
    };
    change(&app, &viewer, |wishes| wishes.add(wish)).await?;
    back(&viewer)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LiftForm {
    lock: usize,
}

/// Lifts a lock.
pub(super) async fn lift(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<LiftForm>,
) -> Result<Response> {
    change(&app, &viewer, |wishes| {
        if form.lock < wishes.locks.len() {
            wishes.locks.remove(form.lock);
        }
    })
    .await?;
    back(&viewer)
}

fn back(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&(base(viewer)? + "/plan/locks")).into_response())
}
