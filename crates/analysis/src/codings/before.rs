//! What documents hold before codings are brought into them.

use std::collections::BTreeMap;

use platform::Result;
use platform::storage::Tx;
use study::documents::{self, Extent};
use uuid::Uuid;

use super::store::Stored;
use super::{read_store, texts};

/// Of some documents: which making of its text each has, its turns, and what is coded in it in every layer.
pub(super) struct Before {
    revisions: BTreeMap<Uuid, i64>,
    turns: BTreeMap<Uuid, Vec<Extent>>,
    codings: BTreeMap<Uuid, Vec<Stored>>,
}

impl Before {
    /// Of these documents.
    pub(super) async fn of(tx: &Tx, study: Uuid, documents: &[Uuid]) -> Result<Self> {
        let connection = tx.connection();
        let mut turns: BTreeMap<Uuid, Vec<Extent>> = BTreeMap::new();
        for (document, extent) in documents::extents_of(connection, documents).await? {
            turns.entry(document).or_default().push(extent);
        }
        Ok(Self {
            revisions: texts::revisions(connection, documents).await?,
            turns,
            codings: read_store::of_documents(connection, study, documents).await?,
        })
    }

    /// Which making of its text a document has, from 0.
    pub(super) fn revision(&self, document: Uuid) -> i64 {
        self.revisions.get(&document).copied().unwrap_or(0)
    }

    /// The turns of a document.
    pub(super) fn turns(&self, document: Uuid) -> &[Extent] {
        self.turns.get(&document).map_or(&[], Vec::as_slice)
    }

    /// What is coded in a document.
    pub(super) fn codings(&self, document: Uuid) -> &[Stored] {
        self.codings.get(&document).map_or(&[], Vec::as_slice)
    }
}
