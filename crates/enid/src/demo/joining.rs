//! Joining in the demo: everybody was asked twelve weeks before the run but for the last few, and every
//! state has somebody in it. Members of the published plan have their place.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Result;
use jiff::ToSpan as _;
use platform::App;
use platform::access::Scope;
use platform::clock::FixedClock;
use platform::mail::MemoryMailer;
use programme::exchange;
use programme::joining::{self, Code, Event, Move};
use programme::people::StoredResident;
use programme::planning::PlanVersion;
use uuid::Uuid;

use super::Person;

/// How many days ago the programme asked: twelve weeks before a run that is half over.
const ASKED_DAYS_AGO: i64 = 175;
/// How many of those without a place were not asked yet.
const NOT_ASKED: usize = 1;
/// How many places there are beyond those of the plan, one of them offered.
const SPARE_PLACES: usize = 2;

/// What befell somebody since they were asked: days ago, and the event.
type Way = &'static [(i64, Event)];

/// The ways of those who have no place, one after another. The last did not answer an offer, which the first
/// look at the list writes down.
const WITHOUT_PLACE: &[Way] = {
    use Event::*;
    &[
        &[(3, ExpressInterest)],
        &[(171, Decline)],
        &[],
        &[(3, ExpressInterest), (2, DecideEligible), (1, EnterDraw)],
        &[(170, ExpressInterest), (140, DecideIneligible)],
        &[
            (155, ExpressInterest),
            (130, DecideEligible),
            (120, EnterDraw),
            (118, Offer),
        ],
    ]
};

/// What befell the last members of the list after they had their place: one left, one is through, two left
/// and came back by their own act.
const AFTERWARDS: &[Way] = {
    use Event::*;
    &[
        &[(20, Leave)],
        &[(4, Complete)],
        &[
            (60, Leave),
            (9, ExpressInterest),
            (5, DecideEligible),
            (3, EnterDraw),
            (1, Offer),
        ],
        &[(40, Leave), (4, ExpressInterest), (2, DecideEligible)],
    ]
};

/// The way of a member of the plan.
const WITH_PLACE: Way = &[
    (165, Event::ExpressInterest),
    (130, Event::DecideEligible),
    (120, Event::EnterDraw),
    (118, Event::Offer),
    (116, Event::Accept),
];

/// Asks, and lets everybody answer at the time at which they would have.
pub(super) async fn fill(
    app: &App,
    programme: &Scope,
    plan: &PlanVersion,
    reading: &exchange::Reading,
    applied: &exchange::Applied,
    organiser: &Person,
) -> Result<()> {
    let members: BTreeSet<Uuid> = plan
        .document
        .groups
        .iter()
        .flat_map(|group| &group.members)
        .filter_map(|member| member.resident.parse().ok())
        .collect();
    let (inside, outside): (Vec<_>, Vec<_>) = reading
        .folder
        .residents
        .iter()
        .filter_map(|resident| {
            Some(StoredResident {
                id: *applied.residents.get(&resident.reference)?,
                resident: resident.clone(),
            })
        })
        .partition(|one| members.contains(&one.id));
    ask(app, programme, organiser, &inside, &outside).await?;
    let mut steps: Vec<(i64, Uuid, Event)> = Vec::new();
    for (turn, one) in inside.iter().enumerate() {
        steps.extend(
            WITH_PLACE
                .iter()
                .map(|(days, event)| (*days, one.id, *event)),
        );
        if let Some(way) = AFTERWARDS.get(inside.len() - 1 - turn) {
            steps.extend(way.iter().map(|(days, event)| (*days, one.id, *event)));
        }
    }
    let asked = outside.len().saturating_sub(NOT_ASKED);
    for (one, way) in outside[..asked].iter().zip(WITHOUT_PLACE.iter().cycle()) {
        steps.extend(way.iter().map(|(days, event)| (*days, one.id, *event)));
    }
    walk(app, programme, organiser, steps).await?;
    talk(app, programme, &inside).await
}

