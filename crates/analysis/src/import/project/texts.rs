//! The texts of a project as documents.

use std::collections::{BTreeMap, BTreeSet};

use formats::coded_project::Text;
use platform::Error;
use sha2::{Digest as _, Sha256};
use study::columns::is_id;
use study::documents::{self, Document, Kind, Role, Turn};
use study::participants;
use study::problem::{Code as Fault, Problem};
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::{Bringing, ImportedProject, Placed};
use crate::import::{ImportError, withdrawn};

/// What the study knows, and what became of the texts so far.
struct Shelf {
    /// Documents by their handles.
    ids: BTreeMap<String, Uuid>,
    /// Participants by theirs.
    people: BTreeMap<String, Uuid>,
    names: BTreeSet<String>,
    out: BTreeSet<String>,
    placed: Vec<Option<Placed>>,
    problems: Vec<Problem>,
    known: usize,
    unnamed: usize,
    withheld: usize,
}

impl Bringing<'_> {
    /// The documents for the texts; none for one of somebody who has withdrawn.
    pub(super) async fn texts(
        &self,
        told: &mut ImportedProject,
    ) -> Result<Vec<Option<Placed>>, ImportError> {
        let connection = self.tx.connection();
        let people = participants::all(connection, self.study).await?.into_iter();
        let people = people.map(|stored| (stored.participant.participant, stored.id));
        let people: BTreeMap<String, Uuid> = people.collect();
        let mut shelf = Shelf {
            ids: documents::ids(connection, self.study).await?,
            names: people.keys().cloned().collect(),
            people,
            out: withdrawn(self.tx, self.study).await?,
            placed: Vec::new(),
            problems: Vec::new(),
            known: 0,
            unnamed: 0,
            withheld: 0,
        };
        for text in &self.project.texts {
            let placed = self.text(text, &mut shelf).await?;
            shelf.placed.push(placed);
        }
        if !shelf.problems.is_empty() {
            return Err(ImportError::Problems(shelf.problems));
        }
        told.documents = shelf.placed.iter().flatten().count() - shelf.known;
        for said in super::super::said_of_documents(shelf.known, shelf.unnamed, shelf.withheld) {
            self.tell(told, said);
        }
        Ok(shelf.placed)
    }

    /// The document for one text.
    async fn text(&self, text: &Text, shelf: &mut Shelf) -> Result<Option<Placed>, Error> {
        let stem = stem(&text.name).filter(|stem| is_id(stem));
        let participant = stem.and_then(|stem| documents::participant_of(stem, &shelf.names));
        if participant.is_some_and(|participant| shelf.out.contains(participant)) {
            shelf.withheld += 1;
            return Ok(None);
        }
        let is_free = |handle: &str| {
            shelf
                .placed
                .iter()
                .flatten()
                .all(|one| one.handle != handle)
        };
        let handle = match stem.filter(|stem| is_free(stem)) {
            Some(stem) => stem.to_owned(),
            None => {
                let number = self.number(text, shelf).await?;
                shelf.unnamed += 1;
                number
            }
        };
        if let Some(id) = shelf.ids.get(&handle).copied() {
            if !self.is(id, text).await? {
                let message = "a document of this id is here with another text, in which nothing would stand in its place";
                let problem = Problem::error(Fault::E03, &self.file.name, message);
                shelf.problems.push(problem.with_value(&handle));
            }
            shelf.known += 1;
            return Ok(Some(Placed { handle, id }));
        }
        let id = random_id(self.app);
        let document = document(&handle, text, participant);
        let participant = participant.and_then(|handle| shelf.people.get(handle));
        documents::add(self.tx, self.study, (id, &document), participant.copied()).await?;
        shelf.ids.insert(handle.clone(), id);
        Ok(Some(Placed { handle, id }))
    }

    /// A numbered id for a text: that of a document which has it, or the next that is free.
    async fn number(&self, text: &Text, shelf: &Shelf) -> Result<String, Error> {
        for number in 1.. {
            let handle = format!("document-{number}");
            if shelf
                .placed
                .iter()
                .flatten()
                .any(|one| one.handle == handle)
            {
                continue;
            }
            match shelf.ids.get(&handle) {
                Some(id) if !self.is(*id, text).await? => {}
                _ => return Ok(handle),
            }
        }
        Err(Error::internal("no number is left for a document"))
    }

    /// Whether a document has this text.
    async fn is(&self, document: Uuid, text: &Text) -> Result<bool, Error> {
        let turns = documents::turns(self.tx.connection(), document).await?;
        let there = turns.into_iter().map(|turn| turn.text);
        Ok(there.eq(text.paragraphs.iter().map(|paragraph| storable(paragraph))))
    }
}

/// The name of a file without its ending; a name without one as it is.
pub(in crate::import) fn stem(name: &str) -> Option<&str> {
    let name = name.rsplit(['/', '\\']).next()?.trim();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (!stem.is_empty()).then_some(stem)
}

fn document(handle: &str, text: &Text, participant: Option<&str>) -> Document {
    let turn = |paragraph: &String| Turn {
        role: Role::Unknown,
        label: None,
        start_ms: None,
        end_ms: None,
        text: paragraph.clone(),
    };
    Document {
        title: match participant {
            Some(participant) => format!("Interview with {participant}"),
            None => format!("Transcript {handle}"),
        },
        handle: handle.to_owned(),
        kind: Kind::Transcript,
        participant: participant.map(str::to_owned),
        author: None,
        dated: None,
        source_hash: Sha256::digest(text.paragraphs.join("\n")).to_vec(),
        turns: text.paragraphs.iter().map(turn).collect(),
    }
}
