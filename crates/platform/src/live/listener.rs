//! One connection of a node that hears what other nodes announce.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use super::{CHANNEL, Told};
use crate::{Error, Result};

/// How long to wait before a database that is gone is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// Passes on what the database says, until it is dropped.
#[derive(Debug)]
pub(super) struct Listener(JoinHandle<()>);

impl Listener {
    /// Listens: what is committed after this returns is passed on.
    pub(super) async fn begin(pool: &PgPool, sender: broadcast::Sender<Told>) -> Result<Self> {
        let mut line = PgListener::connect_with(pool)
            .await
            .map_err(Error::internal)?;
        line.listen(CHANNEL).await.map_err(Error::internal)?;
        let pool = pool.clone();
        Ok(Self(tokio::spawn(async move {
            loop {
                let told = match line.try_recv().await {
                    Ok(Some(notice)) => Some(notice.payload().into()),
                    // The line broke and stands again: nobody knows what was said meanwhile.
                    Ok(None) => None,
                    Err(error) if pool.is_closed() => {
                        tracing::debug!(%error, "no node is listened to any more");
                        return;
                    }
                    Err(error) => {
                        tracing::warn!(%error, "announcements of other nodes cannot be heard");
                        tokio::time::sleep(AGAIN).await;
                        continue;
                    }
                };
                // Nobody waits: nothing is lost.
                let _ = sender.send(told);
            }
        })))
    }

    /// Whether it has ended, with the runtime it ran on or with the pool.
    pub(super) fn is_over(&self) -> bool {
        self.0.is_finished()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}
