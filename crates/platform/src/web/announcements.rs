//! Announcements as server-sent events.
//!
//! An event says that something changed and carries a small state in JSON: counts, times and codes, never a name. Before
//! each one the stream looks again whether the sign-in lives and what the policy gives (trust AC-7, P13); when the right
//! is gone, it ends without a word.

use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::Serialize;

use super::StreamRight;
use crate::access::Viewer;
use crate::live::{self, Subscription};
use crate::{App, Result};

/// A line without meaning so often, so that no proxy takes the stream for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// The right is looked at so often even when nothing happens, so that a stream does not outlive it for long.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// A stream that is being opened.
pub struct Announcements {
    app: App,
    right: StreamRight,
    topics: Vec<String>,
}

type Looked = Pin<Box<dyn Future<Output = Result<String>> + Send>>;
type Look = Box<dyn Fn(App, Viewer) -> Looked + Send>;

impl Announcements {
    /// Of these topics, by the right of the request: `Extension<StreamRight>` of a route of [`super::Routes::stream`].
    pub fn of(app: &App, right: StreamRight, topics: &[&str]) -> Self {
        Self {
            app: app.clone(),
            right,
            topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        }
    }

    /// Sends the state now and after every change. `state` looks the object up through the viewer it is given, and says
    /// [`crate::Error::NotFound`] when that viewer may not see it any more.
    ///
    /// # Errors
    /// The state cannot be had now, or the account has as many streams open as it may.
    pub async fn send<S, F, Fut>(self, state: F) -> Result<Response>
    where
        S: Serialize,
        F: Fn(App, Viewer) -> Fut + Send + Clone + 'static,
        Fut: Future<Output = Result<S>> + Send + 'static,
    {
        let viewer = self.right.viewer().await?;
        let place = self.app.db.live().place(viewer.account)?;
        let topics: Vec<&str> = self.topics.iter().map(String::as_str).collect();
        let subscription = live::subscribe(&self.app, &topics).await?;
        let look: Look = Box::new(move |app, viewer| {
            let state = state(app, viewer);
            Box::pin(
                async move { serde_json::to_string(&state.await?).map_err(crate::Error::internal) },
            )
        });
        let first = look(self.app.clone(), viewer).await?;
        let open = Open {
            app: self.app,
            right: self.right,
            subscription,
            look,
            first: Some(first),
            _place: place,
        };
        let events = stream::unfold(open, |mut open| async move {
            let state = open.next().await?;
            let event = Event::default().event("state").data(state);
            Some((Ok::<_, Infallible>(event), open))
        });
        let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
        let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("text/event-stream; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, kind);
        // Some proxies gather an answer before they pass it on.
        let gather = HeaderName::from_static("x-accel-buffering");
        headers.insert(gather, HeaderValue::from_static("no"));
        Ok(response)
    }
}

/// A stream that is open.
struct Open {
    app: App,
    right: StreamRight,
    subscription: Subscription,
    look: Look,
    first: Option<String>,
    _place: live::Place,
}

impl Open {
    /// The next state; none when the server stops or the right is gone.
    async fn next(&mut self) -> Option<String> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let heard = tokio::time::timeout(LOOK_AGAIN, self.subscription.next()).await;
            if matches!(heard, Ok(None)) {
                return None;
            }
            let viewer = self.right.viewer().await.ok()?;
            if heard.is_ok() {
                return (self.look)(self.app.clone(), viewer).await.ok();
            }
        }
    }
}
