//! What every part of Enid stands on: storage, access, web pages, keys, audit, clock.
//!
//! Nothing here knows of groups, rotas or studies. Clock, randomness and mail are passed in through
//! [`App`], so a test decides what time it is, which tokens are drawn and where mail goes.

use std::sync::Arc;

pub mod access;
pub mod audit;
pub mod clock;
mod error;
pub mod id;
pub mod jobs;
pub mod keys;
pub mod live;
pub mod mail;
pub mod objects;
pub mod retention;
pub mod storage;
pub mod testing;
pub mod web;
pub mod words;

pub use error::{Error, FieldError, Refusal, Result};

/// Everything a request, a command or a job may reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database, SQLite or PostgreSQL.
    pub db: storage::Db,
    /// What time it is.
    pub clock: Arc<dyn clock::Clock>,
    /// Where random bytes come from.
    pub entropy: Arc<dyn id::Entropy>,
    /// Where mail goes.
    pub mailer: Arc<dyn mail::Mailer>,
    /// What is too large for the database.
    pub objects: objects::Objects,
    /// The keys that seal columns which identify a person.
    pub keys: Arc<keys::Keyring>,
    /// The address people reach this installation at, without a slash at the end.
    pub base_url: Arc<str>,
    /// How long data are kept where the settings say otherwise than the house.
    pub periods: Arc<retention::Periods>,
    /// Whether everything stored here is invented.
    pub demo: bool,
}

impl App {
    /// A new time-ordered identifier.
    pub fn new_id(&self) -> uuid::Uuid {
        id::new_id(&*self.clock, &*self.entropy)
    }

    /// Now, as it is stored.
    pub fn now(&self) -> clock::Instant {
        self.clock.now()
    }
}
