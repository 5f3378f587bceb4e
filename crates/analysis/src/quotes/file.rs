//! `quotes.csv` (study section 6).

use super::Quote;
use super::marks::{protected, without_outer_marks};
use formats::table::{Table, write_csv};
use std::collections::{BTreeMap, BTreeSet};
use study::columns::{Cells, Columns, fold_spaces, is_id};
use study::problem::{Code, Problem};
use study::questions::ResearchQuestion;

const REQUIRED: [&str; 5] = ["theme", "subtheme", "facet", "quote", "research_questions"];
const OPTIONAL: [&str; 2] = ["participant", "document"];

/// What a quote may refer to; `None` leaves that kind of reference unchecked, for instance because
/// its own file could not be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct References<'a> {
    /// The research questions.
    pub questions: Option<&'a [ResearchQuestion]>,
    /// Ids of the participants.
    pub participants: Option<&'a BTreeSet<String>>,
    /// Ids of the imported documents.
    pub documents: Option<&'a BTreeSet<String>>,
    /// Keeps what is named and not known instead of refusing it (study E07): whoever audits a study wants to be told of it.
    pub keep_unknown: bool,
}

/// Reads the rows; a row with an error is left out, all problems are listed in the order of the file.
pub fn parse(file: &str, table: &Table, references: References<'_>) -> (Vec<Quote>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut quotes = Vec::new();
    let Some(columns) = Columns::find(file, table, &REQUIRED, &OPTIONAL, &mut problems) else {
        return (quotes, problems);
    };
    let mut spellings = Spellings::default();
    for cells in columns.rows() {
        let errors = problems.len();
        let quote = read_row(cells, references, &mut problems);
        if problems[errors..].iter().any(Problem::is_error) {
            continue;
        }
        if let Some(quote) = quote {
            spellings.compare(cells, &quote, &mut problems);
            quotes.push(quote);
        }
    }
    (quotes, problems)
}

/// Prints quotes so that [`parse`] gives the same values back.
pub fn to_csv(quotes: &[Quote]) -> String {
    let header: Vec<&str> = REQUIRED.into_iter().chain(OPTIONAL).collect();
    let rows: Vec<Vec<String>> = quotes
        .iter()
        .map(|quote| {
            vec![
                quote.theme.clone(),
                quote.subtheme.clone().unwrap_or_default(),
                quote.facet.clone().unwrap_or_default(),
                protected(&quote.text),
                quote.questions.join("; "),
                quote.participant.clone().unwrap_or_default(),
                quote.document.clone().unwrap_or_default(),
            ]
        })
        .collect();
    write_csv(&header, &rows)
}

fn read_row(
    cells: Cells<'_>,
    references: References<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Quote> {
    let name = |column| Some(fold_spaces(cells.text(column))).filter(|text| !text.is_empty());
    let theme = cells.required("theme", problems).map(fold_spaces);
    let (subtheme, facet) = (name("subtheme"), name("facet"));
    if facet.is_some() && subtheme.is_none() {
        let message = "a facet needs its subtheme";
        problems.push(cells.error(Code::E12, "subtheme", message));
    }
    let text = cells
        .required("quote", problems)
        .map(without_outer_marks)
        .map(str::to_owned);
    if text.as_ref().is_some_and(String::is_empty) {
        problems.push(cells.error(Code::E12, "quote", "there is nothing between the marks"));
    }
    let questions = read_questions(cells, references, problems);
    let known = |ids| match references.keep_unknown {
        true => None,
        false => ids,
    };
    let participant = read_reference(
        cells,
        "participant",
        known(references.participants),
        problems,
    );
    let document = read_reference(cells, "document", known(references.documents), problems);
    Some(Quote {
        row: cells.line(),
        theme: theme?,
        subtheme,
        facet,
        text: text?,
        questions,
        participant,
        document,
        is_note: false,
    })
}

/// Ids separated by `;`. A part, or the whole cell, may also be the full wording of a question.
fn read_questions(
    cells: Cells<'_>,
    references: References<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    const COLUMN: &str = "research_questions";
    let text = cells.text(COLUMN);
    let known = match references.questions {
        Some(known) => known,
        None if references.keep_unknown => &[],
        None => return Vec::new(),
    };
    let parts = match by_wording(known, text) {
        Some(_) => vec![text],
        None => text.split(';').map(str::trim).collect(),
    };
    let mut ids: Vec<String> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let question = match known.iter().find(|question| question.id == part) {
            Some(question) => question,
            None => match by_wording(known, part) {
                Some(question) => {
                    let message = format!("read as {} by its wording", question.id);
                    problems.push(cells.notice(COLUMN, message).with_value(part));
                    question
                }
                None if references.keep_unknown => {
                    ids.push(part.to_owned());
                    continue;
                }
                None => {
                    let ids: Vec<&str> = known.iter().map(|q| q.id.as_str()).collect();
                    let problem = cells.error(Code::E07, COLUMN, "no such research question");
                    problems.push(problem.with_value(part).with_example(&ids.join("; ")));
                    continue;
                }
            },
        };
        if ids.contains(&question.id) {
            let message = "this question is named twice";
            problems.push(cells.error(Code::E03, COLUMN, message).with_value(part));
        } else {
            ids.push(question.id.clone());
        }
    }
    ids
}

/// The question with this wording. Wordings are unique after folding, so there is at most one.
fn by_wording<'a>(known: &'a [ResearchQuestion], text: &str) -> Option<&'a ResearchQuestion> {
    let folded = fold_spaces(text).to_lowercase();
    known
        .iter()
        .find(|question| question.wording.to_lowercase() == folded)
}

fn read_reference(
    cells: Cells<'_>,
    column: &str,
    known: Option<&BTreeSet<String>>,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let id = cells.text(column);
    if id.is_empty() {
        return None;
    }
    let message = if !is_id(id) {
        "an id is 1 to 32 letters, digits, _ or -".to_owned()
    } else if known.is_some_and(|known| !known.contains(id)) {
        format!("no such {column}")
    } else {
        return Some(id.to_owned());
    };
    let example = known.and_then(|known| known.iter().next());
    let problem = cells.error(Code::E07, column, message);
    problems.push(problem.with_example(example.map_or("P01", String::as_str)));
    None
}

/// The names met so far, to notice two spellings of what is probably one theme.
#[derive(Default)]
struct Spellings {
    /// By loose path and level: each spelling met.
    met: BTreeMap<(Vec<String>, &'static str), Vec<String>>,
}

impl Spellings {
    fn compare(&mut self, cells: Cells<'_>, quote: &Quote, problems: &mut Vec<Problem>) {
        let levels = [
            ("theme", Some(&quote.theme)),
            ("subtheme", quote.subtheme.as_ref()),
            ("facet", quote.facet.as_ref()),
        ];
        let mut path = Vec::new();
        for (column, name) in levels {
            let Some(name) = name else { return };
            path.push(loosened(name));
            let met = self.met.entry((path.clone(), column)).or_default();
            if met.contains(name) {
                continue;
            }
            if let Some(first) = met.first() {
                let message = format!("differs only by case or a final s from \"{first}\"");
                problems.push(cells.notice(column, message));
            }
            met.push(name.clone());
        }
    }
}

fn loosened(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_suffix('s').unwrap_or(&lower).to_owned()
}
