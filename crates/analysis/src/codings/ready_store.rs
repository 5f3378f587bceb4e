//! What a passage is held against before it is coded, in one question: each coding of a long day waits for it.

use platform::storage::{Dialect, Tx};
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{DbBackend, QueryResult, Statement};
use uuid::Uuid;

use super::state::CodingState;
use crate::trail::{self, Head};
use crate::{codes, phases};

/// What a passage is held against before it is coded.
#[derive(Clone, Debug, Default)]
pub(super) struct Ready {
    /// Whether a coding of this identifier is there.
    pub(super) itself: bool,
    /// The coding that marks the same passage with the same code in the same layer.
    pub(super) same: Option<Uuid>,
    /// Whether the code takes codings; none where it is not there.
    pub(super) takes: Option<bool>,
    /// Which making of its text the document has, from 0.
    pub(super) revision: i64,
    /// The phase that the analyst states (R39).
    pub(super) phase: Option<String>,
}

// Code and layer are told apart afterwards: asked for them, SQLite takes the index of layers and reads all that is coded so.
const ASKED: &str = "SELECT code.status AS status, code.merged_into AS merged_into, text.revision AS revision, \
    head.seq AS seq, head.hash AS hash, \
    (SELECT state_after FROM trail WHERE study = $1 AND subject_kind = $2 AND subject = $3 ORDER BY seq DESC LIMIT 1) AS stated, \
    coding.study AS study, coding.id AS id, coding.code AS code, coding.member AS member \
    FROM (SELECT 1 AS one) AS passage \
    LEFT JOIN trail_heads AS head ON head.study = $1 \
    LEFT JOIN codes AS code ON code.id = $4 AND code.study = $1 \
    LEFT JOIN coded_texts AS text ON text.document = $5 \
    LEFT JOIN codings AS coding ON coding.id = $6 \
    OR (coding.study = $1 AND coding.document = $5 AND coding.starts = $7 AND coding.ends = $8)";

/// Takes hold of the trail, and then looks up what a passage is held against before it is coded so, by this identifier. Whoever codes
/// at the same time waits there, so that the same passage is not coded twice.
pub(super) async fn hold(
    tx: &Tx,
    study: Uuid,
    coding: (Uuid, &CodingState),
) -> Result<(Head, Ready)> {
    let head = trail::hold(tx, study).await?;
    let connection = tx.connection();
    let asked = asked(connection.get_database_backend(), study, coding);
    let rows = connection.query_all_raw(asked).await?;
    Ok((head, ready(&rows, study, coding)?))
}

/// The same in a transaction that begins with it.
pub(super) async fn begin(
    app: &App,
    study: Uuid,
    coding: (Uuid, &CodingState),
) -> Result<(Tx, Head, Ready)> {
    if app.db.dialect() == Dialect::Postgres {
        let tx = app.db.write_together().await?;
        let (head, ready) = hold(&tx, study, coding).await?;
        return Ok((tx, head, ready));
    }
    // Whoever has the turn to write into a file holds everything in it.
    let asked = asked(app.db.read().get_database_backend(), study, coding);
    let (tx, rows) = app.db.write_together_asking(asked).await?;
    let head = match rows.first() {
        Some(row) => (row.try_get("", "seq")?, row.try_get("", "hash")?),
        None => (None, None),
    };
    let head = match head {
        (Some(seq), Some(hash)) => Head::of(study, seq, hash),
        _ => trail::hold(&tx, study).await?,
    };
    let ready = ready(&rows, study, coding)?;
    Ok((tx, head, ready))
}

fn asked(backend: DbBackend, study: Uuid, (id, coding): (Uuid, &CodingState)) -> Statement {
    let (kind, analyst) = phases::subject_of(Some(coding.member));
    let values = [
        study.into(),
        kind.into(),
        analyst.into(),
        coding.code.into(),
        coding.document.into(),
        id.into(),
        i64::from(coding.start).into(),
        i64::from(coding.end).into(),
    ];
    Statement::from_sql_and_values(backend, ASKED, values)
}

fn ready(rows: &[QueryResult], study: Uuid, (id, coding): (Uuid, &CodingState)) -> Result<Ready> {
    let mut ready = Ready::default();
    for row in rows {
        let status: Option<String> = row.try_get("", "status")?;
        let merged: Option<Uuid> = row.try_get("", "merged_into")?;
        ready.takes = status.map(|status| codes::takes_codings(&status, merged));
        ready.revision = row
            .try_get::<Option<i64>>("", "revision")?
            .unwrap_or_default();
        let stated: Option<String> = row.try_get("", "stated")?;
        ready.phase = phases::word_of(stated.as_deref())?;
        let Some(found) = row.try_get::<Option<Uuid>>("", "id")? else {
            continue;
        };
        let its: (Uuid, Uuid, Uuid) = (
            row.try_get("", "study")?,
            row.try_get("", "code")?,
            row.try_get("", "member")?,
        );
        if its.0 == study && found == id {
            ready.itself = true;
        } else if its == (study, coding.code, coding.member) {
            ready.same = Some(found);
        }
    }
    Ok(ready)
}
