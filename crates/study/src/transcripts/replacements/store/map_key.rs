//! The key of a study's maps: what it is wrapped by, and how originals come under it without it (trust PRI-8).
//!
//! The map key is drawn once and kept nowhere as it is. It is wrapped twice: under a key that the research lead's passphrase
//! gives, and under one that the recovery code gives. Whoever takes names out of a transcript has neither, and the server
//! must keep what they take out without being able to open it afterwards. So there is a chain of keys: its first link comes
//! from the map key, each act seals under the link of today, and the link of tomorrow, which is derived from it, takes its
//! place. No link tells the one before it; the map key tells them all.

use std::collections::{BTreeMap, BTreeSet};

use platform::audit::Event;
use platform::keys::{
    PersonKey, RecoveryCode, SALT, Secret, Zeroizing, create_person, erase_person, person_keys,
    salt_of,
};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;

use super::rows::map_key as row;

/// So many wrong tries, and the next has to wait.
const MOST_TRIES: i64 = 5;
/// For so long after the last of them.
const WAIT_SECONDS: i64 = 15 * 60;

impl Locked {
    /// Why, for whoever typed.
    pub(in super::super) fn sentence(self) -> &'static str {
        match self {
            Self::NotOne => "Write the passphrase or the recovery code, one of the two.",
            Self::Typing => {
                "This code has a typing error. Compare it with the paper, group by group."
            }
            Self::Wrong(Slot::Passphrase) => "This is not the passphrase of this study's maps.",
            Self::Wrong(Slot::Code) => "This is the recovery code of something else.",
            Self::Wait => "Five tries were wrong. Wait a quarter of an hour before the next.",
        }
    }
}

/// What opens the map key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The research lead's passphrase.
    Passphrase,
    /// The code that the institution keeps.
    Code,
}

impl Slot {
    /// For the record.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Passphrase => "with the passphrase",
            Self::Code => "with the recovery code",
        }
    }
}

/// What somebody typed to open it; wiped when it goes.
#[derive(Default)]
pub struct Typed {
    /// The passphrase, or nothing.
    pub passphrase: Zeroizing<String>,
    /// The recovery code, or nothing.
    pub code: Zeroizing<String>,
}

/// Why it did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// Nothing was typed, or both.
    NotOne,
    /// The recovery code has a typing error. That is no try.
    Typing,
    /// It is another one.
    Wrong(Slot),
    /// There were too many wrong tries.
    Wait,
}

/// A passphrase as a key, with the salt that it was made with.
pub struct Wrapping {
    /// The key.
    pub secret: Secret,
    /// The salt.
    pub salt: [u8; SALT],
}

impl Wrapping {
    /// Of a new passphrase.
    pub async fn of(app: &App, passphrase: &Zeroizing<String>) -> Result<Self> {
        let mut salt = [0u8; SALT];
        app.entropy.fill(&mut salt);
        let secret = Secret::of_passphrase(passphrase, salt).await?;
        Ok(Self { secret, salt })
    }
}

/// Whether the map key of a study is there, with both its slots.
pub async fn is_set(connection: &impl ConnectionTrait, study: Uuid) -> Result<bool> {
    let found = row::Entity::find_by_id(study).one(connection).await?;
    Ok(found.is_some())
}

