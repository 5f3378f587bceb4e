//! What happens because time goes by: reminders, passing on, locking (programme 7.1, RE8 to RE10). Each is a job whose
//! effect is committed once, whichever node runs it and however often it is tried.

use platform::audit;
use platform::clock::Instant;
use platform::jobs::{self, BoxFuture, Job, Kind, NewJob, Run};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::act::{self, Act, Doer};
use super::event::{Actor, Conditions, Event};
use super::judge::Judge;
use super::state::State;
use super::store::{self, Asked, Release};
use super::{send, tell, working_days};
use crate::planning;
use crate::sessions::Session;

/// Reminds a desk of what it was asked.
pub(super) const REMIND: &str = "release.remind";
/// Passes what is open or refused on to the tutor.
pub(super) const PASS_ON: &str = "release.pass-on";
/// Tells the director what the tutor has not answered.
pub(super) const PASS_FURTHER: &str = "release.pass-further";
/// Locks what is agreed for a session.
pub(super) const LOCK: &str = "release.lock";

/// Working days after which the director is asked (RE9).
const PASSED_FURTHER: u32 = 5;

/// How long before a session what is agreed is locked: 6 weeks, the notice for a change of a live rota (programme 7.6).
pub(super) const LOCK_SECONDS: i64 = 6 * 7 * 24 * 60 * 60;

/// The kinds of jobs.
pub(super) fn kinds() -> Vec<Kind> {
    let effect = |name, run: jobs::Effect| Kind {
        name,
        action: Action("release.clock"),
        run: Run::Effect(run),
    };
    vec![
        effect(REMIND, remind),
        effect(PASS_ON, pass_on),
        effect(PASS_FURTHER, pass_further),
        effect(LOCK, lock),
    ]
}

fn remind<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (programme, batch, site): (Uuid, Uuid, Uuid) = of_job(job)?;
        let tx = app.db.write().await?;
        let open = send::of_batch(&tx, programme, (batch, site)).await?;
        let open = ahead(app, open, |state| state == State::Requested);
        let mut reminded = 0;
        for release in &open {
            let act = Act::plain(Event::Remind, Doer::CLOCK);
            act::take(&tx, app, programme, release, &act, &super::NO_CONDITIONS).await?;
            reminded += 1;
        }
        if reminded > 0 {
            let letter = (job.id, true);
            tell::ask_site(&tx, app, (programme, site), Actor::Coordinator, letter).await?;
        }
        finish(tx, app, job, programme, "release.remind", reminded).await
    })
}

fn pass_on<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (programme, batch, site): (Uuid, Uuid, Uuid) = of_job(job)?;
        let tx = app.db.write().await?;
        let open = send::of_batch(&tx, programme, (batch, site)).await?;
        let open = ahead(app, open, |state| {
            matches!(state, State::Requested | State::Refused)
        });
        let mut passed = Vec::new();
        for release in &open {
            let act = Act::plain(Event::Escalate, Doer::CLOCK);
            let given = Conditions {
                refused_for: release.code,
                ..super::NO_CONDITIONS
            };
            match act::take(&tx, app, programme, release, &act, &given).await {
                Ok(done) => passed.push(done.0),
                // A refusal for rest is not passed on by the clock.
                Err(Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        if !passed.is_empty() {
            ask_tutor(&tx, app, programme, site, job.id).await?;
        }
        finish(tx, app, job, programme, "release.pass-on", passed.len()).await
    })
}

/// Writes to the tutor, and sets the clock that writes to the director.
pub(super) async fn ask_tutor(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    site: Uuid,
    act: Uuid,
) -> Result<()> {
    tell::ask_site(tx, app, (programme, site), Actor::Tutor, (act, false)).await?;
    let zone = planning::zone()?;
    let job = NewJob {
        kind: PASS_FURTHER,
        key: format!("{PASS_FURTHER}/{act}/{site}"),
        payload: json!({"programme": programme, "batch": act, "site": site}),
        run_at: working_days::morning_after(app.now(), PASSED_FURTHER, &zone)?,
    };
    jobs::enqueue(tx, app, job).await
}

