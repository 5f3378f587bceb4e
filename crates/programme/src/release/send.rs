//! Asking: every draft of a run goes out in one batch, with one letter to each site (programme 7.1, RE2).

use std::collections::{BTreeMap, BTreeSet};

use platform::audit;
use platform::jobs::{self, NewJob};
use platform::storage::Tx;
use platform::{App, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::act::{self, Act, Doer};
use super::answer::Tally;
use super::batch_store::{self, Batch};
use super::event::{Actor, Event};
use super::judge::{Judge, Judged};
use super::state::State;
use super::store::{self, Asked, Release};
use super::{clock, tell, working_days};
use crate::planning;
use crate::wording::moment;

/// Working days after which a site is reminded (RE8).
pub(super) const REMINDERS: [u32; 2] = [3, 7];
/// Working days after which an open or refused request is passed on to the tutor (RE9), and the date asked for.
pub(super) const PASSED_ON: u32 = 10;

/// What sending did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Requests that went out.
    pub asked: usize,
    /// Sites that were written to.
    pub sites: usize,
    /// Drafts that stay, since a rule, a limit or an unknown rota stands in the way.
    pub held_back: usize,
}

/// The drafts of a plan that lie ahead, with what is true of each.
#[derive(Default)]
pub(super) struct Drafts {
    pub releases: Vec<Release>,
    pub judged: BTreeMap<Uuid, Judged>,
}

/// Collects the drafts of a plan that lie ahead, of one site where asked.
pub(super) async fn drafts(
    app: &App,
    programme: Uuid,
    plan: Uuid,
    site: Option<Uuid>,
) -> Result<Drafts> {
    let all = store::of_plan(app, plan, site, None).await?;
    let now = app.now();
    let releases: Vec<Release> = all
        .iter()
        .filter(|one| one.state == State::Draft && one.leaves_at > now)
        .cloned()
        .collect();
    let sessions = super::sessions_of(app, plan).await?;
    let judge = Judge::of(app, programme, &releases).await?;
    let judged = judge.judge(&releases, &all, &sessions)?;
    Ok(Drafts { releases, judged })
}

/// Sends every draft that the rules and limits of today allow; the others stay drafts and say why on the board.
///
/// # Errors
/// No plan is published.
pub async fn send(
    app: &App,
    programme: Uuid,
    site: Option<Uuid>,
    doer: Doer,
    event: audit::Event,
) -> Result<Sent> {
    let plan = planning::newest(app, programme, true)
        .await?
        .ok_or(Error::NotFound)?;
    let drafts = drafts(app, programme, plan.id, site).await?;
    let zone = planning::zone()?;
    let now = app.now();
    let today = now.to_jiff().to_zoned_datetime(zone.clone()).date();
    let batch = Batch {
        id: app.new_id(),
        sent_at: now,
        sent_by: doer.by,
        answer_by: working_days::after(today, PASSED_ON),
    };
    let tx = app.db.write().await?;
    batch_store::add_batch(&tx, programme, &batch).await?;
    let mut told = Vec::new();
    // Whatever goes out now counts against the limit of what goes out after it.
    let mut tally = Tally::default();
    let mut held_back = 0;
    for release in &drafts.releases {
        let judged = &drafts.judged[&release.id];
        let mut given = judged.conditions(release, false);
        given.cap_holds = tally.fits(judged, |count| count.together);
        let act = Act {
            batch: Some(batch.id),
            ..Act::plain(Event::Send, doer)
        };
        match act::take(&tx, app, programme, release, &act, &given).await {
            Ok(done) => {
                tally.add(judged);
                told.push(done);
            }
            Err(Error::Refused(_)) => held_back += 1,
            Err(error) => return Err(error),
        }
    }
    if told.is_empty() {
        return Ok(Sent {
            held_back,
            ..Sent::default()
        });
    }
    let sites: BTreeSet<Uuid> = told.iter().map(|(release, _)| release.site).collect();
    for site in &sites {
        tell::ask_site(
            &tx,
            app,
            (programme, *site),
            Actor::Coordinator,
            (batch.id, false),
        )
        .await?;
        follow_up(&tx, app, programme, &batch, *site).await?;
    }
    tell::tell(&tx, app, programme, &told).await?;
    let sent = Sent {
        asked: told.len(),
        sites: sites.len(),
        held_back,
    };
    let event = audit::Event {
        subject: format!("batch {}", batch.id),
        detail: format!("asked {} of {} sites", sent.asked, sent.sites),
        ..event
    };
    tx.commit(app, event).await?;
    Ok(sent)
}

/// The clock of a batch at one site: two reminders, then the tutor.
async fn follow_up(tx: &Tx, app: &App, programme: Uuid, batch: &Batch, site: Uuid) -> Result<()> {
    let zone = planning::zone()?;
    let steps = REMINDERS
        .map(|days| (clock::REMIND, days))
        .into_iter()
        .chain([(clock::PASS_ON, PASSED_ON)]);
    for (kind, days) in steps {
        let job = NewJob {
            kind,
            key: format!("{kind}/{}/{site}/{days}", batch.id),
            payload: json!({"programme": programme, "batch": batch.id, "site": site}),
            run_at: working_days::morning_after(batch.sent_at, days, &zone)?,
        };
        jobs::enqueue(tx, app, job).await?;
    }
    Ok(())
}

/// What stands of a batch at a site.
pub(super) async fn of_batch(
    tx: &Tx,
    programme: Uuid,
    (batch, site): (Uuid, Uuid),
) -> Result<Vec<Release>> {
    let asked = Asked {
        batch: Some(batch),
        site: Some(site),
        ..Asked::default()
    };
    store::find(tx.connection(), programme, &asked).await
}

impl Drafts {
    /// Those that may be asked for now, all of them together.
    pub(super) fn ready(&self) -> Vec<&Release> {
        let mut tally = Tally::default();
        self.releases
            .iter()
            .filter(|release| {
                let judged = &self.judged[&release.id];
                let rest = judged.verdict() == Some(rest::Verdict::NeedsRelease);
                let fits = rest && tally.fits(judged, |count| count.together);
                if fits {
                    tally.add(judged);
                }
                fits
            })
            .collect()
    }

    /// Those that may not, each with why.
    pub(super) fn held_back(&self, sites: &BTreeMap<Uuid, String>) -> Vec<String> {
        let ready: BTreeSet<Uuid> = self.ready().iter().map(|one| one.id).collect();
        self.releases
            .iter()
            .filter(|one| !ready.contains(&one.id))
            .map(|release| {
                let name = sites
                    .get(&release.site)
                    .map_or("A hospital", String::as_str);
                let when = planning::zone().map_or_else(
                    |_| String::new(),
                    |zone| moment(release.leaves_at.to_jiff(), &zone),
                );
                let why = match self.judged[&release.id].verdict() {
                    Some(rest::Verdict::NeedsRelease) => "the hospital’s limit is reached",
                    Some(rest::Verdict::Never) => "rest comes first for the doctor",
                    Some(rest::Verdict::MayAttend | rest::Verdict::OwnChoice) => {
                        "the doctor is not on duty by the newest rota"
                    }
                    Some(rest::Verdict::Unknown) | None => "the doctor’s rota is not known",
                };
                format!("{name}, {when}: {why}.")
            })
            .collect()
    }
}
