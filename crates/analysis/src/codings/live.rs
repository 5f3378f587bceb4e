//! Telling whoever has a document open that somebody coded in it. A topic names one layer, so that nobody hears of a layer
//! that is not theirs to see.

use platform::Result;
use platform::storage::Tx;
use uuid::Uuid;

/// The topic of the layer of a member in a document.
pub(super) fn topic(document: Uuid, member: Uuid) -> String {
    format!("coding:{}:{}", document.simple(), member.simple())
}

/// Tells those who may see a layer that it has changed.
pub(super) async fn tell(tx: &Tx, document: Uuid, member: Uuid) -> Result<()> {
    tx.announce(&topic(document, member)).await
}
