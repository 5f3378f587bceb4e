//! The audit for a terminal.

use super::super::findings::{Audit, Finding, Place, Severity, Status};
use super::summary;

/// How wide a line of running text is.
const WIDTH: usize = 100;
/// How far what belongs to a finding is set in.
const INDENT: usize = 6;

/// The audit in lines; `colour` marks the severities.
pub fn text(audit: &Audit, colour: bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    for finding in &audit.findings {
        of_finding(finding, colour, &mut lines);
        lines.push(String::new());
    }
    let width = audit
        .checks
        .iter()
        .map(|check| check.title.chars().count())
        .max()
        .unwrap_or(0);
    for check in &audit.checks {
        let state = match check.status {
            Status::Found => {
                let own = audit
                    .findings
                    .iter()
                    .filter(|one| one.check == check.id)
                    .count();
                format!("found ({own})")
            }
            Status::Clear => "clear".to_owned(),
            Status::NotRun => format!("not run: {}", check.reason.as_deref().unwrap_or_default()),
        };
        lines.push(format!("{}  {:width$}  {state}", check.id, check.title));
    }
    lines.push(String::new());
    lines.push(summary(audit));
    lines.join("\n")
}

fn of_finding(finding: &Finding, colour: bool, lines: &mut Vec<String>) {
    let severity = match &finding.set_aside {
        Some(_) => "set aside",
        None => finding.severity.in_words(),
    };
    let paint = match finding.severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Notice => "36",
    };
    let severity = match colour {
        true => format!("\u{1b}[{paint}m{severity}\u{1b}[0m"),
        false => severity.to_owned(),
    };
    lines.push(format!(
        "{}  {severity}  {}",
        finding.check,
        plain(&finding.subject)
    ));
    wrap(&finding.message, "", lines);
    for place in &finding.places {
        wrap(&at(finding, place), "- ", lines);
    }
    if !finding.difference.is_empty() {
        wrap(&difference(finding), "word by word: ", lines);
    }
    wrap(&finding.settle, "to settle it: ", lines);
    if let Some(aside) = &finding.set_aside {
        wrap(
            &format!("{} ({})", aside.why, aside.by),
            "set aside: ",
            lines,
        );
    }
}

/// A place with what stands there, where the message does not say that already.
pub(super) fn at(finding: &Finding, place: &Place) -> String {
    match place.text.is_empty() || finding.message.contains(&place.text) {
        true => place.to_string(),
        false => format!("{place}: {}", place.text),
    }
}

/// `we {+never+}[-hardly-] spoke of it`: what is printed alone, and what was said alone.
pub(super) fn difference(finding: &Finding) -> String {
    let parts = finding.difference.iter().map(|part| match part.which {
        "said" => format!("[-{}-]", part.words),
        "printed" => format!("{{+{}+}}", part.words),
        _ => part.words.clone(),
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// Without what a terminal would obey.
fn plain(text: &str) -> String {
    let letters = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    letters.collect()
}

/// Adds a text in lines that are set in; those below the first a little more.
fn wrap(text: &str, begin: &str, lines: &mut Vec<String>) {
    let mut line = format!("{}{begin}", " ".repeat(INDENT));
    let mut is_first = true;
    for word in plain(text).split_whitespace() {
        if !is_first && line.chars().count() + word.chars().count() + 1 > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(INDENT + 2)));
            is_first = true;
        }
        if !is_first {
            line.push(' ');
        }
        line.push_str(word);
        is_first = false;
    }
    lines.push(line);
}
