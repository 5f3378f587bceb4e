//! Raw sheets of XLSX workbooks, through calamine.

use super::bounds::{Budget, unreadable};
use super::cell_text::{day, text};
use super::grid::{Fills, Grid, Look};
use super::hidden::Hidden;
use super::workbook::{Workbook, in_sheet, open};
use super::{Error, Merge, RawSheet};
use calamine::{FillPattern, Style, XlsxError};

pub(super) fn sheets(bytes: &[u8], mut budget: Budget) -> Result<Vec<RawSheet>, Error> {
    let (mut book, names) = open(bytes)?;
    let mut hidden = Hidden::open(bytes);
    let mut sheets = Vec::new();
    for name in names {
        let outcome = sheet(&mut book, &name, &mut budget);
        if let Some(mut sheet) = in_sheet(&name, outcome)? {
            if let Some(hidden) = &mut hidden {
                (sheet.hidden_rows, sheet.hidden_columns) = hidden.of_sheet(&name);
            }
            sheets.push(sheet);
        }
    }
    Ok(sheets)
}

fn sheet(
    book: &mut Workbook<'_>,
    name: &str,
    budget: &mut Budget,
) -> Result<Option<RawSheet>, Error> {
    let (grid, fills) = cells(book, name, budget)?;
    // Merges that cannot be read leave the cells as they lie, which is how they are stored.
    let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let merges = merges.iter().filter_map(|merge| {
        let place = |at: u32| at as usize;
        Merge::between(
            (place(merge.start.0), place(merge.start.1)),
            (place(merge.end.0), place(merge.end.1)),
        )
    });
    grid.finish(name, merges.collect(), fills, budget)
}

fn cells(book: &mut Workbook<'_>, name: &str, budget: &mut Budget) -> Result<(Grid, Fills), Error> {
    let damaged = |error: XlsxError| unreadable(format!("{error}; save it as .xlsx again"));
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut fills = Fills::default();
    let mut palette: Vec<Option<Look>> = vec![None; reader.styles().len()];
    let mut grid = Grid::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let styles = reader.styles();
        let look = match palette.get_mut(style) {
            Some(known) => *known.get_or_insert_with(|| look(&styles[style], &mut fills)),
            None => Look::default(),
        };
        let (row, column) = cell.get_position();
        let words = text(cell.get_value());
        if !words.trim().is_empty() {
            let content = (words, day(cell.get_value()));
            grid.put((row, column), content, look, budget)?;
        } else if let Some(fill) = look.fill {
            grid.paint((row, row), (column, column), fill);
        }
    }
    Ok((grid, fills))
}

fn look(style: &Style, fills: &mut Fills) -> Look {
    let solid = style
        .fill
        .as_ref()
        .filter(|fill| fill.pattern == FillPattern::Solid);
    let colour = solid.and_then(|fill| fill.get_color());
    let name = colour.map(|colour| format!("{colour}").trim_start_matches('#').to_owned());
    Look {
        fill: name.and_then(|name| fills.number(&name)),
        struck: style.font.as_ref().is_some_and(|font| font.strikethrough),
    }
}
