//! What a facilitator adds to their log and takes out of it.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Form as Fields, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::storage::Tx;
use platform::web::page_with;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::page::{Own, draw};
use super::proposals::proposals;
use super::{Document, LONGEST_SUPERVISION, LogEntry, MOST_CASES, NewEntry, Supervision, store};
use crate::addresses::base;
use crate::facilitators::requirements;
use crate::facilitators::statements::name_problem;
use crate::form::Form;

type Sent = Fields<Vec<(String, String)>>;

/// Adds every session that is proposed at this moment.
pub(super) async fn proposed(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let accredited = Form::sent(fields, &["partner_accredited"])?.ticked("partner_accredited");
    let programme = viewer.scope()?.id;
    let mut entries = proposals(&app, programme, own.me.id, &own.record).await?;
    for new in &mut entries {
        new.entry.partner_accredited = accredited;
    }
    let tx = app.db.write().await?;
    store::add_entries(&tx, &app, programme, own.me.id, &entries).await?;
    done(tx, &app, &viewer, &own, "sessions").await
}

pub(super) async fn entry(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let known = [
        "role",
        "on",
        "setting",
        "cases",
        "group",
        "partner_accredited",
    ];
    let mut form = Form::sent(fields, &known)?;
    let Some(entry) = read_entry(&mut form, &own) else {
        return again(&app, &viewer, form).await;
    };
    let new = NewEntry {
        session: None,
        entry,
    };
    let tx = app.db.write().await?;
    store::add_entries(&tx, &app, viewer.scope()?.id, own.me.id, &[new]).await?;
    done(tx, &app, &viewer, &own, "entry").await
}

fn read_entry(form: &mut Form, own: &Own) -> Option<LogEntry> {
    let role = form.word("role");
    let on = form.day("on", own.today);
    let setting = form.word("setting");
    let cases = form.whole("cases", 0..=MOST_CASES);
    Some(LogEntry {
        role: role?,
        on: on?,
        cases: cases?,
        partner_accredited: form.ticked("partner_accredited"),
        setting: setting?,
    })
}

pub(super) async fn undo_entry(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let entry = id(fields, "entry")?;
    let tx = app.db.write().await?;
    store::remove_entry(&tx, own.me.id, entry).await?;
    done(tx, &app, &viewer, &own, "entry taken out").await
}

pub(super) async fn supervision(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let programme = viewer.scope()?.id;
    let known = ["supervised_on", "minutes", "supervised_by", "together_with"];
    let mut form = Form::sent(fields, &known)?;
    let on = form.day("supervised_on", own.today);
    let minutes = form.whole("minutes", 1..=LONGEST_SUPERVISION);
    let supervisor = form.value("supervised_by").to_owned();
    if let Some(problem) = name_problem(&supervisor) {
        form.wrong("supervised_by", problem);
    }
    let partner = match form.value("together_with") {
        "" => None,
        chosen => {
            let listed = crate::facilitators::listed(&app, programme, &BTreeMap::new()).await?;
            let mut others = listed.into_iter().filter(|one| one.id != own.me.id);
            let chosen = others.find(|one| one.id.to_string() == chosen);
            if chosen.is_none() {
                form.wrong("together_with", "Choose one of the list.");
            }
            chosen.map(|one| one.id)
        }
    };
    let (Some(on), Some(minutes), true) = (on, minutes, form.errors().is_empty()) else {
        return again(&app, &viewer, form).await;
    };
    let tx = app.db.write().await?;
    let what = (Supervision { on, minutes }, supervisor.as_str(), partner);
    store::add_supervision(&tx, &app, programme, own.me.id, what).await?;
    done(tx, &app, &viewer, &own, "supervision").await
}

pub(super) async fn undo_supervision(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let entry = id(fields, "entry")?;
    let tx = app.db.write().await?;
    store::remove_supervision(&tx, own.me.id, entry).await?;
    done(tx, &app, &viewer, &own, "supervision taken out").await
}

pub(super) async fn paper(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let mut form = Form::sent(fields, &["kind", "paper_on"])?;
    let kind = form.word("kind");
    let on = form.day("paper_on", own.today);
    let (Some(kind), Some(on)) = (kind, on) else {
        return again(&app, &viewer, form).await;
    };
    let tx = app.db.write().await?;
    let document = Document { kind, on };
    store::add_document(&tx, viewer.scope()?.id, own.me.id, document).await?;
    done(tx, &app, &viewer, &own, "paper").await
}

pub(super) async fn undo_paper(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let kind = Form::sent(fields, &["kind"])?
        .word("kind")
        .ok_or_else(unclear)?;
    let tx = app.db.write().await?;
    store::remove_document(&tx, own.me.id, kind).await?;
    done(tx, &app, &viewer, &own, "paper taken out").await
}

/// Moves somebody to the list that the programme names now, which only they can choose (programme A5).
pub(super) async fn move_to(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Sent,
) -> Result<Response> {
    let own = Own::of(&app, &viewer).await?;
    let form = Form::sent(fields, &["set"])?;
    let named = own.me.facilitator.requirement_set.as_deref();
    let set = named.filter(|named| *named == form.value("set"));
    let set = set.and_then(requirements::named).ok_or_else(unclear)?;
    let tx = app.db.write().await?;
    store::keep_pathway(&tx, viewer.scope()?.id, own.me.id, (set, own.today, true)).await?;
    done(tx, &app, &viewer, &own, "moved").await
}

/// Commits, and writes down which list somebody started under if nothing was kept of it yet.
async fn done(
    tx: Tx,
    app: &App,
    viewer: &Viewer,
    own: &Own,
    what: &'static str,
) -> Result<Response> {
    if let (None, Some(set)) = (&own.record.pathway, own.set) {
        let programme = viewer.scope()?.id;
        store::keep_pathway(&tx, programme, own.me.id, (set, own.today, false)).await?;
    }
    let event = viewer.event("training.own", own.me.id.to_string());
    tx.commit(app, event.with_detail(what)).await?;
    Ok(Redirect::to(&(base(viewer)? + "/training")).into_response())
}

async fn again(app: &App, viewer: &Viewer, form: Form) -> Result<Response> {
    let page = draw(app, viewer, form).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn id(fields: Vec<(String, String)>, name: &str) -> Result<Uuid> {
    let form = Form::sent(fields, &[name])?;
    form.value(name).parse().map_err(|_| unclear())
}

fn unclear() -> Error {
    Error::Conflict("what the form was about is not there any more")
}
