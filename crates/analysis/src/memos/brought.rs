//! Memos that come from another program, or from another Enid.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::desk::Target;
use super::memo::{Kind, Memo, MemoState};
use super::store;
use crate::trail::{self, Act};

/// A memo on its way in.
#[derive(Clone, Debug)]
pub(crate) struct Brought {
    /// By which it is known again where it comes again; drawn here where it has none.
    pub(crate) id: Option<Uuid>,
    /// Who wrote it.
    pub(crate) member: Option<Uuid>,
    /// When, in microseconds since 1970; the time of the import where nothing says so.
    pub(crate) written_at: Option<i64>,
    /// What kind of note it is.
    pub(crate) kind: Kind,
    /// On what.
    pub(crate) target: Target,
    /// What it says.
    pub(crate) text: String,
}

/// How many memos were new, and how many of those that were here have other words now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Added {
    pub(crate) new: usize,
    pub(crate) changed: usize,
}

/// Adds memos, in one act. One that is there alike is not added; one that is known by its identifier takes the words with which it
/// comes.
pub(crate) async fn bring_in(tx: &Tx, app: &App, study: Uuid, memos: &[Brought]) -> Result<Added> {
    let mut head = trail::hold(tx, study).await?;
    let all = store::all(tx.connection(), study).await?;
    let known: BTreeMap<Uuid, &Memo> = all.iter().map(|memo| (memo.id, memo)).collect();
    let alike = |text: &str, member: Option<Uuid>, on: Target| {
        (text.to_owned(), member, on.on, on.id, on.document, on.span)
    };
    let mut there: BTreeSet<_> = all
        .iter()
        .map(|memo| alike(&memo.text, memo.state.member, Target::of(&memo.state)))
        .collect();
    let mut taken: BTreeSet<Uuid> = known.keys().copied().collect();
    let mut changes = Vec::new();
    let mut added = Added::default();
    for memo in memos {
        let old = memo.id.and_then(|id| known.get(&id));
        let old = old.filter(|old| old.state.member == memo.member);
        let is_same = |old: &&&Memo| {
            old.text == memo.text
                && old.state.kind == memo.kind
                && Target::of(&old.state) == memo.target
        };
        if old.filter(is_same).is_some() {
            continue;
        }
        if old.is_none() && !there.insert(alike(&memo.text, memo.member, memo.target)) {
            continue;
        }
        let state = MemoState {
            text: trail::keep(tx, app, study, &memo.text).await?,
            kind: memo.kind,
            on: memo.target.on,
            target: memo.target.id,
            document: memo.target.document,
            start: memo.target.span.map(|span| span.0),
            end: memo.target.span.map(|span| span.1),
            member: memo.member,
            written_at: memo.written_at,
        };
        let id = match (old, memo.id) {
            (Some(old), _) => old.id,
            (None, Some(id)) if taken.insert(id) => id,
            (None, _) => random_id(app),
        };
        let before = old.map(|old| &old.state);
        changes.push(trail::Change::of("import", id, before, Some(&state))?);
        match old {
            Some(_) => added.changed += 1,
            None => added.new += 1,
        }
    }
    if !changes.is_empty() {
        trail::append(tx, app, &mut head, &Act::new(app, None, None), changes).await?;
    }
    Ok(added)
}
