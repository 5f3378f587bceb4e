//! The letters about releases: what stands when they are sent, in plain words, with neutral titles. A letter to a site
//! names its own doctors only; no letter names a group or a case (R3).

use formats::calendar::{self, Entry, Method};
use platform::access::{self, NewPass, Role};
use platform::jobs::{BoxFuture, Job, Kind, Run};
use platform::mail::{Invitation, Mail, Part};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::calendar as entries;
use super::event::{Actor, Event};
use super::scene::Scene;
use super::state::State;
use super::store::{self, Asked, Release};
use super::tell::{
    ASK_SITE, TELL_FACILITATORS, TELL_ORGANISERS, TELL_RESIDENT, TELL_SITE, TEXT_RESIDENT,
};
use super::{letter_words, moved};
use crate::{sites, texts};

/// The kinds of letters.
pub(super) fn kinds() -> Vec<Kind> {
    let mail = |name, compose| Kind {
        name,
        action: Action("release.letters"),
        run: Run::Mail(compose),
    };
    vec![
        mail(ASK_SITE, ask_site),
        mail(TELL_RESIDENT, tell_resident),
        mail(TEXT_RESIDENT, text_resident),
        mail(TELL_SITE, tell_site),
        mail(TELL_ORGANISERS, tell_organisers),
        mail(TELL_FACILITATORS, tell_facilitators),
        Kind {
            name: moved::TELL_FORMER,
            action: Action("release.letters"),
            run: Run::MailThen(moved::tell_former, moved::forget_former),
        },
    ]
}

type Composed<'a> = BoxFuture<'a, Result<Option<Mail>>>;

/// One letter to a desk for everything that waits there, with a link that opens its page.
fn ask_site<'a>(app: &'a App, tx: &'a Tx, job: &'a Job) -> Composed<'a> {
    Box::pin(async move {
        let capacity: String = job.field("capacity")?;
        let capacity: Actor = capacity.parse().map_err(Error::internal)?;
        let reminder: bool = job.field("reminder")?;
        let at = (job.field("programme")?, job.field("site")?);
        desk_letter(app, tx, at, capacity, reminder).await
    })
}

/// A letter with a fresh link in the place of a worn one; none where that was for nobody of a site.
pub fn fresh_link<'a>(app: &'a App, tx: &'a Tx, job: &'a Job) -> Composed<'a> {
    Box::pin(async move {
        let capacity: String = job.field("capacity")?;
        let Ok(capacity) = capacity.parse::<Actor>() else {
            return Ok(None);
        };
        let at = (job.field("scope")?, job.field("subject")?);
        desk_letter(app, tx, at, capacity, false).await
    })
}

async fn desk_letter(
    app: &App,
    tx: &Tx,
    (programme, site): (Uuid, Uuid),
    capacity: Actor,
    reminder: bool,
) -> Result<Option<Mail>> {
    let Some(stored) = sites::listed(app, programme)
        .await?
        .into_iter()
        .find(|one| one.id == site)
    else {
        return Ok(None);
    };
    let (name, address) = match capacity {
        Actor::Coordinator => (
            stored.site.coordinator_name.clone(),
            stored.site.coordinator_email.clone(),
        ),
        Actor::Tutor => ("college tutor".to_owned(), stored.site.tutor_email.clone()),
        _ => (
            "training programme director".to_owned(),
            stored.site.escalation_email.clone(),
        ),
    };
    let asked = Asked {
        site: Some(site),
        ..Asked::default()
    };
    let now = app.now();
    let open: Vec<Release> = store::find(tx.connection(), programme, &asked)
        .await?
        .into_iter()
        .filter(|one| one.leaves_at > now && super::answer::waits_for(capacity, one.state))
        .collect();
    let scope = access::scope(app, programme).await?;
    let leads_to = format!("/programmes/{}/requests", scope.slug);
    let pass = NewPass {
        scope: programme,
        role: Role::Coordinator,
        subject: site,
        capacity: capacity.word(),
        person: sites::person_of(app, site).await?,
        name: &format!("{} of {}", letter_words::desk(capacity), stored.site.name),
        leads_to: &leads_to,
    };
    let token = access::draw_pass(tx, app, pass).await?;
    let scene = Scene::of(app, programme).await?;
    let letter = letter_words::ask(
        &scene,
        &stored.site.name,
        &name,
        capacity,
        (&open, reminder),
    );
    let link = Part::Link {
        label: "Open the requests".into(),
        href: format!("{}/links/{}", app.base_url, token.reveal()),
    };
    Ok(Some(letter_words::with_link(letter, link).mail(address)))
}

