//! What was read or written, what was changed on the way, and what was left out (Q21).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::names::Element;
use super::positions::{Basis, Evidence};

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Kept as it was; something is to be known about it.
    Noted,
    /// Kept in another form.
    Changed,
    /// Not kept.
    Dropped,
}

/// One thing that is to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule, such as `Q19d`.
    pub rule: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// Where: `<Code guid=…>`, `sources/a.txt`. Names from the file, to be shown as text only (Q33).
    pub place: String,
    /// What was found.
    pub what: String,
    /// Why it was dealt with as it was.
    pub why: &'static str,
}

/// How many of an element there were, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Met in the file.
    pub read: u64,
    /// Put into the file.
    pub written: u64,
    /// Kept in another form.
    pub changed: u64,
    /// Not kept.
    pub dropped: u64,
}

/// Whether the file keeps to the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Validity {
    /// Whether no breach was found.
    pub valid: bool,
    /// The first breach and its place (Q19f).
    pub first: Option<String>,
}

/// How positions in one text were understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Positions {
    /// `<TextSource guid=…>`.
    pub place: String,
    /// The name of the text as given; to be shown as text only (Q33).
    pub name: Option<String>,
    /// What positions count.
    pub basis: Basis,
    /// What decided it.
    pub evidence: Evidence,
    /// Share of the selections that fit, from 0 to 1; absent where nothing could be judged.
    pub score: Option<f64>,
    /// Selections in the text.
    pub selections: usize,
    /// Of these, how many could not be placed.
    pub unverified: usize,
}

impl Positions {
    /// The same in one line.
    #[must_use]
    pub fn words(&self) -> String {
        let name = self.name.as_deref().map(shown);
        let name = name.map_or(String::new(), |name| format!(" {name}"));
        let score = self
            .score
            .map_or(String::new(), |score| format!(", score {score:.2}"));
        format!(
            "Positions in {}{name}: {} ({}{score}); {} selections, {} to be looked at",
            shown(&self.place),
            self.basis.words(),
            self.evidence.words(),
            self.selections,
            self.unverified,
        )
    }
}

/// The report of one reading or writing.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// The program that wrote the file, or the profile it is written for.
    pub origin: Option<String>,
    /// Whether it keeps to the schema.
    pub schema: Validity,
    /// By element; elements that did not occur are absent.
    pub counts: BTreeMap<&'static str, Count>,
    /// By text that has selections.
    pub positions: Vec<Positions>,
    /// What is to be known, in the order in which it was met; of each rule only the first ones.
    pub findings: Vec<Finding>,
    /// How many more there were of each rule.
    pub more: BTreeMap<&'static str, u64>,
}

impl Report {
    /// The count of an element; zeros where it did not occur.
    #[must_use]
    pub fn count(&self, element: &str) -> Count {
        self.counts.get(element).copied().unwrap_or_default()
    }

    /// The report as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("names, numbers and text are JSON")
    }

    /// The report for a reader, in lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        if let Some(origin) = &self.origin {
            line(&mut text, format_args!("Program: {}", shown(origin)));
        }
        match &self.schema.first {
            None => line(&mut text, format_args!("The file keeps to the schema.")),
            Some(first) => line(
                &mut text,
                format_args!("Not schema-valid. First: {}", shown(first)),
            ),
        }
        for (element, count) in &self.counts {
            let Count {
                read,
                written,
                changed,
                dropped,
            } = count;
            let parts = [
                (read, "read"),
                (written, "written"),
                (changed, "changed"),
                (dropped, "left out"),
            ];
            let parts = parts.iter().filter(|(number, _)| **number > 0);
            let parts: Vec<String> = parts
                .map(|(number, what)| format!("{number} {what}"))
                .collect();
            line(&mut text, format_args!("{element}: {}", parts.join(", ")));
        }
        for positions in &self.positions {
            line(&mut text, format_args!("{}", positions.words()));
        }
        for finding in &self.findings {
            let outcome = match finding.outcome {
                Outcome::Noted => "",
                Outcome::Changed => "changed: ",
                Outcome::Dropped => "left out: ",
            };
            line(
                &mut text,
                format_args!(
                    "{} {}: {outcome}{} ({})",
                    finding.rule,
                    shown(&finding.place),
                    shown(&finding.what),
                    finding.why
                ),
            );
        }
        for (rule, number) in &self.more {
            line(&mut text, format_args!("{rule}: {number} more of the kind"));
        }
        text
    }
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("a string takes every character");
}

/// Text of a file on one line, without characters that steer how it is shown, and no longer than a screen (Q33).
#[must_use]
pub fn shown(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let replaced = text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c });
    replaced.take(300).collect()
}

/// Lists findings up to a number for each rule, and counts the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    most: usize,
    listed: BTreeMap<&'static str, usize>,
}

impl Listing {
    /// Lists so many of each rule.
    #[must_use]
    pub fn of(most: usize) -> Self {
        let listed = BTreeMap::new();
        Self { most, listed }
    }

    /// Lists a finding in a report, or counts it.
    pub fn find(&mut self, report: &mut Report, finding: Finding) {
        let listed = self.listed.entry(finding.rule).or_default();
        if *listed >= self.most {
            *report.more.entry(finding.rule).or_default() += 1;
            return;
        }
        *listed += 1;
        report.findings.push(finding);
    }
}

/// Gathers a report.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub report: Report,
    counts: BTreeMap<Element, Count>,
    listing: Listing,
}

impl Log {
    pub(super) fn new(most: usize) -> Self {
        let mut log = Self {
            listing: Listing::of(most),
            ..Self::default()
        };
        log.report.schema.valid = true;
        log
    }

    pub(super) fn count(&mut self, element: Element) -> &mut Count {
        self.counts.entry(element).or_default()
    }

    pub(super) fn find(
        &mut self,
        rule: &'static str,
        outcome: Outcome,
        place: impl Into<String>,
        what: impl Into<String>,
        why: &'static str,
    ) {
        let finding = Finding {
            rule,
            outcome,
            place: place.into(),
            what: what.into(),
            why,
        };
        self.listing.find(&mut self.report, finding);
    }

    /// Notes the first breach of the schema.
    pub(super) fn breach(&mut self, place: &str, what: &str) {
        if self.report.schema.first.is_none() {
            self.report.schema.valid = false;
            self.report.schema.first = Some(format!("{place}: {what}"));
        }
    }

    pub(super) fn finish(mut self) -> Report {
        let counts = self.counts.iter();
        self.report.counts = counts
            .map(|(element, count)| (element.word(), *count))
            .collect();
        self.report
    }
}
