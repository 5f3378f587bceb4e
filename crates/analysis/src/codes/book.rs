//! The codebook at one moment: every code with its place (study R32, R33).

use std::collections::{BTreeMap, BTreeSet};

use platform::{Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CodeStatus;
use crate::trail::{Phrase, State, Subject, Trail};

/// The word of codes in the trail.
pub(crate) const CODE: &str = "code";
/// Between the positions of siblings, so that a code moves between two others without moving them.
pub(super) const GAP: i64 = 1 << 20;

/// What a code is, as the trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeState {
    /// Its own name.
    pub name: Phrase,
    /// What it is for.
    pub definition: Option<Phrase>,
    /// The code it stands under.
    pub parent: Option<Uuid>,
    /// Its place among its siblings.
    pub position: i64,
    /// `semantic`, `latent`, or empty.
    pub level: String,
    /// `inductive`, `deductive`, or empty.
    pub origin: String,
    /// Whether it is still used.
    pub status: CodeStatus,
    /// Into which code it was merged; it is retired then.
    pub merged_into: Option<Uuid>,
}

/// The codes of one moment and their words.
#[derive(Clone, Debug, Default)]
pub struct Book {
    codes: BTreeMap<Uuid, CodeState>,
    texts: BTreeMap<Uuid, String>,
    below: BTreeMap<Option<Uuid>, Vec<Uuid>>,
}

impl Book {
    /// The codebook in a state of the trail.
    ///
    /// # Errors
    /// Another Enid has written states that this one cannot read.
    pub fn of(state: &State, trail: &Trail) -> Result<Self> {
        let mut codes = BTreeMap::new();
        for ((kind, id), code) in state {
            if kind == CODE {
                codes.insert(*id, serde_json::from_str(code).map_err(Error::internal)?);
            }
        }
        Ok(Self::new(codes, trail.texts.clone()))
    }

    /// A codebook of these codes.
    pub fn new(codes: BTreeMap<Uuid, CodeState>, texts: BTreeMap<Uuid, String>) -> Self {
        let mut below: BTreeMap<Option<Uuid>, Vec<Uuid>> = BTreeMap::new();
        for (id, code) in &codes {
            below.entry(code.parent).or_default().push(*id);
        }
        for siblings in below.values_mut() {
            siblings.sort_by_key(|id| (codes[id].position, *id));
        }
        Self {
            codes,
            texts,
            below,
        }
    }

    /// One code.
    pub fn code(&self, id: Uuid) -> Option<&CodeState> {
        self.codes.get(&id)
    }

    /// Every code, in no order that means anything.
    pub fn codes(&self) -> &BTreeMap<Uuid, CodeState> {
        &self.codes
    }

    /// The words of a phrase; empty without one.
    pub fn words(&self, phrase: Option<&Phrase>) -> &str {
        let found = phrase.and_then(|phrase| self.texts.get(&phrase.id));
        found.map_or("", String::as_str)
    }

    /// The name of a code; empty where it is not there.
    pub fn name(&self, id: Uuid) -> &str {
        self.words(self.codes.get(&id).map(|code| &code.name))
    }

    /// What a code is for.
    pub fn definition(&self, id: Uuid) -> &str {
        self.words(
            self.codes
                .get(&id)
                .and_then(|code| code.definition.as_ref()),
        )
    }

    /// The codes under another, or at the top, in their order.
    pub fn below(&self, parent: Option<Uuid>) -> &[Uuid] {
        self.below.get(&parent).map_or(&[], Vec::as_slice)
    }

    /// The code and all above it, itself first.
    pub fn up(&self, id: Uuid) -> Vec<Uuid> {
        let mut found = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| !found.contains(id)) {
            found.push(id);
            at = self.codes.get(&id).and_then(|code| code.parent);
        }
        found
    }

    /// The names from the top down to a code.
    pub fn path(&self, id: Uuid) -> Vec<String> {
        let up = self.up(id);
        up.iter()
            .rev()
            .map(|id| self.name(*id).to_owned())
            .collect()
    }

    /// Every code with its depth, parents before their children, in their order.
    pub fn walk(&self) -> Vec<(usize, Uuid)> {
        let mut found = Vec::new();
        let mut waiting: Vec<(usize, Uuid)> = Vec::new();
        waiting.extend(self.below(None).iter().rev().map(|id| (0, *id)));
        while let Some((depth, id)) = waiting.pop() {
            found.push((depth, id));
            let below = self.below(Some(id)).iter().rev();
            waiting.extend(below.map(|id| (depth + 1, *id)));
        }
        found
    }

    /// Another code of this name under the same parent.
    pub fn namesake(&self, parent: Option<Uuid>, name: &str, but: Option<Uuid>) -> Option<Uuid> {
        let siblings = self.below(parent).iter().copied();
        let mut others = siblings.filter(|id| Some(*id) != but);
        others.find(|id| self.name(*id) == name)
    }

    /// The codes because of which this is no codebook: without the code they stand under or were merged into, under
    /// themselves, or with the name of another in the same place.
    pub fn faults(&self) -> BTreeSet<Subject> {
        let mut wrong = BTreeSet::new();
        for (id, code) in &self.codes {
            let is_gone = |id: Option<Uuid>| id.is_some_and(|id| !self.codes.contains_key(&id));
            let up = self.up(*id);
            let top = up.last().and_then(|id| self.codes.get(id));
            let turns_round = top.is_some_and(|top| top.parent.is_some_and(|p| up.contains(&p)));
            let twin = self.namesake(code.parent, self.name(*id), Some(*id));
            if is_gone(code.parent) || is_gone(code.merged_into) || turns_round || twin.is_some() {
                wrong.insert((CODE.to_owned(), *id));
            }
        }
        wrong
    }
}
