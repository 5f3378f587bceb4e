//! Offers: who may be offered a place, and for how long it is kept.

use platform::audit;
use platform::clock::Instant;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::act::{self, Move};
use super::interest::Interest;
use super::state::{Event, State};
use super::store::{self, Standing};
use crate::wording::count_first;

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
    for resident in residents {
        act::record(&tx, app, programme, Move::plain(*resident, Event::Offer)).await?;
    }
    tx.commit(app, event).await
}
