//! Table 1 in its summary form (study O1): facts of the design, and nothing about a person.

use super::TableOptions;
use super::output::{Draft, Output, number_cell, strings, text_cell};
use crate::folder::StudyFolder;
use formats::report::{Cell, ReportRow, ReportTable};
use formats::table::SheetCell;
use measures::disclosure::{OneWayTotals, one_way_totals, range_outward_5_minutes};
use study::dates::{Month, span_of_months};
use study::participants::{Participant, Status};

/// Table 1, summary form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The cohorts, in the order in which the file names them first.
    pub cohorts: Vec<Line>,
    /// The whole study.
    pub study: Line,
    /// Shortest and longest interview of the whole study in minutes, rounded outward to 5.
    pub lengths: Option<(u32, u32)>,
    /// Gender of the whole study.
    pub gender: Gender,
}

/// The counts of one cohort or of the whole study, the withdrawn left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The cohort; empty for the whole study.
    pub cohort: String,
    /// Everyone who was asked.
    pub invited: usize,
    /// Interviews held.
    pub completed: usize,
    /// First and last month of interviewing.
    pub months: Option<(Month, Month)>,
}

/// What may be said about gender (trust PRI-4 a).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gender {
    /// No participant stated one.
    NotCollected,
    /// Stated, but the consent does not name it or a cell or complement is below 5.
    NotShown,
    /// Totals of the whole study, those who did not state one included.
    Totals(Vec<(String, u32)>),
}

impl Summary {
    /// Counts the participants of a folder. Gender of those interviewed is told only if
    /// `consent_names_gender` and the numbers allow it.
    pub fn of(folder: &StudyFolder, consent_names_gender: bool) -> Self {
        let all: Vec<&Participant> = folder.counted_participants().collect();
        let cohorts = cohorts(&all)
            .into_iter()
            .map(|cohort| {
                let members = all.iter().copied().filter(|p| p.cohort == cohort);
                Line::of(cohort, &members.collect::<Vec<_>>())
            })
            .collect();
        let lengths = || {
            completed(&all)
                .filter_map(|p| p.length)
                .map(|l| l.seconds())
        };
        let ends = lengths().min().zip(lengths().max());
        Summary {
            cohorts,
            study: Line::of("", &all),
            lengths: ends.map(|(shortest, longest)| range_outward_5_minutes(shortest, longest)),
            gender: Gender::of(&all, consent_names_gender),
        }
    }
}

impl Line {
    /// Everyone asked and not interviewed, for whatever reason.
    pub fn not_interviewed(&self) -> usize {
        self.invited - self.completed
    }

    fn of(cohort: &str, members: &[&Participant]) -> Self {
        Line {
            cohort: cohort.to_owned(),
            invited: members.len(),
            completed: completed(members).count(),
            months: span_of_months(completed(members).filter_map(|p| p.date)),
        }
    }
}

impl Gender {
    fn of(all: &[&Participant], consent_names_it: bool) -> Self {
        if all.iter().all(|participant| participant.gender.is_none()) {
            return Gender::NotCollected;
        }
        let mut counts: Vec<(String, u32)> = Vec::new();
        for participant in completed(all) {
            let stated = participant.gender.as_deref().unwrap_or("not stated");
            match counts.iter_mut().find(|(gender, _)| gender == stated) {
                Some((_, count)) => *count += 1,
                None => counts.push((stated.to_owned(), 1)),
            }
        }
        counts.sort();
        match one_way_totals(counts) {
            OneWayTotals::Shown(totals) if consent_names_it => Gender::Totals(totals),
            _ => Gender::NotShown,
        }
    }
}

/// The cohorts, in the order in which they come first.
pub(super) fn cohorts<'a>(participants: &[&'a Participant]) -> Vec<&'a str> {
    let mut cohorts: Vec<&str> = Vec::new();
    for participant in participants {
        if !cohorts.contains(&participant.cohort.as_str()) {
            cohorts.push(&participant.cohort);
        }
    }
    cohorts
}

