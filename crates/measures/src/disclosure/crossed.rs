//! A table of two ways about people who can come in and go between one release and the next (trust PRI-3, PRI-6, P9).

use std::collections::{BTreeMap, BTreeSet};

use super::audit::{Sum, is_hidden};
use super::{Released, ShownTable, Table, Wave, Withheld};

/// Of each person, in which row and which column they are counted.
pub type Cells<P> = BTreeMap<P, (String, String)>;

/// A table as it is shown, with the names of its rows and columns; totals stand behind the last of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossed {
    /// The rows, in the order of their names.
    pub rows: Vec<String>,
    /// The columns, in the order of their names.
    pub columns: Vec<String>,
    table: ShownTable,
}

impl Crossed {
    /// A figure, or a total behind the last row or column; none where it is hidden.
    pub fn at(&self, row: usize, column: usize) -> Option<u64> {
        self.table.at(row, column)
    }
}

/// Releases a table of two ways after the tables of earlier releases, each about whoever took part then. The groups of the wave are
/// the people who stand in the same cells of all of them. `facts` are sets of people whose number is told elsewhere without a
/// threshold, as how many of a cohort were interviewed (trust PRI-4): with them, too, no hidden figure may be found.
///
/// # Errors
/// Nothing of the table may be told, or it has not two rows and two columns.
pub fn release_crossed<P: Ord>(
    now: &Cells<P>,
    before: &[&Cells<P>],
    facts: &[BTreeSet<&P>],
) -> Result<Released<Crossed>, Withheld> {
    let tables: Vec<&Cells<P>> = before.iter().copied().chain([now]).collect();
    let everybody: BTreeSet<&P> = tables.iter().flat_map(|table| table.keys()).collect();
    let mut atoms: BTreeMap<Atom, u32> = BTreeMap::new();
    for person in everybody {
        let cells = tables.iter().map(|table| table.get(person)).collect();
        let facts = facts.iter().map(|fact| fact.contains(person)).collect();
        *atoms.entry((cells, facts)).or_default() += 1;
    }
    let groups: Vec<(Atom, u32)> = atoms.into_iter().collect();
    let mut people: Vec<u32> = groups.iter().map(|(_, people)| *people).collect();
    let mut asked = Vec::new();
    for (place, table) in tables.iter().enumerate() {
        asked.push(laid_out(table, place, (&groups, &mut people)));
    }
    let mut wave = Wave::new(people.clone());
    let mut last = Err(Withheld::TooFew);
    for (rows, columns, table) in asked {
        // A table that could not be shown then was not published, and nothing of it is known.
        last = match table {
            Some(table) => wave.release(&table).map(|shown| (rows, columns, shown)),
            None => Err(Withheld::TooFew),
        };
    }
    let (rows, columns, shown) = last?;
    let fact = |(place, _): (usize, &BTreeSet<&P>)| -> BTreeSet<usize> {
        let of = groups.iter().enumerate();
        let of = of.filter(|(_, ((_, facts), _))| facts[place]);
        of.map(|(group, _)| group).collect()
    };
    let facts = facts.iter().enumerate().map(fact);
    let known = wave.published().iter().cloned().chain(facts);
    let known = known.filter(|groups| !groups.is_empty()).map(|groups| Sum {
        people: groups.iter().map(|group| u64::from(people[*group])).sum(),
        groups,
    });
    let known: Vec<Sum> = known.collect();
    let hides = |hidden: &BTreeSet<usize>| is_hidden(&known, hidden);
    match wave.hidden().iter().all(hides) {
        true => Ok(Released::through(Crossed {
            rows,
            columns,
            table: shown.get().clone(),
        })),
        false => Err(Withheld::Before),
    }
}

/// The cells in each table, and which facts count, of people who are alike in both: a group of the wave.
type Atom<'a> = (Vec<Option<&'a (String, String)>>, Vec<bool>);

/// The rows, columns and cells of one of the tables; a cell that nobody is in gets a group without people. None where it has not two
/// rows and two columns.
fn laid_out<P>(
    table: &Cells<P>,
    place: usize,
    (groups, people): (&[(Atom<'_>, u32)], &mut Vec<u32>),
) -> (Vec<String>, Vec<String>, Option<Table>) {
    let names = |of: fn(&(String, String)) -> &String| -> Vec<String> {
        let names: BTreeSet<&String> = table.values().map(of).collect();
        names.into_iter().cloned().collect()
    };
    let (rows, columns) = (names(|cell| &cell.0), names(|cell| &cell.1));
    let mut cells = Vec::new();
    for row in &rows {
        let mut line = Vec::new();
        for column in &columns {
            let is_here = |group: &usize| {
                let cell = groups[*group].0.0[place];
                cell.is_some_and(|cell| cell.0 == *row && cell.1 == *column)
            };
            let mut here: Vec<usize> = (0..groups.len()).filter(is_here).collect();
            if here.is_empty() {
                here.push(people.len());
                people.push(0);
            }
            line.push(here);
        }
        cells.push(line);
    }
    let table = Table::two_way(cells).ok();
    (rows, columns, table)
}
