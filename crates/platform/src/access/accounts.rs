//! Accounts: a sealed name and address, and perhaps a password.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};
use uuid::Uuid;

use super::password::Passwords;
use crate::clock::Instant;
use crate::keys::{Sealed, create_person, person_keys};
use crate::storage::Tx;
use crate::{App, Error, Result};

pub(super) mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: Sealed,
        pub email: Sealed,
        pub email_hash: Vec<u8>,
        pub password: Option<String>,
        pub state: String,
        pub created_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Also the person whose key seals the name.
    pub id: Uuid,
    /// As it is shown, with title.
    pub name: String,
    /// Where links go.
    pub email: String,
    /// The Argon2id hash, if a password was set.
    pub password: Option<String>,
    /// False once the account was disabled.
    pub live: bool,
}

/// What a new account needs.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    /// As it is shown, with title.
    pub name: &'a str,
    /// Where links go; one account for each address.
    pub email: &'a str,
}

/// Creates an account without a password; a sign-in link opens it.
pub async fn create(tx: &Tx, app: &App, new: NewAccount<'_>) -> Result<Uuid> {
    let email = new.email.trim();
    if !email.contains('@')
        || email.len() > 254
        || email.chars().any(|c| c.is_control() || c == ' ')
    {
        return Err(Error::refused(
            "INP-1",
            format!("\"{email}\" is not an e-mail address."),
            "Write one such as pat@example.org.",
        ));
    }
    if find_by_email_in(tx.connection(), app, email)
        .await?
        .is_some()
    {
        return Err(Error::refused(
            "ACC-9",
            "There is an account with this address already.",
            "Grant that account another role instead.",
        ));
    }
    let key = create_person(tx, app).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(key.person()),
        name: Set(key.seal(new.name.trim(), &*app.entropy)),
        email: Set(key.seal(email, &*app.entropy)),
        email_hash: Set(email_hash(app, email)),
        password: Set(None),
        state: Set("live".into()),
        created_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(key.person())
}

/// Sets a password, hashed with Argon2id.
pub async fn set_password(tx: &Tx, app: &App, account: Uuid, password: &str) -> Result<()> {
    let hash = Passwords::hash(password, &*app.entropy).await?;
    row::Entity::update_many()
        .col_expr(row::Column::Password, Expr::value(hash))
        .filter(row::Column::Id.eq(account))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Disables an account; the caller ends its sign-ins in the same transaction.
pub async fn disable(tx: &Tx, account: Uuid) -> Result<()> {
    let changed = row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value("disabled"))
        .filter(row::Column::Id.eq(account))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::NotFound);
    }
    super::sign_ins::end_all(tx, account).await
}

/// The account with this address, upper and lower case alike.
pub async fn find_by_email(app: &App, email: &str) -> Result<Option<Account>> {
    match find_by_email_in(app.db.read(), app, email).await? {
        None => Ok(None),
        Some(found) => opened(app, vec![found]).await.map(|mut list| list.pop()),
    }
}

/// The account of this identifier, unless its person was erased.
pub async fn find(app: &App, account: Uuid) -> Result<Option<Account>> {
    match row::Entity::find_by_id(account).one(app.db.read()).await? {
        None => Ok(None),
        Some(found) => opened(app, vec![found]).await.map(|mut list| list.pop()),
    }
}

/// All accounts, by age.
pub async fn all(app: &App) -> Result<Vec<Account>> {
    let rows = row::Entity::find()
        .order_by_asc(row::Column::CreatedAt)
        .order_by_asc(row::Column::Id)
        .all(app.db.read())
        .await?;
    opened(app, rows).await
}

/// The name of an account as it is shown, or a dash for one that was erased.
pub async fn name_of(app: &App, account: Uuid) -> Result<String> {
    match row::Entity::find_by_id(account).one(app.db.read()).await? {
        Some(row) => shown_name(app, row).await,
        None => Ok("–".into()),
    }
}

/// The name of a stored account as it is shown, or a dash for one that was erased.
pub(super) async fn shown_name(app: &App, row: row::Model) -> Result<String> {
    let mut list = opened(app, vec![row]).await?;
    Ok(list
        .pop()
        .map_or_else(|| "–".into(), |account| account.name))
}

async fn find_by_email_in(
    connection: &impl ConnectionTrait,
    app: &App,
    email: &str,
) -> Result<Option<row::Model>> {
    Ok(row::Entity::find()
        .filter(row::Column::EmailHash.eq(email_hash(app, email)))
        .one(connection)
        .await?)
}

async fn opened(app: &App, rows: Vec<row::Model>) -> Result<Vec<Account>> {
    let keys = person_keys(app.db.read(), app, rows.iter().map(|row| row.id)).await?;
    rows.into_iter()
        .filter_map(|row| keys.get(&row.id).map(|key| (row, key)))
        .map(|(row, key)| {
            Ok(Account {
                id: row.id,
                name: key.open(&row.name)?,
                email: key.open(&row.email)?,
                live: row.state == "live",
                password: row.password,
            })
        })
        .collect()
}

fn email_hash(app: &App, email: &str) -> Vec<u8> {
    app.keys
        .hash("account e-mail", email.trim().to_lowercase().as_bytes())
}
