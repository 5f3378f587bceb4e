//! How long a group takes for each phase: guides that its facilitators may set, and that nothing enforces (programme 3.1).

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, only, page_with};
use platform::{App, Error, Result};

use super::meeting::own_groups;
use super::minutes_store;
use super::protocol::{Format, Minutes, Phase, defaults, sum};
use crate::addresses::base;
use crate::planning::{self, PlanVersion, PlannedGroup};

const ACTION: Action = Action("session.minutes");
/// The longest guide of one phase, in minutes.
const LONGEST: u16 = 120;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/groups/{group}/minutes",
            ACTION,
            show,
        )
        .post(
            "/programmes/{programme}/groups/{group}/minutes",
            ACTION,
            save,
        )
}

#[derive(Template)]
#[template(path = "sessions/minutes.html")]
struct MinutesPage {
    shell: Shell,
    action: String,
    back: String,
    heading: String,
    lead: String,
    forms: Vec<OneFormat>,
    errors: Vec<(String, String)>,
}

struct OneFormat {
    word: &'static str,
    name: &'static str,
    total: String,
    rows: Vec<Row>,
}

struct Row {
    field: String,
    name: &'static str,
    phase: &'static str,
    value: String,
    usual: u16,
    error: String,
}

struct Group {
    plan: PlanVersion,
    group: PlannedGroup,
    base: String,
}

impl Group {
    async fn of(app: &App, viewer: &Viewer, number: usize) -> Result<Self> {
        let plan = planning::newest(app, viewer.scope()?.id, true).await?;
        let plan = plan.ok_or(Error::NotFound)?;
        let group = own_groups(&plan, viewer)
            .into_iter()
            .find(|group| group.number == number)
            .cloned()
            .ok_or(Error::NotFound)?;
        let base = base(viewer)?;
        Ok(Self { plan, group, base })
    }

    fn formats(&self) -> [Format; 2] {
        [2, 1].map(|cases| Format::of(self.group.minutes, cases))
    }
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, number)): Path<(String, usize)>,
) -> Result<Response> {
    let group = Group::of(&app, &viewer, number).await?;
    form(&app, &viewer, &group, None).await
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, number)): Path<(String, usize)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let group = Group::of(&app, &viewer, number).await?;
    let phases = Format::ALL.iter().flat_map(|format| format.phases());
    let known: Vec<&str> = phases.map(Phase::word).chain(["format"]).collect();
    only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
    let format = fields.iter().find(|(name, _)| name == "format");
    let format: Option<Format> = format.and_then(|(_, word)| word.parse().ok());
    let format = format.filter(|format| group.formats().contains(format));
    let Some(format) = format else {
        return Err(Error::Invalid(vec![platform::FieldError {
            field: "format",
            message: "This group has no such session.".into(),
        }]));
    };
    let mut minutes = Minutes::new();
    let mut errors = Vec::new();
    for phase in format.phases() {
        let value = fields.iter().find(|(name, _)| name == phase.word());
        let value = value.map_or("", |(_, value)| value.trim());
        match value.parse() {
            Ok(number) if number <= LONGEST => drop(minutes.insert(phase, number)),
            _ => errors.push(phase),
        }
    }
    if !errors.is_empty() {
        let filled = Filled {
            format,
            fields,
            errors,
        };
        return form(&app, &viewer, &group, Some(filled)).await;
    }
    let tx = app.db.write().await?;
    minutes_store::keep(&tx, group.plan.id, number, format, &minutes).await?;
    let event = viewer.event("session.minutes", number.to_string());
    tx.commit(&app, event.with_detail(format.word())).await?;
    let href = format!("{}/groups/{number}/minutes", group.base);
    Ok(Redirect::to(&href).into_response())
}

/// What was written for one format, and which phases need another look.
struct Filled {
    format: Format,
    fields: Vec<(String, String)>,
    errors: Vec<Phase>,
}

async fn form(
    app: &App,
    viewer: &Viewer,
    group: &Group,
    filled: Option<Filled>,
) -> Result<Response> {
    let number = group.group.number;
    let mut forms = Vec::new();
    let mut errors = Vec::new();
    for format in group.formats() {
        let kept = minutes_store::of_group(app, group.plan.id, number, format).await?;
        let filled = filled.as_ref().filter(|filled| filled.format == format);
        let usual = defaults(format);
        let mut rows = Vec::new();
        for phase in format.phases() {
            let wrong = filled.is_some_and(|filled| filled.errors.contains(&phase));
            let error = format!("{}: write whole minutes from 0 to {LONGEST}.", phase.name());
            let field = format!("{}-{}", format.word(), phase.word());
            if wrong {
                errors.push((field.clone(), error.clone()));
            }
            rows.push(Row {
                field,
                name: phase.name(),
                phase: phase.word(),
                value: filled
                    .and_then(|filled| filled.fields.iter().find(|(name, _)| name == phase.word()))
                    .map_or_else(|| kept[&phase].to_string(), |(_, value)| value.clone()),
                usual: usual[&phase],
                error: if wrong { error } else { String::new() },
            });
        }
        forms.push(OneFormat {
            word: format.word(),
            name: format.name(),
            total: format!(
                "{} minutes from Open to Close on time; the session has {}.",
                sum(format, &kept),
                group.group.minutes
            ),
            rows,
        });
    }
    let facilitator = viewer
        .relations
        .iter()
        .all(|(role, _)| *role == Role::Facilitator);
    let back = if facilitator {
        format!("{}/groups", group.base)
    } else {
        format!("{}/sessions", group.base)
    };
    let heading = format!("Minutes of the {}", planning::group_name(&group.group));
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(
        status,
        MinutesPage {
            shell: Shell::new(app, viewer, heading.clone()),
            action: format!("{}/groups/{number}/minutes", group.base),
            back,
            heading,
            lead: "How long each phase is meant to take. The clock shows it; nobody is held to it."
                .into(),
            forms,
            errors,
        },
    )
}
