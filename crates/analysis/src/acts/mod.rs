//! What analysts do to findings, whatever it is done to: what a state of the trail means for the tables, what was done in
//! words, and taking it back. Each kind of subject has its line in `parts` and in `saying`.

mod back;
mod parts;
mod saying;
mod written;

pub use back::take_back;
pub(crate) use parts::{enter, faults, settle};
pub(crate) use saying::{Saying, name_in};
pub(crate) use written::{rewritten, written};

use platform::{App, Result};
use uuid::Uuid;

use crate::trail::{self, Trail};

/// The trail of a study without its codings; findings that are older than it enter it first.
pub(crate) async fn read_trail(app: &App, study: Uuid) -> Result<Trail> {
    let trail = trail::load(app.db.read(), study).await?;
    if !parts::are_outside(app.db.read(), study, &trail).await? {
        return Ok(trail);
    }
    let tx = app.db.write().await?;
    let mut head = trail::hold(&tx, study).await?;
    enter(&tx, app, study, &mut head).await?;
    tx.commit_bookkeeping().await?;
    trail::load(app.db.read(), study).await
}
