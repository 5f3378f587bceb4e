//! Filling a new installation: the region is imported, planned and published as an organiser would, half of
//! the sessions are held, and every role has a person.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use jiff::ToSpan as _;
use platform::App;
use platform::access::{self, NewAccount, NewGrant, Role, Scope, ScopeKind};
use platform::audit::{Event, INSTALLATION};
use platform::clock::Instant;
use programme::planning::PlanVersion;
use programme::release::{Release, State};
use programme::sessions::{Course, Mark, TimeSource};
use programme::{exchange, planning, release, sessions};
use uuid::Uuid;

use super::study as invented;
use super::{
    PROGRAMME, STUDY, codebook, coded, consent, desks, interviews, joining, manuscript, memos,
    quotes, recordings, region, replacements, rotas, study_design, team_talk, themes, training,
    transcripts,
};

/// How many weeks ago the run began: it is half over.
const WEEKS_GONE: i64 = 13;

/// Whose interview the participant of the demo may see.
pub(super) const INTERVIEWEE: &str = "M1";

/// Somebody who can sign in to the demo.
pub struct Person {
    /// The name as pages show it.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// The account.
    pub account: Uuid,
}

/// Fills an empty installation and tells who can sign in.
pub async fn fill(app: &App) -> Result<Vec<Person>> {
    let (programme, study) = scopes(app).await?;
    let today = app
        .now()
        .to_jiff()
        .to_zoned_datetime(jiff::tz::TimeZone::get("Europe/London")?)
        .date();
    let files = region::files(today.checked_sub((7 * WEEKS_GONE).days())?, today);
    let reading = exchange::read(&files);
    ensure!(
        reading.may_apply(),
        "the invented region cannot be imported: {}",
        reading
            .faults()
            .next()
            .map_or(String::new(), ToString::to_string)
    );
    let digest = exchange::digest(&files);
    let event = event(&programme, "programme.import", &digest);
    let applied = exchange::apply(app, programme.id, &reading, &digest, event).await?;
    planning::make(app, programme.id, self::event(&programme, "plan.make", "")).await?;
    let published = self::event(&programme, "plan.publish", "");
    let plan = planning::publish_newest(app, programme.id, published).await?;
    past(app, &programme, &plan).await?;
    let source = analysis::Source {
        files: invented::files(),
        ..analysis::Source::default()
    };
    codebook::begin(app, &study).await?;
    analysis::import(app, &study, source)
        .await
        .context("the invented study cannot be imported")?;
    let people = people(app, &programme, &study, &plan, &reading, &applied).await?;
    let organiser = people.iter().find(|one| one.role == Role::Organiser);
    let organiser = organiser.context("the demo has no organiser")?;
    consent::fill(app, &study, &people).await?;
    study_design::fill(app, &study, &people).await?;
    codebook::fill(app, &study).await?;
    coded::fill(app, &study).await?;
    team_talk::fill(app, &study).await?;
    themes::fill(app, &study).await?;
    quotes::fill(app, &study).await?;
    memos::fill(app, &study).await?;
    manuscript::fill(app, &study).await?;
    transcripts::fill(app, &study, &people).await?;
    interviews::fill(app, &study, &people).await?;
    recordings::fill(app, &study).await?;
    replacements::fill(app, &study).await?;
    joining::fill(app, &programme, &plan, &reading, &applied, organiser).await?;
    let first_site = reading.folder.sites.first();
    let first_site = first_site.and_then(|site| applied.sites.get(&site.code).copied());
    desks::fill(app, &programme, &plan, &people, first_site).await?;
    rotas::fill(app, &programme, &reading, &applied, &people, today).await?;
    let brought = (&reading, &applied);
    training::fill(app, &programme, &plan, brought, organiser, today).await?;
    Ok(people)
}

async fn scopes(app: &App) -> Result<(Scope, Scope)> {
    let tx = app.db.write().await?;
    let programme = access::create_scope(
        &tx,
        app,
        ScopeKind::Programme,
        PROGRAMME,
        "Marrowdale programme",
        None,
    )
    .await?;
    let study = access::create_scope(
        &tx,
        app,
        ScopeKind::Study,
        STUDY,
        "Study of the Marrowdale programme",
        Some(programme.id),
    )
    .await?;
    let event = Event::installation("demo", "scopes");
    tx.commit(app, event).await?;
    Ok((programme, study))
}

