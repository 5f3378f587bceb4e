//! The rows of two archives of one study that do not follow from its trail: what only the other has comes along, what differs stays as it
//! is here and is told, and where words were withdrawn or corrected in one alone nothing is joined.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::tables::{Cell, Of, Row, Table};
use platform::{Error, Result};
use serde::Serialize;

use super::{NOTHING, Versions};

/// What follows from the events of the trail.
const OF_THE_TRAIL: &[&str] = &[
    "trail",
    "trail_heads",
    "codes",
    "codings",
    "themes",
    "quotes",
    "quote_questions",
    "quote_places",
];
/// What names rows that follow from the trail.
const AFTER_THE_TRAIL: &str = "waiting_quotes";
/// What was withdrawn.
const WITHDRAWN: &[&str] = &["withdrawals", "recording_withdrawals"];
/// What the trail says, where words may have been taken out.
const WORDS: &str = "trail_texts";
/// The texts of documents.
const TURNS: &str = "turns";
/// Names that one row of a study has, beside its identifier.
const NAMES: &[(&str, &str)] = &[
    ("cohorts", "name"),
    ("participants", "handle"),
    ("documents", "handle"),
    ("research_questions", "label"),
    ("team_members", "handle"),
];

/// The rows of an archive, table by table in its order.
pub(super) type Tables = [(&'static Table, Vec<Row>)];

/// What is to come of the rows of two.
#[derive(Debug, Default)]
pub(super) struct Material {
    /// Rows that come along before the findings stand, in the order of their tables.
    pub(super) first: Vec<(&'static Table, Vec<Row>)>,
    /// Rows that come along after.
    pub(super) then: Vec<(&'static Table, Vec<Row>)>,
    /// Rows that are not the same; they stay as they are here.
    pub(super) differing: Vec<Differing>,
}

/// A row that is another here than there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differing {
    /// Its table.
    pub table: &'static str,
    /// What tells it from others, as `id 0193…`.
    pub row: String,
    /// Each column that differs.
    pub fields: Vec<Versions>,
}

impl Material {
    /// How many rows of each table come along.
    pub(super) fn counts(&self) -> Vec<(&'static str, usize)> {
        let all = self.first.iter().chain(&self.then);
        all.map(|(table, rows)| (table.name, rows.len())).collect()
    }
}

/// Whether the rows of a table follow from the events of the trail.
pub(super) fn is_of_the_trail(table: &Table) -> bool {
    OF_THE_TRAIL.contains(&table.name)
}

/// Holds the rows of an archive against those that are here.
///
/// # Errors
/// `Refused` where joining them would bring back words that are withdrawn, put codings into another text than they were made in, or give
/// two rows one name.
pub(super) fn compare(here: &Tables, there: &Tables) -> Result<Material> {
    let mut material = Material::default();
    for ((table, mine), (_, yours)) in here.iter().zip(there) {
        if is_of_the_trail(table) {
            continue;
        }
        if WITHDRAWN.contains(&table.name) {
            are_withdrawn_alike(table, mine, yours)?;
            continue;
        }
        let both = Both::of(table, mine, yours);
        match table.name {
            TURNS => both.are_one_text(here)?,
            WORDS => both.are_in_neither_alone_taken_out()?,
            _ => material.differing.extend(both.differing()),
        }
        both.have_names_of_their_own()?;
        if both.new.is_empty() {
            continue;
        }
        let rows = both.placed_last();
        match table.name {
            AFTER_THE_TRAIL => material.then.push((table, rows)),
            _ => material.first.push((table, rows)),
        }
    }
    Ok(material)
}

/// Whoever has withdrawn something in one has withdrawn it in the other; when, and who entered it, stays as it is here.
fn are_withdrawn_alike<'a>(table: &Table, mine: &'a [Row], yours: &'a [Row]) -> Result<()> {
    let told = |rows: &'a [Row]| -> BTreeSet<[Option<&'a Cell>; 2]> {
        let of = |row| ["participant", "scope"].map(|name| table.cell(row, name));
        rows.iter().map(of).collect()
    };
    let (mine, yours) = (told(mine), told(yours));
    if !mine.is_subset(&yours) {
        return Err(withdrawn("here", "there"));
    }
    match yours.is_subset(&mine) {
        true => Ok(()),
        false => Err(withdrawn("there", "here")),
    }
}

fn withdrawn(one: &str, other: &str) -> Error {
    let sentence = format!("Somebody has withdrawn {one} and not {other}.");
    let how = "Withdraw in the other Enid too, then take its archive anew and delete this one.";
    Error::refused("P6", sentence, format!("{NOTHING} {how}"))
}

/// The rows of one table.
struct Both<'a> {
    table: &'static Table,
    mine: &'a [Row],
    /// Pairs of rows of one key that are not the same.
    unequal: Vec<(&'a Row, &'a Row)>,
    /// Rows of the other that are not here.
    new: Vec<&'a Row>,
}

