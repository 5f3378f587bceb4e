//! Stand-in.
use formats::table::RawBook;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum People { InRows, InColumns }
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder { DayFirst, MonthFirst }
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout { pub sheet: String, pub people: People, pub names: usize, pub dates: usize, pub first: usize, pub last: usize, pub order: DateOrder, pub year: Option<i16> }
#[derive(Clone, Debug, Default)]
pub struct Grid { pub people: Vec<Person>, pub dates: Vec<Date>, pub entries: Vec<Entry>, pub key: Vec<KeyLine>, pub notes: Vec<Note> }
#[derive(Clone, Debug)]
pub struct Person { pub label: String, pub line: usize }
#[derive(Clone, Debug)]
pub struct Entry { pub person: usize, pub date: Date, pub text: String, pub row: usize, pub column: String }
#[derive(Clone, Debug)]
pub struct KeyLine { pub code: String, pub words: String, pub start: Option<Time>, pub end: Option<Time>, pub row: usize }
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind { ColoursNotRead, LeftOut, MergedCell, DateFilledIn, SamePersonTwice, DateUnreadable, EmptyPerson, Encoding }
#[derive(Clone, Debug)]
pub struct Note { pub kind: NoteKind, pub row: Option<usize>, pub column: Option<String>, pub text: String }
#[derive(Debug, thiserror::Error)]
#[error("no grid")]
pub struct GridError;
pub fn propose(_: &RawBook, _: Date) -> Result<Layout, GridError> { Err(GridError) }
pub fn read(_: &RawBook, _: &Layout) -> Result<Grid, GridError> { Err(GridError) }
pub fn hours(_: &str) -> Option<(Time, Time)> { None }
