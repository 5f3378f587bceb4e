//! What was said in a transcript: all turns of a version as one sealed piece, so that a transcript of any length is kept
//! and opened in one go. Of all versions, the one that was imported and the newest are here; those between follow from
//! the corrections.

use formats::transcript::Anchor;
use platform::keys::{PersonKey, Sealed};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rows::{spoken as row, transcript};
use super::{Spoken, Stored, key_of};
use crate::documents::Role;

/// The version that was imported.
pub(super) const IMPORTED: i64 = 0;

/// A transcript to be kept. Its file is there already, under the id of the document.
pub struct NewTranscript<'a> {
    /// The document that stands for it; it is there already.
    pub document: Uuid,
    /// Under which key it is sealed.
    pub key: &'a PersonKey,
    /// The ending of its file.
    pub ending: &'a str,
    /// Who checks it.
    pub checker: Option<Uuid>,
    /// What was said.
    pub turns: &'a [Spoken],
}

/// Keeps a transcript beside its document.
pub async fn insert(tx: &Tx, app: &App, study: Uuid, new: NewTranscript<'_>) -> Result<()> {
    transcript::Entity::insert(transcript::ActiveModel {
        document: Set(new.document),
        study: Set(study),
        person: Set(new.key.person()),
        ending: Set(new.ending.to_owned()),
        imported_at: Set(app.now()),
        checker: Set(new.checker),
        version: Set(IMPORTED),
        checked_at: Set(None),
        locked_at: Set(None),
        read_version: Set(None),
        length_ms: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    let sealed = seal(new.key, app, new.turns)?;
    write(tx, (new.document, IMPORTED), sealed).await
}

/// What was said, with every correction.
pub async fn spoken(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
) -> Result<Vec<Spoken>> {
    let key = key_of(connection, app, stored.person).await?;
    read(connection, &key, (stored.document, stored.version)).await
}

/// The turns of a version that is here.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    key: &PersonKey,
    version: (Uuid, i64),
) -> Result<Vec<Spoken>> {
    let row = row::Entity::find_by_id(version)
        .one(connection)
        .await?
        .ok_or_else(elsewhere)?;
    open(key, &row.turns)
}

/// An archive of a study brings no words that may hold names ([`crate::archive`]).
fn elsewhere() -> Error {
    Error::refused(
        "Q25",
        "What was said before names were taken out is not here: it stayed where the archive was taken from which this study came.",
        "The text that analysts read is here as it was.",
    )
}

/// Puts a version in the place of the newest; the one that was imported stays.
pub(super) async fn replace_newest(
    tx: &Tx,
    document: Uuid,
    (version, turns): (i64, Sealed),
) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Document.eq(document))
        .filter(row::Column::Version.ne(IMPORTED))
        .exec(tx.connection())
        .await?;
    write(tx, (document, version), turns).await
}

async fn write(tx: &Tx, (document, version): (Uuid, i64), turns: Sealed) -> Result<()> {
    row::Entity::insert(row::ActiveModel {
        document: Set(document),
        version: Set(version),
        turns: Set(turns),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// A turn as it is written before it is sealed.
#[derive(Serialize, Deserialize)]
struct Written {
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_ms: Option<i64>,
    /// Position in code points and milliseconds of the recording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    anchors: Vec<(usize, u64)>,
    text: String,
}

pub(super) fn seal(key: &PersonKey, app: &App, turns: &[Spoken]) -> Result<Sealed> {
    let written: Vec<Written> = turns.iter().map(Written::of).collect();
    let bytes = serde_json::to_vec(&written).map_err(Error::internal)?;
    Ok(key.seal_file(&bytes, &*app.entropy))
}

pub(super) fn open(key: &PersonKey, sealed: &Sealed) -> Result<Vec<Spoken>> {
    let bytes = key.open_file(sealed)?;
    let written: Vec<Written> = serde_json::from_slice(&bytes).map_err(Error::internal)?;
    Ok(written.into_iter().map(Spoken::from).collect())
}

impl Written {
    fn of(turn: &Spoken) -> Self {
        let anchors = turn.anchors.iter();
        Written {
            role: turn.role.word().to_owned(),
            label: turn.label.clone(),
            start_ms: turn.start_ms,
            end_ms: turn.end_ms,
            anchors: anchors.map(|anchor| (anchor.at, anchor.ms)).collect(),
            text: turn.text.clone(),
        }
    }
}

impl From<Written> for Spoken {
    fn from(written: Written) -> Self {
        let anchors = written.anchors.into_iter();
        Spoken {
            role: Role::of_word(&written.role),
            label: written.label,
            start_ms: written.start_ms,
            end_ms: written.end_ms,
            anchors: anchors.map(|(at, ms)| Anchor { at, ms }).collect(),
            text: written.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn turns() -> impl Strategy<Value = Vec<Spoken>> {
        let roles = [
            Role::Participant,
            Role::Interviewer,
            Role::Other,
            Role::Unknown,
        ];
        let anchors = prop::collection::vec((0usize..200, 0u64..100_000), 0..4);
        let turn = (
            prop::sample::select(roles.to_vec()),
            prop::option::of(any::<String>()),
            prop::option::of(0i64..100_000),
            anchors,
            any::<String>(),
        );
        let turn = turn.prop_map(|(role, label, start_ms, anchors, text)| Spoken {
            role,
            label,
            start_ms,
            end_ms: start_ms.map(|start| start + 1),
            anchors: anchors
                .into_iter()
                .map(|(at, ms)| Anchor { at, ms })
                .collect(),
            text,
        });
        prop::collection::vec(turn, 0..6)
    }

    proptest! {
        #[test]
        fn turns_are_read_back_as_they_were_written(turns in turns()) {
            let written: Vec<Written> = turns.iter().map(Written::of).collect();
            let bytes = serde_json::to_vec(&written).unwrap();
            let read: Vec<Written> = serde_json::from_slice(&bytes).unwrap();
            let read: Vec<Spoken> = read.into_iter().map(Spoken::from).collect();
            prop_assert_eq!(read, turns);
        }
    }
}
