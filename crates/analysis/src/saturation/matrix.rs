//! Coding matrices of other programs: codes down the side, an interview a column, how often a code was used in the cells.

use std::collections::{BTreeMap, BTreeSet};

use formats::table::Table;
use study::columns::fold_spaces;

/// An interview of a matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interviewed {
    /// The heading of its column, without the letter that NVivo writes before it.
    pub name: String,
    /// The codes with a count above zero, without the number that NVivo writes before them.
    pub codes: BTreeSet<String>,
}

/// What cannot be read in a matrix, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column {column}: {said}")]
pub struct Fault {
    /// The line of the file, or the row of the sheet.
    pub row: u32,
    /// The heading of the column, or its number where it has none.
    pub column: String,
    /// What is wrong and what to write.
    pub said: String,
}

/// Reads a matrix: the first column names the codes, every other column is an interview. An empty cell is 0. What no row
/// names was not found.
///
/// # Errors
/// A matrix without an interview, a code without a name or named twice, a cell that is no whole number.
pub fn read_matrix(table: &Table) -> Result<Vec<Interviewed>, Fault> {
    let fault = |row: u32, column: usize, said: String| {
        let heading = table.header.get(column).filter(|name| !name.is_empty());
        Fault {
            row,
            column: heading.map_or_else(|| (column + 1).to_string(), Clone::clone),
            said,
        }
    };
    let names = table.header.iter().skip(1);
    let mut interviews: Vec<Interviewed> = names
        .map(|heading| Interviewed {
            name: without(heading, |sign| sign.is_ascii_uppercase()),
            codes: BTreeSet::new(),
        })
        .collect();
    if interviews.is_empty() {
        let said = "there is no interview; the second column holds how often each code was used";
        return Err(fault(1, 0, said.to_owned()));
    }
    let mut rows: BTreeMap<String, u32> = BTreeMap::new();
    for row in &table.rows {
        let (code, counts) = row.cells.split_first().unwrap_or((&EMPTY, &[]));
        let code = without(code, |sign| sign.is_ascii_digit());
        if code.is_empty() {
            return Err(fault(
                row.line,
                0,
                "a code has no name; write it".to_owned(),
            ));
        }
        if let Some(first) = rows.insert(code.clone(), row.line) {
            let said = format!("\"{code}\" stands in row {first} too; keep one of them");
            return Err(fault(row.line, 0, said));
        }
        for (place, cell) in counts.iter().enumerate() {
            let count = cell.trim();
            let count: u64 = match count.is_empty() {
                true => 0,
                false => count.parse().map_err(|_| {
                    let shown: String = count.chars().take(40).collect();
                    let said = format!("\"{shown}\" is no count; write a whole number, such as 2");
                    fault(row.line, place + 1, said)
                })?,
            };
            if let Some(interview) = interviews.get_mut(place).filter(|_| count > 0) {
                interview.codes.insert(code.clone());
            }
        }
    }
    Ok(interviews)
}

static EMPTY: String = String::new();

/// A name without what NVivo counts rows and columns by: `3 : ` or `A : `.
fn without(name: &str, counts: impl Fn(char) -> bool) -> String {
    let rest = match name.trim_start().split_once(" : ") {
        Some((count, rest)) if !count.is_empty() && count.chars().all(counts) => rest,
        _ => name,
    };
    fold_spaces(rest)
}
