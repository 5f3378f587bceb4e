//! The six phases of reflexive thematic analysis (study section 1), and what an analyst has stated.

use serde::{Deserialize, Serialize};

/// The word of phases in the trail.
pub const PHASE: &str = "phase";

/// One of the six.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// 1, becoming familiar with what was said.
    Familiarise,
    /// 2, coding.
    Code,
    /// 3, generating candidate themes.
    Generate,
    /// 4, developing and reviewing themes.
    Develop,
    /// 5, refining, defining and naming themes.
    Define,
    /// 6, writing.
    Write,
}

impl Phase {
    /// Each, in their order.
    pub const ALL: [Self; 6] = [
        Self::Familiarise,
        Self::Code,
        Self::Generate,
        Self::Develop,
        Self::Define,
        Self::Write,
    ];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Familiarise => "familiarise",
            Self::Code => "code",
            Self::Generate => "generate",
            Self::Develop => "develop",
            Self::Define => "define",
            Self::Write => "write",
        }
    }

    /// Its number, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().take_while(|one| **one < self).count() + 1
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Familiarise => "Familiarise",
            Self::Code => "Code",
            Self::Generate => "Generate candidate themes",
            Self::Develop => "Develop and review themes",
            Self::Define => "Refine, define, name",
            Self::Write => "Write",
        }
    }

    /// The phase of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What an analyst has stated, as the trail keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseState {
    /// The phases that are open, each once; the one that was stated last is the last.
    pub open: Vec<Phase>,
}

impl PhaseState {
    /// The phase in which the analyst works now.
    pub fn now(&self) -> Option<Phase> {
        self.open.last().copied()
    }

    /// The same once they work in a phase.
    #[must_use]
    pub fn entered(&self, phase: Phase) -> Self {
        let mut left = self.left(phase);
        left.open.push(phase);
        left
    }

    /// The same once a phase is closed.
    #[must_use]
    pub fn left(&self, phase: Phase) -> Self {
        let open = self.open.iter().copied();
        Self {
            open: open.filter(|one| *one != phase).collect(),
        }
    }
}
