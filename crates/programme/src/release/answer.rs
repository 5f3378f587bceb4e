//! The answer of a site: approve, approve with cover, offer something else, refuse, or take back for safety
//! (programme 7.1, RE3 to RE5, RE7, RE12).

use std::collections::BTreeMap;

use platform::audit;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::act::{self, Act, Doer};
use super::clock;
use super::event::{Actor, Event};
use super::judge::{Count, Judge, Judged};
use super::state::{RefusalCode, State};
use super::store::{self, Alternative, Release};
use super::tell::{self, Told};
use crate::costs::{self, Cover};
use crate::sessions::Session;

/// What a desk says to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The doctor may go.
    Approve,
    /// The doctor may go, and this is how the hours are covered.
    Cover(Cover),
    /// The doctor cannot go.
    Refuse(RefusalCode),
    /// Other hours, or another doctor.
    Offer(Alternative),
    /// What was agreed is taken back. Nobody asks why.
    Withdraw,
}

impl Answer {
    fn act(self, doer: Doer) -> Act {
        let plain = |event| Act::plain(event, doer);
        match self {
            Self::Approve => plain(Event::Approve),
            Self::Cover(cover) => Act {
                cover: Some(cover),
                ..plain(Event::ApproveWithCover)
            },
            Self::Refuse(code) => Act {
                code: Some(code),
                ..plain(Event::Refuse)
            },
            Self::Offer(alternative) => Act {
                alternative: Some(alternative),
                ..plain(Event::OfferAlternative)
            },
            Self::Withdraw => plain(Event::WithdrawSafety),
        }
    }
}

/// A site and who answers for it.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The programme.
    pub programme: Uuid,
    /// The site.
    pub site: Uuid,
    /// The plan whose requests are answered.
    pub plan: Uuid,
    /// Who answers.
    pub doer: Doer,
}

/// How many more count against each cap than were known when it was judged.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<String, usize>);

impl Tally {
    /// Whether one more fits, where `so_far` tells how many of a cap are taken.
    pub(super) fn fits(&self, judged: &Judged, so_far: impl Fn(&Count) -> usize) -> bool {
        let more = |count: &Count| self.0.get(&count.label).copied().unwrap_or(0);
        judged
            .caps
            .iter()
            .all(|count| so_far(count) + more(count) < count.cap)
    }

    /// Counts one more.
    pub(super) fn add(&mut self, judged: &Judged) {
        for count in &judged.caps {
            *self.0.entry(count.label.clone()).or_default() += 1;
        }
    }
}

/// Answers one request.
///
/// # Errors
/// The request is not of this site; a rule, the cap or the state says no; or somebody else was first.
pub async fn answer(
    app: &App,
    desk: Desk,
    release: Uuid,
    answer: Answer,
    event: audit::Event,
) -> Result<()> {
    let session_of = super::sessions_of(app, desk.plan).await?;
    let known = store::of_plan(app, desk.plan, Some(desk.site), None).await?;
    let judge = Judge::of(app, desk.programme, &known).await?;
    let tx = app.db.write().await?;
    let all = store::hold_site(&tx, desk.programme, desk.site).await?;
    let found = all.iter().find(|one| one.id == release);
    let release = found.ok_or(Error::NotFound)?.clone();
    let judged = judge.judge(std::slice::from_ref(&release), &all, &session_of)?;
    let is_over = session_of
        .get(&release.session)
        .is_none_or(|session| session.ends_at <= app.now());
    let given = judged[&release.id].conditions(&release, is_over);
    let act = answer.act(desk.doer);
    let done = act::take(&tx, app, desk.programme, &release, &act, &given).await?;
    conclude(tx, app, desk, &[done], &session_of, event).await
}

/// Approves every request ahead that fits limit and rest, the earliest first, and tells how many.
pub async fn approve_all(app: &App, desk: Desk, event: audit::Event) -> Result<usize> {
    let session_of = super::sessions_of(app, desk.plan).await?;
    let known = store::of_plan(app, desk.plan, Some(desk.site), None).await?;
    let judge = Judge::of(app, desk.programme, &known).await?;
    let tx = app.db.write().await?;
    let all = store::hold_site(&tx, desk.programme, desk.site).await?;
    let open: Vec<Release> = all
        .iter()
        .filter(|one| one.plan == desk.plan && waits_for(desk.doer.actor, one.state))
        .filter(|one| one.leaves_at > app.now())
        .cloned()
        .collect();
    let judged = judge.judge(&open, &all, &session_of)?;
    let mut tally = Tally::default();
    let mut done = Vec::new();
    for release in &open {
        let judged = &judged[&release.id];
        let mut given = judged.conditions(release, false);
        given.cap_holds = tally.fits(judged, |count| count.agreed);
        let act = Act::plain(Event::Approve, desk.doer);
        match act::take(&tx, app, desk.programme, release, &act, &given).await {
            Ok(one) => {
                tally.add(judged);
                done.push(one);
            }
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let approved = done.len();
    if approved > 0 {
        let event = event.with_detail(format!("approved {approved}"));
        conclude(tx, app, desk, &done, &session_of, event).await?;
    }
    Ok(approved)
}

/// Whether a request waits for somebody: the desk for what it was asked, tutor and director for what was passed on.
pub(super) fn waits_for(actor: Actor, state: State) -> bool {
    match actor {
        Actor::Coordinator => matches!(state, State::Requested | State::Escalated),
        Actor::Tutor | Actor::Director => state == State::Escalated,
        _ => false,
    }
}

/// Whether somebody may approve: what waits for them, and what was refused, since minds change.
pub(super) fn may_approve(actor: Actor, state: State) -> bool {
    waits_for(actor, state) || (actor == Actor::Coordinator && state == State::Refused)
}

/// The letters and clocks that follow, the record, and the end of the transaction.
async fn conclude(
    tx: Tx,
    app: &App,
    desk: Desk,
    done: &[Told],
    session_of: &BTreeMap<Uuid, Session>,
    event: audit::Event,
) -> Result<()> {
    tell::tell(&tx, app, desk.programme, done).await?;
    for (release, _) in done {
        cover(&tx, app, desk.programme, release).await?;
    }
    let agreed: Vec<&Session> = done
        .iter()
        .filter(|(release, _)| release.state.is_agreed())
        .filter_map(|(release, _)| session_of.get(&release.session))
        .collect();
    clock::lock_later(&tx, app, desk.programme, &agreed, app.new_id()).await?;
    tx.commit(app, event).await
}

/// The line of the ledger that an approval with cover adds (RE4), and the one that takes it back.
async fn cover(tx: &Tx, app: &App, programme: Uuid, release: &Release) -> Result<()> {
    let (cover, minutes) = match (release.state, release.cover) {
        (State::ApprovedWithCover, Some(cover)) => (cover, release.minutes()),
        (State::WithdrawnSafety, _) => (Cover::Cancelled, 0),
        _ => return Ok(()),
    };
    let (session, site) = (release.session, release.site);
    costs::covered(
        tx, app, programme, release.id, session, site, cover, minutes,
    )
    .await
}
