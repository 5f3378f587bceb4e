//! Colours that may mean something. They are counted, never read.

use std::collections::{HashMap, HashSet};

use super::lines::{Block, Line, Role};
use super::notes::{Notes, quoted};
use super::{NoteKind, View};
use crate::wording::listed;

/// A filled or unfilled cell of the grid.
struct Cell<'a> {
    line: usize,
    place: (usize, usize),
    text: &'a str,
    fill: Option<u16>,
}

/// Adds one note if cells of the same text differ in colour, empty cells are coloured, or the key names a colour.
///
/// The colour of most of a row or a column, as of weekends or of every second row, is background.
pub(super) fn remark(
    view: &View<'_>,
    blocks: &[Block],
    people: &[&Line],
    lines: &[Line],
    notes: &mut Notes,
) {
    if view.sheet().fills.is_empty() {
        return;
    }
    let mut cells = cells(view, blocks, people);
    remove_background(&mut cells, |cell| cell.place);
    remove_background(&mut cells, |cell| (cell.line, usize::MAX));
    let legend = legend(view, lines);
    let mut looks: HashMap<&str, HashSet<Option<u16>>> = HashMap::new();
    for cell in &cells {
        looks.entry(cell.text).or_default().insert(cell.fill);
    }
    let means_something = |cell: &&Cell<'_>| {
        cell.fill.is_some_and(|fill| {
            let is_named = legend
                .get(&fill)
                .is_some_and(|texts| !texts.contains(&cell.text));
            is_named || cell.text.is_empty() || looks[cell.text].len() > 1
        })
    };
    let coloured: Vec<&Cell<'_>> = cells.iter().filter(means_something).collect();
    if coloured.is_empty() {
        return;
    }
    let mut texts: Vec<String> = Vec::new();
    let mut met = HashSet::new();
    for cell in &coloured {
        if met.insert(cell.text) {
            texts.push(match cell.text {
                "" => "empty cells".to_owned(),
                text => quoted(text),
            });
        }
    }
    let cells = match coloured.len() {
        1 => "One cell has a colour that its text does not explain".to_owned(),
        many => format!("{many} cells have colours that their text does not explain"),
    };
    let text = format!(
        "{cells}: {}. Enid does not read colours. If a colour means something, write a code in the cell.",
        listed(&texts)
    );
    notes.add(NoteKind::ColoursNotRead, (None, None), text);
}

fn cells<'a>(view: &View<'a>, blocks: &[Block], people: &[&Line]) -> Vec<Cell<'a>> {
    let mut cells = Vec::new();
    for line in people {
        for day in &blocks[line.block].days.days {
            let (cell, _) = view.seen(line.at, day.place);
            cells.push(Cell {
                line: line.at,
                place: (line.block, day.place),
                text: cell.map_or("", |cell| cell.text.trim()),
                fill: cell.and_then(|cell| cell.fill),
            });
        }
    }
    cells
}

/// Takes the colour away that more than half of a row or a column have.
fn remove_background(cells: &mut [Cell<'_>], strip: impl Fn(&Cell<'_>) -> (usize, usize)) {
    let mut counts: HashMap<(usize, usize), (usize, HashMap<u16, usize>)> = HashMap::new();
    for cell in cells.iter() {
        let (all, fills) = counts.entry(strip(cell)).or_default();
        *all += 1;
        if let Some(fill) = cell.fill {
            *fills.entry(fill).or_default() += 1;
        }
    }
    for cell in cells {
        let (all, fills) = &counts[&strip(cell)];
        // One or two cells are no background.
        let is_most = |fill: &u16| *all > 2 && fills[fill] * 2 > *all;
        cell.fill = cell.fill.filter(|fill| !is_most(fill));
    }
}

/// The colours in the key, with the texts that stand in them.
fn legend<'a>(view: &View<'a>, lines: &[Line]) -> HashMap<u16, HashSet<&'a str>> {
    let mut legend: HashMap<u16, HashSet<&str>> = HashMap::new();
    for line in lines.iter().filter(|line| line.role == Role::Key) {
        for place in 0..view.places() {
            let Some(cell) = view.cell(line.at, place) else {
                continue;
            };
            if let Some(fill) = cell.fill {
                legend.entry(fill).or_default().insert(cell.text.trim());
            }
        }
    }
    legend
}
