//! Documents in the database; their turns are in [`turn_rows`].

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::{BATCH, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::field_note::{hash, paragraphs};
use super::turn_rows::{self, Which};
use super::{Author, AuthorRole, Document, Kind};
use crate::dates::{DateOrder, InterviewDate};
use crate::field_notes::{self, NoteText};
use crate::participants;
use crate::rows::storable;

pub(super) mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "documents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub position: i64,
        pub handle: String,
        pub kind: String,
        pub title: String,
        pub participant: Option<Uuid>,
        pub author: Option<String>,
        pub author_role: Option<String>,
        pub dated: Option<String>,
        pub source_hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A document in a list, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Random.
    pub id: Uuid,
    /// What quotes refer to it by.
    pub handle: String,
    /// Transcript or field note.
    pub kind: Kind,
    /// A title without names.
    pub title: String,
    /// The participant who speaks in it, or on whose consent a note that was written here stands.
    pub participant: Option<Uuid>,
    /// The cohort of that participant.
    pub cohort: Option<String>,
    /// Who wrote a field note.
    pub author: Option<Author>,
    /// When a field note was written.
    pub dated: Option<InterviewDate>,
    /// How many turns or paragraphs it has.
    pub turns: i64,
    /// The last moment that the file names, in milliseconds.
    pub until_ms: Option<i64>,
}

/// The ids of the documents of a study by their handles.
pub async fn ids(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeMap<String, Uuid>> {
    let rows: Vec<(String, Uuid)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Handle, row::Column::Id])
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

pub(super) async fn cohorts_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, String>> {
    let all = participants::all(connection, study).await?;
    let cohort = all
        .into_iter()
        .map(|stored| (stored.id, stored.participant.cohort));
    Ok(cohort.collect())
}

pub(super) fn kind(word: &str) -> Kind {
    match word {
        "field_note" => Kind::FieldNote,
        _ => Kind::Transcript,
    }
}

/// The documents of a study, in the order of their files.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Listed>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .order_by_asc(row::Column::Handle)
        .all(connection)
        .await?;
    list(connection, study, (rows, Which::Study(study))).await
}

/// One document of a study by its handle.
pub async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    handle: &str,
) -> Result<Option<Listed>> {
    let row = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Handle.eq(handle))
        .one(connection)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let which = Which::Document(row.id);
    Ok(list(connection, study, (vec![row], which)).await?.pop())
}

