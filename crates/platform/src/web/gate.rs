//! The one place where a request is let in: who asks, in which scope, by which line of the policy, and
//! whether a form really came from our own page.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts as _, MatchedPath, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::routes::{Intake, Route};
use super::{Place, csrf, form};
use crate::access::{self, Grant, Policy, Scope, ScopeKind, Viewer, Who};
use crate::audit::{Event, INSTALLATION};
use crate::id::Token;
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
}

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
        let viewer = self
            .viewer(&parts.headers, parts.uri.path(), scope_slug)
            .await?;
        let viewer = match entry.who {
            Who::Anyone => viewer,
            Who::Operator | Who::System => return Err(Error::NotFound),
            Who::SignedIn => Some(viewer.ok_or_else(|| sign_in_first(&parts))?),
            Who::Roles(kind, _) => {
                let viewer = viewer.ok_or_else(|| sign_in_first(&parts))?;
                Some(self.in_scope(viewer, kind, route).await?)
            }
        };
        let token = viewer.as_ref().map(|viewer| viewer.csrf.clone());
        let personal = viewer.is_some();
        if let Some(viewer) = viewer {
            parts.extensions.insert(viewer);
        }
        if route.intake != Intake::None {
            csrf::same_origin(&parts.headers, &self.app.base_url)?;
        }
        let body = form::take_in(&mut parts, body, route.intake, token.as_deref()).await?;
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

    async fn viewer(
        &self,
        headers: &HeaderMap,
        path: &str,
        slug: Option<String>,
    ) -> Result<Option<Viewer>> {
        let Some(token) = cookie(headers) else {
            return Ok(None);
        };
        let Some(sign_in) = access::resume(&self.app, &token).await? else {
            return Ok(None);
        };
        let grants = access::grants_of(&self.app, sign_in.account).await?;
        let scope = grants
            .iter()
            .map(|grant| &grant.scope)
            .find(|scope| match &slug {
                Some(slug) => scope.slug == *slug,
                None => scope.kind == ScopeKind::Installation,
            })
            .cloned();
        let places = (self.places)(&grants, scope.as_ref(), path);
        Ok(Some(Viewer {
            account: sign_in.account,
            sign_in: sign_in.id,
            name: access::name_of(&self.app, sign_in.account).await?,
            relations: Vec::new(),
            csrf: csrf::token(&self.app, sign_in.id),
            grants,
            scope,
            places,
        }))
    }

    /// The viewer with what the policy gives in the scope, or a denial that is recorded and looks like
    /// something that is not there.
    async fn in_scope(&self, mut viewer: Viewer, kind: ScopeKind, route: &Route) -> Result<Viewer> {
        let reached = viewer.scope.as_ref().and_then(|scope| {
            let roles = viewer
                .grants
                .iter()
                .filter(|grant| grant.scope.id == scope.id)
                .map(|grant| grant.role);
            let reached = self.policy.relations(route.action.0, scope.kind, roles);
            reached.filter(|_| scope.kind == kind)
        });
        match reached {
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
