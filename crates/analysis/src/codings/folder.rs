//! Codings of a study folder into the study: what is not coded so yet is added, each in the layer of its analyst.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use study::documents::AT_ONCE;
use study::team;
use uuid::Uuid;

use super::act::{BringIn, as_stored};
use super::before::Before;
use super::file::FolderCoding;
use super::read_store;
use super::state::{CodingState, Waits};
use crate::codes;
use crate::trail::Act;

/// Adds the codings of a folder whose documents and codes are stored, in one act, and says how many are new. An analyst who is of no team yet joins it as
/// a handle without an account.
pub(crate) async fn bring_in_folder(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    (codings, places): (&[FolderCoding], &BTreeMap<String, Uuid>),
) -> Result<usize> {
    if codings.is_empty() {
        return Ok(0);
    }
    let paths = codes::paths(tx.connection(), study).await?;
    let analysts: BTreeSet<&str> = codings.iter().map(|one| one.analyst.as_str()).collect();
    let members = team::enter(tx, app, study, &analysts).await?;
    let act = Act::new(app, member, None);
    let mut by_document: BTreeMap<Uuid, Vec<&FolderCoding>> = BTreeMap::new();
    for coding in codings {
        if let Some(document) = places.get(&coding.document) {
            by_document.entry(*document).or_default().push(coding);
        }
    }
    let by_document: Vec<(Uuid, Vec<&FolderCoding>)> = by_document.into_iter().collect();
    let mut bringing = BringIn::begin(tx, app, study, &act).await?;
    let mut added = 0;
    for some in by_document.chunks(AT_ONCE) {
        let ids: Vec<Uuid> = some.iter().map(|(document, _)| *document).collect();
        let before = Before::of(tx, study, &ids).await?;
        let mut brought = Vec::new();
        for (document, codings) in some {
            let known = before.codings(*document).iter();
            let mut known: BTreeSet<_> = known.map(|one| mark(&one.state)).collect();
            let mut new = Vec::new();
            for coding in codings {
                let (Some(code), Some(member)) =
                    (paths.get(&coding.code), members.get(&coding.analyst))
                else {
                    continue;
                };
                let state = CodingState {
                    code: *code,
                    document: *document,
                    member: *member,
                    start: coding.start,
                    end: coding.end,
                    revision: before.revision(*document),
                    waits: Waits::No,
                    coded_at: coding.at.map(|at| at.0),
                };
                if known.insert(mark(&state)) {
                    new.push((app.new_id(), state));
                }
            }
            brought.extend(as_stored(before.turns(*document), new)?);
        }
        added += brought.len();
        bringing.add(&brought).await?;
    }
    bringing.end().await?;
    Ok(added)
}

/// The codings of a document by layer, code and positions.
pub(crate) async fn placed(
    tx: &Tx,
    study: Uuid,
    document: Uuid,
) -> Result<BTreeMap<(Uuid, Uuid, u32, u32), Uuid>> {
    let there = read_store::of_document(tx.connection(), study, document).await?;
    Ok(there.iter().map(|one| (mark(&one.state), one.id)).collect())
}

fn mark(coding: &CodingState) -> (Uuid, Uuid, u32, u32) {
    (coding.member, coding.code, coding.start, coding.end)
}
