//! What can be read and quoted: transcripts of interviews and field notes.
//!
//! A document never holds a speaker's name. A label of a transcript is kept only if it is an id of the
//! study or a word for the interviewer; any other becomes `Speaker 1`, `Speaker 2` before anything is
//! stored (study R17).

mod field_note;
mod folder_store;
mod outline;
mod pages;
mod store;
mod transcript;
mod turn_rows;

use crate::dates::InterviewDate;

pub use field_note::{note, read as read_field_note};
pub use folder_store::{Before, clear, insert};
pub use outline::{Outline, outlines};
pub use pages::{hidden, readable, routes, unreadable};
pub use store::{Listed, New, add, all, find, ids, is_taken, of_participant, remove, rewrite};
pub(crate) use store::{handles, interviewee_of, interviewees_of, speaking};
pub(crate) use transcript::is_interviewer;
pub use transcript::{participant_of, read as read_transcript};
pub(crate) use turn_rows::turn_texts;
pub use turn_rows::{AT_ONCE, Extent, extents, extents_of, replace_turns, texts, turns, turns_at};

/// A document with its turns, as a file gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What quotes refer to it by, `[A-Za-z0-9_-]{1,32}`, unique in the study.
    pub handle: String,
    /// Transcript or field note; shown wherever the document is.
    pub kind: Kind,
    /// A title without names.
    pub title: String,
    /// Handle of the participant who speaks in it.
    pub participant: Option<String>,
    /// Who wrote a field note.
    pub author: Option<Author>,
    /// When a field note was written.
    pub dated: Option<InterviewDate>,
    /// SHA-256 of the file's bytes.
    pub source_hash: Vec<u8>,
    /// The text in its order; of a field note, its paragraphs.
    pub turns: Vec<Turn>,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An interview.
    Transcript,
    /// A note by a participant-researcher or an interviewer (study R57).
    FieldNote,
}

/// Who wrote a field note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// In which part.
    pub role: AuthorRole,
    /// Under which id.
    pub id: String,
}

/// In which part a field note was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorRole {
    /// A member of the group who writes about it (autoethnography).
    ParticipantResearcher,
    /// An interviewer about an interview.
    Interviewer,
}

/// One stretch of speech, or one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// An id of the study or a word such as `Speaker 1`; never a name.
    pub label: Option<String>,
    /// Start in milliseconds of the recording.
    pub start_ms: Option<i64>,
    /// End in milliseconds of the recording.
    pub end_ms: Option<i64>,
    /// What was said.
    pub text: String,
}

/// The part of a speaker (study section 1, `Turn`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Who is interviewed.
    Participant,
    /// Who asks.
    Interviewer,
    /// Somebody else, or the author of a note.
    Other,
    /// The file does not tell.
    Unknown,
}

impl Kind {
    /// The word that is stored.
    fn word(self) -> &'static str {
        match self {
            Self::Transcript => "transcript",
            Self::FieldNote => "field_note",
        }
    }
}

impl AuthorRole {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::ParticipantResearcher => "participant_researcher",
            Self::Interviewer => "interviewer",
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::ParticipantResearcher => "Participant-researcher",
            Self::Interviewer => "Interviewer",
        }
    }
}

impl Role {
    /// Reads the word that is stored.
    pub fn of_word(word: &str) -> Self {
        match word {
            "participant" => Self::Participant,
            "interviewer" => Self::Interviewer,
            "other" => Self::Other,
            _ => Self::Unknown,
        }
    }

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Interviewer => "interviewer",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }
}

/// A moment of a recording in milliseconds: `21:04`, or `1:02:11` after an hour.
pub fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests;
