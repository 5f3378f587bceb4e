//! Into which study something is brought.

use platform::access::{self, Scope, ScopeKind};
use platform::audit::Event;
use platform::storage::Tx;
use platform::{App, Error};
use uuid::Uuid;

/// The study that takes what is brought in.
#[derive(Clone, Debug)]
pub enum Place<'a> {
    /// One that is there.
    Study(Scope),
    /// One that is made with it: nothing is left of it where it cannot be brought in.
    New {
        /// Its short name.
        slug: &'a str,
        /// What it is called.
        name: &'a str,
        /// Which programme it evaluates.
        evaluates: Option<Uuid>,
    },
}

impl From<&Scope> for Place<'_> {
    fn from(study: &Scope) -> Self {
        Self::Study(study.clone())
    }
}

impl Place<'_> {
    /// The study, made in this transaction where it is a new one.
    pub(super) async fn study(self, tx: &Tx, app: &App) -> Result<Scope, Error> {
        match self {
            Self::Study(scope) => Ok(scope),
            Self::New {
                slug,
                name,
                evaluates,
            } => {
                let kind = ScopeKind::Study;
                let scope = access::create_scope(tx, app, kind, slug, name, evaluates).await?;
                let event = Event::installation("study.create", scope.id.to_string());
                tx.record(app, event).await?;
                Ok(scope)
            }
        }
    }
}
