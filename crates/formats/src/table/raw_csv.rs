//! A text table as a raw sheet: ragged, in whatever encoding, with lines above its header.

use super::bounds::Budget;
use super::delimited::{MOST_COLUMNS, check_quotes, reader};
use super::grid::{Fills, Grid, Look};
use super::guard::unguard;
use super::{Error, RawSheet};
use crate::text::{binary, decode};
use csv::StringRecord;

/// The lines by which the separator is told. A rota has its first days well within them.
const LOOKED_AT: usize = 200;

/// A text table and what is odd about it.
pub(super) struct Text {
    pub sheet: Option<RawSheet>,
    pub encoding: Option<&'static str>,
    pub warnings: Vec<String>,
}

pub(super) fn sheet(bytes: &[u8], mut budget: Budget) -> Result<Text, Error> {
    if let Some(kind) = binary(bytes) {
        let what = format!("it is {kind}; save the sheet as .xlsx, .ods or \"CSV UTF-8\"");
        return Err(Error::NotATable { what });
    }
    let decoded = decode(bytes);
    let text = decoded.text.as_str();
    let separator = separator(text);
    check_quotes(text, separator)?;
    let mut grid = Grid::new();
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).unwrap_or(false) {
        // The reader passes over blank lines, but a blank row keeps the place of those below it.
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let before = text.as_bytes().get(start..).unwrap_or_default();
        row += before.iter().take_while(|&&byte| byte == b'\n').count();
        if record.len() > MOST_COLUMNS {
            let what = format!("one of its lines has {} cells", record.len());
            return Err(Error::NotATable { what });
        }
        for (column, cell) in record.iter().enumerate() {
            if !cell.trim().is_empty() {
                let place = (to_place(row), to_place(column));
                let content = (unguard(cell).into_owned(), None);
                grid.put(place, content, Look::default(), &mut budget)?;
            }
        }
        row += 1;
    }
    let mut warnings = Vec::new();
    if decoded.had_errors {
        warnings.push(format!(
            "Some bytes fit no character of {}; they read as \u{fffd}. Save the file again as \"CSV UTF-8\".",
            decoded.encoding
        ));
    } else if decoded.guessed {
        warnings.push(format!(
            "The file does not say how its letters are stored and is read as {}; look at names with accents.",
            decoded.encoding
        ));
    }
    Ok(Text {
        sheet: grid.finish("", Vec::new(), Fills::default(), &mut budget)?,
        encoding: Some(decoded.encoding).filter(|&name| name != "UTF-8"),
        warnings,
    })
}

fn to_place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Tab or semicolon where most lines agree on it, since commas and semicolons also stand in text; else whichever of
/// the three parts the most cells alike, and comma when none does better.
fn separator(text: &str) -> u8 {
    let seen = [b'\t', b';', b','].map(|separator| (separator, agreement(text, separator)));
    let agreed = seen
        .iter()
        .find(|(_, seen)| seen.alike * 5 >= seen.lines * 4 && seen.width > 1);
    agreed
        .or_else(|| {
            seen.iter()
                .max_by_key(|(_, seen)| seen.alike * (seen.width - 1))
        })
        .map_or(b',', |&(separator, _)| separator)
}

struct Agreement {
    lines: usize,
    /// The number of cells that the most lines have, of more than one where any has.
    width: usize,
    alike: usize,
}

fn agreement(text: &str, separator: u8) -> Agreement {
    let mut widths: Vec<usize> = Vec::new();
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    while widths.len() < LOOKED_AT && reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
        }
    }
    let count = |width| widths.iter().filter(|&&other| other == width).count();
    let several = widths.iter().filter(|&&width| width > 1);
    let width = several
        .copied()
        .max_by_key(|&width| count(width) * (width - 1))
        .unwrap_or(1);
    Agreement {
        lines: widths.len(),
        width,
        alike: count(width),
    }
}
