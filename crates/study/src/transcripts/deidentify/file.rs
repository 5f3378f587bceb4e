//! The files of `enid deidentify`: a list of names, and suggestions of which a person keeps the rows that are accepted.

use formats::table::{Table, write_csv};

use super::super::anchors::{Span, Version};
use super::{Accepted, Category, LISTED, Suggestion, Term, apply};
use crate::columns::{Columns, fold_spaces};
use crate::problem::{Code, Problem};

const SUGGESTIONS: [&str; 8] = [
    "turn",
    "start",
    "end",
    "category",
    "kind",
    "original",
    "surrogate",
    "reason",
];

/// Reads `term,category[,kind]`, a row a term; a row with an error is left out.
pub fn terms_from_csv(file: &str, table: &Table) -> (Vec<Term>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut terms = Vec::new();
    let required = ["term", "category"];
    let Some(columns) = Columns::find(file, table, &required, &["kind"], &mut problems) else {
        return (terms, problems);
    };
    for cells in columns.rows() {
        let text = cells.required("term", &mut problems).map(fold_spaces);
        let word = cells.required("category", &mut problems);
        let category = word.and_then(|word| {
            let category = Category::parse(word);
            if category.is_none() {
                let words = Category::ALL.map(Category::word).join(", ");
                let problem = cells.error(Code::E11, "category", "no such category");
                problems.push(problem.with_example(&words));
            }
            category
        });
        if let (Some(text), Some(category)) = (text, category) {
            terms.push(Term {
                text,
                category,
                kind: fold_spaces(cells.text("kind")),
                reason: LISTED,
            });
        }
    }
    (terms, problems)
}

/// Prints suggestions, a row each, in their order.
pub fn suggestions_to_csv(suggestions: &[Suggestion]) -> String {
    let rows: Vec<Vec<String>> = suggestions
        .iter()
        .map(|suggestion| {
            vec![
                suggestion.turn.to_string(),
                suggestion.span.start.to_string(),
                suggestion.span.end.to_string(),
                suggestion.category.to_string(),
                suggestion.kind.clone(),
                suggestion.original.clone(),
                suggestion.surrogate.clone(),
                suggestion.reason.to_owned(),
            ]
        })
        .collect();
    write_csv(&SUGGESTIONS, &rows)
}

/// Reads the rows of suggestions that a person kept; `start`, `end`, `original` and `surrogate` are needed, and the
/// original must be what stands there (study E08).
pub fn accepted_from_csv(
    file: &str,
    table: &Table,
    version: &Version,
) -> (Vec<Accepted>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut accepted = Vec::new();
    let required = ["start", "end", "original", "surrogate"];
    let optional = ["turn", "category", "kind", "reason"];
    let Some(columns) = Columns::find(file, table, &required, &optional, &mut problems) else {
        return (accepted, problems);
    };
    let mut rows = Vec::new();
    for cells in columns.rows() {
        let surrogate = cells.required("surrogate", &mut problems);
        let mut place = |column| {
            let place = cells.text(column).parse::<usize>().ok();
            if place.is_none() {
                let problem = cells.error(Code::E09, column, "a place is a whole number");
                problems.push(problem.with_example("120"));
            }
            place
        };
        let (Some(start), Some(end), Some(surrogate)) = (place("start"), place("end"), surrogate)
        else {
            continue;
        };
        let span = Span::new(start, end);
        let found = version.slice(span);
        if found.trim() != cells.text("original") || found.is_empty() {
            let message = "another text stands at this place of the transcript";
            let problem = cells.error(Code::E08, "original", message);
            problems.push(problem.with_example(&found));
            continue;
        }
        rows.push(cells);
        accepted.push(Accepted {
            span,
            surrogate: surrogate.to_owned(),
        });
    }
    if let Err(refused) = apply(version, &accepted) {
        let place = accepted.iter().rposition(|one| one.span == refused.span());
        let cells = rows[place.expect("what is refused is a span that was accepted")];
        let message = format!("cannot be replaced: {refused}");
        problems.push(cells.error(Code::E08, "start", message));
    }
    (accepted, problems)
}
