//! The narratives to read, and one of them to write.

use std::collections::BTreeMap;

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

use super::desk::{No, subject, text_of, transfer, write};
use super::text::{Segment, digits, mark, named, segments};
use crate::acts::read_trail;
use crate::outputs::foot;
use crate::quotes::{Visible, visible};
use crate::themes::{self, ThemeStatus};
use crate::trail::why;

const READ: Action = Action("narratives.read");
const WRITE: Action = Action("narratives.write");
/// The word of the other findings in addresses.
const OTHER: &str = "other";
/// Longest text, in characters.
const LONGEST: usize = 40_000;

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

/// A section as it is shown.
struct Shown {
    address: String,
    name: String,
    paragraphs: Vec<Paragraph>,
    /// Quotes under the theme: how the text names them, their words, whether it does.
    quotes: Vec<Named>,
    /// How many quotes the text names that stand elsewhere now.
    elsewhere: usize,
}

struct Named {
    id: Uuid,
    mark: String,
    words: String,
    is_in_text: bool,
    is_note: bool,
}

/// A paragraph, as it is shown.
enum Paragraph {
    /// Words, with quotes within them.
    Text(String),
    /// A quote that stands alone: its words, and whether a field note says it.
    Quote(String, bool),
}

/// All that narratives are made from.
struct Material {
    trail: crate::trail::Trail,
    quotes: Vec<Visible>,
    /// The themes that are not dropped, in their order.
    themes: Vec<(Uuid, String)>,
}

impl Material {
    async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?.id;
        let themes = themes::all(app.db.read(), study).await?.into_iter();
        let themes = themes
            .filter(|one| one.about.path.len() == 1 && one.about.status != ThemeStatus::Dropped);
        Ok(Self {
            trail: read_trail(app, study).await?,
            quotes: visible(app.db.read(), study).await?,
            themes: themes
                .map(|one| (one.id, one.about.path.concat()))
                .collect(),
        })
    }

    /// The section that an address names.
    fn section(&self, address: &str) -> Result<Option<Uuid>> {
        if address == OTHER {
            return Ok(None);
        }
        let mut themes = self.themes.iter();
        let found = themes.find(|(id, _)| id.to_string() == address);
        found.map(|(id, _)| Some(*id)).ok_or(Error::NotFound)
    }

    fn sections(&self) -> Vec<(Option<Uuid>, String)> {
        let themes = self
            .themes
            .iter()
            .map(|(id, name)| (Some(*id), name.clone()));
        themes
            .chain([(None, "Other findings".to_owned())])
            .collect()
    }

    fn name(&self, section: Option<Uuid>) -> String {
        let found = self.sections().into_iter().find(|(id, _)| *id == section);
        found.map(|(_, name)| name).unwrap_or_default()
    }

    /// A section with this text. A quote that stands elsewhere is not shown in it.
    fn shown(&self, section: Option<Uuid>, text: &str) -> Shown {
        let name = self.name(section);
        let stands = |quote: &&Visible| {
            quote.places.iter().any(|place| match section {
                None => place.theme.is_none(),
                Some(_) => place.path.first() == Some(&name),
            })
        };
        let here: BTreeMap<String, &Visible> = self
            .quotes
            .iter()
            .filter(stands)
            .map(|quote| (digits(quote.id), quote))
            .collect();
        let in_text = named(text);
        let paragraphs = text.split("\n\n");
        let paragraphs = paragraphs.filter_map(|text| paragraph(text.trim(), &here));
        let quotes = self.quotes.iter().filter(stands).map(|quote| Named {
            id: quote.id,
            mark: mark(quote.id),
            words: format!("“{}”", quote.words.text),
            is_in_text: in_text.contains(&digits(quote.id)),
            is_note: quote.is_note(),
        });
        Shown {
            address: address(section),
            paragraphs: paragraphs.collect(),
            quotes: quotes.collect(),
            elsewhere: in_text
                .iter()
                .filter(|one| !here.contains_key(*one))
                .count(),
            name,
        }
    }

    fn stored(&self, study: Uuid, section: Option<Uuid>) -> Result<(String, i64)> {
        text_of(&self.trail, &subject(study, section))
    }
}

fn address(section: Option<Uuid>) -> String {
    section.map_or_else(|| OTHER.to_owned(), |id| id.to_string())
}

/// A paragraph with its quotes; none where nothing is left of it.
fn paragraph(text: &str, here: &BTreeMap<String, &Visible>) -> Option<Paragraph> {
    let segments = segments(text);
    if let [Segment::Quote(named)] = segments.as_slice() {
        let quote = here.get(named)?;
        let words = format!("“{}”", quote.words.text);
        return Some(Paragraph::Quote(words, quote.is_note()));
    }
    let words = segments.into_iter().map(|segment| match segment {
        Segment::Words(words) => words,
        Segment::Quote(named) => here
            .get(&named)
            .map_or_else(String::new, |quote| format!("“{}”", quote.words.text)),
    });
    let text: String = words.collect();
    (!text.trim().is_empty()).then_some(Paragraph::Text(text))
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
