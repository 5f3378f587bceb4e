//! `enid search` and `enid matrix`: what the pages show, in the same order.

use analysis::queries::{
    Answer, Count, Found, Kind, Matrix, Opened, Unit, answer, as_csv, counted,
};
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use platform::App;
use serde_json::{Value, json};

use super::care::with_app;
use super::findings::{Of, hand};
use super::plan::Format;
use super::{Outcome, note, say};

#[derive(Args)]
pub(super) struct Search {
    #[command(flatten)]
    of: Of,
    /// What to look for, in the language of the page "Search"
    query: String,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Args)]
pub(super) struct Matrices {
    #[command(flatten)]
    of: Of,
    /// code-document, code-cohort, code-overlap, code-turn, code-near-N, theme-participant or question-theme
    #[arg(value_name = "KIND")]
    kind: String,
    /// What is counted: codings (of questions and themes, quotes), documents or participants
    #[arg(long, default_value = "codings")]
    count: String,
    /// How it is printed; CSV leaves out what tells of fewer than ten people
    #[arg(long, value_enum, default_value = "text")]
    format: TableFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum TableFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For tables
    Csv,
}

pub(super) fn search(search: Search) -> Result<Outcome> {
    with_app(&search.of.given, async |app| {
        let told = found(app, &search).await?;
        if !told.is_empty() {
            say(&told)?;
        }
        Ok(Outcome::Done)
    })
}

/// What a search prints; how the query was read, and how much was found, is told beside it.
pub(super) async fn found(app: &App, search: &Search) -> Result<String> {
    let viewer = hand(app, &search.of, "search.read").await?;
    let opened = Opened::of_viewer(app, &viewer).await?;
    let query = opened.names.read(&search.query);
    let query = query.map_err(|mistake| anyhow!("the query: {mistake}"))?;
    let found = answer(app, &opened, (query, 0..usize::MAX)).await?;
    Ok(match search.format {
        Format::Text => rows_as_text(&found),
        Format::Json => serde_json::to_string_pretty(&rows_as_json(&search.query, &found))?,
    })
}

pub(super) fn matrix(asked: Matrices) -> Result<Outcome> {
    let kind: Kind = asked.kind.parse().map_err(|error| anyhow!("{error}"))?;
    let count: Count = asked.count.parse().map_err(|error| anyhow!("{error}"))?;
    with_app(&asked.of.given, async |app| {
        let viewer = hand(app, &asked.of, "search.read").await?;
        let opened = Opened::of_viewer(app, &viewer).await?;
        let matrix = counted(app, &opened, (kind, count)).await?.without_empty();
        match asked.format {
            TableFormat::Text => say(&aligned(&matrix))?,
            TableFormat::Csv => say(as_csv(&matrix).trim_end())?,
            TableFormat::Json => {
                say(&serde_json::to_string_pretty(&matrix_as_json(&matrix))?)?;
            }
        }
        Ok(Outcome::Done)
    })
}

fn rows_as_text(found: &Answer) -> String {
    for (written, means) in found.query.readings() {
        note(&format!("{written}: {means}"));
    }
    note(&format!("{} found", found.count));
    let places: Vec<String> = found
        .rows
        .iter()
        .map(|row| place(found.query.unit, row))
        .collect();
    let width = places.iter().map(|place| place.chars().count()).max();
    let width = width.unwrap_or_default();
    let rows = found.rows.iter().zip(places);
    let lines: Vec<String> = rows
        .map(|(row, place)| format!("{place:width$}  {}", row.snippet.line()))
        .collect();
    lines.join("\n")
}

fn place(unit: Unit, row: &Found) -> String {
    let mark = if row.is_note { " (field note)" } else { "" };
    match unit {
        Unit::Document => format!("{}{mark}", row.document),
        _ if row.until > row.turn => format!("{}:{}-{}{mark}", row.document, row.turn, row.until),
        _ => format!("{}:{}{mark}", row.document, row.turn),
    }
}

fn rows_as_json(query: &str, found: &Answer) -> Value {
    let read = found.query.readings();
    let read = read.map(|(written, means)| json!({ "written": written, "means": means }));
    let rows = found.rows.iter().map(|row| {
        json!({
            "document": row.document,
            "kind": if row.is_note { "field-note" } else { "transcript" },
            "turn": row.turn,
            "until_turn": row.until,
            "start": row.span.0,
            "end": row.span.1,
            "speaker": row.who,
            "text": row.snippet.line(),
        })
    });
    let unit = match found.query.unit {
        Unit::Turn => "turn",
        Unit::Passage => "passage",
        Unit::Document => "document",
    };
    json!({
        "query": query,
        "unit": unit,
        "read": read.collect::<Vec<_>>(),
        "count": found.count,
        "rows": rows.collect::<Vec<_>>(),
    })
}

fn matrix_as_json(matrix: &Matrix) -> Value {
    let names = |heads: &[analysis::queries::Head]| -> Vec<String> {
        heads.iter().map(|head| head.name.clone()).collect()
    };
    let cells = (0..matrix.rows.len()).map(|row| {
        let cells = (0..matrix.columns.len()).map(|column| matrix.cell(row, column));
        cells.collect::<Vec<_>>()
    });
    json!({
        "kind": matrix.kind.to_string(),
        "count": matrix.count.word(),
        "rows": names(&matrix.rows),
        "columns": names(&matrix.columns),
        "cells": cells.collect::<Vec<_>>(),
    })
}

/// Names left, figures right, nothing for 0.
fn aligned(matrix: &Matrix) -> String {
    let wide = |text: &str| text.chars().count();
    let first = matrix.rows.iter().map(|head| wide(&head.name)).max();
    let first = first.unwrap_or_default();
    let widths: Vec<usize> = (0..matrix.columns.len())
        .map(|column| {
            let cells = (0..matrix.rows.len()).map(|row| matrix.cell(row, column));
            let widest = cells.max().unwrap_or_default().to_string().len();
            widest.max(wide(&matrix.columns[column].name))
        })
        .collect();
    let mut lines = vec![format!("{:first$}", "")];
    for (head, width) in matrix.columns.iter().zip(&widths) {
        lines[0].push_str(&format!("  {:>width$}", head.name));
    }
    for (row, head) in matrix.rows.iter().enumerate() {
        let mut line = format!("{:first$}", head.name);
        for (column, width) in widths.iter().enumerate() {
            let cell = match matrix.cell(row, column) {
                0 => String::new(),
                count => count.to_string(),
            };
            line.push_str(&format!("  {cell:>width$}"));
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
