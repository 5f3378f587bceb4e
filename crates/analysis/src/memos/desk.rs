//! Writing, changing and removing a memo, in the transaction of the request.

use platform::storage::Tx;
use platform::{App, Error, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::memo::{Kind, Memo, MemoState, On};
use super::store;
use crate::trail::{self, Act};

/// What somebody wants. Whatever is about a memo that is there says which event of it they saw last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A new memo: kind and text, and what it is on.
    Write(Kind, String, Target),
    /// Another kind or text.
    Change(Uuid, i64, Kind, String),
    /// Away.
    Remove(Uuid),
}

/// What a new memo is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// What kind of thing.
    pub on: On,
    /// Which; of a span, its document.
    pub id: Uuid,
    /// The document of a span, of a coding, or itself.
    pub document: Option<Uuid>,
    /// Of a span: its code points, the end excluded.
    pub span: Option<(u32, u32)>,
}

impl Target {
    /// What a memo that is there is on.
    pub fn of(state: &MemoState) -> Self {
        Self {
            on: state.on,
            id: state.target,
            document: state.document,
            span: state.start.zip(state.end),
        }
    }
}

/// Does what somebody wants and gives the memo; or the text as it is now, where it was changed since they saw it.
///
/// # Errors
/// `NotFound` for a memo that is not there; `Refused` for somebody who did not write it.
pub async fn act(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    wish: &Wish,
) -> Result<std::result::Result<Uuid, String>> {
    let mut head = trail::hold(tx, study).await?;
    let (kind, id, before, after) = match wish {
        Wish::Write(kind, text, target) => {
            let state = MemoState {
                text: trail::keep(tx, app, study, text).await?,
                kind: *kind,
                on: target.on,
                target: target.id,
                document: target.document,
                start: target.span.map(|span| span.0),
                end: target.span.map(|span| span.1),
                member,
                written_at: None,
            };
            ("memo.write", random_id(app), None, Some(state))
        }
        Wish::Change(id, seen, kind, text) => {
            let memo = own(tx, study, member, *id).await?;
            if memo.text == *text && memo.state.kind == *kind {
                return Ok(Ok(*id));
            }
            if memo.seen != *seen {
                return Ok(Err(memo.text));
            }
            let mut state = memo.state.clone();
            state.kind = *kind;
            if memo.text != *text {
                state.text = trail::keep(tx, app, study, text).await?;
            }
            ("memo.change", *id, Some(memo.state), Some(state))
        }
        Wish::Remove(id) => {
            let memo = own(tx, study, member, *id).await?;
            ("memo.remove", *id, Some(memo.state), None)
        }
    };
    let change = trail::Change::of(kind, id, before.as_ref(), after.as_ref())?;
    let act = Act::new(app, member, None);
    trail::append(tx, app, &mut head, &act, vec![change]).await?;
    Ok(Ok(id))
}

async fn own(tx: &Tx, study: Uuid, member: Option<Uuid>, id: Uuid) -> Result<Memo> {
    let all = store::all(tx.connection(), study).await?;
    let memo = all.into_iter().find(|memo| memo.id == id);
    let memo = memo.ok_or(Error::NotFound)?;
    match memo.state.member == member {
        true => Ok(memo),
        false => Err(Error::refused(
            "R34",
            "A memo is changed by whoever wrote it.",
            "Write one of your own beside it.",
        )),
    }
}
