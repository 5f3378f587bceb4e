//! A certificate as a document.

use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use jiff::civil::Date;

use super::Content;
use crate::wording::{count, full_date};

/// Where and by which address a code is checked.
pub(super) fn address(base_url: &str, code: &str) -> String {
    format!("{base_url}/certificates/{code}")
}

/// From when to when, in words.
pub(super) fn days(content: &Content) -> String {
    match content.tally.days {
        None => "no day".to_owned(),
        Some((first, last)) if first == last => full_date(first),
        Some((first, last)) => format!("{} to {}", full_date(first), full_date(last)),
    }
}

/// The sessions attended, in words.
pub(super) fn sessions(content: &Content) -> String {
    count(content.tally.sessions as usize, "session", "sessions")
}

/// The certificate. The title names nobody, because it becomes a property of the file.
pub(super) fn certificate(content: &Content, issued: Date, base_url: &str) -> Report {
    let fact =
        |name: &str, value: String| ReportRow::Cells(vec![Cell::row_head(name), Cell::text(value)]);
    let facts = Block::Table(ReportTable {
        caption: "Attendance".into(),
        header: vec!["What".into(), "How much".into()],
        widths: vec![1, 2],
        rows: vec![
            fact("Dates", days(content)),
            fact("Sessions attended", content.tally.sessions.to_string()),
            fact("Hours in sessions", content.tally.hours()),
        ],
        landscape: false,
    });
    let outcomes = content.outcomes.iter().map(|one| format!("– {one}"));
    let outcomes: Vec<String> = outcomes.collect();
    Report {
        title: "Certificate of attendance".into(),
        lead: Some(content.programme.clone()),
        blocks: vec![
            Block::Heading(content.name.clone()),
            Block::Paragraph("was a member of a Balint group of this programme.".into()),
            facts,
            Block::Note(
                "A session counts as attended from three quarters of its minutes. Hours are the minutes present in \
                 sessions, without the way."
                    .into(),
            ),
            Block::Heading("What members practise".into()),
            Block::Paragraph(outcomes.join("\n")),
            Block::Heading("Checking this certificate".into()),
            Block::Paragraph(format!(
                "Code {}\n{}",
                content.code,
                address(base_url, &content.code)
            )),
            Block::Note("This is a statement of attendance. It says nothing of what was talked about.".into()),
        ],
        footer: format!("Issued on {}", full_date(issued)),
    }
}
