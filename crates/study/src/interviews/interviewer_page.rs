//! One participant of an interviewer's own: the appointment, what was held, declining.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Shell, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::forms::{AppointmentForm, HeldForm};
use super::interviewer_list::{Own, me, not_here, own};
use super::when::Fault;
use super::{Mode, Others, PlaceKind, act, held};
use crate::interviewers::acquaintance::{By, PairIds};
use crate::interviewers::matching::Acquaintance;
use crate::interviewers::times;
use crate::{guides, interviewers};

/// The page and its acts.
pub(super) fn routes() -> Routes {
    let own = Action("my-interviews.own");
    let base = "/studies/{study}/my-interviews/{participant}";
    Routes::new()
        .get(base, own, show)
        .post(
            "/studies/{study}/my-interviews/{participant}/appointment",
            own,
            appoint,
        )
        .post(
            "/studies/{study}/my-interviews/{participant}/call-off",
            own,
            call_off,
        )
        .post(
            "/studies/{study}/my-interviews/{participant}/completed",
            own,
            complete,
        )
        .post(
            "/studies/{study}/my-interviews/{participant}/absent",
            own,
            absent,
        )
        .post(
            "/studies/{study}/my-interviews/{participant}/decline",
            own,
            decline,
        )
}

#[derive(Template)]
#[template(path = "interviews/interviewer_page.html")]
struct OnePage {
    shell: Shell,
    here: String,
    heading: String,
    lead: &'static str,
    handle: String,
    cohort: String,
    state: &'static str,
    when: String,
    /// The times of a usual week that the participant has named; empty where they have named none.
    can: String,
    is_asked: bool,
    has_appointment: bool,
    is_held: bool,
    /// The appointment lies behind: what waits is the entry.
    is_past: bool,
    planned: AppointmentForm,
    held: HeldForm,
    modes: &'static [Mode],
    places: &'static [PlaceKind],
    company: &'static [Others],
    guides: Vec<(Uuid, String)>,
    /// Each with the field that it leads to.
    errors: Vec<(String, String)>,
}

impl OnePage {
    /// Before the appointment nothing was held yet.
    fn is_folded(&self) -> bool {
        let is_wrong = self.errors.iter().any(|(name, _)| name.starts_with("held"));
        self.has_appointment && !self.is_past && !is_wrong
    }

    fn planned_error(&self, field: &str) -> &str {
        self.error("planned", field)
    }

    fn held_error(&self, field: &str) -> &str {
        self.error("held", field)
    }

    fn error(&self, form: &str, field: &str) -> &str {
        let key = format!("{form}-{field}");
        let found = self.errors.iter().find(|(name, _)| *name == key);
        found.map_or("", |(_, text)| text)
    }
}

/// What was sent and cannot be.
#[derive(Default)]
struct Wrong {
    planned: Option<AppointmentForm>,
    held: Option<HeldForm>,
    faults: Vec<Fault>,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: Option<String>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let notice = match done.done.as_deref() {
        Some("sent") => Some("Both get a letter with an entry for the calendar"),
        Some("off") => Some("The appointment is called off, and both are told"),
        Some("held") => Some("The interview is entered"),
        Some("absent") => Some("It is noted that the participant does not take part"),
        _ => None,
    };
    shown(&app, &viewer, participant, notice, Wrong::default()).await
}

/// One of the viewer's own participants.
async fn found(app: &App, viewer: &Viewer, participant: Uuid) -> Result<(Own, PairIds)> {
    let me = me(app, viewer).await?;
    let all = own(app, viewer.scope()?.id, &me).await?;
    let found = all.into_iter().find(|own| own.stored.id == participant);
    Ok((found.ok_or_else(not_here)?, (participant, me.id)))
}

/// The versions of the guide of a cohort, the newest first.
async fn guides_of(app: &App, study: Uuid, cohort: &str) -> Result<Vec<(Uuid, String)>> {
    let all = guides::versions(app.db.read(), study).await?;
    let theirs = all.into_iter().filter(|one| one.cohort == cohort);
    Ok(theirs
        .map(|one| (one.id, format!("Version {}", one.number)))
        .collect())
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    participant: Uuid,
    notice: Option<&'static str>,
    wrong: Wrong,
) -> Result<Response> {
    let study = viewer.scope()?;
    let (own, _) = found(app, viewer, participant).await?;
    let usual = times::all(app.db.read(), study.id).await?;
    let guides = guides_of(app, study.id, &own.stored.participant.cohort).await?;
    let (.., state, when) = own.standing();
    let appointment = own.appointment();
    let planned_start = appointment
        .and_then(|one| one.planned)
        .map(|(start, _)| start);
    let newest = guides.first().map(|(id, _)| *id);
    let handle = own.stored.participant.participant.clone();
    let form = if wrong.planned.is_some() {
        "planned"
    } else {
        "held"
    };
    let heading = format!("{handle}: {}", state.to_lowercase());
    let mut shell = Shell::new(app, viewer, heading.clone())
        .crumb(
            "My interviews",
            Some(format!("/studies/{}/my-interviews", study.slug)),
        )
        .crumb(handle.clone(), None);
    if let Some(title) = notice {
        shell = shell.notice("ok", title, "");
    }
    let status = form_status(&wrong.faults);
    let page = OnePage {
        shell,
        here: format!("/studies/{}/my-interviews/{participant}", study.slug),
        heading,
        lead: "You know an id and a cohort; who it is you learn when you meet.",
        cohort: own.stored.participant.cohort.clone(),
        state,
        when: if when == "–" { String::new() } else { when },
        can: usual
            .get(&participant)
            .map(|times| times.in_words())
            .unwrap_or_default(),
        is_asked: appointment.is_some_and(|one| one.asked_at.is_some()),
        has_appointment: appointment.is_some(),
        is_held: own.held().is_some(),
        is_past: planned_start.is_some_and(|start| start <= app.now()),
        planned: wrong
            .planned
            .unwrap_or_else(|| AppointmentForm::of(appointment)),
        held: wrong
            .held
            .unwrap_or_else(|| HeldForm::of(appointment.or(own.held()), newest)),
        handle,
        modes: Mode::ALL,
        places: PlaceKind::ALL,
        company: Others::ALL,
        guides,
        errors: wrong
            .faults
            .into_iter()
            .map(|(field, text)| (format!("{form}-{field}"), text))
            .collect(),
    };
    page_with(status, page)
}

