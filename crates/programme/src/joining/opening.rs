//! Opening the expression of interest and sending the invitations.

use askama::Template;
use axum::Extension;
use axum::Form;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::clock::Instant;
use platform::web::{Action, Routes, Shell, error_of, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;

use super::interest::{self, must_be_open};
use super::invite::{Door, door, invite};
use super::mails::Letter;
use super::overview::Overview;
use super::state::State;
use super::store;
use crate::addresses::base;
use crate::people::StoredResident;
use crate::planning;
use crate::wording::{count, count_first};

/// The pages of opening and inviting.
pub(super) fn routes() -> Routes {
    let open = Action("joining.open");
    let ask = Action("joining.invite");
    Routes::new()
        .get("/programmes/{programme}/joining/interest", open, form)
        .post("/programmes/{programme}/joining/interest", open, save)
        .get("/programmes/{programme}/joining/invite", ask, letters)
        .post("/programmes/{programme}/joining/invite", ask, send)
}

#[derive(Template)]
#[template(path = "joining/interest.html")]
struct InterestPage {
    shell: Shell,
    base: String,
    heading: &'static str,
    closes_on: String,
    places: String,
    errors: Vec<(String, String)>,
    is_new: bool,
}

impl InterestPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InterestForm {
    closes_on: String,
    places: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SendForm {}

#[derive(Template)]
#[template(path = "joining/invite.html")]
struct InvitePage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    button: String,
    writable: usize,
    subject: String,
    body: String,
    not_reached: Vec<String>,
    barred: Vec<(String, &'static str)>,
}

async fn form(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let found = store::interest(app.db.read(), viewer.scope()?.id).await?;
    let (closes_on, places) = found.map_or_else(Default::default, |interest| {
        (interest.closes_on.to_string(), interest.places.to_string())
    });
    let form = InterestForm { closes_on, places };
    page(interest_page(&app, &viewer, form, found.is_none())?)
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<InterestForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let today = planning::today(&app)?;
    let read = interest::read(&form.closes_on, &form.places, today);
    let saved = match read {
        Ok(read) => {
            let event = viewer.event("joining.open", "");
            interest::open(&app, scope.id, read, event).await
        }
        Err(fields) => Err(Error::Invalid(fields)),
    };
    match saved {
        Ok(()) => Ok(Redirect::to(&(base(&viewer)? + "/joining")).into_response()),
        Err(Error::Invalid(fields)) => {
            let found = store::interest(app.db.read(), scope.id).await?;
            let mut again = interest_page(&app, &viewer, form, found.is_none())?;
            again.errors = fields
                .into_iter()
                .map(|field| (field.field.to_owned(), field.message))
                .collect();
            page_with(StatusCode::UNPROCESSABLE_ENTITY, again)
        }
        Err(error) => Err(error),
    }
}

fn interest_page(
    app: &App,
    viewer: &Viewer,
    form: InterestForm,
    is_new: bool,
) -> Result<InterestPage> {
    let heading = if is_new {
        "Open the expression of interest"
    } else {
        "Change the date or the places"
    };
    let base = base(viewer)?;
    Ok(InterestPage {
        shell: Shell::new(app, viewer, heading)
            .crumb("Joining", Some(format!("{base}/joining")))
            .crumb(heading, None),
        base,
        heading,
        closes_on: form.closes_on,
        places: form.places,
        errors: Vec::new(),
        is_new,
    })
}

/// Shows the letter and whom it would go to; nothing is sent yet.
async fn letters(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let overview = Overview::of(&app, &viewer).await?;
    let interest = must_be_open(&app, overview.interest)?;
    let mut writable = 0;
    let mut barred = Vec::new();
    for person in overview.to_write() {
        match door(&app, scope, &person.stored).await? {
            Door::Barred(why) => barred.push((person.stored.resident.full_name.clone(), why)),
            Door::New | Door::Account(_) | Door::Guarded(_) => writable += 1,
        }
    }
    let sample = Letter {
        programme: &scope.name,
        organiser: &viewer.name,
        base_url: &app.base_url,
        zone: &overview.zone,
        name: "Dr …",
        link: "(the doctor’s own link)",
        link_until: Some(sample_until(&app)),
    }
    .invitation(interest.closes_on);
    let heading = match writable {
        0 => "No invitation waits to be sent".to_owned(),
        1 => "Invite one doctor?".to_owned(),
        many => format!("Invite {many} doctors?"),
    };
    page(InvitePage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Joining", Some(format!("{}/joining", overview.base)))
            .crumb("Invite", None),
        lead: format!(
            "{} one letter with a link of their own. It cannot be called back.",
            count_first(writable, "doctor gets", "doctors get")
        ),
        button: format!("Send {}", count(writable, "invitation", "invitations")),
        not_reached: overview
            .people
            .iter()
            .filter(|person| person.not_reached() && person.state() == Some(State::Invited))
            .map(|person| person.stored.resident.full_name.clone())
            .collect(),
        base: overview.base,
        heading,
        writable,
        body: sample.text(),
        subject: sample.subject,
        barred,
    })
}

async fn send(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(SendForm {}): Form<SendForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let overview = Overview::of(&app, &viewer).await?;
    let residents: Vec<StoredResident> = overview
        .to_write()
        .map(|person| person.stored.clone())
        .collect();
    let event = viewer.event("joining.invite", residents.len().to_string());
    let invited = invite(&app, scope, &residents, event).await?;
    let to = if invited.not_written == 0 {
        "/joining"
    } else {
        "/joining/invite"
    };
    Ok(Redirect::to(&(base(&viewer)? + to)).into_response())
}

fn sample_until(app: &App) -> Instant {
    app.now()
        .plus_seconds(platform::access::Purpose::Joining.seconds())
}
