//! Letters on their way. A letter is a job that names the resident and where they stood when it was asked for; it is
//! composed when it leaves, and not at all if they stand elsewhere by then.

use std::collections::{BTreeMap, BTreeSet};

use platform::access::{self, Purpose, Scope};
use platform::audit;
use platform::clock::Instant;
use platform::jobs::{self, Job, Kind, NewJob, Run};
use platform::mail::Mail;
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::invite::{Door, door};
use super::mails::Letter;
use super::standing::Standing;
use super::state::State;
use super::store;
use crate::{people, planning};

const KIND: &str = "joining.letter";

/// What joining does later.
pub(super) fn jobs() -> Vec<Kind> {
    vec![Kind {
        name: KIND,
        action: Action("joining.letter"),
        run: Run::MailThen(
            |app, tx, job| Box::pin(compose(app, tx, job)),
            |app, tx, job| Box::pin(note(app, tx, job)),
        ),
    }]
}

/// What makes a letter one: whose, and about which step.
fn key(resident: Uuid, state: State, since: Instant) -> String {
    format!("{KIND}:{resident}:{}:{}", state.word(), since.0)
}

/// Asks for the letter about where somebody stands since a moment. One that failed so far leaves at once; one that was
/// handed over does not leave again.
pub(super) async fn ask(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    (resident, state, since): (Uuid, State, Instant),
    by: Option<Uuid>,
) -> Result<()> {
    let key = key(resident, state, since);
    jobs::call_off(tx, std::slice::from_ref(&key)).await?;
    let payload = json!({
        "programme": programme,
        "resident": resident,
        "state": state.word(),
        "since": since.0,
        "by": by,
    });
    let job = NewJob {
        kind: KIND,
        key,
        payload,
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

/// Whose letters wait to leave for the first time.
pub(super) async fn on_their_way(
    app: &App,
    standings: &BTreeMap<Uuid, Standing>,
) -> Result<BTreeSet<Uuid>> {
    let by_key: BTreeMap<String, Uuid> = standings
        .iter()
        .filter(|(_, one)| !one.mailed && matches!(one.state, State::Invited | State::Offered))
        .map(|(resident, one)| (key(*resident, one.state, one.since), *resident))
        .collect();
    let keys: Vec<String> = by_key.keys().cloned().collect();
    let waiting = jobs::waiting(app.db.read(), &keys).await?;
    Ok(waiting.iter().map(|key| by_key[key]).collect())
}

/// What a job is about, looked up again.
struct About {
    scope: Scope,
    resident: Uuid,
    /// Where they stand, if it is still where they stood.
    standing: Option<Standing>,
    by: Option<Uuid>,
}

impl About {
    async fn of(app: &App, tx: &Tx, job: &Job) -> Result<Self> {
        let programme: Uuid = job.field("programme")?;
        let resident = job.field("resident")?;
        let state: String = job.field("state")?;
        let since = Instant(job.field("since")?);
        let scope = access::scopes(app)
            .await?
            .into_iter()
            .find(|scope| scope.id == programme)
            .ok_or(Error::NotFound)?;
        let standing = store::standing(tx.connection(), programme, resident)
            .await?
            .filter(|one| one.state.word() == state && one.since == since);
        Ok(Self {
            scope,
            resident,
            standing,
            by: job.field("by")?,
        })
    }
}

async fn compose(app: &App, tx: &Tx, job: &Job) -> Result<Option<Mail>> {
    let about = About::of(app, tx, job).await?;
    let scope = &about.scope;
    let Some(standing) = about.standing else {
        return Ok(None);
    };
    let Some(stored) = people::one(app, scope.id, about.resident).await? else {
        return Ok(None);
    };
    let token = match door(app, scope, &stored).await? {
        Door::New | Door::Barred(_) => return Ok(None),
        Door::Guarded(_) => None,
        Door::Account(account) => {
            Some(access::draw_link(tx, app, account, Purpose::Joining).await?)
        }
    };
    let organiser = match about.by {
        Some(by) => access::name_of(app, by).await?,
        None => String::new(),
    };
    let link = match &token {
        Some(token) => format!(
            "{}/links/{}?next=%2Fprogrammes%2F{}%2Fjoin",
            app.base_url,
            token.reveal(),
            scope.slug
        ),
        None => format!("{}/programmes/{}/join", app.base_url, scope.slug),
    };
    let lives = app.now().plus_seconds(Purpose::Joining.seconds());
    let letter = Letter {
        programme: &scope.name,
        organiser: &organiser,
        base_url: &app.base_url,
        zone: &planning::zone()?,
        name: &stored.resident.full_name,
        link: &link,
        link_until: token.map(|_| lives),
    };
    let interest = store::interest(tx.connection(), scope.id).await?;
    let letter = match (standing.expires_at, interest) {
        (Some(until), _) => letter.offer(until),
        (None, Some(interest)) => letter.invitation(interest.closes_on),
        (None, None) => return Ok(None),
    };
    Ok(Some(letter.mail(stored.resident.email.trim())))
}

/// Notes that the letter was handed over, unless it speaks of a step that is past.
async fn note(app: &App, tx: &Tx, job: &Job) -> Result<audit::Event> {
    let about = About::of(app, tx, job).await?;
    if about.standing.is_some() {
        store::mailed(tx, app, &[about.resident]).await?;
    }
    Ok(audit::Event {
        chain: about.scope.slug,
        actor: None,
        action: "joining.letter",
        subject: about.resident.to_string(),
        detail: String::new(),
    })
}
