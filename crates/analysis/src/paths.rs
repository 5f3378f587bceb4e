//! Trees that are stored as rows with a parent: the names from the top down to each.

use std::collections::BTreeMap;

use uuid::Uuid;

/// The paths seen so far. Rows come parents first.
#[derive(Default)]
pub(crate) struct Paths(BTreeMap<Uuid, Vec<String>>);

impl Paths {
    /// The path of the next row.
    pub(crate) fn below(&mut self, parent: Option<Uuid>, id: Uuid, name: String) -> Vec<String> {
        let above = parent.and_then(|parent| self.0.get(&parent).cloned());
        let mut path = above.unwrap_or_default();
        path.push(name);
        self.0.insert(id, path.clone());
        path
    }
}
