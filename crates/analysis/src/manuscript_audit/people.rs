//! Facts about people: what they signed, who interviewed them, who checked what they said, and the team.

use std::collections::{BTreeMap, BTreeSet};

use platform::{App, Result};
use study::consent::{self, Scope, Use};
use study::dates::{InterviewDate, day_of};
use study::documents::{self, AuthorRole, Document, Kind};
use study::interviewers::acquaintance::standing;
use study::interviewers::matching::Acquaintance;
use study::interviews::{self, Interview, State};
use study::participants::{Status, Stored};
use study::team::{self, DualRole};
use study::transcripts::listening::{CheckStatus, listened_ms, status};
use study::transcripts::store as transcripts;
use study::{guides, interviewers};
use uuid::Uuid;

use crate::reporting_audit::facts::{AccuracyCheck, Consent, Guides, Held, Roles, Withdrawal};

type Handles = BTreeMap<Uuid, String>;

/// Every signature; none where the study asks for consent elsewhere. Only the newest of a person says whether they may be quoted.
pub(super) async fn consents(
    app: &App,
    study: Uuid,
    handles: &Handles,
) -> Result<Option<Vec<Consent>>> {
    let connection = app.db.read();
    if consent::versions(connection, study).await?.is_empty() {
        return Ok(None);
    }
    let newest = consent::consents(connection, study).await?;
    let signed = consent::all_signed(connection, study).await?.into_iter();
    let consents = signed.filter_map(|one| {
        let grants = |wanted: Use| one.granted.contains(&wanted);
        Some(Consent {
            participant: handles.get(&one.participant)?.clone(),
            signed: day_of(one.signed_at),
            covers_interview: grants(Use::Record) || grants(Use::Analyse),
            covers_quoting: grants(Use::Quote) && newest.get(&one.participant) == Some(&one),
        })
    });
    Ok(Some(consents.collect()))
}

/// Who interviewed each of those who were interviewed; none where nothing says.
pub(super) async fn held(app: &App, study: Uuid, people: &[Stored]) -> Result<Option<Vec<Held>>> {
    let connection = app.db.read();
    let known = standing(&interviewers::declared(connection, study).await?);
    let matches = interviewers::matches(connection, study).await?;
    let interviews = interviews::all(connection, study).await?;
    let interviews = completed(&interviews);
    let members = team::all(connection, study).await?;
    let interviewed = people
        .iter()
        .filter(|one| one.participant.status == Status::Completed);
    let mut held = Vec::new();
    for one in interviewed {
        let stands =
            |found: &&interviewers::Match| found.participant == one.id && found.ended_at.is_none();
        let matched = matches.iter().find(stands);
        let by = interviews
            .get(&one.id)
            .map(|interview| interview.interviewer);
        let Some(by) = by.or(matched.map(|matched| matched.interviewer)) else {
            continue;
        };
        let Some(member) = members.iter().find(|member| member.id == by) else {
            continue;
        };
        let ordered = matches
            .iter()
            .rfind(|found| (found.participant, found.interviewer) == (one.id, by));
        let reason = ordered.and_then(|found| found.overridden.as_ref());
        held.push(Held {
            participant: one.participant.participant.clone(),
            interviewer: member.handle.clone(),
            relation: known
                .get(&(one.id, by))
                .copied()
                .unwrap_or(Acquaintance::Unknown),
            overridden: reason.map(|overridden| overridden.reason.clone()),
        });
    }
    Ok((!held.is_empty()).then_some(held))
}

/// The newest interview of each participant that was held.
fn completed(all: &[Interview]) -> BTreeMap<Uuid, &Interview> {
    let held = all.iter().filter(|one| one.state == State::Completed);
    held.map(|one| (one.participant, one)).collect()
}