/// Opens the expression of interest and writes to everybody; the letters go nowhere.
async fn ask(
    app: &App,
    programme: &Scope,
    organiser: &Person,
    inside: &[StoredResident],
    outside: &[StoredResident],
) -> Result<()> {
    let then = App {
        mailer: Arc::new(MemoryMailer::default()),
        ..days_ago(app, ASKED_DAYS_AGO)?
    };
    let event = |action| platform::audit::Event {
        chain: programme.slug.clone(),
        actor: Some(organiser.account),
        action,
        subject: String::new(),
        detail: String::new(),
    };
    let zone = jiff::tz::TimeZone::get("Europe/London")?;
    let today = app.now().to_jiff().to_zoned_datetime(zone).date();
    let closes_on = today.checked_add(16.days())?;
    let places = u32::try_from(inside.len() + SPARE_PLACES)?;
    let what = (closes_on, places);
    joining::open(&then, programme.id, what, event("joining.open")).await?;
    let asked = outside.len().saturating_sub(NOT_ASKED);
    let everybody: Vec<StoredResident> = inside.iter().chain(&outside[..asked]).cloned().collect();
    let invitation = event("joining.invite");
    joining::invite(&then, programme, &everybody, invitation).await?;
    platform::jobs::run_due(&then, &crate::jobs::all()).await?;
    Ok(())
}

/// Takes every step on its day, all in one transaction.
async fn walk(
    app: &App,
    programme: &Scope,
    organiser: &Person,
    mut steps: Vec<(i64, Uuid, Event)>,
) -> Result<()> {
    steps.sort_by_key(|(days, ..)| -days);
    let tx = app.db.write().await?;
    let count = steps.len();
    let everybody: BTreeSet<Uuid> = steps.iter().map(|(_, resident, _)| *resident).collect();
    for (days, resident, event) in steps {
        let then = days_ago(app, days)?;
        let what = Move {
            code: (event == Event::DecideIneligible).then_some(Code::AwayAllRun),
            ..Move::plain(resident, event)
        };
        joining::record(&tx, &then, programme.id, what).await?;
    }
    // The letters of the offers were taken, too.
    let everybody: Vec<Uuid> = everybody.into_iter().collect();
    joining::mailed(&tx, app, &everybody).await?;
    let event = platform::audit::Event {
        chain: programme.slug.clone(),
        actor: Some(organiser.account),
        action: "demo",
        subject: "joining".to_owned(),
        detail: format!("steps {count}"),
    };
    tx.commit(app, event).await?;
    Ok(())
}

/// A facilitator has talked with most of the members.
async fn talk(app: &App, programme: &Scope, inside: &[StoredResident]) -> Result<()> {
    let zone = jiff::tz::TimeZone::get("Europe/London")?;
    let today = app.now().to_jiff().to_zoned_datetime(zone).date();
    let tx = app.db.write().await?;
    for (turn, one) in inside.iter().enumerate().filter(|(turn, _)| turn % 7 != 3) {
        let days = 110 - i64::try_from(turn % 9)?;
        let on = today.checked_sub(days.days())?;
        joining::converse(&tx, programme.id, one.id, on).await?;
    }
    let event = platform::audit::Event::installation("demo", "conversations");
    tx.commit(app, event).await?;
    Ok(())
}

/// The same installation with a clock that stands so many days back.
pub(super) fn days_ago(app: &App, days: i64) -> Result<App> {
    let then = app.now().plus_seconds(-days * 24 * 60 * 60);
    Ok(App {
        clock: Arc::new(FixedClock::at(then.to_jiff())),
        ..app.clone()
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn the_ways_of_the_demo_lead_on_from_an_invitation() -> Result<()> {
        use programme::joining::State;
        let members = AFTERWARDS.iter().map(|way| [WITH_PLACE, way].concat());
        for way in WITHOUT_PLACE.iter().map(|way| way.to_vec()).chain(members) {
            let mut state = State::Invited;
            for (_, event) in &way {
                state = State::after(Some(state), *event).context("a step without a meaning")?;
            }
        }
        Ok(())
    }
}
