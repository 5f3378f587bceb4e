//! The organiser's decisions: about one resident, or about all who stand alike.

use std::collections::BTreeSet;

use platform::audit;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::act::{self, ELSEWHERE, Move};
use super::state::{Actor, Code, Event, State};
use super::store;

/// Something that can be done to many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Many {
    /// Everybody interested, of one grade, is eligible.
    Eligible,
    /// Everybody eligible goes into the draw.
    Draw,
    /// Everybody in the draw goes onto the waiting list: the places are given out.
    Wait,
    /// The run is over for everybody who has a place.
    Complete,
}

impl Many {
    const ALL: [Self; 4] = [Self::Eligible, Self::Draw, Self::Wait, Self::Complete];

    /// The word of the form.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Draw => "draw",
            Self::Wait => "wait",
            Self::Complete => "complete",
        }
    }

    /// The act of this word.
    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|many| many.word() == word)
    }

    /// The state it takes people from.
    pub(super) fn from(self) -> State {
        match self {
            Self::Eligible => State::Interested,
            Self::Draw => State::Eligible,
            Self::Wait => State::InDraw,
            Self::Complete => State::Active,
        }
    }

    fn event(self) -> Event {
        match self {
            Self::Eligible => Event::DecideEligible,
            Self::Draw => Event::EnterDraw,
            Self::Wait => Event::Wait,
            Self::Complete => Event::Complete,
        }
    }
}

/// The event of a decision's word on one resident; an offer and an invitation have acts of their own.
pub(super) fn event_of(word: &str) -> Option<Event> {
    let event: Event = word.parse().ok()?;
    let decides =
        event.actor() == Actor::Organiser && !matches!(event, Event::Invite | Event::Offer);
    decides.then_some(event)
}

/// Decides about one resident.
///
/// # Errors
/// The event has no meaning where they stand.
pub(super) async fn one(
    app: &App,
    programme: Uuid,
    (resident, event, code): (Uuid, Event, Option<Code>),
    audit: audit::Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    let what = Move {
        code,
        ..Move::plain(resident, event)
    };
    act::record(&tx, app, programme, what).await?;
    let detail = match code {
        Some(code) => format!("{}: {}", event.word(), code.word()),
        None => event.word().to_owned(),
    };
    tx.commit(app, audit.with_detail(detail)).await
}

/// Decides about everybody among these who stands where the act begins.
///
/// # Errors
/// Nobody does.
pub(super) async fn many(
    app: &App,
    programme: Uuid,
    (many, among): (Many, &BTreeSet<Uuid>),
    audit: audit::Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    let chosen: Vec<Uuid> = store::standings(tx.connection(), programme)
        .await?
        .into_iter()
        .filter(|(resident, standing)| standing.state == many.from() && among.contains(resident))
        .map(|(resident, _)| resident)
        .collect();
    if chosen.is_empty() {
        return Err(Error::Conflict(ELSEWHERE));
    }
    for resident in &chosen {
        act::record(&tx, app, programme, Move::plain(*resident, many.event())).await?;
    }
    let detail = format!("{}: {}", many.event().word(), chosen.len());
    tx.commit(app, audit.with_detail(detail)).await
}
