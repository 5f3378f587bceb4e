//! Which question is answered by quotes of which theme (study R47).

use super::output::{Draft, Output, number_cell, strings, text_cell};
use crate::folder::StudyFolder;
use crate::quotes::Quote;
use crate::themes::outline;
use formats::report::{Cell, ReportRow, ReportTable};
use formats::table::SheetCell;
use measures::disclosure::RELEASE_THRESHOLD;
use std::collections::BTreeMap;
use study::participants::{Participant, Status};

/// Counts of quotes by question and theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The themes, in the order of the quotes.
    pub themes: Vec<String>,
    /// One row for each research question, also for those that no quote answers.
    pub questions: Vec<MatrixRow>,
    /// Quotes that answer no question.
    pub no_question: MatrixRow,
    /// All quotes of each theme. A quote may answer several questions, so this is no column sum.
    pub all: MatrixRow,
    /// Whether cohorts are told, and if not, why.
    pub heard: Heard,
}

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// The question's id; empty for the rows below the questions.
    pub id: String,
    /// The question's wording, or what the row counts.
    pub wording: String,
    /// Quotes by theme.
    pub counts: Vec<usize>,
    /// Quotes of the row, each once.
    pub total: usize,
    /// Cohorts heard in the row; empty unless [`Heard::Shown`].
    pub cohorts: Vec<String>,
}

/// Whether the cohorts behind the quotes may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Every cohort is large enough.
    Shown,
    /// Some quote does not name its participant.
    Unknown,
    /// A cohort has fewer than 10 interviews, so a cohort behind a quote would tell too much
    /// (study P4, A27).
    TooSmall,
}

impl Matrix {
    /// Counts the quotes of a folder.
    pub fn of(folder: &StudyFolder) -> Self {
        let quotes: Vec<&Quote> = folder.printed_quotes().collect();
        let themes: Vec<String> = outline(quotes.iter().copied())
            .into_iter()
            .map(|theme| theme.name)
            .collect();
        let heard = Heard::of(folder, &quotes);
        let by_participant: BTreeMap<&str, &str> = match heard {
            Heard::Shown => folder
                .participants
                .iter()
                .map(|p| (p.participant.as_str(), p.cohort.as_str()))
                .collect(),
            Heard::Unknown | Heard::TooSmall => BTreeMap::new(),
        };
        let row = |id: &str, wording: &str, counted: &dyn Fn(&Quote) -> bool| {
            let chosen = quotes.iter().copied().filter(|quote| counted(quote));
            let chosen: Vec<&Quote> = chosen.collect();
            let in_theme = |theme: &String| chosen.iter().filter(|q| q.theme == *theme).count();
            MatrixRow {
                id: id.to_owned(),
                wording: wording.to_owned(),
                counts: themes.iter().map(in_theme).collect(),
                total: chosen.len(),
                cohorts: cohorts_of(&chosen, &by_participant),
            }
        };
        Matrix {
            questions: folder
                .questions
                .iter()
                .map(|question| {
                    row(&question.id, &question.wording, &|quote| {
                        quote.questions.contains(&question.id)
                    })
                })
                .collect(),
            no_question: row("", "No question", &|quote| quote.questions.is_empty()),
            all: row("", "All quotes", &|_| true),
            themes,
            heard,
        }
    }
}

impl Matrix {
    /// Adds themes under which no quote stands, as empty columns.
    pub fn add_themes(&mut self, names: Vec<String>) {
        let rows = self.questions.iter_mut();
        let rows = rows.chain([&mut self.no_question, &mut self.all]);
        for row in rows {
            row.counts.extend(names.iter().map(|_| 0));
        }
        self.themes.extend(names);
    }
}

impl Heard {
    fn of(folder: &StudyFolder, quotes: &[&Quote]) -> Self {
        // A field note is nobody's interview (study R57).
        let mut spoken = quotes.iter().filter(|quote| !quote.is_note).peekable();
        if spoken.peek().is_none() || spoken.any(|quote| quote.participant.is_none()) {
            return Heard::Unknown;
        }
        let mut interviews: BTreeMap<&str, u32> = BTreeMap::new();
        for Participant { cohort, status, .. } in folder.counted_participants() {
            *interviews.entry(cohort).or_default() += u32::from(*status == Status::Completed);
        }
        if interviews.values().any(|count| *count < RELEASE_THRESHOLD) {
            Heard::TooSmall
        } else {
            Heard::Shown
        }
    }
}

