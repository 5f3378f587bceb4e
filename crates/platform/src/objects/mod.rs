//! What is too large for the database: objects in a folder, written once and found by random identifiers.
//!
//! An object never carries a name that somebody typed (trust INP-2). What is written has reached the disk before the
//! call returns (trust T-1). The database knows which objects belong to something; what belongs to nothing is removed by
//! whoever owns the kind.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, PutPayload};
use uuid::Uuid;

use crate::{Error, Result};

/// Objects that belong together and go together, such as the pieces of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are: a word of the program, such as `recordings`.
    pub kind: &'static str,
    /// Which one.
    pub id: Uuid,
}

/// Whether an object was there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    New,
    /// There was one with this number; it stays as it was.
    Present,
}

/// Where objects are kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    folder: Arc<PathBuf>,
}

impl Objects {
    /// Objects as files in a folder, which is made if it is not there.
    ///
    /// # Errors
    /// The folder cannot be made or opened.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let unusable = |cause: String| {
            Error::internal(format!(
                "the folder of objects {} cannot be used: {cause}",
                folder.display()
            ))
        };
        std::fs::create_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| unusable(error.to_string()))?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            folder: Arc::new(folder.to_owned()),
        })
    }

    /// Writes an object that is not there yet, wholly or not at all.
    ///
    /// # Errors
    /// The store does not take it.
    pub async fn put(&self, group: Group, number: u64, bytes: Vec<u8>) -> Result<Put> {
        let once = PutOptions::from(PutMode::Create);
        let payload = PutPayload::from(bytes);
        match self
            .store
            .put_opts(&place(group, number), payload, once)
            .await
        {
            Ok(_) => Ok(Put::New),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(Put::Present),
            Err(error) => Err(Error::internal(error)),
        }
    }

    /// Reads an object.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub async fn get(&self, group: Group, number: u64) -> Result<Vec<u8>> {
        let found = self.store.get(&place(group, number)).await;
        let bytes = found.map_err(Error::internal)?.bytes().await;
        Ok(bytes.map_err(Error::internal)?.into())
    }

    /// The groups of a kind of which anything is there.
    ///
    /// # Errors
    /// The store cannot be listed.
    pub async fn groups(&self, kind: &'static str) -> Result<Vec<Group>> {
        let of_kind = Place::from(kind);
        let listed = self.store.list_with_delimiter(Some(&of_kind)).await;
        let folders = listed.map_err(Error::internal)?.common_prefixes;
        let ids = folders
            .iter()
            .filter_map(|folder| folder.filename().and_then(|name| name.parse().ok()));
        Ok(ids.map(|id| Group { kind, id }).collect())
    }

    /// Removes every object of a group; one that is not there is none the worse.
    ///
    /// # Errors
    /// Something could not be removed.
    pub async fn remove(&self, group: Group) -> Result<()> {
        let of_group = Place::from_iter([group.kind, &group.id.to_string()]);
        let listed = self.store.list(Some(&of_group)).map_ok(|one| one.location);
        let places: Vec<Place> = listed.try_collect().await.map_err(Error::internal)?;
        for place in &places {
            match self.store.delete(place).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(Error::internal(error)),
            }
        }
        // A crash in the middle of writing leaves half a file, which the store does not list.
        let folder = self.folder.join(group.kind).join(group.id.to_string());
        let removed = tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await;
        match removed.map_err(Error::internal)? {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::internal(error))
            }
            _ => Ok(()),
        }
    }
}

fn place(group: Group, number: u64) -> Place {
    Place::from_iter([
        group.kind.to_owned(),
        group.id.to_string(),
        number.to_string(),
    ])
}

#[cfg(test)]
mod tests;
