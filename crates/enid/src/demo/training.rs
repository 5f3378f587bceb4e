//! Facilitators and costs of the demo: everybody has logged something, the last sessions wait to be logged, one leaves
//! in a year, and the sessions that were held have cost something, of which a part has no price.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use jiff::ToSpan as _;
use jiff::civil::Date;
use platform::App;
use platform::access::Scope;
use platform::clock::Instant;
use platform::storage::Tx;
use programme::costs::{self, Attended, Cover, Rate, Subject, TimeSource};
use programme::exchange::{Applied, Reading};
use programme::facilitators::training::{self, Document, DocumentKind, LogEntry, NewEntry};
use programme::facilitators::training::{Role, Setting, Supervision};
use programme::facilitators::{self, Facilitator, Level, Statement};
use programme::planning::{PlanVersion, PlannedGroup};
use programme::release::{self, Release};
use programme::sessions::{self, Session};
use uuid::Uuid;

use super::Person;

/// So many held sessions of each facilitator are not logged yet.
const NOT_LOGGED: usize = 3;
/// Who says that they leave, by reference, and in how many days.
const LEAVES: (&str, i64) = ("FA02", 400);
/// Minutes of a session, and of the debrief after it.
const SESSION: i64 = 90;
const DEBRIEF: i64 = 20;

/// Fills logs, statements, rates and the ledger.
pub(super) async fn fill(
    app: &App,
    programme: &Scope,
    plan: &PlanVersion,
    (reading, applied): (&Reading, &Applied),
    organiser: &Person,
    today: Date,
) -> Result<()> {
    let zone = jiff::tz::TimeZone::get("Europe/London")?;
    let held: Vec<Session> = sessions::all(app, plan.id)
        .await?
        .into_iter()
        .filter(|one| one.state == sessions::State::Held)
        .collect();
    let tx = app.db.write().await?;
    for facilitator in &reading.folder.facilitators {
        let id = *applied
            .facilitators
            .get(&facilitator.reference)
            .context("a facilitator was not imported")?;
        let mut own: Vec<NewEntry> = led(plan, &held, id, &zone);
        own.truncate(own.len().saturating_sub(NOT_LOGGED));
        own.extend(elsewhere(facilitator.level, today));
        training::add_entries(&tx, app, programme.id, id, &own).await?;
        let together = partner(reading, applied, facilitator);
        supervise(&tx, app, programme.id, (id, facilitator, together), today).await?;
        if facilitator.reference == LEAVES.0 {
            let said = leaving(facilitator, applied, today)?;
            facilitators::state(&tx, app, programme.id, id, &said).await?;
        }
    }
    tx.commit(app, super::fill::event(programme, "demo", "training"))
        .await?;
    rates(app, programme, organiser, today).await?;
    ledger(app, programme, plan, &held, reading).await
}

/// The held sessions that somebody led, oldest first.
fn led(plan: &PlanVersion, held: &[Session], id: Uuid, zone: &jiff::tz::TimeZone) -> Vec<NewEntry> {
    let leads = |group: &&PlannedGroup| group.facilitators.contains(&id.to_string());
    let groups: BTreeMap<usize, &PlannedGroup> = plan
        .document
        .groups
        .iter()
        .filter(leads)
        .map(|group| (group.number, group))
        .collect();
    held.iter()
        .filter_map(|session| {
            let group = groups.get(&session.group)?;
            let role = match group.facilitators.len() {
                1 => Role::Lead,
                _ => Role::CoLead,
            };
            let at = session.starts_at.to_jiff().to_zoned_datetime(zone.clone());
            Some(NewEntry {
                session: Some(session.id),
                entry: LogEntry {
                    role,
                    on: at.date(),
                    cases: 2,
                    partner_accredited: role == Role::CoLead,
                    setting: Setting::InPerson,
                },
            })
        })
        .collect()
}

/// What was before this programme: sessions as a member, and weekends.
fn elsewhere(level: Level, today: Date) -> Vec<NewEntry> {
    let (member, led, weekends) = match level {
        Level::Experienced => (20, 22, 3),
        Level::Novice => (14, 0, 1),
    };
    let entry = |role: Role, setting: Setting, days: i64| NewEntry {
        session: None,
        entry: LogEntry {
            role,
            on: today.saturating_sub(days.days()),
            cases: if setting == Setting::Weekend { 8 } else { 2 },
            partner_accredited: role == Role::CoLead,
            setting,
        },
    };
    let members = (0..member).map(|turn| entry(Role::Member, Setting::InPerson, 700 + 14 * turn));
    let led = (0..led).map(|turn| entry(Role::CoLead, Setting::Online, 300 + 14 * turn));
    let weekends =
        (0..weekends).map(|turn| entry(Role::CoLead, Setting::Weekend, 100 + 180 * turn));
    members.chain(led).chain(weekends).collect()
}

/// The second novice, for the first: they are supervised together, and one of them logs it.
fn partner(reading: &Reading, applied: &Applied, facilitator: &Facilitator) -> Option<Uuid> {
    let all = reading.folder.facilitators.iter();
    let mut novices = all.filter(|one| one.level == Level::Novice);
    let (first, second) = (novices.next()?, novices.next()?);
    let logs = first.reference == facilitator.reference;
    logs.then(|| applied.facilitators.get(&second.reference).copied())?
}

