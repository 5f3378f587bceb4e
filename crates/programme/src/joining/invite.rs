//! Inviting residents and sending offers: an account, and a letter with a link that opens it once.
//!
//! What is asked and the letter that asks it are one transaction. The letter leaves afterwards (`posting`);
//! whom none has reached is marked so, and inviting again has it leave at once.

use std::collections::BTreeSet;

use platform::access::{self, NewAccount, NewGrant, Role, Scope};
use platform::audit;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::act::{self, Move};
use super::interest::must_be_open;
use super::posting;
use super::state::{Event, State};
use super::store::{self, Standing};
use crate::people::StoredResident;

/// How many were written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Invited {
    /// Whose letter is on its way.
    pub written: usize,
    /// Who cannot be written to, or need not be.
    pub not_written: usize,
}

/// How a resident can sign in.
pub(super) enum Door {
    /// They have no account yet.
    New,
    /// Their own, known by the address on file.
    Account(Uuid),
    /// Their own, and it opens more than what a resident sees: a letter must not sign in to that.
    Guarded(Uuid),
    /// The address belongs to the account of another resident, or to one that was disabled.
    Barred(&'static str),
}

/// Invites those of these residents who were not asked yet, and writes again to those whose answer is awaited.
/// The event's actor is who invites.
///
/// # Errors
/// The expression of interest is not open.
pub async fn invite(
    app: &App,
    scope: &Scope,
    residents: &[StoredResident],
    event: audit::Event,
) -> Result<Invited> {
    must_be_open(app, store::interest(app.db.read(), scope.id).await?)?;
    let chosen: Vec<&StoredResident> = residents.iter().collect();
    write(app, scope, &chosen, event).await
}

/// Writes to residents: an invitation, or the offer that they have. The event's actor signs.
pub(super) async fn write(
    app: &App,
    scope: &Scope,
    residents: &[&StoredResident],
    event: audit::Event,
) -> Result<Invited> {
    let standings = store::standings(app.db.read(), scope.id).await?;
    let mut doors = Vec::new();
    let mut addresses = BTreeSet::new();
    for resident in residents {
        let address = resident.resident.email.trim().to_lowercase();
        if addresses.insert(address) {
            doors.push((*resident, door(app, scope, resident).await?));
        }
    }
    let mut written = 0;
    let tx = app.db.write().await?;
    for (resident, door) in doors {
        let standing = standings.get(&resident.id);
        let about = (resident, standing, door);
        written += usize::from(prepare(&tx, app, scope, about, event.actor).await?);
    }
    tx.commit(app, event.with_detail(format!("letters {written}")))
        .await?;
    Ok(Invited {
        written,
        not_written: residents.len() - written,
    })
}

/// How somebody could sign in, as far as is known before anything is written.
pub(super) async fn door(app: &App, scope: &Scope, resident: &StoredResident) -> Result<Door> {
    let Some(account) = access::find_by_email(app, &resident.resident.email).await? else {
        return Ok(Door::New);
    };
    if !account.live {
        return Ok(Door::Barred("The account of this address was disabled."));
    }
    let grants = access::grants_of(app, account.id).await?;
    let other = grants.iter().any(|grant| {
        grant.role == Role::Resident
            && grant.scope.id == scope.id
            && grant.subject != Some(resident.id)
    });
    let more = |role| !matches!(role, Role::Resident | Role::Participant);
    Ok(if other {
        Door::Barred("The address is that of another doctor’s account.")
    } else if grants.iter().any(|grant| more(grant.role)) {
        Door::Guarded(account.id)
    } else {
        Door::Account(account.id)
    })
}

/// Makes what a letter needs, the account, its part in the programme and the state, and asks for it. Tells
/// whether there is one.
async fn prepare(
    tx: &Tx,
    app: &App,
    scope: &Scope,
    (resident, standing, door): (&StoredResident, Option<&Standing>, Door),
    by: Option<Uuid>,
) -> Result<bool> {
    let awaited = standing.is_none_or(|one| matches!(one.state, State::Invited | State::Offered));
    let account = match door {
        Door::Barred(_) => return Ok(false),
        _ if !awaited => return Ok(false),
        Door::Account(account) | Door::Guarded(account) => account,
        Door::New => {
            let new = NewAccount {
                name: &resident.resident.full_name,
                email: &resident.resident.email,
            };
            match access::create(tx, app, new).await {
                Ok(account) => account,
                // An address that is none is refused before anything is written for it.
                Err(platform::Error::Refused(_)) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
    };
    let grant = NewGrant {
        account,
        role: Role::Resident,
        subject: Some(resident.id),
    };
    access::grant(tx, app, scope, grant).await?;
    let (state, since) = match standing {
        Some(one) => (one.state, one.since),
        None => {
            act::record(tx, app, scope.id, Move::plain(resident.id, Event::Invite)).await?;
            let now = store::standing(tx.connection(), scope.id, resident.id).await?;
            let now = now.ok_or_else(|| Error::internal("an invitation left no standing"))?;
            (now.state, now.since)
        }
    };
    posting::ask(tx, app, scope.id, (resident.id, state, since), by).await?;
    Ok(true)
}
