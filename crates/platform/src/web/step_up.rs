//! Proving again who one is, before something that few may open and seldom (trust ACC-2, PRI-8).
//!
//! With a password it is asked for again. An account that signs in by link alone has proved it with a link that it
//! opened within [`FRESH_SECONDS`].

use axum::http::HeaderValue;
use uuid::Uuid;

use super::csrf;
use super::sign_in::cookie;
use crate::access::{self, Passwords, SignIn, Viewer};
use crate::audit::Event;
use crate::storage::Tx;
use crate::{App, Error, Result};

/// For so long a sign-in counts as fresh.
const FRESH_SECONDS: i64 = 5 * 60;

/// How somebody can prove again who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// With the password of the account.
    Password,
    /// They have just done so, with a link.
    FreshLink,
    /// With a link that is still to be opened.
    Link,
}

/// How this person can prove who they are.
pub async fn proof_of(app: &App, viewer: &Viewer) -> Result<Proof> {
    let account = access::find(app, viewer.account).await?;
    if account.is_some_and(|account| account.password.is_some()) {
        return Ok(Proof::Password);
    }
    let fresh_since = app.now().plus_seconds(-FRESH_SECONDS);
    let began = access::began_at(app, viewer.sign_in).await?;
    Ok(match began.is_some_and(|began| began >= fresh_since) {
        true => Proof::FreshLink,
        false => Proof::Link,
    })
}

/// Whether the person has proved who they are; a password that does not fit leaves a row in the record.
pub async fn prove(app: &App, viewer: &Viewer, password: &str) -> Result<bool> {
    match proof_of(app, viewer).await? {
        Proof::FreshLink => Ok(true),
        Proof::Link => Ok(false),
        Proof::Password => {
            let account = access::find(app, viewer.account).await?;
            let account = account.filter(|account| account.live);
            let stored = account.as_ref().and_then(|one| one.password.as_deref());
            let fits = Passwords::check(password, stored).await?;
            if !fits {
                let tx = app.db.write().await?;
                let failed = Event::installation("sign-in.failed", "again").by(viewer.account);
                tx.commit(app, failed).await?;
            }
            Ok(fits)
        }
    }
}

/// Whoever has proved it, as their page is shown in the same answer: its forms carry the token of the new sign-in.
pub fn renewed(app: &App, viewer: &Viewer, sign_in: Uuid) -> Viewer {
    Viewer {
        sign_in,
        csrf: csrf::token(app, sign_in),
        ..viewer.clone()
    }
}

/// Puts a new sign-in in the place of the one of this request, whose token dies. Gives it with the cookie that the
/// answer must set.
///
/// # Errors
/// `Forbidden` for somebody who came by a pass and has no account.
pub async fn renew(tx: &Tx, app: &App, viewer: &Viewer) -> Result<(Uuid, HeaderValue)> {
    if viewer.pass.is_some() {
        return Err(Error::Forbidden("a pass proves nothing again"));
    }
    let old = SignIn {
        id: viewer.sign_in,
        account: viewer.account,
    };
    let (new, token) = access::renew(tx, app, old).await?;
    Ok((new, cookie(token.reveal(), "")?))
}
