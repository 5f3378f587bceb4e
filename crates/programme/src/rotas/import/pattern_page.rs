//! Entering a rotating pattern.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, only, page_with};
use platform::{App, Result};
use uuid::Uuid;

use super::content::{Content, Pattern};
use super::draft_store::Draft;
use super::pages;
use super::prepare::Ground;
use crate::addresses::base;
use crate::rotas::Source;
use crate::wording::full_date;

const MOST_WEEKS: usize = 52;

pub(super) fn routes() -> Routes {
    const IMPORT: Action = Action("rotas.import");
    let path = "/programmes/{programme}/sites/{site}/rota/pattern";
    Routes::new()
        .get(path, IMPORT, form)
        .post(path, IMPORT, enter)
}

#[derive(Template)]
#[template(path = "rotas/import/pattern.html")]
struct PatternPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    weeks: String,
    first: String,
    last: String,
    doctors: Vec<DoctorField>,
    errors: Errors,
}

struct DoctorField {
    name: String,
    field: String,
    value: String,
}

/// What is wrong with which field.
#[derive(Default)]
struct Errors(Vec<(String, String)>);

impl Errors {
    fn add(&mut self, field: &str, sentence: impl Into<String>) {
        self.0.push((field.to_owned(), sentence.into()));
    }

    fn get(&self, field: &str) -> String {
        let found = self.0.iter().find(|(key, _)| key == field);
        found
            .map(|(_, sentence)| sentence.clone())
            .unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a (String, String);
    type IntoIter = std::slice::Iter<'a, (String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

type Fields = BTreeMap<String, String>;

async fn form(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
) -> Result<Response> {
    let ground = Ground::of(&app, viewer.scope()?.id, site).await?;
    shown(&app, &viewer, &ground, &Fields::new(), Errors::default())
}

async fn enter(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let ground = Ground::of(&app, viewer.scope()?.id, site).await?;
    let doctors: Vec<String> = ground.people.iter().map(|one| one.id.to_string()).collect();
    let mut known = vec!["weeks", "first", "last"];
    known.extend(doctors.iter().map(String::as_str));
    only(fields.keys().map(String::as_str), &known)?;
    let pattern = match pattern(&ground, &fields) {
        Ok(pattern) => pattern,
        Err(errors) => return shown(&app, &viewer, &ground, &fields, errors),
    };
    let draft = Draft {
        id: app.new_id(),
        source: Source::Template,
        site,
        resident: None,
        content: Content::Pattern(pattern),
        layout: None,
        names: BTreeMap::new(),
        made_by: viewer.account,
    };
    pages::keep(&app, &viewer, &ground, &draft).await
}

fn shown(
    app: &App,
    viewer: &Viewer,
    ground: &Ground,
    fields: &Fields,
    errors: Errors,
) -> Result<Response> {
    let base = base(viewer)?;
    let site = &ground.site;
    let heading = format!("A rotating pattern of {}", site.site.name);
    let text = |field: &str| fields.get(field).cloned().unwrap_or_default();
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(
        status,
        PatternPage {
            shell: Shell::new(app, viewer, heading.clone())
                .crumb("Hospitals", Some(format!("{base}/sites")))
                .crumb(
                    site.site.name.clone(),
                    Some(format!("{base}/sites/{}/rota", site.id)),
                )
                .crumb("Pattern", None),
            here: format!("{base}/sites/{}/rota/pattern", site.id),
            heading,
            lead: "The same few weeks again and again, each doctor starting in another.".into(),
            weeks: text("weeks"),
            first: text("first"),
            last: text("last"),
            doctors: ground
                .people
                .iter()
                .filter(|one| one.is_here)
                .map(|one| DoctorField {
                    name: one.name.clone(),
                    field: one.id.to_string(),
                    value: text(&one.id.to_string()),
                })
                .collect(),
            errors,
        },
    )
}

fn pattern(ground: &Ground, fields: &Fields) -> std::result::Result<Pattern, Errors> {
    let mut errors = Errors::default();
    let text = |field: &str| fields.get(field).map_or("", |text| text.trim());
    let weeks = weeks(fields.get("weeks").map_or("", String::as_str), &mut errors);
    let mut date = |field: &'static str| {
        let date: Option<Date> = text(field).parse().ok();
        if date.is_none() {
            let which = if field == "first" { "first" } else { "last" };
            errors.add(
                field,
                format!("Write the {which} day as a date, such as 2026-11-02"),
            );
        }
        date
    };
    let valid = (date("first"), date("last"));
    if let (Some(first), Some(last)) = valid {
        let days = last.since(first).map_or(0, |span| span.get_days());
        if last < first {
            errors.add(
                "last",
                format!(
                    "The last day is before {}; write a later one",
                    full_date(first)
                ),
            );
        } else if days > Pattern::MOST_DAYS {
            errors.add(
                "last",
                format!("At most {} days are taken at once", Pattern::MOST_DAYS),
            );
        }
    }
    let mut starts = BTreeMap::new();
    for one in ground.people.iter().filter(|one| one.is_here) {
        let field = one.id.to_string();
        match text(&field) {
            "" => {}
            number => match number.parse::<usize>() {
                Ok(number) if (1..=weeks.len().max(1)).contains(&number) => {
                    starts.insert(field, number - 1);
                }
                _ => errors.add(
                    &field,
                    format!(
                        "{}: write a whole number from 1 to {}",
                        one.name,
                        weeks.len().max(1)
                    ),
                ),
            },
        }
    }
    if starts.is_empty() && errors.is_empty() {
        errors.add("", "Give at least one doctor a week to start in");
    }
    match (valid, errors.is_empty()) {
        ((Some(first), Some(last)), true) => Ok(Pattern {
            weeks,
            valid: (first, last),
            starts,
        }),
        _ => Err(errors),
    }
}

fn weeks(text: &str, errors: &mut Errors) -> Vec<[String; 7]> {
    let mut weeks = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(|line| line.trim_end_matches('\r'))) {
        if line.trim().is_empty() {
            continue;
        }
        let separator = if line.contains('\t') { '\t' } else { ',' };
        let codes: Vec<String> = line
            .split(separator)
            .map(|code| code.trim().to_owned())
            .collect();
        let found = codes.len();
        match <[String; 7]>::try_from(codes) {
            Ok(codes) => weeks.push(codes),
            Err(_) => {
                errors.add(
                    "weeks",
                    format!("Line {number} has {found} codes; a week has seven"),
                );
                return weeks;
            }
        }
    }
    if weeks.is_empty() || weeks.len() > MOST_WEEKS {
        errors.add(
            "weeks",
            format!("Write 1 to {MOST_WEEKS} lines of seven codes"),
        );
    }
    weeks
}
