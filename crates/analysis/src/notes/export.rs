//! The same rows as a file.

use formats::report::{Block, Report, docx, html};
use formats::table::write_csv;
use platform::{Error, Result};

use super::gather::Note;

const HEADER: [&str; 6] = ["type", "visibility", "author", "date", "subject", "text"];

/// Kind and bytes of a file with this ending.
///
/// # Errors
/// `NotFound` for an ending that nobody offers.
pub(super) fn written(notes: &[&Note], ending: &str) -> Result<(&'static str, Vec<u8>)> {
    match ending {
        "csv" => Ok(("text/csv; charset=utf-8", csv(notes).into_bytes())),
        "html" => Ok((
            "text/html; charset=utf-8",
            html(&report(notes)).into_bytes(),
        )),
        "docx" => Ok((
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx(&report(notes)).map_err(Error::internal)?,
        )),
        _ => Err(Error::NotFound),
    }
}

fn csv(notes: &[&Note]) -> String {
    let row = |note: &&Note| {
        vec![
            note.kind.to_owned(),
            note.visibility.word().to_owned(),
            note.who.clone(),
            note.day.to_string(),
            note.about.clone(),
            note.text.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = notes.iter().map(row).collect();
    write_csv(&HEADER, &rows)
}

fn report(notes: &[&Note]) -> Report {
    let mut blocks = Vec::new();
    for note in notes {
        blocks.push(Block::Heading(match note.about.is_empty() {
            true => note.label.to_owned(),
            false => format!("{}: {}", note.label, note.about),
        }));
        blocks.push(Block::Note(format!(
            "{}, {}. {}.",
            note.who,
            note.day.strftime("%-d %B %Y"),
            note.visibility.in_words()
        )));
        let paragraphs = note.text.lines().filter(|line| !line.trim().is_empty());
        blocks.extend(paragraphs.map(|line| Block::Paragraph(line.to_owned())));
    }
    Report {
        title: "Memos and journal".to_owned(),
        lead: None,
        blocks,
        footer: "Working file, not released".to_owned(),
    }
}
