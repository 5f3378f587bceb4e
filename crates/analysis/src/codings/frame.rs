//! What codings are read against: documents, who works in the study, codes and open passes, read once between two changes of
//! the study.

use std::ops::Deref;
use std::sync::Arc;

use platform::access::Viewer;
use platform::{App, Result};
use study::held::Held;
use uuid::Uuid;

use super::Sight;
use super::passes::{self, Pass};
use crate::codes::{self, Known};

/// What the codings of a study are read against.
#[derive(Clone, Debug)]
pub struct Frame {
    held: Arc<Held>,
    /// Every code.
    pub(crate) codes: Known,
    /// The passes that are open.
    open: Vec<Pass>,
}

impl Deref for Frame {
    type Target = Held;

    fn deref(&self) -> &Held {
        &self.held
    }
}

impl Frame {
    /// What holds in the study of the request.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(app: &App, viewer: &Viewer) -> Result<Arc<Self>> {
        let study = viewer.scope()?.id;
        let held = Held::of(app, viewer).await?;
        let as_of = held.as_of;
        let read = Self::read(app, study, held);
        app.db.memory().as_of(study, as_of, read).await
    }

    async fn read(app: &App, study: Uuid, held: Arc<Held>) -> Result<Self> {
        let connection = app.db.read();
        Ok(Self {
            held,
            codes: codes::known(connection, study).await?,
            open: passes::open(connection, study).await?,
        })
    }

    /// What a member may see of the layers.
    pub fn sight(&self, member: Option<Uuid>) -> Sight {
        Sight::new(member, self.open.clone())
    }

    /// Whether a pass is open, so that not everybody sees every layer.
    pub fn has_open_passes(&self) -> bool {
        !self.open.is_empty()
    }
}
