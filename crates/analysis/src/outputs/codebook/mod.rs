//! The codebook of a day (study O6): what stands under what, definitions, dates, and counts where they are asked for.

mod refi;

#[cfg(test)]
mod tests;

use super::output::{number_cell, strings, text_cell};
use super::{Output, Stamp};
use crate::acts::read_trail;
use crate::codes::{Book, CODE, CodeState, CodeStatus, Colour};
use crate::trail::Event;
use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use formats::table::{Sheet, SheetCell};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::{App, Result};
use std::collections::BTreeMap;
use study::dates::day_of;
use uuid::Uuid;

pub(super) use refi::qdc;

/// What parts the names of a path (study section 6).
const SEPARATOR: &str = " > ";

/// One code as the codebook shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its place in the hierarchy, such as `2.1`.
    pub(super) number: String,
    /// Its name and the names above it, outermost first.
    pub(super) path: Vec<String>,
    pub(super) definition: String,
    pub(super) status: CodeStatus,
    /// The path of the code it was merged into; empty if it was not.
    pub(super) merged_into: String,
    /// `semantic`, `latent`, or empty.
    pub(super) level: String,
    /// `inductive`, `deductive`, or empty.
    pub(super) origin: String,
    pub(super) colour: Option<Colour>,
    /// The day on which it was added; none where its history begins later.
    pub(super) since: Option<Date>,
    /// The day of its last change.
    pub(super) changed: Option<Date>,
    /// How many codings it has, where they are counted.
    pub(super) codings: Option<usize>,
}

impl Row {
    pub(super) fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// What it is beside its definition, in words; empty if that is nothing.
    pub(super) fn kind(&self) -> String {
        let said = [self.level.as_str(), self.origin.as_str()];
        let said: Vec<&str> = said.into_iter().filter(|word| !word.is_empty()).collect();
        said.join(", ")
    }

    /// That it is out of use; empty if it is not.
    pub(super) fn standing(&self) -> String {
        match (self.status, self.merged_into.as_str()) {
            (CodeStatus::Active, _) => String::new(),
            (CodeStatus::Retired, "") => "Out of use.".to_owned(),
            (CodeStatus::Retired, into) => format!("Out of use: merged into {into}."),
        }
    }
}

/// The rows of a codebook, parents above what stands under them, with days from the events that led to it. `counts` has how many
/// codings each code has, for a codebook that says so.
pub(super) fn rows(
    book: &Book,
    events: &[Event],
    counts: Option<&BTreeMap<Uuid, usize>>,
) -> Vec<Row> {
    let mut days: BTreeMap<Uuid, (Date, Date)> = BTreeMap::new();
    for event in events.iter().filter(|event| event.subject.0 == CODE) {
        let day = day_of(event.at);
        let of = days.entry(event.subject.1).or_insert((day, day));
        of.1 = day;
    }
    let mut places: Vec<usize> = Vec::new();
    let walk = book.walk().into_iter();
    let walk = walk.filter_map(|(depth, id)| {
        places.truncate(depth + 1);
        match places.get_mut(depth) {
            Some(place) => *place += 1,
            None => places.push(1),
        }
        let number: Vec<String> = places.iter().map(ToString::to_string).collect();
        let code = book.code(id)?;
        Some(row(book, (id, code), number.join("."), (&days, counts)))
    });
    walk.collect()
}

/// When each code was made, and when it was changed last.
type Days = BTreeMap<Uuid, (Date, Date)>;

fn row(
    book: &Book,
    (id, code): (Uuid, &CodeState),
    number: String,
    (days, counts): (&Days, Option<&BTreeMap<Uuid, usize>>),
) -> Row {
    let into = code.merged_into.map(|into| book.path(into).join(SEPARATOR));
    Row {
        number,
        path: book.path(id),
        definition: book.definition(id).to_owned(),
        status: code.status,
        merged_into: into.unwrap_or_default(),
        level: code.level.clone(),
        origin: code.origin.clone(),
        colour: code.colour,
        since: days.get(&id).map(|(first, _)| *first),
        changed: days.get(&id).map(|(_, last)| *last),
        codings: counts.map(|counts| counts.get(&id).copied().unwrap_or(0)),
    }
}

/// The codebook for every format of a table. `notes` say what is not in it.
pub(super) fn output(rows: &[Row], notes: &[String], stamp: &Stamp) -> Output {
    Output {
        stem: "codebook",
        report: stamp.sealed("codebook", report(rows, notes, in_words)),
        sheet: sheet(rows, day_cell),
    }
}

