//! Codings of a REFI-QDA file, document by document: known again by their GUIDs, then by passage, code and analyst.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Error, Result};
use study::documents;
use study::rows::random_id;
use uuid::Uuid;

use super::read_store::of_document;
use super::state::CodingState;
use super::store::Stored;
use super::{act, store, texts};
use crate::trail::{self, Act};

/// What became of the codings of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// The identifier of each coding by its GUID.
    pub(crate) ids: BTreeMap<Uuid, Uuid>,
    pub(crate) new: usize,
    pub(crate) changed: usize,
}

/// Adds codings of a document, each with its GUID; `revision` of each is set here. One that is known by its GUID gets the edges and the
/// code with which it comes; what is coded alike already is not coded twice.
pub(crate) async fn bring_in_exchanged(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (act, document): (&Act, Uuid),
    codings: Vec<(Uuid, CodingState)>,
) -> Result<Taken> {
    let connection = tx.connection();
    let revision = texts::revision(connection, document).await?;
    let there = of_document(connection, study, document).await?;
    let by_id: BTreeMap<Uuid, &CodingState> =
        there.iter().map(|one| (one.id, &one.state)).collect();
    let mut alike: BTreeMap<_, Uuid> = there.iter().map(|one| (mark(&one.state), one.id)).collect();
    let guids: Vec<Uuid> = codings.iter().map(|(guid, _)| *guid).collect();
    let mut used: BTreeSet<Uuid> = store::used(connection, &guids).await?;
    let mut taken = Taken::default();
    let (mut new, mut moved) = (Vec::new(), Vec::new());
    for (guid, mut state) in codings {
        state.revision = revision;
        if let Some(old) = by_id.get(&guid).filter(|old| old.member == state.member) {
            taken.ids.insert(guid, guid);
            let is_same = mark(old) == mark(&state) || old.revision != state.revision;
            if !is_same && !alike.contains_key(&mark(&state)) {
                alike.insert(mark(&state), guid);
                moved.push((guid, (*old).clone(), state));
            }
            continue;
        }
        if let Some(id) = alike.get(&mark(&state)) {
            taken.ids.insert(guid, *id);
            continue;
        }
        let id = match used.insert(guid) {
            true => guid,
            false => random_id(app),
        };
        alike.insert(mark(&state), id);
        taken.ids.insert(guid, id);
        new.push((id, state));
    }
    (taken.new, taken.changed) = (new.len(), moved.len());
    if !new.is_empty() {
        let stored = act::bring_in(tx, app, study, (act, document), &new).await?;
        stored.map_err(|_| Error::internal("a coding ends behind the text that it came with"))?;
    }
    change(tx, app, study, (act, document), &moved).await?;
    Ok(taken)
}

/// Lets codings be what they have become elsewhere.
async fn change(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (act, document): (&Act, Uuid),
    moved: &[(Uuid, CodingState, CodingState)],
) -> Result<()> {
    if moved.is_empty() {
        return Ok(());
    }
    let turns = documents::extents(tx.connection(), document).await?;
    let mut head = trail::hold(tx, study).await?;
    for (id, old, new) in moved {
        let told = trail::Change::of("import", *id, Some(old), Some(new))?;
        trail::append(tx, app, &mut head, act, vec![told]).await?;
        let now = Stored::of((*id, new.clone()), &turns, head.token());
        store::update(tx, study, &now).await?;
    }
    Ok(())
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
