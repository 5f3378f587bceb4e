//! Passes: signed links for people without an account (trust ACC-8). A pass names one role, one subject and one
//! scope. Opening its address changes nothing; the button on the page spends it, and opens half an hour that can
//! be stretched while it lasts.

use std::str::FromStr as _;

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::grants::{Grant, scope};
use super::role::Role;
use crate::clock::Instant;
use crate::id::Token;
use crate::keys::{Sealed, person_keys};
use crate::storage::{Migration, Tx};
use crate::{App, Error, Result};

/// The tables of passes.
pub const PASSES: Migration = Migration {
    name: "0010 passes",
    sql: include_str!("passes.sql"),
    append_only: &[],
};

/// The kind of job that writes a fresh pass to the address on file. Which letter that is, the context of the pass knows.
pub const FRESH_PASS: &str = "pass.fresh";

/// How long a pass can be opened: 14 days (programme 7.3, L1).
pub const PASS_SECONDS: i64 = 14 * 24 * 60 * 60;

/// How long an opened pass lasts before it must be stretched: 30 minutes (programme 7.3, L1).
pub const OPEN_SECONDS: i64 = 30 * 60;

/// Longest that one opened pass lasts, however often it is stretched.
const LONGEST_SECONDS: i64 = 12 * 60 * 60;

mod pass_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "passes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: Vec<u8>,
        pub scope: Uuid,
        pub role: String,
        pub subject: Uuid,
        pub capacity: String,
        pub name: Sealed,
        pub person: Uuid,
        pub leads_to: String,
        pub made_at: Instant,
        pub expires_at: Instant,
        pub spent_at: Option<Instant>,
        pub revoked_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod sign_in_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "pass_sign_ins")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: Vec<u8>,
        pub pass: Uuid,
        pub began_at: Instant,
        pub ends_at: Instant,
        pub ended_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a new pass needs.
#[derive(Clone, Copy, Debug)]
pub struct NewPass<'a> {
    /// Where it holds.
    pub scope: Uuid,
    /// As what its holder comes.
    pub role: Role,
    /// What the holder stands for, such as a site.
    pub subject: Uuid,
    /// In which capacity, such as `coordinator`, `tutor` or `director`.
    pub capacity: &'a str,
    /// The person key under which the name is sealed.
    pub person: Uuid,
    /// The name that pages and the record show.
    pub name: &'a str,
    /// The page that it opens.
    pub leads_to: &'a str,
}

/// A pass that somebody has opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The sign-in.
    pub id: Uuid,
    /// The pass, which the record names as the actor.
    pub pass: Uuid,
    /// In which capacity.
    pub capacity: String,
    /// Whose name it bears.
    pub name: String,
    /// What it gives.
    pub grant: Grant,
    /// When it closes by itself.
    pub ends_at: Instant,
}

