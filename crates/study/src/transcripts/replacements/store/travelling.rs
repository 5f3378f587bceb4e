//! The map key and the originals of a study as they travel in a file ([`super::carried`]): sealed as they are, for another key of the
//! server around them.

use platform::keys::{RecoveryCode, Secret, Zeroizing, create_person, salt_of};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::map as map_store;
use super::map_key::{self as keys, Locked, Slot, Typed};
use super::rows::{map, map_key, original};
use crate::transcripts::store::Stored;

/// The slots of a map key as they travel: neither opens without what was typed.
pub(super) struct Slots {
    pub(super) salt: Vec<u8>,
    pub(super) by_passphrase: Vec<u8>,
    pub(super) by_code: Vec<u8>,
}

impl Slots {
    /// The map key, with what was typed; why not, where that is something else.
    pub(super) async fn open(
        &self,
        study: Uuid,
        typed: &Typed,
    ) -> Result<std::result::Result<(Slot, Secret), Locked>> {
        let (slot, under, wrapped) =
            match (typed.passphrase.is_empty(), typed.code.trim().is_empty()) {
                (false, true) => {
                    let salt = salt_of(&self.salt)?;
                    let under = Secret::of_passphrase(&typed.passphrase, salt).await?;
                    (Slot::Passphrase, under, &self.by_passphrase)
                }
                (true, false) => match RecoveryCode::read(&typed.code) {
                    Some(code) => (Slot::Code, code.secret(), &self.by_code),
                    None => return Ok(Err(Locked::Typing)),
                },
                _ => return Ok(Err(Locked::NotOne)),
            };
        let map_key = under.unwrapped(&keys::place(study, slot), wrapped);
        Ok(map_key.map(|key| (slot, key)).ok_or(Locked::Wrong(slot)))
    }
}

/// What travels of a map key: its slots, and the number and the key of the link of today.
pub(super) async fn slots_of(tx: &Tx, app: &App, study: Uuid) -> Result<(Slots, i64, Secret)> {
    let row = keys::locked(tx, study).await?.ok_or(Error::NotFound)?;
    let key = keys::key_of(tx.connection(), app, &row).await?;
    let slots = Slots {
        by_passphrase: key.open_file(&row.by_passphrase)?,
        by_code: key.open_file(&row.by_code)?,
        salt: row.salt,
    };
    let link = Zeroizing::new(key.open_file(&row.link)?);
    let broken = || Error::internal("a link of a map key has another length");
    Ok((slots, row.step, Secret::of_bytes(&link).ok_or_else(broken)?))
}

/// Puts a map key that has travelled into a study that has none.
pub(super) async fn put_slots(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (slots, step, link): (&Slots, i64, &Secret),
) -> Result<()> {
    let key = create_person(tx, app).await?;
    map_key::Entity::insert(map_key::ActiveModel {
        study: Set(study),
        person: Set(key.person()),
        salt: Set(slots.salt.clone()),
        by_passphrase: Set(key.seal_file(&slots.by_passphrase, &*app.entropy)),
        by_code: Set(key.seal_file(&slots.by_code, &*app.entropy)),
        step: Set(step),
        link: Set(key.seal_file(link.bytes(), &*app.entropy)),
        made_at: Set(app.now()),
        tries: Set(0),
        tried_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// An original as it travels: under its link of the map key alone, so that nobody has opened it.
pub(super) struct CarriedOriginal {
    pub(super) document: Uuid,
    pub(super) replacement: Uuid,
    pub(super) step: i64,
    pub(super) sealed: Vec<u8>,
}

/// All originals of a study, after each was taken under the map key.
pub(super) async fn originals_of(tx: &Tx, app: &App, study: Uuid) -> Result<Vec<CarriedOriginal>> {
    map_store::take_under(tx, app, study).await?;
    let connection = tx.connection();
    let maps = map::Entity::find()
        .filter(map::Column::Study.eq(study))
        .order_by_asc(map::Column::Document)
        .all(connection)
        .await?;
    let mut carried = Vec::new();
    for map in maps {
        let Some(key) = map_store::key_of(connection, app, map.document).await? else {
            continue;
        };
        let rows = original::Entity::find()
            .filter(original::Column::Document.eq(map.document))
            .order_by_asc(original::Column::Replacement)
            .all(connection)
            .await?;
        for row in rows {
            let none = || Error::internal("an original is under no link of the map key");
            carried.push(CarriedOriginal {
                document: row.document,
                replacement: row.replacement,
                step: row.step.ok_or_else(none)?,
                sealed: key.open_file(&row.original)?,
            });
        }
    }
    Ok(carried)
}

/// Puts an original back under a key of its transcript, which gets one where it has none.
pub(super) async fn put_original(
    tx: &Tx,
    app: &App,
    stored: &Stored,
    original: &CarriedOriginal,
) -> Result<()> {
    let key = match map_store::key_of(tx.connection(), app, stored.document).await? {
        Some(key) => key,
        None => map_store::begin(tx, app, stored).await?,
    };
    original::Entity::insert(original::ActiveModel {
        replacement: Set(original.replacement),
        document: Set(stored.document),
        original: Set(key.seal_file(&original.sealed, &*app.entropy)),
        step: Set(Some(original.step)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}
