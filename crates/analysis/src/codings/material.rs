//! What a study has coded, as queries, matrices and counts read it: in memory, whole, without names of people.

use std::collections::BTreeMap;
use std::sync::Arc;

pub use study::documents::Extent as Stretch;
use study::documents::Kind;
use uuid::Uuid;

/// The documents of a study with what is coded in them, as one reader may see it.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// In the order of their list.
    pub documents: Vec<Coded>,
    /// Every code: its name, and the code above it.
    pub codes: BTreeMap<Uuid, (String, Option<Uuid>)>,
}

/// A document with what is coded in it.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The document.
    pub id: Uuid,
    /// What quotes refer to it by.
    pub handle: String,
    /// What it is; a field note counts to no cohort and is no interview (study R57).
    pub kind: Kind,
    /// The cohort of who speaks in it.
    pub cohort: Option<String>,
    /// Who speaks in it.
    pub participant: Option<Uuid>,
    /// Its turns in their order.
    pub turns: Arc<[Stretch]>,
    /// By start, end, code, analyst.
    pub codings: Arc<[Coding]>,
}

/// A coding: code, span, analyst. A code that was merged counts as the one it was merged into, and what two codes that are one now
/// marked alike is one coding (study R32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coding {
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// Which code.
    pub code: Uuid,
    /// Whose layer.
    pub member: Uuid,
    /// The coding.
    pub id: Uuid,
    /// The turn in which it begins, from 0.
    pub first: u32,
    /// The turn in which it ends.
    pub last: u32,
}
