//! The quotes of a study as a reader may see them, with what they refer to called as files and pages call it.

use std::collections::BTreeMap;

use platform::Result;
use sea_orm::ConnectionTrait;
use study::documents::{self, Kind};
use study::{consent, participants, questions};
use uuid::Uuid;

use super::Quote;
use super::state::{QuoteState, Stance};
use super::store;
use super::words_store::Words;
use crate::themes;

/// What stands where a quote belongs to no theme.
pub const OTHER: &str = "Other findings";

/// A quote with what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible {
    /// Random.
    pub id: Uuid,
    /// Where it is placed, and what analysts say of it.
    pub state: QuoteState,
    /// What it says.
    pub words: Words,
    /// Who said it. The author of a field note is nobody who was interviewed (study R57).
    pub participant: Option<String>,
    /// The document, as pages call it.
    pub document: Option<String>,
    /// What the document is.
    pub kind: Option<Kind>,
    /// Its places in their order; no path stands for the other findings. A theme that is gone is none.
    pub places: Vec<Placing>,
    /// The labels of the questions it answers, in their order.
    pub questions: Vec<String>,
}

/// One place of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    /// The theme, subtheme or facet; none among the other findings.
    pub theme: Option<Uuid>,
    /// Its names from the theme down; empty among the other findings.
    pub path: Vec<String>,
    /// Its place among all quotes.
    pub position: i64,
}

/// A quote in one of its places, as outputs and pages of themes show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The quote.
    pub id: Uuid,
    /// What a file would say of it.
    pub quote: Quote,
    /// The turn in which its words begin, from 1, where they were found.
    pub turn: Option<i64>,
    /// The code points of its document that it shows, each from one to before another; none where its words were not found.
    pub spans: Vec<(u32, u32)>,
    /// Whether it may be printed.
    pub is_ready: bool,
    /// What it says to its theme.
    pub stance: Stance,
    /// Whether this place is among the other findings.
    pub is_other: bool,
}

impl Visible {
    /// Whether a field note says it (study R57).
    pub fn is_note(&self) -> bool {
        self.kind == Some(Kind::FieldNote)
    }

    /// The quote in each of its places.
    pub fn placed(&self) -> impl Iterator<Item = Stored> {
        self.places.iter().map(|place| {
            let mut path = place.path.iter().cloned();
            Stored {
                id: self.id,
                quote: Quote {
                    row: u32::try_from(place.position).unwrap_or(u32::MAX),
                    theme: path.next().unwrap_or_else(|| OTHER.to_owned()),
                    subtheme: path.next(),
                    facet: path.next(),
                    text: self.words.text.clone(),
                    questions: self.questions.clone(),
                    participant: self.participant.clone(),
                    document: self.document.clone(),
                    is_note: self.is_note(),
                },
                turn: self.words.turn,
                spans: self.words.spans(),
                is_ready: self.state.is_ready,
                stance: self.state.stance,
                is_other: place.theme.is_none(),
            }
        })
    }
}

/// The quotes of a study, those that are placed in the order of their first places. Words of whoever does not let themselves
/// be quoted stand nowhere (study P7).
pub async fn visible(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Visible>> {
    let refused = consent::refused(connection, study).await?.quotation;
    let documents = documents::all(connection, study).await?;
    let documents: BTreeMap<Uuid, documents::Listed> =
        documents.into_iter().map(|one| (one.id, one)).collect();
    let participants = participants::all(connection, study).await?;
    let participants: BTreeMap<Uuid, String> = participants
        .into_iter()
        .map(|stored| (stored.id, stored.participant.participant))
        .collect();
    let labels = questions::all(connection, study).await?;
    let labels: BTreeMap<Uuid, String> = labels.into_iter().map(|(id, one)| (id, one.id)).collect();
    let themes = themes::all(connection, study).await?;
    let themes: BTreeMap<Uuid, Vec<String>> = themes
        .into_iter()
        .map(|one| (one.id, one.about.path))
        .collect();
    let mut found = Vec::new();
    for held in store::held(connection, study).await? {
        let document = held.words.document.and_then(|id| documents.get(&id));
        let spoke = document.and_then(|document| document.participant);
        let of = [held.words.participant, spoke];
        if of.into_iter().flatten().any(|id| refused.contains(&id)) {
            continue;
        }
        let kind = document.map(|document| document.kind);
        let speaker = held
            .words
            .participant
            .filter(|_| kind != Some(Kind::FieldNote));
        let places = held.state.places.iter().filter_map(|place| {
            Some(Placing {
                theme: place.theme,
                path: match place.theme {
                    None => Vec::new(),
                    Some(theme) => themes.get(&theme)?.clone(),
                },
                position: place.position,
            })
        });
        let answers = held.state.questions.iter();
        found.push(Visible {
            id: held.id,
            participant: speaker.and_then(|id| participants.get(&id).cloned()),
            document: document.map(|document| document.handle.clone()),
            kind,
            places: places.collect(),
            questions: answers
                .filter_map(|answer| labels.get(&answer.question).cloned())
                .collect(),
            state: held.state,
            words: held.words,
        });
    }
    Ok(found)
}
