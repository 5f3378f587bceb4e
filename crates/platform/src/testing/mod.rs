//! Databases and installations for tests: every store test runs on SQLite and on PostgreSQL.

mod kept;
mod own_database;

use std::sync::Arc;

use tempfile::TempDir;

use crate::App;
use crate::clock::FixedClock;
use crate::id::SeededEntropy;
use crate::keys::Keyring;
use crate::mail::MemoryMailer;
use crate::objects::Objects;
use crate::storage::{self, Db, Migration};

use own_database::OwnDatabase;

pub use kept::{Kept, made_once};

/// The address of a PostgreSQL server that tests may make databases on, as a user who may.
pub const POSTGRES: &str = "ENID_TEST_POSTGRES";

/// An installation of its own, thrown away with the test.
pub struct Installation {
    /// What the code under test takes.
    pub app: App,
    /// The clock of `app`, to move on.
    pub clock: Arc<FixedClock>,
    /// The mail of `app`, to read.
    pub mail: Arc<MemoryMailer>,
    /// Which database it stands on, for messages.
    pub on: &'static str,
    entropy: Arc<SeededEntropy>,
    postgres: Option<OwnDatabase>,
    folder: TempDir,
}

impl Installation {
    /// The folder of its objects.
    pub fn objects(&self) -> std::path::PathBuf {
        self.folder.path().join("objects")
    }

    /// Another node on the same database, with the same clock, keys and mail. SQLite has one process, so there it is
    /// the same node again.
    pub async fn another_node(&self) -> App {
        let mut app = self.app.clone();
        if let Some(database) = &self.postgres {
            app.db = Db::open_postgres(&database.address(), None)
                .await
                .expect("the database takes another node");
        }
        app
    }
}

/// A Tuesday morning in the middle of a run, when every test begins.
pub const BEGINNING: &str = "2026-11-24T07:00:00Z";

const FILE: &str = "enid.sqlite";

/// One installation on SQLite and, where a server is named, one on PostgreSQL. Without the server the
/// second half is left out, and that is said.
pub async fn installations(migrations: &[Migration]) -> Vec<Installation> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let sqlite = Db::open_sqlite(&folder.path().join(FILE))
        .await
        .expect("SQLite opens");
    let mut list = vec![installation(sqlite, None, folder, migrations).await];
    match std::env::var(POSTGRES) {
        Ok(server) => {
            let folder = tempfile::tempdir().expect("a temporary folder can be made");
            let database = OwnDatabase::made(&server, "template1").await;
            let db = database.open().await;
            list.push(installation(db, Some(database), folder, migrations).await);
        }
        Err(_) => eprintln!("skipped: the PostgreSQL half ({POSTGRES} is not set; ./test sets it)"),
    }
    list
}

async fn installation(
    db: Db,
    postgres: Option<OwnDatabase>,
    folder: TempDir,
    migrations: &[Migration],
) -> Installation {
    let entropy = SeededEntropy::new(1);
    let keys = Arc::new(Keyring::draw(&entropy));
    let with = (entropy, keys, MemoryMailer::default());
    let made = assembled(db, postgres, folder, with);
    storage::apply(&made.app.db, &*made.clock, migrations)
        .await
        .expect("migrations apply to an empty database");
    made
}

fn assembled(
    db: Db,
    postgres: Option<OwnDatabase>,
    folder: TempDir,
    (entropy, keys, mail): (SeededEntropy, Arc<Keyring>, MemoryMailer),
) -> Installation {
    let clock = Arc::new(FixedClock::at(
        BEGINNING.parse().expect("the beginning is a moment"),
    ));
    let (entropy, mail) = (Arc::new(entropy), Arc::new(mail));
    let objects = Objects::in_folder(&folder.path().join("objects"))
        .expect("objects fit into a temporary folder");
    let app = App {
        db,
        objects,
        clock: clock.clone(),
        keys,
        entropy: entropy.clone(),
        mailer: mail.clone(),
        base_url: "http://enid.test".into(),
        periods: Arc::default(),
        demo: false,
    };
    Installation {
        app,
        clock,
        mail,
        on: match &postgres {
            Some(_) => "PostgreSQL",
            None => "SQLite",
        },
        entropy,
        postgres,
        folder,
    }
}
