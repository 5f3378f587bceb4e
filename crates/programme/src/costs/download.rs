//! The ledger as files: what every figure of the page can be counted from again (programme R10).

use std::collections::BTreeSet;

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use formats::table::{Sheet, SheetCell, write_csv, write_xlsx};
use platform::access::Viewer;
use platform::web::download;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::ledger::{Line, standing};
use super::store::{self, CURRENCY};
use super::totals::count;

const HEADER: [&str; 16] = [
    "line",
    "entered_at",
    "replaces",
    "stands",
    "session",
    "kind",
    "resident",
    "site",
    "release",
    "time_source",
    "cover",
    "priced_as",
    "minutes",
    "pence",
    "rate",
    "currency",
];

pub(super) async fn csv(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let lines = store::lines(app.db.read(), viewer.scope()?.id, None).await?;
    let bytes = write_csv(&HEADER, &rows(&lines)).into_bytes();
    download("cost-ledger.csv", "text/csv; charset=utf-8", bytes)
}

pub(super) async fn xlsx(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let programme = viewer.scope()?.id;
    let lines = store::lines(app.db.read(), programme, None).await?;
    let ledger = Sheet {
        name: "Ledger".into(),
        header: HEADER.map(String::from).to_vec(),
        rows: rows(&lines).into_iter().map(cells).collect(),
    };
    let sheets = [totals(&lines), ledger, rates(&app, programme).await?];
    let bytes = write_xlsx(&sheets).map_err(Error::internal)?;
    download("costs.xlsx", KIND, bytes)
}

/// Every line with a cell for each column; what is not known is empty.
fn rows(lines: &[Line]) -> Vec<Vec<String>> {
    fn text(value: Option<impl ToString>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    let stands: BTreeSet<Uuid> = standing(lines).iter().map(|line| line.id).collect();
    let row = |line: &Line| {
        let stands = stands.contains(&line.id);
        vec![
            line.id.to_string(),
            line.entered_at.to_jiff().to_string(),
            text(line.replaces),
            if stands { "yes" } else { "no" }.to_owned(),
            line.session.to_string(),
            line.kind.word().to_owned(),
            text(line.resident),
            text(line.site),
            text(line.release),
            text(line.time_source.map(|word| word.word())),
            text(line.cover.map(|word| word.word())),
            text(line.subject.as_ref()),
            line.minutes.to_string(),
            text(line.pence),
            text(line.rate),
            CURRENCY.to_owned(),
        ]
    };
    lines.iter().map(row).collect()
}

/// The cells of a row; minutes and pence as numbers.
fn cells(row: Vec<String>) -> Vec<SheetCell> {
    let cell = |(column, text): (usize, String)| {
        let is_number = matches!(HEADER[column], "minutes" | "pence");
        match text.parse::<f64>() {
            _ if text.is_empty() => SheetCell::Empty,
            Ok(number) if is_number => SheetCell::Number(number),
            _ => SheetCell::Text(text),
        }
    };
    row.into_iter().enumerate().map(cell).collect()
}

fn totals(lines: &[Line]) -> Sheet {
    let totals = count(lines);
    let whole = |sum: &super::Sum| {
        if sum.is_whole() {
            "yes"
        } else {
            "no: a part has no price"
        }
    };
    let row = |(what, sum): (String, &super::Sum)| {
        vec![
            SheetCell::Text(what),
            SheetCell::Number(sum.minutes as f64),
            SheetCell::Number(sum.pence as f64),
            SheetCell::Text(whole(sum).to_owned()),
        ]
    };
    let kinds = totals.by_kind.iter();
    let mut sums: Vec<(String, &super::Sum)> = kinds
        .map(|(kind, sum)| (kind.word().to_owned(), sum))
        .collect();
    sums.extend(totals.by_site.iter().map(|(site, sum)| {
        let site = site.map_or("programme".to_owned(), |site| format!("site {site}"));
        (site, sum)
    }));
    sums.push(("all".into(), &totals.all));
    sums.push((
        "memo, not in all: doctors' time that is covered".into(),
        &totals.memo.covered_member_time,
    ));
    Sheet {
        name: "Totals".into(),
        header: ["of", "minutes", "pence", "whole"]
            .map(String::from)
            .to_vec(),
        rows: sums.into_iter().map(row).collect(),
    }
}

async fn rates(app: &App, programme: Uuid) -> Result<Sheet> {
    let header = [
        "rate",
        "an_hour_of",
        "pence",
        "currency",
        "price_year",
        "with_training",
        "valid_from",
        "source",
        "entered_at",
    ];
    let rates = store::rates(app.db.read(), programme).await?;
    let row = |rate: super::Rate| {
        vec![
            SheetCell::Text(rate.id.to_string()),
            SheetCell::Text(rate.subject.to_string()),
            SheetCell::Number(rate.pence_per_hour as f64),
            SheetCell::Text(CURRENCY.into()),
            SheetCell::Number(rate.price_year as f64),
            SheetCell::Text(
                if rate.with_qualifications {
                    "yes"
                } else {
                    "no"
                }
                .into(),
            ),
            SheetCell::Text(rate.valid_from.to_string()),
            SheetCell::Text(rate.source),
            SheetCell::Text(rate.entered_at.to_jiff().to_string()),
        ]
    };
    Ok(Sheet {
        name: "Rates".into(),
        header: header.map(String::from).to_vec(),
        rows: rates.into_iter().map(row).collect(),
    })
}
