//! Quotes that wait for a person, in the database.

use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use study::rows::{position, storable};
use study::transcripts::replacements::Made;
use uuid::Uuid;

use super::Carrying;
use super::quotes::{Outcome, carried};
use crate::quotes;

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
    for quote in quotes::pointing_to(connection, document).await? {
        let turns = (made.old.as_slice(), made.new.as_slice());
        let before = row::Entity::find_by_id(quote.id).one(connection).await?;
        match carried(&quote.text, turns, &carrying, &made.originals) {
            Outcome::Untouched => {
                if let Some(before) = before {
                    follow_offer(tx, &before, made, &carrying).await?;
                }
            }
            Outcome::Stands(turn) => {
                let turn = Some(position(turn));
                if quote.turn != turn {
                    quotes::settle_place(tx, quote.id, turn).await?;
                }
                if before.is_some_and(|before| before.is_shown == 0) {
                    forget(tx, &[quote.id]).await?;
                }
            }
            Outcome::Waits {
                words,
                holds_original,
            } => {
                let is_lost = words.is_none();
                let words = words.unwrap_or_default();
                if holds_original {
                    quotes::settle_words(tx, quote.id, &words).await?;
                }
                let turn = quotes::turn_of(&words, &made.new).map(position);
                quotes::settle_place(tx, quote.id, turn).await?;
                forget(tx, &[quote.id]).await?;
                row::Entity::insert(row::ActiveModel {
                    quote: Set(quote.id),
                    study: Set(study),
                    document: Set(document),
                    kind: Set(if is_lost { "lost" } else { "edited" }.to_owned()),
                    words: Set(storable(&words)),
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

/// Lets the words that a person is offered follow the text, while they have not decided.
async fn follow_offer(
    tx: &Tx,
    before: &row::Model,
    made: &Made,
    carrying: &Carrying,
) -> Result<()> {
    let turns = (made.old.as_slice(), made.new.as_slice());
    let offered = carried(&before.words, turns, carrying, &made.originals);
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
        let texts = quotes::pointing_to(connection, row.document).await?;
        let text = texts.into_iter().find(|one| one.id == row.quote);
        let text = text.ok_or_else(|| Error::internal("a quote that waits is not there"))?;
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
        Decision::Follow => quotes::settle_words(tx, quote, &one.words).await?,
        Decision::Keep if one.is_shown => {
            return Err(Error::refused(
                "P9",
                "The old words held something that was replaced; they are not kept.",
                "Accept the words that stand in the text now.",
            ));
        }
        Decision::Keep => quotes::settle_place(tx, quote, None).await?,
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
