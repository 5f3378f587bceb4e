//! The letters about appointments: neutral titles, no word of the study, an entry for the calendar with each. The
//! participant's letter holds nothing of the interviewer but the name; the interviewer's holds nothing of the participant but
//! the handle.

use formats::calendar::{self, Entry, Method, Organiser, Status};
use jiff::SignedDuration;
use platform::access::{self, NewPass, Role, Scope};
use platform::clock::Instant;
use platform::jobs::{self, BoxFuture, Job, Kind, NewJob, Run};
use platform::mail::{Invitation, Letter, Mail, Part};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::{Interview, Mode, State, store, when};
use crate::{consent, participants, team};

/// The kind of job.
const LETTER: &str = "interviews.letter";
/// The title of every entry and letter, which a shared calendar shows.
const TITLE: &str = "Appointment";

/// What a letter tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// There is an appointment, or it was moved.
    Invite,
    /// There is none any more.
    CallOff,
    /// The participant asks for another time.
    AskedForAnother,
}

impl What {
    const ALL: [Self; 3] = [Self::Invite, Self::CallOff, Self::AskedForAnother];

    fn word(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::CallOff => "call_off",
            Self::AskedForAnother => "asked",
        }
    }
}

/// The letters.
pub(super) fn kinds() -> Vec<Kind> {
    vec![Kind {
        name: LETTER,
        action: Action("interviews.letter"),
        run: Run::Mail(compose),
    }]
}

/// Asks for a letter to each of the two.
pub(super) async fn tell_both(
    tx: &Tx,
    app: &App,
    study: Uuid,
    interview: &Interview,
    what: What,
) -> Result<()> {
    ask(tx, app, study, interview, (what, "participant")).await?;
    tell_interviewer(tx, app, study, interview, what).await
}

/// Asks for a letter to the interviewer alone.
pub(super) async fn tell_interviewer(
    tx: &Tx,
    app: &App,
    study: Uuid,
    interview: &Interview,
    what: What,
) -> Result<()> {
    ask(tx, app, study, interview, (what, "interviewer")).await
}

