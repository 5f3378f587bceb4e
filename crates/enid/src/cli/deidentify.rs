//! `enid deidentify`: suggestions over one transcript, and the text with what was accepted replaced.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use clap::Args;
use formats::transcript::{self, Transcript};
use serde_json::json;
use study::columns::read_table;
use study::documents::{Role, Turn, read_transcript};
use study::transcripts::anchors::Version;
use study::transcripts::deidentify::{
    Accepted, Lists, Suggestion, accepted_from_csv, apply, suggest, suggestions_to_csv,
    terms_from_csv, terms_of_labels,
};

use super::plan::Format;
use super::study::refused;
use super::{Outcome, files, note, say};

/// What `enid deidentify` takes.
#[derive(Args)]
pub(super) struct Deidentify {
    /// A transcript in any accepted format
    file: PathBuf,
    /// Names and other terms to find: a CSV with term, category (person, place, employer, date, event, rare_detail)
    /// and, where wanted, kind
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Folder to write into: suggestions.csv, or deidentified.txt with --accept; printed if it is not given
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What is replaced: all suggestions, or the rows that were kept of a suggestions.csv
    #[arg(long, value_name = "all|FILE")]
    accept: Option<String>,
    /// Do not suggest usual given names
    #[arg(long)]
    no_given_names: bool,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(asked: &Deidentify) -> Result<Outcome> {
    let name = asked.file.display().to_string();
    let bytes = read(&asked.file)?;
    let read = transcript::read(&name, &bytes).with_context(|| name.clone())?;
    let texts: Vec<&str> = read.turns.iter().map(|turn| turn.text.as_str()).collect();
    let version = Version::of_turns(&texts);
    let suggestions = suggest(&version, &lists(asked, &read)?);
    let Some(accept) = &asked.accept else {
        return tell(asked, &suggestions);
    };
    let accepted = accepted(accept, &suggestions, &version)?;
    let (new, _) = apply(&version, &accepted).map_err(|refused| anyhow!("{name}: {refused}"))?;
    let mut notices = Vec::new();
    let handle = "transcript".to_owned();
    let document = read_transcript((&name, &bytes), &read, handle, None, &mut notices);
    for notice in &notices {
        note(&notice.to_string());
    }
    note(&format!(
        "{} of {} suggestions replaced",
        accepted.len(),
        suggestions.len()
    ));
    write(asked, &document.turns, &new, accepted.len())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{}: cannot be read", file.display()))
}

fn lists(asked: &Deidentify, read_from: &Transcript) -> Result<Lists> {
    let labels = read_from
        .turns
        .iter()
        .filter_map(|turn| turn.speaker.as_deref());
    let mut terms = terms_of_labels(labels);
    if let Some(file) = &asked.names {
        let name = file.display().to_string();
        let table = read_table(&name, &read(file)?).map_err(|problem| anyhow!("{problem}"))?;
        let (listed, problems) = terms_from_csv(&name, &table);
        if !problems.is_empty() {
            return Err(refused(file, &problems, "suggested"));
        }
        // What the list says of a name comes before what a label does.
        terms.splice(0..0, listed);
    }
    Ok(Lists {
        terms,
        given_names: !asked.no_given_names,
    })
}

fn accepted(accept: &str, suggestions: &[Suggestion], version: &Version) -> Result<Vec<Accepted>> {
    if accept == "all" {
        let all = suggestions.iter().map(|one| Accepted {
            span: one.span,
            surrogate: one.surrogate.clone(),
        });
        return Ok(all.collect());
    }
    let file = Path::new(accept);
    let table = read_table(accept, &read(file)?).map_err(|problem| anyhow!("{problem}"))?;
    let (accepted, problems) = accepted_from_csv(accept, &table, version);
    match problems.is_empty() {
        true => Ok(accepted),
        false => Err(refused(file, &problems, "replaced")),
    }
}

fn tell(asked: &Deidentify, suggestions: &[Suggestion]) -> Result<Outcome> {
    if let Some(out) = &asked.out {
        let csv = suggestions_to_csv(suggestions).into_bytes();
        for path in files::write_all(out, &[("suggestions.csv".to_owned(), csv)])? {
            say(&path.display().to_string())?;
        }
        return Ok(Outcome::Done);
    }
    match asked.format {
        Format::Json => {
            let suggestions = json!({ "suggestions": suggestions });
            say(&serde_json::to_string_pretty(&suggestions)?)?;
        }
        Format::Text => say(&table(suggestions))?,
    }
    Ok(Outcome::Done)
}

/// A line a suggestion, in columns.
fn table(suggestions: &[Suggestion]) -> String {
    let header = [
        "turn",
        "start",
        "end",
        "category",
        "kind",
        "original",
        "surrogate",
        "reason",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    rows.extend(suggestions.iter().map(|one| {
        [
            one.turn.to_string(),
            one.span.start.to_string(),
            one.span.end.to_string(),
            one.category.to_string(),
            one.kind.clone(),
            one.original
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            one.surrogate.clone(),
            one.reason.to_owned(),
        ]
    }));
    let widths: [usize; 8] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    });
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        cells.join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The new text with labels that name nobody.
fn write(asked: &Deidentify, turns: &[Turn], new: &Version, replaced: usize) -> Result<Outcome> {
    let turns: Vec<(Option<&str>, &Turn, String)> = turns
        .iter()
        .enumerate()
        .map(|(index, turn)| {
            let label = match turn.role {
                Role::Interviewer => Some("Interviewer"),
                _ => turn.label.as_deref(),
            };
            let text = new.turn(index).map(|span| new.slice(span));
            (label, turn, text.unwrap_or_default())
        })
        .collect();
    let paragraphs: Vec<String> = turns
        .iter()
        .map(|(label, _, text)| match label {
            Some(label) => format!("{label}: {text}"),
            None => text.clone(),
        })
        .collect();
    let text = paragraphs.join("\n\n");
    if let Some(out) = &asked.out {
        let file = (
            "deidentified.txt".to_owned(),
            format!("{text}\n").into_bytes(),
        );
        for path in files::write_all(out, &[file])? {
            say(&path.display().to_string())?;
        }
        return Ok(Outcome::Done);
    }
    match asked.format {
        Format::Text => say(&text)?,
        Format::Json => {
            let turns = turns.iter().map(|(label, turn, text)| {
                json!({
                    "speaker": label,
                    "start_ms": turn.start_ms,
                    "end_ms": turn.end_ms,
                    "text": text,
                })
            });
            let turns: Vec<serde_json::Value> = turns.collect();
            let answer = json!({ "replaced": replaced, "turns": turns });
            say(&serde_json::to_string_pretty(&answer)?)?;
        }
    }
    Ok(Outcome::Done)
}
