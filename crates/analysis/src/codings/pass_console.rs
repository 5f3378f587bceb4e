//! Blind passes on the command line (study R31, R58).

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::{App, Error, Result};
use serde_json::Value;
use study::{documents, team};
use uuid::Uuid;

use super::{pass_act, passes};
use crate::console::{self, Table, day, no_document, refused};

/// The passes of a study, the newest first; those over a document that whoever asks may not read are left out.
///
/// # Errors
/// The database does not answer.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Table> {
    let study = viewer.scope()?.id;
    let connection = app.db.read();
    let members = team::all(connection, study).await?;
    let but = documents::unreadable(app, viewer).await?;
    let outlines = documents::outlines(connection, study).await?.into_iter();
    let handles: BTreeMap<Uuid, String> = outlines
        .filter(|one| !but.contains(&one.id))
        .map(|one| (one.id, one.handle))
        .collect();
    let all = passes::all(connection, study).await?.into_iter().rev();
    let rows = all.filter_map(|pass| {
        let document = match pass.document {
            None => Value::Null,
            Some(id) => handles.get(&id)?.clone().into(),
        };
        Some(vec![
            pass.id.to_string().into(),
            team::author(&members, Some(pass.member)).into(),
            document,
            day(pass.opened_at),
            pass.closed_at.map_or(Value::Null, day),
        ])
    });
    let columns = &["id", "analyst", "document", "begun", "closed"];
    Ok(Table::new(columns, rows.collect()))
}

/// Begins a pass of an analyst, or of every analyst, over a document, or over every document.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn begin(
    app: &App,
    viewer: &Viewer,
    (analyst, document): (Option<&str>, Option<&str>),
) -> Result<()> {
    let members = team::all(app.db.read(), viewer.scope()?.id).await?;
    let chosen = analyst
        .map(|handle| console::member(&members, handle))
        .transpose()?;
    let is_chosen = |member: &team::Member| chosen.is_none_or(|chosen| chosen.id == member.id);
    let begun = pass_act::begin(app, viewer, is_chosen, document).await;
    begun.map_err(no_document(document.unwrap_or_default()))
}

/// Closes an open pass of whoever asks.
///
/// # Errors
/// It is not theirs, or is not open.
pub async fn close(app: &App, viewer: &Viewer, id: &str) -> Result<()> {
    let pass = console::id(id, "passes")?;
    let closed = pass_act::close(app, viewer, pass).await;
    closed.map_err(|error| match error {
        Error::NotFound => refused(
            "This is no open pass of yours.",
            "`enid passes list` prints them; whoever codes in one closes it.",
        ),
        other => other,
    })
}