/// The codebook of now for a set that is released: of each day its month alone is left (study P14).
pub(crate) async fn released(app: &App, viewer: &Viewer) -> Result<Output> {
    let trail = read_trail(app, viewer.scope()?.id).await?;
    let book = Book::of(&trail.at(None), &trail)?;
    let rows = rows(&book, &trail.events, None);
    let in_month = |day: Date| day.strftime("%b %Y").to_string();
    let month =
        |day: Option<Date>| day.map_or(SheetCell::Empty, |day| text_cell(day.strftime("%Y-%m")));
    Ok(Output {
        stem: "codebook",
        report: report(&rows, &[], in_month),
        sheet: sheet(&rows, month),
    })
}

fn report(rows: &[Row], notes: &[String], time: fn(Date) -> String) -> Report {
    let mut blocks = match rows.is_empty() {
        true => vec![Block::Note("There is no code yet.".to_owned())],
        false => vec![Block::Table(table(rows, "Codes".to_owned(), time))],
    };
    let lacking = rows
        .iter()
        .filter(|row| row.definition.is_empty() && row.status == CodeStatus::Active);
    let said = match lacking.count() {
        0 => None,
        1 => Some("One code in use has no definition.".to_owned()),
        count => Some(format!("{count} codes in use have no definition.")),
    };
    blocks.extend(
        said.into_iter()
            .chain(notes.iter().cloned())
            .map(Block::Note),
    );
    Report {
        title: "Codebook".to_owned(),
        lead: Some(lead(rows)),
        blocks,
        footer: String::new(),
    }
}

fn lead(rows: &[Row]) -> String {
    let used = rows.iter().filter(|row| row.status == CodeStatus::Active);
    let used = used.count();
    let codes = match used {
        1 => "One code is in use".to_owned(),
        count => format!("{count} codes are in use"),
    };
    match rows.len() - used {
        0 => format!("{codes}."),
        out => format!("{codes}, and {out} out of use."),
    }
}

/// The codes as a table, with their times in these words, and with counts where the rows have them.
pub(super) fn table(rows: &[Row], caption: String, time: fn(Date) -> String) -> ReportTable {
    let is_counted = rows.iter().any(|row| row.codings.is_some());
    let mut header = strings(&["No.", "Code", "Definition", "Since", "Last changed"]);
    let mut widths = vec![2, 6, 12, 3, 3];
    if is_counted {
        header.push("Codings".to_owned());
        widths.push(2);
    }
    let shown = |row: &Row| {
        let said = |texts: [String; 2]| Cell {
            text: texts.into_iter().filter(|text| !text.is_empty()).collect(),
            ..Cell::default()
        };
        let day = |day: Option<Date>| Cell::text(day.map_or(String::new(), time));
        let mut cells = vec![
            Cell::text(row.number.clone()),
            Cell {
                row_head: true,
                ..said([row.name().to_owned(), row.kind()])
            },
            said([row.definition.clone(), row.standing()]),
            day(row.since),
            day(row.changed),
        ];
        if is_counted {
            cells.push(Cell::number(row.codings.unwrap_or(0).to_string()));
        }
        ReportRow::Cells(cells)
    };
    ReportTable {
        caption,
        header,
        widths,
        rows: rows.iter().map(shown).collect(),
        landscape: false,
    }
}

pub(super) fn in_words(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

fn sheet(rows: &[Row], time: fn(Option<Date>) -> SheetCell) -> Sheet {
    let is_counted = rows.iter().any(|row| row.codings.is_some());
    let mut header = strings(&[
        "number",
        "code",
        "name",
        "definition",
        "status",
        "merged_into",
        "level",
        "origin",
        "colour",
        "since",
        "changed",
    ]);
    if is_counted {
        header.push("codings".to_owned());
    }
    let shown = |row: &Row| {
        let status = match (row.status, row.merged_into.is_empty()) {
            (CodeStatus::Active, _) => "active",
            (_, true) => "retired",
            (_, false) => "merged",
        };
        let mut cells = vec![
            text_cell(&row.number),
            text_cell(row.path.join(SEPARATOR)),
            text_cell(row.name()),
            text_cell(&row.definition),
            text_cell(status),
            text_cell(&row.merged_into),
            text_cell(&row.level),
            text_cell(&row.origin),
            text_cell(row.colour.map_or("", Colour::name)),
            time(row.since),
            time(row.changed),
        ];
        if is_counted {
            cells.push(number_cell(row.codings.unwrap_or(0)));
        }
        cells
    };
    Sheet {
        name: "codebook".to_owned(),
        header,
        rows: rows.iter().map(shown).collect(),
    }
}

/// A day, typed where a workbook knows it.
fn day_cell(day: Option<Date>) -> SheetCell {
    let cell = |day: Date| {
        Some(SheetCell::Date {
            year: u16::try_from(day.year())
                .ok()
                .filter(|year| *year >= 1900)?,
            month: u8::try_from(day.month()).ok()?,
            day: u8::try_from(day.day()).ok()?,
        })
    };
    day.and_then(cell).unwrap_or(SheetCell::Empty)
}