/// Draws a pass. Only the hash of its token is stored.
pub async fn draw_pass(tx: &Tx, app: &App, new: NewPass<'_>) -> Result<Token> {
    let keys = person_keys(tx.connection(), app, [new.person]).await?;
    let key = keys
        .get(&new.person)
        .ok_or_else(|| Error::internal("a pass for somebody who was erased"))?;
    let token = Token::draw(&*app.entropy);
    pass_row::Entity::insert(pass_row::ActiveModel {
        id: Set(app.new_id()),
        token_hash: Set(token.hash()),
        scope: Set(new.scope),
        role: Set(new.role.word().into()),
        subject: Set(new.subject),
        capacity: Set(new.capacity.to_owned()),
        name: Set(key.seal(new.name, &*app.entropy)),
        person: Set(new.person),
        leads_to: Set(new.leads_to.to_owned()),
        made_at: Set(app.now()),
        expires_at: Set(app.now().plus_seconds(PASS_SECONDS)),
        spent_at: Set(None),
        revoked_at: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(token)
}

/// Spends a pass: gives the token for the cookie and the page it leads to. A spent, revoked, expired or unknown
/// one all look the same.
pub async fn spend_pass(tx: &Tx, app: &App, token: &Token) -> Result<(Uuid, Token, String)> {
    let now = app.now();
    let spent = pass_row::Entity::update_many()
        .col_expr(pass_row::Column::SpentAt, Expr::value(Some(now.0)))
        .filter(pass_row::Column::TokenHash.eq(token.hash()))
        .filter(pass_row::Column::SpentAt.is_null())
        .filter(pass_row::Column::RevokedAt.is_null())
        .filter(pass_row::Column::ExpiresAt.gt(now))
        .exec(tx.connection())
        .await?;
    if spent.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    let pass = of_token(tx.connection(), token)
        .await?
        .ok_or(Error::NotFound)?;
    let cookie = Token::draw(&*app.entropy);
    sign_in_row::Entity::insert(sign_in_row::ActiveModel {
        id: Set(app.new_id()),
        token_hash: Set(cookie.hash()),
        pass: Set(pass.id),
        began_at: Set(now),
        ends_at: Set(now.plus_seconds(OPEN_SECONDS)),
        ended_at: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok((pass.id, cookie, pass.leads_to))
}

/// A pass that was spent or has run out, by its old token: whom a fresh one would go to. It is a hint for sending
/// a letter to the address on file and nothing else (programme 7.3, L2).
pub async fn worn_pass(app: &App, token: &Token) -> Result<Option<Worn>> {
    let Some(pass) = of_token(app.db.read(), token).await? else {
        return Ok(None);
    };
    Ok(pass.revoked_at.is_none().then_some(Worn {
        id: pass.id,
        scope: pass.scope,
        subject: pass.subject,
        capacity: pass.capacity,
    }))
}

/// Whom a pass was for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worn {
    /// The pass.
    pub id: Uuid,
    /// Where it held.
    pub scope: Uuid,
    /// What its holder stands for.
    pub subject: Uuid,
    /// In which capacity.
    pub capacity: String,
}

/// The opened pass of a cookie, unless it closed or was revoked.
pub async fn resume_pass(app: &App, token: &Token) -> Result<Option<Opened>> {
    let now = app.now();
    let sign_in = sign_in_row::Entity::find()
        .filter(sign_in_row::Column::TokenHash.eq(token.hash()))
        .filter(sign_in_row::Column::EndedAt.is_null())
        .filter(sign_in_row::Column::EndsAt.gt(now))
        .one(app.db.read())
        .await?;
    let Some(sign_in) = sign_in else {
        return Ok(None);
    };
    let pass = pass_row::Entity::find_by_id(sign_in.pass)
        .filter(pass_row::Column::RevokedAt.is_null())
        .one(app.db.read())
        .await?;
    let Some(pass) = pass else {
        return Ok(None);
    };
    let keys = person_keys(app.db.read(), app, [pass.person]).await?;
    let name = match keys.get(&pass.person) {
        Some(key) => key.open(&pass.name)?,
        None => return Ok(None),
    };
    let scope = scope(app, pass.scope).await?;
    Ok(Some(Opened {
        id: sign_in.id,
        pass: pass.id,
        capacity: pass.capacity,
        name,
        grant: Grant {
            account: pass.id,
            role: Role::from_str(&pass.role).map_err(Error::Internal)?,
            scope,
            subject: Some(pass.subject),
        },
        ends_at: sign_in.ends_at,
    }))
}

/// Gives an opened pass another 30 minutes from now.
pub async fn stretch_pass(tx: &Tx, app: &App, sign_in: Uuid) -> Result<()> {
    let now = app.now();
    let stretched = sign_in_row::Entity::update_many()
        .col_expr(
            sign_in_row::Column::EndsAt,
            Expr::value(now.plus_seconds(OPEN_SECONDS).0),
        )
        .filter(sign_in_row::Column::Id.eq(sign_in))
        .filter(sign_in_row::Column::EndedAt.is_null())
        .filter(sign_in_row::Column::BeganAt.gt(now.plus_seconds(-LONGEST_SECONDS)))
        .exec(tx.connection())
        .await?;
    match stretched.rows_affected {
        1 => Ok(()),
        _ => Err(Error::refused(
            "ACC-3",
            "This page has been open for twelve hours.",
            "Ask for a fresh link; what you answered is saved.",
        )),
    }
}

/// Closes an opened pass.
pub async fn end_pass(tx: &Tx, app: &App, sign_in: Uuid) -> Result<()> {
    sign_in_row::Entity::update_many()
        .col_expr(sign_in_row::Column::EndedAt, Expr::value(Some(app.now().0)))
        .filter(sign_in_row::Column::Id.eq(sign_in))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Takes every pass of a subject and capacity back, opened or not; none of them answers from now on.
pub async fn revoke_passes(tx: &Tx, app: &App, subject: Uuid, capacity: &str) -> Result<()> {
    pass_row::Entity::update_many()
        .col_expr(pass_row::Column::RevokedAt, Expr::value(Some(app.now().0)))
        .filter(pass_row::Column::Subject.eq(subject))
        .filter(pass_row::Column::Capacity.eq(capacity))
        .filter(pass_row::Column::RevokedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}

async fn of_token(
    connection: &impl ConnectionTrait,
    token: &Token,
) -> Result<Option<pass_row::Model>> {
    Ok(pass_row::Entity::find()
        .filter(pass_row::Column::TokenHash.eq(token.hash()))
        .one(connection)
        .await?)
}
