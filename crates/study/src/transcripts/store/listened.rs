//! What a checker listened to, and what a check came to (study R24).

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::Stored;
use super::rows::{check as check_row, heard as row, transcript};
use crate::rows::random_id;
use crate::transcripts::listening::{Interval, listened_ms, merge};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The text says what is heard.
    Checked,
    /// No correction is made any more.
    Locked,
    /// Corrections are made again.
    Unlocked,
}

/// One outcome of a check, as it stood then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The team member; none for the research lead.
    pub member: Option<Uuid>,
    /// When.
    pub made_at: Instant,
    /// What it came to.
    pub outcome: Outcome,
    /// Which version of the text: how many corrections had been made.
    pub version: i64,
    /// Milliseconds of the recording that anybody had listened to, each counted once.
    pub listened_ms: i64,
    /// Length of the recording in milliseconds, where it is known.
    pub length_ms: Option<i64>,
}

/// Adds what a member listened to. `length_ms` is the length of the recording as the player says it.
pub async fn hear(
    tx: &Tx,
    stored: &Stored,
    member: Uuid,
    (heard, length_ms): (&[Interval], Option<i64>),
) -> Result<()> {
    let mut all = of_member(tx.connection(), stored.document, member).await?;
    all.extend(heard);
    row::Entity::delete_many()
        .filter(row::Column::Document.eq(stored.document))
        .filter(row::Column::Member.eq(member))
        .exec(tx.connection())
        .await?;
    let ms = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
    let rows = merge(&all).into_iter().map(|interval| row::ActiveModel {
        document: Set(stored.document),
        member: Set(member),
        start_ms: Set(ms(interval.start_ms)),
        end_ms: Set(ms(interval.end_ms)),
    });
    let rows: Vec<row::ActiveModel> = rows.collect();
    for batch in rows.chunks(platform::storage::BATCH) {
        row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    if let Some(length) = length_ms.filter(|length| *length > 0) {
        super::update(
            tx,
            stored.document,
            transcript::Column::LengthMs,
            Expr::value(length),
        )
        .await?;
    }
    Ok(())
}

/// What anybody listened to, joined where it meets.
pub async fn listened(connection: &impl ConnectionTrait, document: Uuid) -> Result<Vec<Interval>> {
    let rows = row::Entity::find()
        .filter(row::Column::Document.eq(document))
        .all(connection)
        .await?;
    Ok(merge(&rows.iter().map(interval).collect::<Vec<_>>()))
}

/// Notes how a check ended, with what had been listened to by then.
pub async fn conclude(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    (outcome, member): (Outcome, Option<Uuid>),
) -> Result<()> {
    let heard = listened(tx.connection(), stored.document).await?;
    let length = stored.length_ms.and_then(|ms| u64::try_from(ms).ok());
    let heard = listened_ms(&heard, length.unwrap_or(u64::MAX));
    check_row::Entity::insert(check_row::ActiveModel {
        id: Set(random_id(app)),
        document: Set(stored.document),
        member: Set(member),
        made_at: Set(app.now()),
        outcome: Set(outcome.word().to_owned()),
        version: Set(stored.version),
        listened_ms: Set(i64::try_from(heard).unwrap_or(i64::MAX)),
        length_ms: Set(stored.length_ms),
    })
    .exec_without_returning(tx.connection())
    .await?;
    let (column, value) = match outcome {
        Outcome::Checked => (transcript::Column::CheckedAt, Some(app.now())),
        Outcome::Locked => (transcript::Column::LockedAt, Some(app.now())),
        Outcome::Unlocked => (transcript::Column::LockedAt, None),
    };
    super::update(tx, stored.document, column, Expr::value(value)).await
}

/// Every outcome, the oldest first.
pub async fn checks(connection: &impl ConnectionTrait, document: Uuid) -> Result<Vec<Check>> {
    let rows = check_row::Entity::find()
        .filter(check_row::Column::Document.eq(document))
        .order_by_asc(check_row::Column::MadeAt)
        .all(connection)
        .await?;
    let check = |row: check_row::Model| Check {
        member: row.member,
        made_at: row.made_at,
        outcome: Outcome::of_word(&row.outcome),
        version: row.version,
        listened_ms: row.listened_ms,
        length_ms: row.length_ms,
    };
    Ok(rows.into_iter().map(check).collect())
}

async fn of_member(
    connection: &impl ConnectionTrait,
    document: Uuid,
    member: Uuid,
) -> Result<Vec<Interval>> {
    let rows = row::Entity::find()
        .filter(row::Column::Document.eq(document))
        .filter(row::Column::Member.eq(member))
        .all(connection)
        .await?;
    Ok(rows.iter().map(interval).collect())
}

fn interval(row: &row::Model) -> Interval {
    let ms = |ms: i64| u64::try_from(ms).unwrap_or(0);
    Interval {
        start_ms: ms(row.start_ms),
        end_ms: ms(row.end_ms),
    }
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
        }
    }

    fn of_word(word: &str) -> Self {
        match word {
            "locked" => Self::Locked,
            "unlocked" => Self::Unlocked,
            _ => Self::Checked,
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Checked => "Checked against the recording",
            Self::Locked => "Locked",
            Self::Unlocked => "Unlocked",
        }
    }
}
