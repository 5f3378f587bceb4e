//! Transcripts: real files with known answers, generated ones read back, and bytes of any kind.
#![allow(
    clippy::unwrap_used,
    reason = "helpers build and read the tests' own input"
)]

mod arbitrary;
mod disguised;
mod documents;
mod encodings;
mod hostile;
mod meetings;
mod notes;
mod open_documents;
mod portable;
mod real_documents;
mod real_files;
mod rich_text;
mod round_trip;
mod subrip;
mod turns;
mod vttjs;
mod written;

use std::path::{Path, PathBuf};

use formats::transcript::Transcript;

/// A folder of the shared data, or `None` and a visible note where it is not beside the checkout.
fn shared(folder: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let folder = root.join(folder);
    if !folder.is_dir() {
        println!("skipped: shared data not found");
        return None;
    }
    Some(folder)
}

/// Every file below a folder with this extension, in a fixed order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Speaker and words of each turn.
fn said(transcript: &Transcript) -> Vec<(Option<&str>, &str)> {
    let turns = transcript.turns.iter();
    turns
        .map(|turn| (turn.speaker.as_deref(), turn.text.as_str()))
        .collect()
}

/// Code and line of each warning.
fn codes(transcript: &Transcript) -> Vec<(&str, Option<u32>)> {
    let warnings = transcript.warnings.iter();
    warnings
        .map(|warning| (warning.code, warning.line))
        .collect()
}

/// Text without white space, for comparing what is said without how it is laid out.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