impl<'a> Both<'a> {
    fn of(table: &'static Table, mine: &'a [Row], yours: &'a [Row]) -> Self {
        let keys = table.keys();
        let key = |row: &'a Row| keys.iter().map(|at| &row[*at]).collect::<Vec<&Cell>>();
        let known: BTreeMap<Vec<&Cell>, &Row> = mine.iter().map(|row| (key(row), row)).collect();
        let (mut unequal, mut new) = (Vec::new(), Vec::new());
        for row in yours {
            match known.get(&key(row)) {
                None => new.push(row),
                Some(own) if *own != row => unequal.push((*own, row)),
                Some(_) => {}
            }
        }
        Self {
            table,
            mine,
            unequal,
            new,
        }
    }

    fn cell<'b>(&self, row: &'b Row, name: &str) -> &'b Cell {
        self.table.cell(row, name).unwrap_or(&Cell::Empty)
    }

    /// Documents that are here and there have the same turns.
    fn are_one_text(&self, here: &Tables) -> Result<()> {
        let known: BTreeSet<&Cell> = self
            .mine
            .iter()
            .map(|row| self.cell(row, "document"))
            .collect();
        let theirs = self.new.iter().map(|row| self.cell(row, "document"));
        let changed = self
            .unequal
            .iter()
            .map(|(row, _)| self.cell(row, "document"));
        let mut other: BTreeSet<&Cell> = theirs.filter(|one| known.contains(one)).collect();
        other.extend(changed);
        let Some(first) = other.first() else {
            return Ok(());
        };
        let documents = here.iter().find(|(table, _)| table.name == "documents");
        let named = documents.and_then(|(table, rows)| {
            let row = rows
                .iter()
                .find(|row| table.cell(row, "id") == Some(first))?;
            table.cell(row, "handle").map(said)
        });
        let sentence = format!(
            "{} has another text here than in the archive, and so have {} more documents: codings stand at its letters.",
            named.unwrap_or_default(),
            other.len() - 1
        );
        let how = "Correct it here and there in the same way, or bring the archive in beside as a study of its own on another Enid.";
        Err(Error::refused("Q27", sentence, format!("{NOTHING} {how}")))
    }

    /// Words that are taken out there are taken out here; what is taken out here stays so.
    fn are_in_neither_alone_taken_out(&self) -> Result<()> {
        let is_out = |row: &Row| *self.cell(row, "is_redacted") == Cell::Int(1);
        let comes_out = |(mine, yours): &(&Row, &Row)| is_out(yours) && !is_out(mine);
        match self.unequal.iter().any(comes_out) {
            false => Ok(()),
            true => Err(withdrawn("there", "here")),
        }
    }

    fn differing(&self) -> Vec<Differing> {
        let columns = self.table.kept();
        let of = |(mine, yours): &(&Row, &Row)| {
            let cells = columns.iter().zip(mine.iter().zip(*yours));
            let keys = columns
                .iter()
                .zip(*mine)
                .filter(|(column, _)| column.is_key);
            let keys = keys.map(|(column, cell)| format!("{} {}", column.name, said(cell)));
            let other = cells.filter(|(_, (mine, yours))| mine != yours);
            Differing {
                table: self.table.name,
                row: keys.collect::<Vec<_>>().join(", "),
                fields: other
                    .map(|(column, (mine, yours))| Versions {
                        field: column.name.to_owned(),
                        here: said(mine),
                        there: said(yours),
                    })
                    .collect(),
            }
        };
        self.unequal.iter().map(of).collect()
    }

    /// No new row has the name of one that is here.
    fn have_names_of_their_own(&self) -> Result<()> {
        let named = NAMES.iter().find(|(table, _)| *table == self.table.name);
        let Some((_, name)) = named else {
            return Ok(());
        };
        let taken: BTreeSet<&Cell> = self.mine.iter().map(|row| self.cell(row, name)).collect();
        let mut new = self.new.iter().map(|row| self.cell(row, name));
        let Some(both) = new.find(|one| taken.contains(one)) else {
            return Ok(());
        };
        let table = self.table.name.replace('_', " ");
        let sentence = format!(
            "Both have a row of {table} that is called {}, and they are not the same.",
            said(both)
        );
        let how = "Call one of them otherwise, here or there.";
        Err(Error::refused("Q27", sentence, format!("{NOTHING} {how}")))
    }

    /// The new rows, after those that are here where rows of a study stand in an order.
    fn placed_last(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.new.iter().map(|row| (*row).clone()).collect();
        let columns = self.table.kept();
        let order = columns
            .iter()
            .position(|one| one.name == "position" && !one.is_key);
        let (Some(at), Of::Whole(_)) = (order, self.table.of) else {
            return rows;
        };
        let number = |row: &Row| match row.get(at) {
            Some(Cell::Int(number)) => *number,
            _ => 0,
        };
        let last = self.mine.iter().map(number).max().unwrap_or(-1);
        rows.sort_by_key(number);
        for (place, row) in (last + 1..).zip(&mut rows) {
            row[at] = Cell::Int(place);
        }
        rows
    }
}

/// A cell in words.
fn said(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "nothing".to_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Id(id) => id.to_string(),
        Cell::Text(text) => format!("“{text}”"),
        Cell::Bytes(bytes) => format!("{} bytes", bytes.len()),
    }
}
