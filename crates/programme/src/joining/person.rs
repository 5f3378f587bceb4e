//! One resident for the organiser: where they stand, what can be done, and how they came there.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::list::{Acts, Mark, acts, mark};
use super::overview::Overview;
use super::state::{Actor, Code, Event, State};
use super::store::{self, Past};
use crate::wording::{full_date, hundredths, moment};

#[derive(Template)]
#[template(path = "joining/person.html")]
struct PersonPage {
    shell: Shell,
    base: String,
    id: Uuid,
    name: String,
    lead: String,
    mark: Mark,
    acts: Acts,
    codes: &'static [Code],
    facts: Vec<(&'static str, String)>,
    /// The address of this page, for acts that lead back to it.
    own: String,
    /// The day of the conversation in words, and as a form takes it.
    conversation: Option<String>,
    held_on: String,
    may_converse: bool,
    history: Vec<(String, String, &'static str)>,
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
) -> Result<Response> {
    let overview = Overview::of(&app, &viewer).await?;
    let person = overview
        .people
        .iter()
        .find(|person| person.stored.id == resident)
        .ok_or(Error::NotFound)?;
    let history = store::history(&app, viewer.scope()?.id, resident).await?;
    let listed = &person.stored.resident;
    let name = listed.full_name.clone();
    let standing = person.standing.as_ref();
    let conversation = standing.and_then(|standing| standing.conversation_on);
    let here = matches!(person.state(), None | Some(State::Declined | State::Left));
    page(PersonPage {
        shell: Shell::new(&app, &viewer, name.clone())
            .crumb("Joining", Some(format!("{}/joining", overview.base)))
            .crumb(name.clone(), None),
        base: overview.base.clone(),
        id: resident,
        name,
        lead: lead(person.state()).into(),
        mark: mark(person, &overview),
        acts: acts(person, &overview),
        codes: Code::ALL,
        facts: vec![
            ("Hospital now", person.hospital.clone()),
            ("Grade", listed.grade.clone()),
            ("Whole-time equivalent", hundredths(listed.wte_hundredths)),
        ],
        own: format!("{}/joining/{resident}", overview.base),
        conversation: conversation.map(full_date),
        held_on: conversation.map_or_else(String::new, |on| on.to_string()),
        may_converse: !here,
        history: history
            .iter()
            .map(|past| {
                let when = moment(past.at.to_jiff(), &overview.zone);
                (when, words(past), by(past.actor))
            })
            .collect(),
    })
}

fn lead(state: Option<State>) -> &'static str {
    match state {
        None => "Has not been asked yet.",
        Some(State::Invited) => "Has a letter and has not answered yet.",
        Some(State::Interested) => {
            "Would like a place. Decide whether they can have one in this run."
        }
        Some(State::Eligible) => "Can have a place, and goes into the draw next.",
        Some(State::Ineligible) => "Cannot have a place in this run, and can read why.",
        Some(State::InDraw) => "Waits for places to be given out.",
        Some(State::Offered) => "Has a place to take or to give back.",
        Some(State::Active) => "Has a place.",
        Some(State::Completed) => "Had a place to the end of the run.",
        Some(State::Declined) => "Said no. They may come back by their own act; nobody asks why.",
        Some(State::Left) => {
            "Gave their place up. They may come back by their own act; nobody asks why."
        }
        Some(State::Expired | State::Waiting) => {
            "Waits for a place. Whoever waits longest is asked first."
        }
    }
}

fn words(past: &Past) -> String {
    let text = match past.event {
        Event::Invite => "Invited",
        Event::ExpressInterest => "Said yes",
        Event::DecideEligible => "Eligible",
        Event::DecideIneligible => {
            let code = past.code.map_or("", Code::label);
            return format!("Not eligible: {}", code.to_lowercase());
        }
        Event::TakeBack => "Decision taken back",
        Event::EnterDraw => "Into the draw",
        Event::Offer => "Place offered for 72 hours",
        Event::Accept => "Took the place",
        Event::Decline => "Said no",
        Event::Expire => "Offer ran out",
        Event::Wait => "Onto the waiting list",
        Event::Complete => "Completed the run",
        Event::Leave => "Gave the place up",
    };
    text.to_owned()
}

fn by(actor: Actor) -> &'static str {
    match actor {
        Actor::Organiser => "Organiser",
        Actor::Resident => "The doctor",
        Actor::Clock => "By time",
    }
}
