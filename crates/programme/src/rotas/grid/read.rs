//! Every cell of a grid, where the layout says it is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use formats::table::{RawBook, RawCell, RawSheet};
use jiff::civil::Date;

use super::days::{DayLine, Days};
use super::labels::{Label, label};
use super::lines::{self, Block, Line, Role};
use super::notes::{Notes, quoted};
use super::remarks;
use super::view::Span;
use super::{
    Entry, Grid, GridError, Layout, MOST_ENTRIES, NoteKind, People, Person, View, colours, key,
};
use crate::wording;
use crate::wording::{capital, listed};

/// What text that is struck through ends in.
const STRUCK: &str = " (struck through)";

/// Reads the sheet of the layout.
///
/// # Errors
/// When the layout does not fit the book, a weekday contradicts its date, the dates lack a year or a month, the
/// names change on the way, or the grid is too large.
pub fn read(book: &RawBook, layout: &Layout) -> Result<Grid, GridError> {
    let sheet = sheet_of(book, layout)?;
    let view = View::new(sheet, layout.people);
    check(&view, layout)?;
    let main = first_days(&view, layout)?;
    let range = (layout.first, view.lines() - 1);
    let blocks = lines::blocks(&view, layout.names, layout.order, main, range);
    for block in &blocks {
        check_weekdays(&view, &block.days)?;
    }
    let found = lines::lines(&view, layout.names, &blocks, range);
    let people: Vec<&Line> = found
        .iter()
        .filter(|line| line.role == Role::Person && line.at <= layout.last)
        .collect();
    check_people(&view, layout, &blocks, &people)?;

    let mut notes = Notes::default();
    remarks::of_book(book, &mut notes);
    for block in &blocks {
        remarks::of_days(&view, block, &mut notes);
    }
    remarks::of_places(&view, &blocks[0].days, &people, &mut notes);
    remarks::of_lines(&view, layout, &found, &mut notes);
    remarks::of_hidden(&view, &blocks, &people, &mut notes);
    let mut grid = entries(&view, &blocks, &people, &mut notes);
    colours::remark(&view, &blocks, &people, &found, &mut notes);
    grid.key = key::lines(book, &view, &blocks, &people, &grid.entries);
    grid.notes = notes.finish();
    Ok(grid)
}

fn sheet_of<'a>(book: &'a RawBook, layout: &Layout) -> Result<&'a RawSheet, GridError> {
    let found = book.sheets.iter().find(|sheet| sheet.name == layout.sheet);
    found.ok_or_else(|| {
        let names: Vec<String> = book
            .sheets
            .iter()
            .map(|sheet| quoted(&sheet.name))
            .collect();
        GridError::new(format!(
            "There is no sheet {} in this file; it has {}. Choose one of them.",
            quoted(&layout.sheet),
            listed(&names)
        ))
    })
}

fn check(view: &View<'_>, layout: &Layout) -> Result<(), GridError> {
    let fits = layout.dates < view.lines()
        && layout.names < view.places()
        && layout.first <= layout.last
        && layout.first < view.lines();
    if fits {
        return Ok(());
    }
    Err(GridError::new(format!(
        "Sheet {} has {} and {}, and the layout points beyond them. Choose again where names and dates stand.",
        quoted(&layout.sheet),
        wording::count(view.sheet().rows.len(), "row", "rows"),
        wording::count(
            match layout.people {
                People::InRows => view.places(),
                People::InColumns => view.lines(),
            },
            "column",
            "columns"
        )
    )))
}

