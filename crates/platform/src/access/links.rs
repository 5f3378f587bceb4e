//! Links that open a sign-in once. Opening one changes nothing, since mail scanners follow links;
//! the button on its page spends it (trust ACC-8).

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::accounts;
use crate::clock::Instant;
use crate::id::Token;
use crate::storage::Tx;
use crate::{App, Error, Result};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: Vec<u8>,
        pub account: Uuid,
        pub purpose: String,
        pub made_at: Instant,
        pub expires_at: Instant,
        pub spent_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a link is for, and how long it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Asked for on the sign-in page: 10 minutes.
    SignIn,
    /// Printed by the command line for a person who is expected: 24 hours.
    Invitation,
    /// In a letter that asks somebody to join, who may be on nights or on leave: 14 days.
    Joining,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Invitation => "invitation",
            Self::Joining => "joining",
        }
    }

    /// How long a link of this purpose can be opened.
    pub fn seconds(self) -> i64 {
        match self {
            Self::SignIn => 10 * 60,
            Self::Invitation => 24 * 60 * 60,
            Self::Joining => 14 * 24 * 60 * 60,
        }
    }
}

/// Draws a link for an account. Only its hash is stored.
pub async fn draw_link(tx: &Tx, app: &App, account: Uuid, purpose: Purpose) -> Result<Token> {
    let token = Token::draw(&*app.entropy);
    row::Entity::insert(row::ActiveModel {
        id: Set(app.new_id()),
        token_hash: Set(token.hash()),
        account: Set(account),
        purpose: Set(purpose.word().into()),
        made_at: Set(app.now()),
        expires_at: Set(app.now().plus_seconds(purpose.seconds())),
        spent_at: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(token)
}

/// Spends a link and tells whose it was. A spent, expired or unknown link, and one of a disabled
/// account, all look the same.
pub async fn spend_link(tx: &Tx, app: &App, token: &Token) -> Result<Uuid> {
    let spent = row::Entity::update_many()
        .col_expr(row::Column::SpentAt, Expr::value(Some(app.now().0)))
        .filter(row::Column::TokenHash.eq(token.hash()))
        .filter(row::Column::SpentAt.is_null())
        .filter(row::Column::ExpiresAt.gt(app.now()))
        .exec(tx.connection())
        .await?;
    if spent.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    let link = row::Entity::find()
        .filter(row::Column::TokenHash.eq(token.hash()))
        .one(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let live = accounts::row::Entity::find_by_id(link.account)
        .filter(accounts::row::Column::State.eq("live"))
        .one(tx.connection())
        .await?;
    live.map(|account| account.id).ok_or(Error::NotFound)
}
