//! The letter that invites a participant to read, with a link that opens their own page without an account (trust ACC-8,
//! PRI-9). The link leads by its hash to the random id; whoever holds the tables learns no name from it.

use platform::access::{self, NewPass, Role};
use platform::jobs::{self, BoxFuture, Job, Kind, NewJob, Run};
use platform::mail::{Letter, Mail, Part};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Result};
use serde_json::json;
use uuid::Uuid;

use super::contact;

/// The kind of job.
const INVITE: &str = "consent.invite";
/// In which capacity somebody opens the link.
pub(crate) const CAPACITY: &str = "participant";

/// What consent does later.
pub fn jobs() -> Vec<Kind> {
    vec![Kind {
        name: INVITE,
        action: Action("consent.letter"),
        run: Run::Mail(invite),
    }]
}

/// Asks for the letter.
pub(super) async fn send(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    let job = NewJob {
        kind: INVITE,
        key: format!("{INVITE}/{}", app.new_id()),
        payload: json!({"study": study, "participant": participant}),
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

fn invite<'a>(app: &'a App, tx: &'a Tx, job: &'a Job) -> BoxFuture<'a, Result<Option<Mail>>> {
    Box::pin(async move { letter(app, tx, job.field("study")?, job.field("participant")?).await })
}

/// A letter with a fresh link in the place of a worn one; none where the worn one was for somebody else.
pub fn fresh_link<'a>(
    app: &'a App,
    tx: &'a Tx,
    job: &'a Job,
) -> BoxFuture<'a, Result<Option<Mail>>> {
    Box::pin(async move {
        let capacity: String = job.field("capacity")?;
        if capacity != CAPACITY {
            return Ok(None);
        }
        letter(app, tx, job.field("scope")?, job.field("subject")?).await
    })
}

async fn letter(app: &App, tx: &Tx, study: Uuid, participant: Uuid) -> Result<Option<Mail>> {
    let Some(contact) = contact::of(tx.connection(), app, participant).await? else {
        return Ok(None);
    };
    let scope = access::scope(app, study).await?;
    let leads_to = format!("/studies/{}/my-choices", scope.slug);
    let pass = NewPass {
        scope: study,
        role: Role::Participant,
        subject: participant,
        capacity: CAPACITY,
        person: contact.key.person(),
        name: "Participant",
        leads_to: &leads_to,
    };
    let token = access::draw_pass(tx, app, pass).await?;
    let letter = Letter {
        subject: "An interview study: please read before you decide".into(),
        greeting: format!("Dear {},", contact.name),
        parts: vec![
            Part::Text(format!(
                "You are asked to take part in an interview for the study “{}”. Whether you do is yours alone to decide, and nobody at your work is told.",
                scope.name
            )),
            Part::Text(
                "The link below opens what the study is about and what you may agree to, each thing by itself. You can say no to any of it, and take back later what you agreed to, without a reason and without writing to anybody.".into(),
            ),
            Part::Text(
                "It opens the page once and works for 14 days. You need no account. If it has run out, its page sends a fresh one to this address.".into(),
            ),
            Part::Link {
                label: "Read and decide".into(),
                href: format!("{}/links/{}", app.base_url, token.reveal()),
            },
        ],
        closing: format!("The team of “{}”", scope.name),
    };
    Ok(Some(letter.mail(contact.email)))
}
