//! Cells of a rota as facts: each with a meaning from the site's dictionary, or unknown (programme I2).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::remark::Remark;
use super::times::{Hours, whole_day};
use super::{Dictionary, Kind, Shift, ShiftCode, Status, folded};
use crate::exchange::{Code, has_nhs_number, shown};
use crate::wording::count;

/// What one cell, or one event of a calendar, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose day it is, by reference.
    pub resident: String,
    /// The local date of its start.
    pub date: Date,
    /// What is written, trimmed; empty for an empty cell.
    pub text: String,
    /// The instants where the entry says them itself, as an event of a calendar does.
    pub hours: Option<(Timestamp, Timestamp)>,
    /// The row of the sheet or the line of the file.
    pub row: usize,
    /// The letters of the column.
    pub column: Option<String>,
}

/// W62: days of somebody at a hospital where nobody has placed them then.
pub(super) fn outside_placements(
    called: &str,
    what: &str,
    first: Date,
    (row, column): (usize, Option<&str>),
) -> Remark {
    Remark {
        code: Code::W62,
        row: Some(row),
        column: column.map(str::to_owned),
        text: format!(
            "{what} of {called} outside every placement at this hospital, the first on {first}; kept as unknown. \
             Mend placements.csv if the doctor works here then."
        ),
    }
}

/// How often a code was met, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUse {
    /// The code as it was first written.
    pub code: String,
    /// In how many cells.
    pub count: usize,
    /// In how many of them it has a meaning.
    pub known: usize,
    /// The first row with it.
    pub row: usize,
    /// The first column with it.
    pub column: Option<String>,
    /// The dates on which it stands, first and last.
    pub dates: (Date, Date),
}

/// A day of which one rota says two things (programme I4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Whose day.
    pub resident: String,
    /// Which day.
    pub date: Date,
    /// What is said, each with its row and column.
    pub said: Vec<(String, usize, Option<String>)>,
    /// What stands: clinical work where the other says free, else unknown.
    pub stands: Kind,
}

/// The facts of a rota and what there is to say about them.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The facts, by resident and date.
    pub shifts: Vec<Shift>,
    /// Faults and warnings.
    pub remarks: Vec<Remark>,
    /// Every code that was met, the most frequent first.
    pub codes: Vec<CodeUse>,
    /// Days of which two things are said.
    pub contradictions: Vec<Contradiction>,
}

/// What cells are read with.
pub struct Reader<'a> {
    /// The code of the site whose rota it is.
    pub site: &'a str,
    /// What its codes mean.
    pub dictionary: &'a Dictionary<'a>,
    /// The zone of its clock times.
    pub zone: &'a TimeZone,
    /// Whether a doctor has one cell for a date, as in a grid; in a calendar a day may hold several events.
    pub has_one_cell: bool,
    /// Whether a resident is placed at the site on a date.
    pub is_placed: &'a (dyn Fn(&str, Date) -> bool + Sync),
    /// What a sentence calls a resident.
    pub called: &'a dyn Fn(&str) -> String,
}