fn first_days(view: &View<'_>, layout: &Layout) -> Result<Days, GridError> {
    let gathered = DayLine::gather(view, layout.dates, Some(layout.names));
    let year = layout.year.or(gathered.title_year());
    let days = gathered.settle(layout.order, year, None);
    let place = format!(
        "{} of sheet {}",
        view.line_name(layout.dates),
        quoted(&layout.sheet)
    );
    if days.needs_month {
        return Err(GridError::new(format!(
            "The numbers in {place} may be days of a month, but nothing says which month. Write the month and the year \
             above them, for example August 2026."
        )));
    }
    if days.needs_year && year.is_none() {
        return Err(GridError::new(format!(
            "The dates in {place} name no year. Say which year the first of them is in."
        )));
    }
    if days.days.is_empty() || days.unreadable.len() > days.days.len() {
        return Err(GridError::new(format!(
            "There are no dates in {place}, or most of them cannot be read. Choose another line, the other order of \
             day and month, or write each date like 5 August 2026."
        )));
    }
    Ok(days)
}

fn check_weekdays(view: &View<'_>, days: &Days) -> Result<(), GridError> {
    let Some(wrong) = days.wrong.first() else {
        return Ok(());
    };
    let cell = view.name(days.line, wrong.place);
    let is = wording::day_name(wrong.date.weekday());
    let date = wrong.date.strftime("%-d %B %Y");
    let (own, _) = view.seen(days.line, wrong.place);
    let own = own.map_or("", |cell| cell.text.trim());
    let beside = days
        .weekday_line
        .map(|line| (line, view.text(line, wrong.place)));
    let said = match beside.filter(|(_, text)| !text.is_empty()) {
        Some((line, text)) => format!("{} beside it says {}", view.name(line, wrong.place), text),
        None => format!("the sheet says {}", quoted(own)),
    };
    let more = match days.wrong.len() - 1 {
        0 => String::new(),
        more => format!(
            " So it is with {}.",
            wording::count(more, "more date", "more dates")
        ),
    };
    Err(GridError::new(format!(
        "The date in {cell}, {date}, is a {is}, but {said}.{more} Correct the day, the date, the year or the order of \
         day and month; nothing was read."
    )))
}

fn check_people(
    view: &View<'_>,
    layout: &Layout,
    blocks: &[Block],
    people: &[&Line],
) -> Result<(), GridError> {
    if people.is_empty() {
        return Err(GridError::new(format!(
            "There are no names with entries in {} of sheet {}. Choose where the names stand, and the first and the \
             last doctor.",
            view.place_name(layout.names),
            quoted(&layout.sheet)
        )));
    }
    let cells: usize = people
        .iter()
        .map(|line| blocks[line.block].days.days.len())
        .sum();
    if cells > MOST_ENTRIES {
        return Err(GridError::new(format!(
            "Sheet {} has {cells} cells of doctors and days, and at most {MOST_ENTRIES} are read. Split it into \
             smaller sheets.",
            quoted(&layout.sheet)
        )));
    }
    check_names_stay(view, blocks, people)
}

/// Names between the days, as where two months stand side by side, may be in another order: whose codes follow them
/// cannot be told.
fn check_names_stay(view: &View<'_>, blocks: &[Block], people: &[&Line]) -> Result<(), GridError> {
    for (index, block) in blocks.iter().enumerate() {
        let here: Vec<&&Line> = people.iter().filter(|line| line.block == index).collect();
        let known: HashSet<&str> = here.iter().map(|line| line.label.as_str()).collect();
        for place in gaps(&block.days) {
            let texts = here
                .iter()
                .map(|line| (lines::one_line(view.text(line.at, place)), &line.label));
            let texts: Vec<_> = texts.filter(|(text, _)| !text.is_empty()).collect();
            let names = texts.iter().map(|(text, _)| text);
            let names = names
                .filter(|text| known.contains(text.as_str()) || label(text) == Label::Name)
                .count();
            let is_other = texts.iter().any(|(text, label)| text != *label);
            if is_other && names * 2 > texts.len().max(2) {
                return Err(GridError::new(format!(
                    "{} of sheet {} names other doctors between the dates, so it cannot be told whose codes follow. \
                     Give each part a sheet of its own.",
                    capital(&view.place_name(place)),
                    quoted(&view.sheet().name)
                )));
            }
        }
    }
    Ok(())
}

/// The places between the first and the last day that are no days.
fn gaps(days: &Days) -> Vec<usize> {
    let pairs = days.days.windows(2);
    pairs
        .flat_map(|pair| pair[0].place + 1..pair[1].place)
        .collect()
}

