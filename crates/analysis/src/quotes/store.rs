//! Quotes in the database.

use std::collections::BTreeMap;

use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder};
use study::rows::{position, random_id, storable};
use uuid::Uuid;

use super::Quote;
use crate::anchoring;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "quotes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub theme: Uuid,
        pub position: i64,
        pub text: String,
        pub participant: Option<Uuid>,
        pub document: Option<Uuid>,
        pub turn: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod question_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "quote_questions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub quote: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub question: Uuid,
        pub position: i64,
        pub wording: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Ids of what quotes refer to, by what files call it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Themes, subthemes and facets by path.
    pub themes: BTreeMap<Vec<String>, Uuid>,
    /// Participants by handle.
    pub participants: BTreeMap<String, Uuid>,
    /// Documents by handle.
    pub documents: BTreeMap<String, Uuid>,
    /// Research questions by label.
    pub questions: BTreeMap<String, Uuid>,
    /// The number of the wording that each of them has now, by label.
    pub wordings: BTreeMap<String, i64>,
}

/// A quote as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What the file said.
    pub quote: Quote,
    /// The turn in which its words begin, from 1, where they were found.
    pub turn: Option<i64>,
}

/// The quotes of a study, in the order of the file.
pub async fn all(
    connection: &impl ConnectionTrait,
    study: Uuid,
    known: &Known,
) -> Result<Vec<Stored>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    let mut questions = questions(connection, &rows, &known.questions).await?;
    let themes: BTreeMap<Uuid, &Vec<String>> =
        known.themes.iter().map(|(path, id)| (*id, path)).collect();
    let participants = by_id(&known.participants);
    let documents = by_id(&known.documents);
    let mut quotes = Vec::new();
    for row in rows {
        let path = themes
            .get(&row.theme)
            .ok_or_else(|| Error::internal("a quote without its theme"))?;
        let named = |names: &BTreeMap<Uuid, &str>, id: Option<Uuid>| {
            id.and_then(|id| names.get(&id))
                .map(|&name| name.to_owned())
        };
        quotes.push(Stored {
            quote: Quote {
                row: u32::try_from(row.position).unwrap_or(u32::MAX),
                theme: path.first().cloned().unwrap_or_default(),
                subtheme: path.get(1).cloned(),
                facet: path.get(2).cloned(),
                text: row.text,
                questions: questions.remove(&row.id).unwrap_or_default(),
                participant: named(&participants, row.participant),
                document: named(&documents, row.document),
            },
            turn: row.turn,
        });
    }
    Ok(quotes)
}

/// Removes every quote of a study.
pub async fn clear(tx: &Tx, study: Uuid) -> Result<()> {
    let connection = tx.connection();
    anchoring::clear(tx, study).await?;
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    for batch in rows.chunks(BATCH) {
        question_row::Entity::delete_many()
            .filter(question_row::Column::Quote.is_in(batch.iter().map(|row| row.id)))
            .exec(connection)
            .await?;
    }
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .exec(connection)
        .await?;
    Ok(())
}

/// The quotes of one participant, or from one of these documents: identifier and words.
pub async fn of_participant(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
    documents: &[Uuid],
) -> Result<Vec<(Uuid, String)>> {
    let theirs = Condition::any()
        .add(row::Column::Participant.eq(participant))
        .add(row::Column::Document.is_in(documents.iter().copied()));
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(theirs)
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.text)).collect())
}

/// Under which wording of each question how many quotes were placed, by the question's row and the wording's number (study
/// R2). What was placed before wordings were kept stands under the first.
pub async fn placed_under(
    connection: &impl ConnectionTrait,
    questions: &[Uuid],
) -> Result<BTreeMap<Uuid, BTreeMap<i64, usize>>> {
    let mut found: BTreeMap<Uuid, BTreeMap<i64, usize>> = BTreeMap::new();
    for batch in questions.chunks(BATCH) {
        let rows = question_row::Entity::find()
            .filter(question_row::Column::Question.is_in(batch.iter().copied()))
            .all(connection)
            .await?;
        for row in rows {
            let of_question = found.entry(row.question).or_default();
            *of_question.entry(row.wording.unwrap_or(1)).or_default() += 1;
        }
    }
    Ok(found)
}

