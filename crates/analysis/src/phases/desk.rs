//! Stating a phase, in the transaction of the request.

use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::phase::{PHASE, Phase, PhaseState};
use crate::trail::{self, Act, Change};

/// What an analyst states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// They work in this phase now; others stay open.
    Enter(Phase),
    /// This phase is closed.
    Leave(Phase),
}

/// The subject of what an analyst states; research leads who are no members share one.
pub(crate) fn analyst_of(member: Option<Uuid>) -> Uuid {
    member.unwrap_or_default()
}

/// What an analyst has stated so far.
pub(super) async fn open_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    member: Option<Uuid>,
) -> Result<PhaseState> {
    let state = trail::newest_state(connection, study, subject_of(member)).await?;
    read(state.as_deref())
}

/// States a phase. False where that changes nothing.
pub async fn state(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    statement: Statement,
) -> Result<bool> {
    let mut head = trail::hold(tx, study).await?;
    let subject = subject_of(member);
    let stated = trail::newest_state(tx.connection(), study, subject).await?;
    let before = read(stated.as_deref())?;
    let (kind, after) = match statement {
        Statement::Enter(phase) => ("phase.enter", before.entered(phase)),
        Statement::Leave(phase) => ("phase.leave", before.left(phase)),
    };
    if after == before {
        return Ok(false);
    }
    let change = Change {
        kind: kind.to_owned(),
        subject: (PHASE.to_owned(), subject.1),
        before: stated,
        after: Some(serde_json::to_string(&after).map_err(Error::internal)?),
        reverts: None,
    };
    let act = Act::new(app, member, None);
    trail::append(tx, app, &mut head, &act, vec![change]).await?;
    Ok(true)
}

/// The phase that an analyst's newest statement, as the trail has it, puts them in.
pub(crate) fn word_of(state: Option<&str>) -> Result<Option<String>> {
    let now = read(state)?.now();
    Ok(now.map(|phase| phase.word().to_owned()))
}

/// The subject of an analyst's statements.
pub(crate) fn subject_of(member: Option<Uuid>) -> (&'static str, Uuid) {
    (PHASE, analyst_of(member))
}

fn read(state: Option<&str>) -> Result<PhaseState> {
    let read = state.map(serde_json::from_str).transpose();
    Ok(read.map_err(Error::internal)?.unwrap_or_default())
}
