//! The themes at one moment: every theme, subtheme and facet with its place (study R42, R44).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ThemeStatus;
use crate::outline::{Node, Outline};
use crate::trail::{Phrase, Recorded};

/// The word of themes in the trail.
pub(crate) const THEME: &str = "theme";

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

impl Recorded for ThemeState {
    const KIND: &'static str = THEME;
}

impl Node for ThemeState {
    /// A theme, a subtheme, a facet.
    const DEEPEST: usize = 3;

    fn name(&self) -> &Phrase {
        &self.name
    }

    fn parent(&self) -> Option<Uuid> {
        self.parent
    }

    fn position(&self) -> i64 {
        self.position
    }

    fn merged_into(&self) -> Option<Uuid> {
        self.merged_into
    }
}

/// The themes of one moment and their words.
pub type Themes = Outline<ThemeState>;

impl Themes {
    /// One theme.
    pub fn theme(&self, id: Uuid) -> Option<&ThemeState> {
        self.node(id)
    }

    /// Every theme, in no order that means anything.
    pub fn themes(&self) -> &BTreeMap<Uuid, ThemeState> {
        self.nodes()
    }

    /// What it is, what it is not and why it matters, as one text, a part a paragraph.
    pub fn story(&self, theme: &ThemeState) -> String {
        let parts = [&theme.story, &theme.is_not, &theme.matters];
        let parts = parts.map(|part| self.words(part.as_ref()));
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join("\n")
    }

    /// How many levels a theme and what stands under it take.
    pub fn height(&self, id: Uuid) -> usize {
        let mut height = 0;
        let mut level = vec![id];
        // Themes that stand under each other in a ring are a fault, and no reason to go round for ever.
        while !level.is_empty() && height <= self.themes().len() {
            height += 1;
            let next = level.iter().flat_map(|id| self.below(Some(*id)));
            level = next.copied().collect();
        }
        height
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
