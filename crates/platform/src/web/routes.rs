//! The router builder: a route cannot be added without the name of its policy entry.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::MethodRouter;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

use super::gate::{self, Gate};
use super::{errors, form, headers};
use crate::App;
use crate::access::Policy;
use crate::storage::Memory;

/// The name of a policy entry, such as `plan.read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Action(pub &'static str);

/// How a route takes its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// Nothing but the address.
    None,
    /// A form of fields.
    Form,
    /// A form with files.
    Files,
}

/// One line of the map.
#[derive(Clone, Debug)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The path with its parameters, such as `/programmes/{programme}/plan`.
    pub path: &'static str,
    /// The policy entry that decides.
    pub action: Action,
    pub(super) intake: Intake,
    pub(super) streams: bool,
    /// The largest upload, in bytes.
    pub(super) most: usize,
}

/// Routes of a slice, or of everything.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    list: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page. It changes nothing.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(
            Method::GET,
            path,
            action,
            Intake::None,
            axum::routing::get(handler),
        )
    }

    /// A stream of announcements, answered by [`super::Announcements::send`]. It changes nothing and keeps no sign-in
    /// alive.
    #[must_use]
    pub fn stream<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let mut all = self.get(path, action, handler);
        if let Some(route) = all.list.last_mut() {
            route.streams = true;
        }
        all
    }

    /// An act, sent by a form of fields.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(
            Method::POST,
            path,
            action,
            Intake::Form,
            axum::routing::post(handler),
        )
    }

    /// An act, sent by a form with files.
    #[must_use]
    pub fn upload<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(
            Method::POST,
            path,
            action,
            Intake::Files,
            axum::routing::post(handler),
        )
    }

    /// A part of something large, sent as a form with files whose body is at most so many bytes.
    #[must_use]
    pub fn part<H, T>(self, path: &'static str, action: Action, most: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let mut all = self.upload(path, action, handler);
        if let Some(route) = all.list.last_mut() {
            route.most = most;
        }
        all
    }

    /// These routes and those.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        Self {
            router: self.router.merge(other.router),
            list: self.list,
        }
    }

    /// The map, for the access matrix and the documentation.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// Routes whose action has no line in the table. Such a route answers "not found" to everybody.
    pub fn without_entry(&self, policy: &Policy) -> Vec<&Route> {
        self.list
            .iter()
            .filter(|route| policy.entry(route.action.0).is_none())
            .collect()
    }

    /// The finished router: every request passes the gate, every answer carries the headers.
    pub fn finish(self, app: App, policy: Policy, places: gate::Places) -> Router {
        let by_place: HashMap<_, _> = self
            .list
            .iter()
            .map(|route| ((route.method.clone(), route.path.to_owned()), route.clone()))
            .collect();
        let gate = Gate {
            app: app.clone(),
            policy,
            places,
            routes: Arc::new(by_place),
            seats: Arc::new(Memory::of(gate::SEATS)),
        };
        // Sound is compressed already, and a range of it must have the length it says.
        let not_media = DefaultPredicate::new()
            .and(NotForContentType::const_new("audio/"))
            .and(NotForContentType::const_new("video/"));
        self.router
            .route_layer(from_fn_with_state(gate, gate::pass))
            .fallback(errors::not_found)
            .method_not_allowed_fallback(errors::not_found)
            .layer(CatchPanicLayer::custom(errors::panicked))
            .layer(CompressionLayer::new().compress_when(not_media))
            .layer(from_fn(headers::add))
            .with_state(app)
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        action: Action,
        intake: Intake,
        handler: MethodRouter<App>,
    ) -> Self {
        self.list.push(Route {
            method,
            path,
            action,
            intake,
            streams: false,
            most: form::UPLOAD_LIMIT,
        });
        Self {
            router: self.router.route(path, handler),
            list: self.list,
        }
    }
}
