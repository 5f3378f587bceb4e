//! Codes of a study folder into the codebook: a code keeps its identifier by its path, and what the file adds, words
//! differently, retires or lacks becomes one act of the trail.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::book::{Book, CodeState};
use super::desk::Desk;
use super::edit::Edit;
use super::{Code, CodeStatus};
use crate::codings;
use crate::outline::siblings::GAP;
use crate::trail::{self, Act};

/// Puts the codes of a folder in the place of those that are there. A parent stands before its children.
pub async fn bring_in(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    codes: &[Code],
) -> Result<()> {
    let mut desk = Desk::open(tx, app, study).await?;
    let book = &desk.book;
    let mut known: BTreeMap<Vec<String>, Uuid> = BTreeMap::new();
    for (_, id) in book.walk() {
        known.entry(book.path(id)).or_insert(id);
    }
    let mut ids: BTreeMap<&[String], Uuid> = BTreeMap::new();
    let mut last: BTreeMap<Option<Uuid>, i64> = BTreeMap::new();
    let mut edits = Vec::new();
    for code in codes {
        let above = &code.path[..code.path.len().saturating_sub(1)];
        let parent = ids.get(above).copied();
        let id = known.get(&code.path).copied();
        let id = id.unwrap_or_else(|| random_id(app));
        ids.insert(&code.path, id);
        let old = book.code(id);
        // Who stands in the order of the file already stays where they are.
        let after = last.entry(parent).or_insert(0);
        let stays = old.map(|old| old.position).filter(|old| *old > *after);
        *after = stays.unwrap_or(after.saturating_add(GAP));
        let name = match old {
            Some(old) => old.name.clone(),
            None => trail::keep(tx, app, study, code.name()).await?,
        };
        let definition = match old {
            Some(old) if book.definition(id) == code.definition => old.definition.clone(),
            _ if code.definition.is_empty() => None,
            _ => Some(trail::keep(tx, app, study, &code.definition).await?),
        };
        let retired = code.status == CodeStatus::Retired;
        let merged_into = old.and_then(|old| old.merged_into);
        let after = CodeState {
            name,
            definition,
            parent,
            position: *after,
            level: old.map_or_else(String::new, |old| old.level.clone()),
            origin: old.map_or_else(String::new, |old| old.origin.clone()),
            status: code.status,
            merged_into: merged_into.filter(|_| retired),
            colour: code.colour.unwrap_or(old.and_then(|old| old.colour)),
            is_heading: old.is_some_and(|old| old.is_heading),
        };
        edits.push(Edit {
            kind: "import",
            id,
            after: Some(after),
        });
    }
    let kept: BTreeSet<Uuid> = ids.into_values().collect();
    for edit in &mut edits {
        if let Some(code) = &mut edit.after {
            code.merged_into = code.merged_into.filter(|into| kept.contains(into));
        }
    }
    let lacking: Vec<Uuid> = book
        .codes()
        .keys()
        .copied()
        .filter(|id| !kept.contains(id))
        .collect();
    let coded = stays(tx, study, book, &lacking).await?;
    edits.extend(lacking.into_iter().map(|id| {
        Edit {
            kind: "import",
            id,
            // A code under which something is coded stays, out of use, since the folder does not hold what is coded.
            after: book
                .code(id)
                .filter(|_| coded.contains(&id))
                .map(|code| CodeState {
                    status: CodeStatus::Retired,
                    ..code.clone()
                }),
        }
    }));
    let edits = book.changed(edits);
    if edits.is_empty() {
        return Ok(());
    }
    let act = Act::new(app, member, None);
    desk.store(tx, app, study, &act, &edits).await
}

/// Adds the codes of another program's project that are not there by their paths, with their definitions; what is there stays as it
/// is. A code stands after the one above it.
pub(crate) async fn add_missing(
    tx: &Tx,
    app: &App,
    study: Uuid,
    codes: &[formats::coded_project::Code],
) -> Result<usize> {
    let mut desk = Desk::open(tx, app, study).await?;
    let mut known: BTreeMap<Vec<String>, Uuid> = BTreeMap::new();
    for (_, id) in desk.book.walk() {
        known.entry(desk.book.path(id)).or_insert(id);
    }
    let mut last: BTreeMap<Option<Uuid>, i64> = BTreeMap::new();
    let mut edits = Vec::new();
    for code in codes {
        let Some((name, above)) = code.path.split_last() else {
            continue;
        };
        if known.contains_key(&code.path) {
            continue;
        }
        let parent = known.get(above).copied();
        let place = last.entry(parent);
        let place = place.or_insert_with(|| desk.book.next_place(parent).saturating_sub(GAP));
        *place = place.saturating_add(GAP);
        let added = CodeState {
            name: trail::keep(tx, app, study, name).await?,
            definition: trail::kept(tx, app, study, &code.definition).await?,
            parent,
            position: *place,
            level: String::new(),
            origin: String::new(),
            status: CodeStatus::Active,
            merged_into: None,
            colour: None,
            is_heading: false,
        };
        let id = random_id(app);
        known.insert(code.path.clone(), id);
        edits.push(Edit::new("import", id, added));
    }
    if !edits.is_empty() {
        let act = Act::new(app, None, None);
        desk.store(tx, app, study, &act, &edits).await?;
    }
    Ok(edits.len())
}

/// The codes of these that stay because something is coded under them, with those above them.
async fn stays(tx: &Tx, study: Uuid, book: &Book, codes: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    let coded = codings::coded(tx.connection(), study, codes).await?;
    Ok(coded.into_iter().flat_map(|id| book.up(id)).collect())
}
