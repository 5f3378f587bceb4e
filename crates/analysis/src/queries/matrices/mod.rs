//! How often what meets what (study R55): codes in documents and cohorts, codes beside codes, themes and participants, questions and
//! themes. What is counted, codings or documents or participants, is always said.

mod fill;
mod sweep;

use std::fmt;
use std::str::FromStr;

use measures::disclosure::RELEASE_THRESHOLD;
use uuid::Uuid;

/// A theme as counts and queries see it, told by whoever keeps themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// The codes whose codings belong to it.
    pub codes: Vec<Uuid>,
    /// The quotes that were chosen for it, each once.
    pub quotes: Vec<ThemeQuote>,
}

/// A quote that was chosen for a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeQuote {
    /// Of which document.
    pub document: Uuid,
    /// Its stretches, each from a code point to before another; what it leaves out is in none (study R46).
    pub spans: Vec<(u32, u32)>,
    /// The research questions that it answers, by their place among the questions.
    pub questions: Vec<usize>,
}

/// What stands in the rows and in the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Codes in documents.
    CodeDocument,
    /// Codes in cohorts; field notes belong to none (study R57).
    CodeCohort,
    /// Codes beside codes.
    CodeCode(Together),
    /// Themes and the participants they were heard from: codings of their codes, and their quotes.
    ThemeParticipant,
    /// Research questions and themes, by quotes.
    QuestionTheme,
}

/// When two codings are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// They share a code point.
    Overlap,
    /// They touch the same turn.
    SameTurn,
    /// They are at most so many turns apart.
    WithinTurns(u32),
}

/// What a cell counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Codings; of codes beside codes, pairs of codings; of questions, quotes.
    Codings,
    /// Documents in which there is one.
    Documents,
    /// Participants in whose interviews there is one.
    Participants,
}

/// A row or a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// For readers.
    pub name: String,
    /// The query that finds what belongs to it; empty for a research question.
    pub query: String,
}

/// How often what meets what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// What stands where.
    pub kind: Kind,
    /// What is counted.
    pub count: Count,
    /// From the top.
    pub rows: Vec<Head>,
    /// From the left.
    pub columns: Vec<Head>,
    /// Row by row.
    cells: Vec<u32>,
    /// How many documents or participants there are behind each column.
    behind: Vec<u32>,
}

impl Matrix {
    /// A cell.
    pub fn cell(&self, row: usize, column: usize) -> u32 {
        self.cells[row * self.columns.len() + column]
    }

    /// A cell as it may stand in a file that leaves the team; `None` where it would tell of fewer than ten people, or of all but
    /// fewer than ten (study P5). A document of a cohort is a person.
    pub fn released(&self, row: usize, column: usize) -> Option<u32> {
        let cell = self.cell(row, column);
        let counts_people = match self.count {
            Count::Codings => false,
            Count::Documents => self.kind == Kind::CodeCohort,
            Count::Participants => true,
        };
        let others = self.behind[column].saturating_sub(cell);
        let is_small = cell < RELEASE_THRESHOLD || others < RELEASE_THRESHOLD;
        (!counts_people || !is_small).then_some(cell)
    }

    /// The query that finds what a cell counts.
    pub fn query(&self, row: usize, column: usize) -> String {
        let (between, after) = self.joint();
        let (row, column) = (&self.rows[row].query, &self.columns[column].query);
        format!("{row}{between}{column}{after}")
    }

    /// What stands between the query of a row and that of a column, and after both, in the query of their cell.
    pub fn joint(&self) -> (String, &'static str) {
        match self.kind {
            Kind::QuestionTheme => (String::new(), ""),
            Kind::CodeCode(Together::Overlap) => (" AND ".to_owned(), " unit:passage"),
            Kind::CodeCode(Together::WithinTurns(turns)) => (format!(" near/{turns} "), ""),
            _ => (" AND ".to_owned(), ""),
        }
    }

    /// Without the rows and columns in which nothing is counted.
    #[must_use]
    pub fn without_empty(self) -> Self {
        let row_holds = |row: &usize| (0..self.columns.len()).any(|at| self.cell(*row, at) > 0);
        let column_holds = |at: &usize| (0..self.rows.len()).any(|row| self.cell(row, *at) > 0);
        let rows: Vec<usize> = (0..self.rows.len()).filter(row_holds).collect();
        let columns: Vec<usize> = (0..self.columns.len()).filter(column_holds).collect();
        let cells = rows
            .iter()
            .flat_map(|row| columns.iter().map(|at| self.cell(*row, *at)))
            .collect();
        Matrix {
            rows: rows.iter().map(|row| self.rows[*row].clone()).collect(),
            columns: columns.iter().map(|at| self.columns[*at].clone()).collect(),
            behind: columns.iter().map(|at| self.behind[*at]).collect(),
            cells,
            ..self
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::CodeDocument => f.write_str("code-document"),
            Kind::CodeCohort => f.write_str("code-cohort"),
            Kind::CodeCode(Together::Overlap) => f.write_str("code-overlap"),
            Kind::CodeCode(Together::SameTurn) => f.write_str("code-turn"),
            Kind::CodeCode(Together::WithinTurns(turns)) => write!(f, "code-near-{turns}"),
            Kind::ThemeParticipant => f.write_str("theme-participant"),
            Kind::QuestionTheme => f.write_str("question-theme"),
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let near = |word: &str| word.strip_prefix("code-near-")?.parse().ok();
        match word {
            "code-document" => Ok(Kind::CodeDocument),
            "code-cohort" => Ok(Kind::CodeCohort),
            "code-overlap" => Ok(Kind::CodeCode(Together::Overlap)),
            "code-turn" => Ok(Kind::CodeCode(Together::SameTurn)),
            "theme-participant" => Ok(Kind::ThemeParticipant),
            "question-theme" => Ok(Kind::QuestionTheme),
            word => match near(word) {
                Some(turns) if turns <= 1000 => Ok(Kind::CodeCode(Together::WithinTurns(turns))),
                _ => Err(format!(
                    "there is no matrix \"{word}\"; take code-document, code-cohort, code-overlap, code-turn, code-near-N with N \
                     turns up to 1000, theme-participant or question-theme"
                )),
            },
        }
    }
}

impl Count {
    /// The word for addresses, files and the command line.
    pub fn word(self) -> &'static str {
        match self {
            Count::Codings => "codings",
            Count::Documents => "documents",
            Count::Participants => "participants",
        }
    }
}

impl FromStr for Count {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "codings" => Ok(Count::Codings),
            "documents" => Ok(Count::Documents),
            "participants" => Ok(Count::Participants),
            _ => Err(format!(
                "\"{word}\" cannot be counted; take codings, documents or participants"
            )),
        }
    }
}
