//! Requests of the demo: everything ahead is asked for, most rota desks have answered, and one still has it all before it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use platform::App;
use platform::access::{Role, Scope};
use platform::clock::Instant;
use programme::costs::Cover;
use programme::planning::PlanVersion;
use programme::release::{
    self, Actor, Alternative, Answer, Desk, Doer, RefusalCode, Release, State,
};
use uuid::Uuid;

use super::fill::{Person, event};

/// Asks every hospital, and answers for all but the first.
pub(super) async fn fill(
    app: &App,
    programme: &Scope,
    plan: &PlanVersion,
    people: &[Person],
    first_site: Option<Uuid>,
) -> Result<()> {
    let organiser = people.iter().find(|one| one.role == Role::Organiser);
    let organiser = organiser.context("the demo has no organiser")?;
    let doer = Doer::account(Actor::Organiser, organiser.account);
    let asked = event(programme, "release.send", "");
    release::send(app, programme.id, None, doer, asked).await?;
    let mut by_site: BTreeMap<Uuid, Vec<Release>> = BTreeMap::new();
    for one in release::of_plan(app, plan.id, None, None).await? {
        if one.state == State::Requested {
            by_site.entry(one.site).or_default().push(one);
        }
    }
    for (site, requests) in by_site {
        let desk = Desk {
            programme: programme.id,
            site,
            plan: plan.id,
            doer: Doer {
                actor: Actor::Coordinator,
                by: None,
            },
        };
        let is_first = Some(site) == first_site;
        for (turn, one) in requests.iter().enumerate().take(8) {
            let answer = match (turn, is_first) {
                (1, false) => Answer::Refuse(RefusalCode::Staffing),
                (2, false) => Answer::Offer(Alternative {
                    resident: None,
                    leaves_at: Instant(one.leaves_at.0 - 15 * 60 * 1_000_000),
                    returns_at: one.returns_at,
                }),
                (4, false) => Answer::Cover(Cover::BankOrLocum),
                (5, false) => Answer::Refuse(RefusalCode::Rest),
                (1, true) => Answer::Cover(Cover::InternalSwap),
                (2, true) => Answer::Approve,
                _ => continue,
            };
            let told = event(programme, "release.answer", &one.id.to_string());
            release::answer(app, desk, one.id, answer, told).await?;
        }
        if !is_first {
            let told = event(programme, "release.answer", &site.to_string());
            release::approve_all(app, desk, told).await?;
        }
    }
    Ok(())
}
