//! Aims and printed labels of all cohorts on one page.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, form_status, only, page_with};
use platform::{App, Result};

use super::store::{self, Aim};
use crate::columns::fold_spaces;

/// Most interviews that a cohort can aim at.
const MOST: i64 = 10_000;
/// Longest printed label, in characters.
const LONGEST: usize = 80;

/// The page.
pub fn routes() -> Routes {
    let write = Action("setup.write");
    Routes::new()
        .get("/studies/{study}/set-up/cohorts", write, form)
        .post("/studies/{study}/set-up/cohorts", write, save)
}

#[derive(Template)]
#[template(path = "cohorts/form.html")]
struct FormPage {
    shell: Shell,
    here: String,
    back: String,
    rows: Vec<Row>,
    errors: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default)]
struct Row {
    /// Its place on the page, from 0.
    at: usize,
    cohort: String,
    target: String,
    label: String,
}

impl FormPage {
    fn error(&self, key: &str) -> &str {
        let found = self.errors.iter().find(|(field, _)| *field == key);
        found.map_or("", |(_, text)| text)
    }
}

async fn form(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?.id;
    let aims = store::aims(app.db.read(), study).await?;
    let names = store::names(app.db.read(), study).await?;
    let row = |(at, cohort): (usize, String)| {
        let aim = aims.get(&cohort).cloned().unwrap_or_default();
        Row {
            at,
            cohort,
            target: aim
                .target
                .map(|target| target.to_string())
                .unwrap_or_default(),
            label: aim.public_label,
        }
    };
    shown(
        &app,
        &viewer,
        names.into_iter().enumerate().map(row).collect(),
        Vec::new(),
    )
}

fn shown(
    app: &App,
    viewer: &Viewer,
    rows: Vec<Row>,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let status = form_status(&errors);
    let back = format!("/studies/{}/set-up", viewer.scope()?.slug);
    let page = FormPage {
        shell: Shell::new(app, viewer, "What is aimed at in each cohort")
            .crumb("Set-up", Some(back.clone()))
            .crumb("Cohorts", None),
        here: format!("{back}/cohorts"),
        back,
        rows,
        errors,
    };
    page_with(status, page)
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let known = ["cohort-", "target-", "label-"];
    only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
    let study = viewer.scope()?;
    let value = |name: &str, at: &str| {
        let key = format!("{name}-{at}");
        let found = fields.iter().find(|(field, _)| *field == key);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let rows: Vec<Row> = fields
        .iter()
        .filter_map(|(name, cohort)| Some((name.strip_prefix("cohort-")?, cohort)))
        .enumerate()
        .map(|(place, (at, cohort))| Row {
            at: place,
            cohort: cohort.clone(),
            target: value("target", at),
            label: value("label", at),
        })
        .collect();
    let tx = app.db.write().await?;
    let names = store::names(tx.connection(), study.id).await?;
    let mut errors = Vec::new();
    for row in &rows {
        match row.aim() {
            Ok(aim) if names.contains(&row.cohort) => {
                store::keep(&tx, study.id, &row.cohort, &aim).await?;
            }
            // A cohort that an import took away meanwhile.
            Ok(_) => {}
            Err((field, words)) => errors.push((row.key(field), words)),
        }
    }
    if !errors.is_empty() {
        drop(tx);
        return shown(&app, &viewer, rows, errors);
    }
    let event = viewer.event("setup.write", study.id.to_string());
    let detail = format!("cohorts {}", rows.len());
    tx.commit(&app, event.with_detail(detail)).await?;
    let back = format!("/studies/{}/set-up?saved=1", study.slug);
    Ok(Redirect::to(&back).into_response())
}

impl Row {
    /// The name of one of its fields.
    fn key(&self, field: &str) -> String {
        format!("{field}-{}", self.at)
    }

    fn aim(&self) -> Result<Aim, (&'static str, String)> {
        let target = match self.target.trim() {
            "" => None,
            text => match text.parse::<i64>() {
                Ok(number) if (1..=MOST).contains(&number) => Some(number),
                _ => {
                    let words = format!("Write a whole number from 1 to {MOST}, or nothing.");
                    return Err(("target", words));
                }
            },
        };
        let public_label = fold_spaces(&self.label);
        if public_label.chars().count() > LONGEST {
            return Err(("label", format!("Write at most {LONGEST} characters.")));
        }
        Ok(Aim {
            target,
            public_label,
        })
    }
}
