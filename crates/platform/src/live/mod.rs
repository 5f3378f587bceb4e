//! What has changed, told to whoever waits for it: on every node, and only after the change is committed.
//!
//! A change names a topic within its transaction ([`crate::storage::Tx::announce`]), such as `session:` and an identifier. On
//! PostgreSQL the database passes it on to every node; on SQLite there is one process, and a channel in it. A topic says
//! only that something is different now: whoever hears it looks up what, by the rights they then have.

mod listener;
mod streams;

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::PgPool;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex as AsyncMutex, broadcast, watch};

use crate::{App, Error, Result};
use listener::Listener;
pub use streams::Place;
use streams::Streams;

/// The longest topic, in bytes: PostgreSQL carries less than 8000.
pub const LONGEST_TOPIC: usize = 200;

/// How many topics may wait for a subscriber who does not come to read them; after that they hear [`Heard::Missed`].
const WAITING: usize = 256;

/// The channel on which nodes of one PostgreSQL database tell each other.
pub(crate) const CHANNEL: &str = "enid";

/// Announcements of one database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sender: broadcast::Sender<Told>,
    ended: watch::Sender<bool>,
    /// The database that nodes hear each other through; none where there is one process.
    pool: Option<PgPool>,
    listener: AsyncMutex<Option<Listener>>,
    streams: Arc<Mutex<Streams>>,
}

/// What goes through the channel of a process: a topic, or none when some may have been lost.
type Told = Option<Arc<str>>;

/// What a subscriber hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Something of this topic changed.
    Topic(Arc<str>),
    /// Some announcements were lost: look at everything again.
    Missed,
}

/// Hears the announcements of some topics.
pub struct Subscription {
    topics: Vec<String>,
    told: broadcast::Receiver<Told>,
    ended: watch::Receiver<bool>,
}

/// Begins to hear what is announced of these topics, on whichever node. What is committed after this returns is heard.
///
/// # Errors
/// The database does not answer.
pub async fn subscribe(app: &App, topics: &[&str]) -> Result<Subscription> {
    app.db.live().subscribe(topics).await
}

impl Live {
    /// Announcements of a database that one process has to itself.
    pub(crate) fn of_one_process() -> Self {
        Self::new(None)
    }

    /// Announcements that pass through PostgreSQL. The pool is for listening alone.
    pub(crate) fn through(pool: PgPool) -> Self {
        Self::new(Some(pool))
    }

    fn new(pool: Option<PgPool>) -> Self {
        Self(Arc::new(Inner {
            sender: broadcast::channel(WAITING).0,
            ended: watch::channel(false).0,
            pool,
            listener: AsyncMutex::new(None),
            streams: Arc::default(),
        }))
    }

    /// As [`subscribe`].
    pub async fn subscribe(&self, topics: &[&str]) -> Result<Subscription> {
        let told = self.0.sender.subscribe();
        if let Some(pool) = &self.0.pool {
            // A node listens from its first subscriber on: most commands never have one.
            let mut listener = self.0.listener.lock().await;
            if listener.as_ref().is_none_or(Listener::is_over) {
                *listener = Some(Listener::begin(pool, self.0.sender.clone()).await?);
            }
        }
        Ok(Subscription {
            topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
            told,
            ended: self.0.ended.subscribe(),
        })
    }

    /// Tells the subscribers of this process. Where there are nodes, the database does.
    pub(crate) fn tell(&self, topics: Vec<String>) {
        if self.0.pool.is_none() {
            for topic in topics {
                // Nobody listens: nothing is lost.
                let _ = self.0.sender.send(Some(topic.into()));
            }
        }
    }

    /// Ends every subscription, so that a server that stops does not wait for open streams.
    pub fn end(&self) {
        self.0.ended.send_replace(true);
    }

    /// Stops listening, so that the database can be closed.
    pub(crate) async fn close(&self) {
        self.end();
        self.0.listener.lock().await.take();
        if let Some(pool) = &self.0.pool {
            pool.close().await;
        }
    }

    /// A place for one more stream of an account.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it has as many as it may.
    pub fn place(&self, account: uuid::Uuid) -> Result<Place> {
        Place::take(&self.0.streams, account).ok_or(Error::Unavailable)
    }

    /// How many streams of an account are open on this node.
    pub fn open_streams(&self, account: uuid::Uuid) -> usize {
        let streams = self.0.streams.lock();
        streams.unwrap_or_else(PoisonError::into_inner).of(account)
    }
}

impl Subscription {
    /// Waits for the next announcement; none when the server stops.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            if *self.ended.borrow() {
                return None;
            }
            tokio::select! {
                told = self.told.recv() => match told {
                    Ok(Some(topic)) if !self.wants(&topic) => {}
                    Ok(Some(topic)) => return Some(Heard::Topic(topic)),
                    Ok(None) | Err(RecvError::Lagged(_)) => return Some(Heard::Missed),
                    Err(RecvError::Closed) => return None,
                },
                changed = self.ended.changed() => {
                    if changed.is_err() {
                        return None;
                    }
                }
            }
        }
    }

    fn wants(&self, topic: &str) -> bool {
        self.topics.iter().any(|wanted| wanted == topic)
    }
}