impl Reader<'_> {
    /// Reads every entry. Nothing is left out: what cannot be read is unknown.
    pub fn read(&self, entries: &[Entry]) -> Facts {
        let mut days: BTreeMap<(&str, Date), Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            let day = days.entry((&entry.resident, entry.date)).or_default();
            day.push(entry);
        }
        let mut facts = Facts::default();
        let mut uses = BTreeMap::new();
        let mut outside: BTreeMap<&str, (usize, Date, &Entry)> = BTreeMap::new();
        for ((resident, date), entries) in days {
            let placed = (self.is_placed)(resident, date);
            if !placed {
                outside.entry(resident).or_insert((0, date, entries[0])).0 += 1;
            }
            let day = self.day(&entries, &mut uses, &mut facts.remarks);
            let (mut day, contradiction) = settled(day, self.has_one_cell, self.zone);
            facts.contradictions.extend(contradiction);
            if !placed {
                for shift in &mut day {
                    shift.kind = Kind::Unknown;
                }
            }
            facts.shifts.append(&mut day);
        }
        facts
            .remarks
            .extend(outside.into_iter().map(|(resident, (days, first, entry))| {
                let column = entry.column.as_deref();
                let days = count(days, "day", "days");
                outside_placements(&(self.called)(resident), &days, first, (entry.row, column))
            }));
        let mut codes: Vec<CodeUse> = uses.into_values().collect();
        codes.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(&b.code)));
        facts.remarks.extend(codes.iter().filter_map(unknown_code));
        facts.codes = codes;
        facts
    }

    fn day(
        &self,
        entries: &[&Entry],
        uses: &mut BTreeMap<String, CodeUse>,
        remarks: &mut Vec<Remark>,
    ) -> Vec<Placed> {
        let mut day = Vec::new();
        for entry in entries {
            if has_nhs_number(&entry.text) {
                remarks.push(Remark {
                    code: Code::E50,
                    row: Some(entry.row),
                    column: entry.column.clone(),
                    text: "this holds a valid NHS number, which must not be kept here; take it out"
                        .into(),
                });
                continue;
            }
            let codes = match entry.hours {
                Some(_) => vec![entry.text.as_str()],
                None => self.dictionary.codes_in(&entry.text),
            };
            for code in codes {
                let meaning = self.dictionary.meaning(code, entry.date);
                let counted = uses.entry(folded(code)).or_insert_with(|| CodeUse {
                    code: code.to_owned(),
                    count: 0,
                    known: 0,
                    row: entry.row,
                    column: entry.column.clone(),
                    dates: (entry.date, entry.date),
                });
                counted.count += 1;
                counted.known += usize::from(meaning.is_some());
                counted.dates.0 = counted.dates.0.min(entry.date);
                counted.dates.1 = counted.dates.1.max(entry.date);
                let shift = self.shift(entry, code, meaning, remarks);
                day.extend(shift.map(|shift| (shift, entry.column.clone())));
            }
        }
        day
    }

    fn shift(
        &self,
        entry: &Entry,
        code: &str,
        meaning: Option<&ShiftCode>,
        remarks: &mut Vec<Remark>,
    ) -> Option<Shift> {
        let mut kind = meaning.map_or(Kind::Unknown, |meaning| meaning.kind);
        let clock = meaning.and_then(|meaning| meaning.start.zip(meaning.end));
        let (instants, is_whole) = match (entry.hours, clock) {
            (Some(hours), _) => (Some(hours), false),
            (None, Some((start, end))) => {
                let moments = Hours::of(start, end).on(entry.date, self.zone);
                remarks.extend(moments.said.into_iter().map(|(_, said, text)| Remark {
                    code: said,
                    row: Some(entry.row),
                    column: entry.column.clone(),
                    text: in_dictionary(said, code, text),
                }));
                (moments.instants, false)
            }
            (None, None) => {
                if kind.needs_times() {
                    kind = Kind::Unknown;
                }
                (whole_day(entry.date, self.zone), true)
            }
        };
        let (start, end) = instants?;
        Some(Shift {
            resident: entry.resident.clone(),
            site: self.site.to_owned(),
            date: entry.date,
            code: shown(code),
            start: Some(start),
            end: Some(end),
            whole_day: is_whole,
            kind,
            status: Status::Published,
            role: meaning.and_then(|meaning| meaning.role.clone()),
            published_on: None,
            line: entry.row,
            imported_at: None,
        })
    }
}

/// The times of a code stand in the dictionary, not in the cell, so that is where they are mended.
fn in_dictionary(said: Code, code: &str, text: String) -> String {
    let mend = match said {
        Code::E32 => "; give the code other times for this date in the list of codes",
        _ => "; times come from the list of codes",
    };
    let end = text.find(';').unwrap_or(text.len());
    format!("\"{}\": {}{mend}", shown(code), &text[..end])
}