fn pass_further<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (programme, _, site): (Uuid, Uuid, Uuid) = of_job(job)?;
        let tx = app.db.write().await?;
        let all = store::hold_site(&tx, programme, site).await?;
        let with_tutor = ahead(app, all, |state| state == State::Escalated)
            .into_iter()
            .filter(|one| one.passed_to == Some(Actor::Tutor));
        let ids: Vec<Uuid> = with_tutor.map(|one| one.id).collect();
        store::pass_to(&tx, &ids, Actor::Director).await?;
        if !ids.is_empty() {
            let letter = (job.id, false);
            tell::ask_site(&tx, app, (programme, site), Actor::Director, letter).await?;
        }
        finish(tx, app, job, programme, "release.pass-further", ids.len()).await
    })
}

/// Sets the clock that locks what is agreed for a session: six weeks before it, or at once where it is nearer.
pub(super) async fn lock_later(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    sessions: &[&Session],
    act: Uuid,
) -> Result<()> {
    for session in sessions {
        let at = session.starts_at.plus_seconds(-LOCK_SECONDS);
        let is_late = at <= app.now();
        let job = NewJob {
            kind: LOCK,
            key: match is_late {
                true => format!("{LOCK}/{}/{act}", session.id),
                false => format!("{LOCK}/{}", session.id),
            },
            payload: json!({"programme": programme, "session": session.id}),
            run_at: Instant(at.0.max(app.now().0)),
        };
        jobs::enqueue(tx, app, job).await?;
    }
    Ok(())
}

fn lock<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (programme, session): (Uuid, Uuid) = (job.field("programme")?, job.field("session")?);
        let asked = Asked {
            session: Some(session),
            ..Asked::default()
        };
        let agreed = store::find(app.db.read(), programme, &asked).await?;
        let agreed = ahead(app, agreed, |state| {
            matches!(state, State::Approved | State::ApprovedWithCover)
        });
        let locked = lock_all(app, programme, &agreed, Doer::CLOCK, Some(job)).await?;
        match locked {
            Some(_) => Ok(()),
            None => {
                let tx = app.db.write().await?;
                finish(tx, app, job, programme, "release.lock", 0).await
            }
        }
    })
}

/// Locks these releases where the checker of rules and limits still passes each (K1), and tells how many; none where
/// nothing was written.
pub(super) async fn lock_all(
    app: &App,
    programme: Uuid,
    agreed: &[Release],
    doer: Doer,
    job: Option<&Job>,
) -> Result<Option<usize>> {
    let Some(plan) = agreed.first().map(|one| one.plan) else {
        return Ok(None);
    };
    let all = store::of_plan(app, plan, None, None).await?;
    let sessions = super::sessions_of(app, plan).await?;
    let judge = Judge::of(app, programme, agreed).await?;
    let judged = judge.judge(agreed, &all, &sessions)?;
    let tx = app.db.write().await?;
    let mut told = Vec::new();
    for release in agreed {
        let given = judged[&release.id].conditions(release, false);
        let act = Act::plain(Event::Lock, doer);
        match act::take(&tx, app, programme, release, &act, &given).await {
            Ok(done) => told.push(done),
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let locked = told.len();
    tell::tell(&tx, app, programme, &told).await?;
    match job {
        Some(job) => finish(tx, app, job, programme, "release.lock", locked).await?,
        None => {
            let event = event_of(app, programme, "release.lock", locked, doer.by).await?;
            tx.commit(app, event).await?;
        }
    }
    Ok(Some(locked))
}

/// Those that still lie ahead and stand as asked.
fn ahead(app: &App, releases: Vec<Release>, stands: impl Fn(State) -> bool) -> Vec<Release> {
    let now = app.now();
    releases
        .into_iter()
        .filter(|one| one.leaves_at > now && stands(one.state))
        .collect()
}

async fn finish(
    tx: Tx,
    app: &App,
    job: &Job,
    programme: Uuid,
    action: &'static str,
    number: usize,
) -> Result<()> {
    job.settle(&tx, app).await?;
    let event = event_of(app, programme, action, number, None).await?;
    tx.commit(app, event).await
}

/// A line of the programme's record.
pub(super) async fn event_of(
    app: &App,
    programme: Uuid,
    action: &'static str,
    number: usize,
    actor: Option<Uuid>,
) -> Result<audit::Event> {
    Ok(audit::Event {
        chain: platform::access::scope(app, programme).await?.slug,
        actor,
        action,
        subject: number.to_string(),
        detail: String::new(),
    })
}

fn of_job(job: &Job) -> Result<(Uuid, Uuid, Uuid)> {
    Ok((
        job.field("programme")?,
        job.field("batch")?,
        job.field("site")?,
    ))
}
