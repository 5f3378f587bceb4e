//! Reading codings by the hundred: each document's, those that are named, all of a study.

use std::collections::BTreeMap;

use platform::Result;
use platform::storage::{BATCH, Packed};
use sea_orm::ExprTrait;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::IntoCondition;
use serde::Deserialize;
use study::documents::{AT_ONCE, ids};
use uuid::Uuid;

use super::material::Coding;
use super::state::{CodingState, Waits};
use super::store::{Stored, row};

/// The codings of a document of every layer, by start and end.
pub(crate) async fn of_document(
    connection: &impl ConnectionTrait,
    study: Uuid,
    document: Uuid,
) -> Result<Vec<Stored>> {
    let here = row::Column::Study
        .eq(study)
        .and(row::Column::Document.eq(document));
    let read = read(connection, here).await?;
    let mut stored: Vec<Stored> = read.map(|(_, one)| one).collect();
    stored.sort_unstable_by_key(|one| (one.state.start, one.state.end, one.id));
    Ok(stored)
}

/// The codings of documents of every layer, by document; those without one are not in it.
pub(super) async fn of_documents(
    connection: &impl ConnectionTrait,
    study: Uuid,
    documents: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Stored>>> {
    let mut found: BTreeMap<Uuid, Vec<Stored>> = BTreeMap::new();
    for some in documents.chunks(AT_ONCE) {
        let here = row::Column::Study
            .eq(study)
            .and(row::Column::Document.is_in(some.iter().copied()));
        for (_, one) in read(connection, here).await? {
            found.entry(one.state.document).or_default().push(one);
        }
    }
    Ok(found)
}

/// One coding of a study.
pub async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    id: Uuid,
) -> Result<Option<Stored>> {
    Ok(find_all(connection, study, &[id]).await?.remove(&id))
}

/// Those of these codings that are there, by identifier.
pub(super) async fn find_all(
    connection: &impl ConnectionTrait,
    study: Uuid,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Stored>> {
    let mut found = BTreeMap::new();
    for batch in ids.chunks(BATCH) {
        // Asked for the study too, SQLite reads all that is coded in it.
        let these = row::Column::Id.is_in(batch.iter().copied());
        for (of, one) in read(connection, these).await? {
            if of == study {
                found.insert(one.id, one);
            }
        }
    }
    Ok(found)
}

/// Codings with their studies.
async fn read(
    connection: &impl ConnectionTrait,
    which: impl IntoCondition,
) -> Result<impl Iterator<Item = (Uuid, Stored)>> {
    #[derive(Deserialize)]
    struct Row(
        Uuid,
        Uuid,
        Uuid,
        Uuid,
        Uuid,
        u32,
        u32,
        u32,
        u32,
        i64,
        String,
        i64,
        Option<i64>,
        i64,
    );
    let asked = Packed {
        ids: &["id", "study", "document", "code", "member"],
        others: &[
            "starts",
            "ends",
            "first_turn",
            "last_turn",
            "revision",
            "waits",
            "since",
            "coded_at",
            "is_unverified",
        ],
    };
    let rows: Vec<Row> = asked.rows::<row::Entity, _>(connection, which).await?;
    Ok(rows.into_iter().map(|row| {
        let state = CodingState {
            document: row.2,
            code: row.3,
            member: row.4,
            start: row.5,
            end: row.6,
            revision: row.9,
            waits: Waits::of_row(&row.10, row.13),
            coded_at: row.12,
        };
        let stored = Stored {
            id: row.0,
            state,
            first: row.7,
            last: row.8,
            since: row.11,
        };
        (row.1, stored)
    }))
}

/// Every coding of a study by document.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, Vec<Coding>>> {
    let documents: Vec<Uuid> = ids(connection, study).await?.into_values().collect();
    // Two readers: while one looks rows up, the other's are put together.
    let (some, others) = documents.split_at(documents.len() / 2);
    let (mut found, rest) = tokio::try_join!(
        all_in(connection, study, some),
        all_in(connection, study, others)
    )?;
    found.extend(rest);
    Ok(found)
}

async fn all_in(
    connection: &impl ConnectionTrait,
    study: Uuid,
    documents: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Coding>>> {
    type Row = (Uuid, Uuid, Uuid, Uuid, u32, u32, u32, u32);
    let asked = Packed {
        ids: &["document", "id", "code", "member"],
        others: &["starts", "ends", "first_turn", "last_turn"],
    };
    let mut found: BTreeMap<Uuid, Vec<Coding>> = BTreeMap::new();
    for some in documents.chunks(AT_ONCE) {
        let here = row::Column::Study
            .eq(study)
            .and(row::Column::Document.is_in(some.iter().copied()))
            .and(row::Column::Waits.ne(Waits::Lost.word()));
        let rows: Vec<Row> = asked.rows::<row::Entity, _>(connection, here).await?;
        for (document, id, code, member, start, end, first, last) in rows {
            found.entry(document).or_default().push(Coding {
                start,
                end,
                code,
                member,
                id,
                first,
                last,
            });
        }
    }
    Ok(found)
}
