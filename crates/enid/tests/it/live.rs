//! Announcements: heard on every node, only after the commit, and only by whoever still may (trust AC-7, P13).

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use platform::access::Role;
use platform::audit::Event;
use platform::live::{self, Heard, Subscription};
use platform::{App, access};
use tower::ServiceExt as _;

use crate::world::{World, worlds};

/// Long enough for the slowest machine; nothing waits so long unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

async fn heard(subscription: &mut Subscription) -> Option<Heard> {
    tokio::time::timeout(PATIENCE, subscription.next())
        .await
        .expect("something is heard or the subscription ends")
}

async fn announce(app: &App, topic: &str) {
    let tx = app.db.write().await.unwrap();
    tx.announce(topic).await.unwrap();
    let event = Event::installation("test", "announce");
    tx.commit(app, event).await.unwrap();
}

fn topic(name: &str) -> Option<Heard> {
    Some(Heard::Topic(name.into()))
}

#[tokio::test]
async fn what_one_node_commits_every_node_hears() {
    for world in worlds().await {
        let here = &world.installation.app;
        let there = world.installation.another_node().await;
        let mut on_this = live::subscribe(here, &["session:1"]).await.unwrap();
        let mut on_that = live::subscribe(&there, &["session:1"]).await.unwrap();
        announce(here, "session:1").await;
        assert_eq!(heard(&mut on_this).await, topic("session:1"));
        assert_eq!(heard(&mut on_that).await, topic("session:1"));
        announce(&there, "session:1").await;
        assert_eq!(heard(&mut on_this).await, topic("session:1"));
        assert_eq!(heard(&mut on_that).await, topic("session:1"));
    }
}

#[tokio::test]
async fn a_change_that_is_rolled_back_announces_nothing() {
    for world in worlds().await {
        let app = &world.installation.app;
        let mut subscription = live::subscribe(app, &["lost", "kept"]).await.unwrap();
        let tx = app.db.write().await.unwrap();
        tx.announce("lost").await.unwrap();
        drop(tx);
        announce(app, "kept").await;
        assert_eq!(heard(&mut subscription).await, topic("kept"));
    }
}

#[tokio::test]
async fn a_topic_of_others_is_not_heard_and_a_long_one_is_refused() {
    for world in worlds().await {
        let app = &world.installation.app;
        let mut subscription = live::subscribe(app, &["mine"]).await.unwrap();
        announce(app, "theirs").await;
        announce(app, "mine").await;
        assert_eq!(heard(&mut subscription).await, topic("mine"));
        let tx = app.db.write().await.unwrap();
        let long = "x".repeat(live::LONGEST_TOPIC + 1);
        assert!(tx.announce(&long).await.is_err());
    }
}

#[tokio::test]
async fn whoever_comes_too_late_is_told_to_look_again() {
    for world in worlds().await {
        let app = &world.installation.app;
        let mut slow = live::subscribe(app, &["flood"]).await.unwrap();
        let mut quick = live::subscribe(app, &["end"]).await.unwrap();
        let tx = app.db.write().await.unwrap();
        for number in 0..400 {
            tx.announce(&format!("flood:{number}")).await.unwrap();
        }
        tx.announce("end").await.unwrap();
        tx.commit(app, Event::installation("test", "flood"))
            .await
            .unwrap();
        // The quick one either hears the end or that it missed it; then everything has passed the channel.
        heard(&mut quick).await;
        assert_eq!(heard(&mut slow).await, Some(Heard::Missed));
    }
}

#[tokio::test]
async fn a_server_that_stops_ends_every_subscription() {
    for world in worlds().await {
        let app = &world.installation.app;
        let mut subscription = live::subscribe(app, &["any"]).await.unwrap();
        app.db.live().end();
        assert_eq!(heard(&mut subscription).await, None);
        let mut late = live::subscribe(app, &["any"]).await.unwrap();
        assert_eq!(heard(&mut late).await, None);
    }
}

