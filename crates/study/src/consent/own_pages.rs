//! What a participant reads, agrees to and changes: on a phone, without an account, one question after another.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use super::version::{Use, Version};
use super::withdrawals::withdrawals;
use crate::{interviews, participants};

/// The pages of a participant's choices.
pub(super) fn routes() -> Routes {
    let own = Action("consent.own");
    Routes::new()
        .get("/studies/{study}/my-choices", own, show)
        .post("/studies/{study}/my-choices", own, sign)
}

#[derive(Template)]
#[template(path = "consent/own.html")]
struct OwnPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    /// The version that can be signed now; none where none is written yet or all is withdrawn.
    version: Option<Version>,
    rule: String,
    questions: Vec<Question>,
    /// What was signed, the newest first: when, of which version, and what was agreed to.
    signed: Vec<(String, i64, String)>,
    is_asked: bool,
    withdraw: String,
    /// Where somebody who agreed says which interviewers they know; empty for everybody else.
    interviewers: String,
    /// Where words of theirs stand before they are printed; empty for whoever has signed nothing or has withdrawn.
    words: String,
    errors: Vec<(String, String)>,
}

/// One thing that somebody may agree to.
struct Question {
    word: &'static str,
    question: &'static str,
    yes: bool,
    no: bool,
    error: String,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    saved: Option<String>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let notice = done
        .saved
        .is_some()
        .then_some("Your answers are saved. You can change them here at any time.");
    if viewer.subject(Role::Participant).is_none() {
        return untied(&app, &viewer);
    }
    shown(&app, &viewer, StatusCode::OK, notice, &[]).await
}

/// The page of an account to which no interview is tied yet.
fn untied(app: &App, viewer: &Viewer) -> Result<Response> {
    let heading = "No interview is tied to your account".to_owned();
    let page = OwnPage {
        shell: Shell::new(app, viewer, heading.clone()),
        here: String::new(),
        heading,
        lead: "The research lead ties an account to an interview, or sends a link that opens this page.".into(),
        version: None,
        rule: String::new(),
        questions: Vec::new(),
        signed: Vec::new(),
        is_asked: false,
        withdraw: String::new(),
        interviewers: String::new(),
        words: String::new(),
        errors: Vec::new(),
    };
    page_with(StatusCode::OK, page)
}

/// Who asks.
///
/// # Errors
/// `Refused` where no interview is tied to the account yet.
pub fn me(viewer: &Viewer) -> Result<Uuid> {
    viewer.subject(Role::Participant).ok_or_else(|| {
        Error::refused(
            "PRI-9",
            "No interview is tied to your account.",
            "The research lead ties an account to an interview, or sends a link that opens this page.",
        )
    })
}

/// The page, with what was chosen where something is still open.
async fn shown(
    app: &App,
    viewer: &Viewer,
    status: StatusCode,
    notice: Option<&'static str>,
    chosen: &[(Use, Option<bool>)],
) -> Result<Response> {
    let study = viewer.scope()?;
    let me = me(viewer)?;
    let versions = store::versions(app.db.read(), study.id).await?;
    let signed = store::signed_by(app.db.read(), study.id, me).await?;
    let is_out = withdrawals(app.db.read(), study.id)
        .await?
        .iter()
        .any(|one| one.participant == me && one.scope == super::Scope::Whole);
    let newest = signed.first();
    let version = match is_out {
        true => None,
        false => versions.first().cloned(),
    };
    let is_asked = version.as_ref().is_some_and(|version| {
        newest.is_none_or(|held| held.version != version.id && version.asks_again(&held.granted))
    });
    let (heading, lead) = words(
        &study.name,
        version.as_ref(),
        newest.is_some(),
        is_asked,
        is_out,
    );
    let questions = version.as_ref().map_or_else(Vec::new, |version| {
        questions(version, newest.map(|held| held.granted.as_slice()), chosen)
    });
    let errors = questions
        .iter()
        .filter(|one| !one.error.is_empty())
        .map(|one| (one.word.to_owned(), one.error.clone()))
        .collect();
    let mut shell = Shell::new(app, viewer, heading.clone());
    if let Some(text) = notice {
        shell = shell.notice("ok", "Saved", text);
    }
    let here = format!("/studies/{}/my-choices", study.slug);
    let page = OwnPage {
        shell,
        heading,
        lead,
        rule: version
            .as_ref()
            .map(|version| version.rule.to_string())
            .unwrap_or_default(),
        signed: signed
            .iter()
            .map(|held| {
                let number = versions
                    .iter()
                    .find(|one| one.id == held.version)
                    .map_or(0, |one| one.number);
                (day(held.signed_at), number, agreed(&held.granted))
            })
            .collect(),
        version,
        questions,
        is_asked,
        withdraw: match (newest.is_some(), is_out) {
            (true, false) => format!("{here}/withdraw"),
            _ => String::new(),
        },
        words: match (newest.is_some(), is_out) {
            (true, false) => format!("/studies/{}/my-words", study.slug),
            _ => String::new(),
        },
        interviewers: match newest.is_some_and(|held| !held.granted.is_empty()) && !is_out {
            true => format!("/studies/{}/my-interviewers", study.slug),
            false => String::new(),
        },
        here,
        errors,
    };
    page_with(status, page)
}

