//! What the letters say. Pure: a scene and releases in, a letter out.

use platform::mail::{Letter, Part};

use super::event::{Actor, Event};
use super::scene::Scene;
use super::state::State;
use super::store::Release;
use crate::sessions::Session;
use crate::sites::Site;
use crate::wording::{capital, count, moment};

/// What a capacity is called.
pub(super) fn desk(capacity: Actor) -> &'static str {
    match capacity {
        Actor::Tutor => "College tutor",
        Actor::Director => "Training programme director",
        _ => "Rota desk",
    }
}

/// Asks a desk for everything that waits there.
pub(super) fn ask(
    scene: &Scene,
    site: &str,
    name: &str,
    capacity: Actor,
    (open, reminder): (&[Release], bool),
) -> Letter {
    let requests = count(open.len(), "request", "requests");
    let waits = if open.len() == 1 { "waits" } else { "wait" };
    let first = match (capacity, open.is_empty(), reminder) {
        (_, true, _) => format!("Nothing waits for an answer of {site} at the moment."),
        (Actor::Coordinator, _, false) => format!(
            "{} for protected teaching {waits} for the answer of {site}. You see only your own doctors, in your own \
             shift codes, and can approve a whole run in one step.",
            capital(&requests)
        ),
        (Actor::Coordinator, _, true) => format!(
            "{} for protected teaching still {waits} for the answer of {site}.",
            capital(&requests)
        ),
        (Actor::Tutor, ..) => format!(
            "{} for protected teaching of doctors at {site} could not be agreed with the rota desk, or had no answer, \
             and {waits} for you as college tutor.",
            capital(&requests)
        ),
        _ => format!(
            "{} for protected teaching of doctors at {site} had no answer from the college tutor and {waits} for you.",
            capital(&requests)
        ),
    };
    let policy = "This is clinical time, not study leave. Rest rules and your own limits come first: nothing can pass \
                  them, and a release can be taken back at any time, also on the day, without a reason.";
    let link = "The link below opens the page once and works for 14 days. You need no account. If it has run out, its \
                page sends a fresh one to this address.";
    Letter {
        subject: match reminder {
            true => "Protected teaching: requests wait for your answer".into(),
            false => "Protected teaching: requests for your answer".into(),
        },
        greeting: format!("Dear {name},"),
        parts: [first.as_str(), policy, link]
            .map(|text| Part::Text(text.to_owned()))
            .to_vec(),
        closing: closing(scene),
    }
}

/// The same with its link, at the end.
pub(super) fn with_link(mut letter: Letter, link: Part) -> Letter {
    letter.parts.push(link);
    letter
}

/// To a doctor: each release in one line, as it stands now.
pub(super) fn to_resident(
    scene: &Scene,
    name: &str,
    event: Event,
    releases: &[Release],
) -> Option<Letter> {
    let first = releases.first()?;
    let site = scene.site_name(first.site);
    let one = releases.len() == 1;
    let when = match one {
        true => scene.date(first),
        false => format!("{} sessions", releases.len()),
    };
    let (subject, what) = match event {
        Event::Send => (
            "Protected teaching: your hospital is asked",
            format!(
                "{site} has been asked to let you go for {when}. You need to do nothing, and need not explain why."
            ),
        ),
        Event::Approve | Event::ApproveWithCover => (
            "Protected teaching: you are released",
            format!("{site} lets you go for {when}. This is clinical time, not study leave."),
        ),
        Event::Refuse => (
            "Protected teaching: not this time",
            format!(
                "{site} cannot release you for {when}. You keep your place; nobody expects you then."
            ),
        ),
        Event::Lock => (
            "Protected teaching: your dates are fixed",
            format!("Your release from {site} for {when} is fixed."),
        ),
        Event::WithdrawSafety => (
            "Protected teaching: please stay at work",
            format!(
                "{site} needs you and has taken back your release for {when}. Nobody asks why, and you keep your place."
            ),
        ),
        Event::RuleFail => (
            "Protected teaching: you are not expected",
            format!(
                "By the newest rota you cannot be expected for {when}: rest comes first, or the rota around it is not known. You keep your place."
            ),
        ),
        Event::Change => (
            "Protected teaching: a date has changed",
            format!(
                "Your release from {site} for {when} has changed. The lines below say what stands."
            ),
        ),
        Event::SessionCancelled => (
            "Protected teaching: called off",
            format!(
                "What was planned for {when} does not take place. {site} is told that you stay."
            ),
        ),
        _ => return None,
    };
    let rows = releases
        .iter()
        .map(|one| {
            let word = match (one.state, one.code) {
                (State::Refused, Some(code)) => format!("{}: {}", one.state, code.sentence_part()),
                _ => one.state.to_string(),
            };
            (scene.away(one), word)
        })
        .collect();
    let calendar = match one {
        true => "The calendar entry with this letter says the same.",
        false => "The calendar file with this letter holds all of them.",
    };
    Some(Letter {
        subject: subject.into(),
        greeting: format!("Dear {name},"),
        parts: vec![
            Part::Text(what),
            Part::Rows(rows),
            Part::Text(calendar.into()),
            Part::Link {
                label: "See your next session".into(),
                href: format!(
                    "{}/programmes/{}/next",
                    scene.base_url, scene.programme.slug
                ),
            },
        ],
        closing: closing(scene),
    })
}

