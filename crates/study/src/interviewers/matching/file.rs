//! `matching.csv` (study section 6): a row a pair.

use std::collections::BTreeMap;

use formats::table::{Table, write_csv};

use super::{Acquaintance, Interviewer, Participant, Problem as Matching, Tie};
use crate::columns::{Cells, Columns, fold_spaces, is_id};
use crate::problem::{Code, Problem};

const COLUMNS: [&str; 5] = [
    "participant",
    "cohort",
    "interviewer",
    "relation",
    "capacity",
];
const CONFIRMED: &str = "confirmed";

/// Reads the rows; a row with an error is left out, all problems are listed in the order of the file.
///
/// A pair whose relation is not `none` cannot be confirmed (study R13, R15), a participant is confirmed with one
/// interviewer, and nobody with more than there is room for. Ids are ordered as text.
pub fn parse(file: &str, table: &Table) -> (Matching, Vec<Problem>) {
    rows(file, table, false)
}

fn rows(file: &str, table: &Table, any_relation: bool) -> (Matching, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(columns) = Columns::find(file, table, &COLUMNS, &[CONFIRMED], &mut problems) else {
        return (Matching::default(), problems);
    };
    let mut read = Read {
        any_relation,
        ..Read::default()
    };
    for cells in columns.rows() {
        read.row(cells, &mut problems);
    }
    (read.matching(), problems)
}

/// Reads the rows of a file that says who was seen by whom: as [`parse`], but a pair of any relation can be confirmed, since
/// whoever audits a study wants to be told of it (study A15).
pub fn parse_held(file: &str, table: &Table) -> (Matching, Vec<Problem>) {
    rows(file, table, true)
}

/// Prints a problem so that [`parse`] gives it back, but for overrides and times, which the file cannot say.
pub fn to_csv(problem: &Matching) -> String {
    let mut rows = Vec::new();
    for (index, participant) in problem.participants.iter().enumerate() {
        for (other, interviewer) in problem.interviewers.iter().enumerate() {
            let tie = problem.tie(index, other);
            rows.push(vec![
                participant.id.clone(),
                participant.cohort.clone(),
                interviewer.id.clone(),
                tie.relation.word().to_owned(),
                interviewer.capacity.to_string(),
                if tie.confirmed { "yes" } else { "" }.to_owned(),
            ]);
        }
    }
    let header: Vec<&str> = COLUMNS.into_iter().chain([CONFIRMED]).collect();
    write_csv(&header, &rows)
}

/// What the rows above have said.
#[derive(Default)]
struct Read {
    /// Cohorts by participant.
    cohorts: BTreeMap<String, String>,
    /// Capacities by interviewer.
    capacities: BTreeMap<String, u32>,
    /// Pairs with their row.
    pairs: BTreeMap<(String, String), (u32, Tie)>,
    /// Whether those who know each other can be confirmed.
    any_relation: bool,
}

impl Read {
    fn row(&mut self, cells: Cells<'_>, problems: &mut Vec<Problem>) {
        let participant = participant(cells, problems);
        let cohort = cells.required("cohort", problems).map(fold_spaces);
        let interviewer = cells.required("interviewer", problems).map(fold_spaces);
        let relation = relation(cells, problems);
        let capacity = capacity(cells, problems);
        let asked = relation.filter(|_| !self.any_relation);
        let confirmed = confirmed(cells, asked, problems);
        let (Some(participant), Some(cohort), Some(interviewer)) =
            (participant, cohort, interviewer)
        else {
            return;
        };
        let known = self
            .cohorts
            .entry(participant.clone())
            .or_insert(cohort.clone());
        if *known != cohort {
            let message = format!("{participant} is of the cohort {known} in a row above");
            problems.push(cells.error(Code::E11, "cohort", message));
        }
        let (Some(relation), Some(capacity), Some(confirmed)) = (relation, capacity, confirmed)
        else {
            return;
        };
        let known = *self
            .capacities
            .entry(interviewer.clone())
            .or_insert(capacity);
        if known != capacity {
            let message = format!("{interviewer} has a capacity of {known} in a row above");
            problems.push(cells.error(Code::E11, "capacity", message));
        }
        if let Some((row, _)) = self.pairs.get(&(participant.clone(), interviewer.clone())) {
            let message = format!("the same pair already stands in row {row}");
            problems.push(cells.error(Code::E03, "interviewer", message));
            return;
        }
        if confirmed {
            self.confirm(cells, &participant, &interviewer, problems);
        }
        let tie = Tie {
            relation,
            available: true,
            confirmed,
        };
        let pair = (participant, interviewer);
        self.pairs.insert(pair, (cells.line(), tie));
    }