/// A quote that points into a document.
pub(crate) struct Pointing {
    /// Random.
    pub(crate) id: Uuid,
    /// Its words.
    pub(crate) text: String,
    /// The turn its words begin in, from 1, where they stand.
    pub(crate) turn: Option<i64>,
}

/// The quotes from a document, in the order of the file.
pub(crate) async fn pointing_to(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Vec<Pointing>> {
    let rows = row::Entity::find()
        .filter(row::Column::Document.eq(document))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    let pointing = |row: row::Model| Pointing {
        id: row.id,
        text: row.text,
        turn: row.turn,
    };
    Ok(rows.into_iter().map(pointing).collect())
}

/// Says in which turn the words of a quote begin; nowhere for words that stand there no more.
pub(crate) async fn settle_place(tx: &Tx, quote: Uuid, turn: Option<i64>) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Turn, Expr::value(turn))
        .filter(row::Column::Id.eq(quote))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Gives a quote other words.
pub(crate) async fn settle_words(tx: &Tx, quote: Uuid, words: &str) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Text, Expr::value(storable(words)))
        .filter(row::Column::Id.eq(quote))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Removes quotes with what they answer.
pub async fn remove(tx: &Tx, quotes: &[Uuid]) -> Result<()> {
    anchoring::forget(tx, quotes).await?;
    for batch in quotes.chunks(BATCH) {
        question_row::Entity::delete_many()
            .filter(question_row::Column::Quote.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
        row::Entity::delete_many()
            .filter(row::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Adds quotes, each with the turn its words begin in.
pub async fn insert(
    tx: &Tx,
    app: &App,
    study: Uuid,
    quotes: &[Stored],
    known: &Known,
) -> Result<()> {
    let mut rows = Vec::new();
    let mut links = Vec::new();
    for (index, Stored { quote, turn }) in quotes.iter().enumerate() {
        let id = random_id(app);
        let theme = known
            .themes
            .get(&quote.path())
            .copied()
            .ok_or_else(|| Error::internal("a quote whose theme was not made"))?;
        let named = |ids: &BTreeMap<String, Uuid>, name: &Option<String>| {
            name.as_ref().and_then(|name| ids.get(name)).copied()
        };
        rows.push(row::ActiveModel {
            id: Set(id),
            study: Set(study),
            theme: Set(theme),
            position: Set(position(index)),
            text: Set(storable(&quote.text)),
            participant: Set(named(&known.participants, &quote.participant)),
            document: Set(named(&known.documents, &quote.document)),
            turn: Set(*turn),
        });
        let questions = quote
            .questions
            .iter()
            .filter_map(|label| Some((label, known.questions.get(label)?)));
        for (place, (label, question)) in questions.enumerate() {
            links.push(question_row::ActiveModel {
                quote: Set(id),
                question: Set(*question),
                position: Set(position(place)),
                wording: Set(known.wordings.get(label).copied()),
            });
        }
    }
    for batch in rows.chunks(BATCH) {
        row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    for batch in links.chunks(BATCH) {
        question_row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// The labels of the questions of each quote, in their order.
async fn questions(
    connection: &impl ConnectionTrait,
    quotes: &[row::Model],
    known: &BTreeMap<String, Uuid>,
) -> Result<BTreeMap<Uuid, Vec<String>>> {
    let labels = by_id(known);
    let mut questions: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for batch in quotes.chunks(BATCH) {
        let rows = question_row::Entity::find()
            .filter(question_row::Column::Quote.is_in(batch.iter().map(|row| row.id)))
            .order_by_asc(question_row::Column::Position)
            .all(connection)
            .await?;
        for row in rows {
            let label = labels.get(&row.question).map(|&label| label.to_owned());
            questions.entry(row.quote).or_default().extend(label);
        }
    }
    Ok(questions)
}

fn by_id(ids: &BTreeMap<String, Uuid>) -> BTreeMap<Uuid, &str> {
    ids.iter().map(|(name, id)| (*id, name.as_str())).collect()
}
