//! What a study has of documents and participants while texts of another program come in, and what became of these texts.

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::Tx;
use study::problem::{Code as Fault, Problem};
use study::{documents, participants};
use uuid::Uuid;

use super::withdrawn;

/// The documents and participants of a study, with counts of what was taken otherwise than it came.
pub(super) struct Shelf {
    /// Documents by their handles.
    pub(super) ids: BTreeMap<String, Uuid>,
    /// Participants by theirs.
    people: BTreeMap<String, Uuid>,
    names: BTreeSet<String>,
    out: BTreeSet<String>,
    /// Texts that are documents here already.
    pub(super) known: usize,
    /// Texts that go by a number.
    pub(super) unnamed: usize,
    /// Texts of participants who have withdrawn.
    pub(super) withheld: usize,
    /// Why nothing is stored.
    pub(super) problems: Vec<Problem>,
}

impl Shelf {
    /// What the study has.
    pub(super) async fn of(tx: &Tx, study: Uuid) -> Result<Self> {
        let connection = tx.connection();
        let people = participants::all(connection, study).await?.into_iter();
        let people = people.map(|stored| (stored.participant.participant, stored.id));
        let people: BTreeMap<String, Uuid> = people.collect();
        Ok(Self {
            ids: documents::ids(connection, study).await?,
            names: people.keys().cloned().collect(),
            people,
            out: withdrawn(tx, study).await?,
            known: 0,
            unnamed: 0,
            withheld: 0,
            problems: Vec::new(),
        })
    }

    /// Who speaks in a text of this name.
    pub(super) fn participant(&self, stem: &str) -> Option<String> {
        documents::participant_of(stem, &self.names).map(str::to_owned)
    }

    /// Whether a participant has withdrawn.
    pub(super) fn is_out(&self, participant: &str) -> bool {
        self.out.contains(participant)
    }

    /// The identifier of a participant.
    pub(super) fn person(&self, participant: &str) -> Option<Uuid> {
        self.people.get(participant).copied()
    }

    /// Notes that a document of this handle is here with another text.
    pub(super) fn clash(&mut self, file: &str, handle: &str) {
        let message = "a document of this id is here with another text, in which nothing would stand in its place";
        let problem = Problem::error(Fault::E03, file, message);
        self.problems.push(problem.with_value(handle));
    }

    /// What a person should know of the texts, in sentences.
    pub(super) fn said(&self) -> Vec<String> {
        let said = [
            (
                self.known,
                "documents that are here already, with the same text",
            ),
            (
                self.unnamed,
                "documents with a number for a name, because theirs is not 1 to 32 letters, digits, _ or -, or stands twice",
            ),
            (
                self.withheld,
                "not taken: documents of participants who have withdrawn, with all that is coded in them",
            ),
        ];
        let said = said.into_iter().filter(|(count, _)| *count > 0);
        said.map(|(count, words)| format!("{words}: {count}"))
            .collect()
    }
}
