//! A guess where things stand on the sheets of a workbook. A person confirms it or says otherwise.

use std::cmp::Reverse;
use std::collections::HashSet;

use formats::table::{RawBook, RawSheet};
use jiff::civil::Date;

use super::days::{DayLine, Days};
use super::labels::{Label, label};
use super::lines::{self, Line, Role};
use super::settle::{Around, Settled, settle};
use super::written::{self, Day, Written};
use super::{DateOrder, GridError, Layout, MOST_ENTRIES, People, View};
use crate::wording::listed;

/// How many lines of days are looked at closely: the first ones, and those with most dates.
const CLOSELY: usize = 3;
/// How many lines are looked at to tell names from other texts, and how many columns may stand before the days.
const LINES_FOR_NAMES: usize = 600;
const PLACES_FOR_NAMES: usize = 20;

/// The largest grid of the workbook.
///
/// # Errors
/// When no sheet has a line of dates, or none of them has doctors beside it.
pub fn propose(book: &RawBook, today: Date) -> Result<Layout, GridError> {
    let mut best: Option<Guess> = None;
    let mut has_dates = None;
    for sheet in &book.sheets {
        for people in [People::InRows, People::InColumns] {
            let (guess, dates) = on_sheet(sheet, people, None, Around::Today(today));
            has_dates = has_dates.or(dates);
            if let Some(guess) = guess
                && best.as_ref().is_none_or(|best| guess.size > best.size)
            {
                best = Some(guess);
            }
        }
    }
    match (best, has_dates) {
        (Some(best), _) => Ok(best.layout),
        (None, Some(dates)) => Err(GridError::new(dates)),
        (None, None) => Err(GridError::new(no_dates(book))),
    }
}

/// The other sheets with a grid of the same form, in the order of the tabs: one workbook often holds one month a
/// sheet.
pub fn like(book: &RawBook, layout: &Layout) -> Vec<Layout> {
    let Some(own) = book
        .sheets
        .iter()
        .position(|sheet| sheet.name == layout.sheet)
    else {
        return Vec::new();
    };
    let view = View::new(&book.sheets[own], layout.people);
    let days = DayLine::gather(&view, layout.dates, Some(layout.names));
    let year = layout.year.or(days.title_year());
    let days = days.settle(layout.order, year, None);
    let Some((first, last)) = ends(&days) else {
        return Vec::new();
    };
    let (before, after) = book.sheets.split_at(own);
    let mut found = chain(before.iter().rev(), layout, first);
    found.reverse();
    found.extend(chain(after[1..].iter(), layout, last));
    found
}

/// Months without a year are those next to the months of the sheet before.
fn chain<'a>(
    sheets: impl Iterator<Item = &'a RawSheet>,
    layout: &Layout,
    mut near: Date,
) -> Vec<Layout> {
    let mut found = Vec::new();
    for sheet in sheets {
        let around = Around::Near(near);
        let (guess, _) = on_sheet(sheet, layout.people, Some(layout.order), around);
        if let Some(guess) = guess {
            near = guess.near;
            found.push(guess.layout);
        }
    }
    found
}

fn ends(days: &Days) -> Option<(Date, Date)> {
    Some((days.days.first()?.date, days.days.last()?.date))
}

fn no_dates(book: &RawBook) -> String {
    let sheets: Vec<String> = book
        .sheets
        .iter()
        .map(|sheet| super::notes::quoted(&sheet.name))
        .collect();
    let place = match sheets.len() {
        0 | 1 => "the sheet".to_owned(),
        _ => format!("the sheets {}", listed(&sheets)),
    };
    format!(
        "There is no row and no column of dates on {place}. Write a date above each day, for example 5 August 2026, \
         or above each week its first day and the weekdays below."
    )
}

/// A layout, how many cells it reads, and a date on it.
struct Guess {
    layout: Layout,
    size: usize,
    near: Date,
}

/// The best guess for a sheet; failing that, why its dates are of no use.
fn on_sheet(
    sheet: &RawSheet,
    people: People,
    order: Option<DateOrder>,
    around: Around,
) -> (Option<Guess>, Option<String>) {
    let view = View::new(sheet, people);
    let mut best: Option<Guess> = None;
    let mut why = None;
    for line in candidates(&view) {
        let gathered = DayLine::gather(&view, line, None);
        let settled = settle(&gathered, order, around);
        if !settled.days.is_usable() {
            if settled.days.needs_month {
                why = why.or_else(|| Some(no_month(&view, line)));
            }
            continue;
        }
        match guess(&view, &gathered, settled, around) {
            Some(guess) if best.as_ref().is_none_or(|best| guess.size > best.size) => {
                best = Some(guess);
            }
            Some(_) => {}
            None => why = why.or_else(|| Some(no_people(&view, line))),
        }
    }
    (best, why)
}

fn no_month(view: &View<'_>, line: usize) -> String {
    format!(
        "The numbers in {} of sheet {} may be days of a month, but nothing says which month. Write the month and the \
         year above them, for example August 2026.",
        view.line_name(line),
        super::notes::quoted(&view.sheet().name)
    )
}

fn no_people(view: &View<'_>, line: usize) -> String {
    let where_to = match view.people() {
        People::InRows => "a column left of the dates, one name a row, at least two",
        People::InColumns => "a row above the dates, one name a column, at least two",
    };
    format!(
        "There are dates in {} of sheet {}, but no names of doctors with entries go with them. Write the names in \
         {where_to}.",
        view.line_name(line),
        super::notes::quoted(&view.sheet().name)
    )
}

