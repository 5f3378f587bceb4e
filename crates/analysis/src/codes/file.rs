//! `codes.csv`: a code, its definition, and the code it stands under.

use formats::table::Table;
use study::columns::{Cells, Columns, fold_spaces};
use study::problem::{Code as Fault, Problem};

use super::{Code, CodeStatus, Colour};

const REQUIRED: [&str; 3] = ["code", "definition", "parent"];
const OPTIONAL: [&str; 2] = ["status", COLOUR];
const COLOUR: &str = "colour";
/// What parts the names of a path (study section 6).
pub(super) const SEPARATOR: &str = " > ";

/// Reads the rows; a row with an error is left out. A parent stands in a row above its children, by its
/// name or, where two codes share a name, by its path.
pub fn parse(file: &str, table: &Table) -> (Vec<Code>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut codes: Vec<Code> = Vec::new();
    let Some(columns) = Columns::find(file, table, &REQUIRED, &OPTIONAL, &mut problems) else {
        return (codes, problems);
    };
    let has_colours = table.header.iter().any(|name| name == COLOUR);
    for cells in columns.rows() {
        let Some(name) = cells.required("code", &mut problems).map(fold_spaces) else {
            continue;
        };
        let Some(mut path) = parent(cells, &codes, &mut problems) else {
            continue;
        };
        path.push(name);
        if codes.iter().any(|code| code.path == path) {
            let message = "this code already stands above, under the same parent";
            problems.push(cells.error(Fault::E03, "code", message));
            continue;
        }
        let Some(status) = status(cells, &mut problems) else {
            continue;
        };
        let Some(colour) = colour(cells, &mut problems) else {
            continue;
        };
        codes.push(Code {
            path,
            definition: fold_spaces(cells.text("definition")),
            status,
            colour: has_colours.then_some(colour),
        });
    }
    (codes, problems)
}

/// The path of the parent; empty for a code that stands alone.
fn parent(cells: Cells<'_>, above: &[Code], problems: &mut Vec<Problem>) -> Option<Vec<String>> {
    let text = fold_spaces(cells.text("parent"));
    if text.is_empty() {
        return Some(Vec::new());
    }
    // A whole path is meant before a name that stands elsewhere too.
    if let Some(meant) = above.iter().find(|code| code.path.join(SEPARATOR) == text) {
        return Some(meant.path.clone());
    }
    let named: Vec<&Code> = above.iter().filter(|code| code.name() == text).collect();
    let message = match named.as_slice() {
        [only] => return Some(only.path.clone()),
        [] => "no row above this one holds this code; a parent stands above its children",
        _ => "several codes have this name; write the path, such as Leaving > Asking",
    };
    problems.push(cells.error(Fault::E07, "parent", message));
    None
}

fn status(cells: Cells<'_>, problems: &mut Vec<Problem>) -> Option<CodeStatus> {
    match cells.text("status").to_lowercase().as_str() {
        "" | "active" => Some(CodeStatus::Active),
        "retired" => Some(CodeStatus::Retired),
        _ => {
            let problem = cells.error(Fault::E11, "status", "no such status of a code");
            problems.push(problem.with_example("active, retired"));
            None
        }
    }
}

/// The colour of a row, none where the cell is empty; nothing at all where there is no such colour.
fn colour(cells: Cells<'_>, problems: &mut Vec<Problem>) -> Option<Option<Colour>> {
    let word = cells.text(COLOUR).to_lowercase();
    let colour = Colour::named(&word);
    if colour.is_none() && !word.is_empty() {
        let problem = cells.error(Fault::E11, COLOUR, "no such colour of a code");
        problems.push(problem.with_example(&Colour::ALL.map(Colour::name).join(", ")));
        return None;
    }
    Some(colour)
}
