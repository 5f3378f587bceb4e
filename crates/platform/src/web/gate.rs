//! The one place where a request is let in: who asks, in which scope, by which line of the policy, and
//! whether a form really came from our own page.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts as _, MatchedPath, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::routes::{Action, Intake, Route};
use super::{Place, csrf, form};
use uuid::Uuid;

use crate::access::{
    self, Grant, Opening, Policy, Relation, Role, Scope, ScopeKind, SignIn, Viewer, Who,
};
use crate::audit::{self, Ends, Event, INSTALLATION};
use crate::clock::Instant;
use crate::id::Token;
use crate::storage::Memory;
use crate::{App, Error, Result};

/// The cookie of a sign-in: only over a safe connection, only to this host, out of reach of scripts.
pub(super) const COOKIE: &str = "__Host-s";

/// Tells where a person can go in a scope. Given where the program is put together.
pub type Places = fn(&[Grant], Option<&Scope>, &str) -> Vec<Place>;

/// What the gate needs to decide.
#[derive(Clone)]
pub struct Gate {
    pub(super) app: App,
    pub(super) policy: Policy,
    pub(super) places: Places,
    pub(super) routes: Arc<HashMap<(Method, String), Route>>,
    /// Whom sign-ins speak for, each by the hash of its token, as of the last change anywhere.
    pub(super) seats: Arc<Memory>,
}

/// So many sign-ins are kept.
pub(super) const SEATS: usize = 512;

/// Decides on one request.
pub(super) async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    match gate.admit(request).await {
        Ok((request, personal)) => {
            let mut response = next.run(request).await;
            if personal {
                response
                    .headers_mut()
                    .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            response
        }
        Err(error) => error.into_response(),
    }
}

impl Gate {
    async fn admit(&self, request: Request) -> Result<(Request, bool)> {
        let (mut parts, body) = request.into_parts();
        let (route, scope_slug) = self.route(&mut parts).await?;
        let entry = self.policy.entry(route.action.0).ok_or(Error::NotFound)?;
        let token = cookie(&parts.headers);
        let mut let_in = None;
        let who = match &token {
            Some(token) => {
                let slug = scope_slug.as_deref().unwrap_or("");
                let now = audit::ends(self.app.db.read(), slug).await?;
                let_in = Some(now);
                self.resumed(token, slug, now).await?
            }
            None => None,
        };
        let path = parts.uri.path().to_owned();
        let mut viewer = self.viewer(who, &path, scope_slug.as_deref()).await?;
        if let Some(viewer) = &mut viewer {
            viewer.let_in = let_in;
            viewer.as_of = let_in.filter(|_| route.intake == Intake::None);
        }
        let viewer = match entry.who {
            Who::Anyone => viewer,
            Who::Operator | Who::System => return Err(Error::NotFound),
            Who::SignedIn => Some(viewer.ok_or_else(|| sign_in_first(&parts))?),
            Who::Roles(kind, _) => {
                let viewer = viewer.ok_or_else(|| sign_in_first(&parts))?;
                Some(self.in_scope(viewer, kind, route).await?)
            }
        };
        if let (true, Some(token)) = (route.streams, token) {
            parts.extensions.insert(StreamRight {
                gate: self.clone(),
                token: Arc::new(token),
                path,
                slug: scope_slug,
                action: route.action,
            });
        }
        let token = viewer.as_ref().map(|viewer| viewer.csrf.clone());
        let personal = viewer.is_some();
        if let Some(viewer) = viewer {
            parts.extensions.insert(viewer);
        }
        if route.intake != Intake::None {
            csrf::same_origin(&parts.headers, &self.app.base_url)?;
        }
        let body = form::take_in(&mut parts, body, route, token.as_deref()).await?;
        Ok((Request::from_parts(parts, body), personal))
    }

    /// The route of a request and the short name of the scope in its address, if it has one.
    async fn route(&self, parts: &mut Parts) -> Result<(&Route, Option<String>)> {
        let matched = parts
            .extensions
            .get::<MatchedPath>()
            .cloned()
            .ok_or(Error::NotFound)?;
        let method = match parts.method {
            Method::HEAD => Method::GET,
            ref other => other.clone(),
        };
        let route = self
            .routes
            .get(&(method, matched.as_str().to_owned()))
            .ok_or(Error::NotFound)?;
        let params = RawPathParams::from_request_parts(parts, &())
            .await
            .map_err(|_| Error::NotFound)?;
        let slug = params
            .iter()
            .find(|(name, _)| matches!(*name, "programme" | "study"))
            .map(|(_, value)| value.to_owned());
        Ok((route, slug))
    }

    /// Whom a cookie speaks for, looked up only once a minute while nothing is recorded: whatever ends a sign-in, or changes
    /// an account or what it holds, is.
    async fn resumed(&self, token: &Token, slug: &str, now: Ends) -> Result<Option<Known>> {
        let mut seat = [0; 16];
        for (to, from) in seat.iter_mut().zip(token.hash()) {
            *to = from;
        }
        let seat = Uuid::from_bytes(seat);
        let keep = |known: &Known, until| {
            let taken = Seat {
                known: known.clone(),
                until,
                slug: slug.to_owned(),
                ends: now,
            };
            self.seats.keep(seat, now.all, Arc::new(taken));
        };
        let kept = self.seats.recall::<Seat>(seat).map(|(_, kept)| kept);
        if let Some(kept) = kept.filter(|kept| self.app.now() < kept.until) {
            if kept.ends.all == now.all {
                return Ok(Some(kept.known.clone()));
            }
            if kept.slug == slug && now.were_alone_since(kept.ends) {
                keep(&kept.known, kept.until);
                return Ok(Some(kept.known.clone()));
            }
            // What is kept of others is as old: somebody among them may have been erased.
            self.seats.clear();
        }
        let Some(found) = access::resume(&self.app, token).await? else {
            return self.known(None, token).await;
        };
        let until = found.until;
        let known = self.known(Some((found.sign_in, found.name)), token).await?;
        if let Some(known) = &known {
            keep(known, until);
        }
        Ok(known)
    }

