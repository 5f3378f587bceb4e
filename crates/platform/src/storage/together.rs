//! One writer at a time, and one sync of the disk for all who waited for it (SQLite).
//!
//! Whoever does not share begins after everything before was committed, and commits at once: what it sees of others, anybody
//! can read. Those who share write in savepoints within one transaction, leave it open when they are done and wait; whoever
//! shares too and waited already joins them, then all are committed, and only then is anybody told that what they wrote is
//! kept. Whoever gives up takes back their savepoint alone. A savepoint is begun with the first question of whoever shares and
//! ends with the last statement: each way to the thread of the file and back costs more than what most statements do.

use std::collections::BTreeMap;
use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, QueryResult, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use crate::{Error, Result};

/// What became of a group: nothing yet, kept, or why it was not.
type Outcome = Option<std::result::Result<(), Arc<str>>>;

/// The number and the hash of the last row of each chain of the audit, by its name.
pub(super) type Heads = BTreeMap<String, (i64, Vec<u8>)>;

const BEGIN: &str = "SAVEPOINT own";
const UNDO: &str = "ROLLBACK TO own; RELEASE own";
/// Ends a savepoint as the last statement of whoever shares.
pub(super) const END: &str = "RELEASE own";

/// The writers of a file. The lock is given in the order in which it is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Together(Arc<Mutex<Option<Group>>>);

/// Those who share a commit.
#[derive(Debug)]
struct Group {
    whole: Arc<DatabaseTransaction>,
    outcome: watch::Sender<Outcome>,
    /// How many have joined.
    joined: usize,
    /// As those who joined have left them.
    heads: Heads,
}

/// The turn to write, until its transaction ends.
pub(super) struct Turn {
    /// None once it was given on. No group is in it where it is not shared.
    held: Option<OwnedMutexGuard<Option<Group>>>,
    writers: Together,
}

/// A savepoint that has begun: its transaction, and what its first question was answered.
pub(super) type Begun = (Arc<DatabaseTransaction>, Turn, Vec<QueryResult>);

impl Together {
    /// Waits for the turn and begins a transaction of one's own in it.
    pub(super) async fn alone(
        &self,
        writer: &DatabaseConnection,
    ) -> Result<(Arc<DatabaseTransaction>, Turn)> {
        let mut held = Arc::clone(&self.0).lock_owned().await;
        finish(&mut held).await;
        let turn = self.turn(held);
        Ok((immediate(writer).await?, turn))
    }

    /// Waits for the turn, begins a savepoint in it and asks a first question. Whoever asks can be broken off at any moment, and a
    /// savepoint that was begun and that nobody holds would take along what comes after it; so it is begun in a task of its own.
    pub(super) async fn shared(
        &self,
        writer: &DatabaseConnection,
        first: Option<Statement>,
    ) -> Result<Begun> {
        let (writers, writer) = (self.clone(), writer.clone());
        let begun = tokio::spawn(async move { writers.shared_to_its_end(&writer, first).await });
        begun.await.map_err(Error::internal)?
    }

    async fn shared_to_its_end(
        self,
        writer: &DatabaseConnection,
        first: Option<Statement>,
    ) -> Result<Begun> {
        let mut held = Arc::clone(&self.0).lock_owned().await;
        let group = match held.take() {
            Some(group) => group,
            None => Group {
                whole: immediate(writer).await?,
                outcome: watch::Sender::new(None),
                joined: 0,
                heads: Heads::new(),
            },
        };
        let whole = Arc::clone(&group.whole);
        *held = Some(group);
        // Dropped from the last to the first: nobody holds a transaction whose turn was given on.
        let (turn, whole) = (self.turn(held), whole);
        let answered = match first {
            Some(mut first) => {
                first.sql = format!("{BEGIN}; {}", first.sql);
                whole.query_all_raw(first).await?
            }
            None => {
                whole.execute_unprepared(BEGIN).await?;
                Vec::new()
            }
        };
        Ok((whole, turn, answered))
    }

    fn turn(&self, held: OwnedMutexGuard<Option<Group>>) -> Turn {
        Turn {
            held: Some(held),
            writers: self.clone(),
        }
    }
}

async fn immediate(writer: &DatabaseConnection) -> Result<Arc<DatabaseTransaction>> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(Arc::new(writer.begin_with_options(options).await?))
}

impl Turn {
    fn group(&self) -> Option<&Group> {
        self.held.as_ref()?.as_ref()
    }

    /// Whether the transaction is shared.
    pub(super) fn is_shared(&self) -> bool {
        self.group().is_some()
    }

    /// The head of a chain of the audit as the last who joined has left it.
    pub(super) fn head_of(&self, chain: &str) -> Option<(i64, Vec<u8>)> {
        self.group()?.heads.get(chain).cloned()
    }

    /// Waits with the others until everything is committed, where `heads` are those of the chains that were written to. Whoever calls
    /// has run [`END`]. Not to be broken off: it is run in a task of its own.
    pub(super) async fn join(mut self, heads: Heads) -> Result<()> {
        let nobody = || Error::internal("a turn that nobody shares");
        let mut held = self.held.take().ok_or_else(nobody)?;
        let group = held.as_mut().ok_or_else(nobody)?;
        group.joined += 1;
        group.heads.extend(heads);
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
    /// Takes back what was not committed, and gives the turn on after that.
    fn drop(&mut self) {
        let Some(mut held) = self.held.take() else {
            return;
        };
        let is_alone = held.as_ref().is_none_or(|group| group.joined == 0);
        match Handle::try_current() {
            Ok(runtime) if !is_alone => {
                runtime.spawn(async move { undo(&mut held).await });
            }
            // Nobody else is in it, or everything ends: dropped, the whole of it is taken back.
            _ => *held = None,
        }
    }
}

/// Takes back the savepoint of whoever gave up. Where SQLite undid the whole transaction by itself, there is none any more, and nobody's
/// work is kept.
async fn undo(held: &mut Option<Group>) {
    let Some(group) = held.as_ref() else {
        return;
    };
    if let Err(error) = group.whole.execute_unprepared(UNDO).await
        && let Some(group) = held.take()
    {
        let cause = Arc::from(error.to_string());
        group.outcome.send_replace(Some(Err(cause)));
    }
}

/// Commits a group and tells its members.
async fn finish(held: &mut Option<Group>) {
    if let Some(group) = held.take() {
        let outcome = commit(group.whole).await;
        let outcome = outcome.map_err(|error| Arc::from(error.to_string()));
        group.outcome.send_replace(Some(outcome));
    }
}

/// Commits a transaction that nobody else holds.
pub(super) async fn commit(whole: Arc<DatabaseTransaction>) -> Result<()> {
    let whole = Arc::into_inner(whole);
    let whole = whole.ok_or_else(|| Error::internal("a transaction that somebody still holds"))?;
    Ok(whole.commit().await?)
}
