//! Changing stance, design and dates. A change of the design shows first what follows from it (R1).

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Result};
use serde::Deserialize;

use super::store::{self, Setup};
use super::{Design, Reasoning, consequences};
use crate::team;

/// Longest text of one field, in characters.
const LONGEST: usize = 2_000;

/// The page.
pub(super) fn routes() -> Routes {
    let write = Action("setup.write");
    Routes::new()
        .get("/studies/{study}/set-up/change", write, form)
        .post("/studies/{study}/set-up/change", write, save)
}

#[derive(Template)]
#[template(path = "setup/change.html")]
struct ChangePage {
    shell: Shell,
    here: String,
    back: String,
    heading: &'static str,
    lead: &'static str,
    fields: Fields,
    designs: Vec<(Design, bool)>,
    reasonings: Vec<(Reasoning, bool)>,
    asks_why: bool,
    consequences: Vec<&'static str>,
    errors: Vec<(&'static str, String)>,
}

impl ChangePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fields {
    ontology: String,
    orientation: String,
    theory: String,
    reasoning: String,
    design: String,
    period_start: String,
    period_end: String,
    ethics: String,
    freeze_on: String,
    why: String,
    /// The design whose consequences were on the page that was sent.
    seen: String,
}

impl Fields {
    fn of(setup: &Setup) -> Self {
        let text = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        Self {
            ontology: setup.ontology.clone(),
            orientation: setup.orientation.clone(),
            theory: setup.theory.clone(),
            reasoning: setup.reasoning.word().to_owned(),
            design: setup.design.word().to_owned(),
            period_start: text(setup.period_start),
            period_end: text(setup.period_end),
            ethics: setup.ethics.clone(),
            freeze_on: text(setup.freeze_on),
            ..Self::default()
        }
    }

    fn too_long(&self) -> Vec<(&'static str, String)> {
        let texts = [
            ("ontology", &self.ontology),
            ("orientation", &self.orientation),
            ("theory", &self.theory),
            ("ethics", &self.ethics),
            ("why", &self.why),
        ];
        texts
            .into_iter()
            .filter(|(_, text)| text.chars().count() > LONGEST)
            .map(|(name, _)| (name, format!("Write at most {LONGEST} characters.")))
            .collect()
    }

    /// The period's first and last day and the day of freezing.
    fn dates(&self, errors: &mut Vec<(&'static str, String)>) -> [Option<Date>; 3] {
        let mut date = |name, text: &str| match text.trim() {
            "" => None,
            text => {
                let date = text.parse::<Date>().ok();
                if date.is_none() {
                    let words = "Write the day as a date, such as 2031-06-01.";
                    errors.push((name, words.to_owned()));
                }
                date
            }
        };
        let start = date("period_start", &self.period_start);
        let end = date("period_end", &self.period_end);
        let freeze_on = date("freeze_on", &self.freeze_on);
        if matches!((start, end), (Some(start), Some(end)) if end < start) {
            let words = "The last day of the period lies before its first.";
            errors.push(("period_end", words.to_owned()));
        }
        [start, end, freeze_on]
    }

    /// What it says, or what needs another look.
    fn read(&self, before: Option<&Setup>) -> Result<Setup, Vec<(&'static str, String)>> {
        let mut errors = self.too_long();
        let [period_start, period_end, freeze_on] = self.dates(&mut errors);
        let design = self.design.parse::<Design>();
        if design.is_err() {
            errors.push(("design", "Choose a design.".to_owned()));
        }
        let reasoning = self.reasoning.parse::<Reasoning>();
        if reasoning.is_err() {
            errors.push(("reasoning", "Choose from where codes come.".to_owned()));
        }
        if before.is_some_and(|held| Ok(held.design) != design) && self.why.trim().is_empty() {
            let words = "Say why the design is changed: reports list it among the decisions.";
            errors.push(("why", words.to_owned()));
        }
        let trimmed = |text: &str| text.trim().replace("\r\n", "\n");
        match (design, reasoning, errors.is_empty()) {
            (Ok(design), Ok(reasoning), true) => Ok(Setup {
                ontology: trimmed(&self.ontology),
                orientation: trimmed(&self.orientation),
                theory: trimmed(&self.theory),
                reasoning,
                design,
                period_start,
                period_end,
                ethics: trimmed(&self.ethics),
                freeze_on,
                why: trimmed(&self.why),
                ..Setup::default()
            }),
            _ => Err(errors),
        }
    }
}

async fn form(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let held = store::current(app.db.read(), viewer.scope()?.id).await?;
    let fields = Fields::of(&held.clone().unwrap_or_default());
    shown(&app, &viewer, fields, held.as_ref(), Vec::new())
}

fn shown(
    app: &App,
    viewer: &Viewer,
    mut fields: Fields,
    held: Option<&Setup>,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let design = fields.design.parse::<Design>().unwrap_or_default();
    let reasoning = fields.reasoning.parse::<Reasoning>().unwrap_or_default();
    let consequences = held.map_or_else(Vec::new, |held| consequences(held.design, design));
    fields.seen = match consequences.is_empty() {
        true => String::new(),
        false => design.word().to_owned(),
    };
    let heading = match held {
        Some(_) => "Change how the study is laid out",
        None => "How the study is laid out",
    };
    let status = form_status(&errors);
    let back = format!("/studies/{}/set-up", viewer.scope()?.slug);
    let page = ChangePage {
        shell: Shell::new(app, viewer, heading)
            .crumb("Set-up", Some(back.clone()))
            .crumb("Change", None),
        here: format!("{back}/change"),
        back,
        heading,
        lead: "Nothing is overwritten: what holds now stays in the history, with who changed it and when.",
        designs: Design::ALL.map(|one| (one, one == design)).to_vec(),
        reasonings: Reasoning::ALL.map(|one| (one, one == reasoning)).to_vec(),
        asks_why: held.is_some(),
        consequences,
        fields,
        errors,
    };
    page_with(status, page)
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    let held = store::current(tx.connection(), study.id).await?;
    let mut setup = match fields.read(held.as_ref()) {
        Ok(setup) => setup,
        Err(errors) => {
            drop(tx);
            return shown(&app, &viewer, fields, held.as_ref(), errors);
        }
    };
    let is_changed = held
        .as_ref()
        .is_some_and(|held| held.design != setup.design);
    if is_changed && fields.seen != setup.design.word() {
        drop(tx);
        return shown(&app, &viewer, fields, held.as_ref(), Vec::new());
    }
    let member = team::of_viewer(tx.connection(), &viewer).await?;
    setup.made_by = member.map(|member| member.id);
    let number = store::add(&tx, &app, study.id, &setup).await?;
    let detail = match is_changed {
        true => format!("version {number}, design {}", setup.design.word()),
        false => format!("version {number}"),
    };
    let event = viewer.event("setup.write", study.id.to_string());
    tx.commit(&app, event.with_detail(detail)).await?;
    let back = format!("/studies/{}/set-up?saved=1", study.slug);
    Ok(Redirect::to(&back).into_response())
}