/// How much of each recording was listened to; none where no transcript was brought in to be checked here.
pub(super) async fn accuracy(
    app: &App,
    study: Uuid,
    texts: &[(Uuid, Document)],
) -> Result<Option<Vec<AccuracyCheck>>> {
    let connection = app.db.read();
    let stored = transcripts::all(connection, study).await?;
    let mut checks = Vec::new();
    for (id, document) in texts {
        let Some(stored) = stored.get(id) else {
            continue;
        };
        let heard = transcripts::listened(connection, *id).await?;
        let length = stored.length_ms.and_then(|ms| u64::try_from(ms).ok());
        let length = length.unwrap_or(0);
        let seconds = |ms: u64| u32::try_from(ms / 1_000).unwrap_or(u32::MAX);
        // A few seconds of silence at the ends leave a check whole.
        let is_whole = status(&heard, length, false) == CheckStatus::Checked;
        checks.push(AccuracyCheck {
            document: document.handle.clone(),
            length: seconds(length),
            listened: match is_whole {
                true => seconds(length).max(1),
                false => seconds(listened_ms(&heard, length)),
            },
        });
    }
    Ok((!checks.is_empty()).then_some(checks))
}

/// Withdrawals by which what was collected went. Analysts are not told the day.
pub(super) async fn withdrawals(
    app: &App,
    study: Uuid,
    (handles, leads): (&Handles, bool),
) -> Result<Vec<Withdrawal>> {
    let all = consent::withdrawals(app.db.read(), study)
        .await?
        .into_iter();
    let removing = all.filter(|one| one.removed && one.scope != Scope::Recording);
    Ok(removing
        .filter_map(|one| {
            Some(Withdrawal {
                participant: handles.get(&one.participant)?.clone(),
                on: leads.then(|| InterviewDate::Day(day_of(one.at))),
                quotes_only: one.scope == Scope::Quotes,
            })
        })
        .collect())
}

/// Members who are two things at once: by what they declare, as a participant, or by their field notes. A report has to say so,
/// whatever stands in the study. None where nobody is.
pub(super) async fn roles(app: &App, study: Uuid) -> Result<Option<Vec<Roles>>> {
    let connection = app.db.read();
    let members = team::all(connection, study).await?;
    let declared = team::dual_roles(connection, study).await?;
    let notes = documents::all(connection, study).await?;
    let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |who: &str, part: &str| {
        let own = parts.entry(who.to_owned()).or_default();
        own.insert(part.to_owned());
    };
    for note in notes.iter().filter(|one| one.kind == Kind::FieldNote) {
        if let Some(author) = &note.author
            && author.role == AuthorRole::ParticipantResearcher
        {
            add(&author.id, "the participant-researcher");
        }
    }
    for member in &members {
        if member.participant.is_some() {
            add(&member.handle, "a participant");
        }
        for one in declared.iter().filter(|one| one.member == member.id) {
            let part = match one.role {
                DualRole::ParticipantResearcher => "the participant-researcher",
                DualRole::Resident => "a resident",
                DualRole::Organiser => "an organiser of the programme",
                DualRole::Supervisor => "a supervisor of a participant",
            };
            add(&member.handle, part);
        }
    }
    for member in &members {
        if let Some(own) = parts.get_mut(&member.handle) {
            own.extend(member.analyses.then(|| "an analyst".to_owned()));
            own.extend(member.interviews.then(|| "an interviewer".to_owned()));
        }
    }
    let roles = parts.into_iter().map(|(who, parts)| Roles {
        who,
        parts,
        declared: None,
    });
    let roles: Vec<Roles> = roles.collect();
    Ok((!roles.is_empty()).then_some(roles))
}

/// The guides, and which version each interview used; none where no guide is kept here.
pub(super) async fn guides(app: &App, study: Uuid, people: &[Stored]) -> Result<Option<Guides>> {
    let connection = app.db.read();
    let versions = guides::versions(connection, study).await?;
    if versions.is_empty() {
        return Ok(None);
    }
    let interviews = interviews::all(connection, study).await?;
    let interviews = completed(&interviews);
    let used = people.iter().map(|one| {
        let named = interviews.get(&one.id).and_then(|interview| interview.held);
        let named = named.and_then(|held| held.guide_version);
        let version = versions.iter().find(|version| Some(version.id) == named);
        let version = version.map(|version| version.number.to_string());
        (one.participant.participant.clone(), version)
    });
    Ok(Some(Guides {
        used: used.collect(),
        cohorts: versions
            .iter()
            .map(|version| version.cohort.clone())
            .collect(),
    }))
}
