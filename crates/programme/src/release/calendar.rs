//! A release as an entry of its doctor's calendar (programme 7.2): one UID for the life of the request, a SEQUENCE that
//! grows with every change, a neutral title.

use formats::calendar::{Entry, Organiser, Status};
use platform::App;

use super::state::State;
use super::store::Release;
use crate::sessions::Session;

/// The title of every entry (programme G10).
pub(crate) const TITLE: &str = "Protected teaching";

/// The host of this installation, as UIDs end in it.
pub(crate) fn host(app: &App) -> String {
    let after = app.base_url.split("://").nth(1).unwrap_or(&app.base_url);
    let host = after.split(['/', ':']).next().unwrap_or(after);
    host.to_owned()
}

/// How sure a release is, as calendars say it.
pub(crate) fn status(state: State) -> Status {
    match state {
        State::Approved
        | State::ApprovedWithCover
        | State::Locked
        | State::Taken
        | State::NotTaken => Status::Confirmed,
        State::Draft | State::Requested | State::AlternativeOffered | State::Escalated => {
            Status::Tentative
        }
        State::Refused | State::WithdrawnSafety | State::WithdrawnRule | State::Cancelled => {
            Status::Cancelled
        }
    }
}

/// The entry of a release.
pub(crate) fn entry(app: &App, release: &Release, session: &Session, room: &str) -> Entry {
    Entry {
        uid: format!("rel-{}@{}", release.id, host(app)),
        sequence: u32::try_from(release.sequence).unwrap_or(u32::MAX),
        stamp: release.changed_at.to_jiff(),
        starts: session.starts_at.to_jiff(),
        ends: session.ends_at.to_jiff(),
        status: status(release.state),
        summary: TITLE.into(),
        location: (!room.is_empty()).then(|| room.to_owned()),
        description: None,
        organiser: None,
        attendee: None,
    }
}

/// The same as an invitation to one person.
pub(crate) fn invitation(entry: Entry, from: &(String, String), to: &str) -> Entry {
    Entry {
        organiser: Some(Organiser {
            name: from.0.clone(),
            address: from.1.clone(),
        }),
        attendee: Some(to.to_owned()),
        ..entry
    }
}
