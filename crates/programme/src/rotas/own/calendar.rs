//! The calendar that a resident hands in.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Pressed, Shell, Upload, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::me;
use crate::addresses::base;
use crate::people::Homes;
use crate::planning;
use crate::rotas::import::{self, OwnDraft};
use crate::rotas::words::difference_words;
use crate::rotas::{Source, source_of};
use crate::wording::{capital, count, count_first, full_date};

#[derive(Template)]
#[template(path = "rotas/own/draft.html")]
struct DraftPage {
    shell: Shell,
    here: String,
    draft: Uuid,
    heading: String,
    lead: String,
    may_apply: bool,
    changes: String,
    unknown: Vec<(String, String)>,
    remarks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct What {
    #[serde(default)]
    what: String,
}

pub(super) async fn upload(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let resident = me(&viewer)?;
    let file = upload.files.first().ok_or_else(|| {
        Error::refused(
            "I7",
            "No file came with the form.",
            "Choose an .ics file first.",
        )
    })?;
    if source_of(&file.bytes) != Source::Calendar {
        return Err(Error::refused(
            "X03",
            "This is no calendar.",
            "Export your calendar as an .ics file and hand that in; nothing was stored.",
        ));
    }
    let homes = Homes::of(&app, viewer.scope()?.id).await?;
    let today = planning::today(&app)?;
    let site = homes.on_or_next(resident, today).ok_or_else(|| {
        Error::refused(
            "W62",
            "You work at no hospital of this programme.",
            "Ask the organiser to add your placement; nothing was stored.",
        )
    })?;
    let draft = import::keep_own(&app, &viewer, resident, site, &file.name, &file.bytes).await?;
    Ok(Redirect::to(&format!("{}/my-rota/calendar/{draft}", base(&viewer)?)).into_response())
}

pub(super) async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
) -> Result<Response> {
    let own = OwnDraft::found(&app, &viewer, draft, me(&viewer)?).await?;
    let reading = &own.understood.reading;
    let (heading, lead) = match reading {
        Err(remark) => (
            "This calendar cannot be read".to_owned(),
            remark.text.clone(),
        ),
        Ok(reading) if reading.shifts.is_empty() => (
            "No day of your placements is in this calendar".to_owned(),
            "Events from five weeks ago to a year ahead are read. Nothing is stored.".to_owned(),
        ),
        Ok(reading) => {
            let days: BTreeSet<_> = reading.shifts.iter().map(|shift| shift.date).collect();
            let dates = reading.dates.map_or_else(String::new, |(first, last)| {
                format!("From {} to {}. ", full_date(first), full_date(last))
            });
            (
                format!("{} can be kept", count_first(days.len(), "day", "days")),
                format!(
                    "{dates}Nothing is stored yet. The hospital's own rota is believed before your calendar."
                ),
            )
        }
    };
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let mut remarks = Vec::new();
    if let Ok(reading) = reading {
        for code in reading.codes.iter().filter(|code| code.known < code.count) {
            *unknown.entry(code.code.clone()).or_default() += code.count - code.known;
        }
        // The titles above say already what the list of codes lacks.
        let of_file = reading
            .remarks
            .iter()
            .filter(|remark| !remark.text.starts_with("the list of codes"));
        remarks.extend(of_file.map(|remark| capital(&remark.text)));
    }
    let difference = &own.changes.difference;
    page(DraftPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("My rota", Some(format!("{}/my-rota", base(&viewer)?)))
            .crumb("Calendar", None),
        here: format!("{}/my-rota", base(&viewer)?),
        draft,
        heading,
        lead,
        may_apply: own.understood.may_apply(),
        changes: format!(
            "Against what you handed in before, by days: {}.",
            difference_words(difference)
        ),
        unknown: unknown
            .into_iter()
            .map(|(title, days)| {
                let title = if title.is_empty() {
                    "Without a title".into()
                } else {
                    title
                };
                (title, count(days, "day", "days"))
            })
            .collect(),
        remarks,
    })
}

pub(super) async fn put(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, draft)): Path<(String, Uuid)>,
    Form(form): Form<What>,
) -> Result<Response> {
    let own = OwnDraft::found(&app, &viewer, draft, me(&viewer)?).await?;
    let said = match form.what.as_str() {
        "keep" => {
            own.keep(&app, &viewer).await?;
            "?kept=yes"
        }
        _ => {
            own.discard(&app, &viewer).await?;
            ""
        }
    };
    Ok(Redirect::to(&format!("{}/my-rota{said}", base(&viewer)?)).into_response())
}

pub(super) async fn undo(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, import)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    import::undo_own(&app, &viewer, me(&viewer)?, import).await?;
    Ok(Redirect::to(&format!("{}/my-rota", base(&viewer)?)).into_response())
}
