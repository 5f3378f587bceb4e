//! Names that stand under each other in an order, as codes and themes do: one moment of them, what an edit leaves, what holds
//! not together, and what became of them from one moment to another. All of it but the page is pure.

mod compare;
mod compare_page;
mod compare_rows;
pub(crate) mod siblings;

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use uuid::Uuid;

pub use compare::Difference;
pub(crate) use compare::compare;
pub(crate) use compare_page::{Days, Wording, compared};
pub(crate) use compare_rows::told;

use crate::trail::{self, Phrase, Recorded, State, Subject, Trail};

/// Which of those that were brought in counts to which other, by their identifiers here; `brought` has the GUIDs of each and of
/// what it was merged into.
pub(crate) fn merged(
    brought: impl IntoIterator<Item = (Uuid, Option<Uuid>)>,
    ids: &BTreeMap<Uuid, Uuid>,
) -> BTreeMap<Uuid, Uuid> {
    let here = brought
        .into_iter()
        .filter_map(|(guid, into)| Some((*ids.get(&guid)?, *ids.get(&into?)?)));
    here.collect()
}

/// What stands in an outline.
pub trait Node: Recorded + Clone + PartialEq {
    /// How many may stand under each other.
    const DEEPEST: usize;

    /// Its own name.
    fn name(&self) -> &Phrase;
    /// What it stands under.
    fn parent(&self) -> Option<Uuid>;
    /// Its place among its siblings.
    fn position(&self) -> i64;
    /// Into which other it was merged.
    fn merged_into(&self) -> Option<Uuid>;
}

/// The outline of one moment and its words.
#[derive(Clone, Debug)]
pub struct Outline<T> {
    nodes: BTreeMap<Uuid, T>,
    texts: BTreeMap<Uuid, String>,
    below: BTreeMap<Option<Uuid>, Vec<Uuid>>,
}

/// One change of an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<T> {
    /// What is done, as the trail calls it.
    pub kind: &'static str,
    /// To which.
    pub id: Uuid,
    /// What it is afterwards; none where it goes.
    pub after: Option<T>,
}

/// Why something cannot be done, in a sentence.
pub type Refused = String;

impl<T> Edit<T> {
    /// Something that is there afterwards.
    pub fn new(kind: &'static str, id: Uuid, after: T) -> Self {
        Self {
            kind,
            id,
            after: Some(after),
        }
    }
}

impl<T> Default for Outline<T> {
    fn default() -> Self {
        Self {
            nodes: BTreeMap::new(),
            texts: BTreeMap::new(),
            below: BTreeMap::new(),
        }
    }
}

impl<T: Node> Outline<T> {
    /// The outline in a state of the trail.
    ///
    /// # Errors
    /// Another Enid has written states that this one cannot read.
    pub fn of(state: &State, trail: &Trail) -> Result<Self> {
        Ok(Self::new(trail::all_of(state)?, trail.texts.clone()))
    }

    /// An outline of these.
    pub fn new(nodes: BTreeMap<Uuid, T>, texts: BTreeMap<Uuid, String>) -> Self {
        let mut below: BTreeMap<Option<Uuid>, Vec<Uuid>> = BTreeMap::new();
        for (id, node) in &nodes {
            below.entry(node.parent()).or_default().push(*id);
        }
        for siblings in below.values_mut() {
            siblings.sort_by_key(|id| (nodes[id].position(), *id));
        }
        Self {
            nodes,
            texts,
            below,
        }
    }

    /// One of them.
    pub fn node(&self, id: Uuid) -> Option<&T> {
        self.nodes.get(&id)
    }

    /// All of them, in no order that means anything.
    pub fn nodes(&self) -> &BTreeMap<Uuid, T> {
        &self.nodes
    }

    /// The words of a phrase; empty without one.
    pub fn words(&self, phrase: Option<&Phrase>) -> &str {
        let found = phrase.and_then(|phrase| self.texts.get(&phrase.id));
        found.map_or("", String::as_str)
    }

