//! The cells of one row, each read as what its column holds.

use formats::table::Row;
use jiff::civil::Date;

use super::identifier::has_nhs_number;
use super::layout::Layout;
use super::problem::{Code, Problem, Problems, Severity};
use super::values::{self, Fault};

/// One row below the header. What is wrong with it is listed as it is read.
pub(super) struct Cells<'a> {
    file: &'static str,
    layout: &'static Layout,
    found: &'a [(&'static str, usize)],
    row: &'a Row,
    problems: &'a mut Problems,
    stopped: bool,
}

impl<'a> Cells<'a> {
    /// The row, of which nothing has been read.
    pub fn new(
        file: &'static str,
        layout: &'static Layout,
        found: &'a [(&'static str, usize)],
        row: &'a Row,
        problems: &'a mut Problems,
    ) -> Self {
        Cells {
            file,
            layout,
            found,
            row,
            problems,
            stopped: false,
        }
    }

    /// The line on which the row starts.
    pub fn line(&self) -> usize {
        usize::try_from(self.row.line).unwrap_or(usize::MAX)
    }

    /// Whether an error stopped the row.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// The text of a cell without spaces around it; empty where the column or the value is absent.
    pub fn text(&self, column: &str) -> &'a str {
        let found = self.found.iter().find(|(name, _)| *name == column);
        found
            .and_then(|(_, index)| self.row.cells.get(*index))
            .map_or("", |cell| cell.trim())
    }

    /// Lists a problem with one cell.
    pub fn report(&mut self, column: &str, code: Code, text: impl Into<String>) {
        self.stopped |= code.severity() != Severity::Warning;
        self.problems.add(Problem {
            file: self.file,
            row: self.line(),
            column: Some(column.to_owned()),
            code,
            text: text.into(),
        });
    }

    /// Stops the row for each cell that holds an NHS number (E50).
    pub fn lint(&mut self) {
        for &(column, _) in self.found {
            let text = self.text(column);
            let is_telephone = column == "mobile" && text.starts_with(['+', '0']);
            if !is_telephone && has_nhs_number(text) {
                let text =
                    "this holds a valid NHS number, which must not be kept here; take it out";
                self.report(column, Code::E50, text);
            }
        }
    }

    /// A value that must be there (E10).
    pub fn needed<T>(
        &mut self,
        column: &str,
        read: impl Fn(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        if self.text(column).is_empty() {
            self.empty(column);
            return None;
        }
        self.optional(column, read)
    }

    /// Lists that a cell is empty (E10).
    pub fn empty(&mut self, column: &str) {
        let text = format!("this cell must not be empty{}", self.example(column));
        self.report(column, Code::E10, text);
    }

    /// A value that may be absent. A faulty one is absent too, but stops the row.
    pub fn optional<T>(
        &mut self,
        column: &str,
        read: impl Fn(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match read(text) {
            Ok(value) => Some(value),
            Err((code, what)) => {
                let text = format!("{what}{}", self.example(column));
                self.report(column, code, text);
                None
            }
        }
    }

    /// A first and a last day, of which the last must not be before the first (E42).
    pub fn optional_days(&mut self, first: &str, last: &str) -> (Option<Date>, Option<Date>) {
        let from = self.optional(first, values::date);
        let to = self.optional(last, values::date);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let text = format!("this is before {first}, {from}; for example {from}");
            self.report(last, Code::E42, text);
        }
        (from, to)
    }

    /// As [`Self::optional_days`], with a first day that must be there.
    pub fn days(&mut self, first: &str, last: &str) -> Option<(Date, Option<Date>)> {
        if self.text(first).is_empty() {
            self.empty(first);
        }
        let (from, to) = self.optional_days(first, last);
        Some((from?, to))
    }

    fn example(&self, column: &str) -> String {
        match self.layout.column(column) {
            Some(column) => format!("; for example {}", column.example),
            None => String::new(),
        }
    }
}
