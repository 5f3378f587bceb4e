//! `research_questions.csv` (study section 6).

use super::ResearchQuestion;
use crate::columns::{Cells, Columns, fold_spaces};
use crate::problem::{Code, Problem};
use formats::table::{Table, write_csv};
use std::collections::BTreeMap;

const COLUMNS: [&str; 2] = ["id", "question"];

/// Reads the rows; a row with an error is left out, all problems are listed in the order of the file.
pub fn parse(file: &str, table: &Table) -> (Vec<ResearchQuestion>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut questions = Vec::new();
    let Some(columns) = Columns::find(file, table, &COLUMNS, &[], &mut problems) else {
        return (questions, problems);
    };
    let mut ids = BTreeMap::new();
    let mut wordings = BTreeMap::new();
    for cells in columns.rows() {
        let id = cells.required("id", &mut problems);
        let wording = cells.required("question", &mut problems).map(fold_spaces);
        let (Some(id), Some(wording)) = (id, wording) else {
            continue;
        };
        if !is_question_id(id) {
            let message = "an id is 1 to 16 letters, digits, full stops, _ or -";
            let problem = cells.error(Code::E07, "id", message);
            problems.push(problem.with_example("RQ1"));
            continue;
        }
        let first_id = first(&mut ids, id.to_owned(), cells, "id", &mut problems);
        let folded = wording.to_lowercase();
        let first_wording = first(&mut wordings, folded, cells, "question", &mut problems);
        if first_id && first_wording {
            questions.push(ResearchQuestion {
                row: cells.line(),
                id: id.to_owned(),
                wording,
            });
        }
    }
    (questions, problems)
}

/// Prints questions so that [`parse`] gives the same values back.
pub fn to_csv(questions: &[ResearchQuestion]) -> String {
    let rows: Vec<Vec<String>> = questions
        .iter()
        .map(|question| vec![question.id.clone(), question.wording.clone()])
        .collect();
    write_csv(&COLUMNS, &rows)
}

pub(super) fn is_question_id(text: &str) -> bool {
    (1..=16).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Remembers a value; a second one like it is study E03.
fn first(
    seen: &mut BTreeMap<String, u32>,
    value: String,
    cells: Cells<'_>,
    column: &str,
    problems: &mut Vec<Problem>,
) -> bool {
    if let Some(row) = seen.get(&value) {
        let message = format!("the same {column} already stands in row {row}");
        problems.push(cells.error(Code::E03, column, message));
        return false;
    }
    seen.insert(value, cells.line());
    true
}
