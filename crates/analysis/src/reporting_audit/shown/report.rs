//! The audit as a report for a word processor or a browser (study O11).

use formats::report::{Block, Cell, Report, ReportRow, ReportTable};

use super::super::findings::{Audit, Finding, Severity, Status};
use super::summary;
use super::text::{at, difference};
use crate::outputs::foot;

/// The audit in the order of a reader: errors, warnings, what to consider, what was set aside, and the list of all checks.
pub fn report(audit: &Audit) -> Report {
    let mut blocks = Vec::new();
    let open = |severity| {
        let findings = audit.findings.iter();
        findings.filter(move |one| one.severity == severity && one.set_aside.is_none())
    };
    let aside = audit.findings.iter().filter(|one| one.set_aside.is_some());
    section("Errors", open(Severity::Error).collect(), &mut blocks);
    section("Warnings", open(Severity::Warning).collect(), &mut blocks);
    section("To consider", open(Severity::Notice).collect(), &mut blocks);
    section("Set aside", aside.collect(), &mut blocks);
    blocks.push(Block::Heading("All checks".to_owned()));
    blocks.push(Block::Table(checks(audit)));
    let texts = audit
        .findings
        .iter()
        .flat_map(|one| [one.check, &one.subject, &one.message]);
    let states = audit
        .checks
        .iter()
        .map(|check| check.reason.as_deref().unwrap_or(check.id));
    Report {
        title: "Reporting audit".to_owned(),
        lead: Some(format!(
            "{}. A check that was not run is not clear.",
            summary(audit)
        )),
        footer: foot("reporting audit", texts.chain(states)),
        blocks,
    }
}

fn section(heading: &str, findings: Vec<&Finding>, blocks: &mut Vec<Block>) {
    if findings.is_empty() {
        return;
    }
    blocks.push(Block::Heading(format!("{heading} ({})", findings.len())));
    let rows = findings.into_iter().map(|finding| {
        let mut told = vec![finding.message.clone()];
        if !finding.difference.is_empty() {
            told.push(format!("Word by word: {}", difference(finding)));
        }
        told.push(format!("To settle it: {}", finding.settle));
        if let Some(aside) = &finding.set_aside {
            told.push(format!("Set aside by {}: {}", aside.by, aside.why));
        }
        let places = finding.places.iter().map(|place| at(finding, place));
        let paragraphs = |text: Vec<String>| Cell {
            text,
            ..Cell::default()
        };
        ReportRow::Cells(vec![
            Cell::row_head(finding.check),
            Cell::text(finding.subject.clone()),
            paragraphs(told),
            paragraphs(places.collect()),
        ])
    });
    let header = ["Check", "About", "What was found", "Where"];
    blocks.push(Block::Table(ReportTable {
        caption: heading.to_owned(),
        header: header.map(str::to_owned).to_vec(),
        widths: vec![1, 3, 7, 5],
        rows: rows.collect(),
        landscape: true,
    }));
}

fn checks(audit: &Audit) -> ReportTable {
    let rows = audit.checks.iter().map(|check| {
        let state = match check.status {
            Status::Found => "found".to_owned(),
            Status::Clear => "clear".to_owned(),
            Status::NotRun => format!("not run: {}", check.reason.as_deref().unwrap_or_default()),
        };
        ReportRow::Cells(vec![
            Cell::row_head(check.id),
            Cell::text(check.title),
            Cell::text(state),
        ])
    });
    ReportTable {
        caption: "Every check and how it ended".to_owned(),
        header: ["Check", "What it looks at", "How it ended"]
            .map(str::to_owned)
            .to_vec(),
        widths: vec![1, 6, 6],
        rows: rows.collect(),
        landscape: true,
    }
}
