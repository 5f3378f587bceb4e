//! The sealed map: originals under a key of their own for each transcript and under the map key of the study, and who
//! opened it (study P8, trust PRI-8).

use std::collections::BTreeSet;

use jiff::civil::Date;
use platform::clock::Instant;
use platform::keys::{
    PersonKey, RecoveryCode, Sealed, Secret, Zeroizing, create_person, erase_person, person_keys,
};
use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use super::super::decision::{Replacement, State};
use super::cause::Cause;
use super::map_key::{self, Wrapping};
use super::rows::{design, list, map, opening, original, term};
use crate::rows::{random_id, storable};
use crate::transcripts::store::Stored;

/// One line of an opened map; wiped when it goes.
pub struct Opened {
    /// The turn, from 1.
    pub turn: i64,
    /// What stands in the text.
    pub surrogate: String,
    /// What was said.
    pub original: Zeroizing<String>,
}

/// One opening of a map.
pub(in super::super) struct Opening {
    pub(in super::super) member: Option<Uuid>,
    pub(in super::super) cause: Cause,
    pub(in super::super) reason: String,
    pub(in super::super) opened_at: Instant,
}

/// The day on which the study is frozen, as its newest design says; none where it says nothing.
pub(crate) async fn frozen_on(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<Option<Date>> {
    let newest: Option<Option<String>> = design::Entity::find()
        .select_only()
        .column(design::Column::FreezeOn)
        .filter(design::Column::Study.eq(study))
        .order_by_desc(design::Column::Number)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(newest.flatten().and_then(|day| day.parse().ok()))
}

/// Whether originals of this study are still kept: until the day on which it is frozen is over.
pub async fn is_kept(connection: &impl ConnectionTrait, app: &App, study: Uuid) -> Result<bool> {
    let frozen = frozen_on(connection, study).await?;
    Ok(frozen.is_none_or(|day| crate::dates::today(app) <= day))
}

/// Seals originals, by replacement: under the key of their transcript, and under the link of today where the study has a
/// map key.
pub(super) async fn keep(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    originals: &[(Uuid, String)],
) -> Result<()> {
    if originals.is_empty() || !is_kept(tx.connection(), app, stored.study).await? {
        return Ok(());
    }
    let key = match key_of(tx.connection(), app, stored.document).await? {
        Some(key) => key,
        None => begin(tx, app, stored).await?,
    };
    let link = map_key::next_link(tx, app, stored.study).await?;
    let rows: Vec<original::ActiveModel> = originals
        .iter()
        .map(|(id, text)| original::ActiveModel {
            replacement: Set(*id),
            document: Set(stored.document),
            original: Set(match &link {
                Some((_, link)) => under_link(app, &key, link, (*id, text)),
                None => key.seal(text, &*app.entropy),
            }),
            step: Set(link.as_ref().map(|(step, _)| *step)),
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        original::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// An original under a link of the map key, and around that under the key of its transcript, with which it goes.
fn under_link(app: &App, key: &PersonKey, link: &Secret, (id, text): (Uuid, &str)) -> Sealed {
    let inner = link.seal(id.as_bytes(), text.as_bytes(), &*app.entropy);
    key.seal_file(&inner, &*app.entropy)
}

/// Draws the map key of a study, fills its two slots, and takes every original that there is under it. The code is told
/// this once.
///
/// # Errors
/// `Conflict` where the study has one already.
pub(in super::super) async fn set_key(
    tx: &Tx,
    app: &App,
    study: Uuid,
    passphrase: &Wrapping,
) -> Result<RecoveryCode> {
    let code = map_key::begin(tx, app, study, passphrase).await?;
    take_under(tx, app, study).await?;
    Ok(code)
}

/// Takes under the map key what is not under it yet: what was decided before there was one, or while it was made.
pub(super) async fn take_under(tx: &Tx, app: &App, study: Uuid) -> Result<()> {
    let connection = tx.connection();
    let maps = map::Entity::find()
        .filter(map::Column::Study.eq(study))
        .all(connection)
        .await?;
    for map in maps {
        let rows = original::Entity::find()
            .filter(original::Column::Document.eq(map.document))
            .filter(original::Column::Step.is_null())
            .all(connection)
            .await?;
        if rows.is_empty() {
            continue;
        }
        let link = map_key::next_link(tx, app, study).await?;
        let key = key_of(connection, app, map.document).await?;
        let (Some((step, link)), Some(key)) = (link, key) else {
            continue;
        };
        for row in rows {
            let text = Zeroizing::new(key.open(&row.original)?);
            let sealed = under_link(app, &key, &link, (row.replacement, &text));
            original::Entity::update_many()
                .col_expr(original::Column::Original, Expr::value(sealed.0))
                .col_expr(original::Column::Step, Expr::value(Some(step)))
                .filter(original::Column::Replacement.eq(row.replacement))
                .exec(connection)
                .await?;
        }
    }
    Ok(())
}

/// Forgets the originals of these replacements.
pub(super) async fn forget(tx: &Tx, replacements: &[Uuid]) -> Result<()> {
    for batch in replacements.chunks(BATCH) {
        original::Entity::delete_many()
            .filter(original::Column::Replacement.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Forgets the originals of everything that is not accepted as it stands any more.
pub(super) async fn keep_accepted(tx: &Tx, decided: &[Replacement]) -> Result<()> {
    let gone = decided.iter().filter(|one| one.state != State::Accepted);
    let gone: Vec<Uuid> = gone.map(|one| one.id).collect();
    forget(tx, &gone).await
}

/// Keeps that the map of a transcript was opened. The opening is over with the answer that it stands in.
///
/// # Errors
/// `NotFound` where there is no map.
pub(in super::super) async fn begin_opening(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    member: Option<Uuid>,
    (cause, reason): (Cause, &str),
) -> Result<()> {
    let connection = tx.connection();
    let key = key_of(connection, app, stored.document).await?;
    let key = key.ok_or(Error::NotFound)?;
    take_under(tx, app, stored.study).await?;
    opening::Entity::insert(opening::ActiveModel {
        id: Set(random_id(app)),
        study: Set(stored.study),
        document: Set(stored.document),
        member: Set(member),
        cause: Set(cause.word().to_owned()),
        reason: Set(key.seal(&storable(reason), &*app.entropy)),
        opened_at: Set(app.now()),
    })
    .exec_without_returning(connection)
    .await?;
    Ok(())
}

/// Every opening, the newest first.
pub(in super::super) async fn openings(
    connection: &impl ConnectionTrait,
    app: &App,
    document: Uuid,
) -> Result<Vec<Opening>> {
    let Some(key) = key_of(connection, app, document).await? else {
        return Ok(Vec::new());
    };
    let rows = opening::Entity::find()
        .filter(opening::Column::Document.eq(document))
        .order_by_desc(opening::Column::OpenedAt)
        .all(connection)
        .await?;
    let one = |row: opening::Model| -> Result<Opening> {
        Ok(Opening {
            member: row.member,
            cause: Cause::of_word(&row.cause),
            reason: key.open(&row.reason)?,
            opened_at: row.opened_at,
        })
    };
    rows.into_iter().map(one).collect()
}

/// The map of a transcript, in the order of the text. Only together with [`begin_opening`], which keeps that it was opened.
pub(in super::super) async fn opened(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
    map_key: &Secret,
) -> Result<Vec<Opened>> {
    let Some(key) = key_of(connection, app, stored.document).await? else {
        return Ok(Vec::new());
    };
    let (decided, _) = super::decisions(connection, app, stored).await?;
    let rows = original::Entity::find()
        .filter(original::Column::Document.eq(stored.document))
        .all(connection)
        .await?;
    let steps: BTreeSet<i64> = rows.iter().filter_map(|row| row.step).collect();
    let links = map_key::links(map_key, &steps);
    let mut lines = Vec::new();
    for one in decided {
        if let Some(row) = rows.iter().find(|row| row.replacement == one.id) {
            let link = row.step.and_then(|step| links.get(&step));
            lines.push(Opened {
                turn: crate::rows::position(one.turn),
                surrogate: one.surrogate,
                original: open(&key, link, row)?,
            });
        }
    }
    Ok(lines)
}

fn open(
    key: &PersonKey,
    link: Option<&Secret>,
    row: &original::Model,
) -> Result<Zeroizing<String>> {
    let Some(link) = link else {
        return key.open(&row.original).map(Zeroizing::new);
    };
    let broken = || Error::internal("an original does not open under the map key");
    let inner = key.open_file(&row.original)?;
    let text = link.open(row.replacement.as_bytes(), &inner);
    let text = text.ok_or_else(broken)?;
    let text = std::str::from_utf8(&text).map_err(Error::internal)?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Takes away the map of one transcript with its key.
pub(super) async fn end(tx: &Tx, app: &App, document: Uuid, reason: &'static str) -> Result<()> {
    let connection = tx.connection();
    opening::Entity::delete_many()
        .filter(opening::Column::Document.eq(document))
        .exec(connection)
        .await?;
    original::Entity::delete_many()
        .filter(original::Column::Document.eq(document))
        .exec(connection)
        .await?;
    if let Some(row) = map::Entity::find_by_id(document).one(connection).await? {
        map::Entity::delete_by_id(document).exec(connection).await?;
        erase_person(tx, app, row.person, reason).await?;
    }
    Ok(())
}

/// Takes away every map of a study with the map key, and the list of names, with their keys. Gives how many rows went, by table.
pub(crate) async fn end_maps(
    tx: &Tx,
    app: &App,
    study: Uuid,
    reason: &'static str,
) -> Result<[(&'static str, u64); 6]> {
    let connection = tx.connection();
    let openings = opening::Entity::delete_many()
        .filter(opening::Column::Study.eq(study))
        .exec(connection)
        .await?;
    let maps = map::Entity::find()
        .filter(map::Column::Study.eq(study))
        .all(connection)
        .await?;
    let mut originals = 0;
    for row in &maps {
        let gone = original::Entity::delete_many()
            .filter(original::Column::Document.eq(row.document))
            .exec(connection)
            .await?;
        originals += gone.rows_affected;
        end(tx, app, row.document, reason).await?;
    }
    let terms = term::Entity::delete_many()
        .filter(term::Column::Study.eq(study))
        .exec(connection)
        .await?;
    let list = list::Entity::find_by_id(study).one(connection).await?;
    if let Some(row) = &list {
        list::Entity::delete_by_id(study).exec(connection).await?;
        erase_person(tx, app, row.person, reason).await?;
    }
    Ok([
        ("map_openings", openings.rows_affected),
        ("sealed_originals", originals),
        ("sealed_maps", maps.len() as u64),
        (
            "map_keys",
            u64::from(map_key::end(tx, app, study, reason).await?),
        ),
        ("listed_terms", terms.rows_affected),
        ("name_lists", u64::from(list.is_some())),
    ])
}

pub(super) async fn begin(tx: &Tx, app: &App, stored: &Stored) -> Result<PersonKey> {
    let key = create_person(tx, app).await?;
    map::Entity::insert(map::ActiveModel {
        document: Set(stored.document),
        study: Set(stored.study),
        person: Set(key.person()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(key)
}

pub(super) async fn key_of(
    connection: &impl ConnectionTrait,
    app: &App,
    document: Uuid,
) -> Result<Option<PersonKey>> {
    let Some(row) = map::Entity::find_by_id(document).one(connection).await? else {
        return Ok(None);
    };
    let mut keys = person_keys(connection, app, [row.person]).await?;
    Ok(keys.remove(&row.person))
}
