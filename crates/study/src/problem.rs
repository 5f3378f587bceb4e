//! What is wrong, or worth saying, about one place of an exchange file (study section 6).

use std::fmt;

/// Longest part of an offending value that is repeated to the reader, in characters.
const VALUE_LENGTH: usize = 40;

/// The error codes of study section 6.
///
/// Where that list has no code of its own for a fault, the nearest one is used, as stated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A column, or a whole file that is needed, is missing.
    E01,
    /// Unknown column, or the same column twice.
    E02,
    /// Duplicate id or question, also a question named twice for one quote.
    E03,
    /// Mixed or impossible date.
    E04,
    /// Duration without unit or unreadable.
    E05,
    /// Ambiguous clock.
    E06,
    /// Unknown reference (question, document, cohort, participant, code), or a text that cannot be an id.
    E07,
    /// The text of a span differs from the document.
    E08,
    /// Unknown key or wrong type in TOML, or a cell that must hold a whole number and does not.
    E09,
    /// Not UTF-8, not readable as the format its name promises, or too large.
    E10,
    /// Status contradicts date or length, or is no known word.
    E11,
    /// Ragged row, unclosed quote, or an empty cell where a value is required.
    E12,
}

/// Whether the file can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file is refused until this is mended.
    Error,
    /// The file is used; the reader should know how a cell was understood.
    Notice,
}

/// One fault or notice with its place, the value found and an accepted example.
///
/// Prints as one line: `participants.csv:7:interview_date E04 no such day: "31/2/2031"; accepted: 9/3/2031`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    /// Name of the file as it was given.
    pub file: String,
    /// Line of the file on which the row starts, the header being line 1; absent for the whole file.
    pub row: Option<u32>,
    /// Column by its header; absent for the whole row.
    pub column: Option<String>,
    /// The error code; absent exactly for notices.
    pub code: Option<Code>,
    /// What is wrong, without the value.
    pub message: String,
    /// The value found, cut to 40 characters and free of control characters; may be empty.
    pub value: String,
    /// A value that would be accepted; empty where none helps.
    pub example: String,
}

impl Problem {
    /// An error about a file as a whole; narrow its place with the methods below.
    pub fn error(code: Code, file: &str, message: impl Into<String>) -> Self {
        Problem {
            file: file.to_owned(),
            row: None,
            column: None,
            code: Some(code),
            message: message.into(),
            value: String::new(),
            example: String::new(),
        }
    }

    /// A notice about a file as a whole; narrow its place with the methods below.
    pub fn notice(file: &str, message: impl Into<String>) -> Self {
        Problem {
            code: None,
            ..Problem::error(Code::E01, file, message)
        }
    }

    /// Places the problem on a line of the file.
    #[must_use]
    pub fn at_row(mut self, line: u32) -> Self {
        self.row = Some(line);
        self
    }

    /// Places the problem in a column.
    #[must_use]
    pub fn in_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    /// Repeats the value that was found.
    #[must_use]
    pub fn with_value(mut self, value: &str) -> Self {
        self.value = cut(value);
        self
    }

    /// Names a value that would be accepted.
    #[must_use]
    pub fn with_example(mut self, example: &str) -> Self {
        self.example = example.to_owned();
        self
    }

    /// Whether the file is refused because of this problem.
    pub fn severity(&self) -> Severity {
        match self.code {
            Some(_) => Severity::Error,
            None => Severity::Notice,
        }
    }

    /// True for errors, false for notices.
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&cut(&self.file))?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{}", cut(column))?;
        }
        match self.code {
            Some(code) => write!(f, " {code}")?,
            None => f.write_str(" notice")?,
        }
        write!(f, " {}", self.message)?;
        if !self.value.is_empty() {
            write!(f, ": \"{}\"", self.value)?;
        }
        if !self.example.is_empty() {
            write!(f, "; accepted: {}", self.example)?;
        }
        Ok(())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

fn cut(value: &str) -> String {
    let mut characters = value
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(VALUE_LENGTH + 1)
        .collect::<Vec<_>>();
    if characters.len() > VALUE_LENGTH {
        characters.truncate(VALUE_LENGTH - 1);
        characters.push('…');
    }
    characters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_one_line_with_place_code_value_and_example() {
        let problem = Problem::error(Code::E04, "participants.csv", "no such day")
            .at_row(7)
            .in_column("interview_date")
            .with_value("31/2\n/2031")
            .with_example("9/3/2031");
        assert_eq!(
            problem.to_string(),
            "participants.csv:7:interview_date E04 no such day: \"31/2 /2031\"; accepted: 9/3/2031"
        );
    }

    #[test]
    fn a_long_value_is_cut_to_forty_characters() {
        let problem = Problem::notice("quotes.csv", "long").with_value(&"ä".repeat(200));
        assert_eq!(problem.value.chars().count(), 40);
        assert!(problem.value.ends_with('…'));
        assert!(!problem.is_error());
    }
}
