//! The page of a rota desk: one hospital, its own doctors, in its own codes (programme 7.3). It needs no account and no
//! script.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{self, Role, Viewer};
use platform::web::{Action, Pressed, Routes, Shell, page_with};
use platform::{App, Error, FieldError, Refusal, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::act::Doer;
use super::answer::{self, Answer, Desk};
use super::desk_rows::{Day, DeskRows};
use super::event::Actor;
use super::state::RefusalCode;
use super::store::{self, Alternative, Asked};
use super::{desk_list, ledger};
use crate::addresses::base;
use crate::costs::Cover;
use crate::wording::{clock, count_first, full_date};
use crate::{planning, sites};

/// The pages of a desk.
pub(super) fn routes() -> Routes {
    let read = Action("release.own-site");
    let write = Action("release.answer");
    Routes::new()
        .get("/programmes/{programme}/requests", read, show)
        .get(
            "/programmes/{programme}/requests/list.csv",
            read,
            desk_list::csv,
        )
        .get(
            "/programmes/{programme}/requests/list.xlsx",
            read,
            desk_list::xlsx,
        )
        .get(
            "/programmes/{programme}/requests/list.pdf",
            read,
            desk_list::pdf,
        )
        .post("/programmes/{programme}/requests/answer", write, one)
        .post("/programmes/{programme}/requests/approve", write, all)
        .post("/programmes/{programme}/requests/stretch", write, stretch)
}

#[derive(Template)]
#[template(path = "release/desk.html")]
struct DeskPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    facts: Vec<(&'static str, String)>,
    ready: usize,
    caption: String,
    days: Vec<Day>,
    ledger: Vec<ledger::Line>,
    covers: Vec<(&'static str, &'static str)>,
    codes: Vec<(&'static str, &'static str)>,
    doctors: Vec<(Uuid, String)>,
    closes_title: String,
}

#[derive(Deserialize)]
struct Done {
    /// Answered just now.
    #[serde(default)]
    done: Option<usize>,
    #[serde(default)]
    stretched: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    release: Uuid,
    answer: String,
    #[serde(default)]
    cover: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    leaves: String,
    #[serde(default)]
    returns: String,
    #[serde(default)]
    doctor: String,
}

/// The desk of whoever asks: their own site, and in which capacity they come.
pub(super) async fn desk_of(app: &App, viewer: &Viewer) -> Result<Option<Desk>> {
    let programme = viewer.scope()?.id;
    let (Some(site), Some(plan)) = (
        viewer.subject(Role::Coordinator),
        planning::newest(app, programme, true).await?,
    ) else {
        return Ok(None);
    };
    let actor = match &viewer.pass {
        Some(pass) => pass.capacity.parse().map_err(Error::internal)?,
        None => Actor::Coordinator,
    };
    Ok(Some(Desk {
        programme,
        site,
        plan: plan.id,
        doer: Doer::account(actor, viewer.account),
    }))
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let notice = match (done.done, done.stretched) {
        (Some(number), _) => Some((
            "ok",
            format!("{} saved", count_first(number, "answer", "answers")),
            "The doctors are told by mail. You can take any release back at any time.".to_owned(),
        )),
        (None, Some(_)) => Some((
            "ok",
            "This page stays open for 30 minutes more".to_owned(),
            String::new(),
        )),
        (None, None) => None,
    };
    shown(&app, &viewer, StatusCode::OK, notice).await
}

/// The page with a notice: what was saved, or why something was not.
async fn shown(
    app: &App,
    viewer: &Viewer,
    status: StatusCode,
    notice: Option<(&'static str, String, String)>,
) -> Result<Response> {
    let here = format!("{}/requests", base(viewer)?);
    let programme = viewer.scope()?.id;
    let site = viewer.subject(Role::Coordinator);
    let name = match site {
        Some(site) => sites::names(app, programme)
            .await?
            .remove(&site)
            .ok_or(Error::NotFound)?,
        None => "Your hospital".to_owned(),
    };
    let rows = match desk_of(app, viewer).await? {
        Some(desk) => DeskRows::of(app, &desk).await?,
        None => DeskRows::default(),
    };
    let heading = heading(&name, &rows);
    let mut shell = Shell::new(app, viewer, heading.clone());
    if let Some((kind, title, body)) = notice {
        shell = shell.notice(kind, title, body);
    }
    let zone = planning::zone()?;
    let closes = viewer
        .pass
        .as_ref()
        .map(|pass| clock(pass.ends_at.to_jiff(), &zone));
    let page = DeskPage {
        shell,
        here,
        heading,
        lead: lead(&rows),
        facts: rows.facts(),
        ready: rows.ready,
        caption: rows.caption.clone(),
        ledger: ledger::lines(app, programme, site).await?,
        covers: Cover::CHOICES
            .iter()
            .map(|cover| (cover.word(), cover.label()))
            .collect(),
        codes: RefusalCode::ALL
            .iter()
            .map(|code| (code.word(), code.label()))
            .collect(),
        doctors: rows.doctors,
        days: rows.days,
        closes_title: closes.map_or_else(String::new, |at| format!("This page is open until {at}")),
    };
    page_with(status, page)
}

fn heading(name: &str, rows: &DeskRows) -> String {
    match (rows.total, rows.waiting) {
        (0, _) => format!("{name}: nothing is asked of you"),
        (total, 0) => format!("{name}: all {total} requests are answered"),
        (total, waiting) if waiting == total => {
            let what = if total == 1 { "request" } else { "requests" };
            format!("{name}: {total} {what} for protected teaching")
        }
        (total, waiting) => format!("{name}: {waiting} of {total} requests wait for your answer"),
    }
}

fn lead(rows: &DeskRows) -> String {
    let from = match &rows.from {
        Some(from) => format!("From {from} to the rota desk. "),
        None => String::new(),
    };
    let until = match rows.answer_by {
        Some(date) if rows.waiting > 0 => format!("Please answer by {}. ", full_date(date)),
        _ => String::new(),
    };
    format!("{from}{until}You see only your own doctors.")
}

async fn one(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let desk = desk_of(&app, &viewer).await?.ok_or(Error::NotFound)?;
    let saved = match answer_in(&app, &desk, &form).await {
        Ok(answer) => {
            let event = viewer.event("release.answer", form.release.to_string());
            let event = event.with_detail(form.answer.clone());
            answer::answer(&app, desk, form.release, answer, event).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => {
            let back = format!("{}/requests?done=1#r-{}", base(&viewer)?, form.release);
            Ok(Redirect::to(&back).into_response())
        }
        Err(error) => said(&app, &viewer, error).await,
    }
}

async fn all(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let desk = desk_of(&app, &viewer).await?.ok_or(Error::NotFound)?;
    let event = viewer.event("release.answer", desk.site.to_string());
    match answer::approve_all(&app, desk, event).await {
        Ok(number) => {
            let back = format!("{}/requests?done={number}", base(&viewer)?);
            Ok(Redirect::to(&back).into_response())
        }
        Err(error) => said(&app, &viewer, error).await,
    }
}

async fn stretch(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    if viewer.pass.is_some() {
        let tx = app.db.write().await?;
        access::stretch_pass(&tx, &app, viewer.sign_in).await?;
        let event = viewer.event("pass.stretch", viewer.sign_in.to_string());
        tx.commit(&app, event).await?;
    }
    let back = format!("{}/requests?stretched=yes", base(&viewer)?);
    Ok(Redirect::to(&back).into_response())
}

/// The same page with what stood in the way; nothing was changed.
async fn said(app: &App, viewer: &Viewer, error: Error) -> Result<Response> {
    let (status, title, body) = match error {
        Error::Refused(Refusal {
            sentence,
            next_step,
            ..
        }) => (StatusCode::UNPROCESSABLE_ENTITY, sentence, next_step),
        Error::Conflict(what) => (
            StatusCode::CONFLICT,
            "Somebody was faster".to_owned(),
            format!("Nothing was changed: {what}. The page shows how it stands now."),
        ),
        Error::Invalid(fields) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "One thing to mend".to_owned(),
            fields
                .into_iter()
                .map(|field| field.message)
                .collect::<Vec<_>>()
                .join(" "),
        ),
        other => return Err(other),
    };
    shown(app, viewer, status, Some(("no", title, body))).await
}

/// A field that needs another look.
fn wrong(field: &'static str, message: &str) -> Error {
    Error::Invalid(vec![FieldError {
        field,
        message: message.to_owned(),
    }])
}

/// The answer that a form holds.
async fn answer_in(app: &App, desk: &Desk, form: &AnswerForm) -> Result<Answer> {
    Ok(match form.answer.as_str() {
        "approve" => Answer::Approve,
        "cover" => {
            let cover = form.cover.parse();
            Answer::Cover(cover.map_err(|_| wrong("cover", "Choose how the hours are covered."))?)
        }
        "refuse" => {
            let code = form.code.parse();
            Answer::Refuse(code.map_err(|_| wrong("code", "Choose why, from the list."))?)
        }
        "withdraw" => Answer::Withdraw,
        "offer" => Answer::Offer(alternative(app, desk, form).await?),
        _ => return Err(wrong("answer", "Choose one of the answers.")),
    })
}

/// Other hours on the same day, or another doctor of the site.
async fn alternative(app: &App, desk: &Desk, form: &AnswerForm) -> Result<Alternative> {
    let asked = Asked {
        site: Some(desk.site),
        ids: Some(vec![form.release]),
        ..Asked::default()
    };
    let found = store::find(app.db.read(), desk.programme, &asked).await?;
    let release = found.into_iter().next().ok_or(Error::NotFound)?;
    let zone = planning::zone()?;
    let day = release
        .leaves_at
        .to_jiff()
        .to_zoned_datetime(zone.clone())
        .date();
    let at = |field, text: &str| -> Result<platform::clock::Instant> {
        let time = crate::columns::time(text.trim())
            .map_err(|_| wrong(field, "Write a time of day, such as 13:15."))?;
        planning::instant(day, time, &zone).map(platform::clock::Instant::from_jiff)
    };
    let (leaves_at, returns_at) = (at("leaves", &form.leaves)?, at("returns", &form.returns)?);
    if returns_at <= leaves_at {
        return Err(wrong("returns", "The doctor comes back after leaving."));
    }
    let resident = match form.doctor.as_str() {
        "" => None,
        id => Some(
            id.parse()
                .map_err(|_| wrong("doctor", "Choose a doctor from the list."))?,
        ),
    };
    if let Some(resident) = resident {
        let own = super::desk_rows::doctors(app, desk).await?;
        if own.iter().all(|(id, _)| *id != resident) {
            return Err(wrong("doctor", "Choose a doctor of your own hospital."));
        }
    }
    let same = resident.is_none_or(|id| id == release.resident);
    if same && leaves_at == release.leaves_at && returns_at == release.returns_at {
        return Err(wrong(
            "leaves",
            "Change the hours, or choose another doctor.",
        ));
    }
    Ok(Alternative {
        resident: resident.filter(|id| *id != release.resident),
        leaves_at,
        returns_at,
    })
}
