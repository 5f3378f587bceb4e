//! The people invited to interview, as the research side knows them: an id without meaning, a
//! cohort, and what Table 1 needs. Nothing here can say who they are.

mod cohort_rows;
mod file;
mod pages;
mod store;

use crate::dates::InterviewDate;
use crate::durations::InterviewLength;
use std::fmt;

pub use file::{ReadOptions, parse, to_csv};
pub(crate) use pages::Shown;
pub use pages::routes;
pub use store::{
    Stored, agreed, all, blank, did_not_participate, find, interviewed, invite, replace, scheduled,
};

/// One row of `participants.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Participant {
    /// Line of the file, the header being line 1.
    pub row: u32,
    /// The id, `[A-Za-z0-9_-]{1,32}`, unique in the file.
    pub participant: String,
    /// Id or label of the cohort, spaces folded.
    pub cohort: String,
    /// Free text, spaces folded; `None` if not stated.
    pub gender: Option<String>,
    /// Day or month of the interview; present exactly if completed.
    pub date: Option<InterviewDate>,
    /// Length of the interview; present exactly if completed.
    pub length: Option<InterviewLength>,
    /// How far the invitation came.
    pub status: Status,
}

/// How far an invitation to interview came (study section 1, `Interview`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Asked, no answer yet.
    Invited,
    /// Agreed, no appointment yet.
    Agreed,
    /// Has an appointment.
    Scheduled,
    /// The interview was held.
    Completed,
    /// Declined, or agreed and gave no interview.
    DidNotParticipate,
    /// Withdrew from the study; neither quoted, counted nor tabled (study A20).
    Withdrawn,
}

impl Status {
    /// Every status, in the order of an invitation's life.
    pub const ALL: [Status; 6] = [
        Status::Invited,
        Status::Agreed,
        Status::Scheduled,
        Status::Completed,
        Status::DidNotParticipate,
        Status::Withdrawn,
    ];

    /// Reads a status word; spaces, underscores, hyphens and case are free.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = |text: &str| -> String {
            text.chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
                .flat_map(char::to_lowercase)
                .collect()
        };
        let wanted = letters(text);
        Status::ALL
            .into_iter()
            .find(|status| letters(status.as_str()) == wanted)
    }

    /// The word on pages.
    pub fn in_words(self) -> &'static str {
        match self {
            Status::Invited => "Invited",
            Status::Agreed => "Agreed",
            Status::Scheduled => "Scheduled",
            Status::Completed => "Interviewed",
            Status::DidNotParticipate => "Did not take part",
            Status::Withdrawn => "Withdrawn",
        }
    }

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Invited => "invited",
            Status::Agreed => "agreed",
            Status::Scheduled => "scheduled",
            Status::Completed => "completed",
            Status::DidNotParticipate => "did_not_participate",
            Status::Withdrawn => "withdrawn",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
