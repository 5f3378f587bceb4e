//! One file of a rota as facts: which kind of file it is, whose days it speaks of, and what they mean.
//!
//! Pure: what is known of the site and its doctors is passed in. The command line and the import read with it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use super::books::{open, read_book, read_grid, renewed};
pub use super::events::{calendar_entries, calendar_span, read_calendar};
use super::facts::{CodeUse, Contradiction, Entry, Facts, Reader, outside_placements, settle_rows};
use super::grid::{KeyLine, Layout, Note, NoteKind};
use super::remark::Remark;
use super::{Dictionary, Kind, Shift, ShiftCode};
use crate::exchange::{self, Code};
use crate::wording::count;

/// What is known of a site before its file is read.
pub struct Known<'a> {
    /// The code of the site.
    pub site: &'a str,
    /// What its codes mean.
    pub codes: &'a [ShiftCode],
    /// The zone of its clock times.
    pub zone: &'a TimeZone,
    /// Today, there.
    pub today: Date,
    /// Who a label is; none for nobody we know, whose days are left out.
    pub who: &'a (dyn Fn(&str) -> Option<String> + Sync),
    /// Whether somebody is placed at the site on a date.
    pub is_placed: &'a (dyn Fn(&str, Date) -> bool + Sync),
}

/// A name on a rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// As it is written.
    pub text: String,
    /// Its rows, or its columns where doctors stand side by side; from 1.
    pub lines: Vec<usize>,
    /// Who it is, if anybody we know.
    pub resident: Option<String>,
}

/// A file of a rota as it was understood.
#[derive(Debug, Clone, Default)]
pub struct RotaReading {
    /// The facts, by resident and date; residents as [`Known::who`] named them.
    pub shifts: Vec<Shift>,
    /// Faults and warnings.
    pub remarks: Vec<Remark>,
    /// Every code that was met, the most frequent first.
    pub codes: Vec<CodeUse>,
    /// Days of which the file says two things.
    pub contradictions: Vec<Contradiction>,
    /// The names on a grid.
    pub labels: Vec<Label>,
    /// What a person should know of how a grid was read.
    pub notes: Vec<Note>,
    /// Codes that the sheet itself explains; nobody but a person decides whether they hold.
    pub key: Vec<KeyLine>,
    /// Where names and dates stand in a grid.
    pub layout: Option<Layout>,
    /// The days from the first to the last of the file.
    pub dates: Option<(Date, Date)>,
}

impl RotaReading {
    /// What stands in the way of storing anything.
    pub fn faults(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(|remark| remark.is_fault())
    }

    pub(super) fn taking(mut self, facts: Facts) -> Self {
        self.shifts = facts.shifts;
        self.remarks.extend(facts.remarks);
        self.codes = facts.codes;
        self.contradictions = facts.contradictions;
        let dates = || self.shifts.iter().map(|shift| shift.date);
        self.dates = dates().min().zip(dates().max());
        self
    }
}

/// Reads cells that are no file: those of a rotating pattern.
pub fn read_entries(entries: &[Entry], known: &Known<'_>) -> RotaReading {
    let dictionary = Dictionary::new(known.codes);
    let facts = reader(known, &dictionary, true).read(entries);
    RotaReading::default().taking(facts)
}

/// Reads a list with a row a shift: `shifts.csv` or a workbook of the same form.
///
/// # Errors
/// X01, X02, X03: the file as a whole cannot be read.
pub fn read_rows(bytes: &[u8], known: &Known<'_>) -> Result<RotaReading, Remark> {
    let (shifts, problems) = exchange::read_rows(bytes, known.codes);
    let mut remarks: Vec<Remark> = problems.into_iter().map(Remark::from).collect();
    if let Some(at) = remarks
        .iter()
        .position(|remark| matches!(remark.code, Code::X01 | Code::X02 | Code::X03))
    {
        return Err(remarks.swap_remove(at));
    }
    let (here, elsewhere): (Vec<Shift>, Vec<Shift>) = shifts
        .into_iter()
        .partition(|shift| known.site.is_empty() || shift.site == known.site);
    // What their codes mean, another hospital knows.
    let lines: BTreeSet<usize> = elsewhere.iter().map(|shift| shift.line).collect();
    remarks.retain(|remark| remark.row.is_none_or(|row| !lines.contains(&row)));
    let mut labels: BTreeMap<String, Label> = BTreeMap::new();
    let mut kept = Vec::new();
    let mut outside: BTreeMap<String, (String, usize, Date, usize)> = BTreeMap::new();
    for mut shift in here {
        let label = labels
            .entry(shift.resident.clone())
            .or_insert_with(|| Label {
                text: shift.resident.clone(),
                lines: vec![shift.line],
                resident: (known.who)(&shift.resident),
            });
        let Some(resident) = label.resident.clone() else {
            continue;
        };
        if !(known.is_placed)(&resident, shift.date) {
            shift.kind = Kind::Unknown;
            let first = (label.text.clone(), 0, shift.date, shift.line);
            outside.entry(resident.clone()).or_insert(first).1 += 1;
        }
        shift.resident = resident;
        kept.push(shift);
    }
    remarks.extend(outside.into_values().map(|(label, shifts, first, row)| {
        let shifts = count(shifts, "shift", "shifts");
        outside_placements(&label, &shifts, first, (row, Some("date")))
    }));
    let notes = elsewhere.first().map(|first| Note {
        kind: NoteKind::LeftOut,
        row: Some(first.line),
        column: None,
        text: format!(
            "{} rows are of other hospitals, the first of \"{}\"; they are left out.",
            elsewhere.len(),
            exchange::shown(&first.site)
        ),
    });
    let codes = counted(&kept);
    let (shifts, contradictions) = settle_rows(kept, known.zone);
    let dates = || shifts.iter().map(|shift| shift.date);
    Ok(RotaReading {
        dates: dates().min().zip(dates().max()),
        remarks,
        codes,
        contradictions,
        labels: labels.into_values().collect(),
        notes: notes.into_iter().collect(),
        shifts,
        ..RotaReading::default()
    })
}

/// What cells are read with.
pub(super) fn reader<'a>(
    known: &'a Known<'a>,
    dictionary: &'a Dictionary<'a>,
    has_one_cell: bool,
) -> Reader<'a> {
    Reader {
        site: known.site,
        dictionary,
        zone: known.zone,
        has_one_cell,
        is_placed: known.is_placed,
        called: &|_| "this doctor".to_owned(),
    }
}

/// How often each code stands in a list. Its rows carry their own kind, so a code without a meaning may be known.
fn counted(shifts: &[Shift]) -> Vec<CodeUse> {
    let mut uses: BTreeMap<String, CodeUse> = BTreeMap::new();
    for shift in shifts {
        let code = uses
            .entry(super::folded(&shift.code))
            .or_insert_with(|| CodeUse {
                code: shift.code.clone(),
                count: 0,
                known: 0,
                row: shift.line,
                column: None,
                dates: (shift.date, shift.date),
            });
        code.count += 1;
        code.known += usize::from(shift.kind != Kind::Unknown);
        code.dates = (code.dates.0.min(shift.date), code.dates.1.max(shift.date));
    }
    let mut codes: Vec<CodeUse> = uses.into_values().collect();
    codes.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(&b.code)));
    codes
}