/// The people and what stands in their cells.
fn entries(view: &View<'_>, blocks: &[Block], people: &[&Line], notes: &mut Notes) -> Grid {
    let mut grid = Grid::default();
    let mut known = Known::default();
    let mut merged: BTreeMap<Span, Covered> = BTreeMap::new();
    let mut struck = Vec::new();
    let cells = people
        .iter()
        .map(|line| blocks[line.block].days.days.len())
        .sum();
    grid.entries.reserve(cells);
    let columns = columns(view, blocks);
    for line in people {
        let person = known.person(line, view, &mut grid.people, notes);
        for (at, day) in blocks[line.block].days.days.iter().enumerate() {
            let (cell, span) = view.seen(line.at, day.place);
            let text = text(cell);
            if let Some(span) = span.filter(|_| !text.is_empty()) {
                let covered = merged.entry(span).or_default();
                covered.lines.insert(line.at);
                covered.places.insert(day.place);
            }
            if text.ends_with(STRUCK) {
                struck.push(view.name(line.at, day.place));
            }
            let column = match view.people() {
                People::InRows => columns[line.block][at].clone(),
                People::InColumns => view.column(line.at, day.place),
            };
            grid.entries.push(Entry {
                person,
                date: day.date,
                text,
                row: view.row(line.at, day.place),
                column,
            });
        }
    }
    for (span, covered) in &merged {
        remarks::of_merge(
            view,
            *span,
            covered.places.len(),
            covered.lines.len(),
            notes,
        );
    }
    remarks::of_struck(view, people, &struck, notes);
    let used: BTreeSet<usize> = people.iter().map(|line| line.block).collect();
    let days = used.iter().flat_map(|block| &blocks[*block].days.days);
    let dates: BTreeSet<Date> = days.map(|day| day.date).collect();
    grid.dates = dates.into_iter().collect();
    grid
}

/// What a merge covers of the grid.
#[derive(Default)]
struct Covered {
    lines: BTreeSet<usize>,
    places: BTreeSet<usize>,
}

fn columns(view: &View<'_>, blocks: &[Block]) -> Vec<Vec<String>> {
    let of_block = |block: &Block| {
        let days = block.days.days.iter();
        days.map(|day| view.column(0, day.place)).collect()
    };
    blocks.iter().map(of_block).collect()
}

fn text(cell: Option<&RawCell>) -> String {
    let Some(cell) = cell else {
        return String::new();
    };
    let mut text = lines::one_line(&cell.text);
    if cell.struck && !text.is_empty() {
        text.push_str(STRUCK);
    }
    text
}

/// The people met so far, by their labels without regard to case.
#[derive(Default)]
struct Known {
    /// For each label its people, in the order in which they stand in a block.
    people: HashMap<String, Vec<usize>>,
    /// How often a label stood in the block so far, and the line on which it did so first.
    met: HashMap<(usize, String), (usize, usize)>,
}

impl Known {
    /// The same label in the next block is the same person; in the same block it is another line of the same name.
    fn person(
        &mut self,
        line: &Line,
        view: &View<'_>,
        people: &mut Vec<Person>,
        notes: &mut Notes,
    ) -> usize {
        let label = line.label.to_lowercase();
        let met = self.met.entry((line.block, label.clone()));
        let (times, first) = met.or_insert((0, line.at));
        *times += 1;
        if *times > 1 {
            let text = format!(
                "{} stands in {} and in {}. Both are read; say which one holds.",
                quoted(&line.label),
                view.line_name(*first),
                view.line_name(line.at)
            );
            notes.add(NoteKind::SamePersonTwice, view.line_address(line.at), text);
        }
        let same = self.people.entry(label).or_default();
        if let Some(known) = same.get(*times - 1) {
            return *known;
        }
        people.push(Person {
            label: line.label.clone(),
            line: line.at + 1,
        });
        same.push(people.len() - 1);
        people.len() - 1
    }
}
