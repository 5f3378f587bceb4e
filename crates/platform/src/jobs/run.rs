//! Running one job after another.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use uuid::Uuid;

use super::{Compose, Job, Kind, Run, Sent, store};
use crate::audit::Event;
use crate::mail::Mail;
use crate::{App, Error, Result};

/// Minutes between one attempt that failed and the next; the last holds for all that follow.
pub const BACKOFF_MINUTES: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];

/// How often a job is tried, over about three and a half days, before it waits for somebody to look.
pub const MOST_ATTEMPTS: u32 = 13;

/// Runs every job of these kinds that is due now, one after another until none is left, and tells how many
/// were run. One that fails is due again later.
///
/// # Errors
/// The database cannot be asked or written.
pub async fn run_due(app: &App, kinds: &[Kind]) -> Result<usize> {
    let mut count = 0;
    while run_one(app, kinds).await? {
        count += 1;
    }
    Ok(count)
}

/// Runs the job that has been due longest; false if none is due.
pub(super) async fn run_one(app: &App, kinds: &[Kind]) -> Result<bool> {
    if kinds.is_empty() {
        return Ok(false);
    }
    let Some(job) = store::claim(app, kinds).await? else {
        return Ok(false);
    };
    let Some(kind) = kinds.iter().find(|kind| kind.name == job.kind) else {
        return Err(Error::internal("a job of a kind that was not asked for"));
    };
    if job.attempts > MOST_ATTEMPTS {
        // Its workers came to an end with it each time.
        store::give_back(app, &job, "worker-lost", None).await?;
        return Ok(true);
    }
    // A panic ends the job, not the worker: its transaction is undone as it unwinds.
    let outcome = AssertUnwindSafe(perform(app, kind, &job))
        .catch_unwind()
        .await;
    let failure = match outcome {
        Ok(Ok(())) => return Ok(true),
        Ok(Err(error)) => Failure::of(error),
        Err(_) => Failure {
            code: "panic",
            cause: "it panicked".into(),
        },
    };
    fail(app, &job, failure).await?;
    Ok(true)
}

/// Why a job did not come to its end.
struct Failure {
    /// What the row keeps.
    code: &'static str,
    /// What the log says.
    cause: String,
}

impl Failure {
    fn of(error: Error) -> Self {
        let code = match &error {
            Error::NotFound => "not-found",
            Error::SignIn { .. } | Error::Forbidden(_) => "forbidden",
            Error::Invalid(_) => "invalid",
            Error::Refused(refusal) => refusal.rule,
            Error::Conflict(_) => "conflict",
            Error::Unavailable => "unavailable",
            Error::Internal(_) => "internal",
        };
        Self {
            code,
            cause: error.to_string(),
        }
    }
}

async fn perform(app: &App, kind: &Kind, job: &Job) -> Result<(), Error> {
    match kind.run {
        Run::Effect(effect) => {
            effect(app, job).await?;
            if store::is_done(app, job).await? {
                Ok(())
            } else {
                Err(Error::internal("it ended without being settled"))
            }
        }
        Run::Mail(compose) => deliver(app, kind, job, compose, None).await,
        Run::MailThen(compose, sent) => deliver(app, kind, job, compose, Some(sent)).await,
    }
}

/// Composes a letter, hands it over, and marks it as sent: two transactions with the mail server between them.
async fn deliver(
    app: &App,
    kind: &Kind,
    job: &Job,
    compose: Compose,
    sent: Option<Sent>,
) -> Result<()> {
    let tx = app.db.write().await?;
    store::renew(&tx, job).await?;
    let Some(mail) = compose(app, &tx, job).await? else {
        job.settle(&tx, app).await?;
        return tx.commit_bookkeeping().await;
    };
    tx.commit_bookkeeping().await?;
    let mail = Mail {
        message_id: Some(message_id(&app.base_url, job.id)),
        ..mail
    };
    app.mailer.send(&mail).await?;
    let tx = app.db.write().await?;
    let event = match sent {
        Some(sent) => sent(app, &tx, job).await?,
        None => Event::installation(kind.action.0, job.id.to_string()),
    };
    job.settle(&tx, app).await?;
    tx.commit(app, event).await
}

/// The same for every attempt, so that a mail program shows a letter that came twice once.
fn message_id(base_url: &str, job: Uuid) -> String {
    let address = base_url
        .split_once("://")
        .map_or(base_url, |(_, rest)| rest);
    let host = address.split(['/', ':']).next().unwrap_or_default();
    let host = if host.is_empty() { "localhost" } else { host };
    format!("<{job}@{host}>")
}

async fn fail(app: &App, job: &Job, failure: Failure) -> Result<()> {
    let Failure { code, cause } = failure;
    let again = (job.attempts < MOST_ATTEMPTS).then(|| {
        let turn = job.attempts.saturating_sub(1) as usize;
        let minutes = BACKOFF_MINUTES[turn.min(BACKOFF_MINUTES.len() - 1)];
        app.now().plus_seconds(minutes * 60)
    });
    let (id, kind, attempts) = (job.id, &job.kind, job.attempts);
    if again.is_some() {
        tracing::warn!(job = %id, kind, attempts, code, cause, "a job failed and will be tried again");
    } else {
        tracing::error!(job = %id, kind, attempts, code, cause, "a job failed for the last time");
    }
    store::give_back(app, job, code, again).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_id_of_a_job_is_its_identifier_at_the_host_people_use() {
        let id = Uuid::nil();
        for (base_url, host) in [
            ("https://enid.example", "enid.example"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("https://enid.example/below", "enid.example"),
            ("", "localhost"),
        ] {
            assert_eq!(message_id(base_url, id), format!("<{id}@{host}>"));
        }
    }
}
