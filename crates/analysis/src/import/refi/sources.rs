//! The sources of a file on their way into a study, a few at a time.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use formats::cost::Waiting;
use formats::refi_qda::model::Source;
use formats::refi_qda::{self, Stopped};
use platform::Error;
use study::documents::{self, AT_ONCE};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::coders::Coders;
use super::documents::Texts;
use super::material::{Material, materials};
use super::memos::Memos;
use super::take::{self, Taken, TakenMemo, take};
use super::{Bringing, leave_lost};
use crate::codings::{self, CodingState, Waits};
use crate::import::ImportError;

/// Sources that are read ahead of what is stored.
const AHEAD: usize = 4;

/// Texts that are stored together.
#[derive(Default)]
pub(super) struct Group {
    /// Documents that are not there yet.
    pub(super) new: Vec<documents::New>,
    codings: Vec<codings::BroughtCodings>,
    /// Memos by the documents in which they are.
    memos: Vec<(Uuid, Vec<TakenMemo>)>,
}

impl Bringing<'_> {
    /// Takes the sources one after another, while the next ones are read.
    pub(super) async fn sources(
        &mut self,
        known: (&BTreeMap<Uuid, Uuid>, &Coders),
        (texts, memos): (&mut Texts, &mut Memos),
    ) -> Result<(), ImportError> {
        let (send, mut receive) = mpsc::channel::<Source>(AHEAD);
        let (bytes, mut limits) = (Arc::clone(&self.file.bytes), self.file.limits.clone());
        // What is stored meanwhile is no time of reading.
        let (clock, waiting) = (limits.cost.clock.clone(), Waiting::default());
        limits.cost.clock = clock.without(&waiting);
        let reader = tokio::task::spawn_blocking(move || {
            refi_qda::read(Cursor::new(bytes), &limits, |_, source| {
                let sent = || send.blocking_send(source).map_err(|_| Stopped);
                waiting.over(&clock, sent)
            })
        });
        while let Some(mut source) = receive.recv().await {
            self.outline.reading.dangling.leave_out(&mut source);
            let (found, lost) = materials(source);
            leave_lost(&lost, &mut self.told);
            for material in found {
                self.text(&material, known, (&mut *texts, &mut *memos))
                    .await?;
                if self.group.codings.len() >= AT_ONCE {
                    self.store(known.1, memos).await?;
                }
            }
        }
        self.store(known.1, memos).await?;
        let read = reader.await.map_err(Error::internal)?;
        read.map_err(|error| ImportError::Problems(vec![self.file.problem(&error)]))?;
        Ok(())
    }

    async fn text(
        &mut self,
        material: &Material,
        (codes, coders): (&BTreeMap<Uuid, Uuid>, &Coders),
        (texts, memos): (&mut Texts, &mut Memos),
    ) -> Result<(), ImportError> {
        let known = texts.shelf.known;
        let taken = take(self.outline, material, &mut self.told);
        memos.notes.extend(taken.notes.iter().copied());
        let Some(document) = self.document(material, texts).await? else {
            let why =
                "the participant has withdrawn, or a document of this id has another text here";
            let place = material.place();
            let count = (taken.codings.len() + taken.quoted.len()) as u64;
            self.told.leave(("Q13", "Coding"), count, &place, why);
            self.told.leave(("Q13", material.element), 1, &place, why);
            return Ok(());
        };
        self.told.store(material.element, 1);
        self.told.documents += usize::from(texts.shelf.known == known);
        let states = states(&taken, document, (codes, coders));
        let quoted = taken.quoted.iter().map(|note| (*note, document));
        self.quoted.extend(quoted);
        let stored = states.len() + taken.quoted.len();
        self.told.store("Coding", stored as u64);
        self.group.codings.push((document, states));
        self.group.memos.push((document, taken.memos));
        Ok(())
    }

    /// Stores the texts that have been gathered.
    async fn store(&mut self, coders: &Coders, memos: &mut Memos) -> Result<(), Error> {
        let (tx, app, study) = (self.tx, self.app, self.study);
        let group = std::mem::take(&mut self.group);
        documents::add(tx, study, &group.new).await?;
        let stored = codings::bring_in_exchanged(tx, app, study, &self.act, group.codings).await?;
        for ((document, taken), codings) in group.memos.into_iter().zip(stored) {
            self.told.codings += codings.new;
            self.told.updated += codings.changed;
            memos.of_text(taken, (document, &codings.ids), coders);
        }
        Ok(())
    }
}

/// The codings of one text, each with its GUID.
fn states(
    taken: &Taken,
    document: Uuid,
    (codes, coders): (&BTreeMap<Uuid, Uuid>, &Coders),
) -> Vec<(Uuid, CodingState)> {
    let state = |coding: &take::TakenCoding| {
        let state = CodingState {
            code: *codes.get(&coding.code)?,
            document,
            member: *coders.get(&coding.user)?,
            start: coding.start,
            end: coding.end,
            revision: 0,
            waits: match coding.is_placed {
                true => Waits::No,
                false => Waits::Unverified,
            },
            coded_at: coding.at,
        };
        Some((coding.guid, state))
    };
    taken.codings.iter().filter_map(state).collect()
}
