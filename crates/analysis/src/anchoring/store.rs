//! Quotes that wait for a person, in the database.

use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use study::documents;
use study::rows::{position, storable};
use study::transcripts::replacements::Made;
use uuid::Uuid;

use super::Carrying;
use super::quotes::{Outcome, carried};
use crate::quotes::{self, Words};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "waiting_quotes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub quote: Uuid,
        pub study: Uuid,
        pub document: Uuid,
        pub kind: String,
        pub words: String,
        pub is_shown: i64,
        pub since: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A quote that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    /// The quote.
    pub(super) quote: Uuid,
    /// The document its words are from.
    pub(super) document: Uuid,
    /// Whether nothing of its words is left.
    pub(super) is_lost: bool,
    /// What the quote says.
    pub(super) text: String,
    /// What stands in the text now.
    pub(super) words: String,
    /// Whether that is what the quote says already, since its old words held an original.
    pub(super) is_shown: bool,
    /// Since when.
    pub(super) since: Instant,
}

/// Lets every quote from a document follow its text, and gives how many wait for a person because of it.
pub(super) async fn carry_quotes(
    tx: &Tx,
    app: &App,
    (study, document): (Uuid, Uuid),
    made: &Made,
) -> Result<usize> {
    let connection = tx.connection();
    let carrying = Carrying::between(&made.old, &made.new);
    let mut waiting = 0;
    let pointing = quotes::pointing_to(connection, document).await?;
    let ids: Vec<Uuid> = pointing.iter().map(|words| words.id).collect();
    let saying = quotes::saying(connection, &ids).await?;
    for mut words in pointing {
        let turns = (made.old.as_slice(), made.new.as_slice());
        let outcome = carried(
            (&words.text, &words.pieces),
            turns,
            &carrying,
            &made.originals,
        );
        let Some(quote) = saying.get(&words.id).copied() else {
            follow_unsaid(tx, words, outcome).await?;
            continue;
        };
        let before = row::Entity::find_by_id(quote).one(connection).await?;
        match outcome {
            Outcome::Untouched => {
                if let Some(before) = before {
                    follow_offer(tx, &before, made, &carrying).await?;
                }
            }
            Outcome::Stands(found) => {
                (words.turn, words.pieces) = (Some(position(found.turn)), found.pieces);
                quotes::update(tx, &words).await?;
                if before.is_some_and(|before| before.is_shown == 0) {
                    forget(tx, &[quote]).await?;
                }
            }
            Outcome::Waits {
                words: offered,
                holds_original,
            } => {
                let is_lost = offered.is_none();
                let offered = offered.unwrap_or_default();
                let found = quotes::found(&offered, &made.new, 0);
                words.turn = found.as_ref().map(|found| position(found.turn));
                words.pieces = Vec::new();
                if holds_original {
                    words.text.clone_from(&offered);
                    words.pieces = found.map(|found| found.pieces).unwrap_or_default();
                }
                quotes::update(tx, &words).await?;
                forget(tx, &[quote]).await?;
                row::Entity::insert(row::ActiveModel {
                    quote: Set(quote),
                    study: Set(study),
                    document: Set(document),
                    kind: Set(if is_lost { "lost" } else { "edited" }.to_owned()),
                    words: Set(storable(&offered)),
                    is_shown: Set(i64::from(holds_original)),
                    since: Set(app.now()),
                })
                .exec_without_returning(connection)
                .await?;
                waiting += 1;
            }
        }
    }
    Ok(waiting)
}

/// Lets words follow the text that no quote says any more: nobody is asked about them, and they keep no original.
async fn follow_unsaid(tx: &Tx, mut words: Words, outcome: Outcome) -> Result<()> {
    match outcome {
        Outcome::Untouched => return Ok(()),
        Outcome::Stands(found) => {
            (words.turn, words.pieces) = (Some(position(found.turn)), found.pieces);
        }
        Outcome::Waits {
            words: offered,
            holds_original,
        } => {
            (words.turn, words.pieces) = (None, Vec::new());
            if holds_original {
                words.text = offered.unwrap_or_default();
            }
        }
    }
    quotes::update(tx, &words).await
}

/// Lets the words that a person is offered follow the text, while they have not decided.
async fn follow_offer(
    tx: &Tx,
    before: &row::Model,
    made: &Made,
    carrying: &Carrying,
) -> Result<()> {
    let turns = (made.old.as_slice(), made.new.as_slice());
    let offered = carried((&before.words, &[]), turns, carrying, &made.originals);
    if let Outcome::Waits {
        words: Some(words), ..
    } = offered
    {
        row::Entity::update_many()
            .col_expr(row::Column::Words, Expr::value(storable(&words)))
            .filter(row::Column::Quote.eq(before.quote))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// The quotes of a study that wait, the oldest first.
pub(super) async fn waiting(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<Vec<Waiting>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Since)
        .order_by_asc(row::Column::Quote)
        .all(connection)
        .await?;
    let mut all = Vec::new();
    for row in rows {
        let text = said_by(connection, row.quote).await?;
        all.push(Waiting {
            quote: row.quote,
            document: row.document,
            is_lost: row.kind == "lost",
            text: text.text,
            words: row.words,
            is_shown: row.is_shown == 1,
            since: row.since,
        });
    }
    Ok(all)
}

async fn said_by(connection: &impl ConnectionTrait, quote: Uuid) -> Result<Words> {
    let words = match quotes::words_of(connection, quote).await? {
        Some(words) => quotes::find(connection, words).await?,
        None => None,
    };
    words.ok_or_else(|| Error::internal("a quote that waits is not there"))
}

/// What a person decided about a quote that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It says what stands in the text now.
    Follow,
    /// It keeps its words, and leads to no place of the text.
    Keep,
}

/// Does what a person decided.
///
/// # Errors
/// `NotFound` for a quote that does not wait; `Refused` for keeping words that are not there any more or of which
/// nothing is left to follow.
pub(super) async fn decide(tx: &Tx, study: Uuid, quote: Uuid, decision: Decision) -> Result<()> {
    let all = waiting(tx.connection(), study).await?;
    let one = all.into_iter().find(|one| one.quote == quote);
    let one = one.ok_or(Error::NotFound)?;
    match decision {
        Decision::Follow if one.is_lost => {
            return Err(Error::refused(
                "R28",
                "Nothing of these words is left in the text.",
                "Keep the quote as it is, without a place.",
            ));
        }
        Decision::Follow => {
            let turns = documents::turns(tx.connection(), one.document).await?;
            let mut words = said_by(tx.connection(), quote).await?;
            let found = quotes::found(&one.words, &turns, 0);
            words.turn = found.as_ref().map(|found| position(found.turn));
            words.pieces = found.map(|found| found.pieces).unwrap_or_default();
            words.text = one.words;
            quotes::update(tx, &words).await?;
        }
        Decision::Keep if one.is_shown => {
            return Err(Error::refused(
                "P9",
                "The old words held something that was replaced; they are not kept.",
                "Accept the words that stand in the text now.",
            ));
        }
        Decision::Keep => {
            let mut words = said_by(tx.connection(), quote).await?;
            (words.turn, words.pieces) = (None, Vec::new());
            quotes::update(tx, &words).await?;
        }
    }
    forget(tx, &[quote]).await
}

/// Forgets that these quotes wait.
pub(crate) async fn forget(tx: &Tx, quotes: &[Uuid]) -> Result<()> {
    for batch in quotes.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Quote.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Forgets that any quote of a study waits.
pub(crate) async fn clear(tx: &Tx, study: Uuid) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .exec(tx.connection())
        .await?;
    Ok(())
}
