//! The turns of a transcript as they were said, sealed.

use formats::transcript::Anchor;
use platform::keys::PersonKey;
use platform::storage::{BATCH, Tx};
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::rows::{spoken as row, transcript};
use super::{Spoken, Stored, key_of};
use crate::documents::Role;
use crate::rows::{position, storable};

/// A transcript to be kept.
pub struct NewTranscript<'a> {
    /// The document that stands for it; it is there already.
    pub document: Uuid,
    /// Under which key it is sealed.
    pub key: &'a PersonKey,
    /// The ending of its file.
    pub ending: &'a str,
    /// The bytes of its file.
    pub source: &'a [u8],
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
        source: Set(new.key.seal_bytes(new.source, &*app.entropy)),
        imported_at: Set(app.now()),
        checker: Set(new.checker),
        version: Set(0),
        checked_at: Set(None),
        locked_at: Set(None),
        read_version: Set(None),
        length_ms: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    let seal = |text: &str| new.key.seal(&storable(text), &*app.entropy);
    let rows: Vec<row::ActiveModel> = new
        .turns
        .iter()
        .enumerate()
        .map(|(index, turn)| row::ActiveModel {
            document: Set(new.document),
            position: Set(position(index)),
            role: Set(turn.role.word().to_owned()),
            start_ms: Set(turn.start_ms),
            end_ms: Set(turn.end_ms),
            anchors: Set(anchors_to_text(&turn.anchors)),
            label: Set(turn.label.as_deref().map(seal)),
            text: Set(seal(&turn.text)),
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// What was said, with every correction.
pub async fn spoken(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
) -> Result<Vec<Spoken>> {
    let key = key_of(connection, app, stored.person).await?;
    let rows = row::Entity::find()
        .filter(row::Column::Document.eq(stored.document))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    rows.into_iter().map(|row| opened(&key, row)).collect()
}

pub(super) fn opened(key: &PersonKey, row: row::Model) -> Result<Spoken> {
    Ok(Spoken {
        role: Role::of_word(&row.role),
        label: row.label.map(|label| key.open(&label)).transpose()?,
        start_ms: row.start_ms,
        end_ms: row.end_ms,
        anchors: anchors_of_text(&row.anchors),
        text: key.open(&row.text)?,
    })
}

/// `0:1200 34:5600`: position in code points and milliseconds.
fn anchors_to_text(anchors: &[Anchor]) -> String {
    let pairs: Vec<String> = anchors
        .iter()
        .map(|anchor| format!("{}:{}", anchor.at, anchor.ms))
        .collect();
    pairs.join(" ")
}

fn anchors_of_text(text: &str) -> Vec<Anchor> {
    text.split(' ')
        .filter_map(|pair| {
            let (at, ms) = pair.split_once(':')?;
            Some(Anchor {
                at: at.parse().ok()?,
                ms: ms.parse().ok()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_read_back_as_they_were_written() {
        let anchor = |at, ms| Anchor { at, ms };
        for anchors in [
            vec![],
            vec![anchor(0, 0)],
            vec![anchor(0, 1200), anchor(34, 5600)],
        ] {
            assert_eq!(anchors_of_text(&anchors_to_text(&anchors)), anchors);
        }
    }
}
