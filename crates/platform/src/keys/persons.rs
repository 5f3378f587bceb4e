//! A data key for each person, wrapped by the key file and stored beside nothing else.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder as _};
use uuid::Uuid;

use super::{KeyError, Keyring, Sealed};
use crate::clock::Instant;
use crate::id::Entropy;
use crate::storage::{BATCH, Tx};
use crate::{App, Error, Result};

mod person_key {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "person_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: Uuid,
        pub wrapped: Vec<u8>,
        pub made_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod erasure {
    use super::*;

    /// A line of the ledger of erasures.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "erasures")]
    pub struct Model {
        /// Who they were, as an identifier that nothing leads to any more.
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: Uuid,
        /// When.
        pub at: Instant,
        /// `order` or `period`.
        pub reason: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub use erasure::Model as Erasure;

/// One person's data key. It prints nothing and never leaves the process.
#[derive(Clone)]
pub struct PersonKey {
    person: Uuid,
    key: [u8; 32],
}

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonKey")
    }
}

impl PersonKey {
    /// Whose key this is.
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// Seals a text for a column, bound to this person.
    pub fn seal(&self, text: &str, entropy: &dyn Entropy) -> Sealed {
        self.seal_bytes(text.as_bytes(), entropy)
    }

    /// Opens a column that was sealed for this person.
    pub fn open(&self, sealed: &Sealed) -> Result<String> {
        String::from_utf8(self.open_bytes(sealed)?).map_err(|_| Error::internal(KeyError::Unopened))
    }

    /// Seals the bytes of a file for a column, bound to this person.
    pub fn seal_bytes(&self, bytes: &[u8], entropy: &dyn Entropy) -> Sealed {
        Sealed(Keyring::seal(
            &self.key,
            self.person.as_bytes(),
            bytes,
            entropy,
        ))
    }

    /// Opens the bytes of a file that were sealed for this person.
    pub fn open_bytes(&self, sealed: &Sealed) -> Result<Vec<u8>> {
        Keyring::open(&self.key, self.person.as_bytes(), &sealed.0).map_err(Error::internal)
    }
}

/// Makes a person: a new identifier with a data key of its own.
pub async fn create_person(tx: &Tx, app: &App) -> Result<PersonKey> {
    let person = app.new_id();
    let mut key = [0u8; 32];
    app.entropy.fill(&mut key);
    let wrapped = Keyring::seal(&app.keys.wrapping(), person.as_bytes(), &key, &*app.entropy);
    person_key::Entity::insert(person_key::ActiveModel {
        person: Set(person),
        wrapped: Set(wrapped),
        made_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(PersonKey { person, key })
}

/// The data keys of these people; one who was erased has none and is left out.
pub async fn person_keys(
    connection: &impl ConnectionTrait,
    app: &App,
    people: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, PersonKey>> {
    let people: Vec<Uuid> = people.into_iter().collect();
    let wrapping = app.keys.wrapping();
    let mut keys = HashMap::with_capacity(people.len());
    for batch in people.chunks(BATCH) {
        let rows = person_key::Entity::find()
            .filter(Condition::all().add(person_key::Column::Person.is_in(batch.to_vec())))
            .all(connection)
            .await?;
        for row in rows.into_iter().filter(|row| !row.wrapped.is_empty()) {
            let key = Keyring::open(&wrapping, row.person.as_bytes(), &row.wrapped)
                .ok()
                .and_then(|key| <[u8; 32]>::try_from(key).ok())
                .ok_or_else(|| Error::internal(KeyError::Unopened))?;
            keys.insert(
                row.person,
                PersonKey {
                    person: row.person,
                    key,
                },
            );
        }
    }
    Ok(keys)
}

/// Destroys the data key of a person, after which no column that was sealed for them opens again, and writes the
/// ledger of erasures, which a restored backup has to follow (trust RET-2). The bare identifier stays. `reason` is
/// `order`, `period` or `withdrawal`. False where they were erased before; nothing is changed then.
pub async fn erase_person(tx: &Tx, app: &App, person: Uuid, reason: &'static str) -> Result<bool> {
    let destroyed = person_key::Entity::update_many()
        .col_expr(person_key::Column::Wrapped, Expr::value(Vec::<u8>::new()))
        .filter(person_key::Column::Person.eq(person))
        .filter(person_key::Column::Wrapped.ne(Vec::<u8>::new()))
        .exec(tx.connection())
        .await?;
    if destroyed.rows_affected == 0 {
        return Ok(false);
    }
    let line = Erasure {
        person,
        at: app.now(),
        reason: reason.to_owned(),
    };
    tx.insert_all::<Erasure>(vec![line]).await?;
    Ok(true)
}

/// The ledger of erasures, oldest first.
pub async fn erasures(connection: &impl ConnectionTrait) -> Result<Vec<Erasure>> {
    Ok(erasure::Entity::find()
        .order_by_asc(erasure::Column::At)
        .order_by_asc(erasure::Column::Person)
        .all(connection)
        .await?)
}