/// To a doctor: what stands now of the releases that something happened to, and the calendar with it.
fn tell_resident<'a>(app: &'a App, _tx: &'a Tx, job: &'a Job) -> Composed<'a> {
    Box::pin(async move {
        let (scene, event, releases) = opened(app, job).await?;
        let resident: Uuid = job.field("resident")?;
        let Some((name, address)) = scene.resident(resident) else {
            return Ok(None);
        };
        let Some(letter) = letter_words::to_resident(&scene, &name, event, &releases) else {
            return Ok(None);
        };
        let mut mail = letter.mail(&address);
        mail.calendar = invitation(app, &scene, &releases, &address);
        Ok(Some(mail))
    })
}

/// To a doctor who has agreed to it, as a text message: the letter's title and the day.
fn text_resident<'a>(app: &'a App, tx: &'a Tx, job: &'a Job) -> Composed<'a> {
    Box::pin(async move {
        let resident: Uuid = job.field("resident")?;
        let number = texts::of(tx.connection(), app, resident).await?;
        let Some(address) = number.and_then(|number| app.mailer.text_address(&number)) else {
            return Ok(None);
        };
        let (scene, event, releases) = opened(app, job).await?;
        let Some(letter) = letter_words::to_resident(&scene, "", event, &releases) else {
            return Ok(None);
        };
        let days: Vec<String> = releases.iter().map(|one| scene.short_date(one)).collect();
        Ok(Some(Mail {
            to: address,
            body: format!(
                "{} ({}). The mail says more.",
                letter.subject,
                days.join(", ")
            ),
            subject: entries::TITLE.into(),
            ..Mail::default()
        }))
    })
}

/// To a desk: what was called off, locked or decided, without a question.
fn tell_site<'a>(app: &'a App, _tx: &'a Tx, job: &'a Job) -> Composed<'a> {
    Box::pin(async move {
        let (scene, event, releases) = opened(app, job).await?;
        let site: Uuid = job.field("site")?;
        let Some(stored) = scene.site(site) else {
            return Ok(None);
        };
        let letter = letter_words::to_site(&scene, stored, event, &releases);
        Ok(letter.map(|letter| letter.mail(&stored.coordinator_email)))
    })
}

/// To the organisers, one letter for all of them.
fn tell_organisers<'a>(app: &'a App, _tx: &'a Tx, job: &'a Job) -> Composed<'a> {
    Box::pin(async move {
        let (scene, event, releases) = opened(app, job).await?;
        let letter = letter_words::to_organiser(&scene, event, &releases);
        Ok(letter.map(|letter| letter.mail(&scene.organiser.1)))
    })
}

/// To whoever leads the group: one fewer, without a name and without a reason.
fn tell_facilitators<'a>(app: &'a App, _tx: &'a Tx, job: &'a Job) -> Composed<'a> {
    Box::pin(async move {
        let (scene, _, releases) = opened(app, job).await?;
        let session: Uuid = job.field("session")?;
        let (Some(found), leaders) = (scene.session(session), scene.leaders(session)) else {
            return Ok(None);
        };
        let Some((first, others)) = leaders.split_first() else {
            return Ok(None);
        };
        let letter = letter_words::one_fewer(&scene, found, releases.len());
        let mut mail = letter.mail(&first.1);
        for (_, address) in others {
            mail.to = format!("{}, {address}", mail.to);
        }
        Ok(Some(mail))
    })
}

/// What every letter about events needs: the scene, what happened, and the releases as they stand now.
async fn opened(app: &App, job: &Job) -> Result<(Scene, Event, Vec<Release>)> {
    let programme: Uuid = job.field("programme")?;
    let event: String = job.field("event")?;
    let asked = Asked {
        ids: Some(job.field("releases")?),
        ..Asked::default()
    };
    let releases = store::find(app.db.read(), programme, &asked).await?;
    let scene = Scene::of(app, programme).await?;
    Ok((scene, event.parse().map_err(Error::internal)?, releases))
}

/// The calendar part: a request or a cancellation for one release; for several, all of them as a file to take in.
fn invitation(app: &App, scene: &Scene, releases: &[Release], address: &str) -> Option<Invitation> {
    let all: Vec<Entry> = releases
        .iter()
        .filter(|one| one.state != State::Draft)
        .filter_map(|one| {
            let session = scene.session(one.session)?;
            let entry = entries::entry(app, one, session, &scene.room(one.session));
            Some(entries::invitation(entry, &scene.organiser, address))
        })
        .collect();
    let (method, word) = match all.as_slice() {
        [] => return None,
        [one] if one.status == calendar::Status::Cancelled => (Method::Cancel, "CANCEL"),
        [_] => (Method::Request, "REQUEST"),
        _ => (Method::Publish, "PUBLISH"),
    };
    Some(Invitation {
        method: word,
        ics: calendar::write(method, entries::TITLE, &all),
    })
}