/// To a desk: what changed for its own doctors.
pub(super) fn to_site(
    scene: &Scene,
    site: &Site,
    event: Event,
    releases: &[Release],
) -> Option<Letter> {
    let (subject, what) = match event {
        Event::Lock => (
            "Protected teaching: dates are fixed",
            "These releases are fixed. Please plan cover for them; you can still take one back for safety.",
        ),
        Event::ResidentWithdraws => (
            "Protected teaching: doctors stay",
            "These doctors stay with you; no cover is needed for them.",
        ),
        Event::SessionCancelled | Event::Change => (
            "Protected teaching: called off",
            "These releases are called off; the doctors stay with you.",
        ),
        Event::RuleFail => (
            "Protected teaching: taken back",
            "By your newest rota rest comes first for these doctors, or the rota around the day is not known. Enid has \
             taken these requests back; the doctors stay with you.",
        ),
        Event::AcceptAlternative => (
            "Protected teaching: your offer is taken",
            "What you offered takes the place of what was asked. The old request is called off.",
        ),
        Event::RejectAlternative => (
            "Protected teaching: the request stands",
            "What you offered does not fit, so the request stands as it was asked. It waits for your answer.",
        ),
        _ => return None,
    };
    let rows = releases
        .iter()
        .map(|one| (scene.name(one.resident), scene.away(one)))
        .collect();
    Some(Letter {
        subject: subject.into(),
        greeting: format!("Dear {},", site.coordinator_name),
        parts: vec![Part::Text(what.into()), Part::Rows(rows)],
        closing: closing(scene),
    })
}

/// To an organiser: what a hospital said.
pub(super) fn to_organiser(scene: &Scene, event: Event, releases: &[Release]) -> Option<Letter> {
    let first = releases.first()?;
    let site = scene.site_name(first.site);
    let number = count(releases.len(), "request", "requests");
    let what = match event {
        Event::OfferAlternative => format!("{site} offers something else for {number}."),
        Event::Refuse => format!(
            "{site} refused {number}: {}. You can pass it on to the college tutor.",
            first
                .code
                .map_or("another reason", |code| code.sentence_part())
        ),
        Event::WithdrawSafety => format!(
            "{site} took back {} for safety. Doctor and facilitators are told.",
            count(releases.len(), "release", "releases")
        ),
        _ => return None,
    };
    let rows = releases
        .iter()
        .map(|one| (scene.name(one.resident), scene.away(one)))
        .collect();
    Some(Letter {
        subject: "Protected teaching: an answer of a hospital".into(),
        greeting: format!("Dear {},", scene.organiser.0),
        parts: vec![
            Part::Text(what),
            Part::Rows(rows),
            Part::Link {
                label: "Open the requests of this hospital".into(),
                href: format!(
                    "{}/programmes/{}/release/sites/{}",
                    scene.base_url, scene.programme.slug, first.site
                ),
            },
        ],
        closing: scene.programme.name.clone(),
    })
}

/// To facilitators: how many fewer, and nothing else.
pub(super) fn one_fewer(scene: &Scene, session: &Session, number: usize) -> Letter {
    let fewer = match number {
        1 => "One doctor fewer".to_owned(),
        number => format!("{number} doctors fewer"),
    };
    Letter {
        subject: "Protected teaching: one fewer".into(),
        greeting: "Dear colleagues,".into(),
        parts: vec![
            Part::Text(format!(
                "{fewer} can come on {}. Nobody asks why.",
                moment(session.starts_at.to_jiff(), &scene.zone)
            )),
            Part::Link {
                label: "Open your groups".into(),
                href: format!(
                    "{}/programmes/{}/groups",
                    scene.base_url, scene.programme.slug
                ),
            },
        ],
        closing: closing(scene),
    }
}

pub(super) fn closing(scene: &Scene) -> String {
    format!("{}\n{}", scene.organiser.0, scene.programme.name)
}
