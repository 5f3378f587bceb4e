//! Work that is done later: an effect in the database, or a letter.
//!
//! A job is a row, written in the transaction of the change that causes it (trust BAK-6): no change, no job,
//! and no change without its job. Whoever runs it claims it for [`LEASE_SECONDS`] of the database's time with
//! a token drawn for that claim. Every later step compares the token, so that a worker which was
//! frozen or cut off, and whose job somebody else has taken, changes nothing any more (F-14).
//!
//! The effect of a job is committed together with the mark that it is done: exactly once. A letter leaves the
//! database's reach, so it goes at least once, each time under the same Message-ID (N-5).
//!
//! Rows hold identifiers and codes. Names, addresses and links are looked up or drawn when a letter is
//! composed (ACC-8).

mod run;
mod standing;
mod store;
mod work;

pub use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::audit::Event;
use crate::clock::Instant;
use crate::mail::Mail;
use crate::storage::{Migration, Tx};
use crate::web::Action;
use crate::{App, Error, Result};

pub use run::{BACKOFF_MINUTES, MOST_ATTEMPTS, run_due};
pub use standing::{Standing, standing, waiting};
pub use store::{LEASE_SECONDS, call_off};
pub use work::work;

/// The table of jobs.
pub const MIGRATION: Migration = Migration {
    name: "0010 jobs",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// A job as it is asked for.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// The name of its [`Kind`].
    pub kind: &'static str,
    /// What makes it one: the same key twice is one job, also after it ran.
    pub key: String,
    /// An object of identifiers, moments and codes; never a name, an address or a token.
    pub payload: serde_json::Value,
    /// Not before this moment.
    pub run_at: Instant,
}

/// Asks for a job in the transaction of the change that causes it. The same key twice is one job.
pub async fn enqueue(tx: &Tx, app: &App, job: NewJob) -> Result<()> {
    store::add(tx, app, job).await?;
    tx.has_enqueued();
    Ok(())
}

/// A claimed job.
#[derive(Debug)]
pub struct Job {
    /// The row, and the first half of the Message-ID of its letter.
    pub id: Uuid,
    /// The name of its [`Kind`].
    pub kind: String,
    /// What it was asked for with.
    pub payload: serde_json::Value,
    /// How often it was claimed, this time included.
    pub attempts: u32,
    claim: Uuid,
}

impl Job {
    /// Marks the job as done inside the transaction of its effect.
    ///
    /// # Errors
    /// `Conflict` if somebody else has claimed it since, it was called off, or it is done: the transaction
    /// must not be committed then.
    pub async fn settle(&self, tx: &Tx, app: &App) -> Result<()> {
        store::settle(tx, app, self).await
    }

    /// A field of the payload.
    ///
    /// # Errors
    /// `Internal` where it is missing or of another type.
    pub fn field<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let value = self.payload.get(name).cloned().unwrap_or_default();
        serde_json::from_value(value)
            .map_err(|error| Error::internal(format!("{}: the field {name}: {error}", self.kind)))
    }
}

/// What runs a kind of job.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The name that rows carry; never used again for something else.
    pub name: &'static str,
    /// The policy line that lets the program do it.
    pub action: Action,
    /// How it is run.
    pub run: Run,
}

/// An effect in the database.
pub type Effect = for<'a> fn(&'a App, &'a Job) -> BoxFuture<'a, Result<()>>;

/// What composes a letter.
pub type Compose = for<'a> fn(&'a App, &'a Tx, &'a Job) -> BoxFuture<'a, Result<Option<Mail>>>;

/// What is written once a letter was handed over.
pub type Sent = for<'a> fn(&'a App, &'a Tx, &'a Job) -> BoxFuture<'a, Result<Event>>;

/// How a kind of job is run.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// An effect in the database. It must call [`Job::settle`] in the transaction of that effect.
    Effect(Effect),
    /// A letter, composed when it is sent; none if there is nothing to send any more. What it writes, such as
    /// the hash of a link, is committed before the letter leaves, and written again if it has to
    /// leave again. It must not open a transaction of its own: there is one writer on SQLite.
    Mail(Compose),
    /// A letter, and what is written exactly once when it was handed over.
    MailThen(Compose, Sent),
}

impl Run {
    /// Whether a letter leaves.
    fn is_mail(self) -> bool {
        matches!(self, Self::Mail(_) | Self::MailThen(..))
    }
}
