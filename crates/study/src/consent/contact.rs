//! Who a participant is and where letters go: sealed, apart from everything else, and gone with a withdrawal.

use std::collections::BTreeSet;

use platform::clock::Instant;
use platform::keys::{PersonKey, Sealed, create_person, erase_person, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "participant_contacts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub participant: Uuid,
        pub study: Uuid,
        pub person: Uuid,
        pub contact: Sealed,
        pub invited_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Name and address. They have no printed form and no serialiser.
pub(crate) struct Contact {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) key: PersonKey,
}

/// Keeps where somebody is reached, in the place of what was kept before.
pub(super) async fn keep(
    tx: &Tx,
    app: &App,
    (study, participant): (Uuid, Uuid),
    (name, email): (&str, &str),
) -> Result<()> {
    let known = row::Entity::find_by_id(participant)
        .one(tx.connection())
        .await?;
    let key = match &known {
        Some(row) => person_keys(tx.connection(), app, [row.person])
            .await?
            .remove(&row.person)
            .ok_or(Error::NotFound)?,
        None => create_person(tx, app).await?,
    };
    // Neither holds a line break: the page has seen to that.
    let sealed = key.seal(&format!("{name}\n{email}"), &*app.entropy);
    row::Entity::delete_by_id(participant)
        .exec(tx.connection())
        .await?;
    row::Entity::insert(row::ActiveModel {
        participant: Set(participant),
        study: Set(study),
        person: Set(key.person()),
        contact: Set(sealed),
        invited_at: Set(Some(app.now())),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Who somebody is, to write to them.
pub(crate) async fn of(
    connection: &impl ConnectionTrait,
    app: &App,
    participant: Uuid,
) -> Result<Option<Contact>> {
    let Some(row) = row::Entity::find_by_id(participant).one(connection).await? else {
        return Ok(None);
    };
    let keys = person_keys(connection, app, [row.person]).await?;
    let Some(key) = keys.get(&row.person) else {
        return Ok(None);
    };
    let text = key.open(&row.contact)?;
    let (name, email) = text
        .split_once('\n')
        .ok_or_else(|| Error::internal("a contact without its two lines"))?;
    Ok(Some(Contact {
        name: name.to_owned(),
        email: email.to_owned(),
        key: key.clone(),
    }))
}

/// The names of everybody who was written to, for the sealed list of names alone.
pub(crate) async fn names(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
) -> Result<Vec<String>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let keys = person_keys(connection, app, rows.iter().map(|row| row.person)).await?;
    let mut names = Vec::new();
    for row in rows {
        if let Some(key) = keys.get(&row.person) {
            let contact = key.open(&row.contact)?;
            names.extend(contact.lines().next().map(str::to_owned));
        }
    }
    Ok(names)
}

/// Whom of a study a letter reaches.
pub(super) async fn reached(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeSet<Uuid>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.participant).collect())
}

/// When each participant was invited, as far as letters went out.
pub(super) async fn invited(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<Vec<(Uuid, Instant)>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.participant, row.invited_at?)))
        .collect())
}

/// What is kept of everybody who is reached, for the sealed file of a study alone: by participant, name and address as two lines.
pub(crate) async fn all_kept(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
) -> Result<Vec<(Uuid, String, Option<Instant>)>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Participant)
        .all(connection)
        .await?;
    let keys = person_keys(connection, app, rows.iter().map(|row| row.person)).await?;
    let opened = rows.into_iter().filter_map(|row| {
        let contact = keys.get(&row.person)?.open(&row.contact);
        Some(contact.map(|contact| (row.participant, contact, row.invited_at)))
    });
    opened.collect()
}

/// Puts back what was in such a file, under a key of its own.
pub(crate) async fn put_back(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (participant, contact, invited_at): (Uuid, &str, Option<Instant>),
) -> Result<()> {
    let key = create_person(tx, app).await?;
    row::Entity::insert(row::ActiveModel {
        participant: Set(participant),
        study: Set(study),
        person: Set(key.person()),
        contact: Set(key.seal(contact, &*app.entropy)),
        invited_at: Set(invited_at),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Erases name and address with their key, so that no copy of them can be read either.
pub(super) async fn erase(
    tx: &Tx,
    app: &App,
    participant: Uuid,
    reason: &'static str,
) -> Result<()> {
    let Some(row) = row::Entity::find_by_id(participant)
        .one(tx.connection())
        .await?
    else {
        return Ok(());
    };
    row::Entity::delete_by_id(participant)
        .exec(tx.connection())
        .await?;
    erase_person(tx, app, row.person, reason).await?;
    Ok(())
}

/// The same for everybody of a study.
pub(super) async fn erase_all(tx: &Tx, app: &App, study: Uuid, reason: &'static str) -> Result<()> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(tx.connection())
        .await?;
    for row in rows {
        erase(tx, app, row.participant, reason).await?;
    }
    Ok(())
}
