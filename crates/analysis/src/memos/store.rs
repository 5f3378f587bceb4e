//! Memos as the trail has them, and what happens to them beside it: texts that are made anew, folders, withdrawals.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use study::documents::{self, Turn};
use study::transcripts::anchors::Span;
use uuid::Uuid;

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
    let moved = here.map(|memo| (memo, carried(&memo.state, carrying)));
    let changes = changed(moved)?;
    append(tx, app, study, changes).await
}

/// The documents of a study on whose passages memos are, with their turns as they are.
pub(crate) async fn noted_texts(tx: &Tx, study: Uuid) -> Result<BTreeMap<Uuid, Vec<Turn>>> {
    let mut found = BTreeMap::new();
    for memo in all(tx.connection(), study).await? {
        if let (On::Span, Some(document)) = (memo.state.on, memo.state.document) {
            let turns = documents::turns(tx.connection(), document).await?;
            found.insert(document, turns);
        }
    }
    Ok(found)
}

/// Lets memos follow the texts that a folder has put in the place of these. One whose document the folder lacks is in no list until it
/// comes again.
pub(crate) async fn follow_import(
    tx: &Tx,
    app: &App,
    study: Uuid,
    before: &BTreeMap<Uuid, Vec<Turn>>,
) -> Result<()> {
    for (document, old) in before {
        let new = documents::turns(tx.connection(), *document).await?;
        if !new.is_empty() && *old != new {
            let carrying = Carrying::between(old, &new);
            follow_document(tx, app, (study, *document), &carrying).await?;
        }
    }
    Ok(())
}

/// A memo once its document has another text.
fn carried(state: &MemoState, carrying: &Carrying) -> MemoState {
    let mut now = state.clone();
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
        .map(|(memo, now)| trail::Change::of("memo.follow", memo.id, Some(&memo.state), Some(&now)))
        .collect()
}

async fn append(tx: &Tx, app: &App, study: Uuid, changes: Vec<Change>) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut head = trail::hold(tx, study).await?;
    let act = Act::new(app, None, None);
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
