//! What other pages ask of joining, and what joining asks of the published plan.

use std::collections::{BTreeMap, BTreeSet};

use platform::{App, Result};
use uuid::Uuid;

use super::state::State;
use super::{offer, store};
use crate::planning;
use crate::wording::{clock, count, count_first, full_date, moment};
use crate::{facilitators, venues};

/// Something that waits for a resident's answer, or where they can read how they stand.
pub(crate) struct Question {
    /// What it is, as a heading; empty where nothing waits.
    pub title: String,
    /// What it is about.
    pub text: String,
    /// The words of the link.
    pub label: &'static str,
}

/// When and where the group meets that somebody would join, and who leads it.
pub(super) struct Meeting {
    pub when: String,
    pub run: String,
    pub room: String,
    pub address: String,
    pub facilitators: Vec<String>,
}

/// Who asks for a place: once places are offered, those who have one or are offered one; before, everybody who would like
/// one and may have it. None where nobody was ever asked, so that everybody listed counts.
pub(crate) async fn asking(app: &App, programme: Uuid) -> Result<Option<BTreeSet<Uuid>>> {
    let standings = store::standings(app.db.read(), programme).await?;
    if standings.values().all(|one| one.state == State::Invited) {
        return Ok(None);
    }
    let of = |states: &[State]| -> BTreeSet<Uuid> {
        let within = standings
            .iter()
            .filter(|(_, one)| states.contains(&one.state));
        within.map(|(id, _)| *id).collect()
    };
    let given = of(&[State::Active, State::Offered]);
    if !given.is_empty() {
        return Ok(Some(given));
    }
    Ok(Some(of(&[
        State::Interested,
        State::Eligible,
        State::InDraw,
        State::Waiting,
    ])))
}

/// What a resident's first page says of joining; nothing to somebody who was never asked.
pub(crate) async fn question(
    app: &App,
    programme: Uuid,
    resident: Uuid,
) -> Result<Option<Question>> {
    let Some(standing) = store::standing(app.db.read(), programme, resident).await? else {
        return Ok(None);
    };
    let interest = store::interest(app.db.read(), programme).await?;
    let today = planning::today(app)?;
    let open = interest.filter(|interest| interest.is_open(today));
    let zone = planning::zone()?;
    let ran_out = offer::ran_out(&standing, app.now());
    Ok(Some(match (standing.state, open, standing.expires_at) {
        (State::Invited, Some(interest), _) => Question {
            title: "Would you like a place in a group?".into(),
            text: format!(
                "Answers are taken until {}. You can say no without a reason.",
                full_date(interest.closes_on)
            ),
            label: "Read what it is and answer",
        },
        (State::Offered, _, Some(until)) if !ran_out => Question {
            title: "A place is offered to you".into(),
            text: format!("It is kept until {}.", moment(until.to_jiff(), &zone)),
            label: "Read the offer and answer",
        },
        _ => Question {
            title: String::new(),
            text: String::new(),
            label: "Joining: how you stand",
        },
    }))
}

/// What the organiser's first page says of joining.
pub(crate) async fn undecided(app: &App, programme: Uuid) -> Result<String> {
    if store::interest(app.db.read(), programme).await?.is_none() {
        return Ok("Nobody was asked yet who would like a place".into());
    }
    let standings = store::standings(app.db.read(), programme).await?;
    let waits = standings
        .values()
        .filter(|one| one.state == State::Interested)
        .count();
    Ok(count_first(
        waits,
        "doctor waits for your decision",
        "doctors wait for your decision",
    ))
}

/// Who said no or gave their place up, though the published plan may still name them.
pub(crate) async fn gone(app: &App, programme: Uuid) -> Result<BTreeSet<Uuid>> {
    let standings = store::standings(app.db.read(), programme).await?;
    Ok(standings
        .into_iter()
        .filter(|(_, one)| matches!(one.state, State::Declined | State::Left))
        .map(|(resident, _)| resident)
        .collect())
}

/// The group that the newest published plan has for somebody.
pub(super) async fn meeting(app: &App, programme: Uuid, resident: Uuid) -> Result<Option<Meeting>> {
    let Some(plan) = planning::newest(app, programme, true).await? else {
        return Ok(None);
    };
    let Some(group) = plan.document.group_of(&resident.to_string()) else {
        return Ok(None);
    };
    let (Some(first), Some(last)) = (group.sessions.first(), group.sessions.last()) else {
        return Ok(None);
    };
    let none = BTreeMap::new();
    let zone = planning::zone()?;
    let day = |at: &jiff::Timestamp| full_date(at.to_zoned_datetime(zone.clone()).date());
    let venue = venues::listed(app, programme, &none)
        .await?
        .into_iter()
        .find(|venue| venue.code == group.venue);
    let leaders = facilitators::listed(app, programme, &none).await?;
    let ends = *first + jiff::SignedDuration::from_mins(i64::from(group.minutes));
    let weekday = first.to_zoned_datetime(zone.clone()).weekday();
    Ok(Some(Meeting {
        when: format!(
            "{}s, {} to {}",
            crate::wording::day_name(weekday),
            clock(*first, &zone),
            clock(ends, &zone)
        ),
        run: format!(
            "{} to {}, {}",
            day(first),
            day(last),
            count(group.sessions.len(), "session", "sessions")
        ),
        room: venue
            .as_ref()
            .map_or_else(|| group.venue.clone(), |one| one.name.clone()),
        address: venue.map_or_else(String::new, |one| one.address),
        facilitators: leaders
            .into_iter()
            .filter(|one| group.facilitators.contains(&one.id.to_string()))
            .map(|one| one.facilitator.full_name)
            .collect(),
    }))
}

/// Whether the last session of the newest published plan is over.
pub(super) async fn run_is_over(app: &App, programme: Uuid) -> Result<bool> {
    let plan = planning::newest(app, programme, true).await?;
    let now = app.now().to_jiff();
    let last = plan.and_then(|plan| {
        let groups = plan.document.groups.iter();
        groups
            .filter_map(|group| group.sessions.last())
            .max()
            .copied()
    });
    Ok(last.is_some_and(|last| last < now))
}
