//! One writer at a time, and one sync of the disk for all who waited for it (SQLite).
//!
//! Whoever does not share begins after everything before was committed, and commits at once: what it sees of others, anybody
//! can read. Those who share write in savepoints within one transaction, leave it open when they are done and wait; whoever
//! shares too and waited already joins them, then all are committed, and only then is anybody told that what they wrote is
//! kept. Whoever gives up takes back their savepoint alone.

use std::sync::Arc;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use crate::{Error, Result};

/// What became of a group: nothing yet, kept, or why it was not.
type Outcome = Option<std::result::Result<(), Arc<str>>>;

/// The writers of a file. The lock is given in the order in which it is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Together(Arc<Mutex<Option<Group>>>);

/// Those who share a commit.
#[derive(Debug)]
struct Group {
    whole: DatabaseTransaction,
    outcome: watch::Sender<Outcome>,
    /// How many have joined.
    joined: usize,
    /// Whether nobody else joins: somebody gave up, perhaps since SQLite undid the whole transaction by itself, and a savepoint
    /// after that would stand outside of it.
    is_closed: bool,
}

/// The turn to write, until its transaction ends.
pub(super) struct Turn {
    /// None once it was given on.
    held: Option<OwnedMutexGuard<Option<Group>>>,
    writers: Together,
}

impl Together {
    /// Waits for the turn and begins a transaction in it. Whoever asks can be broken off at any moment, and a savepoint that was
    /// begun and that nobody holds would take along what comes after it; so it is begun in a task of its own.
    pub(super) async fn begin(
        &self,
        writer: &DatabaseConnection,
        shares: bool,
    ) -> Result<(DatabaseTransaction, Turn)> {
        let (writers, writer) = (self.clone(), writer.clone());
        let begun = tokio::spawn(async move { writers.begin_to_its_end(&writer, shares).await });
        begun.await.map_err(Error::internal)?
    }

    async fn begin_to_its_end(
        self,
        writer: &DatabaseConnection,
        shares: bool,
    ) -> Result<(DatabaseTransaction, Turn)> {
        let mut held = Arc::clone(&self.0).lock_owned().await;
        let is_over = |group: &Group| group.is_closed || !shares;
        if held.as_ref().is_some_and(is_over) {
            finish(&mut held).await;
        }
        let mut turn = Turn {
            held: Some(held),
            writers: self,
        };
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let Some(held) = turn.held.as_mut().filter(|_| shares) else {
            return Ok((writer.begin_with_options(immediate).await?, turn));
        };
        if held.is_none() {
            **held = Some(Group {
                whole: writer.begin_with_options(immediate).await?,
                outcome: watch::Sender::new(None),
                joined: 0,
                is_closed: false,
            });
        }
        let group = held.as_ref();
        let group = group.ok_or_else(|| Error::internal("a turn without a transaction"))?;
        let savepoint = TransactionOptions::default();
        Ok((group.whole.begin_with_options(savepoint).await?, turn))
    }
}

impl Turn {
    /// Commits a transaction that was begun in this turn: at once, or where it shares, with those who waited for it. Not to be
    /// broken off: its caller runs it in a task of its own.
    pub(super) async fn commit(mut self, own: DatabaseTransaction) -> Result<()> {
        own.commit().await?;
        let Some(mut held) = self.held.take() else {
            return Err(Error::internal("a turn that was given on"));
        };
        let Some(group) = held.as_mut() else {
            // It shared with nobody.
            return Ok(());
        };
        group.joined += 1;
        let outcome = group.outcome.subscribe();
        drop(held);
        // Whoever waited for a turn has it before this.
        let mut held = Arc::clone(&self.writers.0).lock_owned().await;
        if outcome.borrow().is_none() {
            finish(&mut held).await;
        }
        drop(held);
        match outcome.borrow().as_ref() {
            Some(Ok(())) => Ok(()),
            Some(Err(cause)) => Err(Error::internal(cause)),
            None => Err(Error::internal("a commit was broken off")),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(held) = &mut self.held else {
            return;
        };
        match held.as_mut() {
            Some(group) if group.joined > 0 => group.is_closed = true,
            // Nobody else is in it: dropped, it is taken back.
            _ => **held = None,
        }
    }
}

/// Commits a group and tells its members.
async fn finish(held: &mut Option<Group>) {
    if let Some(group) = held.take() {
        let outcome = group.whole.commit().await;
        let outcome = outcome.map_err(|error| Arc::from(error.to_string()));
        group.outcome.send_replace(Some(outcome));
    }
}
