//! `enid qdpx inspect`: what a file says, and what an import would lose.

use anyhow::Result;
use clap::Args;
use formats::refi_qda::model::Code;
use formats::refi_qda::{Finding, Outcome as Became, Positions, Reading, Report, read, shown};
use serde_json::{Value, json};

use super::super::plan::Format;
use super::super::{Outcome, say};
use super::{Given, refused};

/// What `enid qdpx inspect` takes.
#[derive(Args)]
pub(in super::super) struct Inspect {
    #[command(flatten)]
    given: Given,
    /// How it is printed
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

pub(super) fn run(asked: &Inspect) -> Result<Outcome> {
    let path = &asked.given.file;
    let reading = read(asked.given.open()?, &asked.given.limits(), |_, _| Ok(()));
    let reading = reading.map_err(|error| refused(path, &error))?;
    let found = found(&reading);
    match asked.format {
        Format::Json => say(&serde_json::to_string_pretty(&found)?)?,
        Format::Text => say(text(&found, &reading.report).trim_end())?,
    }
    Ok(Outcome::Done)
}

/// The promised shape.
fn found(reading: &Reading) -> Value {
    let report = &reading.report;
    let count = |element: &str| report.count(element).read;
    let parts = report.counts.iter();
    let selections = parts.filter(|(element, _)| element.ends_with("Selection"));
    let lost = |finding: &&Finding| finding.outcome == Became::Dropped;
    let loss: Vec<Value> = report.findings.iter().filter(lost).map(item).collect();
    json!({
        "kind": if reading.codebook { "codebook" } else { "project" },
        "origin": report.origin,
        "schema": report.schema,
        "users": count("User"),
        "codes": count("Code"),
        "code_depth": Code::depth(&reading.project.codes),
        "sources": {
            "text": count("TextSource"),
            "pdf": count("PDFSource"),
            "picture": count("PictureSource"),
            "audio": count("AudioSource"),
            "video": count("VideoSource"),
        },
        "selections": selections.map(|(_, count)| count.read).sum::<u64>(),
        "codings": count("Coding"),
        "notes": count("Note"),
        "sets": count("Set"),
        "links": count("Link"),
        "variables": count("Variable"),
        "cases": count("Case"),
        "offsets": report.positions.iter().map(offset).collect::<Vec<_>>(),
        "warnings": warnings(report),
        "loss": loss,
    })
}

fn offset(positions: &Positions) -> Value {
    json!({
        "source": positions.name,
        "place": positions.place,
        "unit": positions.basis.unit,
        "line_end": positions.basis.line_end,
        "bom_counted": positions.basis.bom_counted,
        "end_included": positions.basis.end_included,
        "evidence": positions.evidence,
        "score": positions.score,
        "selections": positions.selections,
        "unverified": positions.unverified,
    })
}

fn item(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule,
        "place": finding.place,
        "what": finding.what,
        "why": finding.why,
    })
}

fn warnings(report: &Report) -> Vec<Value> {
    let kept = |finding: &&Finding| finding.outcome != Became::Dropped;
    let breach = report.schema.first.iter().map(|first| {
        json!({
            "rule": "Q19f",
            "place": "the XML",
            "what": format!("not schema-valid; first: {first}"),
            "why": "enid qdpx validate lists every error",
        })
    });
    let more = report.more.iter().map(|(rule, number)| {
        json!({
            "rule": rule,
            "place": "the XML",
            "what": format!("{number} more of the kind"),
            "why": "the list would be too long",
        })
    });
    breach
        .chain(report.findings.iter().filter(kept).map(item))
        .chain(more)
        .collect()
}

/// For a reader: a line a count, then how positions count, then what is to be known.
fn text(found: &Value, report: &Report) -> String {
    let mut lines = Vec::new();
    let mut line = |label: &str, value: String| lines.push(format!("{label:14}{value}"));
    line("Kind", as_text(&found["kind"]));
    line(
        "Program",
        shown(report.origin.as_deref().unwrap_or("not named")),
    );
    line(
        "Schema",
        match &report.schema.first {
            None => "valid".to_owned(),
            Some(first) => format!("not valid; first: {}", shown(first)),
        },
    );
    for (label, key) in [
        ("Users", "users"),
        ("Codes", "codes"),
        ("Code depth", "code_depth"),
    ] {
        line(label, as_text(&found[key]));
    }
    let sources = ["text", "pdf", "picture", "audio", "video"];
    let sources = sources.map(|kind| format!("{} {kind}", found["sources"][kind]));
    line("Sources", sources.join(", "));
    for (label, key) in [
        ("Selections", "selections"),
        ("Codings", "codings"),
        ("Notes", "notes"),
        ("Sets", "sets"),
        ("Links", "links"),
        ("Variables", "variables"),
        ("Cases", "cases"),
    ] {
        line(label, as_text(&found[key]));
    }
    for positions in &report.positions {
        lines.push(positions.words());
    }
    for (heading, key) in [("Warnings", "warnings"), ("Would be lost", "loss")] {
        let items = found[key].as_array().map_or(&[][..], Vec::as_slice);
        lines.push(match items.len() {
            0 => format!("{heading}: nothing"),
            number => format!("{heading}: {number}"),
        });
        lines.extend(items.iter().map(|item| {
            let part = |key: &str| shown(item[key].as_str().unwrap_or_default());
            let (rule, place) = (part("rule"), part("place"));
            format!("  {rule:5} {place}: {} ({})", part("what"), part("why"))
        }));
    }
    lines.join("\n")
}

fn as_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
