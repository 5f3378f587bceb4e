//! What is decided before a plan is made: how many groups, how large, how long to search, what stays.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Error, FieldError, Result};
use serde::Deserialize;

use super::document::Place;
use super::make::Task;
use super::names::{Names, group_name};
use super::wishes::{Effort, Wish, Wishes};
use super::{searches, store, wishes_store};
use crate::addresses::base;

/// Most groups that the slider offers.
const MOST_GROUPS: usize = 12;
/// Sizes that the sliders offer.
const SIZES: std::ops::RangeInclusive<usize> = 4..=16;

/// The sliders as the board shows them.
pub(super) struct Limits {
    pub(super) most_groups: usize,
    pub(super) all_groups: usize,
    pub(super) smallest: usize,
    pub(super) largest: usize,
    pub(super) least_size: usize,
    pub(super) most_size: usize,
    pub(super) efforts: Vec<(&'static str, &'static str, bool)>,
}

impl Limits {
    pub(super) fn of(wishes: &Wishes) -> Self {
        let usual = planner::Policy::default();
        let effort = |one: Effort, label| (one.word(), label, wishes.effort() == one);
        Self {
            most_groups: wishes.most_groups.unwrap_or(MOST_GROUPS),
            all_groups: MOST_GROUPS,
            smallest: wishes.smallest.unwrap_or(usual.min_size),
            largest: wishes.largest.unwrap_or(usual.max_size),
            least_size: *SIZES.start(),
            most_size: *SIZES.end(),
            efforts: vec![
                effort(Effort::Quick, "A quick look"),
                effort(Effort::Usual, "As usual"),
                effort(Effort::Thorough, "Thoroughly"),
            ],
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsForm {
    most_groups: usize,
    smallest: usize,
    largest: usize,
    effort: String,
}

/// Keeps the sliders and plans again.
pub(super) async fn plan_again(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<LimitsForm>,
) -> Result<Response> {
    let wrong = |field, message: &str| {
        Error::Invalid(vec![FieldError {
            field,
            message: message.to_owned(),
        }])
    };
    if !(1..=MOST_GROUPS).contains(&form.most_groups) {
        return Err(wrong("most_groups", "Choose from 1 to 12 groups."));
    }
    if !SIZES.contains(&form.smallest) || !SIZES.contains(&form.largest) {
        return Err(wrong("smallest", "Choose sizes from 4 to 16."));
    }
    if form.smallest > form.largest {
        return Err(wrong(
            "largest",
            "The largest group cannot be smaller than the smallest.",
        ));
    }
    let effort: Effort = form
        .effort
        .parse()
        .map_err(|_| wrong("effort", "Choose how long to search."))?;
    let usual = planner::Policy::default();
    let other = |value: usize, usual: usize| (value != usual).then_some(value);
    change(&app, &viewer, |wishes| {
        wishes.most_groups = other(form.most_groups, MOST_GROUPS);
        wishes.smallest = other(form.smallest, usual.min_size);
        wishes.largest = other(form.largest, usual.max_size);
        wishes.effort = match effort {
            Effort::Usual => String::new(),
            effort => effort.word().into(),
        };
    })
    .await?;
    searches::begin(&app, &viewer, Task::Anew).await?;
    board(&viewer)
}

/// Changes what is decided, in one transaction with its row of the record.
pub(super) async fn change(
    app: &App,
    viewer: &Viewer,
    change: impl FnOnce(&mut Wishes),
) -> Result<()> {
    let programme = viewer.scope()?.id;
    let tx = app.db.write().await?;
    let mut wishes = wishes_store::wishes(tx.connection(), programme).await?;
    let before = wishes.clone();
    change(&mut wishes);
    if wishes == before {
        return Ok(());
    }
    wishes_store::put(&tx, app, programme, &wishes).await?;
    let event = viewer.event("plan.make", "decided");
    let detail = format!("{} locks", wishes.locks.len());
    tx.commit(app, event.with_detail(detail)).await
}

/// Back to the board.
pub(super) fn board(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&(base(viewer)? + "/plan")).into_response())
}

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
pub(super) async fn locks(
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
