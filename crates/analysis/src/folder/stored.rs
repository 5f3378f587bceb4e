//! A [`StudyFolder`] from the database, so that a stored study prints what its files would.

use platform::Result;
use sea_orm::ConnectionTrait;
use study::{documents, participants, questions};
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
    let quotes = quotes::all(connection, study, &known).await?;
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
        notices: Vec::new(),
    };
    Ok((folder, quotes, places))
}
