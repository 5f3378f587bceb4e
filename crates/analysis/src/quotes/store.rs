//! Quotes in the database: the state to which the trail comes. Their words stand in [`super::words_store`].

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::{self, BATCH, Tx};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use study::rows::position;
use uuid::Uuid;

use super::state::{Answer, Place, QuoteState, Quotes, Stance};
use super::words_store::{self, Words};
use crate::anchoring;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "quotes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub words: Uuid,
        pub is_from_folder: i64,
        pub is_ready: i64,
        pub stance: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod place_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "quote_places")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub quote: Uuid,
        pub study: Uuid,
        pub theme: Option<Uuid>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
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

/// A quote as stored, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Random.
    pub id: Uuid,
    /// Where it is placed, and what analysts say of it.
    pub state: QuoteState,
    /// What it says.
    pub words: Words,
}

/// The quotes of a study, those that are placed in the order of their first places.
pub async fn held(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Held>> {
    let mut words = words_store::all(connection, study).await?;
    let quotes = states(connection, study).await?;
    let found = quotes.into_iter().filter_map(|(id, state)| {
        let words = words.remove(&state.words)?;
        Some(Held { id, state, words })
    });
    let mut found: Vec<Held> = found.collect();
    let first = |held: &Held| held.state.places.iter().map(|place| place.position).min();
    found.sort_by_key(|held| (first(held).unwrap_or(i64::MAX), held.id));
    Ok(found)
}

/// The quotes of a study as the tables have them.
pub(super) async fn states(connection: &impl ConnectionTrait, study: Uuid) -> Result<Quotes> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let places = place_row::Entity::find()
        .filter(place_row::Column::Study.eq(study))
        .order_by_asc(place_row::Column::Position)
        .all(connection)
        .await?;
    let mut of_quote: BTreeMap<Uuid, Vec<Place>> = BTreeMap::new();
    for place in places {
        of_quote.entry(place.quote).or_default().push(Place {
            theme: place.theme,
            position: place.position,
        });
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut answers = answers(connection, &ids).await?;
    let state = |row: row::Model| {
        let state = QuoteState {
            words: row.words,
            places: of_quote.remove(&row.id).unwrap_or_default(),
            questions: answers.remove(&row.id).unwrap_or_default(),
            is_ready: row.is_ready == 1,
            stance: Stance::of_word(&row.stance).unwrap_or_default(),
            is_from_folder: row.is_from_folder == 1,
        };
        (row.id, state)
    };
    Ok(rows.into_iter().map(state).collect())
}

async fn answers(
    connection: &impl ConnectionTrait,
    quotes: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Answer>>> {
    let mut found: BTreeMap<Uuid, Vec<Answer>> = BTreeMap::new();
    for batch in quotes.chunks(BATCH) {
        let rows = question_row::Entity::find()
            .filter(question_row::Column::Quote.is_in(batch.iter().copied()))
            .order_by_asc(question_row::Column::Position)
            .all(connection)
            .await?;
        for row in rows {
            found.entry(row.quote).or_default().push(Answer {
                question: row.question,
                wording: row.wording,
            });
        }
    }
    Ok(found)
}

/// Which of these identifiers a quote has here, in whatever study.
pub(super) async fn used(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<BTreeSet<Uuid>> {
    storage::used::<row::Entity>(connection, row::Column::Id, ids).await
}

/// The ids of all quotes of a study.
pub(super) async fn ids(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeSet<Uuid>> {
    use sea_orm::QuerySelect as _;
    let ids: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Puts the tables from some quotes to others. A quote whose words are gone stays away: they were taken out with the person
/// who said them.
pub(crate) async fn put(tx: &Tx, study: Uuid, old: &Quotes, new: &Quotes) -> Result<()> {
    let known = words_store::ids(tx.connection(), study).await?;
    let touched: BTreeSet<Uuid> = old
        .keys()
        .chain(new.keys())
        .copied()
        .filter(|id| old.get(id) != new.get(id))
        .collect();
    let touched: Vec<Uuid> = touched.into_iter().collect();
    let reworded = touched.iter().copied().filter(|id| {
        let words = |quotes: &Quotes| quotes.get(id).map(|quote| quote.words);
        words(old) != words(new)
    });
    anchoring::forget(tx, &reworded.collect::<Vec<_>>()).await?;
    delete(tx, &touched).await?;
    let quotes = touched.iter().filter_map(|id| Some((*id, new.get(id)?)));
    let quotes: Vec<(Uuid, &QuoteState)> = quotes
        .filter(|(_, quote)| known.contains(&quote.words))
        .collect();
    let rows = quotes.iter().map(|(id, quote)| row::Model {
        id: *id,
        study,
        words: quote.words,
        is_from_folder: i64::from(quote.is_from_folder),
        is_ready: i64::from(quote.is_ready),
        stance: quote.stance.word().to_owned(),
    });
    tx.insert_all(rows.collect()).await?;
    let places = quotes.iter().flat_map(|(id, quote)| {
        quote.places.iter().map(move |place| place_row::Model {
            quote: *id,
            study,
            theme: place.theme,
            position: place.position,
        })
    });
    tx.insert_all(places.collect()).await?;
    let answers = quotes.iter().flat_map(|(id, quote)| {
        let answers = quote.questions.iter().enumerate();
        answers.map(move |(at, answer)| question_row::Model {
            quote: *id,
            question: answer.question,
            position: position(at),
            wording: answer.wording,
        })
    });
    tx.insert_all(answers.collect()).await
}

async fn delete(tx: &Tx, quotes: &[Uuid]) -> Result<()> {
    let connection = tx.connection();
    for batch in quotes.chunks(BATCH) {
        let batch = || batch.iter().copied();
        question_row::Entity::delete_many()
            .filter(question_row::Column::Quote.is_in(batch()))
            .exec(connection)
            .await?;
        place_row::Entity::delete_many()
            .filter(place_row::Column::Quote.is_in(batch()))
            .exec(connection)
            .await?;
        row::Entity::delete_many()
            .filter(row::Column::Id.is_in(batch()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Which quote says each of these words now.
pub(crate) async fn saying(
    connection: &impl ConnectionTrait,
    words: &[Uuid],
) -> Result<BTreeMap<Uuid, Uuid>> {
    let mut found = BTreeMap::new();
    for batch in words.chunks(BATCH) {
        let rows = row::Entity::find()
            .filter(row::Column::Words.is_in(batch.iter().copied()))
            .all(connection)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.words, row.id)));
    }
    Ok(found)
}

/// Which words a quote says now.
pub(crate) async fn words_of(
    connection: &impl ConnectionTrait,
    quote: Uuid,
) -> Result<Option<Uuid>> {
    let row = row::Entity::find_by_id(quote).one(connection).await?;
    Ok(row.map(|row| row.words))
}

/// How many quotes stand directly under a theme, a subtheme or a facet.
pub async fn placed_in(connection: &impl ConnectionTrait, theme: Uuid) -> Result<u64> {
    let places = place_row::Entity::find().filter(place_row::Column::Theme.eq(theme));
    Ok(places.count(connection).await?)
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