    /// Whom a cookie speaks for: the account of a sign-in, or the holder of an opened pass.
    async fn known(
        &self,
        sign_in: Option<(SignIn, String)>,
        token: &Token,
    ) -> Result<Option<Known>> {
        if let Some((sign_in, name)) = sign_in {
            return Ok(Some(Known {
                account: sign_in.account,
                sign_in: sign_in.id,
                name,
                grants: access::grants_of(&self.app, sign_in.account).await?,
                pass: None,
            }));
        }
        let opened = access::resume_pass(&self.app, token).await?;
        Ok(opened.map(|opened| Known {
            account: opened.pass,
            sign_in: opened.id,
            name: opened.name,
            grants: vec![opened.grant],
            pass: Some(Opening {
                capacity: opened.capacity,
                ends_at: opened.ends_at,
            }),
        }))
    }

    async fn viewer(
        &self,
        who: Option<Known>,
        path: &str,
        slug: Option<&str>,
    ) -> Result<Option<Viewer>> {
        let Some(who) = who else {
            return Ok(None);
        };
        let scope = who
            .grants
            .iter()
            .map(|grant| &grant.scope)
            .find(|scope| match slug {
                Some(slug) => scope.slug == slug,
                None => scope.kind == ScopeKind::Installation,
            })
            .cloned();
        let places = (self.places)(&who.grants, scope.as_ref(), path);
        Ok(Some(Viewer {
            account: who.account,
            sign_in: who.sign_in,
            name: who.name,
            relations: Vec::new(),
            csrf: csrf::token(&self.app, who.sign_in),
            grants: who.grants,
            scope,
            places,
            pass: who.pass,
            let_in: None,
            as_of: None,
        }))
    }

    /// The viewer with what the policy gives in the scope, or a denial that is recorded and looks like
    /// something that is not there.
    async fn in_scope(&self, mut viewer: Viewer, kind: ScopeKind, route: &Route) -> Result<Viewer> {
        match self.reached(&viewer, kind, route.action) {
            Some(relations) => {
                viewer.relations = relations;
                Ok(viewer)
            }
            None => {
                let event = Event {
                    chain: INSTALLATION.into(),
                    actor: Some(viewer.account),
                    action: "access.refused",
                    subject: route.action.0.into(),
                    detail: String::new(),
                };
                self.app.db.write().await?.commit(&self.app, event).await?;
                Err(Error::NotFound)
            }
        }
    }

    /// What the policy gives somebody by an action in the scope they ask in.
    fn reached(
        &self,
        viewer: &Viewer,
        kind: ScopeKind,
        action: Action,
    ) -> Option<Vec<(Role, Relation)>> {
        let scope = viewer.scope.as_ref().filter(|scope| scope.kind == kind)?;
        let roles = viewer
            .grants
            .iter()
            .filter(|grant| grant.scope.id == scope.id)
            .map(|grant| grant.role);
        self.policy.relations(action.0, scope.kind, roles)
    }
}

/// The right by which a stream was opened. It is looked at again before every event (trust AC-7, P13).
#[derive(Clone)]
pub struct StreamRight {
    gate: Gate,
    token: Arc<Token>,
    path: String,
    slug: Option<String>,
    action: Action,
}

impl StreamRight {
    /// Who holds the right now, with what the policy gives now.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the sign-in has ended or the right is gone.
    pub async fn viewer(&self) -> Result<Viewer> {
        let sign_in = access::look(&self.gate.app, &self.token).await?;
        let who = self.gate.known(sign_in, &self.token).await?;
        let viewer = self.gate.viewer(who, &self.path, self.slug.as_deref());
        let mut viewer = viewer.await?.ok_or(Error::NotFound)?;
        let entry = self.gate.policy.entry(self.action.0);
        match entry.ok_or(Error::NotFound)?.who {
            Who::Roles(kind, _) => {
                let reached = self.gate.reached(&viewer, kind, self.action);
                viewer.relations = reached.ok_or(Error::NotFound)?;
                Ok(viewer)
            }
            Who::SignedIn => Ok(viewer),
            Who::Anyone | Who::Operator | Who::System => Err(Error::NotFound),
        }
    }
}

/// Whom a sign-in speaks for, and until when.
struct Seat {
    known: Known,
    until: Instant,
    /// The scope from which the record was looked at, and how far it had come.
    slug: String,
    ends: Ends,
}

/// Whoever a cookie speaks for: an account, or the holder of a signed link.
#[derive(Clone)]
struct Known {
    account: Uuid,
    sign_in: Uuid,
    name: String,
    grants: Vec<Grant>,
    pass: Option<Opening>,
}

fn sign_in_first(parts: &Parts) -> Error {
    let back = if parts.method == Method::GET {
        parts.uri.path().to_owned()
    } else {
        "/".to_owned()
    };
    Error::SignIn { back }
}

fn cookie(headers: &HeaderMap) -> Option<Token> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| Token::from_request(value))
}