/// The lines that may be days: the first ones and the fullest ones.
fn candidates(view: &View<'_>) -> Vec<usize> {
    let mut weighed: Vec<(usize, usize)> = (0..view.lines())
        .map(|line| (weight(view, line), line))
        .filter(|(weight, _)| *weight >= 2)
        .collect();
    let most = weighed.iter().map(|(weight, _)| *weight).max().unwrap_or(0);
    weighed.retain(|(weight, _)| weight * 8 >= most);
    let mut found: Vec<usize> = weighed
        .iter()
        .take(CLOSELY)
        .map(|(_, line)| *line)
        .collect();
    weighed.sort_by_key(|(weight, line)| (Reverse(*weight), *line));
    for (_, line) in weighed.iter().take(CLOSELY) {
        if !found.contains(line) {
            found.push(*line);
        }
    }
    found.sort_unstable();
    found
}

/// How much a line looks like days. Equal neighbours count once: hours such as 8-5 look like dates too.
fn weight(view: &View<'_>, line: usize) -> usize {
    let mut before: Option<Written> = None;
    let mut weight = 0;
    for place in 0..view.places() {
        let Some(written) = view.cell(line, place).and_then(written::written) else {
            continue;
        };
        let follows = match (before.and_then(|before| before.day), written.day) {
            (Some(Day::Number(last)), Some(Day::Number(number))) => {
                number == last + 1 || number == 1 && last >= 28
            }
            _ => before != Some(written),
        };
        weight += match written.day {
            _ if !follows => 0,
            Some(Day::Number(_)) | None => 1,
            Some(Day::Month { .. }) => 0,
            Some(_) => 2,
        };
        before = Some(written);
    }
    weight
}

/// Names beside the days, and the doctors between the first and the last.
fn guess(view: &View<'_>, gathered: &DayLine, settled: Settled, around: Around) -> Option<Guess> {
    let (near, last_date) = ends(&settled.days)?;
    let names = names(view, &settled.days)?;
    let year = settled.year;
    let order = settled.order;
    // Without the place of the names, a date above them could have been taken for a day.
    let days = DayLine::gather(view, settled.days.line, Some(names)).settle(order, year, None);
    let dates = days.line;
    let last_line = view.lines().checked_sub(1)?;
    let range = (dates + 1, last_line);
    if range.0 > range.1 || !days.is_usable() {
        return None;
    }
    let blocks = lines::blocks(view, names, order, days, range);
    let found = lines::lines(view, names, &blocks, range);
    let is_person = |line: &&Line| line.role == Role::Person;
    let filled = || {
        found
            .iter()
            .filter(is_person)
            .filter(|line| line.has_entries())
    };
    let first = found.iter().find(is_person)?.at;
    let last = extended(&found, filled().next_back()?.at);
    let is_named = |line: &&Line| matches!(label(&line.label), Label::Name | Label::Word);
    let named: HashSet<(usize, &str)> = filled()
        .filter(is_named)
        .map(|line| (line.block, line.label.as_str()))
        .collect();
    let sizes = named
        .iter()
        .map(|(block, _)| blocks[*block].days.days.len());
    let size: usize = sizes.sum();
    if named.len() < 2 || size > MOST_ENTRIES {
        return None;
    }
    let year = year.or(gathered.title_year().filter(|_| blocks[0].days.needs_year));
    let near = match around {
        Around::Near(other) if other > last_date => near,
        _ => last_date,
    };
    Some(Guess {
        layout: Layout {
            sheet: view.sheet().name.clone(),
            people: view.people(),
            names,
            dates,
            first,
            last,
            order,
            year,
        },
        size,
        near,
    })
}

/// Doctors without any entry who stand directly below the last one with entries belong to them.
fn extended(lines: &[Line], filled: usize) -> usize {
    let below = lines.iter().filter(|line| line.at > filled);
    let joined = below
        .zip(filled + 1..)
        .take_while(|(line, next)| line.at == *next && line.role == Role::Person);
    joined.last().map_or(filled, |(line, _)| line.at)
}

/// The place before the days that holds most different names.
fn names(view: &View<'_>, days: &Days) -> Option<usize> {
    let (first, last) = days.reach()?;
    let lines: Vec<usize> = (days.line + 1..view.lines())
        .filter(|line| has_entry(view, *line, days))
        .take(LINES_FOR_NAMES)
        .collect();
    let before = 0..first.min(PLACES_FOR_NAMES);
    let beyond = last + 1..(last + 3).min(view.places());
    let best_of = |places: std::ops::Range<usize>| {
        let scored = places.map(|place| (score(view, place, days, &lines), place));
        let scored = scored.filter(|(score, _)| *score > 0);
        scored.max_by_key(|(score, place)| (*score, Reverse(*place)))
    };
    best_of(before)
        .or_else(|| best_of(beyond))
        .map(|(_, place)| place)
}

fn has_entry(view: &View<'_>, line: usize, days: &Days) -> bool {
    let mut places = days.days.iter();
    places.any(|day| !view.text(line, day.place).is_empty())
}

fn score(view: &View<'_>, place: usize, days: &Days, lines: &[usize]) -> usize {
    let texts: HashSet<&str> = lines.iter().map(|line| view.text(*line, place)).collect();
    let score: usize = texts
        .into_iter()
        .map(|text| match label(text) {
            Label::Name => 4,
            Label::Word if text.chars().count() > 2 => 1,
            _ => 0,
        })
        .sum();
    let top = days.top.saturating_sub(1);
    let is_headed =
        (top..=days.line + 1).any(|line| label(view.text(line, place)) == Label::NameHeading);
    if is_headed { score * 4 } else { score }
}
