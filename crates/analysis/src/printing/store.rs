//! Answers in the database: one for each quote, to the words that it had when it was asked for.

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use study::documents;
use study::participants::{self, Status};
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::said::{Answered, By, Known, Printed};
use crate::outputs::printed_words;
use crate::quotes;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "printing_answers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub quote: Uuid,
        pub words: String,
        pub asked_at: Instant,
        pub answer: Option<String>,
        pub entered_by: Option<String>,
        pub answered_at: Option<Instant>,
        pub why: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Every quote of a study that is ready to be printed, by its first place, with what whoever said it says to that. Those of whoever has
/// withdrawn are printed nowhere (study A20), and are not among them.
pub(crate) async fn printed(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<Vec<Printed>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let known: BTreeMap<Uuid, Known> = rows
        .into_iter()
        .map(|row| Ok((row.quote, known(row)?)))
        .collect::<Result<_>>()?;
    let people = participants::all(connection, study).await?.into_iter();
    let withdrawn = people.filter(|one| one.participant.status == Status::Withdrawn);
    let withdrawn: BTreeSet<Uuid> = withdrawn.map(|one| one.id).collect();
    let documents = documents::all(connection, study).await?.into_iter();
    let spoke: BTreeMap<Uuid, Uuid> = documents
        .filter_map(|one| Some((one.id, one.participant?)))
        .collect();
    let mut all = Vec::new();
    for quote in quotes::visible(connection, study).await? {
        let is_shown = quote.state.is_ready && !quote.places.is_empty();
        let said = quote.words.participant;
        let is_out = said.is_some_and(|person| withdrawn.contains(&person)) && !quote.is_note();
        if !is_shown || is_out {
            continue;
        }
        let document = quote.words.document;
        let person = said.or_else(|| spoke.get(&document?).copied());
        all.push(Printed::new(
            quote.id,
            printed_words(&quote.words.text),
            (person, quote.is_note()),
            known.get(&quote.id),
        ));
    }
    Ok(all)
}

fn known(row: row::Model) -> Result<Known> {
    let broken = || Error::internal("an answer to printing cannot be read");
    let answered = match (row.answer.as_deref(), row.answered_at) {
        (None, _) => None,
        (Some(answer), at) => Some(Answered {
            yes: answer == "yes",
            by: match row.entered_by.as_deref() {
                Some("participant") => By::Participant,
                Some("research_lead") => By::ResearchLead,
                _ => return Err(broken()),
            },
            at: at.ok_or_else(broken)?,
            why: row.why,
        }),
    };
    Ok(Known {
        seal: row.words,
        asked_at: row.asked_at,
        answered,
    })
}

/// Asks about the words of a quote. What was answered about these very words stays; an answer to others goes.
pub(super) async fn ask(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (person, one): (Uuid, &Printed),
) -> Result<()> {
    let again = row::Entity::update_many()
        .col_expr(row::Column::AskedAt, Expr::value(app.now()))
        .filter(row::Column::Quote.eq(one.quote))
        .filter(row::Column::Words.eq(&one.seal))
        .exec(tx.connection())
        .await?;
    match again.rows_affected {
        0 => put(tx, app, study, (person, one), None).await,
        _ => Ok(()),
    }
}

/// Keeps what the research lead enters, unless whoever said the words has answered about them here; whether it was kept.
pub(super) async fn enter(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (person, one): (Uuid, &Printed),
    answered: &Answered,
) -> Result<bool> {
    let own = row::Entity::find()
        .filter(row::Column::Quote.eq(one.quote))
        .filter(row::Column::Words.eq(&one.seal))
        .filter(row::Column::EnteredBy.eq(By::Participant.word()))
        .one(tx.connection())
        .await?;
    if own.is_some() {
        return Ok(false);
    }
    put(tx, app, study, (person, one), Some(answered)).await?;
    Ok(true)
}

async fn put(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (person, one): (Uuid, &Printed),
    answered: Option<&Answered>,
) -> Result<()> {
    let replace = OnConflict::column(row::Column::Quote)
        .update_columns([
            row::Column::Participant,
            row::Column::Words,
            row::Column::AskedAt,
            row::Column::Answer,
            row::Column::EnteredBy,
            row::Column::AnsweredAt,
            row::Column::Why,
        ])
        .to_owned();
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        participant: Set(person),
        quote: Set(one.quote),
        words: Set(one.seal.clone()),
        asked_at: Set(app.now()),
        answer: Set(answered.map(|one| word(one.yes).to_owned())),
        entered_by: Set(answered.map(|one| one.by.word().to_owned())),
        answered_at: Set(answered.map(|one| one.at)),
        why: Set(answered.map(|one| storable(&one.why)).unwrap_or_default()),
    })
    .on_conflict(replace)
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Keeps what a participant answers about these words, if they were asked about them; whether they were.
pub(super) async fn answer(
    tx: &Tx,
    (person, quote, seal): (Uuid, Uuid, &str),
    answered: &Answered,
) -> Result<bool> {
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Answer, Expr::value(word(answered.yes)))
        .col_expr(row::Column::EnteredBy, Expr::value(answered.by.word()))
        .col_expr(row::Column::AnsweredAt, Expr::value(Some(answered.at)))
        .col_expr(row::Column::Why, Expr::value(storable(&answered.why)))
        .filter(row::Column::Quote.eq(quote))
        .filter(row::Column::Participant.eq(person))
        .filter(row::Column::Words.eq(seal))
        .exec(tx.connection())
        .await?;
    Ok(changed.rows_affected == 1)
}

fn word(yes: bool) -> &'static str {
    match yes {
        true => "yes",
        false => "no",
    }
}

/// How many answers of somebody there are.
pub(crate) async fn count_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<u64> {
    let found = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .filter(row::Column::Answer.is_not_null());
    Ok(found.count(connection).await?)
}

/// Takes away what somebody who withdraws has answered, and what they were asked.
pub(crate) async fn forget(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    Ok(())
}