fn unknown_code(code: &CodeUse) -> Option<Remark> {
    let unknown = code.count - code.known;
    if unknown == 0 {
        return None;
    }
    let what = if code.code.is_empty() {
        format!(
            "{unknown} cells are empty and this hospital has not said that empty means off, so they are unknown; \
             say what an empty cell means in the list of codes"
        )
    } else {
        format!(
            "the list of codes does not say what \"{}\" means, so {unknown} entries are unknown; add it, for example \
             {},clinical,08:00,20:30",
            shown(&code.code),
            shown(&code.code)
        )
    };
    Some(Remark {
        code: Code::W60,
        row: Some(code.row),
        column: code.column.clone(),
        text: what,
    })
}

/// The rows of a list of shifts, days of which two things are said settled as in [`Reader::read`].
pub fn settle_rows(shifts: Vec<Shift>, zone: &TimeZone) -> (Vec<Shift>, Vec<Contradiction>) {
    let mut days: BTreeMap<(String, Date), Vec<Placed>> = BTreeMap::new();
    for shift in shifts {
        let day = days.entry((shift.resident.clone(), shift.date));
        day.or_default().push((shift, None));
    }
    let (mut kept, mut contradictions) = (Vec::new(), Vec::new());
    for day in days.into_values() {
        let (mut day, contradiction) = settled(day, false, zone);
        kept.append(&mut day);
        contradictions.extend(contradiction);
    }
    (kept, contradictions)
}

/// A fact with the letters of its column.
type Placed = (Shift, Option<String>);

/// One statement of a day: the same said twice is said once; of two that differ the clinical one stands where the
/// other says free, and otherwise nothing is known (programme I4, I2). Two codes of one cell are no contradiction
/// unless one is duty and the other not, nor are two rows of a list; two cells of a grid are, since a grid has one
/// cell for a doctor and a date.
fn settled(
    mut day: Vec<Placed>,
    has_one_cell: bool,
    zone: &TimeZone,
) -> (Vec<Shift>, Option<Contradiction>) {
    day.sort_by_cached_key(|(shift, column)| {
        (
            shift.start,
            shift.end,
            folded(&shift.code),
            shift.line,
            column.clone(),
        )
    });
    day.dedup_by(|next, kept| {
        next.0.kind == kept.0.kind
            && folded(&next.0.code) == folded(&kept.0.code)
            && (next.0.start, next.0.end) == (kept.0.start, kept.0.end)
    });
    let kinds = || day.iter().map(|(shift, _)| shift.kind);
    let duty = kinds().any(Kind::is_duty);
    let away = kinds().any(|kind| !kind.needs_times() && kind != Kind::Unknown);
    let cells = day
        .windows(2)
        .any(|pair| (pair[0].0.line, &pair[0].1) != (pair[1].0.line, &pair[1].1));
    if !(duty && away || has_one_cell && cells) {
        return (day.into_iter().map(|(shift, _)| shift).collect(), None);
    }
    let free_or_duty = kinds().all(|kind| kind.is_duty() || kind.is_free());
    let stands = if duty && away && free_or_duty {
        Kind::Clinical
    } else {
        Kind::Unknown
    };
    let first = day[0].0.clone();
    let contradiction = Contradiction {
        resident: first.resident.clone(),
        date: first.date,
        said: day
            .iter()
            .map(|(shift, column)| (shift.code.clone(), shift.line, column.clone()))
            .collect(),
        stands,
    };
    let kept = match stands {
        Kind::Clinical => {
            let shifts = day.into_iter().map(|(shift, _)| shift);
            shifts.filter(|shift| shift.kind.is_duty()).collect()
        }
        _ => {
            let (start, end) = whole_day(first.date, zone).unzip();
            let codes: Vec<&str> = contradiction
                .said
                .iter()
                .map(|(code, ..)| code.as_str())
                .collect();
            vec![Shift {
                // No code of a site reads so: a meaning given to one of them later does not settle the day.
                code: shown(&codes.join(" or ")),
                start,
                end,
                whole_day: true,
                kind: Kind::Unknown,
                ..first
            }]
        }
    };
    (kept, Some(contradiction))
}
