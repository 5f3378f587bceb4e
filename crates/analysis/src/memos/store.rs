//! Memos as the trail has them, and what happens to them beside it: texts that are made anew, folders, withdrawals.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use study::documents::{self, Turn};
use study::transcripts::anchors::Span;
use uuid::Uuid;

use super::desk::change;
use super::memo::{MEMO, Memo, MemoState, On, of};
use crate::anchoring::Carrying;
use crate::trail::{self, Act, Change};

/// The memos of a study, the newest first.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Memo>> {
    of(&trail::about(connection, study, MEMO).await?)
}

/// Lets the memos on spans of a document follow its text. One whose words are gone is on the document from then on.
pub(crate) async fn follow_document(
    tx: &Tx,
    app: &App,
    (study, document): (Uuid, Uuid),
    carrying: &Carrying,
) -> Result<()> {
    let memos = all(tx.connection(), study).await?;
    let here = memos
        .iter()
        .filter(|memo| memo.state.document == Some(document));
    let moved = here.map(|memo| (memo, carried(&memo.state, document, carrying)));
    let changes = changed(moved)?;
    append(tx, app, study, None, changes).await
}

/// The documents of a study that memos are on, by handle, with the turns on which spans lie: what a folder may put others in the place of.
pub(crate) async fn before_import(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<String, (Uuid, Vec<Turn>)>> {
    let memos = all(connection, study).await?;
    let mut found = BTreeMap::new();
    if memos.iter().all(|memo| memo.state.document.is_none()) {
        return Ok(found);
    }
    for document in documents::all(connection, study).await? {
        let here = |memo: &Memo| memo.state.document == Some(document.id);
        if memos.iter().any(here) {
            let turns = documents::turns(connection, document.id).await?;
            found.insert(document.handle, (document.id, turns));
        }
    }
    Ok(found)
}

/// Lets memos follow their documents to those that a folder has put in their place. One whose document the folder lacks stays in the
/// trail, and is in no list.
pub(crate) async fn after_import(
    tx: &Tx,
    app: &App,
    (study, member): (Uuid, Option<Uuid>),
    before: &BTreeMap<String, (Uuid, Vec<Turn>)>,
    now: &BTreeMap<String, Uuid>,
) -> Result<()> {
    let memos = all(tx.connection(), study).await?;
    let mut changes = Vec::new();
    for (handle, (old, turns)) in before {
        let Some(new) = now.get(handle).filter(|new| *new != old) else {
            continue;
        };
        let carrying = Carrying::between(turns, &documents::turns(tx.connection(), *new).await?);
        let here = memos
            .iter()
            .filter(|memo| memo.state.document == Some(*old));
        let moved = here.map(|memo| (memo, carried(&memo.state, *new, &carrying)));
        changes.extend(changed(moved)?);
    }
    append(tx, app, study, member, changes).await
}

/// A memo once its document has another text, or another id.
fn carried(state: &MemoState, document: Uuid, carrying: &Carrying) -> MemoState {
    let mut now = state.clone();
    now.document = Some(document);
    if now.on != On::Coding {
        now.target = document;
    }
    if let (Some(start), Some(end)) = (state.start, state.end) {
        let span = carrying
            .carry(Span::new(start as usize, end as usize))
            .span();
        let place = |at: usize| u32::try_from(at).ok();
        (now.start, now.end) = match span {
            Some(span) => (place(span.start), place(span.end)),
            None => (None, None),
        };
        if now.start.is_none() {
            now.on = On::Document;
        }
    }
    now
}

fn changed<'a>(moved: impl Iterator<Item = (&'a Memo, MemoState)>) -> Result<Vec<Change>> {
    let differs = moved.filter(|(memo, now)| memo.state != *now);
    differs
        .map(|(memo, now)| change("memo.follow", memo.id, Some(&memo.state), Some(&now)))
        .collect()
}

async fn append(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    changes: Vec<Change>,
) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut head = trail::hold(tx, study).await?;
    let act = Act::new(app, member, None);
    trail::append(tx, app, &mut head, &act, changes).await
}

/// The texts, earlier ones included, of memos that are on a participant, on their documents or on anything in these.
async fn texts_about(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (participant, documents): (Uuid, &[Uuid]),
) -> Result<BTreeMap<Uuid, Vec<Uuid>>> {
    let trail = trail::about(connection, study, MEMO).await?;
    let mut theirs: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    let mut found: BTreeMap<Uuid, bool> = BTreeMap::new();
    for event in &trail.events {
        let states = [&event.before, &event.after];
        for state in states.into_iter().flatten() {
            let Ok(state) = serde_json::from_str::<MemoState>(state) else {
                continue;
            };
            let is_theirs = state.target == participant
                || state.document.is_some_and(|id| documents.contains(&id));
            *found.entry(event.subject.1).or_default() |= is_theirs;
            theirs
                .entry(event.subject.1)
                .or_default()
                .push(state.text.id);
        }
    }
    theirs.retain(|memo, _| found.get(memo).copied().unwrap_or(false));
    Ok(theirs)
}

/// How many memos are on a participant, on their documents or on anything in these.
pub(crate) async fn about(
    connection: &impl ConnectionTrait,
    study: Uuid,
    theirs: (Uuid, &[Uuid]),
) -> Result<usize> {
    let texts = texts_about(connection, study, theirs).await?;
    let memos = all(connection, study).await?;
    Ok(memos
        .iter()
        .filter(|memo| texts.contains_key(&memo.id))
        .count())
}

/// Empties these memos, for somebody who withdraws. That they were written stays in the trail (study R7).
pub(crate) async fn take_out(tx: &Tx, study: Uuid, theirs: (Uuid, &[Uuid])) -> Result<()> {
    let texts = texts_about(tx.connection(), study, theirs).await?;
    let texts: Vec<Uuid> = texts.into_values().flatten().collect();
    trail::empty(tx, study, &texts).await
}
