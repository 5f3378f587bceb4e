//! The documents of a study folder in the place of those of the folder before.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::{BATCH, Tx};
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryFilter};
use uuid::Uuid;

use super::store::{ids, remove, row, to_row};
use super::{Document, Turn, turn_rows};
use crate::field_notes;
use crate::rows::{position, random_id, storable};
use crate::transcripts::store as transcripts;

/// What was there before a folder, by handle.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// What was brought in by itself or written here, and stays.
    pub stayed: BTreeMap<String, Uuid>,
    /// What came in a folder.
    pub came: BTreeMap<String, Uuid>,
    /// Those of them that the new folder has with the same text: their turns stay, and with them the index of their words.
    same: BTreeSet<Uuid>,
}

/// Removes every document that came in a study folder, but for the texts that the new one has too; those lose their participant
/// until [`insert`].
///
/// # Errors
/// The database does not answer.
pub async fn clear(tx: &Tx, study: Uuid, folder: &[Document]) -> Result<Before> {
    let connection = tx.connection();
    let own = transcripts::all(connection, study).await?;
    let notes = field_notes::written(connection, study).await?;
    let rows = ids(connection, study).await?.into_iter();
    let stays = |(_, id): &(String, Uuid)| own.contains_key(id) || notes.contains_key(id);
    let (stayed, came): (BTreeMap<_, _>, BTreeMap<_, _>) = rows.partition(stays);
    let mut same = BTreeSet::new();
    for document in folder {
        if let Some(id) = came.get(&document.handle)
            && turn_rows::turns(connection, *id).await? == stored(&document.turns)
        {
            same.insert(*id);
        }
    }
    let gone = came.values().filter(|id| !same.contains(id)).copied();
    remove(tx, &gone.collect::<Vec<_>>()).await?;
    for some in same.iter().copied().collect::<Vec<_>>().chunks(BATCH) {
        row::Entity::update_many()
            .col_expr(row::Column::Participant, Expr::value(None::<Uuid>))
            .filter(row::Column::Id.is_in(some.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(Before { stayed, came, same })
}

/// Turns as they come back from the database.
fn stored(turns: &[Turn]) -> Vec<Turn> {
    let stored = turns.iter().map(|turn| Turn {
        text: storable(&turn.text),
        ..turn.clone()
    });
    stored.collect()
}

/// Puts the documents of a folder where those of the folder before were, each under the id it had, and gives their ids by handle.
///
/// # Errors
/// The database does not answer.
pub async fn insert(
    tx: &Tx,
    app: &App,
    study: Uuid,
    documents: &[Document],
    (participants, before): (&BTreeMap<String, Uuid>, &Before),
) -> Result<BTreeMap<String, Uuid>> {
    let mut ids = BTreeMap::new();
    let (mut rows, mut turns) = (Vec::new(), Vec::new());
    for (index, document) in documents.iter().enumerate() {
        let known = before.came.get(&document.handle).copied();
        let id = known.unwrap_or_else(|| random_id(app));
        let participant = document.participant.as_ref();
        let participant = participant.and_then(|handle| participants.get(handle));
        let row = to_row((id, position(index)), study, document, participant.copied());
        match before.same.contains(&id) {
            true => {
                let row = row.into_active_model().reset_all();
                row::Entity::update(row).exec(tx.connection()).await?;
            }
            false => {
                rows.push(row);
                turns.push((id, document.turns.as_slice()));
            }
        }
        ids.insert(document.handle.clone(), id);
    }
    tx.insert_all(rows).await?;
    turn_rows::insert(tx, &turns).await?;
    Ok(ids)
}
