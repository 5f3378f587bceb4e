//! Offers: who may be offered a place, and for how long it is kept.

use std::collections::{BTreeMap, BTreeSet};

use platform::audit;
use platform::clock::Instant;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::act::{self, Move};
use super::interest::Interest;
use super::lottery::{self, Line};
use super::state::{Event, State};
use super::store::{self, Standing};
use crate::wording::count_first;
use crate::{people, planning};

/// How long an offer holds (programme 7.6: 72 hours).
pub(super) const SECONDS: i64 = 72 * 60 * 60;

/// Whether an offer's time is over, written down or not.
pub(super) fn ran_out(standing: &Standing, now: Instant) -> bool {
    standing.state == State::Offered && standing.expires_at.is_some_and(|at| at <= now)
}

/// How many places are taken, or kept for somebody who was offered one.
pub(super) fn given<'a>(standings: impl Iterator<Item = &'a Standing>) -> u32 {
    let given = standings.filter(|one| matches!(one.state, State::Active | State::Offered));
    u32::try_from(given.count()).unwrap_or(u32::MAX)
}

/// Whether so many places may be offered. Rules about a run that is locked or under way (programme 7.6)
/// belong here too.
fn may_offer(interest: Option<Interest>, given: u32, wanted: u32) -> Result<()> {
    let Some(interest) = interest else {
        return Err(Error::refused(
            "R7",
            "No number of places is known yet.",
            "Open the expression of interest first.",
        ));
    };
    let free = interest.places.saturating_sub(given);
    if wanted <= free {
        return Ok(());
    }
    let left = count_first(free as usize, "place is", "places are");
    Err(Error::refused(
        "R7",
        format!("{left} free, and {wanted} would be offered."),
        "Offer fewer, or change the number of places.",
    ))
}

/// Who waits for a place and no group of the newest plan fits: their turn comes when the plan has room for them.
async fn unplaced(app: &App, programme: Uuid) -> Result<BTreeSet<Uuid>> {
    let plan = planning::newest(app, programme, false).await?;
    let unplaced = plan.into_iter().flat_map(|plan| plan.document.unplaced);
    Ok(unplaced
        .filter_map(|one| one.resident.parse().ok())
        .collect())
}

/// Somebody who drew an earlier lot and would be passed over.
fn passed_over(line: &Line, offered: &[Uuid], unplaced: &BTreeSet<Uuid>) -> Option<Uuid> {
    let last = line.order.iter().rposition(|id| offered.contains(id))?;
    line.order[..last.min(line.drawn)]
        .iter()
        .find(|id| !offered.contains(id) && !unplaced.contains(id))
        .copied()
}

/// To whom places are offered next: as many as are free, in the published order. Where nobody has drawn a lot, all who
/// are in the draw, if there are places for all of them.
pub(super) async fn next(app: &App, programme: Uuid) -> Result<Vec<Uuid>> {
    let interest = store::interest(app.db.read(), programme).await?;
    let standings = store::standings(app.db.read(), programme).await?;
    let line = lottery::line(app.db.read(), programme, &standings).await?;
    let free = interest.map_or(0, |interest| {
        interest.places.saturating_sub(given(standings.values()))
    });
    let unplaced = unplaced(app, programme).await?;
    Ok(first(&line, &standings, free as usize, &unplaced))
}

fn first(
    line: &Line,
    standings: &BTreeMap<Uuid, Standing>,
    free: usize,
    unplaced: &BTreeSet<Uuid>,
) -> Vec<Uuid> {
    let drawn = line.order[..line.drawn]
        .iter()
        .filter(|id| !unplaced.contains(id))
        .copied();
    let others: Vec<Uuid> = line.order[line.drawn..]
        .iter()
        .filter(|id| {
            standings
                .get(*id)
                .is_some_and(|one| one.state == State::InDraw)
        })
        .copied()
        .collect();
    let mut next: Vec<Uuid> = drawn.take(free).collect();
    if next.len() + others.len() <= free {
        next.extend(others);
    }
    next
}

/// Offers a place to each of these residents, or to none of them.
///
/// # Errors
/// Too few places are free, or somebody is neither in the draw nor on the waiting list.
pub(super) async fn offer(
    app: &App,
    programme: Uuid,
    residents: &[Uuid],
    event: audit::Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    let interest = store::hold_interest(&tx, programme).await?;
    let standings = store::standings(tx.connection(), programme).await?;
    let wanted = u32::try_from(residents.len()).unwrap_or(u32::MAX);
    may_offer(interest, given(standings.values()), wanted)?;
    let line = lottery::line(tx.connection(), programme, &standings).await?;
    let unplaced = unplaced(app, programme).await?;
    if let Some(passed) = passed_over(&line, residents, &unplaced) {
        let listed = people::listed(app, programme).await?;
        let ahead = listed.into_iter().find(|one| one.id == passed);
        let name = ahead.map_or_else(|| "Somebody else".to_owned(), |one| one.resident.full_name);
        return Err(Error::refused(
            "R7",
            format!("{name} comes first in the published order."),
            "Offer places in that order; only somebody whom no group of the plan fits may be passed over.",
        ));
    }
    for resident in residents {
        act::record(&tx, app, programme, Move::plain(*resident, Event::Offer)).await?;
    }
    tx.commit(app, event).await
}