/// Draws the map key and fills both slots. The code is told this once.
///
/// # Errors
/// `Conflict` where it is there already.
pub(super) async fn begin(
    tx: &Tx,
    app: &App,
    study: Uuid,
    passphrase: &Wrapping,
) -> Result<RecoveryCode> {
    if is_set(tx.connection(), study).await? {
        return Err(Error::Conflict("the passphrase was set meanwhile"));
    }
    let key = create_person(tx, app).await?;
    let map_key = Secret::draw(&*app.entropy);
    let code = RecoveryCode::draw(&*app.entropy);
    let first = map_key.derive("first link");
    let wrapped = |slot, under: &Secret| {
        let wrapped = under.wrap(&place(study, slot), &map_key, &*app.entropy);
        key.seal_file(&wrapped, &*app.entropy)
    };
    row::Entity::insert(row::ActiveModel {
        study: Set(study),
        person: Set(key.person()),
        salt: Set(passphrase.salt.to_vec()),
        by_passphrase: Set(wrapped(Slot::Passphrase, &passphrase.secret)),
        by_code: Set(wrapped(Slot::Code, &code.secret())),
        step: Set(0),
        link: Set(key.seal_file(first.bytes(), &*app.entropy)),
        made_at: Set(app.now()),
        tries: Set(0),
        tried_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(code)
}

/// Opens the map key with what was typed. A wrong try is kept with its row of the record, and the sixth has to wait.
pub async fn unlock(
    app: &App,
    study: Uuid,
    typed: &Typed,
    failed: Event,
) -> Result<std::result::Result<(Slot, Secret), Locked>> {
    let slot = match (typed.passphrase.is_empty(), typed.code.trim().is_empty()) {
        (false, true) => Slot::Passphrase,
        (true, false) => Slot::Code,
        _ => return Ok(Err(Locked::NotOne)),
    };
    let code = RecoveryCode::read(&typed.code);
    if slot == Slot::Code && code.is_none() {
        return Ok(Err(Locked::Typing));
    }
    let Some(row) = take_a_try(app, study).await? else {
        return Ok(Err(Locked::Wait));
    };
    let under = match code {
        Some(code) => code.secret(),
        None => Secret::of_passphrase(&typed.passphrase, salt_of(&row.salt)?).await?,
    };
    let key = key_of(app.db.read(), app, &row).await?;
    let sealed = match slot {
        Slot::Passphrase => &row.by_passphrase,
        Slot::Code => &row.by_code,
    };
    let wrapped = key.open_file(sealed)?;
    if let Some(map_key) = under.unwrapped(&place(study, slot), &wrapped) {
        return Ok(Ok((slot, map_key)));
    }
    let tx = app.db.write().await?;
    tx.commit(app, failed.with_detail(slot.in_words())).await?;
    Ok(Err(Locked::Wrong(slot)))
}

/// Counts a try before it is made, so that many at once are counted too; none where it has to wait.
async fn take_a_try(app: &App, study: Uuid) -> Result<Option<row::Model>> {
    let tx = app.db.write().await?;
    let row = locked(&tx, study).await?.ok_or(Error::NotFound)?;
    let is_over = row.tried_at.plus_seconds(WAIT_SECONDS) <= app.now();
    let tries = if is_over { 0 } else { row.tries };
    if tries >= MOST_TRIES {
        return Ok(None);
    }
    set_tries(&tx, app, study, tries + 1).await?;
    tx.commit_bookkeeping().await?;
    Ok(Some(row))
}

/// Forgets wrong tries, once one was right.
pub async fn forget_tries(tx: &Tx, app: &App, study: Uuid) -> Result<()> {
    set_tries(tx, app, study, 0).await
}

async fn set_tries(tx: &Tx, app: &App, study: Uuid, tries: i64) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Tries, Expr::value(tries))
        .col_expr(row::Column::TriedAt, Expr::value(app.now().0))
        .filter(row::Column::Study.eq(study))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Puts another passphrase in the place of the one there was. Originals stay as they are.
pub async fn change_passphrase(
    tx: &Tx,
    app: &App,
    study: Uuid,
    map_key: &Secret,
    passphrase: &Wrapping,
) -> Result<()> {
    let row = locked(tx, study).await?.ok_or(Error::NotFound)?;
    let key = key_of(tx.connection(), app, &row).await?;
    let slot = place(study, Slot::Passphrase);
    let wrapped = passphrase.secret.wrap(&slot, map_key, &*app.entropy);
    row::Entity::update_many()
        .col_expr(row::Column::Salt, Expr::value(passphrase.salt.to_vec()))
        .col_expr(
            row::Column::ByPassphrase,
            Expr::value(key.seal_file(&wrapped, &*app.entropy).0),
        )
        .filter(row::Column::Study.eq(study))
        .exec(tx.connection())
        .await?;
    forget_tries(tx, app, study).await
}

/// The number and the key of the link of today, in whose place that of tomorrow stands from then on; none where the study
/// has no map key yet.
pub(super) async fn next_link(tx: &Tx, app: &App, study: Uuid) -> Result<Option<(i64, Secret)>> {
    let Some(row) = locked(tx, study).await? else {
        return Ok(None);
    };
    let key = key_of(tx.connection(), app, &row).await?;
    let link = Zeroizing::new(key.open_file(&row.link)?);
    let broken = || Error::internal("a link of a map key has another length");
    let link = Secret::of_bytes(&link).ok_or_else(broken)?;
    let next = key.seal_file(after(&link).bytes(), &*app.entropy);
    row::Entity::update_many()
        .col_expr(row::Column::Step, Expr::value(row.step + 1))
        .col_expr(row::Column::Link, Expr::value(next.0))
        .filter(row::Column::Study.eq(study))
        .exec(tx.connection())
        .await?;
    Ok(Some((row.step, sealing(&link))))
}

/// The keys of these links, for whoever has the map key.
pub(super) fn links(map_key: &Secret, steps: &BTreeSet<i64>) -> BTreeMap<i64, Secret> {
    let mut keys = BTreeMap::new();
    let mut link = map_key.derive("first link");
    for step in 0..=steps.last().copied().unwrap_or(-1) {
        if steps.contains(&step) {
            keys.insert(step, sealing(&link));
        }
        link = after(&link);
    }
    keys
}

/// Takes the map key of a study away; whether there was one.
pub(super) async fn end(tx: &Tx, app: &App, study: Uuid, reason: &'static str) -> Result<bool> {
    let connection = tx.connection();
    let Some(row) = row::Entity::find_by_id(study).one(connection).await? else {
        return Ok(false);
    };
    row::Entity::delete_by_id(study).exec(connection).await?;
    erase_person(tx, app, row.person, reason).await?;
    Ok(true)
}

fn sealing(link: &Secret) -> Secret {
    link.derive("seal")
}

fn after(link: &Secret) -> Secret {
    link.derive("next link")
}

/// What a wrapped map key is bound to: neither slot opens as the other, nor in another study.
pub(super) fn place(study: Uuid, slot: Slot) -> Vec<u8> {
    let slot: &[u8] = match slot {
        Slot::Passphrase => b"/passphrase",
        Slot::Code => b"/code",
    };
    [study.as_bytes(), slot].concat()
}

pub(super) async fn locked(tx: &Tx, study: Uuid) -> Result<Option<row::Model>> {
    let found = row::Entity::find_by_id(study)
        .lock_exclusive()
        .one(tx.connection())
        .await?;
    Ok(found)
}

pub(super) async fn key_of(
    connection: &impl ConnectionTrait,
    app: &App,
    row: &row::Model,
) -> Result<PersonKey> {
    let mut keys = person_keys(connection, app, [row.person]).await?;
    let gone = || Error::internal("the key around a map key is gone");
    keys.remove(&row.person).ok_or_else(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_key_finds_every_link_and_no_link_tells_one_before_it() {
        let map_key = Secret::of_bytes(&[7; 32]).unwrap();
        let all: BTreeSet<i64> = (0..5).collect();
        let keys = links(&map_key, &all);
        let mut link = map_key.derive("first link");
        for step in 0..5 {
            assert_eq!(keys[&step].bytes(), sealing(&link).bytes());
            let later = link.clone();
            link = after(&link);
            assert_ne!(link.bytes(), later.bytes());
            for earlier in 0..=step {
                assert_ne!(link.bytes(), keys[&earlier].bytes());
                assert_ne!(sealing(&link).bytes(), keys[&earlier].bytes());
            }
        }
        let some = links(&map_key, &BTreeSet::from([3]));
        assert_eq!(some.len(), 1);
        assert_eq!(some[&3].bytes(), keys[&3].bytes());
        assert!(links(&map_key, &BTreeSet::new()).is_empty());
    }

    #[test]
    fn a_wrapped_key_opens_in_its_own_slot_and_study_alone() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let places = [
            place(one, Slot::Passphrase),
            place(one, Slot::Code),
            place(other, Slot::Passphrase),
        ];
        assert_ne!(places[0], places[1]);
        assert_ne!(places[0], places[2]);
    }
}
