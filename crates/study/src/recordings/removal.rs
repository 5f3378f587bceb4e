//! What ends a recording: its transcript is checked, its period is over, its participant withdraws, the research lead
//! removes it. The key goes in the transaction; what lies in the store goes with a job after it.

use std::collections::BTreeSet;

use platform::access::{self, ScopeKind};
use platform::audit::Event;
use platform::clock::Instant;
use platform::jobs::{self, BoxFuture, Job, Kind, NewJob, Run};
use platform::keys::erase_person;
use platform::retention::{Class, Reach, Sweep, Sweeping};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use super::pieces::KIND;
use super::store::{self, Upload};
use super::{Recording, Why};
use crate::consent::{self, Use};

/// The kind of job that forgets an upload that was broken off.
pub(super) const ABANDON: &str = "recordings.abandon";
/// The kind of job that removes from the store what belongs to nothing.
const TIDY: &str = "recordings.tidy";

/// The one class of recordings.
pub const CLASSES: &[Class] = &[CLASS];

pub(super) const CLASS: Class = Class {
    name: "recordings",
    counts: "after a recording was handed in, or once its transcript is checked",
    period: "90 days",
    note: "A recording serves the check of its transcript and nothing else",
    tables: &[&["recordings", "recording_uploads"]],
    reach: Reach::Each(ScopeKind::Study),
    sweep: Some(sweep as Sweep),
};

/// What is done later.
pub fn jobs() -> Vec<Kind> {
    vec![
        Kind {
            name: ABANDON,
            action: Action(ABANDON),
            run: Run::Effect(abandon),
        },
        Kind {
            name: TIDY,
            action: Action(TIDY),
            run: Run::Effect(tidy),
        },
    ]
}

/// Who has agreed that a recording is kept after its transcript is checked.
pub(super) async fn keepers(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeSet<Uuid>> {
    let consents = consent::consents(connection, study).await?;
    let agreed = consents
        .into_iter()
        .filter(|(_, held)| held.granted.contains(&Use::KeepRecording));
    Ok(agreed.map(|(participant, _)| participant).collect())
}

/// Notes that the transcript of a participant is checked: its recordings go with the next daily run, unless the
/// participant has agreed that they are kept (R23, RET-1).
pub async fn transcript_checked(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    store::set_checked(tx, app, (study, participant)).await
}

/// How many recordings of somebody there are.
pub async fn count_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<usize> {
    Ok(living_of(connection, study, participant).await?.len())
}

async fn living_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Vec<Recording>> {
    let mut all = store::all(connection, study).await?;
    all.retain(|one| one.participant == participant && one.deleted.is_none());
    Ok(all)
}

/// Removes a recording: its key now, what lies in the store soon after. Its row stays and says why.
pub async fn remove(tx: &Tx, app: &App, recording: &Recording, why: Why) -> Result<()> {
    erase_person(tx, app, recording.person, why.erasure()).await?;
    store::set_deleted(tx, app, recording.id, why).await?;
    tidy_later(tx, app, app.new_id().to_string()).await
}

/// Removes every recording of somebody who withdraws. What is left of ones that were removed before says no length and no
/// mark of their bytes any more.
pub async fn remove_of(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    for recording in living_of(tx.connection(), study, participant).await? {
        remove(tx, app, &recording, Why::Withdrawal).await?;
    }
    store::blank_of(tx, study, participant).await
}

/// Forgets what is being handed in of somebody.
pub async fn discard_uploads_of(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    let uploads = store::uploads(tx.connection(), study).await?;
    for upload in uploads.iter().filter(|one| one.participant == participant) {
        discard(tx, app, upload, "withdrawal").await?;
    }
    Ok(())
}

/// Forgets an upload.
pub(super) async fn discard(
    tx: &Tx,
    app: &App,
    upload: &Upload,
    reason: &'static str,
) -> Result<()> {
    store::forget_upload(tx, upload.id).await?;
    erase_person(tx, app, upload.person, reason).await?;
    tidy_later(tx, app, app.new_id().to_string()).await
}

/// Asks that the store be looked through. The daily run asks once a day besides, so that nothing stays for ever that a
/// crash has left behind; `which` makes several that are the same one.
pub async fn tidy_later(tx: &Tx, app: &App, which: String) -> Result<()> {
    let job = NewJob {
        kind: TIDY,
        key: format!("{TIDY}/{which}"),
        payload: json!({}),
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

fn tidy<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        // First what lies there, then what may: an upload that begins in between is in neither list.
        let groups = app.objects.groups(KIND).await?;
        let living = store::living(app.db.read()).await?;
        let orphans = groups.iter().filter(|group| !living.contains(&group.id));
        for group in orphans {
            app.objects.remove(*group).await?;
        }
        let tx = app.db.write().await?;
        job.settle(&tx, app).await?;
        tx.commit_bookkeeping().await
    })
}

fn abandon<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (study, id): (Uuid, Uuid) = (job.field("study")?, job.field("upload")?);
        let tx = app.db.write().await?;
        job.settle(&tx, app).await?;
        let Some(upload) = store::find_upload(tx.connection(), study, id).await? else {
            return tx.commit_bookkeeping().await;
        };
        discard(&tx, app, &upload, "period").await?;
        let event = Event {
            chain: access::scope(app, study).await?.slug,
            actor: None,
            action: ABANDON,
            subject: id.to_string(),
            detail: String::new(),
        };
        tx.commit(app, event).await
    })
}

fn sweep<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let study = study_of(sweeping)?;
        let (app, tx) = (sweeping.app, sweeping.tx);
        let keepers = keepers(tx.connection(), study).await?;
        let period = app.periods.of(&CLASS);
        let is_due = |at: Option<Instant>| at.is_some_and(|at| at <= app.now());
        for recording in store::all(tx.connection(), study).await? {
            let is_kept = keepers.contains(&recording.participant);
            if recording.deleted.is_none() && is_due(recording.goes_at(is_kept, period)) {
                let why = match recording.checked_at {
                    Some(_) => Why::Checked,
                    None => Why::Period,
                };
                remove(tx, app, &recording, why).await?;
                sweeping.count("recordings", 1);
            }
        }
        Ok(())
    })
}

/// Removes everything of a study that is over its own period.
pub async fn erase_study(sweeping: &mut Sweeping<'_>) -> Result<()> {
    let study = study_of(sweeping)?;
    let (app, tx) = (sweeping.app, sweeping.tx);
    let uploads = store::uploads(tx.connection(), study).await?;
    let recordings = store::all(tx.connection(), study).await?;
    let people = uploads
        .iter()
        .map(|one| one.person)
        .chain(recordings.iter().map(|one| one.person));
    for person in people {
        erase_person(tx, app, person, "period").await?;
    }
    if !(uploads.is_empty() && recordings.is_empty()) {
        tidy_later(tx, app, app.new_id().to_string()).await?;
    }
    for table in ["recordings", "recording_uploads"] {
        let sql = format!("DELETE FROM {table} WHERE study = $1");
        sweeping.remove(table, &sql, vec![study.into()]).await?;
    }
    let sql = "DELETE FROM recording_withdrawals WHERE study = $1";
    sweeping
        .remove_protected("recording_withdrawals", sql, vec![study.into()])
        .await
}

fn study_of(sweeping: &Sweeping<'_>) -> Result<Uuid> {
    let none = || Error::internal("a class of studies is swept outside a study");
    Ok(sweeping.scope.ok_or_else(none)?.id)
}
