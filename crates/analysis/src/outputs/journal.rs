//! Table 1 in the form a journal may demand (study O2): a row per participant, apart from every quote.

use super::digest::Digest;
use super::output::{Draft, Output, strings, text_cell};
use super::summary::cohorts;
use super::{NOT_RELEASED, TableOptions};
use crate::folder::StudyFolder;
use formats::report::{Cell, ReportRow, ReportTable};
use formats::table::SheetCell;
use study::dates::InterviewDate;
use study::durations::InterviewLength;
use study::participants::{Participant, Status, to_csv};

/// One participant under a label that is used in this table only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// `Person 1` and so on down the table. No id of a study file has a space, so no label can be
    /// taken for one.
    pub label: String,
    /// The cohort.
    pub cohort: String,
    /// Gender as stated.
    pub gender: Option<String>,
    /// Date of the interview, to the month unless days were asked for.
    pub date: Option<InterviewDate>,
    /// Length of the interview as precisely as it was given.
    pub length: Option<InterviewLength>,
    /// How far the invitation came.
    pub status: Status,
}

/// The rows by cohort, those interviewed and those not together, the withdrawn left out.
///
/// The order within a cohort is random but the same for the same participants: it is drawn from the
/// SHA-256 of their data. Quotes have no part in it, so exchanging quotes leaves this table as it
/// is (study P2).
pub fn journal_rows(folder: &StudyFolder, days: bool) -> Vec<JournalRow> {
    let all: Vec<&Participant> = folder.counted_participants().collect();
    let seed = seed(&all);
    let mut ordered = Vec::new();
    for cohort in cohorts(&all) {
        let members = all.iter().copied().filter(|p| p.cohort == cohort);
        let mut members: Vec<&Participant> = members.collect();
        members.sort_by_key(|participant| {
            let mut place = seed.clone();
            place.add(&participant.participant);
            place.bytes()
        });
        ordered.extend(members);
    }
    ordered
        .into_iter()
        .zip(1..)
        .map(|(participant, number)| row(participant, number, days))
        .collect()
}

fn row(participant: &Participant, number: usize, days: bool) -> JournalRow {
    let date = match participant.date {
        Some(date) if !days => Some(date.coarsened()),
        date => date,
    };
    JournalRow {
        label: format!("Person {number}"),
        cohort: participant.cohort.clone(),
        gender: participant.gender.clone(),
        date,
        length: participant.length,
        status: participant.status,
    }
}

/// Of the participants in the order of their ids, so that the order of the file tells nothing.
fn seed(participants: &[&Participant]) -> Digest {
    let mut sorted: Vec<Participant> = participants.iter().copied().cloned().collect();
    sorted.sort_by(|one, other| one.participant.cmp(&other.participant));
    let mut seed = Digest::new("order of table 1");
    seed.add(&to_csv(&sorted));
    seed
}

/// Table 1 in its journal form, for every format, marked as a working table.
pub fn table1_journal(folder: &StudyFolder, options: &TableOptions) -> Output {
    let people = journal_rows(folder, options.days);
    Draft {
        stem: "table1-journal",
        title: "Table 1",
        lead: Some(
            "Working table, not released. It may leave the team only where the signed consent names such a table.",
        ),
        table: ReportTable {
            caption: "Participants".to_owned(),
            header: strings(&["Person", "Gender", "Interview", "Length"]),
            widths: vec![2, 2, 4, 4],
            rows: by_cohort(&people),
            landscape: false,
        },
        notes: vec![
            "The rows of a cohort stand in random order. The numbers are used in this table only, so no quote can be matched to a row."
                .to_owned(),
        ],
        sheet_header: strings(&[
            "cohort",
            "person",
            "gender",
            "interview_date",
            "interview_length",
            "status",
            "release",
        ]),
        sheet_rows: people.iter().map(JournalRow::in_sheet).collect(),
    }
    .marked()
}

fn by_cohort(people: &[JournalRow]) -> Vec<ReportRow> {
    let mut rows = Vec::new();
    for cohort in people.chunk_by(|one, next| one.cohort == next.cohort) {
        rows.push(ReportRow::Group(cohort[0].cohort.clone()));
        rows.extend(cohort.iter().map(JournalRow::shown));
    }
    rows
}

impl JournalRow {
    fn shown(&self) -> ReportRow {
        let interview = match (self.date, self.status) {
            (Some(date), _) => date.in_words(),
            (None, Status::DidNotParticipate) => "did not participate".to_owned(),
            (None, status) => format!("not interviewed ({status})"),
        };
        let length = self.length.map(|length| length.to_string());
        ReportRow::Cells(vec![
            Cell::row_head(&self.label),
            Cell::text(self.gender.as_deref().unwrap_or("not stated")),
            Cell::text(interview),
            Cell::text(length.unwrap_or_else(|| "–".to_owned())),
        ])
    }

    fn in_sheet(&self) -> Vec<SheetCell> {
        vec![
            text_cell(&self.cohort),
            text_cell(&self.label),
            text_cell(self.gender.as_deref().unwrap_or_default()),
            self.date.map_or(SheetCell::Empty, date_cell),
            self.length.map_or(SheetCell::Empty, text_cell),
            text_cell(self.status),
            text_cell(NOT_RELEASED),
        ]
    }
}

/// A day as a date, a month as text: a spreadsheet has no month without a day.
fn date_cell(date: InterviewDate) -> SheetCell {
    let parts = |day: jiff::civil::Date| {
        Some(SheetCell::Date {
            year: u16::try_from(day.year()).ok()?,
            month: u8::try_from(day.month()).ok()?,
            day: u8::try_from(day.day()).ok()?,
        })
    };
    match date {
        InterviewDate::Day(day) => parts(day).unwrap_or_else(|| text_cell(date)),
        InterviewDate::Month(_) => text_cell(date),
    }
}