/// The ids that documents of the study have on pages and in files.
pub(crate) async fn handles(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeSet<String>> {
    Ok(ids(connection, study).await?.into_keys().collect())
}

/// The participants who speak in a document of the study, or on whose consent a note stands.
pub(crate) async fn speaking(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeSet<Uuid>> {
    let ids: Vec<Option<Uuid>> = row::Entity::find()
        .select_only()
        .column(row::Column::Participant)
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(connection)
        .await?;
    let notes = field_notes::written(connection, study).await?;
    Ok(ids
        .into_iter()
        .flatten()
        .chain(notes.into_values())
        .collect())
}

/// Whether a document of any study has this identifier.
pub async fn is_taken(connection: &impl ConnectionTrait, id: Uuid) -> Result<bool> {
    let row = row::Entity::find_by_id(id).one(connection).await?;
    Ok(row.is_some())
}

/// A document that is added under an id that is known already.
#[derive(Debug, Clone)]
pub struct New {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub document: Document,
    /// Who speaks in it.
    pub participant: Option<Uuid>,
}

/// Adds documents at the end of the list.
///
/// # Errors
/// The database does not answer, or a document has one of these ids or handles already.
pub async fn add(tx: &Tx, study: Uuid, documents: &[New]) -> Result<()> {
    let last: Option<Option<i64>> = row::Entity::find()
        .select_only()
        .column_as(row::Column::Position.max(), "last")
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .one(tx.connection())
        .await?;
    let first = last.flatten().unwrap_or(0) + 1;
    let rows = (first..)
        .zip(documents)
        .map(|(at, new)| to_row((new.id, at), study, &new.document, new.participant));
    tx.insert_all(rows.collect()).await?;
    let turns = documents.iter();
    let turns: Vec<_> = turns
        .map(|new| (new.id, new.document.turns.as_slice()))
        .collect();
    turn_rows::insert(tx, &turns).await
}

/// Who speaks in a document, if it is somebody's interview.
pub(crate) async fn interviewee_of(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Option<Uuid>> {
    let row = row::Entity::find_by_id(document).one(connection).await?;
    Ok(row.and_then(|row| row.participant))
}

/// Who speaks in these documents.
pub(crate) async fn interviewees_of(
    connection: &impl ConnectionTrait,
    documents: &[Uuid],
) -> Result<BTreeSet<Uuid>> {
    let mut all = BTreeSet::new();
    for batch in documents.chunks(BATCH) {
        let found: Vec<Option<Uuid>> = row::Entity::find()
            .select_only()
            .column(row::Column::Participant)
            .filter(row::Column::Id.is_in(batch.iter().copied()))
            .into_tuple()
            .all(connection)
            .await?;
        all.extend(found.into_iter().flatten());
    }
    Ok(all)
}

/// The documents of one participant, notes about them included: identifier and number of turns.
pub async fn of_participant(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Vec<(Uuid, u64)>> {
    let notes = field_notes::of_participant(connection, study, participant).await?;
    let theirs = Condition::any()
        .add(row::Column::Participant.eq(participant))
        .add(row::Column::Id.is_in(notes));
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(theirs)
        .all(connection)
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let turns = turn_rows::count(connection, row.id).await?;
        found.push((row.id, turns));
    }
    Ok(found)
}

/// Removes documents with their turns. Nothing else may refer to one any more.
pub async fn remove(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    for batch in documents.chunks(BATCH) {
        field_notes::remove(tx, batch).await?;
        turn_rows::remove(tx, batch).await?;
        row::Entity::delete_many()
            .filter(row::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

pub(super) fn to_row(
    (id, position): (Uuid, i64),
    study: Uuid,
    document: &Document,
    participant: Option<Uuid>,
) -> row::Model {
    let author = document.author.as_ref();
    row::Model {
        id,
        study,
        position,
        handle: document.handle.clone(),
        kind: document.kind.word().to_owned(),
        title: storable(&document.title),
        participant,
        author: author.map(|author| author.id.clone()),
        author_role: author.map(|author| author.role.word().to_owned()),
        dated: document.dated.map(|date| date.to_string()),
        source_hash: document.source_hash.clone(),
    }
}

/// Puts the words of a note in the place of a document's.
pub async fn rewrite(tx: &Tx, document: Uuid, text: &NoteText) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Title, Expr::value(storable(&text.title)))
        .col_expr(row::Column::Dated, Expr::value(text.dated.to_string()))
        .col_expr(row::Column::SourceHash, Expr::value(hash(&text.text)))
        .filter(row::Column::Id.eq(document))
        .exec(tx.connection())
        .await?;
    turn_rows::replace_turns(tx, document, &paragraphs(&text.text)).await
}

async fn list(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (rows, which): (Vec<row::Model>, Which),
) -> Result<Vec<Listed>> {
    let cohorts = cohorts_of(connection, study).await?;
    let notes = field_notes::written(connection, study).await?;
    let lengths = turn_rows::lengths(connection, which).await?;
    let listed = rows.into_iter().map(|row| {
        let (turns, until_ms) = lengths.get(&row.id).copied().unwrap_or_default();
        Listed {
            id: row.id,
            handle: row.handle,
            kind: kind(&row.kind),
            title: row.title,
            participant: row.participant.or(notes.get(&row.id).copied()),
            // A note counts to no cohort (study R57).
            cohort: row.participant.and_then(|id| cohorts.get(&id).cloned()),
            author: author(row.author, row.author_role.as_deref()),
            dated: row
                .dated
                .and_then(|text| InterviewDate::parse(&text, DateOrder::DayFirst).ok()),
            turns,
            until_ms,
        }
    });
    Ok(listed.collect())
}

fn author(id: Option<String>, role: Option<&str>) -> Option<Author> {
    let role = match role? {
        "participant_researcher" => AuthorRole::ParticipantResearcher,
        _ => AuthorRole::Interviewer,
    };
    Some(Author { role, id: id? })
}
