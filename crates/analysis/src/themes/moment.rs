//! The themes at one moment: every theme, subtheme and facet with its place (study R42, R44).

use std::collections::{BTreeMap, BTreeSet};

use platform::{Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ThemeStatus;
use crate::trail::{Phrase, State, Subject, Trail};

/// The word of themes in the trail.
pub(crate) const THEME: &str = "theme";
/// A theme, a subtheme, a facet.
pub(crate) const DEEPEST: usize = 3;

/// What a theme is, as the trail keeps it. Whether it is a theme, a subtheme or a facet follows from where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeState {
    /// Its own name.
    pub name: Phrase,
    /// The central organising concept.
    pub concept: Option<Phrase>,
    /// What it is; what a study folder says of it stands here whole.
    pub story: Option<Phrase>,
    /// What it is not.
    pub is_not: Option<Phrase>,
    /// Why it matters to the questions.
    pub matters: Option<Phrase>,
    /// Where it ends and another begins.
    pub boundaries: Option<Phrase>,
    /// The research questions it matters to, each with the number of the wording at that time (R2).
    pub questions: Vec<(String, i64)>,
    /// The theme it stands under.
    pub parent: Option<Uuid>,
    /// Its place among its siblings.
    pub position: i64,
    /// How far it is.
    pub status: ThemeStatus,
    /// Into which theme it was merged; it is dropped then.
    pub merged_into: Option<Uuid>,
    /// The codes that contribute to it, in the order in which they were added.
    pub codes: Vec<Uuid>,
    /// What somebody answered to the advice about this name (R43).
    pub answer: Option<Phrase>,
    /// Why the name stays against the advice; the advice is silent then.
    pub kept: Option<Phrase>,
}

impl ThemeState {
    /// A candidate without anything but its name; it has no place yet.
    pub fn candidate(name: Phrase, parent: Option<Uuid>) -> Self {
        Self {
            name,
            concept: None,
            story: None,
            is_not: None,
            matters: None,
            boundaries: None,
            questions: Vec::new(),
            parent,
            position: 0,
            status: ThemeStatus::Candidate,
            merged_into: None,
            codes: Vec::new(),
            answer: None,
            kept: None,
        }
    }
}

/// The themes of one moment and their words.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    themes: BTreeMap<Uuid, ThemeState>,
    texts: BTreeMap<Uuid, String>,
    below: BTreeMap<Option<Uuid>, Vec<Uuid>>,
}

impl Themes {
    /// The themes in a state of the trail.
    ///
    /// # Errors
    /// Another Enid has written states that this one cannot read.
    pub fn of(state: &State, trail: &Trail) -> Result<Self> {
        let mut themes = BTreeMap::new();
        for ((kind, id), theme) in state {
            if kind == THEME {
                themes.insert(*id, serde_json::from_str(theme).map_err(Error::internal)?);
            }
        }
        Ok(Self::new(themes, trail.texts.clone()))
    }

    /// These themes.
    pub fn new(themes: BTreeMap<Uuid, ThemeState>, texts: BTreeMap<Uuid, String>) -> Self {
        let mut below: BTreeMap<Option<Uuid>, Vec<Uuid>> = BTreeMap::new();
        for (id, theme) in &themes {
            below.entry(theme.parent).or_default().push(*id);
        }
        for siblings in below.values_mut() {
            siblings.sort_by_key(|id| (themes[id].position, *id));
        }
        Self {
            themes,
            texts,
            below,
        }
    }

    /// One theme.
    pub fn theme(&self, id: Uuid) -> Option<&ThemeState> {
        self.themes.get(&id)
    }

    /// Every theme, in no order that means anything.
    pub fn themes(&self) -> &BTreeMap<Uuid, ThemeState> {
        &self.themes
    }

    /// The words of a phrase; empty without one.
    pub fn words(&self, phrase: Option<&Phrase>) -> &str {
        let found = phrase.and_then(|phrase| self.texts.get(&phrase.id));
        found.map_or("", String::as_str)
    }

    /// The name of a theme; empty where it is not there.
    pub fn name(&self, id: Uuid) -> &str {
        self.words(self.themes.get(&id).map(|theme| &theme.name))
    }

    /// What it is, what it is not and why it matters, as one text, a part a paragraph.
    pub fn story(&self, theme: &ThemeState) -> String {
        let parts = [&theme.story, &theme.is_not, &theme.matters];
        let parts = parts.map(|part| self.words(part.as_ref()));
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join("\n")
    }

    /// The themes under another, or at the top, in their order.
    pub fn below(&self, parent: Option<Uuid>) -> &[Uuid] {
        self.below.get(&parent).map_or(&[], Vec::as_slice)
    }

    /// The theme and all above it, itself first.
    pub fn up(&self, id: Uuid) -> Vec<Uuid> {
        let mut found = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| !found.contains(id)) {
            found.push(id);
            at = self.themes.get(&id).and_then(|theme| theme.parent);
        }
        found
    }

    /// The names from the top down to a theme.
    pub fn path(&self, id: Uuid) -> Vec<String> {
        let up = self.up(id);
        up.iter()
            .rev()
            .map(|id| self.name(*id).to_owned())
            .collect()
    }

    /// How many levels a theme and what stands under it take.
    pub fn height(&self, id: Uuid) -> usize {
        let mut height = 0;
        let mut level = vec![id];
        // Themes that stand under each other in a ring are a fault, and no reason to go round for ever.
        while !level.is_empty() && height <= self.themes.len() {
            height += 1;
            let next = level.iter().flat_map(|id| self.below(Some(*id)));
            level = next.copied().collect();
        }
        height
    }

    /// Every theme with its depth, from 0, parents before what stands under them, in their order.
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

    /// Another theme of this name under the same parent.
    pub fn namesake(&self, parent: Option<Uuid>, name: &str, but: Option<Uuid>) -> Option<Uuid> {
        let siblings = self.below(parent).iter().copied();
        let mut others = siblings.filter(|id| Some(*id) != but);
        others.find(|id| self.name(*id) == name)
    }

    /// The themes because of which these hold not together: without the theme they stand under or were merged into, under
    /// themselves, deeper than a facet, or with the name of another in the same place.
    pub fn faults(&self) -> BTreeSet<Subject> {
        let mut wrong = BTreeSet::new();
        for (id, theme) in &self.themes {
            let is_gone = |id: Option<Uuid>| id.is_some_and(|id| !self.themes.contains_key(&id));
            let up = self.up(*id);
            let top = up.last().and_then(|id| self.themes.get(id));
            let turns_round = top.is_some_and(|top| top.parent.is_some_and(|p| up.contains(&p)));
            let twin = self.namesake(theme.parent, self.name(*id), Some(*id));
            if is_gone(theme.parent)
                || is_gone(theme.merged_into)
                || turns_round
                || up.len() > DEEPEST
                || twin.is_some()
            {
                wrong.insert((THEME.to_owned(), *id));
            }
        }
        wrong
    }
}

/// What stands at a depth, from 0.
pub(crate) fn level(depth: usize) -> &'static str {
    match depth {
        0 => "theme",
        1 => "subtheme",
        _ => "facet",
    }
}
