//! The state that many tests begin with: made once in a process, copied for each of them.

use std::sync::{Arc, OnceLock};

use super::own_database::OwnDatabase;
use super::{FILE, Installation, assembled};
use crate::id::SeededEntropy;
use crate::keys::Keyring;
use crate::mail::{Mail, MemoryMailer};
use crate::storage::Db;

/// What stood in an installation, its stream of randomness among it. Time is at the beginning again in each copy.
pub struct Kept {
    stands: Stands,
    entropy: SeededEntropy,
    keys: Arc<Keyring>,
    letters: Vec<Mail>,
}

enum Stands {
    /// The bytes of a file of SQLite.
    File(Vec<u8>),
    Database(OwnDatabase),
}

impl Installation {
    /// Ends this installation and keeps what stood in it.
    ///
    /// # Panics
    /// It holds objects: those are not kept.
    pub async fn keep(self) -> Kept {
        let objects = std::fs::read_dir(self.objects()).expect("the folder of objects is there");
        assert_eq!(
            objects.count(),
            0,
            "an installation with objects is not kept"
        );
        let entropy = self.entropy.fork();
        let (keys, letters) = (self.app.keys.clone(), self.mail.sent());
        self.app.db.close().await.expect("its connections close");
        let stands = match self.postgres {
            Some(database) => Stands::Database(database),
            None => {
                let file = std::fs::read(self.folder.path().join(FILE));
                Stands::File(file.expect("the file is there"))
            }
        };
        Kept {
            stands,
            entropy,
            keys,
            letters,
        }
    }
}

impl Kept {
    /// An installation of its own in which the same stands.
    pub async fn copy(&self) -> Installation {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (db, postgres) = match &self.stands {
            Stands::File(bytes) => {
                let file = folder.path().join(FILE);
                std::fs::write(&file, bytes).expect("a temporary file can be written");
                (Db::open_sqlite(&file).await.expect("SQLite opens"), None)
            }
            Stands::Database(database) => {
                let copy = database.copy().await;
                (copy.open().await, Some(copy))
            }
        };
        let mail = MemoryMailer::having_sent(self.letters.clone());
        let with = (self.entropy.fork(), self.keys.clone(), mail);
        assembled(db, postgres, folder, with)
    }
}

/// What `make` makes, made by the first test that asks. It is made in a runtime of its own, which takes every
/// connection with it: a database of PostgreSQL is not copied while somebody is connected.
pub fn made_once<T: Send + Sync, F>(cell: &'static OnceLock<T>, make: fn() -> F) -> &'static T
where
    F: Future<Output = T>,
{
    cell.get_or_init(|| {
        std::thread::scope(|scope| {
            let made = scope.spawn(|| {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime can be made")
                    .block_on(make())
            });
            made.join().expect("what tests begin with is made")
        })
    })
}
