//! Workbooks and text tables of doctors and dates as facts.

use std::collections::{BTreeMap, BTreeSet};

use formats::table::{Limits, RawBook, read_raw};
use jiff::civil::Date;

use super::Dictionary;
use super::facts::{Entry, Reader};
use super::grid::{self, Grid, Layout, Note, NoteKind};
use super::reading::{Known, Label, RotaReading, reader};
use super::remark::Remark;
use crate::exchange::{self, Code};

/// Reads a grid of doctors and dates. Where names and dates stand is taken from `layout`, or proposed.
///
/// # Errors
/// X03: the file cannot be opened, or no grid is found in it.
pub fn read_grid(
    bytes: &[u8],
    layout: Option<&Layout>,
    known: &Known<'_>,
) -> Result<RotaReading, Remark> {
    read_book(&open(bytes)?, layout, known)
}

/// The same of a workbook that is open already.
///
/// # Errors
/// X03: no grid is found in it.
pub fn read_book(
    book: &RawBook,
    layout: Option<&Layout>,
    known: &Known<'_>,
) -> Result<RotaReading, Remark> {
    let unreadable = |error: grid::GridError| Remark::of_file(Code::X03, error.to_string());
    let kept = layout.and_then(|layout| Some((layout.clone(), grid::read(book, layout).ok()?)));
    let (layout, grid) = match kept {
        Some(found) => found,
        None => {
            let layout = grid::propose(book, known.today).map_err(unreadable)?;
            let grid = grid::read(book, &layout).map_err(unreadable)?;
            (layout, grid)
        }
    };
    let grid = with_other_sheets(book, &layout, grid);
    let mut remarks = Vec::new();
    for person in &grid.people {
        if exchange::has_nhs_number(&person.label) {
            remarks.push(Remark {
                code: Code::E50,
                row: Some(person.line),
                column: None,
                text: "this holds a valid NHS number, which must not be kept here; take it out"
                    .into(),
            });
        }
    }
    let labels: Vec<Option<String>> = grid
        .people
        .iter()
        .map(|person| (known.who)(&person.label))
        .collect();
    let entries: Vec<Entry> = grid
        .entries
        .iter()
        .filter_map(|entry| {
            Some(Entry {
                resident: labels[entry.person].clone()?,
                date: entry.date,
                text: entry.text.clone(),
                hours: None,
                row: entry.row,
                column: Some(entry.column.clone()),
            })
        })
        .collect();
    let dictionary = Dictionary::new(known.codes);
    let called = |resident: &str| {
        let label = labels
            .iter()
            .position(|one| one.as_deref() == Some(resident));
        label.map_or_else(|| resident.to_owned(), |at| grid.people[at].label.clone())
    };
    let reader = Reader {
        called: &called,
        ..reader(known, &dictionary, true)
    };
    let facts = reader.read(&entries);
    let reading = RotaReading {
        remarks,
        labels: gathered(&grid, labels),
        notes: grid.notes,
        key: grid.key,
        layout: Some(layout),
        ..RotaReading::default()
    };
    Ok(reading.taking(facts))
}

/// A workbook often has a month a sheet. Sheets of the same form are read too where they speak of other days; one
/// that speaks of the same days may be an older version, so it is left out, and that is said.
fn with_other_sheets(book: &RawBook, layout: &Layout, mut whole: Grid) -> Grid {
    let mut at: BTreeMap<String, usize> = (whole.people.iter().enumerate())
        .map(|(at, person)| (person.label.clone(), at))
        .collect();
    let mut read: BTreeSet<Date> = whole.dates.iter().copied().collect();
    for other in grid::like(book, layout) {
        let Ok(part) = grid::read(book, &other) else {
            continue;
        };
        let is_new = part.dates.iter().all(|date| !read.contains(date));
        let days = match (part.dates.first(), part.dates.last()) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => continue,
        };
        let sheet = exchange::shown(&other.sheet);
        whole.notes.push(Note {
            kind: if is_new { NoteKind::File } else { NoteKind::LeftOut },
            row: None,
            column: None,
            text: if is_new {
                format!("Sheet \"{sheet}\" has the same form and was read too: {days}.")
            } else {
                format!(
                    "Sheet \"{sheet}\" speaks of days that are read already ({days}), so it is left out."
                )
            },
        });
        if !is_new {
            continue;
        }
        read.extend(&part.dates);
        let people: Vec<usize> = part
            .people
            .into_iter()
            .map(|person| {
                *at.entry(person.label.clone()).or_insert_with(|| {
                    whole.people.push(person);
                    whole.people.len() - 1
                })
            })
            .collect();
        whole.dates.extend(part.dates);
        whole.key.extend(part.key);
        whole
            .entries
            .extend(part.entries.into_iter().map(|entry| grid::Entry {
                person: people[entry.person],
                column: format!("{sheet}!{}", entry.column),
                ..entry
            }));
        whole.notes.extend(part.notes.into_iter().map(|note| Note {
            text: format!("Sheet \"{sheet}\": {}", note.text),
            ..note
        }));
    }
    whole.dates.sort_unstable();
    whole
}

/// Where names and dates stand in a file of a hospital that an earlier one is known of. The year and the last doctor are
/// those of this file; what a person once said otherwise than is found here holds while the file can be read so. None:
/// the file is looked at anew.
pub fn renewed(book: &RawBook, earlier: &Layout, today: Date) -> Option<Layout> {
    let is_same = |found: &Layout| {
        let places = |one: &Layout| (one.people, one.names, one.dates, one.first, one.order);
        found.sheet == earlier.sheet && places(found) == places(earlier)
    };
    match grid::propose(book, today) {
        Ok(found) if is_same(&found) => Some(found),
        _ => {
            let kept = Layout {
                year: None,
                ..earlier.clone()
            };
            grid::read(book, &kept).is_ok().then_some(kept)
        }
    }
}

/// Opens a workbook or a text table.
///
/// # Errors
/// X03.
pub fn open(bytes: &[u8]) -> Result<RawBook, Remark> {
    read_raw(bytes, Limits::PROGRAMME)
        .map_err(|error| Remark::of_file(Code::X03, error.to_string()))
}

/// Each name once, with all its lines.
fn gathered(grid: &Grid, residents: Vec<Option<String>>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for (person, resident) in grid.people.iter().zip(residents) {
        match at.get(person.label.as_str()) {
            Some(at) => labels[*at].lines.push(person.line),
            None => {
                at.insert(&person.label, labels.len());
                labels.push(Label {
                    text: person.label.clone(),
                    lines: vec![person.line],
                    resident,
                });
            }
        }
    }
    labels
}
