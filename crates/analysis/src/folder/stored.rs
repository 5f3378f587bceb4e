//! A [`StudyFolder`] from the database, so that a stored study prints what its files would.

use std::collections::BTreeMap;

use platform::Result;
use sea_orm::ConnectionTrait;
use study::{participants, questions};
use uuid::Uuid;

use super::StudyFolder;
use crate::quotes::{self, Quote, Stored};
use crate::themes::{self, Placed};

/// What a study holds, without the text of its documents and without codes; and the quotes with the turns they stand in,
/// drafts too, and the themes as they are placed.
pub async fn stored(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<(StudyFolder, Vec<Stored>, Vec<Placed>)> {
    let participants = participants::all(connection, study).await?;
    let questions = questions::all(connection, study).await?;
    let places = themes::all(connection, study).await?;
    let quotes = quotes::visible(connection, study).await?;
    let mut quotes: Vec<Stored> = quotes.iter().flat_map(quotes::Visible::placed).collect();
    quotes.sort_by_key(|stored| stored.quote.row);
    follow(&mut quotes, &places);
    let (other, quotes): (Vec<Stored>, Vec<Stored>) =
        quotes.into_iter().partition(|stored| stored.is_other);
    let ready = |quotes: &[Stored]| -> Vec<Quote> {
        let ready = quotes.iter().filter(|stored| stored.is_ready);
        ready.map(|stored| stored.quote.clone()).collect()
    };
    let folder = StudyFolder {
        participants: participants.into_iter().map(|p| p.participant).collect(),
        questions: questions
            .into_iter()
            .map(|(_, question)| question)
            .collect(),
        quotes: ready(&quotes),
        other: ready(&other),
        transcripts: Vec::new(),
        documents: Vec::new(),
        themes: places.iter().map(|place| place.about.clone()).collect(),
        codes: Vec::new(),
        codings: Vec::new(),
        notices: Vec::new(),
    };
    Ok((folder, quotes, places))
}

/// Lets the quotes of a theme that was merged count where it went (study R44); the rows stay, so that undo brings them back.
fn follow(quotes: &mut [Stored], places: &[Placed]) {
    let by_path: BTreeMap<&[String], &Placed> = places
        .iter()
        .map(|place| (place.about.path.as_slice(), place))
        .collect();
    let by_id: BTreeMap<Uuid, &Placed> = places.iter().map(|place| (place.id, place)).collect();
    for stored in quotes {
        let path = stored.quote.path();
        let mut at = by_path.get(path.as_slice()).copied();
        for _ in 0..places.len() {
            match at.and_then(|place| by_id.get(&place.merged_into?)) {
                Some(into) => at = Some(into),
                None => break,
            }
        }
        let Some(place) = at.filter(|place| place.about.path != path) else {
            continue;
        };
        let mut names = place.about.path.iter().cloned();
        stored.quote.theme = names.next().unwrap_or_default();
        stored.quote.subtheme = names.next();
        stored.quote.facet = names.next();
    }
}
