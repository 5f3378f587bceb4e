//! The disclosure report of a release: for each thing in it the rules, what they say, and what is hidden.

use serde::{Deserialize, Serialize};

/// How a part of a release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing stands against it.
    Clear,
    /// It may leave if whoever approves accepts what is said.
    Accept,
    /// It may not leave as it is.
    Refused,
}

impl Verdict {
    /// The kind, the icon and the word of its chip.
    pub(super) fn chip(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Clear => ("ok", "check", "Clear"),
            Self::Accept => ("wait", "warn", "To accept"),
            Self::Refused => ("no", "stop", "Refused"),
        }
    }
}

/// A part of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is about.
    pub title: String,
    /// How it stands.
    pub verdict: Verdict,
    /// What the rules say, a sentence or two each.
    pub says: Vec<String>,
    /// What would be told or hidden.
    pub grid: Option<Grid>,
}

/// A small table of the report. The first cell of a row is its head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// What it shows.
    pub caption: String,
    /// The heads of its columns.
    pub header: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// Whether all cells of a column are numbers.
    pub(super) fn counts(&self, column: &usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(*column));
        cells.all(|cell| cell.parse::<u64>().is_ok())
    }
}

/// The whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// In the order in which the page shows them.
    pub parts: Vec<Part>,
}

impl Report {
    /// How many parts may not leave as they are.
    pub fn refused(&self) -> usize {
        self.count(Verdict::Refused)
    }

    /// How many parts somebody has to accept.
    pub fn to_accept(&self) -> usize {
        self.count(Verdict::Accept)
    }

    fn count(&self, verdict: Verdict) -> usize {
        let parts = self.parts.iter();
        parts.filter(|part| part.verdict == verdict).count()
    }
}

impl Part {
    pub(super) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            verdict: Verdict::Clear,
            says: Vec::new(),
            grid: None,
        }
    }

    pub(super) fn says(&mut self, sentence: impl Into<String>) {
        self.says.push(sentence.into());
    }

    /// Says something for which the part may not leave.
    pub(super) fn refuse(&mut self, sentence: impl Into<String>) {
        self.verdict = Verdict::Refused;
        self.says(sentence);
    }

    /// Says something that whoever approves has to accept.
    pub(super) fn ask(&mut self, sentence: impl Into<String>) {
        if self.verdict == Verdict::Clear {
            self.verdict = Verdict::Accept;
        }
        self.says(sentence);
    }
}
