//! What a closed register does elsewhere: releases are taken or not, and the ledger of costs says whose time it was. Called
//! again when a register is put right.

use std::collections::BTreeMap;

use platform::access::{Role, Viewer};
use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::meeting::Meeting;
use super::register::{Entry, Mark};
use crate::costs::{self, Attended, TimeSource};
use crate::people::Homes;
use crate::release::{self, Actor, Doer, Release};
use crate::venues;

/// Minutes of the facilitators' debrief after a session (programme 3.1, P10).
pub(crate) const DEBRIEF_MINUTES: i64 = 20;

/// As what somebody acts on a session.
pub(super) fn doer(viewer: &Viewer) -> Doer {
    let actor = match viewer.subject(Role::Facilitator) {
        Some(_) => Actor::Facilitator,
        None => Actor::Organiser,
    };
    Doer::account(actor, viewer.account)
}

/// Settles a session that was held, in the transaction in which its register is closed or put right.
pub(super) async fn settle(
    tx: &Tx,
    app: &App,
    viewer: &Viewer,
    meeting: &Meeting,
    entries: &[Entry],
) -> Result<()> {
    let programme = viewer.scope()?.id;
    let session = meeting.session.id;
    let came: Vec<(Uuid, bool)> = entries
        .iter()
        .map(|entry| (entry.resident, entry.mark == Mark::Present))
        .collect();
    let doer = Doer::account(Actor::Facilitator, viewer.account);
    let before = release::of_session(app.db.read(), session).await?;
    release::session_held(tx, app, (programme, session), doer, &came).await?;
    let homes = Homes::of(app, programme).await?;
    let of: BTreeMap<Uuid, &Release> = before
        .iter()
        .filter(|one| one.state.is_agreed() || one.state.is_settled())
        .map(|one| (one.resident, one))
        .collect();
    let date = meeting
        .session
        .starts_at
        .to_jiff()
        .to_zoned_datetime(meeting.zone.clone())
        .date();
    let lines: Vec<Attended> = entries
        .iter()
        .filter(|entry| entry.mark == Mark::Present)
        .filter_map(|entry| {
            let release = of.get(&entry.resident);
            let site = release
                .map(|one| one.site)
                .or_else(|| homes.on(entry.resident, date))?;
            Some(Attended {
                resident: entry.resident,
                site,
                time_source: entry.source.unwrap_or(TimeSource::OwnDayOff),
                minutes: entry.minutes,
                away_minutes: release.map_or(entry.minutes, |one| one.minutes()),
            })
        })
        .collect();
    costs::attended(tx, app, programme, session, &lines).await?;
    let none = BTreeMap::new();
    let room = venues::listed(app, programme, &none)
        .await?
        .into_iter()
        .find(|venue| venue.code == meeting.group.venue)
        .and_then(|venue| venue.cost_pence)
        .and_then(|pence| i64::try_from(pence).ok());
    costs::held(
        tx,
        app,
        programme,
        session,
        room,
        meeting.group.facilitators.len(),
        meeting.session.minutes(),
        DEBRIEF_MINUTES,
    )
    .await
}
