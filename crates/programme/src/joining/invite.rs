//! Inviting residents and sending offers: an account, a link that opens it once, and a letter.
//!
//! What is asked and the hash of the link are committed first; the letters go out after that. A letter that
//! is not taken leaves the resident marked as not reached, and inviting again sends a fresh link.

use std::collections::BTreeSet;

use platform::access::{self, NewAccount, NewGrant, Purpose, Role, Scope};
use platform::audit;
use platform::clock::Instant;
use platform::id::Token;
use platform::mail::Mail;
use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::act::{self, Move};
use super::interest::must_be_open;
use super::mails::Letter;
use super::state::{Event, State};
use super::store::{self, Standing};
use crate::people::StoredResident;
use crate::planning;

/// How many were written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Invited {
    /// Whose letter was handed over.
    pub reached: usize,
    /// Whose letter was not, or who has no account that could be opened.
    pub not_reached: usize,
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

/// A letter to write once the link for it is committed.
struct Draft {
    resident: Uuid,
    to: String,
    name: String,
    /// The link that signs in; none for an account that opens more than what a resident sees.
    token: Option<Token>,
    offer_until: Option<Instant>,
}

/// Whose letters, and who signs them.
#[derive(Clone, Copy)]
pub(super) struct Sender<'a> {
    pub scope: &'a Scope,
    pub organiser: &'a str,
}

/// Invites those of these residents who were not asked yet, and writes again to those whose answer is awaited.
/// The event's actor is who invites.
///
/// # Errors
/// The expression of interest is not open.
pub async fn invite(
    app: &App,
    scope: &Scope,
    organiser: &str,
    residents: &[StoredResident],
    event: audit::Event,
) -> Result<Invited> {
    must_be_open(app, store::interest(app.db.read(), scope.id).await?)?;
    let chosen: Vec<&StoredResident> = residents.iter().collect();
    let sender = Sender { scope, organiser };
    write(app, sender, &chosen, event).await
}

/// Writes to residents: an invitation, or the offer that they have.
pub(super) async fn write(
    app: &App,
    sender: Sender<'_>,
    residents: &[&StoredResident],
    event: audit::Event,
) -> Result<Invited> {
    let scope = sender.scope;
    let standings = store::standings(app.db.read(), scope.id).await?;
    let mut doors = Vec::new();
    let mut addresses = BTreeSet::new();
    for resident in residents {
        let address = resident.resident.email.trim().to_lowercase();
        if addresses.insert(address) {
            doors.push((*resident, door(app, scope, resident).await?));
        }
    }
    let mut drafts = Vec::new();
    let tx = app.db.write().await?;
    for (resident, door) in doors {
        let standing = standings.get(&resident.id);
        drafts.extend(prepare(&tx, app, scope, resident, standing, door).await?);
    }
    let actor = event.actor;
    tx.commit(app, event.with_detail(format!("letters {}", drafts.len())))
        .await?;
    let reached = send(app, sender, drafts, actor).await?;
    Ok(Invited {
        reached,
        not_reached: residents.len() - reached,
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

/// Makes what a letter needs: the account, its part in the programme, the state, the link.
async fn prepare(
    tx: &Tx,
    app: &App,
    scope: &Scope,
    resident: &StoredResident,
    standing: Option<&Standing>,
    door: Door,
) -> Result<Option<Draft>> {
    let awaited = standing.is_none_or(|one| matches!(one.state, State::Invited | State::Offered));
    let guarded = matches!(door, Door::Guarded(_));
    let account = match door {
        Door::Barred(_) => return Ok(None),
        _ if !awaited => return Ok(None),
        Door::Account(account) | Door::Guarded(account) => account,
        Door::New => {
            let new = NewAccount {
                name: &resident.resident.full_name,
                email: &resident.resident.email,
            };
            match access::create(tx, app, new).await {
                Ok(account) => account,
                // An address that is none is refused before anything is written for it.
                Err(platform::Error::Refused(_)) => return Ok(None),
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
    if standing.is_none() {
        act::record(tx, app, scope.id, Move::plain(resident.id, Event::Invite)).await?;
    }
    let token = if guarded {
        None
    } else {
        Some(access::draw_link(tx, app, account, Purpose::Joining).await?)
    };
    Ok(Some(Draft {
        resident: resident.id,
        to: resident.resident.email.trim().to_owned(),
        name: resident.resident.full_name.clone(),
        token,
        offer_until: standing.and_then(|one| one.expires_at),
    }))
}

/// Hands the letters over and notes whose were taken.
async fn send(
    app: &App,
    sender: Sender<'_>,
    drafts: Vec<Draft>,
    actor: Option<Uuid>,
) -> Result<usize> {
    let zone = planning::zone()?;
    let interest = store::interest(app.db.read(), sender.scope.id).await?;
    let mut reached = Vec::new();
    for draft in &drafts {
        let letter = Letter {
            programme: &sender.scope.name,
            organiser: sender.organiser,
            base_url: &app.base_url,
            zone: &zone,
            to: &draft.to,
            name: &draft.name,
            link: &link(app, sender.scope, draft.token.as_ref()),
            link_until: draft
                .token
                .as_ref()
                .map(|_| app.now().plus_seconds(Purpose::Joining.seconds())),
        };
        let mail: Option<Mail> = match (draft.offer_until, interest) {
            (Some(until), _) => Some(letter.offer(until)),
            (None, Some(interest)) => Some(letter.invitation(interest.closes_on)),
            (None, None) => None,
        };
        if mail.is_some_and(|mail| app.mailer.send(&mail).is_ok()) {
            reached.push(draft.resident);
        }
    }
    if !reached.is_empty() {
        let tx = app.db.write().await?;
        store::mailed(&tx, app, &reached).await?;
        let event = audit::Event {
            chain: sender.scope.slug.clone(),
            actor,
            action: "joining.mailed",
            subject: reached.len().to_string(),
            detail: format!("not taken {}", drafts.len() - reached.len()),
        };
        tx.commit(app, event).await?;
    }
    Ok(reached.len())
}

/// The address that leads to the page that asks, and signs somebody in on the way if it may.
fn link(app: &App, scope: &Scope, token: Option<&Token>) -> String {
    match token {
        Some(token) => format!(
            "{}/links/{}?next=%2Fprogrammes%2F{}%2Fjoin",
            app.base_url,
            token.reveal(),
            scope.slug
        ),
        None => format!("{}/programmes/{}/join", app.base_url, scope.slug),
    }
}
