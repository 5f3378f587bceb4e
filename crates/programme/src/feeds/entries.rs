//! What stands in a feed.

use formats::calendar::{Entry, Status};
use jiff::{SignedDuration, Timestamp};
use platform::{App, Result};

use super::Kind;
use super::store::Feed;
use crate::planning;
use crate::release::{self, Scene, calendar};
use crate::sessions::{self, DEBRIEF_MINUTES, Session, State};

/// How long something that was called off stays in a feed: 90 days (programme 7.2).
const CANCELLED_SECONDS: i64 = 90 * 24 * 60 * 60;

/// The entries of a feed, by time; none before a plan is published.
pub(super) async fn entries(app: &App, feed: &Feed) -> Result<Vec<Entry>> {
    let Some(plan) = planning::newest(app, feed.programme, true).await? else {
        return Ok(Vec::new());
    };
    let scene = Scene::of(app, feed.programme).await?;
    let mut entries = Vec::new();
    if feed.kind == Kind::Resident {
        let Ok(resident) = feed.subject.parse() else {
            return Ok(Vec::new());
        };
        for one in release::of_plan(app, plan.id, None, Some(resident)).await? {
            let shown = one.state != release::State::Draft && is_fresh(app, &one);
            if let Some(session) = scene.session(one.session).filter(|_| shown) {
                entries.push(calendar::entry(
                    app,
                    &one,
                    session,
                    &scene.room(one.session),
                ));
            }
        }
        return Ok(entries);
    }
    for session in sessions::all(app, plan.id).await? {
        let group = plan
            .document
            .groups
            .iter()
            .find(|group| group.number == session.group);
        let belongs = group.is_some_and(|group| match feed.kind {
            Kind::Facilitator => group.facilitators.contains(&feed.subject),
            Kind::Group => group.number.to_string() == feed.subject,
            Kind::Room => group.venue == feed.subject,
            Kind::Resident => false,
        });
        let long_gone = session.state == State::Cancelled
            && session.ends_at.plus_seconds(CANCELLED_SECONDS) < app.now();
        if !belongs || long_gone {
            continue;
        }
        let room = scene.room(session.id);
        entries.push(meeting(app, &session, &room));
        if feed.kind == Kind::Facilitator {
            entries.push(debrief(app, &session, &room));
        }
    }
    Ok(entries)
}

/// Whether a release is still worth showing: what was called off goes after 90 days.
fn is_fresh(app: &App, release: &release::Release) -> bool {
    calendar::status(release.state) != Status::Cancelled
        || release.changed_at.plus_seconds(CANCELLED_SECONDS) > app.now()
}

fn meeting(app: &App, session: &Session, room: &str) -> Entry {
    let (starts, ends) = (session.starts_at.to_jiff(), session.ends_at.to_jiff());
    entry(app, session, "ses", (starts, ends), room)
}

/// The facilitators' time after a session.
fn debrief(app: &App, session: &Session, room: &str) -> Entry {
    let starts = session.ends_at.to_jiff();
    let ends = starts + SignedDuration::from_mins(DEBRIEF_MINUTES);
    entry(app, session, "deb", (starts, ends), room)
}

fn entry(
    app: &App,
    session: &Session,
    prefix: &str,
    (starts, ends): (Timestamp, Timestamp),
    room: &str,
) -> Entry {
    let title = match prefix {
        "deb" => format!("{} (debrief)", calendar::TITLE),
        _ => calendar::TITLE.to_owned(),
    };
    Entry {
        uid: format!("{prefix}-{}@{}", session.id, calendar::host(app)),
        sequence: sequence(session),
        stamp: app.now().to_jiff(),
        starts,
        ends,
        status: match session.state {
            State::Cancelled => Status::Cancelled,
            State::Planned => Status::Tentative,
            State::Confirmed | State::Held => Status::Confirmed,
        },
        summary: title,
        location: (!room.is_empty()).then(|| room.to_owned()),
        description: None,
        organiser: None,
        attendee: None,
    }
}

/// How many changes a session has seen.
fn sequence(session: &Session) -> u32 {
    u32::try_from(session.course.sequence).unwrap_or(u32::MAX)
}
