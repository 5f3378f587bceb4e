//! What is wrong, or worth saying, about one place of a programme folder.

use std::collections::BTreeMap;
use std::fmt;

use super::layout::LAYOUTS;

/// What [`Problem::file`] says when a fault is not in one of the known files.
pub(super) const FOLDER: &str = "folder";

/// More of one kind in one file are counted, not listed: nobody mends them one by one.
const MOST_OF_A_KIND: usize = 1_000;

/// The codes of programme section 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A required column, or a file that every folder needs, is missing.
    X01,
    /// A column is unknown or stands twice, or a file is given twice.
    X02,
    /// The file is not UTF-8, not a table, or too large.
    X03,
    /// A required value is empty.
    E10,
    /// A value has the wrong type or format.
    E11,
    /// A value is not in its list; also a file name that is not in the list of files.
    E12,
    /// A value is out of range.
    E13,
    /// No resident has this reference.
    E20,
    /// No site has this code.
    E21,
    /// Nothing has this reference.
    E22,
    /// There is a start without an end, or an end without a start.
    E30,
    /// A shift is longer than 24 hours.
    E31,
    /// A local time does not exist, because the clocks go forward over it.
    E32,
    /// A key stands twice.
    E40,
    /// Two placements of one resident overlap.
    E41,
    /// A placement, or the time for which something is valid, ends before it starts.
    E42,
    /// A cell holds a valid NHS number (programme G7).
    E50,
    /// A shift code is unknown; the shift is stored as unknown.
    W60,
    /// A local time exists twice, because the clocks go back; a start takes the first, an end the second.
    W61,
    /// A shift lies outside every placement at its site; it is stored as unknown.
    W62,
    /// A rota breaks the rules of its own site. The reader of a folder does not know the rules: whoever does adds it.
    W63,
}

/// How much a problem stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file was not used.
    File,
    /// The row was not used.
    Row,
    /// The row was used as the problem says.
    Warning,
}

impl Code {
    /// How much the problem stops.
    pub fn severity(self) -> Severity {
        use Code::{E10, W60, X03};
        match self {
            code if code <= X03 => Severity::File,
            code if code >= W60 => Severity::Warning,
            code => {
                debug_assert!(code >= E10);
                Severity::Row
            }
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// One fault or warning with its place. It never repeats what a cell holds, apart from shift codes and headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the file, or `folder`.
    pub file: &'static str,
    /// The line on which the row starts, the header being line 1; 0 for the file as a whole.
    pub row: usize,
    /// The column by its header, where one cell is to blame.
    pub column: Option<String>,
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong, and a value that would be accepted.
    pub text: String,
}

/// One line: `shifts.csv:7:date E11 this is not a date; for example 2026-11-11`. What is not known is left out.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)?;
        if self.row > 0 {
            write!(f, ":{}", self.row)?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        write!(f, " {} {}", self.code, self.text)
    }
}

/// The problems met so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    listed: Vec<Problem>,
    counts: BTreeMap<(&'static str, Code), usize>,
}

impl Problems {
    /// Adds one.
    pub fn add(&mut self, problem: Problem) {
        let count = self.counts.entry((problem.file, problem.code)).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.listed.push(problem);
        }
    }

    /// Adds one about a whole file.
    pub fn add_to_file(&mut self, file: &'static str, code: Code, text: impl Into<String>) {
        self.add(Problem {
            file,
            row: 0,
            column: None,
            code,
            text: text.into(),
        });
    }

    /// All of them, in the order in which a reader goes through the folder.
    pub fn sorted(mut self) -> Vec<Problem> {
        for ((file, code), count) in self.counts {
            if let Some(more) = count.checked_sub(MOST_OF_A_KIND).filter(|more| *more > 0) {
                self.listed.push(Problem {
                    file,
                    row: 0,
                    column: None,
                    code,
                    text: format!("{more} more of this kind are not listed"),
                });
            }
        }
        self.listed.sort_by(|a, b| place(a).cmp(&place(b)));
        self.listed
    }
}

/// A text of the user's as it may stand in a line of ours: short and without control characters.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let clean = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MOST)
        .collect::<String>();
    if text.chars().nth(MOST).is_some() {
        format!("{clean}...")
    } else {
        clean
    }
}

fn place(problem: &Problem) -> (Option<usize>, usize, usize, Option<&str>, Code, &str) {
    let layout = LAYOUTS
        .iter()
        .position(|layout| problem.file == layout.file || problem.file == layout.workbook);
    let column = layout.zip(problem.column.as_deref());
    let column = column.and_then(|(layout, name)| {
        let header = LAYOUTS[layout].header;
        Some(1 + header.iter().position(|known| *known == name)?)
    });
    (
        layout,
        problem.row,
        column.unwrap_or(0),
        problem.column.as_deref(),
        problem.code,
        &problem.text,
    )
}
