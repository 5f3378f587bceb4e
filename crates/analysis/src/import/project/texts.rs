//! The texts of a project as documents.

use formats::coded_project::Text;
use platform::Error;
use sha2::{Digest as _, Sha256};
use study::columns::is_id;
use study::documents::{self, Document, Kind, Role, Turn};
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::{Bringing, ImportedProject, Placed};
use crate::import::ImportError;
use crate::import::shelf::Shelf;

impl Bringing<'_> {
    /// The documents for the texts; none for one of somebody who has withdrawn.
    pub(super) async fn texts(
        &self,
        told: &mut ImportedProject,
    ) -> Result<Vec<Option<Placed>>, ImportError> {
        let mut shelf = Shelf::of(self.tx, self.study).await?;
        let (mut placed, mut new) = (Vec::new(), Vec::new());
        for text in &self.project.texts {
            let one = self.text(text, (&mut shelf, &placed), &mut new).await?;
            placed.push(one);
        }
        documents::add(self.tx, self.study, &new).await?;
        for said in shelf.said() {
            self.tell(told, said);
        }
        told.documents = placed.iter().flatten().count() - shelf.known;
        match shelf.problems.is_empty() {
            true => Ok(placed),
            false => Err(ImportError::Problems(shelf.problems)),
        }
    }

    /// The document for one text, left in `new` where it is not there yet.
    async fn text(
        &self,
        text: &Text,
        (shelf, placed): (&mut Shelf, &[Option<Placed>]),
        new: &mut Vec<documents::New>,
    ) -> Result<Option<Placed>, Error> {
        let stem = stem(&text.name).filter(|stem| is_id(stem));
        let participant = stem.and_then(|stem| shelf.participant(stem));
        let participant = participant.as_deref();
        if participant.is_some_and(|participant| shelf.is_out(participant)) {
            shelf.withheld += 1;
            return Ok(None);
        }
        let is_free = |handle: &str| is_free(placed, handle);
        let handle = match stem.filter(|stem| is_free(stem)) {
            Some(stem) => stem.to_owned(),
            None => {
                let number = self.number(text, (shelf, placed)).await?;
                shelf.unnamed += 1;
                number
            }
        };
        if let Some(id) = shelf.ids.get(&handle).copied() {
            if !self.is(id, text).await? {
                shelf.clash(&self.file.name, &handle);
            }
            shelf.known += 1;
            return Ok(Some(Placed { handle, id }));
        }
        let id = random_id(self.app);
        new.push(documents::New {
            id,
            document: document(&handle, text, participant),
            participant: participant.and_then(|handle| shelf.person(handle)),
        });
        shelf.ids.insert(handle.clone(), id);
        Ok(Some(Placed { handle, id }))
    }

    /// A numbered id for a text: that of a document which has it, or the next that is free.
    async fn number(
        &self,
        text: &Text,
        (shelf, placed): (&Shelf, &[Option<Placed>]),
    ) -> Result<String, Error> {
        for number in 1.. {
            let handle = format!("document-{number}");
            if !is_free(placed, &handle) {
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

fn is_free(placed: &[Option<Placed>], handle: &str) -> bool {
    placed.iter().flatten().all(|one| one.handle != handle)
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
