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
use study::transcripts::anchors::{Span, Version};
use uuid::Uuid;

use super::split::{Goes, split};
use super::store::{self, Stored};
use super::{Sight, Waits};
use crate::codes::{self, Known, words_of_name};
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
    let connection = app.db.read();
    let analyst = Analyst::of(app, viewer).await?;
    let known = codes::known(connection, study.id).await?;
    if !known.has(code) {
        return Err(Error::NotFound);
    }
    let all = visible(app, viewer, (analyst.member, code), &known).await?;
    let begin = number.saturating_mul(A_PAGE).min(all.len());
    let some = &all[begin..all.len().min(begin + A_PAGE)];
    let passages = in_context(app, study.id, some, &form).await?;
    let name = known.name(code).to_owned();
    let base = format!("/studies/{}", study.slug);
    let title = match all.len() {
        0 => format!("Nothing is coded as {name}"),
        1 => format!("One passage is coded as {name}"),
        count => format!("{count} passages are coded as {name}"),
    };
    let documents: BTreeSet<Uuid> = all.iter().map(|one| one.state.document).collect();
    let lead = match documents.len() {
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

/// The codings that count to a code and that whoever asks may see, by document and place.
async fn visible(
    app: &App,
    viewer: &Viewer,
    (member, code): (Option<Uuid>, Uuid),
    known: &Known,
) -> Result<Vec<Stored>> {
    let study = viewer.scope()?.id;
    let connection = app.db.read();
    let sight = Sight::of(connection, study, member).await?;
    let but = documents::unreadable(app, viewer).await?;
    let mut all = Vec::new();
    for one in known.counting_to(code) {
        all.extend(store::of_code(connection, study, one).await?);
    }
    all.retain(|one| {
        sight.sees(one.state.member, one.state.document)
            && !but.contains(&one.state.document)
            && one.state.waits != Waits::Lost
    });
    Ok(all)
}

async fn in_context(
    app: &App,
    study: Uuid,
    some: &[Stored],
    form: &SplitForm,
) -> Result<Vec<Passage>> {
    let connection = app.db.read();
    let handles = documents::ids(connection, study).await?;
    let handles: BTreeMap<Uuid, String> =
        handles.into_iter().map(|(name, id)| (id, name)).collect();
    let members = team::all(connection, study).await?;
    let mut texts: BTreeMap<Uuid, Version> = BTreeMap::new();
    let mut passages = Vec::new();
    for one in some {
        let document = one.state.document;
        if let std::collections::btree_map::Entry::Vacant(place) = texts.entry(document) {
            let turns = documents::turns(connection, document).await?;
            let words: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
            place.insert(Version::of_turns(&words));
        }
        let (start, end) = (one.state.start as usize, one.state.end as usize);
        let Some(text) = texts.get(&document) else {
            continue;
        };
        let turn = |index: u32| text.turn(index as usize).unwrap_or(Span::new(start, end));
        let (first, last) = (turn(one.first), turn(one.last));
        passages.push(Passage {
            id: one.id,
            seen: one.since,
            handle: handles.get(&document).cloned().unwrap_or_default(),
            turn: one.first + 1,
            layer: team::author(&members, Some(one.state.member)),
            before: text.slice(Span::new(first.start, start)),
            words: text.slice(Span::new(start, end)),
            after: text.slice(Span::new(end, last.end)),
            chosen: form.chosen.contains_key(&one.id),
            waits: one.state.waits != Waits::No,
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
