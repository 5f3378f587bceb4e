//! What an audit says: the state of every check, and the findings.

use std::fmt;

use serde::Serialize;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A contradiction, or harm to somebody.
    Error,
    /// Probably a fault.
    Warning,
    /// To consider.
    Notice,
}

/// What a run of the audit says. Equal input gives equal reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Every check, in the order of the ids.
    pub checks: Vec<CheckState>,
    /// What was found, in the order of the checks and then of the places.
    pub findings: Vec<Finding>,
}

/// How one check ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckState {
    /// Its id.
    pub id: &'static str,
    /// What it looks at, in words.
    pub title: &'static str,
    /// How grave its findings usually are.
    pub severity: Severity,
    /// Whether something was found.
    pub status: Status,
    /// Why it was not run; absent otherwise.
    pub reason: Option<String>,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Status {
    /// Something was found.
    #[serde(rename = "found")]
    Found,
    /// It was run and nothing was found.
    #[serde(rename = "clear")]
    Clear,
    /// Something that it reads is not there.
    #[serde(rename = "not run")]
    NotRun,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The id of the check.
    pub check: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about: `quote 4`, `K3`, `theme Waiting`.
    pub subject: String,
    /// What was found, with both values.
    pub message: String,
    /// Where the values stand.
    pub places: Vec<Place>,
    /// What would settle it.
    pub settle: String,
    /// Word by word how a quotation differs from what was said; empty for other findings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub difference: Vec<Words>,
    /// Who set it aside and why; it stays listed (study R64).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<ByWhom>,
}

/// Who set a finding aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ByWhom {
    /// The name.
    pub by: String,
    /// The reason.
    pub why: String,
}

/// Words of a quotation against those of a transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// `same`, `said` where they are in the transcript alone, `printed` where they are in print alone.
    pub which: &'static str,
    /// The words.
    pub words: String,
}

/// Where a value stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, `manuscript`, or the handle of a document.
    pub source: String,
    /// The line of a table, the header being line 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The column of a table, or the key of a TOML file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The block of a manuscript, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// The heading above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The turn of a transcript, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn: Option<u32>,
    /// What stands there; may be empty.
    pub text: String,
}

impl Audit {
    /// Whether there is an error that nobody set aside.
    pub fn has_errors(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|one| one.severity == Severity::Error && one.set_aside.is_none())
    }

    /// How many findings of this severity nobody set aside.
    pub fn count(&self, severity: Severity) -> usize {
        let open = self.findings.iter();
        open.filter(|one| one.severity == severity && one.set_aside.is_none())
            .count()
    }

    /// How many checks ended so.
    pub fn ended(&self, status: Status) -> usize {
        let checks = self.checks.iter();
        checks.filter(|check| check.status == status).count()
    }
}

impl Severity {
    /// The word for readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "to consider",
        }
    }
}

impl Place {
    /// A line of a table.
    pub fn row(source: &str, row: u32, column: &str, text: impl Into<String>) -> Self {
        Self {
            source: source.to_owned(),
            row: Some(row),
            column: Some(column.to_owned()),
            text: text.into(),
            ..Self::default()
        }
    }

    /// A key of `claims.toml`.
    pub fn claim(key: &str, text: impl Into<String>) -> Self {
        Self {
            source: "claims.toml".to_owned(),
            column: Some(key.to_owned()),
            text: text.into(),
            ..Self::default()
        }
    }

    /// A file as a whole.
    pub fn whole(source: &str, text: impl Into<String>) -> Self {
        Self {
            source: source.to_owned(),
            text: text.into(),
            ..Self::default()
        }
    }
}

/// `participants.csv:4:interview_date`, `manuscript, paragraph 12 (Results)`, `K2, turn 41`, without the text.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        if let Some(paragraph) = self.paragraph {
            write!(f, ", paragraph {paragraph}")?;
        }
        if let Some(section) = &self.section {
            write!(f, " ({section})")?;
        }
        if let Some(turn) = self.turn {
            write!(f, ", turn {turn}")?;
        }
        Ok(())
    }
}