fn words(
    study: &str,
    version: Option<&Version>,
    has_signed: bool,
    is_asked: bool,
    is_out: bool,
) -> (String, String) {
    match (version, has_signed, is_asked, is_out) {
        (.., true) => (
            "You have withdrawn".to_owned(),
            "Nothing more is collected from you. What became of what was there stands below."
                .into(),
        ),
        (None, ..) => (
            "There is nothing to decide yet".to_owned(),
            format!(
                "The team of “{study}” has not written down what it asks for. You hear when it has."
            ),
        ),
        (Some(_), false, ..) => (
            "Read this, then decide".to_owned(),
            format!(
                "An interview for the study “{study}”. Each question stands by itself; you can say no to any."
            ),
        ),
        (Some(_), true, true, _) => (
            "The wording has changed: please decide again".to_owned(),
            "Until you do, what you agreed to before holds as it was.".into(),
        ),
        (Some(_), true, false, _) => (
            "What you agreed to".to_owned(),
            "You can change each answer at any time. A change holds from the moment you save it."
                .into(),
        ),
    }
}

fn questions(
    version: &Version,
    held: Option<&[Use]>,
    chosen: &[(Use, Option<bool>)],
) -> Vec<Question> {
    version
        .uses
        .iter()
        .map(|one| {
            let written = chosen.iter().find(|(chosen, _)| chosen == one);
            let answer = match written {
                Some((_, answer)) => *answer,
                None => held.map(|held| held.contains(one)),
            };
            Question {
                word: one.word(),
                question: one.question(),
                yes: answer == Some(true),
                no: answer == Some(false),
                error: match written {
                    Some((_, None)) => "Choose yes or no.".to_owned(),
                    _ => String::new(),
                },
            }
        })
        .collect()
}

/// What somebody agreed to, in a few words.
pub(super) fn agreed(granted: &[Use]) -> String {
    let labels: Vec<&str> = granted.iter().map(|one| one.label()).collect();
    match labels.as_slice() {
        [] => "nothing".to_owned(),
        some => some.join(", ").to_lowercase(),
    }
}

/// A day, such as "Tuesday 24 November 2026".
pub(crate) fn day(at: platform::clock::Instant) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap_or(jiff::tz::TimeZone::UTC);
    let at = at.to_jiff().to_zoned_datetime(zone);
    at.strftime("%A %-d %B %Y").to_string()
}

async fn sign(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let me = me(&viewer)?;
    let versions = store::versions(app.db.read(), study.id).await?;
    let version = versions.first().ok_or(Error::NotFound)?;
    let field = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    };
    let is_known =
        |name: &str| name == "version" || version.uses.iter().any(|one| one.word() == name);
    if !fields.iter().all(|(name, _)| is_known(name)) {
        return Err(Error::Forbidden("the form has a field that no page has"));
    }
    if field("version") != Some(version.id.to_string().as_str()) {
        return Err(Error::Conflict(
            "the wording has changed since you opened the page",
        ));
    }
    let chosen: Vec<(Use, Option<bool>)> = version
        .uses
        .iter()
        .map(|one| {
            let answer = match field(one.word()) {
                Some("yes") => Some(true),
                Some("no") => Some(false),
                _ => None,
            };
            (*one, answer)
        })
        .collect();
    if chosen.iter().any(|(_, answer)| answer.is_none()) {
        return shown(
            &app,
            &viewer,
            StatusCode::UNPROCESSABLE_ENTITY,
            None,
            &chosen,
        )
        .await;
    }
    let granted: Vec<Use> = chosen
        .iter()
        .filter(|(_, answer)| *answer == Some(true))
        .map(|(one, _)| *one)
        .collect();
    let tx = app.db.write().await?;
    let is_out = withdrawals(tx.connection(), study.id)
        .await?
        .iter()
        .any(|one| one.participant == me && one.scope == super::Scope::Whole);
    if is_out {
        return Err(Error::Conflict("you have withdrawn"));
    }
    store::sign(&tx, &app, study.id, (me, version.id), &granted).await?;
    if granted.is_empty() {
        interviews::decline_all(&tx, &app, study.id, me).await?;
    }
    participants::agreed(&tx, study.id, me, !granted.is_empty()).await?;
    let event = viewer.event("consent.sign", me.to_string());
    let event = event.with_detail(format!("version {}: {}", version.number, agreed(&granted)));
    tx.commit(&app, event).await?;
    let here = format!("/studies/{}/my-choices?saved=yes", study.slug);
    Ok(Redirect::to(&here).into_response())
}
