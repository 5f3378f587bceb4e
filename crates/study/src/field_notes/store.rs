//! Notes in the database.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::consent::{self, Use};
use crate::documents::{self, AuthorRole};
use crate::rights::Rights;
use crate::rows::{random_id, storable};
use crate::team::{self, DualRole, Member};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "written_notes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document: Uuid,
        pub study: Uuid,
        pub member: Uuid,
        pub participant: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod version_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "note_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub title: String,
        pub dated: String,
        pub text: String,
        pub made_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A note that was written here, without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// The document.
    pub document: Uuid,
    /// Who wrote it.
    pub member: Uuid,
    /// Whose consent it stands on: the author's own, or that of whom it is about.
    pub participant: Uuid,
}

/// What a note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText {
    /// What it is about, in a line without names.
    pub title: String,
    /// The day it belongs to.
    pub dated: Date,
    /// Paragraphs with an empty line between them.
    pub text: String,
}

/// One version of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteVersion {
    /// From 1.
    pub number: i64,
    /// What it said.
    pub text: NoteText,
    /// Since when.
    pub made_at: Instant,
}

/// Why a member with these rights cannot write a note about this participant now, in words; none if they can.
pub async fn refused(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (member, rights): (&Member, &Rights),
    (role, participant): (AuthorRole, Uuid),
) -> Result<Option<&'static str>> {
    let agrees = consent::covers(connection, study, participant, Use::Analyse).await?;
    Ok(match role {
        AuthorRole::ParticipantResearcher => {
            let declared = team::dual_roles(connection, study).await?;
            let has_declared = declared
                .iter()
                .any(|one| one.member == member.id && one.role == DualRole::ParticipantResearcher);
            if member.participant != Some(participant) {
                Some("You are not entered as a participant-researcher of this study.")
            } else if !has_declared {
                Some(
                    "Declare first on your own page that you take part in what is studied: a note of yours stands beside that.",
                )
            } else if !agrees {
                Some(
                    "Your own consent does not cover analysis now. Notes about you need it as any interview does.",
                )
            } else {
                None
            }
        }
        AuthorRole::Interviewer if !member.interviews => {
            Some("You are not entered as an interviewer of this study.")
        }
        // Whose interview is whose is not told apart from a consent that is not there (P13).
        AuthorRole::Interviewer if !agrees || !rights.notes(participant) => Some(
            "You can write about no participant of this id: their consent does not cover analysis now, or the interview is not yours.",
        ),
        AuthorRole::Interviewer => None,
    })
}

/// Writes a note and gives the handle of its document.
pub async fn write(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, role, participant): (&Member, AuthorRole, Uuid),
    text: &NoteText,
) -> Result<String> {
    let written = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Member.eq(member.id))
        .count(tx.connection())
        .await?;
    let mut number = written + 1;
    let mut handle = format!("{}-note-{number}", member.handle);
    while documents::find(tx.connection(), study, &handle)
        .await?
        .is_some()
    {
        number += 1;
        handle = format!("{}-note-{number}", member.handle);
    }
    let document = documents::note(&handle, (role, &member.handle), text);
    let id = random_id(app);
    let new = documents::New {
        id,
        document,
        participant: None,
    };
    documents::add(tx, study, &[new]).await?;
    row::Entity::insert(row::ActiveModel {
        document: Set(id),
        study: Set(study),
        member: Set(member.id),
        participant: Set(participant),
    })
    .exec_without_returning(tx.connection())
    .await?;
    keep_version(tx, app, id, 1, text).await?;
    Ok(handle)
}

/// Puts other words in the place of a note's. What it said stays among its versions.
pub async fn change(tx: &Tx, app: &App, note: &Note, text: &NoteText) -> Result<()> {
    let held = versions(tx.connection(), note.document).await?;
    let number = held.first().map_or(1, |version| version.number + 1);
    documents::rewrite(tx, note.document, text).await?;
    keep_version(tx, app, note.document, number, text).await
}

async fn keep_version(
    tx: &Tx,
    app: &App,
    document: Uuid,
    number: i64,
    text: &NoteText,
) -> Result<()> {
    version_row::Entity::insert(version_row::ActiveModel {
        document: Set(document),
        number: Set(number),
        title: Set(storable(&text.title)),
        dated: Set(text.dated.to_string()),
        text: Set(storable(&text.text)),
        made_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The note of a document; none for a document that came by a folder.
pub async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    document: Uuid,
) -> Result<Option<Note>> {
    let row = row::Entity::find_by_id(document)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?;
    Ok(row.map(|row| Note {
        document: row.document,
        member: row.member,
        participant: row.participant,
    }))
}

/// The versions of a note, the newest first.
pub async fn versions(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Vec<NoteVersion>> {
    let rows = version_row::Entity::find()
        .filter(version_row::Column::Document.eq(document))
        .order_by_desc(version_row::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let broken = |_| Error::internal("the day of a note cannot be read");
            Ok(NoteVersion {
                number: row.number,
                text: NoteText {
                    title: row.title,
                    dated: row.dated.parse().map_err(broken)?,
                    text: row.text,
                },
                made_at: row.made_at,
            })
        })
        .collect()
}

/// The documents of the notes that stand on somebody's consent.
pub async fn of_participant(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Vec<Uuid>> {
    let documents = row::Entity::find()
        .select_only()
        .column(row::Column::Document)
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(documents)
}

/// The documents of all notes that were written here, each with the participant on whose consent it stands.
pub async fn written(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, Uuid>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.document, row.participant))
        .collect())
}

/// Removes notes with their versions; their documents follow.
pub(crate) async fn remove(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    version_row::Entity::delete_many()
        .filter(version_row::Column::Document.is_in(documents.iter().copied()))
        .exec(tx.connection())
        .await?;
    row::Entity::delete_many()
        .filter(row::Column::Document.is_in(documents.iter().copied()))
        .exec(tx.connection())
        .await?;
    Ok(())
}
