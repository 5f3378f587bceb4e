//! The record of what was done, and whether its chains hold.

use std::collections::HashMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{self, Viewer};
use platform::audit;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

const MOST: u64 = 200;

pub(super) fn routes() -> Routes {
    Routes::new().get("/record", Action("record.read"), show)
}

#[derive(Template)]
#[template(path = "administration/record.html")]
struct RecordPage {
    shell: Shell,
    heading: String,
    lead: String,
    breaks: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    at: String,
    chain: String,
    seq: i64,
    actor: String,
    action: String,
    subject: String,
    detail: String,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let verdict = audit::verify(app.db.read()).await?;
    let names: HashMap<_, _> = access::all_accounts(&app)
        .await?
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    let rows = audit::newest(app.db.read(), None, MOST)
        .await?
        .into_iter()
        .map(|entry| Row {
            at: entry
                .at
                .to_jiff()
                .strftime("%-d %B %Y, %H:%M:%S UTC")
                .to_string(),
            actor: match entry.actor {
                None => "Enid".into(),
                Some(id) => names.get(&id).cloned().unwrap_or_else(|| "–".into()),
            },
            chain: entry.chain,
            seq: entry.seq,
            action: entry.action,
            subject: entry.subject,
            detail: entry.detail,
        })
        .collect();
    let heading = if verdict.breaks.is_empty() {
        "The record is whole".to_owned()
    } else {
        format!(
            "The record was changed in {} place(s)",
            verdict.breaks.len()
        )
    };
    page(RecordPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        heading,
        lead: format!(
            "{} rows in {} chains were walked just now. Below are the newest.",
            verdict.rows, verdict.chains
        ),
        breaks: verdict.breaks,
        rows,
    })
}
