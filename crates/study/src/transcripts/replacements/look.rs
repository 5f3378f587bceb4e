//! One transcript as a decision needs it: what was said, what is decided, what waits.

use platform::{Error, Result};

use super::decision::{Replacement, State};
use crate::documents::Turn;
use crate::transcripts::anchors::{Span, Version};
use crate::transcripts::deidentify::{Accepted, Lists, Suggestion, apply, keep_given, suggest};
use crate::transcripts::store::Spoken;

/// Why a place waits that was accepted before.
pub const CORRECTED: &str = "accepted before; the words were corrected since";

/// What was said in one transcript with every decision about it. For whoever may read what was said.
pub struct Look {
    /// What was said, corrected.
    pub spoken: Vec<Spoken>,
    /// The same as one text.
    pub version: Version,
    /// Every decision, at its place in this text.
    pub decided: Vec<Replacement>,
    /// What waits for a decision, in the order of the text.
    pub waiting: Vec<Suggestion>,
}

impl Look {
    /// Looks at a text by the lists.
    pub(super) fn of(spoken: Vec<Spoken>, decided: Vec<Replacement>, lists: &Lists) -> Self {
        let version = version_of(&spoken);
        let waiting = waiting(&version, &decided, lists);
        Look {
            spoken,
            version,
            decided,
            waiting,
        }
    }

    /// Accepted decisions whose text is gone.
    pub fn lost(&self) -> impl Iterator<Item = &Replacement> {
        self.decided.iter().filter(|one| one.state == State::Lost)
    }

    /// How many decisions are to be made before a text can be read.
    pub fn open(&self) -> usize {
        self.waiting.len() + self.lost().count()
    }

    /// Accepted originals with their surrogates, the newest decision last.
    pub fn given(&self) -> Vec<(String, String)> {
        given(&self.version, &self.decided)
    }

    /// The turns as analysts read them. `handle` is the id of whoever is interviewed.
    ///
    /// # Errors
    /// Two decisions about one place, which the store does not keep.
    pub fn turns(&self, handle: Option<&str>) -> Result<Vec<Turn>> {
        let accepted = self.decided.iter().filter_map(|one| {
            Some(Accepted {
                span: one.whole(&self.version)?,
                surrogate: one.surrogate.clone(),
            })
            .filter(|_| one.state == State::Accepted)
        });
        let accepted: Vec<Accepted> = accepted.collect();
        let (text, _) = apply(&self.version, &accepted).map_err(Error::internal)?;
        Ok(super::reading::turns(&self.spoken, &text, handle))
    }
}

/// The texts of turns as one.
pub(super) fn version_of(spoken: &[Spoken]) -> Version {
    let texts: Vec<&str> = spoken.iter().map(|turn| turn.text.as_str()).collect();
    Version::of_turns(&texts)
}

fn given(version: &Version, decided: &[Replacement]) -> Vec<(String, String)> {
    let mut accepted: Vec<&Replacement> = decided
        .iter()
        .filter(|one| one.state == State::Accepted)
        .collect();
    accepted.sort_by_key(|one| one.decided_at);
    let pair =
        |one: &Replacement| Some((version.slice(one.whole(version)?), one.surrogate.clone()));
    accepted.into_iter().filter_map(pair).collect()
}

fn waiting(version: &Version, decided: &[Replacement], lists: &Lists) -> Vec<Suggestion> {
    let mut waiting = suggest(version, lists);
    keep_given(&mut waiting, &given(version, decided));
    let covered: Vec<Span> = decided
        .iter()
        .filter(|one| one.state != State::Lost)
        .filter_map(|one| one.whole(version))
        .collect();
    waiting.retain(|one| !is_settled(one, &covered));
    let changed = decided.iter().filter(|one| one.state == State::Changed);
    waiting.extend(changed.filter_map(|one| {
        let span = one.whole(version)?;
        Some(Suggestion {
            turn: one.turn + 1,
            original: version.slice(span),
            span,
            category: one.category,
            kind: one.kind.clone(),
            surrogate: one.surrogate.clone(),
            reason: CORRECTED,
        })
    }));
    waiting.sort_by_key(|one| one.span);
    waiting
}

/// Whether every letter and digit of a suggestion lies in a place that was decided.
fn is_settled(one: &Suggestion, covered: &[Span]) -> bool {
    let is_covered = |at: usize| covered.iter().any(|span| span.start <= at && at < span.end);
    let characters = one.original.chars().enumerate();
    characters
        .filter(|(_, character)| character.is_alphanumeric())
        .all(|(index, _)| is_covered(one.span.start + index))
}
