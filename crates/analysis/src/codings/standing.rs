//! Where the turns of a document stand, for whoever codes in it. They are measured once for each making of its text: a study is
//! coded in tens of thousands of times, and its texts hardly change.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use platform::storage::Tx;
use platform::{App, Result};
use study::documents::{self, Extent};
use uuid::Uuid;

use super::lately;

/// Of so many documents it is kept, about 4 kB each; what was measured longest ago gives way.
const MOST: usize = 512;

type Standing = (Uuid, i64, Arc<[Extent]>);

/// The documents of a study in which somebody coded lately.
#[derive(Debug, Default)]
struct Measured(Mutex<VecDeque<Standing>>);

impl Measured {
    fn find(&self, (document, revision): (Uuid, i64)) -> Option<Arc<[Extent]>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = kept.iter();
        let found = kept.find(|one| (one.0, one.1) == (document, revision))?;
        Some(Arc::clone(&found.2))
    }

    fn keep(&self, (document, revision): (Uuid, i64), turns: &Arc<[Extent]>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.0 != document);
        kept.push_back((document, revision, Arc::clone(turns)));
        while kept.len() > MOST {
            kept.pop_front();
        }
    }
}

/// The turns of a document whose text is of this making, in a transaction that has changed no text: what is taken back is kept by nobody.
pub(super) async fn turns(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (document, revision): (Uuid, i64),
) -> Result<Arc<[Extent]>> {
    let opened = lately::kept(app, study, document);
    if let Some(text) = opened.filter(|text| text.revision == revision) {
        return Ok(Arc::clone(&text.extents));
    }
    let memory = app.db.memory();
    let measured = match memory.recall::<Measured>(study) {
        Some((_, measured)) => measured,
        None => Arc::default(),
    };
    if let Some(found) = measured.find((document, revision)) {
        return Ok(found);
    }
    let turns: Arc<[Extent]> = documents::extents(tx.connection(), document).await?.into();
    measured.keep((document, revision), &turns);
    memory.keep(study, 0, measured);
    Ok(turns)
}
