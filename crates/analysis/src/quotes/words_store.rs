//! The words of quotes in the database: those that quotes say now, and those that they said before, so that an act can be
//! taken back. They stand beside the trail, follow their text and go with the person.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QuerySelect};
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::pieces::Piece;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "quote_words")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub document: Option<Uuid>,
        pub participant: Option<Uuid>,
        pub turn: Option<i64>,
        pub pieces: String,
        pub text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a quote says, and where that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Random.
    pub id: Uuid,
    /// The document, where it is known.
    pub document: Option<Uuid>,
    /// Who said it, where that is known; of a note that was written here, on whose consent it stands.
    pub participant: Option<Uuid>,
    /// The turn in which they begin, from 1; none where they do not stand in the text.
    pub turn: Option<i64>,
    /// Spans and edits; none where the words were not found in the text.
    pub pieces: Vec<Piece>,
    /// What is shown: spans and edits as one text. What a folder brought keeps the spelling of the file.
    pub text: String,
}

impl Words {
    /// Words under a new identifier.
    pub fn new(app: &App, text: String) -> Self {
        Self {
            id: random_id(app),
            document: None,
            participant: None,
            turn: None,
            pieces: Vec::new(),
            text,
        }
    }

    /// Whether they stand in the text of their document.
    pub fn are_found(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// The code points that are shown, each stretch from one to before another.
    pub fn spans(&self) -> Vec<(u32, u32)> {
        let point = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let spans = self.pieces.iter().filter_map(Piece::span);
        spans
            .map(|span| (point(span.start), point(span.end)))
            .collect()
    }
}

fn model(study: Uuid, words: &Words) -> Result<row::Model> {
    Ok(row::Model {
        id: words.id,
        study,
        document: words.document,
        participant: words.participant,
        turn: words.turn,
        pieces: serde_json::to_string(&words.pieces).map_err(Error::internal)?,
        text: storable(&words.text),
    })
}

fn words(row: row::Model) -> Result<Words> {
    Ok(Words {
        id: row.id,
        document: row.document,
        participant: row.participant,
        turn: row.turn,
        pieces: serde_json::from_str(&row.pieces).map_err(Error::internal)?,
        text: row.text,
    })
}

/// All words of a study, by their identifiers.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, Words>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, words(row)?)))
        .collect()
}

/// The identifiers of all words of a study.
pub(super) async fn ids(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeSet<Uuid>> {
    let ids: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The words that point into a document, by their identifiers.
pub(crate) async fn pointing_to(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Vec<Words>> {
    let rows = row::Entity::find()
        .filter(row::Column::Document.eq(document))
        .all(connection)
        .await?;
    let mut found = rows.into_iter().map(words).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|words| words.id);
    Ok(found)
}

/// One quote's words.
pub(crate) async fn find(connection: &impl ConnectionTrait, id: Uuid) -> Result<Option<Words>> {
    let row = row::Entity::find_by_id(id).one(connection).await?;
    row.map(words).transpose()
}

/// The words of one participant, or from one of these documents, of now and before.
pub(crate) async fn of_participant(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
    documents: &[Uuid],
) -> Result<Vec<Words>> {
    let theirs = Condition::any()
        .add(row::Column::Participant.eq(participant))
        .add(row::Column::Document.is_in(documents.iter().copied()));
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(theirs)
        .all(connection)
        .await?;
    let mut found = rows.into_iter().map(words).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|words| words.id);
    Ok(found)
}

/// Keeps words.
pub(super) async fn insert(tx: &Tx, study: Uuid, all: &[Words]) -> Result<()> {
    let rows = all.iter().map(|words| model(study, words));
    tx.insert_all(rows.collect::<Result<Vec<_>>>()?).await
}

/// Stores what words have become.
pub(crate) async fn update(tx: &Tx, words: &Words) -> Result<()> {
    row::Entity::update(row::ActiveModel {
        id: Set(words.id),
        document: Set(words.document),
        participant: Set(words.participant),
        turn: Set(words.turn),
        pieces: Set(serde_json::to_string(&words.pieces).map_err(Error::internal)?),
        text: Set(storable(&words.text)),
        ..Default::default()
    })
    .exec(tx.connection())
    .await?;
    Ok(())
}

/// Removes words.
pub(super) async fn remove(tx: &Tx, ids: &[Uuid]) -> Result<()> {
    for batch in ids.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}
