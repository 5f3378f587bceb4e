//! Codings follow their text: into a new version of it (study R28), into another folder, and out with it.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use study::documents::{self, Turn};
use study::transcripts::anchors::{Anchored, Span};
use uuid::Uuid;

use super::state::{CodingState, Waits};
use super::store::Stored;
use super::{live, read_store, store, texts};
use crate::anchoring::Carrying;
use crate::trail::{self, Act, Change, FOLLOW, TEXT};

/// Lets every coding of a document follow its text, each in an act of its own, and gives how many wait for a person.
pub async fn follow(
    tx: &Tx,
    app: &App,
    (study, document): (Uuid, Uuid),
    (old, new): (&[Turn], &[Turn]),
) -> Result<usize> {
    if old == new {
        return Ok(0);
    }
    let revision = texts::revise(tx, study, document).await?;
    let mut head = trail::hold(tx, study).await?;
    let made = Change {
        kind: "text.made".to_owned(),
        subject: (TEXT.to_owned(), document),
        before: None,
        after: None,
        reverts: None,
    };
    trail::append(tx, app, &mut head, &Act::new(app, None, None), vec![made]).await?;
    let codings = read_store::of_document(tx.connection(), study, document).await?;
    if codings.is_empty() {
        return Ok(0);
    }
    let carrying = Carrying::between(old, new);
    let turns = documents::extents(tx.connection(), document).await?;
    let mut waiting = 0;
    for coding in codings {
        let state = carried(&coding.state, &carrying, revision);
        waiting += usize::from(state.waits != Waits::No);
        let told = trail::Change::of(FOLLOW, coding.id, Some(&coding.state), Some(&state))?;
        trail::append(tx, app, &mut head, &Act::new(app, None, None), vec![told]).await?;
        let now = Stored::of((coding.id, state), &turns, head.token());
        store::update(tx, study, &now).await?;
        live::tell(tx, document, now.state.member).await?;
    }
    Ok(waiting)
}

fn carried(old: &CodingState, carrying: &Carrying, revision: i64) -> CodingState {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span::new(old.start as usize, old.end as usize);
    let is = carrying.carry(span);
    let waits = match &is {
        _ if !old.waits.is_placed() => old.waits,
        Anchored::Lost { .. } => Waits::Lost,
        Anchored::Edited { .. } => Waits::Changed,
        Anchored::Same(_) | Anchored::Moved(_) => old.waits,
    };
    let (start, end) = match is.span() {
        _ if waits == Waits::Unverified => (old.start, old.end),
        Some(span) if waits != Waits::Lost => (number(span.start), number(span.end)),
        _ => (0, 0),
    };
    CodingState {
        start,
        end,
        revision,
        waits,
        ..old.clone()
    }
}

/// The documents of a study that are coded: identifier by handle, and the turns as they are.
pub(crate) async fn coded_texts(
    tx: &Tx,
    study: Uuid,
    handles: &BTreeMap<String, Uuid>,
) -> Result<BTreeMap<Uuid, Vec<Turn>>> {
    let mut found = BTreeMap::new();
    for document in handles.values() {
        if !read_store::of_document(tx.connection(), study, *document)
            .await?
            .is_empty()
        {
            let turns = documents::turns(tx.connection(), *document).await?;
            found.insert(*document, turns);
        }
    }
    Ok(found)
}

/// Takes the codings of documents that go out of the table and, as final events of this kind, out of what the trail comes to.
pub(crate) async fn leave(
    tx: &Tx,
    app: &App,
    (study, kind): (Uuid, &str),
    documents: &[Uuid],
) -> Result<()> {
    let mut told = Vec::new();
    for document in documents {
        for coding in read_store::of_document(tx.connection(), study, *document).await? {
            told.push(trail::Change::of(
                kind,
                coding.id,
                Some(&coding.state),
                None,
            )?);
        }
    }
    if !told.is_empty() {
        let mut head = trail::hold(tx, study).await?;
        trail::append(tx, app, &mut head, &Act::new(app, None, None), told).await?;
    }
    store::remove(tx, documents).await
}
