//! The narratives to read, and one of them to write.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::report::{self, Block, Report};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, error_of, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::rights::Analyst;
use uuid::Uuid;

use super::desk::{LONGEST, No, transfer, write};
use super::material::{Material, Paragraph, Shown, address};
use crate::outputs::foot;
use crate::trail::why;

const READ: Action = Action("narratives.read");
const WRITE: Action = Action("narratives.write");

/// The pages.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/narratives", READ, show)
        .get("/studies/{study}/narratives/narratives.docx", READ, file)
        .get("/studies/{study}/narratives/{section}", READ, open)
        .post("/studies/{study}/narratives/{section}", WRITE, save)
        .post("/studies/{study}/narratives/{section}/move", WRITE, shift)
}

#[derive(Template)]
#[template(path = "narratives/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    writes: bool,
    sections: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "narratives/write.html")]
struct WritePage {
    shell: Shell,
    here: String,
    writes: bool,
    seen: i64,
    text: String,
    why: String,
    section: Shown,
    /// The other sections a quote can move to.
    others: Vec<(String, String)>,
    /// What somebody wrote meanwhile.
    meanwhile: Option<String>,
    errors: Vec<(&'static str, String)>,
}

impl WritePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let material = Material::of(&app, &viewer).await?;
    let mut sections = Vec::new();
    for (section, _) in material.sections() {
        let (text, _) = material.stored(study.id, section)?;
        let shown = material.shown(section, &text);
        if section.is_some() || !shown.paragraphs.is_empty() || !shown.quotes.is_empty() {
            sections.push(shown);
        }
    }
    let written = sections
        .iter()
        .filter(|one| !one.paragraphs.is_empty())
        .count();
    let title = match (sections.len(), written) {
        (_, 0) => "No narrative is written yet".to_owned(),
        (all, written) if all == written => "Every section has its narrative".to_owned(),
        (all, written) => format!("{written} of {all} sections have their narrative"),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, title),
        here: format!("/studies/{}/narratives", study.slug),
        writes: Analyst::of(&app, &viewer).await?.writes,
        sections,
    })
}

async fn file(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let material = Material::of(&app, &viewer).await?;
    let mut blocks = Vec::new();
    let mut shown = Vec::new();
    for (section, name) in material.sections() {
        let (text, _) = material.stored(study.id, section)?;
        let section = material.shown(section, &text);
        if section.paragraphs.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(name));
        for paragraph in section.paragraphs {
            let (Paragraph::Text(text) | Paragraph::Quote(text, _)) = paragraph;
            shown.push(text.clone());
            blocks.push(Block::Paragraph(text));
        }
    }
    let report = Report {
        title: "Findings".to_owned(),
        lead: None,
        blocks,
        footer: foot("narratives", shown.iter().map(String::as_str)),
    };
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let bytes = report::docx(&report).map_err(Error::internal)?;
    download("narratives.docx", kind, bytes)
}

/// What the page of a section says beside it.
#[derive(Default)]
struct Beside {
    text: Option<String>,
    why: String,
    errors: Vec<(&'static str, String)>,
    meanwhile: Option<String>,
}

async fn open(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, section)): Path<(String, String)>,
) -> Result<Response> {
    opened(&app, &viewer, &section, Beside::default()).await
}

async fn opened(app: &App, viewer: &Viewer, section: &str, beside: Beside) -> Result<Response> {
    let study = viewer.scope()?;
    let material = Material::of(app, viewer).await?;
    let section = material.section(section)?;
    let (stored, seen) = material.stored(study.id, section)?;
    let shown = material.shown(section, &stored);
    let list = format!("/studies/{}/narratives", study.slug);
    let others = material
        .sections()
        .into_iter()
        .filter(|(id, _)| *id != section);
    let status = match (&beside.meanwhile, beside.errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = WritePage {
        shell: Shell::new(app, viewer, shown.name.clone())
            .crumb("Narratives", Some(list.clone()))
            .crumb(shown.name.clone(), None),
        here: format!("{list}/{}", shown.address),
        writes: Analyst::of(app, viewer).await?.writes,
        seen,
        text: beside.text.unwrap_or(stored),
        why: beside.why,
        others: others.map(|(id, name)| (address(id), name)).collect(),
        section: shown,
        meanwhile: beside.meanwhile,
        errors: beside.errors,
    };
    page_with(status, page)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WriteForm {
    seen: String,
    text: String,
    #[serde(default)]
    why: String,
}

async fn save(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, section)): Path<(String, String)>,
    Form(form): Form<WriteForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let id = Material::of(&app, &viewer).await?.section(&section)?;
    let text = form.text.replace("\r\n", "\n").trim().to_owned();
    let mut errors = Vec::new();
    if text.chars().count() > LONGEST {
        errors.push(("text", format!("Write at most {LONGEST} characters.")));
    }
    let reason = match why(&form.why) {
        Ok(reason) => reason,
        Err(error) => {
            errors.push(error);
            String::new()
        }
    };
    if errors.is_empty() {
        let tx = app.db.write().await?;
        let seen = form.seen.parse().unwrap_or(0);
        let act = (analyst.member, reason.as_str());
        match write(&tx, &app, study.id, act, (id, seen, &text)).await? {
            Ok(()) => {
                let event = viewer.event("narratives.write", address(id));
                tx.commit(&app, event).await?;
                let to = format!("/studies/{}/narratives/{section}", study.slug);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(No::Refused(field, sentence)) => errors.push((field, sentence)),
            Err(No::Changed(now)) => {
                drop(tx);
                let beside = Beside {
                    text: Some(form.text),
                    why: form.why,
                    meanwhile: Some(now),
                    ..Beside::default()
                };
                return opened(&app, &viewer, &section, beside).await;
            }
        }
    }
    let beside = Beside {
        text: Some(form.text),
        why: form.why,
        errors,
        ..Beside::default()
    };
    opened(&app, &viewer, &section, beside).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveForm {
    quote: Uuid,
    to: String,
    #[serde(default)]
    why: String,
}

async fn shift(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, section)): Path<(String, String)>,
    Form(form): Form<MoveForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let material = Material::of(&app, &viewer).await?;
    let from = material.section(&section)?;
    let to = material.section(&form.to)?;
    if material.quotes.iter().all(|quote| quote.id != form.quote) {
        return Err(Error::NotFound);
    }
    let mut errors = Vec::new();
    match why(&form.why) {
        Err(error) => errors.push(error),
        Ok(reason) => {
            let tx = app.db.write().await?;
            let act = (analyst.member, reason.as_str());
            match transfer(&tx, &app, study.id, act, (form.quote, from, to)).await? {
                Ok(()) => {
                    let event = viewer.event("narratives.write", address(to));
                    tx.commit(&app, event).await?;
                    let to = format!("/studies/{}/narratives/{}", study.slug, form.to);
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(No::Refused(field, sentence)) => errors.push((field, sentence)),
                Err(No::Changed(_)) => return Err(Error::Conflict("a move has no older text")),
            }
        }
    }
    let beside = Beside {
        errors,
        ..Beside::default()
    };
    opened(&app, &viewer, &section, beside).await
}