    /// A participant has one interviewer, an interviewer has no more than fit (study R13).
    fn confirm(
        &self,
        cells: Cells<'_>,
        participant: &str,
        interviewer: &str,
        problems: &mut Vec<Problem>,
    ) {
        let confirmed = || self.pairs.iter().filter(|(_, (_, tie))| tie.confirmed);
        if let Some(((_, other), (row, _))) = confirmed().find(|((of, _), _)| of == participant) {
            let message = format!("{participant} is already confirmed with {other} in row {row}");
            problems.push(cells.error(Code::E03, CONFIRMED, message));
        }
        let taken = confirmed().filter(|((_, with), _)| with == interviewer);
        let room = self.capacities.get(interviewer).copied().unwrap_or(0);
        if taken.count() >= room as usize {
            let message =
                format!("more are confirmed with {interviewer} than the capacity of {room}");
            problems.push(cells.error(Code::E11, CONFIRMED, message));
        }
    }

    fn matching(self) -> Matching {
        let place = |ids: &[&String], id: &String| ids.partition_point(|other| *other < id);
        let participants: Vec<&String> = self.cohorts.keys().collect();
        let interviewers: Vec<&String> = self.capacities.keys().collect();
        let ties = self
            .pairs
            .iter()
            .map(|((participant, interviewer), (_, tie))| {
                let pair = (
                    place(&participants, participant),
                    place(&interviewers, interviewer),
                );
                (pair, *tie)
            });
        Matching {
            ties: ties.collect(),
            participants: self
                .cohorts
                .iter()
                .map(|(id, cohort)| Participant {
                    id: id.clone(),
                    cohort: cohort.clone(),
                })
                .collect(),
            interviewers: self
                .capacities
                .iter()
                .map(|(id, capacity)| Interviewer {
                    id: id.clone(),
                    capacity: *capacity,
                })
                .collect(),
            overrides: BTreeMap::new(),
        }
    }
}

fn participant(cells: Cells<'_>, problems: &mut Vec<Problem>) -> Option<String> {
    let id = cells.required("participant", problems)?;
    if !is_id(id) {
        let message = "an id is 1 to 32 letters, digits, _ or -";
        problems.push(
            cells
                .error(Code::E07, "participant", message)
                .with_example("K1"),
        );
        return None;
    }
    Some(id.to_owned())
}

fn relation(cells: Cells<'_>, problems: &mut Vec<Problem>) -> Option<Acquaintance> {
    let relation = Acquaintance::parse(cells.text("relation"));
    if relation.is_none() {
        let words = Acquaintance::ALL.map(Acquaintance::word).join(", ");
        let problem = cells.error(Code::E11, "relation", "no such relation");
        problems.push(problem.with_example(&words));
    }
    relation
}

fn capacity(cells: Cells<'_>, problems: &mut Vec<Problem>) -> Option<u32> {
    let text = cells.required("capacity", problems)?;
    let capacity = text.parse().ok();
    if capacity.is_none() {
        let problem = cells.error(Code::E09, "capacity", "a capacity is a whole number");
        problems.push(problem.with_example("3"));
    }
    capacity
}

fn confirmed(
    cells: Cells<'_>,
    relation: Option<Acquaintance>,
    problems: &mut Vec<Problem>,
) -> Option<bool> {
    match cells.text(CONFIRMED).to_lowercase().as_str() {
        "" => Some(false),
        "yes" if relation.is_none_or(|relation| relation == Acquaintance::None) => Some(true),
        "yes" => {
            let message = "only a pair whose relation is none can be confirmed";
            problems.push(cells.error(Code::E11, CONFIRMED, message));
            None
        }
        _ => {
            let problem = cells.error(Code::E11, CONFIRMED, "write yes or leave it empty");
            problems.push(problem.with_example("yes"));
            None
        }
    }
}
