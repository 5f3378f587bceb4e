//! The page of agreement, in the designs that have it.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use measures::agreement::{Figure, Problem};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use study::{setup, team};

use super::turns::{DoubleCoded, Figures, double_coded};
use crate::codings;
use crate::conversation::path;

/// The page.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/agreement", Action("agreement.read"), show)
}

#[derive(Template)]
#[template(path = "agreement/page.html")]
struct AgreementPage {
    shell: Shell,
    lead: String,
    transcripts: String,
    has_kappa: bool,
    analysts: String,
    /// Each document, where to talk it over, and how many analysts coded it.
    documents: Vec<(String, String, usize)>,
    unit: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    units: usize,
    percent: Shown,
    kappa: Shown,
    alpha: Shown,
}

/// A figure, or why there is none.
struct Shown {
    value: String,
    why_not: String,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let design = setup::current(connection, study.id).await?;
    let design = design.unwrap_or_default().design;
    if !design.shows_agreement() {
        return Err(Error::NotFound);
    }
    let (material, _) = codings::material_of(&app, &viewer).await?;
    let found = double_coded(&material);
    let members = team::all(connection, study.id).await?;
    let who = members
        .iter()
        .filter(|one| found.analysts.contains(&one.id))
        .map(|one| one.handle.clone());
    let who: Vec<String> = who.collect();
    let mut rows: Vec<Row> = found
        .codes
        .iter()
        .map(|(code, figures)| row(path(&material, *code), figures))
        .collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    if rows.len() > 1 {
        rows.push(row("All codes together".to_owned(), &found.together));
    }
    let documents = found.documents.iter().map(|(handle, count)| {
        let href = format!("/studies/{}/documents/{handle}/conversation", study.slug);
        (handle.clone(), href, *count)
    });
    page(AgreementPage {
        shell: Shell::new(&app, &viewer, title(&found)),
        lead: format!(
            "This page exists because the design of the study is {design}. A figure says how alike analysts coded, not whether they were right."
        ),
        transcripts: format!("/studies/{}/transcripts", study.slug),
        has_kappa: found.analysts.len() == 2,
        analysts: crate::conversation::together(&who),
        documents: documents.collect(),
        unit: format!(
            "a turn of a transcript, not of the interviewer; {} in all",
            found.turns
        ),
        rows,
    })
}

fn title(found: &DoubleCoded) -> String {
    match found.documents.len() {
        0 => "No transcript is coded by two analysts yet".to_owned(),
        1 => "Agreement in one transcript that several analysts coded".to_owned(),
        count => format!("Agreement in {count} transcripts that several analysts coded"),
    }
}

fn row(name: String, figures: &Figures) -> Row {
    Row {
        name,
        units: figures.percent.as_ref().map_or(0, |figure| figure.units),
        percent: share(&figures.percent),
        kappa: match &figures.kappa {
            Some(kappa) => beyond_chance(kappa),
            None => Shown::none(""),
        },
        alpha: beyond_chance(&figures.alpha),
    }
}

fn share(found: &std::result::Result<Figure, Problem>) -> Shown {
    match found {
        Ok(figure) => Shown::some(format!("{:.0} %", figure.value * 100.0)),
        Err(problem) => Shown::none(reason(problem)),
    }
}

fn beyond_chance(found: &std::result::Result<Figure, Problem>) -> Shown {
    match found {
        Ok(figure) => Shown::some(format!("{:.2}", figure.value).replace('-', "\u{2212}")),
        Err(problem) => Shown::none(reason(problem)),
    }
}

fn reason(problem: &Problem) -> &'static str {
    match problem {
        Problem::AllAlike => "every rating is the same",
        _ => "no turn to compare",
    }
}

impl Shown {
    fn some(value: String) -> Self {
        Self {
            value,
            why_not: String::new(),
        }
    }

    fn none(why_not: &str) -> Self {
        Self {
            value: "–".to_owned(),
            why_not: why_not.to_owned(),
        }
    }
}