    /// The name of one; empty where it is not there.
    pub fn name(&self, id: Uuid) -> &str {
        self.words(self.nodes.get(&id).map(Node::name))
    }

    /// Those under another, or at the top, in their order.
    pub fn below(&self, parent: Option<Uuid>) -> &[Uuid] {
        self.below.get(&parent).map_or(&[], Vec::as_slice)
    }

    /// It and all above it, itself first.
    pub fn up(&self, id: Uuid) -> Vec<Uuid> {
        let mut found = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| !found.contains(id)) {
            found.push(id);
            at = self.nodes.get(&id).and_then(Node::parent);
        }
        found
    }

    /// The names from the top down to it.
    pub fn path(&self, id: Uuid) -> Vec<String> {
        let up = self.up(id);
        up.iter()
            .rev()
            .map(|id| self.name(*id).to_owned())
            .collect()
    }

    /// All with their depths, from 0, parents before what stands under them, in their order.
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

    /// Another of this name under the same parent.
    pub fn namesake(&self, parent: Option<Uuid>, name: &str, but: Option<Uuid>) -> Option<Uuid> {
        let siblings = self.below(parent).iter().copied();
        let mut others = siblings.filter(|id| Some(*id) != but);
        others.find(|id| self.name(*id) == name)
    }

    /// Those because of which it holds not together: without what they stand under or were merged into, under themselves, too
    /// deep, or with the name of another in the same place.
    pub fn faults(&self) -> BTreeSet<Subject> {
        let mut wrong = BTreeSet::new();
        for (id, node) in &self.nodes {
            let is_gone = |id: Option<Uuid>| id.is_some_and(|id| !self.nodes.contains_key(&id));
            let up = self.up(*id);
            let top = up.last().and_then(|id| self.nodes.get(id));
            let turns_round = top.is_some_and(|top| top.parent().is_some_and(|p| up.contains(&p)));
            let twin = self.namesake(node.parent(), self.name(*id), Some(*id));
            if is_gone(node.parent())
                || is_gone(node.merged_into())
                || turns_round
                || up.len() > T::DEEPEST
                || twin.is_some()
            {
                wrong.insert((T::KIND.to_owned(), *id));
            }
        }
        wrong
    }

    /// Those under a parent with their places, in their order.
    pub(crate) fn places(&self, parent: Option<Uuid>) -> Vec<(Uuid, i64)> {
        let below = self.below(parent).iter();
        below
            .filter_map(|id| Some((*id, self.nodes.get(id)?.position())))
            .collect()
    }

    /// The place after the last under a parent.
    pub(crate) fn next_place(&self, parent: Option<Uuid>) -> i64 {
        let places = self.places(parent);
        siblings::last(places.into_iter().map(|(_, position)| position))
    }

    /// Leaves out edits that change nothing.
    pub(crate) fn changed(&self, edits: Vec<Edit<T>>) -> Vec<Edit<T>> {
        let differs = |edit: &Edit<T>| edit.after.as_ref() != self.node(edit.id);
        edits.into_iter().filter(differs).collect()
    }

    /// What is there after these edits.
    pub(crate) fn after(&self, edits: &[Edit<T>]) -> BTreeMap<Uuid, T> {
        let mut nodes = self.nodes.clone();
        for edit in edits {
            match &edit.after {
                Some(after) => nodes.insert(edit.id, after.clone()),
                None => nodes.remove(&edit.id),
            };
        }
        nodes
    }

    /// These edits as changes of an act.
    ///
    /// # Errors
    /// A state cannot be written.
    pub(crate) fn told(&self, edits: &[Edit<T>]) -> Result<Vec<trail::Change>> {
        let told = |edit: &Edit<T>| {
            let before = self.node(edit.id);
            trail::Change::of(edit.kind, edit.id, before, edit.after.as_ref())
        };
        edits.iter().map(told).collect()
    }
}
