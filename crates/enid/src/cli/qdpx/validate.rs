//! `enid qdpx validate`: what in a file is not as the schema has it.

use anyhow::Result;
use clap::Args;
use formats::refi_qda::{Breach, Validation, shown, validate};
use serde_json::json;

use super::super::plan::Format;
use super::super::{Outcome, say};
use super::{Given, refused};

/// What `enid qdpx validate` takes.
#[derive(Args)]
pub(in super::super) struct Validate {
    #[command(flatten)]
    given: Given,
    /// Take warnings for errors: what the schema lets pass, such as a reference to nothing or a file that is missing
    #[arg(long)]
    strict: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(asked: &Validate) -> Result<Outcome> {
    let path = &asked.given.file;
    let found = validate(asked.given.open()?, &asked.given.limits());
    let found = found.map_err(|error| refused(path, &error))?;
    let name = path.display().to_string();
    match asked.format {
        Format::Json => say(&serde_json::to_string_pretty(&json!({
            "file": name,
            "kind": if found.codebook { "codebook" } else { "project" },
            "xml": found.file,
            "valid": found.valid(),
            "elements": found.elements,
            "errors": found.errors,
            "more_errors": found.more_errors,
            "warnings": found.warnings,
            "more_warnings": found.more_warnings,
        }))?)?,
        Format::Text => say(&text(&name, &found))?,
    }
    let warned = asked.strict && !found.warnings.is_empty();
    Ok(match found.valid() && !warned {
        true => Outcome::Done,
        false => Outcome::ErrorsFound,
    })
}

fn text(name: &str, found: &Validation) -> String {
    let line = |kind: &str, breach: &Breach| {
        format!(
            "{name}: {}:{}:{}: {kind}: {}: {}",
            shown(&found.file),
            breach.line,
            breach.column,
            shown(&breach.place),
            shown(&breach.what),
        )
    };
    let errors = found.errors.iter().map(|one| line("error", one));
    let warnings = found.warnings.iter().map(|one| line("warning", one));
    let mut lines: Vec<String> = errors.chain(warnings).collect();
    if found.more_warnings > 0 {
        lines.push(format!("{name}: {} more warnings", found.more_warnings));
    }
    let count = |number: usize, what: &str| match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    };
    let (kind, verdict) = (
        if found.codebook {
            "codebook"
        } else {
            "project"
        },
        if found.valid() { "valid" } else { "not valid" },
    );
    let more = if found.more_errors { " at least" } else { "" };
    lines.push(format!(
        "{name}: {verdict} as a {kind} of REFI-QDA 1.0; {} elements, {}{more}, {}",
        found.elements,
        count(found.errors.len(), "error"),
        count(found.warnings.len(), "warning"),
    ));
    lines.join("\n")
}
