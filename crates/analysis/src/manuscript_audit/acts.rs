//! Bringing a manuscript in, taking it away, setting findings aside and taking them up again.

use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::manuscript::{self, Manuscript};
use formats::transcript;
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Upload};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::columns::fold_spaces;
use study::manuscripts;
use study::rights::Analyst;

use super::page::{Asked, show};
use super::{aside_store, run};

const WRITE: Action = Action("reporting-audit.write");
/// The longest text, in words: ten times a long article.
const MOST_WORDS: usize = 200_000;
/// The longest reason, in characters.
const LONGEST: usize = 600;

pub(super) fn routes() -> Routes {
    let here = "/studies/{study}/reporting-audit";
    Routes::new()
        .upload(here, WRITE, bring_in)
        .post("/studies/{study}/reporting-audit/remove", WRITE, remove)
        .post(
            "/studies/{study}/reporting-audit/set-aside",
            WRITE,
            set_aside,
        )
        .post("/studies/{study}/reporting-audit/take-up", WRITE, take_up)
}

fn back(viewer: &Viewer, to: &str) -> Result<Response> {
    let here = format!("/studies/{}/reporting-audit{to}", viewer.scope()?.slug);
    Ok(Redirect::to(&here).into_response())
}

async fn bring_in(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    upload.only(&["csrf"])?;
    let manuscript = match read(upload).await? {
        Ok(manuscript) => manuscript,
        Err(sentence) => {
            let asked = Asked {
                errors: vec![("manuscript", sentence)],
                ..Asked::default()
            };
            return show(&app, &viewer, asked).await;
        }
    };
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    manuscripts::keep(&tx, &app, study, (&manuscript, analyst.member)).await?;
    let event = viewer.event(WRITE.0, "manuscript");
    let detail = format!("{} words of {}", words(&manuscript), manuscript.format);
    tx.commit(&app, event.with_detail(detail)).await?;
    back(&viewer, "")
}

/// The one file, read beside the threads that answer requests; or why it cannot be, in a sentence without its name.
async fn read(upload: Upload) -> Result<Result<Manuscript, String>> {
    let Some(file) = upload.one_file() else {
        return Ok(Err("Choose one file, the manuscript.".to_owned()));
    };
    let read = move || manuscript::read(&file.name, &file.bytes);
    let read = tokio::task::spawn_blocking(read)
        .await
        .map_err(Error::internal)?;
    Ok(match read {
        Err(error) => Err(sentence(&error)),
        Ok(manuscript) if words(&manuscript) > MOST_WORDS => Err(format!(
            "The manuscript has more than {MOST_WORDS} words. Bring it in in parts."
        )),
        Ok(manuscript) => Ok(manuscript),
    })
}

fn sentence(error: &transcript::Error) -> String {
    let why = match error {
        transcript::Error::UnknownFormat { extension } => format!(
            "manuscripts are read from .docx, .odt, .rtf, .html, .pdf, .txt and .md files, not from .{extension}"
        ),
        other => other.to_string(),
    };
    format!("Nothing was read: {why}. What was brought in before is still there.")
}

pub(super) fn words(manuscript: &Manuscript) -> usize {
    let blocks = manuscript.blocks.iter();
    blocks
        .map(|block| block.text.split_whitespace().count())
        .sum()
}

async fn remove(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    if manuscripts::remove(&tx, &app, study, "order").await? {
        let event = viewer.event(WRITE.0, "manuscript");
        tx.commit(&app, event.with_detail("taken away")).await?;
    }
    back(&viewer, "")
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AsideForm {
    finding: String,
    reason: String,
}

async fn set_aside(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<AsideForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let reason = fold_spaces(&form.reason);
    let problem = match reason.chars().count() {
        0 => Some("Write why: the reason stays beside the finding.".to_owned()),
        count if count > LONGEST => Some(format!("Write at most {LONGEST} characters.")),
        _ => None,
    };
    if let Some(problem) = problem {
        let asked = Asked {
            errors: vec![("reason", problem)],
            aside: Some((form.finding, form.reason)),
        };
        return show(&app, &viewer, asked).await;
    }
    let found = run::of_kept(&app, &viewer).await?;
    let place = found
        .fingerprints
        .iter()
        .position(|one| *one == form.finding);
    let Some(place) = place else {
        let sentence = "That finding is not there any more, so nothing was set aside.".to_owned();
        let asked = Asked {
            errors: vec![("", sentence)],
            ..Asked::default()
        };
        return show(&app, &viewer, asked).await;
    };
    let check = found.audit.findings[place].check;
    let aside = aside_store::Aside {
        finding: form.finding,
        check: check.to_owned(),
        why: reason,
        at: app.now(),
        by: analyst.member,
    };
    let tx = app.db.write().await?;
    aside_store::put(&tx, &app, viewer.scope()?.id, &aside).await?;
    let event = viewer.event(WRITE.0, check);
    tx.commit(&app, event.with_detail("set aside")).await?;
    back(&viewer, &format!("#f{}", place + 1))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct UpForm {
    finding: String,
}

async fn take_up(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<UpForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    let taken = (form.finding.as_str(), analyst.member);
    if let Some(check) = aside_store::take_back(&tx, &app, study, taken).await? {
        let event = viewer.event(WRITE.0, check);
        tx.commit(&app, event.with_detail("taken up again")).await?;
    }
    back(&viewer, "")
}
