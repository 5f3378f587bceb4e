//! The passages of one code, in context, and splitting the code by choosing some of them.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::documents;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::cutter::Cutter;
use super::frame::Frame;
use super::load::material_of;
use super::material::{Coded, Coding};
use super::split::{Goes, split};
use super::{Waits, read_store};
use crate::codes::words_of_name;
use crate::trail::why;

/// How many passages a page shows.
const A_PAGE: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/studies/{study}/codes/{code_id}/passages",
            Action("codings.read"),
            show,
        )
        .post(
            "/studies/{study}/codes/{code_id}/split",
            Action("codings.write"),
            part,
        )
}

#[derive(Template)]
#[template(path = "codings/passages.html")]
struct PassagesPage {
    shell: Shell,
    here: String,
    base: String,
    transcripts: String,
    lead: String,
    passages: Vec<Passage>,
    /// The page before and after; none at an end.
    newer: Option<usize>,
    older: Option<usize>,
    writes: bool,
    others: Vec<(String, String)>,
    form: SplitForm,
    errors: Vec<(&'static str, String)>,
}

impl PassagesPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

struct Passage {
    id: Uuid,
    seen: i64,
    handle: String,
    turn: u32,
    layer: String,
    before: String,
    words: String,
    after: String,
    chosen: bool,
    waits: bool,
}

#[derive(Clone, Debug, Default)]
struct SplitForm {
    to: String,
    name: String,
    why: String,
    chosen: BTreeMap<Uuid, i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    page: usize,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let code = code.parse().map_err(|_| Error::NotFound)?;
    shown(
        &app,
        &viewer,
        (code, asked.page),
        (SplitForm::default(), Vec::new()),
    )
    .await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    (code, number): (Uuid, usize),
    (form, errors): (SplitForm, Vec<(&'static str, String)>),
) -> Result<Response> {
    let study = viewer.scope()?;
    let frame = Frame::of(app, viewer).await?;
    let (analyst, known) = (frame.analyst(viewer), &frame.codes);
    if !known.has(code) {
        return Err(Error::NotFound);
    }
    let (material, _) = material_of(app, viewer).await?;
    let all: Vec<(&Coded, &Coding)> = material.under(code).collect();
    let begin = number.saturating_mul(A_PAGE).min(all.len());
    let some = &all[begin..all.len().min(begin + A_PAGE)];
    let passages = in_context(app, study.id, (some, frame.as_ref()), &form).await?;
    let name = known.name(code).to_owned();
    let base = format!("/studies/{}", study.slug);
    let title = match all.len() {
        0 => format!("Nothing is coded as {name}"),
        1 => format!("One passage is coded as {name}"),
        count => format!("{count} passages are coded as {name}"),
    };
    let lead = match all.chunk_by(|one, next| one.0.id == next.0.id).count() {
        0 => String::new(),
        1 => "All of them stand in one document.".to_owned(),
        count => format!("They stand in {count} documents."),
    };
    let page = PassagesPage {
        shell: Shell::new(app, viewer, title)
            .crumb("Codes", Some(format!("{base}/codes")))
            .crumb(&name, Some(format!("{base}/codes/{code}")))
            .crumb("Passages", None),
        here: format!("{base}/codes/{code}"),
        transcripts: format!("{base}/transcripts"),
        base,
        lead,
        passages,
        newer: number.checked_sub(1).filter(|_| begin > 0),
        older: (begin + A_PAGE < all.len()).then_some(number + 1),
        writes: analyst.writes,
        others: known.others(code),
        form,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

async fn in_context(
    app: &App,
    study: Uuid,
    (some, frame): (&[(&Coded, &Coding)], &Frame),
    form: &SplitForm,
) -> Result<Vec<Passage>> {
    let connection = app.db.read();
    let ids: Vec<Uuid> = some.iter().map(|(_, one)| one.id).collect();
    let stored = read_store::find_all(connection, study, &ids).await?;
    let mut places: BTreeSet<(Uuid, usize)> = BTreeSet::new();
    for (coded, one) in some {
        let turns = one.first as usize..=one.last as usize;
        places.extend(turns.map(|turn| (coded.id, turn)));
    }
    let places: Vec<(Uuid, usize)> = places.into_iter().collect();
    let turns = documents::turns_at(connection, &places).await?;
    let mut passages = Vec::new();
    for (coded, one) in some {
        // Taken off since it was read.
        let Some(now) = stored.get(&one.id) else {
            continue;
        };
        let said = (one.first as usize..=one.last as usize)
            .filter_map(|turn| turns.get(&(coded.id, turn)))
            .map(|turn| turn.text.as_str());
        let said = said.collect::<Vec<_>>().join("\n");
        let text = Cutter::new(&said);
        let begin = coded.turns.get(one.first as usize);
        let begin = begin.map_or(0, |turn| turn.start);
        let start = one.start.saturating_sub(begin);
        let end = one.end.saturating_sub(begin);
        passages.push(Passage {
            id: one.id,
            seen: now.since,
            handle: coded.handle.clone(),
            turn: one.first + 1,
            layer: team::author(&frame.members, Some(one.member)),
            before: text.cut(0, start).to_owned(),
            words: text.cut(start, end).to_owned(),
            after: text.cut(end, u32::MAX).to_owned(),
            chosen: form.chosen.contains_key(&one.id),
            waits: now.state.waits != Waits::No,
        });
    }
    Ok(passages)
}

async fn part(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, code)): Path<(String, String)>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response> {
    let code: Uuid = code.parse().map_err(|_| Error::NotFound)?;
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let form = read(fields)?;
    let reason = match why(&form.why) {
        Ok(reason) => reason,
        Err(error) => return shown(&app, &viewer, (code, 0), (form, vec![error])).await,
    };
    let goes = match (form.to.as_str(), form.name.trim()) {
        ("", "") => Err(("to", "Choose a code, or name a new one.".to_owned())),
        ("", name) => words_of_name(name)
            .map(Goes::New)
            .map_err(|words| ("name", words)),
        (to, _) => Ok(Goes::To(to.parse().map_err(|_| no_page())?)),
    };
    let goes = match goes {
        Ok(goes) => goes,
        Err(error) => return shown(&app, &viewer, (code, 0), (form, vec![error])).await,
    };
    let chosen: Vec<(Uuid, i64)> = form.chosen.iter().map(|(id, seen)| (*id, *seen)).collect();
    let tx = app.db.write().await?;
    let by = (analyst.member, reason.as_str());
    match split(&tx, &app, study.id, by, (code, &chosen, goes)).await? {
        Ok(to) => {
            tx.commit(&app, viewer.event("codings.write", code.to_string()))
                .await?;
            let to = format!("/studies/{}/codes/{to}/passages", study.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            drop(tx);
            shown(&app, &viewer, (code, 0), (form, vec![error])).await
        }
    }
}

/// The form: a field `chosen-` and an identifier is a passage, its value what was seen of it.
fn read(fields: BTreeMap<String, String>) -> Result<SplitForm> {
    let mut form = SplitForm::default();
    for (name, value) in fields {
        match name.as_str() {
            "csrf" => {}
            "to" => form.to = value,
            "name" => form.name = value,
            "why" => form.why = value,
            other => {
                let id = other.strip_prefix("chosen-").and_then(|id| id.parse().ok());
                let (Some(id), Ok(seen)) = (id, value.parse()) else {
                    return Err(no_page());
                };
                form.chosen.insert(id, seen);
            }
        }
    }
    Ok(form)
}

fn no_page() -> Error {
    Error::Forbidden("no page sends such a form")
}
