//! A study as a folder of plain files (study section 6), read without a data folder or a server.

mod audited;
mod read;
mod stored;

use crate::codes::Code;
use crate::codings::FolderCoding;
use crate::quotes::Quote;
use crate::themes::{About, ThemeStatus};
use formats::transcript::Transcript;
use std::collections::BTreeSet;
use study::documents::Document;
use study::participants::{Participant, Status};
use study::problem::Problem;
use study::questions::ResearchQuestion;

pub use audited::{Audited, read_for_audit};
pub use read::read;
pub use stored::stored;
pub use study::participants::ReadOptions;

/// Everything a study folder says, with its cross references checked.
#[derive(Debug, Clone)]
pub struct StudyFolder {
    /// The rows of `participants.csv`.
    pub participants: Vec<Participant>,
    /// The rows of `research_questions.csv`.
    pub questions: Vec<ResearchQuestion>,
    /// The rows of `quotes.csv`; of a stored study, the quotes that are ready, once for each theme.
    pub quotes: Vec<Quote>,
    /// The quotes among the other findings, which belong to no theme. No file holds them.
    pub other: Vec<Quote>,
    /// The transcripts, in the order of the files.
    pub transcripts: Vec<FolderTranscript>,
    /// What can be read and quoted: the transcripts without names, and the field notes.
    pub documents: Vec<Document>,
    /// The entries of `themes.toml`, if there is one.
    pub themes: Vec<About>,
    /// The rows of `codes.csv`, if there is one.
    pub codes: Vec<Code>,
    /// The rows of `codings.csv`, if there is one.
    pub codings: Vec<FolderCoding>,
    /// What the reader should know although nothing is wrong.
    pub notices: Vec<Problem>,
}

/// A transcript file of the folder.
#[derive(Debug, Clone)]
pub struct FolderTranscript {
    /// The document id quotes refer to: the file name without folder and ending. `None` if that is
    /// no id.
    pub document: Option<String>,
    /// The turns and the warnings of the reader.
    pub transcript: Transcript,
}

impl StudyFolder {
    /// The participants that may be counted and tabled: all but the withdrawn (study A20, P6).
    pub fn counted_participants(&self) -> impl Iterator<Item = &Participant> {
        self.participants
            .iter()
            .filter(|participant| participant.status != Status::Withdrawn)
    }

    /// The documents that may be kept: all but those of withdrawn participants (study P6).
    pub fn kept_documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(|document| {
            let speaker = document.participant.as_deref();
            !self.participants.iter().any(|participant| {
                participant.status == Status::Withdrawn
                    && Some(participant.participant.as_str()) == speaker
            })
        })
    }

    /// Drops what these participants said from the quotes.
    pub fn drop_quotes_of(&mut self, participants: &BTreeSet<&str>) {
        let documents: BTreeSet<String> = self
            .documents
            .iter()
            .filter(|one| {
                let speaker = one.participant.as_deref();
                speaker.is_some_and(|speaker| participants.contains(speaker))
            })
            .map(|one| one.handle.clone())
            .collect();
        self.quotes.retain(|quote| {
            let speaker = quote.participant.as_deref();
            let document = quote.document.as_ref();
            !speaker.is_some_and(|speaker| participants.contains(speaker))
                && !document.is_some_and(|document| documents.contains(document))
        });
    }

    /// The quotes that are printed: those that stand under themes, and behind them those among the other findings.
    pub fn printed_quotes(&self) -> impl Iterator<Item = &Quote> {
        self.standing_quotes().chain(self.shown_of(&self.other))
    }

    /// The quotes under themes that may be shown, but for those of which a theme, or what they stand under in it, was dropped.
    pub fn standing_quotes(&self) -> impl Iterator<Item = &Quote> {
        self.shown_quotes()
            .filter(|quote| !self.is_given_up(&quote.path()))
    }

    /// Whether a place, or one that it stands under, was dropped.
    pub fn is_given_up(&self, path: &[String]) -> bool {
        let mut dropped = self.themes.iter();
        dropped.any(|about| about.status == ThemeStatus::Dropped && path.starts_with(&about.path))
    }

    /// The quotes that may be shown: all but those of withdrawn participants (study A20, P6).
    pub fn shown_quotes(&self) -> impl Iterator<Item = &Quote> {
        self.shown_of(&self.quotes)
    }

    fn shown_of<'a>(&'a self, quotes: &'a [Quote]) -> impl Iterator<Item = &'a Quote> {
        let withdrawn: BTreeSet<&str> = self
            .participants
            .iter()
            .filter(|participant| participant.status == Status::Withdrawn)
            .map(|participant| participant.participant.as_str())
            .collect();
        let spoken = |document: &str| {
            let mut documents = self.documents.iter();
            let document = documents.find(|one| one.handle == document)?;
            document.participant.as_deref()
        };
        quotes.iter().filter(move |quote| {
            let document = quote.document.as_deref();
            let speaker = quote.participant.as_deref();
            let speaker = speaker.or_else(|| document.and_then(spoken));
            !speaker.is_some_and(|speaker| withdrawn.contains(speaker))
        })
    }
}

#[cfg(test)]
mod tests;
