//! One file of a rota as facts: which kind of file it is, whose days it speaks of, and what they mean.
//!
//! Pure: what is known of the site and its doctors is passed in. The command line and the import read with it.

use std::collections::{BTreeMap, BTreeSet};

use formats::table::{Limits, RawBook, read_raw};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::facts::{CodeUse, Contradiction, Entry, Facts, Reader, settle_rows};
use super::grid::{self, Grid, KeyLine, Layout, Note, NoteKind};
use super::remark::Remark;
use super::{Dictionary, Shift, ShiftCode};
use crate::exchange::{self, Code};

/// Most events taken from one calendar.
const MOST_EVENTS: usize = 20_000;

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

    fn taking(mut self, facts: Facts) -> Self {
        self.shifts = facts.shifts;
        self.remarks.extend(facts.remarks);
        self.codes = facts.codes;
        self.contradictions = facts.contradictions;
        let dates = || self.shifts.iter().map(|shift| shift.date);
        self.dates = dates().min().zip(dates().max());
        self
    }
}

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
    // A layout kept from an earlier file is used while it fits; a rota that looks otherwise is looked at anew.
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
    let facts = reader(known, &dictionary, true).read(&entries);
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

/// Opens a workbook or a text table.
///
/// # Errors
/// X03.
pub fn open(bytes: &[u8]) -> Result<RawBook, Remark> {
    read_raw(bytes, Limits::PROGRAMME)
        .map_err(|error| Remark::of_file(Code::X03, error.to_string()))
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
    let mut labels: BTreeMap<String, Label> = BTreeMap::new();
    let mut kept = Vec::new();
    let mut outside: BTreeMap<String, (usize, Date, usize)> = BTreeMap::new();
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
            shift.kind = super::Kind::Unknown;
            let entry = outside.entry(resident.clone());
            entry.or_insert((0, shift.date, shift.line)).0 += 1;
        }
        shift.resident = resident;
        kept.push(shift);
    }
    remarks.extend(outside.into_values().map(|(days, date, row)| Remark {
        code: Code::W62,
        row: Some(row),
        column: Some("date".into()),
        text: format!(
            "{days} shifts of this doctor lie outside every placement at this hospital, the first on {date}; they are \
             kept as unknown. Mend placements.csv if the doctor works here then."
        ),
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

/// The days that a calendar speaks of: from its first event to its last, and a year on for series without an end.
///
/// # Errors
/// X03: the file is no calendar.
pub fn calendar_span(bytes: &[u8], zone: &TimeZone, today: Date) -> Result<(Date, Date), Remark> {
    let calendar = formats::calendar::read(bytes)
        .map_err(|error| Remark::of_file(Code::X03, error.to_string()))?;
    let (first, last) = calendar.extent(zone).unwrap_or((today, today));
    let ahead = today.checked_add(366.days()).unwrap_or(Date::MAX);
    // Nobody's rota is longer; an event of another century must not stretch it.
    let most = first.checked_add((10 * 366).days()).unwrap_or(Date::MAX);
    Ok((first, last.max(ahead).min(most)))
}

/// The events of one doctor's calendar as cells, between two days. An event for whole days is a cell on each; an
/// event with hours is a cell on the day of its start.
///
/// # Errors
/// X03: the file is no calendar.
pub fn calendar_entries(
    bytes: &[u8],
    resident: &str,
    zone: &TimeZone,
    (first, last): (Date, Date),
) -> Result<(Vec<Entry>, Vec<Remark>), Remark> {
    let calendar = formats::calendar::read(bytes)
        .map_err(|error| Remark::of_file(Code::X03, error.to_string()))?;
    let (found, late) = calendar.occurrences(first, last, zone, MOST_EVENTS);
    let remarks = calendar.warnings.iter().chain(&late).map(|warning| Remark {
        code: Code::W60,
        row: usize::try_from(warning.line).ok().filter(|line| *line > 0),
        column: None,
        text: warning.message.clone(),
    });
    let mut entries = Vec::new();
    for event in found {
        let text = event
            .summary
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let row = usize::try_from(event.line).unwrap_or(0);
        let entry = |date, hours| Entry {
            resident: resident.to_owned(),
            date,
            text: text.clone(),
            hours,
            row,
            column: None,
        };
        if !event.all_day {
            entries.push(entry(event.date, Some((event.start, event.end))));
            continue;
        }
        let mut date = event.date.max(first);
        while date <= last && midnight(date, zone).is_some_and(|start| start < event.end) {
            entries.push(entry(date, None));
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
    }
    Ok((entries, remarks.collect()))
}

/// Reads the events of a calendar. Days without one, from the first event to the last, are off only where the site
/// says that empty means off.
pub fn read_calendar(mut entries: Vec<Entry>, known: &Known<'_>) -> RotaReading {
    let dictionary = Dictionary::new(known.codes);
    // Away or free is away or free all day, whatever hours an event gives it.
    for entry in &mut entries {
        let meaning = dictionary.meaning(&entry.text, entry.date);
        if meaning.is_some_and(|code| !code.kind.needs_times()) {
            entry.hours = None;
        }
    }
    let spoken: BTreeSet<Date> = entries.iter().map(|entry| entry.date).collect();
    if let (Some(first), Some(last), Some(one)) =
        (spoken.first(), spoken.last(), entries.first().cloned())
    {
        let mut date = *first;
        while date < *last {
            if !spoken.contains(&date) && dictionary.meaning("", date).is_some() {
                entries.push(Entry {
                    date,
                    text: String::new(),
                    hours: None,
                    ..one.clone()
                });
            }
            let Ok(next) = date.checked_add(1.day()) else {
                break;
            };
            date = next;
        }
    }
    let facts = reader(known, &dictionary, false).read(&entries);
    RotaReading::default().taking(facts)
}

fn reader<'a>(
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
    }
}

fn midnight(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    super::times::whole_day(date, zone).map(|(start, _)| start)
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
        code.known += usize::from(shift.kind != super::Kind::Unknown);
        code.dates = (code.dates.0.min(shift.date), code.dates.1.max(shift.date));
    }
    let mut codes: Vec<CodeUse> = uses.into_values().collect();
    codes.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(&b.code)));
    codes
}
