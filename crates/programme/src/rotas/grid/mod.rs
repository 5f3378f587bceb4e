//! Rotas made for people, read as a grid: doctors one way, days the other, a code where they meet.
//!
//! A [`Layout`] says where things stand. [`propose`] guesses one and a person confirms it; [`read`] then takes every
//! cell as it is written. What a code means is never guessed here, and what is left out is said in a [`Note`].

mod choices;
mod colours;
mod days;
mod headings;
mod hours;
mod key;
mod labels;
mod lines;
mod notes;
mod propose;
mod read;
mod remarks;
mod settle;
mod view;
mod walk;
mod weekdays;
mod written;

#[cfg(test)]
mod tests;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::exchange::Code;
pub use choices::{Choices, LineChoice, SheetChoices, choices};
pub use hours::hours;
pub use propose::{like, propose};
pub use read::read;
use view::View;

/// The most cells with a day and a doctor that one sheet may have (programme I6).
pub const MOST_ENTRIES: usize = 500_000;

/// Which way the doctors lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum People {
    /// Each doctor is a row and each day a column.
    InRows,
    /// Each doctor is a column and each day a row.
    InColumns,
}

/// What `05/08` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 5 August.
    DayFirst,
    /// 8 May.
    MonthFirst,
}

/// Where things stand on a sheet. All places count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The name of the sheet.
    pub sheet: String,
    /// Which way the doctors lie.
    pub people: People,
    /// The column that holds the names; the row where doctors are in columns.
    pub names: usize,
    /// The row that holds the first line of dates; the column where doctors are in columns.
    pub dates: usize,
    /// The first row of doctors; the first column where they are in columns.
    pub first: usize,
    /// The last row or column of doctors, inclusive.
    pub last: usize,
    /// The order of day and month where both are figures.
    pub order: DateOrder,
    /// The year of the first date, where the dates name none.
    pub year: Option<i16>,
}

/// What a sheet says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The doctors in the order of the sheet. One who stands in several months below each other is one person.
    pub people: Vec<Person>,
    /// Every date that any of them has, in order, each once.
    pub dates: Vec<Date>,
    /// One entry for each doctor and each day that the doctor's line stands under, empty ones included; by line, then
    /// by place. A date that stands twice has two.
    pub entries: Vec<Entry>,
    /// What the key of the rota says about its codes.
    pub key: Vec<KeyLine>,
    /// What was read otherwise than cell by cell, and what was not read.
    pub notes: Vec<Note>,
}

/// A doctor as the sheet names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name as written, trimmed; one space for each line break.
    pub label: String,
    /// The number of the row, from 1; of the column where doctors are in columns.
    pub line: usize,
}

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose it is, as an index of [`Grid::people`].
    pub person: usize,
    /// The day.
    pub date: Date,
    /// The text, trimmed, with one space for each line break; that of the whole merge where cells are merged. Text
    /// that is struck through ends in `(struck through)`, so that no code is taken for valid.
    pub text: String,
    /// The row of the cell, from 1.
    pub row: usize,
    /// The letters of its column.
    pub column: String,
}

/// One code as the key of a rota explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// The code.
    pub code: String,
    /// What it stands for, without the hours.
    pub words: String,
    /// When it starts.
    pub start: Option<Time>,
    /// When it ends; not after the start means on the next day.
    pub end: Option<Time>,
    /// The sheet it stands on.
    pub sheet: String,
    /// The row, from 1.
    pub row: usize,
}

/// Something a person should know about the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The row, from 1, where one is to blame.
    pub row: Option<usize>,
    /// The letters of the column, where one is to blame.
    pub column: Option<String>,
    /// What was done, and what to do, in whole sentences.
    pub text: String,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The reader of the file has a warning.
    File,
    /// The file is not UTF-8, so accents may be wrong.
    Encoding,
    /// A heading, a total, a footer or a column that is no day was left out.
    LeftOut,
    /// Lines with codes have no name and were left out.
    EmptyPerson,
    /// A name stands twice under the same days; both are read.
    SamePersonTwice,
    /// Days were taken from the weekdays after a date.
    DateFilledIn,
    /// A place names a day that cannot be told, and was left out.
    DateUnreadable,
    /// A date stands twice; both are read.
    DateTwice,
    /// A date is earlier than the one before it; it is read as written.
    DateBackwards,
    /// The dates are a week apart; each entry is read for the one day.
    WeekApart,
    /// One text stands for several merged cells.
    MergedCell,
    /// Cells differ in colour alone.
    ColoursNotRead,
    /// Text is struck through.
    StruckThrough,
    /// Hidden rows or columns were read too.
    Hidden,
}

/// Why a sheet could not be read: what, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct GridError {
    /// What is wrong, in whole sentences.
    pub sentence: String,
}

impl GridError {
    fn new(sentence: impl Into<String>) -> GridError {
        GridError {
            sentence: sentence.into(),
        }
    }

    /// The code of the specification: the file is no table of the kind it should be.
    pub fn code(&self) -> Code {
        Code::X03
    }
}