/// The cohorts behind some quotes, sorted by name.
fn cohorts_of(quotes: &[&Quote], by_participant: &BTreeMap<&str, &str>) -> Vec<String> {
    let mut cohorts: Vec<String> = quotes
        .iter()
        .filter(|quote| !quote.is_note)
        .filter_map(|quote| by_participant.get(quote.participant.as_deref()?))
        .map(|cohort| (*cohort).to_owned())
        .collect();
    cohorts.sort();
    cohorts.dedup();
    cohorts
}

/// The matrix, for every format.
pub fn question_theme_matrix(folder: &StudyFolder) -> Output {
    let matrix = Matrix::of(folder);
    let cohorts = matrix.heard == Heard::Shown;
    let without = Some(&matrix.no_question).filter(|row| row.total > 0);
    let lines = || matrix.questions.iter().chain(without).chain([&matrix.all]);
    let themes = || matrix.themes.iter().cloned();
    let mut header = strings(&["Research question"]);
    let mut widths = vec![8];
    let mut sheet_header = strings(&["id", "question"]);
    header.extend(themes().chain(["All quotes".to_owned()]));
    sheet_header.extend(themes().chain(["all quotes".to_owned()]));
    widths.resize(header.len(), 3);
    if cohorts {
        header.push("Cohorts heard".to_owned());
        sheet_header.push("cohorts heard".to_owned());
        widths.push(5);
    }
    Draft {
        stem: "question-theme-matrix",
        title: "Research questions and themes",
        lead: None,
        table: ReportTable {
            caption: "Number of quotes by research question and theme".to_owned(),
            landscape: header.len() > 5,
            header,
            widths,
            rows: lines().map(|row| row.shown(cohorts)).collect(),
        },
        notes: matrix.notes(),
        sheet_header,
        sheet_rows: lines().map(|row| row.in_sheet(cohorts)).collect(),
    }
    .marked()
}

impl MatrixRow {
    fn shown(&self, cohorts: bool) -> ReportRow {
        let name = if self.id.is_empty() {
            self.wording.clone()
        } else {
            format!("{}: {}", self.id, self.wording)
        };
        let counts = self.counts.iter().chain([&self.total]);
        let mut cells = vec![Cell::row_head(name)];
        cells.extend(counts.map(|count| Cell::number(count.to_string())));
        cells.extend(cohorts.then(|| Cell::text(self.cohorts.join(", "))));
        ReportRow::Cells(cells)
    }

    fn in_sheet(&self, cohorts: bool) -> Vec<SheetCell> {
        let counts = self.counts.iter().chain([&self.total]);
        let mut cells = vec![text_cell(&self.id), text_cell(&self.wording)];
        cells.extend(counts.copied().map(number_cell));
        cells.extend(cohorts.then(|| text_cell(self.cohorts.join(", "))));
        cells
    }
}

impl Matrix {
    /// Empty rows and columns in words, and what is left out.
    fn notes(&self) -> Vec<String> {
        let mut notes = vec!["A quote may answer several questions.".to_owned()];
        let questions = self.questions.iter().filter(|row| row.total == 0);
        let questions: Vec<&str> = questions.map(|row| row.id.as_str()).collect();
        if !questions.is_empty() {
            notes.push(format!("Without a quote: {}.", questions.join(", ")));
        }
        let answers_none = |column: usize| self.questions.iter().all(|row| row.counts[column] == 0);
        let themes = self.themes.iter().enumerate();
        let themes = themes.filter(|(column, _)| answers_none(*column));
        let themes: Vec<&str> = themes.map(|(_, theme)| theme.as_str()).collect();
        if !themes.is_empty() {
            notes.push(format!("Answers no question: {}.", themes.join("; ")));
        }
        if self.heard == Heard::TooSmall {
            notes.push(
                "Cohorts heard are not shown: a cohort has fewer than 10 interviews.".to_owned(),
            );
        }
        notes
    }
}
