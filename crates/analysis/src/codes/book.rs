//! The codebook at one moment: every code with its place (study R32, R33).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CodeStatus, Colour};
use crate::outline::{Node, Outline};
use crate::trail::{Phrase, Recorded};

/// The word of codes in the trail.
pub(crate) const CODE: &str = "code";

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
    /// Its colour, where somebody has given it one. Left out without one, so that a code reads as it was written before
    /// there were colours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Whether another program has it as a category alone, under which nothing is coded (REFI-QDA, `isCodable`). It takes codings
    /// here as every code does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_heading: bool,
}

impl Recorded for CodeState {
    const KIND: &'static str = CODE;
}

impl Node for CodeState {
    const DEEPEST: usize = usize::MAX;

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

/// The codes of one moment and their words.
pub type Book = Outline<CodeState>;

impl Book {
    /// One code.
    pub fn code(&self, id: Uuid) -> Option<&CodeState> {
        self.node(id)
    }

    /// Every code, in no order that means anything.
    pub fn codes(&self) -> &BTreeMap<Uuid, CodeState> {
        self.nodes()
    }

    /// What a code is for.
    pub fn definition(&self, id: Uuid) -> &str {
        self.words(self.code(id).and_then(|code| code.definition.as_ref()))
    }
}
