//! Who asks: the signed-in person in the one scope of this request.

use uuid::Uuid;

use super::{Grant, Relation, Role, Scope};
use crate::audit::{Ends, Event, INSTALLATION};
use crate::clock::Instant;
use crate::web::Place;

/// The person who asks, and what this request may reach. Handlers look objects up through it.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The account.
    pub account: Uuid,
    /// The sign-in the request came with.
    pub sign_in: Uuid,
    /// The person's name as it is shown.
    pub name: String,
    /// Everything the account holds, in all scopes; only the home page reads it.
    pub grants: Vec<Grant>,
    /// The scope the request names.
    pub scope: Option<Scope>,
    /// What the policy lets this person reach by this action, in this scope.
    pub relations: Vec<(Role, Relation)>,
    /// The token every form must carry back.
    pub csrf: String,
    /// Where the person can go in this scope.
    pub places: Vec<Place>,
    /// What a signed link opened, for somebody without an account.
    pub pass: Option<Opening>,
    /// How far the record had come when the request was let in; none for whoever comes without one.
    pub let_in: Option<Ends>,
    /// The same where the request only reads; none where it may change something, and so has to look again.
    pub as_of: Option<Ends>,
}

/// A page that a signed link opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// In which capacity its holder comes.
    pub capacity: String,
    /// When it closes by itself.
    pub ends_at: Instant,
}

/// Who does something without a request, as on the command line.
#[derive(Clone, Debug)]
pub struct Hand {
    /// The account and its name as it is shown; none for whoever holds the data folder and no account.
    pub account: Option<(Uuid, String)>,
    /// Everything the account holds.
    pub grants: Vec<Grant>,
}

impl Viewer {
    /// Whoever acts in a scope without a request, with what the policy lets them reach. There is no sign-in and no page of
    /// theirs; what they change is recorded as by their account, or by none.
    pub fn by_hand(hand: Hand, scope: Scope, relations: Vec<(Role, Relation)>) -> Self {
        let (account, name) = hand.account.unwrap_or_default();
        Self {
            account,
            sign_in: Uuid::nil(),
            name,
            grants: hand.grants,
            scope: Some(scope),
            relations,
            csrf: String::new(),
            places: Vec::new(),
            pass: None,
            let_in: None,
            as_of: None,
        }
    }

    /// The same person for what is read before anything is changed: all of it as of the moment in which they were let in.
    pub fn when_let_in(&self) -> Self {
        Self {
            as_of: self.let_in,
            ..self.clone()
        }
    }

    /// Whether the action reaches everything in the scope.
    pub fn reaches_all(&self) -> bool {
        self.relations
            .iter()
            .any(|(_, relation)| *relation == Relation::All)
    }

    /// Whether the policy lets this person act in this role here.
    pub fn acts_as(&self, role: Role) -> bool {
        self.relations.iter().any(|(held, _)| *held == role)
    }

    /// The resident, facilitator or site that this person is in the scope, by role.
    pub fn subject(&self, role: Role) -> Option<Uuid> {
        let scope = self.scope.as_ref()?;
        self.grants
            .iter()
            .find(|grant| grant.role == role && grant.scope.id == scope.id)
            .and_then(|grant| grant.subject)
    }

    /// The scope of the request; the gate lets no scoped page be asked for without one.
    pub fn scope(&self) -> crate::Result<&Scope> {
        self.scope.as_ref().ok_or(crate::Error::NotFound)
    }

    /// An audit event by this person in this scope.
    pub fn event(&self, action: &'static str, subject: impl Into<String>) -> Event {
        Event {
            chain: self
                .scope
                .as_ref()
                .map_or_else(|| INSTALLATION.to_owned(), |scope| scope.slug.clone()),
            actor: Some(self.account).filter(|account| !account.is_nil()),
            action,
            subject: subject.into(),
            detail: String::new(),
        }
    }
}
