//! What became of an outline from one moment to another.

use study::transcripts::desk::{Part, changes};
use uuid::Uuid;

use super::{Node, Outline};
use crate::trail::Phrase;

/// What became of one that stands in an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub id: Uuid,
    /// Its path: the later one, or the earlier where it is gone.
    pub path: String,
    /// What happened to it, in words, such as `added`.
    pub what: Vec<String>,
    /// What is said about it, word by word, where that differs: which part, and how.
    pub words: Vec<(&'static str, Vec<Part>)>,
}

/// What became of all between two moments, in the order of the later one; what went comes last. `also` says what else differs in
/// one that stands in both, `parts` which texts it has.
pub(crate) fn compare<T: Node>(
    (old, new): (&Outline<T>, &Outline<T>),
    also: impl Fn(&T, &T) -> Vec<String>,
    parts: impl Fn(&T) -> Vec<(&'static str, Option<Phrase>)>,
    at_top: &str,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (_, id) in new.walk() {
        let Some(after) = new.node(id) else { continue };
        let (what, words) = match old.node(id) {
            None => (vec!["added".to_owned()], Vec::new()),
            Some(before) => {
                let mut what = became((old, new), id, at_top);
                what.extend(also(before, after));
                let pairs = parts(before).into_iter().zip(parts(after));
                let differ = pairs.filter_map(|((part, before), (_, after))| {
                    let before = old.words(before.as_ref());
                    let after = new.words(after.as_ref());
                    (before != after).then(|| (part, changes(before, after)))
                });
                (what, differ.collect())
            }
        };
        if !what.is_empty() || !words.is_empty() {
            found.push(Difference {
                id,
                path: new.path(id).join(" > "),
                what,
                words,
            });
        }
    }
    let gone = old.walk().into_iter().map(|(_, id)| id);
    let gone = gone.filter(|id| new.node(*id).is_none());
    found.extend(gone.map(|id| Difference {
        id,
        path: old.path(id).join(" > "),
        what: vec!["removed".to_owned()],
        words: Vec::new(),
    }));
    found
}

/// Whether one was renamed or moved; `at_top` is what one at the top is said to have been.
fn became<T: Node>((old, new): (&Outline<T>, &Outline<T>), id: Uuid, at_top: &str) -> Vec<String> {
    let mut what = Vec::new();
    if old.name(id) != new.name(id) {
        what.push(format!("renamed, it was “{}”", old.name(id)));
    }
    let parents = [old, new].map(|outline| outline.node(id).and_then(Node::parent));
    if parents[0] != parents[1] {
        what.push(match parents[0] {
            None => format!("moved, {at_top}"),
            Some(parent) => format!("moved, it stood under “{}”", old.name(parent)),
        });
    }
    what
}
