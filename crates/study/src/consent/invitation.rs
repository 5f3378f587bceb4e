//! The letters that a participant gets about what is theirs to decide, each with a link that opens their own page without an account
//! (trust ACC-8, PRI-9): to read and agree, and before words of theirs are printed (PRI-7). The link leads by its hash to the random id; whoever holds the tables learns no name from it.

use platform::access::{self, NewPass, Role};
use platform::jobs::{self, BoxFuture, Job, Kind, NewJob, Run};
use platform::mail::{Letter, Mail, Part};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Result};
use serde_json::json;
use uuid::Uuid;

use super::contact;

/// The kind of job that invites.
const INVITE: &str = "consent.invite";
/// The kind of job that asks about words that are to be printed.
const WORDS: &str = "consent.words";
/// In which capacity somebody opens the link.
pub(crate) const CAPACITY: &str = "participant";

/// What consent does later.
pub fn jobs() -> Vec<Kind> {
    vec![
        Kind {
            name: INVITE,
            action: Action("consent.letter"),
            run: Run::Mail(invite),
        },
        Kind {
            name: WORDS,
            action: Action("words.letter"),
            run: Run::Mail(ask),
        },
    ]
}

/// Asks for the letter that invites.
pub(super) async fn send(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    later(tx, app, INVITE, (study, participant)).await
}

/// Asks for the letter about words that are to be printed. Nobody gets one who has no address here.
pub async fn ask_about_words(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    later(tx, app, WORDS, (study, participant)).await
}

async fn later(
    tx: &Tx,
    app: &App,
    kind: &'static str,
    (study, participant): (Uuid, Uuid),
) -> Result<()> {
    let job = NewJob {
        kind,
        key: format!("{kind}/{}", app.new_id()),
        payload: json!({"study": study, "participant": participant}),
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

fn invite<'a>(app: &'a App, tx: &'a Tx, job: &'a Job) -> BoxFuture<'a, Result<Option<Mail>>> {
    Box::pin(async move {
        let to = (job.field("study")?, job.field("participant")?);
        letter(app, tx, to, &INVITATION).await
    })
}

fn ask<'a>(app: &'a App, tx: &'a Tx, job: &'a Job) -> BoxFuture<'a, Result<Option<Mail>>> {
    Box::pin(async move {
        let to = (job.field("study")?, job.field("participant")?);
        letter(app, tx, to, &QUESTION).await
    })
}

/// What a letter says, and to which page of the participant it leads.
struct Says {
    page: &'static str,
    subject: &'static str,
    /// Before and after the name of the study.
    first: (&'static str, &'static str),
    then: [&'static str; 2],
    label: &'static str,
}

const INVITATION: Says = Says {
    page: "my-choices",
    subject: "An interview study: please read before you decide",
    first: (
        "You are asked to take part in an interview for the study “",
        "”. Whether you do is yours alone to decide, and nobody at your work is told.",
    ),
    then: [
        "The link below opens what the study is about and what you may agree to, each thing by itself. You can say no to any of it, and take back later what you agreed to, without a reason and without writing to anybody.",
        "It opens the page once and works for 14 days. You need no account. If it has run out, its page sends a fresh one to this address.",
    ],
    label: "Read and decide",
};

const QUESTION: Says = Says {
    page: "my-words",
    subject: "An interview study: may words of yours be printed?",
    first: (
        "The team of the study “",
        "” would like to print some of what you said, without your name. Nothing of it is printed before you have seen these very words and said yes.",
    ),
    then: [
        "The link below opens the words as they would stand there. You say yes or no to each, and need not say why.",
        "It opens the page once and works for 14 days. You need no account. If it has run out, its page sends a link to My choices, which leads to the same words.",
    ],
    label: "Read what would be printed",
};

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
        let to = (job.field("scope")?, job.field("subject")?);
        letter(app, tx, to, &INVITATION).await
    })
}

async fn letter(
    app: &App,
    tx: &Tx,
    (study, participant): (Uuid, Uuid),
    says: &Says,
) -> Result<Option<Mail>> {
    let Some(contact) = contact::of(tx.connection(), app, participant).await? else {
        return Ok(None);
    };
    let scope = access::scope(app, study).await?;
    let leads_to = format!("/studies/{}/{}", scope.slug, says.page);
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
    let (before, after) = says.first;
    let first = Part::Text(format!("{before}{}{after}", scope.name));
    let then = says.then.map(|text| Part::Text(text.into()));
    let link = Part::Link {
        label: says.label.into(),
        href: format!("{}/links/{}", app.base_url, token.reveal()),
    };
    let letter = Letter {
        subject: says.subject.into(),
        greeting: format!("Dear {},", contact.name),
        parts: [first].into_iter().chain(then).chain([link]).collect(),
        closing: format!("The team of “{}”", scope.name),
    };
    Ok(Some(letter.mail(contact.email)))
}
