//! What somebody takes of what a file offers, in the transaction of the import.

use std::collections::BTreeMap;

use study::questions;
use uuid::Uuid;

use super::{Bringing, ImportError};
use crate::quotes::{self, Answer};
use crate::themes;

/// What questions mean here: the row and the number of the wording that holds, by label.
pub(super) type Questions = BTreeMap<String, (Uuid, i64)>;

impl Bringing<'_> {
    /// Takes themes and groups. Gives the identifiers here of all themes of the file that are here, by their GUIDs.
    pub(super) async fn themes(
        &mut self,
        member: Option<Uuid>,
        codes: &BTreeMap<Uuid, Uuid>,
    ) -> Result<BTreeMap<Uuid, Uuid>, ImportError> {
        let offers = &self.outline.offers;
        let here = |code: &Uuid| codes.get(code).copied();
        let brought: Vec<themes::Brought> = offers
            .taken_themes()
            .map(|theme| themes::Brought {
                codes: theme.codes.iter().filter_map(here).collect(),
                ..theme.clone()
            })
            .collect();
        let others = offers.themes.iter().filter(|theme| !theme.is_taken);
        let others: Vec<Uuid> = others.map(|theme| theme.brought.guid).collect();
        let wanted = (brought.as_slice(), others.as_slice());
        let taken =
            themes::bring_in_exchanged(self.tx, self.app, self.study, member, wanted).await?;
        self.told.themes = taken.new;
        Ok(taken.ids)
    }

    /// Takes research questions.
    pub(super) async fn questions(
        &mut self,
        member: Option<Uuid>,
    ) -> Result<Questions, ImportError> {
        let (tx, app, study) = (self.tx, self.app, self.study);
        let before = questions::all(tx.connection(), study).await?.len();
        for question in &self.outline.offers.questions {
            let words = (
                question.guid,
                question.label.as_str(),
                question.wording.as_str(),
            );
            if !questions::add(tx, app, study, words, member).await? {
                let why = "another question here has its id or its words, or it has none that can be kept";
                self.told.leave(("Q20", "Note"), 1, &question.label, why);
            }
        }
        let all = questions::all(tx.connection(), study).await?;
        self.told.questions = all.len() - before;
        let newest = questions::newest(tx.connection(), study).await?;
        let known = all.into_iter().map(|(id, question)| {
            let wording = newest.get(&question.id).copied().unwrap_or(1);
            (question.id, (id, wording))
        });
        Ok(known.collect())
    }

    /// Takes quotes whose documents are here.
    pub(super) async fn quotes(
        &mut self,
        member: Option<Uuid>,
        (documents, themes, questions): (&BTreeMap<Uuid, Uuid>, &BTreeMap<Uuid, Uuid>, &Questions),
    ) -> Result<(), ImportError> {
        let mut brought = Vec::new();
        for (note, quote) in &self.outline.offers.quotes {
            let Some(document) = documents.get(note) else {
                let why = "the text in which the quote stands is not here";
                self.told.leave(("Q20", "Note"), 1, &note.to_string(), why);
                continue;
            };
            let places = quote.places.iter().filter_map(|(rank, theme)| match theme {
                None => Some((*rank, None)),
                Some(guid) => Some((*rank, Some(*themes.get(guid)?))),
            });
            let answers = quote.answers.iter().filter_map(|label| {
                let (question, wording) = questions.get(label)?;
                Some(Answer {
                    question: *question,
                    wording: Some(*wording),
                })
            });
            brought.push(quotes::Brought {
                guid: *note,
                document: *document,
                text: quote.text.clone(),
                pieces: quote.pieces.clone(),
                places: places.collect(),
                answers: answers.collect(),
                is_ready: quote.is_ready,
                stance: quote.stance,
            });
        }
        let taken =
            quotes::bring_in_exchanged(self.tx, self.app, self.study, member, &brought).await?;
        self.told.quotes = taken.new;
        for note in taken.lost {
            let why = "its words do not stand in the text";
            self.told.leave(("Q13", "Note"), 1, &note.to_string(), why);
        }
        Ok(())
    }
}
