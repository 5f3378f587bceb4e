//! A [`StudyFolder`] from the database, so that a stored study prints what its files would.

use std::collections::BTreeMap;

use platform::Result;
use sea_orm::ConnectionTrait;
use study::{consent, documents, participants, questions};
use uuid::Uuid;

use super::StudyFolder;
use crate::quotes::{self, Known, Stored};
use crate::themes::{self, Placed};

/// What a study holds, without the text of its documents and without codes; and the quotes with the
/// turns they stand in, and the themes as they are placed.
pub async fn stored(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<(StudyFolder, Vec<Stored>, Vec<Placed>)> {
    let participants = participants::all(connection, study).await?;
    let questions = questions::all(connection, study).await?;
    let documents = documents::all(connection, study).await?;
    let places = themes::all(connection, study).await?;
    let refused = consent::refused(connection, study).await?.quotation;
    let speakers: BTreeMap<String, Option<Uuid>> = documents
        .iter()
        .map(|document| (document.handle.clone(), document.participant))
        .collect();
    let known = Known {
        themes: places
            .iter()
            .map(|place| (place.about.path.clone(), place.id))
            .collect(),
        participants: participants
            .iter()
            .map(|stored| (stored.participant.participant.clone(), stored.id))
            .collect(),
        documents: documents
            .into_iter()
            .map(|document| (document.handle, document.id))
            .collect(),
        questions: questions
            .iter()
            .map(|(id, question)| (question.id.clone(), *id))
            .collect(),
        wordings: questions::newest(connection, study).await?,
    };
    let mut quotes = quotes::all(connection, study, &known).await?;
    // Words of whoever does not let themselves be quoted stand nowhere (study P7).
    quotes.retain(|stored| {
        let named = stored.quote.participant.as_ref();
        let named = named.and_then(|handle| known.participants.get(handle));
        let spoke = stored.quote.document.as_ref();
        let spoke = spoke.and_then(|handle| speakers.get(handle)).copied();
        let of = [named.copied(), spoke.flatten()];
        !of.into_iter().flatten().any(|id| refused.contains(&id))
    });
    let folder = StudyFolder {
        participants: participants.into_iter().map(|p| p.participant).collect(),
        questions: questions
            .into_iter()
            .map(|(_, question)| question)
            .collect(),
        quotes: quotes.iter().map(|stored| stored.quote.clone()).collect(),
        transcripts: Vec::new(),
        documents: Vec::new(),
        themes: places.iter().map(|place| place.about.clone()).collect(),
        codes: Vec::new(),
        codings: Vec::new(),
        notices: Vec::new(),
    };
    Ok((folder, quotes, places))
}
