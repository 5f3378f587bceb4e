//! A facilitator's own log as a file: for themselves and for their society.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use formats::table::{Sheet, SheetCell, write_csv, write_xlsx};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::download;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::page::Own;
use crate::facilitators::listed;

const HEADER: [&str; 9] = [
    "what",
    "date",
    "role_or_paper",
    "setting",
    "cases",
    "partner_accredited",
    "minutes",
    "supervisor",
    "together_with",
];

/// A line of the log with everything that stands in it.
struct Line {
    what: &'static str,
    on: Date,
    kind: &'static str,
    setting: &'static str,
    cases: Option<u32>,
    partner_accredited: Option<bool>,
    minutes: Option<i64>,
    supervisor: String,
    together_with: String,
}

pub(super) async fn csv(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let text = |number: Option<String>| number.unwrap_or_default();
    let rows: Vec<Vec<String>> = lines(&app, &viewer)
        .await?
        .into_iter()
        .map(|line| {
            vec![
                line.what.into(),
                line.on.to_string(),
                line.kind.into(),
                line.setting.into(),
                text(line.cases.map(|cases| cases.to_string())),
                text(line.partner_accredited.map(|yes| yes_or_no(yes).to_owned())),
                text(line.minutes.map(|minutes| minutes.to_string())),
                line.supervisor,
                line.together_with,
            ]
        })
        .collect();
    let bytes = write_csv(&HEADER, &rows).into_bytes();
    download("training-log.csv", "text/csv; charset=utf-8", bytes)
}

pub(super) async fn xlsx(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let words = |text: &str| match text {
        "" => SheetCell::Empty,
        text => SheetCell::Text(text.to_owned()),
    };
    let number = |number: Option<f64>| number.map_or(SheetCell::Empty, SheetCell::Number);
    let row = |line: Line| {
        vec![
            words(line.what),
            day(line.on),
            words(line.kind),
            words(line.setting),
            number(line.cases.map(f64::from)),
            words(line.partner_accredited.map_or("", yes_or_no)),
            number(line.minutes.map(|minutes| minutes as f64)),
            words(&line.supervisor),
            words(&line.together_with),
        ]
    };
    let sheet = Sheet {
        name: "Training log".into(),
        header: HEADER.map(String::from).to_vec(),
        rows: lines(&app, &viewer).await?.into_iter().map(row).collect(),
    };
    let bytes = write_xlsx(&[sheet]).map_err(Error::internal)?;
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("training-log.xlsx", KIND, bytes)
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn day(on: Date) -> SheetCell {
    SheetCell::Date {
        year: on.year().unsigned_abs(),
        month: on.month().unsigned_abs(),
        day: on.day().unsigned_abs(),
    }
}

/// The log, supervision and papers of the viewer, oldest first.
async fn lines(app: &App, viewer: &Viewer) -> Result<Vec<Line>> {
    let own = Own::of(app, viewer).await?;
    let names: BTreeMap<Uuid, String> = listed(app, viewer.scope()?.id, &BTreeMap::new())
        .await?
        .into_iter()
        .map(|one| (one.id, one.facilitator.full_name))
        .collect();
    let empty = |what, on, kind| Line {
        what,
        on,
        kind,
        setting: "",
        cases: None,
        partner_accredited: None,
        minutes: None,
        supervisor: String::new(),
        together_with: String::new(),
    };
    let entries = own.record.entries.iter().map(|one| Line {
        setting: one.entry.setting.word(),
        cases: Some(one.entry.cases),
        partner_accredited: Some(one.entry.partner_accredited),
        ..empty("group", one.entry.on, one.entry.role.word())
    });
    let supervision = own.record.supervision.iter().map(|one| {
        let other = if one.by == own.me.id {
            one.together_with
        } else {
            Some(one.by)
        };
        Line {
            minutes: Some(one.supervision.minutes),
            supervisor: one.supervisor.clone(),
            together_with: other
                .and_then(|id| names.get(&id).cloned())
                .unwrap_or_default(),
            ..empty("supervision", one.supervision.on, "")
        }
    });
    let papers = own.record.documents.iter();
    let papers = papers.map(|one| empty("paper", one.on, one.kind.word()));
    let mut lines: Vec<Line> = entries.chain(supervision).chain(papers).collect();
    lines.sort_by_key(|line| line.on);
    Ok(lines)
}