/// An open stream of the session of the facilitator.
struct Stream(Body, axum::http::HeaderMap);

impl Stream {
    async fn open(world: &World, cookie: &str) -> Self {
        let session = crate::sessions::first(world).await;
        let request = Request::builder()
            .uri(format!("/programmes/saltmarsh/sessions/{session}/live"))
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT_ENCODING, "gzip");
        let request = request.body(Body::empty()).unwrap();
        let response = world.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        let (parts, body) = response.into_parts();
        Self(body, parts.headers)
    }

    /// The next event, or none when the stream has ended.
    async fn next(&mut self) -> Option<String> {
        let frame = tokio::time::timeout(PATIENCE, self.0.frame());
        let frame = frame.await.expect("an event comes or the stream ends");
        let bytes = frame?.unwrap().into_data().unwrap();
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[tokio::test]
async fn a_stream_tells_the_state_and_every_change_uncompressed() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Facilitator).await;
        let session = crate::sessions::first(&world).await;
        let mut stream = Stream::open(&world, &cookie).await;
        assert!(stream.1.get(header::CONTENT_ENCODING).is_none());
        assert_eq!(stream.1[header::CACHE_CONTROL], "no-store");
        let first = stream.next().await.unwrap();
        assert!(first.starts_with("event: state\ndata: {"), "{first}");
        announce(&world.installation.app, &format!("session:{session}")).await;
        assert_eq!(stream.next().await.unwrap(), first);
        for name in ["Dr ", "Number", "Ada", "csrf"] {
            assert!(!first.contains(name), "{first}");
        }
    }
}

#[tokio::test]
async fn a_stream_ends_after_the_sign_in_has_ended() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Facilitator).await;
        let session = crate::sessions::first(&world).await;
        let mut stream = Stream::open(&world, &cookie).await;
        assert!(stream.next().await.is_some());
        let csrf = world.csrf(&cookie).await;
        let form = format!("csrf={csrf}");
        let out = world.post("/sign-out", Some(&cookie), &form).await;
        assert_eq!(out.status, 303);
        announce(&world.installation.app, &format!("session:{session}")).await;
        assert_eq!(stream.next().await, None);
    }
}

#[tokio::test]
async fn a_stream_ends_after_the_role_is_taken_away() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Facilitator).await;
        let session = crate::sessions::first(&world).await;
        let mut stream = Stream::open(&world, &cookie).await;
        assert!(stream.next().await.is_some());
        let account = world.account(Role::Facilitator);
        crate::sessions::run(
            &world,
            &format!(
                "DELETE FROM grants WHERE account = {}",
                crate::sessions::literal(&world, account)
            ),
        )
        .await;
        announce(&world.installation.app, &format!("session:{session}")).await;
        assert_eq!(stream.next().await, None);
    }
}

#[tokio::test]
async fn an_open_stream_does_not_keep_a_sign_in_alive() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Facilitator).await;
        let session = crate::sessions::first(&world).await;
        let mut stream = Stream::open(&world, &cookie).await;
        assert!(stream.next().await.is_some());
        world.installation.clock.advance(access::IDLE_SECONDS - 120);
        announce(&world.installation.app, &format!("session:{session}")).await;
        assert!(stream.next().await.is_some());
        world.installation.clock.advance(180);
        announce(&world.installation.app, &format!("session:{session}")).await;
        assert_eq!(stream.next().await, None);
    }
}

#[tokio::test]
async fn an_account_has_only_so_many_streams() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Facilitator).await;
        let session = crate::sessions::first(&world).await;
        let mut open = Vec::new();
        for _ in 0..12 {
            open.push(Stream::open(&world, &cookie).await);
        }
        let path = format!("/programmes/saltmarsh/sessions/{session}/live");
        assert_eq!(world.get(&path, Some(&cookie)).await.status, 503);
        open.pop();
        assert_eq!(world.get(&path, Some(&cookie)).await.status, 200);
    }
}
