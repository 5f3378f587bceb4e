//! What a passage is held against before it is coded, in one question: each coding of a long day waits for it.

use platform::Result;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::state::CodingState;
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
    (SELECT state_after FROM trail WHERE study = $1 AND subject_kind = $2 AND subject = $3 ORDER BY seq DESC LIMIT 1) AS stated, \
    coding.study AS study, coding.id AS id, coding.code AS code, coding.member AS member \
    FROM (SELECT 1 AS one) AS passage \
    LEFT JOIN codes AS code ON code.id = $4 AND code.study = $1 \
    LEFT JOIN coded_texts AS text ON text.document = $5 \
    LEFT JOIN codings AS coding ON coding.id = $6 \
    OR (coding.study = $1 AND coding.document = $5 AND coding.starts = $7 AND coding.ends = $8)";

/// What a passage is held against before it is coded so, by this identifier.
pub(super) async fn ready(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (id, coding): (Uuid, &CodingState),
) -> Result<Ready> {
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
    let backend = connection.get_database_backend();
    let asked = Statement::from_sql_and_values(backend, ASKED, values);
    let mut ready = Ready::default();
    for row in connection.query_all_raw(asked).await? {
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
