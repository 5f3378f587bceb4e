//! What a study has coded, as queries, matrices and counts read it: in memory, whole, without names of people.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

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
    /// Of each code its codings: the place of their document, and theirs in it.
    places: OnceLock<BTreeMap<Uuid, Vec<(usize, usize)>>>,
}

impl Material {
    /// With every code: its name, and the code above it.
    pub fn new(documents: Vec<Coded>, codes: BTreeMap<Uuid, (String, Option<Uuid>)>) -> Self {
        Self {
            documents,
            codes,
            places: OnceLock::new(),
        }
    }

    /// The codings of a code, in the order of the documents and of the text. All codings are gone through at the first question.
    pub fn under(&self, code: Uuid) -> impl ExactSizeIterator<Item = (&Coded, &Coding)> {
        let places = self.places.get_or_init(|| {
            let mut places: BTreeMap<Uuid, Vec<(usize, usize)>> = BTreeMap::new();
            for (document, coded) in self.documents.iter().enumerate() {
                for (place, coding) in coded.codings.iter().enumerate() {
                    let of_code = places.entry(coding.code).or_default();
                    of_code.push((document, place));
                }
            }
            places
        });
        let found = places.get(&code).map_or(&[][..], Vec::as_slice);
        found.iter().map(|(document, place)| {
            let coded = &self.documents[*document];
            (coded, &coded.codings[*place])
        })
    }
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