/// Supervision once a month and the papers that somebody holds.
async fn supervise(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    (id, facilitator, partner): (Uuid, &Facilitator, Option<Uuid>),
    today: Date,
) -> Result<()> {
    let experienced = facilitator.level == Level::Experienced;
    for month in 0..3 {
        let supervision = Supervision {
            on: today.saturating_sub((9 + 28 * month).days()),
            minutes: 60,
        };
        let supervisor = facilitator.supervisor.as_deref();
        let supervisor = supervisor.unwrap_or("Prof. Theodora Wrenfield");
        let together = partner.filter(|_| month == 0);
        let what = (supervision, supervisor, together);
        training::add_supervision(tx, app, programme, id, what).await?;
    }
    let mut papers = vec![DocumentKind::Membership];
    if experienced {
        papers.push(DocumentKind::WrittenReport);
    }
    for kind in papers {
        let on = today.saturating_sub(200.days());
        training::add_document(tx, programme, id, Document { kind, on }).await?;
    }
    Ok(())
}

fn leaving(facilitator: &Facilitator, applied: &Applied, today: Date) -> Result<Statement> {
    let site = facilitator.work_site.as_ref();
    Ok(Statement::new(
        &facilitator.weekdays,
        (facilitator.from, Some(today.checked_add(LEAVES.1.days())?)),
        site.and_then(|site| applied.sites.get(site)).copied(),
        facilitator.max_groups,
        facilitator.supervisor.clone(),
    ))
}

/// What an hour costs here. The price of a locum is left out, so that a part is not known.
async fn rates(app: &App, programme: &Scope, organiser: &Person, today: Date) -> Result<()> {
    let prices = [
        (Subject::Member("ST3".into()), 4_150),
        (Subject::Facilitator, 9_600),
        (Subject::Cover(Cover::ConsultantActingDown), 11_000),
    ];
    for (subject, pence_per_hour) in prices {
        let rate = Rate {
            id: Uuid::nil(),
            subject,
            pence_per_hour,
            price_year: today.year().into(),
            with_qualifications: false,
            valid_from: today.saturating_sub(365.days()),
            source: "Invented for the demo".into(),
            entered_at: Instant(0),
            entered_by: None,
        };
        let event = platform::audit::Event {
            actor: Some(organiser.account),
            ..super::fill::event(programme, "costs.rates", "")
        };
        costs::enter_rate(app, programme.id, rate, event).await?;
    }
    Ok(())
}

/// Enters what the held sessions took, and how a few of the absences were covered.
async fn ledger(
    app: &App,
    programme: &Scope,
    plan: &PlanVersion,
    held: &[Session],
    reading: &Reading,
) -> Result<()> {
    let mut taken: BTreeMap<Uuid, Vec<Release>> = BTreeMap::new();
    for one in release::of_plan(app, plan.id, None, None).await? {
        if one.state == release::State::Taken {
            taken.entry(one.session).or_default().push(one);
        }
    }
    let tx = app.db.write().await?;
    for (turn, session) in held.iter().enumerate() {
        let groups = &plan.document.groups;
        let Some(group) = groups.iter().find(|group| group.number == session.group) else {
            continue;
        };
        let mut rooms = reading.folder.venues.iter();
        let room = rooms.find(|room| room.code == group.venue);
        let price = room
            .and_then(|room| room.cost_pence)
            .and_then(|pence| i64::try_from(pence).ok());
        let leaders = group.facilitators.len();
        costs::held(
            &tx,
            app,
            programme.id,
            session.id,
            price,
            leaders,
            SESSION,
            DEBRIEF,
        )
        .await?;
        let came = taken.remove(&session.id).unwrap_or_default();
        let lines: Vec<Attended> = came.iter().map(attended).collect();
        costs::attended(&tx, app, programme.id, session.id, &lines).await?;
        for (seat, one) in came.iter().enumerate() {
            if let Some(cover) = cover(turn * 7 + seat) {
                let (release, site, minutes) = (one.id, one.site, away(one));
                costs::covered(
                    &tx,
                    app,
                    programme.id,
                    release,
                    session.id,
                    site,
                    cover,
                    minutes,
                )
                .await?;
            }
        }
    }
    tx.commit(app, super::fill::event(programme, "demo", "ledger"))
        .await?;
    Ok(())
}

fn attended(release: &Release) -> Attended {
    Attended {
        resident: release.resident,
        site: release.site,
        time_source: TimeSource::ReleasedFromShift,
        minutes: SESSION,
        away_minutes: away(release),
    }
}

fn away(release: &Release) -> i64 {
    (release.returns_at.0 - release.leaves_at.0) / 60_000_000
}

/// How one in a few is covered.
fn cover(turn: usize) -> Option<Cover> {
    match turn % 11 {
        2 => Some(Cover::ConsultantActingDown),
        5 => Some(Cover::BankOrLocum),
        7 | 8 => Some(Cover::InternalSwap),
        _ => None,
    }
}
