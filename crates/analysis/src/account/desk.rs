//! Changing the account of a study, in the transaction of the request.

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::state::{ACCOUNT, AccountState, Step};
use crate::acts::{self, rewritten, written};
use crate::trail::{self, Act, Subject};

/// Longest title, in characters.
pub(super) const LONGEST: usize = 200;

/// What of the account becomes other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its title.
    Title(String),
    /// Its extracts.
    Step(Step),
}

/// The subject of the trail for the account of a study.
pub(super) fn subject(study: Uuid) -> Subject {
    (ACCOUNT.to_owned(), study)
}

/// Changes the account, as somebody does who saw this event of it; none is asked of the program itself. Gives whether it was
/// as they saw it.
pub async fn change(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, seen): (Option<Uuid>, Option<i64>),
    part: Part,
) -> Result<bool> {
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let known = trail::load(tx.connection(), study).await?;
    let (before, token) = written::<AccountState>(&known, &subject(study))?;
    if seen.is_some_and(|seen| seen != token) {
        return Ok(false);
    }
    let old = before.clone().unwrap_or_default();
    let (kind, after) = match part {
        Part::Step(step) => ("account.arrange", old.after(step)),
        Part::Title(title) if known.words(old.name.as_ref()) == title => {
            ("account.name", old.clone())
        }
        Part::Title(title) => {
            let name = Some(trail::keep(tx, app, study, &title).await?);
            let named = AccountState {
                name,
                ..old.clone()
            };
            ("account.name", named)
        }
    };
    if after != old {
        let change = rewritten(kind, subject(study), (before.as_ref(), Some(&after)))?;
        let act = Act::new(app, member, None);
        trail::append(tx, app, &mut head, &act, vec![change]).await?;
    }
    Ok(true)
}