/// The payload says when it was to be: a letter that calls off is composed after the row may be gone.
async fn ask(
    tx: &Tx,
    app: &App,
    study: Uuid,
    interview: &Interview,
    (what, to): (What, &'static str),
) -> Result<()> {
    let Some((start, minutes)) = interview.planned else {
        return Ok(());
    };
    let (id, sequence) = (interview.id, interview.sequence);
    let job = NewJob {
        kind: LETTER,
        key: format!("{LETTER}/{id}/{sequence}/{}/{to}", what.word()),
        payload: json!({
            "study": study,
            "interview": id,
            "participant": interview.participant,
            "interviewer": interview.interviewer,
            "what": what.word(),
            "to": to,
            "sequence": sequence,
            "start": start.0,
            "minutes": minutes,
            "zone": interview.zone,
            "at": app.now().0,
        }),
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

/// What a job asks for.
struct Asked {
    study: Scope,
    participant: Uuid,
    interviewer: Uuid,
    what: What,
    id: Uuid,
    sequence: i64,
    start: Instant,
    minutes: i64,
    zone: String,
    at: Instant,
}

impl Asked {
    async fn of(app: &App, job: &Job) -> Result<Self> {
        let word: String = job.field("what")?;
        let what = What::ALL.into_iter().find(|one| one.word() == word);
        Ok(Self {
            study: access::scope(app, job.field("study")?).await?,
            participant: job.field("participant")?,
            interviewer: job.field("interviewer")?,
            what: what.ok_or_else(|| Error::internal("a letter of no kind"))?,
            id: job.field("interview")?,
            sequence: job.field("sequence")?,
            start: Instant(job.field("start")?),
            minutes: job.field("minutes")?,
            zone: job.field("zone")?,
            at: Instant(job.field("at")?),
        })
    }

    fn when(&self) -> String {
        when::in_words(self.start, self.minutes, &self.zone)
    }

    /// The entry for one calendar.
    fn entry(&self, app: &App, joining: &str, from: &Organiser, to: &str) -> Invitation {
        let starts = self.start.to_jiff();
        let is_off = self.what == What::CallOff;
        let entry = Entry {
            uid: format!("apt-{}@{}", self.id, host(app)),
            sequence: u32::try_from(self.sequence).unwrap_or(u32::MAX),
            stamp: self.at.to_jiff(),
            starts,
            ends: starts + SignedDuration::from_mins(self.minutes),
            status: match is_off {
                true => Status::Cancelled,
                false => Status::Confirmed,
            },
            summary: TITLE.to_owned(),
            location: (!joining.is_empty()).then(|| joining.to_owned()),
            description: None,
            organiser: Some(from.clone()),
            attendee: Some(to.to_owned()),
        };
        let (method, word) = match is_off {
            true => (Method::Cancel, "CANCEL"),
            false => (Method::Request, "REQUEST"),
        };
        Invitation {
            method: word,
            ics: calendar::write(method, TITLE, &[entry]),
        }
    }
}

/// The host of this installation, in which UIDs end.
fn host(app: &App) -> &str {
    let after = app.base_url.split("://").nth(1).unwrap_or(&app.base_url);
    after.split(['/', ':']).next().unwrap_or(after)
}

fn compose<'a>(app: &'a App, tx: &'a Tx, job: &'a Job) -> BoxFuture<'a, Result<Option<Mail>>> {
    Box::pin(async move {
        let asked = Asked::of(app, job).await?;
        let row = store::find(tx.connection(), asked.study.id, asked.id).await?;
        let is_passed = row
            .as_ref()
            .is_some_and(|row| row.sequence > asked.sequence);
        let stands = row
            .as_ref()
            .is_some_and(|row| row.state == State::Scheduled);
        // Something later has its own letter.
        if is_passed || (asked.what != What::CallOff && !stands) {
            return Ok(None);
        }
        let to: String = job.field("to")?;
        match to.as_str() {
            "participant" => to_participant(app, tx, &asked, row.as_ref()).await,
            _ => to_interviewer(app, tx, &asked, row.as_ref()).await,
        }
    })
}

/// Who signs, and to whom answers of calendar programs go: the research lead, who knows the addresses; never the other side.
async fn sender(app: &App, study: &Scope) -> Result<Organiser> {
    for grant in access::holders(app, study.id, Role::ResearchLead).await? {
        let account = access::find(app, grant.account).await?;
        if let Some(account) = account.filter(|account| account.live) {
            return Ok(Organiser {
                name: account.name,
                address: account.email,
            });
        }
    }
    Err(Error::internal(
        "a study without a research lead writes no letters",
    ))
}

async fn to_participant(
    app: &App,
    tx: &Tx,
    asked: &Asked,
    row: Option<&Interview>,
) -> Result<Option<Mail>> {
    let contact = consent::contact_of(tx.connection(), app, asked.participant).await?;
    let Some(contact) = contact else {
        return Ok(None);
    };
    let names = team::names(app, asked.study.id).await?;
    let with = names.get(&asked.interviewer).cloned().unwrap_or_default();
    let joining = row.map_or("", |row| row.joining.as_str());
    let mut parts = vec![Part::Text(first_sentence(asked, &with))];
    if let (What::Invite, Some(row)) = (asked.what, row) {
        parts.push(Part::Rows(rows(asked, row, ("With", &with))));
    }
    let leads_to = format!("/studies/{}/my-interview", asked.study.slug);
    let pass = NewPass {
        scope: asked.study.id,
        role: Role::Participant,
        subject: asked.participant,
        capacity: consent::CAPACITY,
        person: contact.key.person(),
        name: "Participant",
        leads_to: &leads_to,
    };
    let token = access::draw_pass(tx, app, pass).await?;
    parts.push(Part::Text(
        "The link below opens your page once and works for 14 days. There you can ask for another time or call it off, without a reason.".into(),
    ));
    parts.push(Part::Link {
        label: "Open your page".into(),
        href: format!("{}/links/{}", app.base_url, token.reveal()),
    });
    let from = sender(app, &asked.study).await?;
    let calendar = asked.entry(app, joining, &from, &contact.email);
    let letter = letter(asked, (&contact.name, parts), &from);
    Ok(Some(Mail {
        calendar: Some(calendar),
        ..letter.mail(contact.email)
    }))
}

async fn to_interviewer(
    app: &App,
    tx: &Tx,
    asked: &Asked,
    row: Option<&Interview>,
) -> Result<Option<Mail>> {
    let Some((name, address)) = account_of(app, asked.study.id, asked.interviewer).await? else {
        return Ok(None);
    };
    let stored = participants::find(tx.connection(), asked.study.id, asked.participant).await?;
    let with = stored.map_or_else(
        || "a participant".to_owned(),
        |stored| stored.participant.participant,
    );
    let mut parts = vec![Part::Text(first_sentence(asked, &with))];
    if let (What::Invite, Some(row)) = (asked.what, row) {
        parts.push(Part::Rows(rows(asked, row, ("With", &with))));
    }
    parts.push(Part::Link {
        label: "Open your page".into(),
        href: format!(
            "{}/studies/{}/my-interviews",
            app.base_url, asked.study.slug
        ),
    });
    let from = sender(app, &asked.study).await?;
    let calendar = (asked.what != What::AskedForAnother).then(|| {
        let joining = row.map_or("", |row| row.joining.as_str());
        asked.entry(app, joining, &from, &address)
    });
    let letter = letter(asked, (&name, parts), &from);
    Ok(Some(Mail {
        calendar,
        ..letter.mail(address)
    }))
}

/// Name and address of the account of a member, while it lives.
async fn account_of(app: &App, study: Uuid, member: Uuid) -> Result<Option<(String, String)>> {
    for role in team::ROLES {
        for grant in access::holders(app, study, role).await? {
            if grant.subject != Some(member) {
                continue;
            }
            let account = access::find(app, grant.account).await?;
            if let Some(account) = account.filter(|account| account.live) {
                return Ok(Some((account.name, account.email)));
            }
        }
    }
    Ok(None)
}

fn first_sentence(asked: &Asked, with: &str) -> String {
    let when = asked.when();
    match (asked.what, asked.sequence) {
        (What::Invite, 0) => format!("You have an appointment with {with}."),
        (What::Invite, _) => {
            format!("Your appointment with {with} has changed. This is what holds now.")
        }
        (What::CallOff, _) => format!("Your appointment with {with} on {when} is called off."),
        (What::AskedForAnother, _) => {
            format!("{with} asks for another time than {when}. It stands until you move it.")
        }
    }
}

fn rows(asked: &Asked, row: &Interview, with: (&str, &str)) -> Vec<(String, String)> {
    let mut rows = vec![
        ("When".to_owned(), asked.when()),
        ("How".to_owned(), row.mode.label().to_owned()),
        (with.0.to_owned(), with.1.to_owned()),
    ];
    if !row.joining.is_empty() {
        let label = match row.mode {
            Mode::Video => "Address of the call",
            Mode::Phone => "Number",
            Mode::InPerson => "Where",
        };
        rows.push((label.to_owned(), row.joining.clone()));
    }
    rows
}

fn letter(asked: &Asked, (name, parts): (&str, Vec<Part>), from: &Organiser) -> Letter {
    let subject = match (asked.what, asked.sequence) {
        (What::Invite, 0) => TITLE.to_owned(),
        (What::Invite, _) => format!("{TITLE} moved"),
        (What::CallOff, _) => format!("{TITLE} called off"),
        (What::AskedForAnother, _) => format!("{TITLE}: another time is asked for"),
    };
    Letter {
        subject,
        greeting: format!("Dear {name},"),
        parts,
        closing: from.name.clone(),
    }
}