/// Holds the sessions that lie behind and cancels a few.
async fn past(app: &App, programme: &Scope, plan: &PlanVersion) -> Result<()> {
    let meetings = sessions::all(app, plan.id).await?;
    let releases = release::of_plan(app, plan.id, None, None).await?;
    let mut by_session: BTreeMap<Uuid, Vec<&Release>> = BTreeMap::new();
    for release in &releases {
        by_session.entry(release.session).or_default().push(release);
    }
    let now = app.now();
    let tx = app.db.write().await?;
    let mut answers = Vec::new();
    for (turn, meeting) in meetings.iter().enumerate() {
        let of_session = by_session.remove(&meeting.id).unwrap_or_default();
        if meeting.ends_at > now {
            continue;
        }
        let cancelled = turn % 17 == 9;
        let outcome = if cancelled {
            sessions::Outcome::Cancelled {
                code: "below_quorum",
            }
        } else {
            let cases = 2 - u8::from(turn % 5 == 2);
            sessions::Outcome::Held { cases }
        };
        sessions::close(&tx, meeting.id, outcome).await?;
        let known = |at: Instant| (!cancelled).then_some(at);
        let course = Course {
            started_at: known(meeting.starts_at),
            ended_at: known(meeting.ends_at),
            escalation_route_used: (!cancelled).then_some(false),
            closed_at: Some(meeting.ends_at.plus_seconds(15 * 60)),
            ..Course::default()
        };
        sessions::keep_course(&tx, meeting.id, &course).await?;
        let mut register = Vec::new();
        for (seat, release) in of_session.into_iter().enumerate() {
            let (state, mark, minutes) = match (turn * 7 + seat * 3) % 23 {
                _ if cancelled => (State::Cancelled, Mark::AbsentTold, 0),
                4 => (State::WithdrawnSafety, Mark::KeptBack, 0),
                11 => (State::NotTaken, Mark::AbsentTold, 0),
                19 => (State::Taken, Mark::Present, 70),
                _ => (State::Taken, Mark::Present, 90),
            };
            answers.push((release.id, state, None));
            if !cancelled {
                register.push(sessions::Entry {
                    resident: release.resident,
                    mark,
                    minutes,
                    source: (mark == Mark::Present).then_some(TimeSource::ReleasedFromShift),
                });
            }
        }
        sessions::attend(&tx, meeting.id, &register).await?;
    }
    release::record(&tx, app, &answers).await?;
    tx.commit(app, event(programme, "demo", "sessions and answers"))
        .await?;
    Ok(())
}

async fn people(
    app: &App,
    programme: &Scope,
    study: &Scope,
    plan: &PlanVersion,
    reading: &exchange::Reading,
    applied: &exchange::Applied,
) -> Result<Vec<Person>> {
    let group = plan
        .document
        .groups
        .first()
        .context("the invented region gives no group")?;
    let member: Uuid = group
        .members
        .first()
        .context("the first group has no member")?
        .resident
        .parse()?;
    let leader: Uuid = group
        .facilitators
        .first()
        .context("the first group has nobody to lead it")?
        .parse()?;
    let resident = reading
        .folder
        .residents
        .iter()
        .find(|one| applied.residents.get(&one.reference) == Some(&member))
        .context("the first member is not in the region")?;
    let facilitator = reading
        .folder
        .facilitators
        .iter()
        .find(|one| applied.facilitators.get(&one.reference) == Some(&leader))
        .context("the first facilitator is not in the region")?;
    let site = reading.folder.sites.first().context("no hospital")?;
    let site_id = applied.sites.get(&site.code).copied();
    let interviewee = study::participants::all(app.db.read(), study.id)
        .await?
        .into_iter()
        .find(|stored| stored.participant.participant == INTERVIEWEE)
        .context("the invented study has no such participant")?
        .id;
    let installation = access::find_scope(app, INSTALLATION)
        .await?
        .context("the installation has no scope")?;
    let cast: [(&str, Role, &Scope, Option<Uuid>); 9] = [
        ("Dr Constance Ampleforth", Role::Organiser, programme, None),
        (&resident.full_name, Role::Resident, programme, Some(member)),
        (
            &facilitator.full_name,
            Role::Facilitator,
            programme,
            Some(leader),
        ),
        (
            &site.coordinator_name,
            Role::Coordinator,
            programme,
            site_id,
        ),
        ("Dr Wilhelmina Oakapple", Role::Researcher, study, None),
        (
            "Prof. Ignatius Brackenbury",
            Role::ResearchLead,
            study,
            None,
        ),
        (
            "Dr Rosalind Merrygold",
            Role::Participant,
            study,
            Some(interviewee),
        ),
        (
            "Ms Tamsin Quillfeather",
            Role::Administrator,
            &installation,
            None,
        ),
        (
            "Mr Barnaby Thistlecroft",
            Role::Auditor,
            &installation,
            None,
        ),
    ];
    let tx = app.db.write().await?;
    let mut people = Vec::new();
    for (name, role, scope, subject) in cast {
        // The resident's account is the one that an invitation finds.
        let email = match role {
            Role::Resident => resident.email.clone(),
            _ => format!("{}@example.org", role.word()),
        };
        let new = NewAccount {
            name,
            email: &email,
        };
        let account = access::create(&tx, app, new).await?;
        let grant = NewGrant {
            account,
            role,
            subject,
        };
        access::grant(&tx, app, scope, grant).await?;
        people.push(Person {
            name: name.to_owned(),
            role,
            account,
        });
    }
    tx.commit(app, Event::installation("demo", "people"))
        .await?;
    Ok(people)
}

pub(super) fn event(scope: &Scope, action: &'static str, subject: &str) -> Event {
    Event {
        chain: scope.slug.clone(),
        actor: None,
        action,
        subject: subject.to_owned(),
        detail: String::new(),
    }
}
