//! The files of an invented study (study section 6): thirteen interviews, quotes, themes, codes and field notes.

use std::collections::BTreeMap;

use formats::report::{Block, Report, docx};

macro_rules! embedded {
    ($($name:literal,)*) => {
        [$(($name, include_bytes!(concat!("study/", $name)).as_slice())),*]
    };
}

/// The files as they lie in the folder beside this one.
const FILES: [(&str, &[u8]); 22] = embedded![
    "participants.csv",
    "research_questions.csv",
    "quotes.csv",
    "themes.toml",
    "codes.csv",
    "transcripts/M1-interview.vtt",
    "transcripts/M2-interview.vtt",
    "transcripts/M3-interview.vtt",
    "transcripts/M4-interview.vtt",
    "transcripts/M5-interview.vtt",
    "transcripts/M6-interview.vtt",
    "transcripts/M7-interview.vtt",
    "transcripts/N1-interview.txt",
    "transcripts/N2-interview.txt",
    "transcripts/N3-interview.txt",
    "transcripts/O1-interview.vtt",
    "transcripts/O2-interview.txt",
    "transcripts/docx/M8-interview.txt",
    "field_notes/2025-10-15-member.txt",
    "field_notes/2026-01-14-member.txt",
    "field_notes/2026-02-12-interviewer.txt",
    "field_notes/2026-03-24-interviewer.txt",
];

/// Texts in this folder are handed out as word-processor files, as many transcribers send them.
const AS_DOCX: &str = "transcripts/docx/";

/// The files of the study by name, as a person would have them in one folder.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    FILES
        .iter()
        .map(|(name, bytes)| match word_file_name(name) {
            Some(name) => (name, word_file(bytes)),
            None => ((*name).to_owned(), bytes.to_vec()),
        })
        .collect()
}

fn word_file_name(name: &str) -> Option<String> {
    let stem = name.strip_prefix(AS_DOCX)?.strip_suffix(".txt")?;
    Some(format!("transcripts/{stem}.docx"))
}

fn word_file(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("the transcripts are UTF-8; a test reads them");
    let report = Report {
        blocks: text
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| Block::Paragraph(line.to_owned()))
            .collect(),
        ..Report::default()
    };
    docx(&report).expect("a transcript is far smaller than what a document holds")
}
