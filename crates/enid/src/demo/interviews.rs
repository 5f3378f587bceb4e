//! Interviews of the demo: two interviewers, five people who are still to be seen, an appointment, a pair against a rule,
//! one participant who has no time in common with anybody, and one whom nobody may see yet.

use anyhow::{Context as _, Result};
use jiff::ToSpan as _;
use platform::App;
use platform::access::{self, NewAccount, NewGrant, Role, Scope};
use platform::clock::Instant;
use platform::storage::Tx;
use study::consent::{self, Use};
use study::interviewers::acquaintance::By;
use study::interviewers::matching::Acquaintance;
use study::interviewers::times::{self, Times};
use study::interviewers::{self, Overridden};
use study::interviews::{self, Appointment, Mode};
use study::participants;
use study::team::{self, Member, NewMember};
use uuid::Uuid;

use super::fill::{INTERVIEWEE, Person, event};

/// A participant, the cohort, and how they know the first and the second interviewer; nothing of who has not said so.
type Invited = (&'static str, &'static str, Option<[Acquaintance; 2]>);

/// Who is still to be interviewed.
const INVITED: [Invited; 5] = [
    (
        "M10",
        "members",
        Some([Acquaintance::None, Acquaintance::WorksWith]),
    ),
    (
        "M11",
        "members",
        Some([Acquaintance::Knows, Acquaintance::Friend]),
    ),
    (
        "N5",
        "not-offered",
        Some([Acquaintance::None, Acquaintance::None]),
    ),
    (
        "N6",
        "not-offered",
        Some([Acquaintance::Unknown, Acquaintance::None]),
    ),
    ("O3", "organisers", None),
];

/// Says who interviews and when, lets people agree and answer, matches some of them and makes two appointments.
pub(super) async fn fill(app: &App, study: &Scope, people: &[Person]) -> Result<()> {
    let researcher = people.iter().find(|one| one.role == Role::Researcher);
    let researcher = researcher.context("the demo has no researcher")?.account;
    let tx = app.db.write().await?;
    let new = NewAccount {
        name: "Dr Peregrine Nettlecombe",
        email: "nettlecombe@example.org",
    };
    let second = access::create(&tx, app, new).await?;
    let grant = NewGrant {
        account: second,
        role: Role::Researcher,
        subject: None,
    };
    access::grant(&tx, app, study, grant).await?;
    tx.commit(app, event(study, "demo", "an interviewer"))
        .await?;
    let first = member(app, study, (researcher, 4)).await?;
    let second = member(app, study, (second, 2)).await?;
    let tx = app.db.write().await?;
    let ids = agree(&tx, app, study.id, [first.id, second.id]).await?;
    let all = participants::all(tx.connection(), study.id).await?;
    let me = all
        .iter()
        .find(|stored| stored.participant.participant == INTERVIEWEE)
        .context("the invented study has no such participant")?
        .id;
    let own = [
        ((me, first.id), Acquaintance::None),
        ((me, second.id), Acquaintance::WorksWith),
    ];
    interviewers::declare(&tx, app, study.id, By::Participant, &own).await?;
    let usual = [
        (me, "mon-morning wed-afternoon"),
        (ids[3], "mon-morning"),
        (second.id, "tue-evening thu-evening"),
    ];
    for (person, words) in usual {
        let said: Option<Times> = words.parse().ok();
        let said = said.context("these are times of a week")?;
        times::keep(&tx, study.id, person, said).await?;
    }
    let against = Overridden {
        breach: Acquaintance::Knows.word().to_owned(),
        reason: "Both interviewers know this participant; this one only from a lecture".to_owned(),
    };
    let pairs = [(me, None), (ids[0], None), (ids[1], Some(&against))];
    for (participant, overridden) in pairs {
        interviewers::match_up(&tx, app, study.id, (participant, first.id), overridden).await?;
    }
    for (participant, days) in [(me, 9), (ids[0], 6)] {
        let appointment = Appointment {
            start: two_o_clock(app, days)?,
            minutes: 60,
            zone: interviews::when::ZONE.to_owned(),
            mode: Mode::Video,
            joining: "https://call.example.org/quiet-room".to_owned(),
        };
        interviews::schedule(&tx, app, study.id, (participant, first.id), &appointment).await?;
    }
    tx.commit(app, event(study, "demo", "interviews")).await?;
    Ok(())
}

/// The member of an account; who is not of the team yet joins it.
async fn member(app: &App, study: &Scope, (account, room): (Uuid, i64)) -> Result<Member> {
    let grants = access::grants_of(app, account).await?;
    let known = grants.iter().find_map(|grant| grant.subject);
    let tx = app.db.write().await?;
    let known = match known {
        Some(id) => team::find(tx.connection(), study.id, id).await?,
        None => None,
    };
    let member = match known {
        Some(known) if known.interviews => known,
        Some(known) => {
            let member = Member {
                interviews: true,
                room,
                ..known
            };
            team::change(&tx, study.id, &member).await?;
            member
        }
        None => {
            let new = NewMember {
                interviews: true,
                analyses: true,
                room,
                ..NewMember::default()
            };
            team::add(&tx, app, study, account, new).await?
        }
    };
    tx.commit(app, event(study, "demo", "an interviewer"))
        .await?;
    Ok(member)
}

/// Lets the invited agree, and say whom they know.
async fn agree(tx: &Tx, app: &App, study: Uuid, interviewers: [Uuid; 2]) -> Result<Vec<Uuid>> {
    let versions = consent::versions(tx.connection(), study).await?;
    let version = versions.first().context("the demo has no wording")?.id;
    let granted = [Use::Record, Use::Analyse, Use::Quote];
    let mut ids = Vec::new();
    for (handle, cohort, said) in INVITED {
        let id = participants::invite(tx, app, study, (handle, cohort)).await?;
        consent::sign(tx, app, study, (id, version), &granted).await?;
        participants::agreed(tx, study, id, true).await?;
        if let Some(said) = said {
            let relations = interviewers.map(|one| (id, one)).into_iter().zip(said);
            let relations: Vec<_> = relations.collect();
            interviewers::declare(tx, app, study, By::Participant, &relations).await?;
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Two in the afternoon, so many days from now.
fn two_o_clock(app: &App, days: i64) -> Result<Instant> {
    let zone = jiff::tz::TimeZone::get(interviews::when::ZONE)?;
    let today = app.now().to_jiff().to_zoned_datetime(zone).date();
    let day = today.checked_add(days.days())?;
    let found = interviews::when::moment(&day.to_string(), "14:00", interviews::when::ZONE);
    found.ok().context("two in the afternoon comes every day")
}
