//! People as they are stored: known by a keyed hash of their reference, who they are sealed under their own key.

use std::collections::{BTreeMap, HashMap};

use platform::keys::{PersonKey, Sealed, create_person, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The people of one table who are known already, with their keys.
pub(crate) struct Register {
    known: BTreeMap<Vec<u8>, Uuid>,
    keys: HashMap<Uuid, PersonKey>,
}

impl Register {
    /// Opens the keys of people, given as hash and identifier.
    pub(crate) async fn of(
        tx: &Tx,
        app: &App,
        people: impl IntoIterator<Item = (Vec<u8>, Uuid)>,
    ) -> Result<Self> {
        let known: BTreeMap<Vec<u8>, Uuid> = people.into_iter().collect();
        let keys = person_keys(tx.connection(), app, known.values().copied()).await?;
        Ok(Self { known, keys })
    }

    /// The key of somebody, and whether they were known; a new person is made for somebody who was not.
    pub(crate) async fn key(&self, tx: &Tx, app: &App, hash: &[u8]) -> Result<(PersonKey, bool)> {
        match self.known.get(hash).and_then(|id| self.keys.get(id)) {
            Some(key) => Ok((key.clone(), true)),
            None => Ok((create_person(tx, app).await?, false)),
        }
    }
}

/// What somebody is found by without storing their reference. Each table gives other hashes.
pub(crate) fn reference_hash(app: &App, table: &str, programme: Uuid, reference: &str) -> Vec<u8> {
    let value = format!("{programme}/{reference}");
    app.keys.hash(table, value.as_bytes())
}

/// Seals who somebody is as one column.
pub(crate) fn seal<T: Serialize>(app: &App, key: &PersonKey, identity: &T) -> Result<Sealed> {
    let text = serde_json::to_string(identity).map_err(Error::internal)?;
    Ok(key.seal(&text, &*app.entropy))
}

/// Opens who somebody is.
pub(crate) fn open<T: DeserializeOwned>(key: &PersonKey, sealed: &Sealed) -> Result<T> {
    serde_json::from_str(&key.open(sealed)?).map_err(Error::internal)
}
