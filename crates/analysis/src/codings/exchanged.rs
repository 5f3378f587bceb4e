//! Codings of a REFI-QDA file, document by document: known again by their GUIDs, then by passage, code and analyst.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::act::{BringIn, as_stored};
use super::before::Before;
use super::state::CodingState;
use super::store::{self, Stored};
use crate::trail::Act;

/// What became of the codings of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// The identifier of each coding by its GUID.
    pub(crate) ids: BTreeMap<Uuid, Uuid>,
    pub(crate) new: usize,
    pub(crate) changed: usize,
}

/// Codings of one document, each with its GUID.
pub(crate) type Brought = (Uuid, Vec<(Uuid, CodingState)>);

/// Adds codings of documents, each document once; `revision` of each coding is set here. One that is known by its GUID gets the edges
/// and the code with which it comes; what is coded alike already is not coded twice. Says what became of each document's.
pub(crate) async fn bring_in_exchanged(
    tx: &Tx,
    app: &App,
    study: Uuid,
    act: &Act,
    brought: Vec<Brought>,
) -> Result<Vec<Taken>> {
    let documents: Vec<Uuid> = brought.iter().map(|(document, _)| *document).collect();
    let before = Before::of(tx, study, &documents).await?;
    let guids = brought.iter().flat_map(|(_, codings)| codings);
    let guids: Vec<Uuid> = guids.map(|(guid, _)| *guid).collect();
    let mut used = store::used(tx.connection(), &guids).await?;
    let mut bringing = BringIn::begin(tx, app, study, act).await?;
    let (mut all, mut added, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for (document, codings) in brought {
        let (revision, there) = (before.revision(document), before.codings(document));
        let mut new_id = |guid: Uuid| match used.insert(guid) {
            true => guid,
            false => random_id(app),
        };
        let Sorted { taken, new, moved } = sorted(there, (revision, codings), &mut new_id);
        added.extend(as_stored(before.turns(document), new)?);
        changed.push((document, moved));
        all.push(taken);
    }
    bringing.add(&added).await?;
    for (document, moved) in changed {
        bringing.change(before.turns(document), moved).await?;
    }
    bringing.end().await?;
    Ok(all)
}

/// Codings of one document by what is done with them.
#[derive(Default)]
struct Sorted {
    taken: Taken,
    new: Vec<(Uuid, CodingState)>,
    moved: Vec<(Uuid, CodingState, CodingState)>,
}

/// Holds codings of a document, as its text is now, against those that are there.
fn sorted(
    there: &[Stored],
    (revision, codings): (i64, Vec<(Uuid, CodingState)>),
    new_id: &mut dyn FnMut(Uuid) -> Uuid,
) -> Sorted {
    let by_id: BTreeMap<Uuid, &CodingState> =
        there.iter().map(|one| (one.id, &one.state)).collect();
    let mut alike: BTreeMap<_, Uuid> = there.iter().map(|one| (mark(&one.state), one.id)).collect();
    let mut all = Sorted::default();
    for (guid, mut state) in codings {
        state.revision = revision;
        if let Some(old) = by_id.get(&guid).filter(|old| old.member == state.member) {
            all.taken.ids.insert(guid, guid);
            let is_same = mark(old) == mark(&state) || old.revision != state.revision;
            if !is_same && !alike.contains_key(&mark(&state)) {
                alike.insert(mark(&state), guid);
                all.moved.push((guid, (*old).clone(), state));
            }
            continue;
        }
        if let Some(id) = alike.get(&mark(&state)) {
            all.taken.ids.insert(guid, *id);
            continue;
        }
        let id = new_id(guid);
        alike.insert(mark(&state), id);
        all.taken.ids.insert(guid, id);
        all.new.push((id, state));
    }
    (all.taken.new, all.taken.changed) = (all.new.len(), all.moved.len());
    all
}

fn mark(coding: &CodingState) -> (Uuid, Uuid, u32, u32, bool) {
    let is_placed = coding.waits.is_placed();
    (
        coding.member,
        coding.code,
        coding.start,
        coding.end,
        is_placed,
    )
}
