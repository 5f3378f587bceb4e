//! The sealed list of names of a study: what must be found wherever somebody says it (study R26).

use platform::keys::{PersonKey, create_person, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::rows::{list, term};
use crate::consent;
use crate::rows::{random_id, storable};
use crate::transcripts::deidentify::{Category, LISTED, Lists, Term, terms_of_labels};
use crate::transcripts::store::Spoken;

/// A term of the list, for the keyholder.
pub(in super::super) struct Listed {
    pub(in super::super) id: Uuid,
    pub(in super::super) term: String,
    pub(in super::super) category: Category,
    pub(in super::super) kind: String,
    pub(in super::super) participant: Option<Uuid>,
}

/// Adds a term. `participant` is the person whom it would tell, so that it goes when they withdraw.
pub(in super::super) async fn add_term(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (text, category, kind): (&str, Category, &str),
    participant: Option<Uuid>,
) -> Result<()> {
    let connection = tx.connection();
    let key = match key_of(connection, app, study).await? {
        Some(key) => key,
        None => {
            let key = create_person(tx, app).await?;
            list::Entity::insert(list::ActiveModel {
                study: Set(study),
                person: Set(key.person()),
            })
            .exec_without_returning(connection)
            .await?;
            key
        }
    };
    term::Entity::insert(term::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        participant: Set(participant),
        term: Set(key.seal(&storable(text), &*app.entropy)),
        category: Set(category.word().to_owned()),
        kind: Set(storable(kind)),
        added_at: Set(app.now()),
    })
    .exec_without_returning(connection)
    .await?;
    Ok(())
}

/// Takes a term off the list.
///
/// # Errors
/// `NotFound` where the study has no such term.
pub(in super::super) async fn remove_term(tx: &Tx, study: Uuid, id: Uuid) -> Result<()> {
    let gone = term::Entity::delete_many()
        .filter(term::Column::Study.eq(study))
        .filter(term::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    match gone.rows_affected {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Takes the terms off the list that would tell who a participant is.
pub async fn forget_participant(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    term::Entity::delete_many()
        .filter(term::Column::Study.eq(study))
        .filter(term::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The terms that were entered, the newest first.
pub(in super::super) async fn listed(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
) -> Result<Vec<Listed>> {
    let Some(key) = key_of(connection, app, study).await? else {
        return Ok(Vec::new());
    };
    let rows = term::Entity::find()
        .filter(term::Column::Study.eq(study))
        .order_by_desc(term::Column::AddedAt)
        .order_by_asc(term::Column::Id)
        .all(connection)
        .await?;
    let unknown = || Error::internal("a term of an unknown category");
    let opened = |row: term::Model| -> Result<Listed> {
        Ok(Listed {
            id: row.id,
            term: key.open(&row.term)?,
            category: Category::parse(&row.category).ok_or_else(unknown)?,
            kind: row.kind,
            participant: row.participant,
        })
    };
    rows.into_iter().map(opened).collect()
}

/// How many names of participants the list has from invitations.
pub(in super::super) async fn counts(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
) -> Result<usize> {
    Ok(consent::names(connection, app, study).await?.len())
}

/// The whole sealed list: names of participants, and what was entered.
async fn names(connection: &impl ConnectionTrait, app: &App, study: Uuid) -> Result<Vec<Term>> {
    let people = consent::names(connection, app, study).await?;
    let people = people.into_iter().map(|text| Term {
        text,
        category: Category::Person,
        kind: String::new(),
        reason: LISTED,
    });
    let entered = listed(connection, app, study).await?;
    let entered = entered.into_iter().map(|one| Term {
        text: one.term,
        category: one.category,
        kind: one.kind,
        reason: LISTED,
    });
    Ok(people.chain(entered).collect())
}

/// What is looked for in one transcript: the list of the study, and the labels of those who speak in it.
pub(super) async fn lists(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
    spoken: &[Spoken],
) -> Result<Lists> {
    let labels = spoken.iter().filter_map(|turn| turn.label.as_deref());
    let mut terms = names(connection, app, study).await?;
    terms.extend(terms_of_labels(labels));
    Ok(Lists {
        terms,
        ..Lists::default()
    })
}

async fn key_of(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
) -> Result<Option<PersonKey>> {
    let Some(row) = list::Entity::find_by_id(study).one(connection).await? else {
        return Ok(None);
    };
    let mut keys = person_keys(connection, app, [row.person]).await?;
    Ok(keys.remove(&row.person))
}