async fn appoint(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
    Form(form): Form<AppointmentForm>,
) -> Result<Response> {
    let (_, pair) = found(&app, &viewer, participant).await?;
    let read = form.read().and_then(|new| match new.start > app.now() {
        true => Ok(new),
        false => Err(vec![(
            "date",
            "Choose a time that still lies ahead.".to_owned(),
        )]),
    });
    let new = match read {
        Ok(new) => new,
        Err(faults) => {
            let wrong = Wrong {
                planned: Some(form),
                faults,
                ..Wrong::default()
            };
            return shown(&app, &viewer, participant, None, wrong).await;
        }
    };
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    act::schedule(&tx, &app, study, pair, &new).await?;
    let event = viewer.event("my-interviews.own", participant.to_string());
    tx.commit(&app, event.with_detail("appointment")).await?;
    back(&viewer, participant, "sent")
}

async fn call_off(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let (_, pair) = found(&app, &viewer, participant).await?;
    let tx = app.db.write().await?;
    if !act::call_off(&tx, &app, viewer.scope()?.id, pair.0).await? {
        return Err(Error::Conflict("there is no appointment any more"));
    }
    let event = viewer.event("my-interviews.own", participant.to_string());
    tx.commit(&app, event.with_detail("called off")).await?;
    back(&viewer, participant, "off")
}

async fn complete(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
    Form(form): Form<HeldForm>,
) -> Result<Response> {
    let (own, pair) = found(&app, &viewer, participant).await?;
    let study = viewer.scope()?.id;
    let guides = guides_of(&app, study, &own.stored.participant.cohort).await?;
    let ids: Vec<Uuid> = guides.iter().map(|(id, _)| *id).collect();
    let faults = match form.read(&ids) {
        Ok(read) => {
            let tx = app.db.write().await?;
            match held::complete(&tx, &app, study, pair, &read).await {
                Ok(()) => {
                    let event = viewer.event("my-interviews.own", participant.to_string());
                    tx.commit(&app, event.with_detail("completed")).await?;
                    return back(&viewer, participant, "held");
                }
                Err(Error::Refused(refusal)) => vec![("date", refusal.to_string())],
                Err(error) => return Err(error),
            }
        }
        Err(faults) => faults,
    };
    let wrong = Wrong {
        held: Some(form),
        faults,
        ..Wrong::default()
    };
    shown(&app, &viewer, participant, None, wrong).await
}

async fn absent(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let (_, pair) = found(&app, &viewer, participant).await?;
    let tx = app.db.write().await?;
    held::did_not_participate(&tx, &app, viewer.scope()?.id, pair).await?;
    let event = viewer.event("my-interviews.own", participant.to_string());
    tx.commit(&app, event.with_detail("did not take part"))
        .await?;
    back(&viewer, participant, "absent")
}

/// Without a reason; it sets that the two know each other and frees the pair (study R12).
async fn decline(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, participant)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let (_, pair) = found(&app, &viewer, participant).await?;
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    interviewers::free(&tx, &app, study.id, participant, By::Interviewer).await?;
    let knows = [(pair, Acquaintance::Knows)];
    interviewers::declare(&tx, &app, study.id, By::Interviewer, &knows).await?;
    let event = viewer.event("my-interviews.own", participant.to_string());
    tx.commit(&app, event.with_detail("declined")).await?;
    let list = format!("/studies/{}/my-interviews?done=declined", study.slug);
    Ok(Redirect::to(&list).into_response())
}

fn back(viewer: &Viewer, participant: Uuid, done: &str) -> Result<Response> {
    let slug = &viewer.scope()?.slug;
    let page = format!("/studies/{slug}/my-interviews/{participant}?done={done}");
    Ok(Redirect::to(&page).into_response())
}
