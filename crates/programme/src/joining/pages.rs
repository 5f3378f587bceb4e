//! Routes of joining, and what the organiser sends.

use std::collections::BTreeSet;

use axum::Extension;
use axum::Form;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes};
use platform::{App, Error, FieldError, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::decide::{self, Many};
use super::invite;
use super::state::{Code, Event, State};
use super::{act, list, lottery, offer, opening, overview, own, person, store};
use crate::addresses::base;
use crate::people::{self, StoredResident};
use crate::planning;

/// The pages of joining: the organiser's, and a resident's own.
pub fn routes() -> Routes {
    let read = Action("joining.read");
    let invite = Action("joining.invite");
    let decide = Action("joining.decide");
    let offer = Action("joining.offer");
    Routes::new()
        .merge(own::routes())
        .merge(opening::routes())
        .merge(lottery::routes())
        .get("/programmes/{programme}/joining", read, list::list)
        .get(
            "/programmes/{programme}/joining/counts",
            read,
            overview::counts,
        )
        .get(
            "/programmes/{programme}/joining/{resident}",
            read,
            person::show,
        )
        .post(
            "/programmes/{programme}/joining/{resident}/invite",
            invite,
            invite_one,
        )
        .post(
            "/programmes/{programme}/joining/decide",
            decide,
            decide_many,
        )
        .post(
            "/programmes/{programme}/joining/{resident}/decide",
            decide,
            decide_one,
        )
        .post(
            "/programmes/{programme}/joining/{resident}/conversation",
            decide,
            converse,
        )
        .post("/programmes/{programme}/joining/offer", offer, offer_all)
        .post(
            "/programmes/{programme}/joining/{resident}/offer",
            offer,
            offer_one,
        )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BackForm {
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManyForm {
    act: String,
    #[serde(default)]
    grade: String,
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideForm {
    act: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConversationForm {
    on: String,
    #[serde(default)]
    back: String,
}

async fn invite_one(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
    Form(form): Form<BackForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    act::settle(&app, scope.id, &scope.slug).await?;
    let stored = listed(&app, scope.id, resident).await?;
    let event = viewer.event("joining.invite", resident.to_string());
    let standing = store::standing(app.db.read(), scope.id, resident).await?;
    let is_new = standing.is_none();
    let written = match standing.map(|one| one.state) {
        Some(State::Offered) => invite::write(&app, scope, &[&stored], event).await?,
        None | Some(State::Invited) => invite::invite(&app, scope, &[stored], event).await?,
        Some(_) => return Err(Error::Conflict(act::ELSEWHERE)),
    };
    if written.written == 0 && is_new {
        // The page of the letters says why nobody could be written to.
        let to = base(&viewer)? + "/joining/invite";
        return Ok(Redirect::to(&to).into_response());
    }
    back(&viewer, &form.back, Some(resident))
}

async fn decide_many(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<ManyForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let many = Many::of(&form.act).ok_or_else(|| wrong("act", "Choose one of the acts."))?;
    let among: BTreeSet<Uuid> = people::listed(&app, scope.id)
        .await?
        .into_iter()
        .filter(|one| many != Many::Eligible || one.resident.grade == form.grade)
        .map(|one| one.id)
        .collect();
    let event = viewer.event("joining.decide", many.word());
    decide::many(&app, scope.id, (many, &among), event).await?;
    back(&viewer, &form.back, None)
}

async fn decide_one(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
    Form(form): Form<DecideForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    act::settle(&app, scope.id, &scope.slug).await?;
    listed(&app, scope.id, resident).await?;
    let event =
        decide::event_of(&form.act).ok_or_else(|| wrong("act", "Choose one of the acts."))?;
    let code: Option<Code> = match event {
        Event::DecideIneligible => Some(
            form.code
                .parse()
                .map_err(|_| wrong("code", "Choose why, from the list."))?,
        ),
        _ => None,
    };
    let audit = viewer.event("joining.decide", resident.to_string());
    decide::one(&app, scope.id, (resident, event, code), audit).await?;
    back(&viewer, &form.back, Some(resident))
}

/// Notes the day of the introductory conversation. There is no field for what was said.
async fn converse(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
    Form(form): Form<ConversationForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    listed(&app, scope.id, resident).await?;
    let today = planning::today(&app)?;
    let on: jiff::civil::Date = form
        .on
        .trim()
        .parse()
        .ok()
        .filter(|on| *on <= today)
        .ok_or_else(|| {
            wrong(
                "on",
                "Choose the day on which it was held, today or before.",
            )
        })?;
    let tx = app.db.write().await?;
    store::converse(&tx, scope.id, resident, on).await?;
    let event = viewer.event("joining.decide", resident.to_string());
    tx.commit(&app, event.with_detail("conversation")).await?;
    back(&viewer, &form.back, Some(resident))
}

async fn offer_all(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<BackForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    act::settle(&app, scope.id, &scope.slug).await?;
    let next = offer::next(&app, scope.id).await?;
    let chosen: Vec<StoredResident> = people::listed(&app, scope.id)
        .await?
        .into_iter()
        .filter(|one| next.contains(&one.id))
        .collect();
    if chosen.is_empty() {
        return Err(Error::Conflict(act::ELSEWHERE));
    }
    offer_to(&app, &viewer, &chosen).await?;
    back(&viewer, &form.back, None)
}

async fn offer_one(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
    Form(form): Form<BackForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    act::settle(&app, scope.id, &scope.slug).await?;
    let stored = listed(&app, scope.id, resident).await?;
    offer_to(&app, &viewer, &[stored]).await?;
    back(&viewer, &form.back, Some(resident))
}

/// Offers places, then writes to those who have one offered. A letter that is not taken leaves the offer.
async fn offer_to(app: &App, viewer: &Viewer, residents: &[StoredResident]) -> Result<()> {
    let scope = viewer.scope()?;
    let ids: Vec<Uuid> = residents.iter().map(|one| one.id).collect();
    let subject = match ids.as_slice() {
        [only] => only.to_string(),
        several => several.len().to_string(),
    };
    let event = || viewer.event("joining.offer", subject.clone());
    offer::offer(app, scope.id, &ids, event()).await?;
    let chosen: Vec<&StoredResident> = residents.iter().collect();
    invite::write(app, scope, &chosen, event()).await?;
    Ok(())
}

/// A resident of the programme that the last import listed.
pub(super) async fn listed(app: &App, programme: Uuid, resident: Uuid) -> Result<StoredResident> {
    people::listed(app, programme)
        .await?
        .into_iter()
        .find(|one| one.id == resident)
        .ok_or(Error::NotFound)
}

/// Back to the list as it was, at the row of somebody; never out of these pages.
fn back(viewer: &Viewer, wanted: &str, resident: Option<Uuid>) -> Result<Response> {
    let list = base(viewer)? + "/joining";
    let inside = wanted
        .strip_prefix(&list)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '/']));
    let plain = wanted
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let mut to = if inside && plain {
        wanted.to_owned()
    } else {
        list
    };
    if let Some(resident) = resident {
        to += &format!("#r-{resident}");
    }
    Ok(Redirect::to(&to).into_response())
}

fn wrong(field: &'static str, message: &str) -> Error {
    Error::Invalid(vec![FieldError {
        field,
        message: message.to_owned(),
    }])
}
