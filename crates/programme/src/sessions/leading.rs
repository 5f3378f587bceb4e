//! The first page of a facilitator: the next session with its clock, what to set up, and what waits.

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use super::clock_pages::upcoming;
use super::meeting::{Led, room, when};
use super::session::Session;
use crate::addresses::base;
use crate::planning;
use crate::wording::count_first;

pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/programmes/{programme}/leading",
        Action("leading.own"),
        today,
    )
}

#[derive(Template)]
#[template(path = "sessions/leading.html")]
struct LeadingPage {
    shell: Shell,
    heading: String,
    lead: String,
    next: Option<Next>,
    waiting: Vec<(String, String, String)>,
    /// Where one's own calendar address is.
    calendar: String,
}

struct Next {
    when: String,
    group: String,
    room: String,
    address: String,
    href: String,
    is_running: bool,
}

async fn today(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let base = base(&viewer)?;
    let zone = planning::zone()?;
    let now = app.now();
    let led = Led::by(&app, &viewer).await?;
    let name = |session: &Session| {
        let group = led.group(session);
        group.map_or_else(String::new, planning::group_name)
    };
    let href = |id| format!("{base}/sessions/{id}");
    let waiting: Vec<_> = led
        .sessions
        .iter()
        .filter(|session| session.waits_to_be_closed(now))
        .map(|session| (when(session, &zone), name(session), href(session.id)))
        .collect();
    let next = match upcoming(&led.sessions, now) {
        Some(session) => {
            let venue = led.group(session).map_or("", |group| group.venue.as_str());
            let (room, address) = room(&app, scope.id, venue).await?;
            Some(Next {
                when: when(session, &zone),
                group: name(session),
                room,
                address,
                href: href(session.id),
                is_running: session.is_running(),
            })
        }
        None => None,
    };
    let heading = match (&next, waiting.len()) {
        (Some(next), _) if next.is_running => format!("The {} is running", next.group),
        (Some(_), 0) => "Nothing waits for you but the next session".to_owned(),
        (None, 0) => "Nothing waits for you".to_owned(),
        (_, some) => format!(
            "{} to be closed",
            count_first(some, "session waits", "sessions wait")
        ),
    };
    page(LeadingPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        heading,
        lead: scope.name.clone(),
        next,
        waiting,
        calendar: format!("{base}/calendar"),
    })
}
