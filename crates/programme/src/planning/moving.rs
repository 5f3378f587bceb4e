//! "Move to…": another time and room for a group, another group for a doctor. A move is a decision; the plan is then
//! made again with as little else changed as can be, and stays a draft.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::decide::change;
use super::document::{Move, Place, PlannedGroup};
use super::make::Task;
use super::names::{Names, group_name};
use super::pages::to_board;
use super::wishes::Wish;
use super::{PlanVersion, searches, store};
use crate::addresses::base;
use crate::columns;
use crate::wording::day_name;

/// A place that somebody or a group could have, and what it would cost.
struct Choice {
    value: String,
    words: String,
    cost: String,
    may: bool,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "planning/move.html")]
struct MovePage {
    shell: Shell,
    to: String,
    back: String,
    heading: String,
    lead: String,
    caption: &'static str,
    choices: Vec<Choice>,
    button: &'static str,
}

/// Onto which day a group was dragged, as its name.
#[derive(Default, Deserialize)]
pub(super) struct Onto {
    #[serde(default)]
    day: String,
}

/// A group of the newest version.
async fn group_of(app: &App, viewer: &Viewer, number: usize) -> Result<PlannedGroup> {
    let plan = newest(app, viewer).await?;
    let mut groups = plan.document.groups.into_iter();
    let group = groups.find(|group| group.number == number);
    group.ok_or(Error::NotFound)
}

async fn newest(app: &App, viewer: &Viewer) -> Result<PlanVersion> {
    let plan = store::newest(app, viewer.scope()?.id, false).await?;
    plan.ok_or(Error::NotFound)
}

/// Where a group could meet; of the day onto which it was dragged, the best place is chosen and those of that day stand
/// first.
pub(super) async fn of_group(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, number)): Path<(String, usize)>,
    Query(onto): Query<Onto>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let group = group_of(&app, &viewer, number).await?;
    let names = Names::of(&app, programme).await?;
    let base = base(&viewer)?;
    let members = group.members.len();
    let is_there =
        |place: &Place| columns::weekday(&place.weekday).is_ok_and(|day| day_name(day) == onto.day);
    let best = group
        .moves
        .iter()
        .find(|one| one.room_free && is_there(&one.place));
    let mut moves: Vec<&Move> = group.moves.iter().collect();
    moves.sort_by_key(|one| !is_there(&one.place));
    let choices: Vec<Choice> = moves
        .into_iter()
        .map(|one| {
            let mut cost = vec![format!(
                "{} of {members} members could come",
                one.could_come
            )];
            if !one.leaders_free {
                cost.push("needs other facilitators".into());
            }
            if !one.room_free {
                cost.push("the room is taken".into());
            }
            Choice {
                value: one.place.to_string(),
                words: names.place(&one.place),
                cost: cost.join("; "),
                may: one.room_free,
                chosen: best.is_some_and(|best| best.place == one.place),
            }
        })
        .collect();
    let name = group_name(&group);
    let heading = format!("Move the {name}");
    page(MovePage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb(name, Some(format!("{base}/plan/groups/{number}")))
            .crumb("Move", None),
        to: format!("{base}/plan/groups/{number}/move"),
        back: format!("{base}/plan/groups/{number}"),
        lead: format!(
            "It meets {}. The plan is made again with the group at its new place and as little else changed as can be. It \
             stays a draft.",
            names.place(&group.place())
        ),
        caption: "Other times and rooms, those with most of its members first",
        choices,
        button: "Move the group",
        heading,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceForm {
    place: String,
}

/// Moves a group.
pub(super) async fn move_group(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, number)): Path<(String, usize)>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let group = group_of(&app, &viewer, number).await?;
    let to: Place = form.place.parse().map_err(|()| Error::NotFound)?;
    let chosen = group
        .moves
        .iter()
        .find(|one| one.place == to)
        .ok_or(Error::NotFound)?;
    if !chosen.room_free {
        return Err(Error::refused(
            "H6",
            "The room is not free on every date.",
            "Choose another time or room.",
        ));
    }
    let facilitators = if chosen.leaders_free {
        group.facilitators.clone()
    } else {
        Vec::new()
    };
    change(&app, &viewer, |wishes| {
        wishes.add(Wish::Closed {
            place: group.place(),
        });
        wishes.add(Wish::Keep {
            place: to,
            facilitators,
            members: Vec::new(),
        });
    })
    .await?;
    searches::begin(&app, &viewer, Task::Adjust).await?;
    to_board(&viewer)
}

/// In which group a doctor could be.
pub(super) async fn of_resident(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let plan = newest(&app, &viewer).await?;
    let names = Names::of(&app, programme).await?;
    let id = resident.to_string();
    if !names.residents.contains_key(&id) {
        return Err(Error::NotFound);
    }
    let base = base(&viewer)?;
    let now = plan.document.group_of(&id);
    let name = names.resident(&id);
    let choices = plan
        .document
        .groups
        .iter()
        .map(|group| Choice {
            value: group.place().to_string(),
            words: names.place(&group.place()),
            cost: match (
                now.map(|now| now.number),
                group.seats.saturating_sub(group.members.len()),
            ) {
                (Some(number), _) if number == group.number => "where the place is now".into(),
                (_, 0) => "full: somebody else would have to leave it".into(),
                (_, 1) => "one seat free".into(),
                (_, free) => format!("{free} seats free"),
            },
            may: now.is_none_or(|now| now.number != group.number),
            chosen: false,
        })
        .collect();
    let heading = format!("Move {name}");
    page(MovePage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb(name, Some(format!("{base}/people/{resident}")))
            .crumb("Move", None),
        to: format!("{base}/plan/people/{resident}/move"),
        back: format!("{base}/plan"),
        lead: "The plan is made again with this doctor in the group you choose and as little else changed as can be. If a rule \
               forbids it, you are told. It stays a draft."
            .into(),
        caption: "The groups of the plan",
        choices,
        button: "Move this doctor",
        heading,
    })
}

/// Moves a doctor.
pub(super) async fn move_resident(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let plan = newest(&app, &viewer).await?;
    let names = Names::of(&app, programme).await?;
    let id = resident.to_string();
    let place: Place = form.place.parse().map_err(|()| Error::NotFound)?;
    let is_group = plan
        .document
        .groups
        .iter()
        .any(|group| group.place() == place);
    if !is_group || !names.residents.contains_key(&id) {
        return Err(Error::NotFound);
    }
    change(&app, &viewer, |wishes| {
        wishes.add(Wish::In {
            resident: id,
            place,
        })
    })
    .await?;
    searches::begin(&app, &viewer, Task::Adjust).await?;
    to_board(&viewer)
}
