//! Sign-ins: a random token in a cookie, its hash in the database, and two clocks that end it.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, JoinType, QuerySelect};
use uuid::Uuid;

use super::accounts;
use crate::clock::Instant;
use crate::id::Token;
use crate::storage::Tx;
use crate::{App, Result};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_ins")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: Vec<u8>,
        pub account: Uuid,
        pub began_at: Instant,
        pub seen_at: Instant,
        pub ended_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A sign-in ends when nothing was asked for so long (trust ACC-3).
pub const IDLE_SECONDS: i64 = 30 * 60;
/// A sign-in ends after so long in any case (trust ACC-3).
pub const ABSOLUTE_SECONDS: i64 = 12 * 60 * 60;
/// Seen again is written at most so often, so that reading a page does not mean writing.
const SEEN_STEP_SECONDS: i64 = 60;

/// Somebody who is signed in.
#[derive(Clone, Copy, Debug)]
pub struct SignIn {
    /// The sign-in itself.
    pub id: Uuid,
    /// Whose it is.
    pub account: Uuid,
}

/// Begins a sign-in and gives the token for its cookie.
pub async fn begin(tx: &Tx, app: &App, account: Uuid) -> Result<Token> {
    let token = Token::draw(&*app.entropy);
    row::Entity::insert(row::ActiveModel {
        id: Set(app.new_id()),
        token_hash: Set(token.hash()),
        account: Set(account),
        began_at: Set(app.now()),
        seen_at: Set(app.now()),
        ended_at: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(token)
}

/// Ends a sign-in and begins another in its place, for somebody who has just proved again who they are (trust ACC-2).
/// Gives the new one with the token for its cookie.
pub async fn renew(tx: &Tx, app: &App, old: SignIn) -> Result<(Uuid, Token)> {
    end(tx, app, old.id).await?;
    let token = begin(tx, app, old.account).await?;
    let new = row::Entity::find()
        .filter(row::Column::TokenHash.eq(token.hash()))
        .one(tx.connection())
        .await?
        .ok_or_else(|| crate::Error::internal("a sign-in that was just begun is not there"))?;
    Ok((new.id, token))
}

/// When a sign-in began.
pub async fn began_at(app: &App, sign_in: Uuid) -> Result<Option<Instant>> {
    let found = row::Entity::find_by_id(sign_in).one(app.db.read()).await?;
    Ok(found.map(|found| found.began_at))
}

/// A sign-in that goes on.
#[derive(Clone, Debug)]
pub struct Resumed {
    /// The sign-in.
    pub sign_in: SignIn,
    /// The name of its account as it is shown.
    pub name: String,
    /// Until then it need not be looked up again, as long as nothing is recorded meanwhile: it neither runs out, nor has it to
    /// be written down that it was asked for.
    pub until: Instant,
}

/// The sign-in of a cookie, unless it ended, ran out, or its account was disabled. It counts as asked for.
pub async fn resume(app: &App, token: &Token) -> Result<Option<Resumed>> {
    let Some((found, account)) = alive(app, token).await? else {
        return Ok(None);
    };
    let now = app.now();
    let mut seen_at = found.seen_at;
    if seen_at < now.plus_seconds(-SEEN_STEP_SECONDS) {
        let tx = app.db.write().await?;
        hold(&tx, found.id, now).await?;
        tx.commit_bookkeeping().await?;
        seen_at = now;
    }
    let again = seen_at.min(now).plus_seconds(SEEN_STEP_SECONDS);
    let until = again.min(found.began_at.plus_seconds(ABSOLUTE_SECONDS));
    let (sign_in, name) = known(app, found, account).await?;
    Ok(Some(Resumed {
        sign_in,
        name,
        until,
    }))
}

/// The same, asked by the program itself, so that an open stream does not keep a sign-in alive.
pub async fn look(app: &App, token: &Token) -> Result<Option<(SignIn, String)>> {
    match alive(app, token).await? {
        Some((found, account)) => known(app, found, account).await.map(Some),
        None => Ok(None),
    }
}

async fn known(
    app: &App,
    found: row::Model,
    account: accounts::row::Model,
) -> Result<(SignIn, String)> {
    let sign_in = SignIn {
        id: found.id,
        account: found.account,
    };
    Ok((sign_in, accounts::shown_name(app, account).await?))
}

/// Lets a sign-in count as asked for until then, so that a running phase clock holds off the idle limit even without a
/// connection; never the absolute one (trust ACC-3).
pub async fn hold(tx: &Tx, sign_in: Uuid, until: Instant) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::SeenAt, Expr::value(until.0))
        .filter(row::Column::Id.eq(sign_in))
        .exec(tx.connection())
        .await?;
    Ok(())
}

async fn alive(app: &App, token: &Token) -> Result<Option<(row::Model, accounts::row::Model)>> {
    let now = app.now();
    let account = row::Entity::belongs_to(accounts::row::Entity)
        .from(row::Column::Account)
        .to(accounts::row::Column::Id);
    let found = row::Entity::find()
        .join(JoinType::InnerJoin, account.into())
        .select_also(accounts::row::Entity)
        .filter(row::Column::TokenHash.eq(token.hash()))
        .filter(row::Column::EndedAt.is_null())
        .filter(row::Column::SeenAt.gt(now.plus_seconds(-IDLE_SECONDS)))
        .filter(row::Column::BeganAt.gt(now.plus_seconds(-ABSOLUTE_SECONDS)))
        .filter(accounts::row::Column::State.eq("live"))
        .one(app.db.read())
        .await?;
    Ok(found.and_then(|(sign_in, account)| Some((sign_in, account?))))
}

/// Ends one sign-in.
pub async fn end(tx: &Tx, app: &App, sign_in: Uuid) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::EndedAt, Expr::value(Some(app.now().0)))
        .filter(row::Column::Id.eq(sign_in))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Ends every sign-in of an account.
pub async fn end_all(tx: &Tx, account: Uuid) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Account.eq(account))
        .exec(tx.connection())
        .await?;
    Ok(())
}
