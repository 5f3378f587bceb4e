//! `participants.csv` (study section 6).

use super::{Participant, Status};
use crate::columns::{Cells, Columns, fold_spaces, is_id};
use crate::dates::{self, DateError, DateOrder, InterviewDate};
use crate::durations::{Clock, InterviewLength, LengthError};
use crate::problem::{Code, Problem};
use formats::table::{Table, write_csv};
use std::collections::BTreeMap;

const COLUMNS: [&str; 6] = [
    "participant",
    "cohort",
    "gender",
    "interview_date",
    "interview_length",
    "status",
];

/// How ambiguous spellings are read and which cohorts exist.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// How `9/3/2031` is read.
    pub date_order: DateOrder,
    /// How `51:58` is read; refused (study E06) if `None`.
    pub clock: Option<Clock>,
    /// Ids and labels of the cohorts of an existing study; others are refused (study E07). `None`
    /// takes any cohort the file names: files read on their own, or `--create-cohorts`.
    pub cohorts: Option<Vec<String>>,
    /// Keeps a row whose status contradicts its date or length instead of refusing it (study E11): whoever audits a study
    /// wants to be told of it (study A30).
    pub keep_contradictions: bool,
}

/// Reads the rows; a row with an error is left out, all problems are listed in the order of the file.
pub fn parse(file: &str, table: &Table, options: &ReadOptions) -> (Vec<Participant>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut participants = Vec::new();
    let Some(columns) = Columns::find(file, table, &COLUMNS, &[], &mut problems) else {
        return (participants, problems);
    };
    let dates: Vec<&str> = columns
        .rows()
        .map(|cells| cells.text("interview_date"))
        .collect();
    let dates = dates::read_column(&dates, options.date_order);
    let mut seen = BTreeMap::new();
    for (cells, date) in columns.rows().zip(dates) {
        let before = problems.iter().filter(|p| p.is_error()).count();
        let participant = read_row(cells, date, options, &mut seen, &mut problems);
        if problems.iter().filter(|p| p.is_error()).count() == before {
            participants.extend(participant);
        }
    }
    (participants, problems)
}

/// Prints participants so that [`parse`] gives the same values back.
pub fn to_csv(participants: &[Participant]) -> String {
    let rows: Vec<Vec<String>> = participants
        .iter()
        .map(|p| {
            vec![
                p.participant.clone(),
                p.cohort.clone(),
                p.gender.clone().unwrap_or_default(),
                p.date.map(|date| date.to_string()).unwrap_or_default(),
                p.length
                    .map(|length| length.to_string())
                    .unwrap_or_default(),
                p.status.to_string(),
            ]
        })
        .collect();
    write_csv(&COLUMNS, &rows)
}

fn read_row<'a>(
    cells: Cells<'a>,
    date: Result<InterviewDate, DateError>,
    options: &ReadOptions,
    seen: &mut BTreeMap<&'a str, u32>,
    problems: &mut Vec<Problem>,
) -> Option<Participant> {
    let participant = read_id(cells, seen, problems);
    let cohort = read_cohort(cells, options, problems);
    let gender = Some(fold_spaces(cells.text("gender"))).filter(|text| !text.is_empty());
    let declined = Status::parse(cells.text("interview_date")) == Some(Status::DidNotParticipate);
    let date = match date {
        _ if declined || cells.text("interview_date").is_empty() => None,
        Ok(date) => Some(date),
        Err(error) => {
            let problem = cells.error(Code::E04, "interview_date", error.to_string());
            problems.push(problem.with_example(InterviewDate::EXAMPLE));
            None
        }
    };
    let length = read_length(cells, options, problems);
    let status = read_status(cells, declined, options, problems);
    Some(Participant {
        row: cells.line(),
        participant: participant?.to_owned(),
        cohort: cohort?,
        gender,
        date,
        length,
        status: status?,
    })
}

fn read_id<'a>(
    cells: Cells<'a>,
    seen: &mut BTreeMap<&'a str, u32>,
    problems: &mut Vec<Problem>,
) -> Option<&'a str> {
    let id = cells.required("participant", problems)?;
    if !is_id(id) {
        let message = "an id is 1 to 32 letters, digits, _ or -";
        problems.push(
            cells
                .error(Code::E07, "participant", message)
                .with_example("P01"),
        );
        return None;
    }
    if let Some(first) = seen.insert(id, cells.line()) {
        let message = format!("this participant already stands in row {first}");
        problems.push(cells.error(Code::E03, "participant", message));
        seen.insert(id, first);
    }
    Some(id)
}

fn read_cohort(
    cells: Cells<'_>,
    options: &ReadOptions,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let cohort = fold_spaces(cells.required("cohort", problems)?);
    if let Some(known) = &options.cohorts
        && !known.contains(&cohort)
    {
        let message = "the study has no such cohort; --create-cohorts makes it";
        let problem = cells.error(Code::E07, "cohort", message);
        problems.push(problem.with_example(&known.join(", ")));
    }
    Some(cohort)
}

fn read_length(
    cells: Cells<'_>,
    options: &ReadOptions,
    problems: &mut Vec<Problem>,
) -> Option<InterviewLength> {
    let text = cells.text("interview_length");
    if text.is_empty() {
        return None;
    }
    InterviewLength::parse(text, options.clock)
        .map_err(|error| {
            let code = match error {
                LengthError::AmbiguousClock => Code::E06,
                LengthError::NoUnit | LengthError::OutOfRange | LengthError::Unreadable => {
                    Code::E05
                }
            };
            let problem = cells.error(code, "interview_length", error.to_string());
            problems.push(problem.with_example(InterviewLength::EXAMPLE));
        })
        .ok()
}

/// The status, stated or inferred, checked against the presence of date and length: a completed
/// interview has both, any other has neither (study E11, A30).
fn read_status(
    cells: Cells<'_>,
    declined: bool,
    options: &ReadOptions,
    problems: &mut Vec<Problem>,
) -> Option<Status> {
    let text = cells.text("status");
    let has_date = !declined && !cells.text("interview_date").is_empty();
    let has_length = !cells.text("interview_length").is_empty();
    let stated = if text.is_empty() {
        None
    } else if let Some(status) = Status::parse(text) {
        Some(status)
    } else {
        let words = Status::ALL.map(Status::as_str).join(", ");
        problems.push(
            cells
                .error(Code::E11, "status", "no such status")
                .with_example(&words),
        );
        return None;
    };
    if declined {
        let message = "read as the status did_not_participate";
        problems.push(cells.notice("interview_date", message));
    }
    let status = match stated {
        Some(status) => status,
        None if declined => Status::DidNotParticipate,
        None if has_date || has_length => Status::Completed,
        None => {
            let message = "empty status without date and length, read as invited";
            problems.push(cells.notice("status", message));
            Status::Invited
        }
    };
    let contradiction = match status {
        Status::Completed if !has_date => Some("a completed interview needs its date"),
        Status::Completed if !has_length => Some("a completed interview needs its length"),
        Status::Completed => None,
        _ if has_date => Some("only a completed interview has a date"),
        _ if has_length => Some("only a completed interview has a length"),
        Status::DidNotParticipate => None,
        _ if declined => Some("the date column says that this person did not participate"),
        _ => None,
    };
    if let Some(message) = contradiction.filter(|_| !options.keep_contradictions) {
        let problem = cells.error(Code::E11, "status", message);
        problems.push(problem.with_example("completed, with date and length"));
    }
    Some(status)
}