fn completed<'a>(participants: &[&'a Participant]) -> impl Iterator<Item = &'a Participant> {
    participants
        .iter()
        .copied()
        .filter(|participant| participant.status == Status::Completed)
}

/// Table 1 in its summary form, for every format.
pub fn table1_summary(folder: &StudyFolder, options: &TableOptions) -> Output {
    let summary = Summary::of(folder, options.consent_names_gender);
    let gender = summary.gender.in_words();
    let study = Line {
        cohort: "Whole study".to_owned(),
        ..summary.study.clone()
    };
    let lines: Vec<&Line> = summary.cohorts.iter().chain([&study]).collect();
    Draft {
        stem: "table1-summary",
        title: "Table 1",
        lead: None,
        table: ReportTable {
            caption: "Participants by cohort".to_owned(),
            header: strings(&[
                "Cohort",
                "Invited",
                "Completed",
                "Not interviewed",
                "Months of interviewing",
            ]),
            widths: vec![4, 2, 2, 3, 6],
            rows: lines.iter().map(|line| line.shown()).collect(),
            landscape: false,
        },
        notes: summary.notes(&gender),
        sheet_header: strings(&[
            "cohort",
            "invited",
            "completed",
            "not_interviewed",
            "first_month",
            "last_month",
            "shortest_minutes",
            "longest_minutes",
            "gender",
        ]),
        sheet_rows: summary.sheet_rows(&lines, &gender),
    }
    .marked()
}

impl Summary {
    fn notes(&self, gender: &str) -> Vec<String> {
        let mut notes = vec![
            "Not interviewed: invited and without an interview, for whatever reason.".to_owned(),
        ];
        notes.extend(self.lengths.map(|(shortest, longest)| {
            format!(
                "Length of the interviews: {shortest} to {longest} minutes (whole study, rounded outward to 5 minutes)."
            )
        }));
        notes.push(format!("Gender of those interviewed: {gender}."));
        notes
    }

    /// A row a cohort; the facts of the whole study stand in the last row only.
    fn sheet_rows(&self, lines: &[&Line], gender: &str) -> Vec<Vec<SheetCell>> {
        let mut rows: Vec<Vec<SheetCell>> = lines.iter().map(|line| line.in_sheet()).collect();
        let minutes = |minutes: Option<u32>| {
            minutes.map_or(SheetCell::Empty, |n| SheetCell::Number(f64::from(n)))
        };
        let (shortest, longest) = self.lengths.unzip();
        let last = rows.len() - 1;
        for (index, row) in rows.iter_mut().enumerate() {
            row.extend(if index == last {
                [minutes(shortest), minutes(longest), text_cell(gender)]
            } else {
                [SheetCell::Empty, SheetCell::Empty, SheetCell::Empty]
            });
        }
        rows
    }
}

impl Line {
    fn shown(&self) -> ReportRow {
        let months = match self.months {
            None => "none yet".to_owned(),
            Some((from, to)) if from == to => from.in_words(),
            Some((from, to)) => format!("{} to {}", from.in_words(), to.in_words()),
        };
        ReportRow::Cells(vec![
            Cell::row_head(&self.cohort),
            Cell::number(self.invited.to_string()),
            Cell::number(self.completed.to_string()),
            Cell::number(self.not_interviewed().to_string()),
            Cell::text(months),
        ])
    }

    fn in_sheet(&self) -> Vec<SheetCell> {
        let month = |month: Option<Month>| month.map_or(SheetCell::Empty, text_cell);
        let (from, to) = self.months.unzip();
        vec![
            text_cell(&self.cohort),
            number_cell(self.invited),
            number_cell(self.completed),
            number_cell(self.not_interviewed()),
            month(from),
            month(to),
        ]
    }
}

impl Gender {
    fn in_words(&self) -> String {
        match self {
            Gender::NotCollected => "not collected".to_owned(),
            Gender::NotShown => "collected, not shown".to_owned(),
            Gender::Totals(totals) => {
                let totals = totals.iter().map(|(gender, n)| format!("{gender} {n}"));
                totals.collect::<Vec<_>>().join(", ")
            }
        }
    }
}
