//! How the invented study is laid out: a team of two, a stance that was changed once, guides, a recruitment log, a note.

use anyhow::{Context as _, Result};
use jiff::ToSpan as _;
use platform::App;
use platform::access::{Role, Scope};
use platform::storage::Tx;
use study::cohorts::{self, Aim};
use study::documents::AuthorRole;
use study::field_notes::{self, NoteText};
use study::guides;
use study::participants;
use study::questions::{self, NewWording};
use study::recruitment::{self, Entry, EntryKind, Method, NewEntry};
use study::setup::{self, Design, Reasoning, Setup};
use study::team::{self, Declared, DualRole, Member, NewMember, Positionality};

use super::fill::{Person, event};
use super::joining::days_ago;

/// Who sits in a group and works on the study: the id as a participant.
const WRITES: &str = "M5";

const MEMBERS: &str = "How did you come to the group?
    Who told you of it?
What is it like to sit in it?
    When you present; when you sit back.
What, if anything, do you take back to work?
    Can you tell me of one shift?
Who sat beside you?
What would you say to somebody who is about to join?
";

const MEMBERS_AGAIN: &str = "How did you come to the group?
    Who told you of it?
    What had you heard?
What is it like to sit in it?
    When you present; when you sit back.
What would you say to somebody who is about to join?
What, if anything, do you take back to your work and your patients?
    Can you tell me of one shift?
Has it entered into thoughts of staying or leaving?
";

const OTHERS: &str = "How has this year been so far?
    What carried you?
With whom do you talk about patients who stay with you?
Has it entered into thoughts of staying or leaving?
";

const ORGANISERS: &str = "How did the first group come about?
What does it take to be let go to it?
    Whom did you have to ask?
What would make you stop?
";

/// Writes it all down.
pub(super) async fn fill(app: &App, study: &Scope, people: &[Person]) -> Result<()> {
    let account = |role| {
        let found = people.iter().find(|one| one.role == role);
        found
            .map(|one| one.account)
            .context("the demo lacks a role")
    };
    let (researcher, lead) = (account(Role::Researcher)?, account(Role::ResearchLead)?);
    let then = days_ago(app, 340)?;
    let all = participants::all(app.db.read(), study.id).await?;
    let own = all
        .iter()
        .find(|stored| stored.participant.participant == WRITES)
        .context("the invented study has no such participant")?
        .id;
    let tx = then.db.write().await?;
    let first = NewMember {
        interviews: true,
        checks: true,
        analyses: true,
        room: 8,
        participant: Some(own),
    };
    let first = team::add(&tx, &then, study, researcher, first).await?;
    let second = NewMember {
        analyses: true,
        ..NewMember::default()
    };
    let second = team::add(&tx, &then, study, lead, second).await?;
    statements(&tx, &then, study, (&first, &second)).await?;
    guides(&tx, &then, study, &second).await?;
    recruited(&tx, &then, study, &second).await?;
    laid_out(&tx, app, study, &second).await?;
    let text = NoteText {
        title: "The corridor before the first session".to_owned(),
        dated: study::dates::today(&then),
        text: "I was early and walked the corridor twice. I tell myself that I am here to look at how it works, and notice that I have put my pen away.\n\nAfterwards I could not have said who had spoken most. I could have said who had not."
            .to_owned(),
    };
    let who = (&first, AuthorRole::ParticipantResearcher, own);
    field_notes::write(&tx, &then, study.id, who, &text).await?;
    tx.commit(&then, event(study, "demo", "how the study is laid out"))
        .await?;
    Ok(())
}

async fn statements(
    tx: &Tx,
    app: &App,
    study: &Scope,
    (first, second): (&Member, &Member),
) -> Result<()> {
    let text = Positionality {
        background: "Emergency physician in the fourth year of training.".to_owned(),
        training: "Two courses in interviewing; nine interviews for another study.".to_owned(),
        to_programme: "Sits in one of the groups that are studied.".to_owned(),
        to_participants: "Has worked beside some of them; interviews none of those.".to_owned(),
        ..Positionality::default()
    };
    team::state(tx, app, study.id, first.id, &text).await?;
    let text = Positionality {
        background: "Professor of medical education, a sociologist by training.".to_owned(),
        training: "Thirty years of qualitative work.".to_owned(),
        to_programme: "None before this study.".to_owned(),
        ..Positionality::default()
    };
    team::state(tx, app, study.id, second.id, &text).await?;
    let declared = [
        (
            DualRole::ParticipantResearcher,
            "Writes notes about the own group; they are coded by others first.",
            "an ethnographer outside the team",
        ),
        (
            DualRole::Resident,
            "Interviews nobody of the own hospital.",
            "",
        ),
    ];
    for (role, explanation, support) in declared {
        let declared = Declared {
            member: first.id,
            role,
            explanation: explanation.to_owned(),
            support: support.to_owned(),
            declared_at: app.now(),
        };
        team::declare(tx, app, study.id, &declared, true).await?;
    }
    Ok(())
}

async fn guides(tx: &Tx, app: &App, study: &Scope, by: &Member) -> Result<()> {
    let made = [
        ("members", MEMBERS, true),
        ("members", MEMBERS_AGAIN, false),
        ("not-offered", OTHERS, true),
        ("organisers", ORGANISERS, false),
    ];
    for (cohort, text, used) in made {
        let questions = guides::parse(text).context("a guide of the demo cannot be read")?;
        let what = (questions.as_slice(), Some(by.id));
        let (id, _) = guides::save(tx, app, study.id, cohort, what).await?;
        if used {
            guides::mark_used(tx, id).await?;
        }
    }
    Ok(())
}

async fn recruited(tx: &Tx, app: &App, study: &Scope, by: &Member) -> Result<()> {
    let on = study::dates::today(app);
    let log = [
        ("members", EntryKind::Approach, Method::Email, 12, ""),
        ("not-offered", EntryKind::Approach, Method::Email, 9, ""),
        (
            "not-offered",
            EntryKind::Decline,
            Method::Email,
            2,
            "No time before the exam",
        ),
        ("organisers", EntryKind::Approach, Method::InPerson, 2, ""),
    ];
    for (cohort, kind, method, people, reason) in log {
        let entry = Entry {
            cohort: cohort.to_owned(),
            kind,
            method,
            people,
            participant: None,
            reason: reason.to_owned(),
            on,
        };
        let new = NewEntry {
            entry,
            by: Some(by.id),
        };
        recruitment::enter(tx, app, study.id, &new).await?;
    }
    Ok(())
}

async fn laid_out(tx: &Tx, app: &App, study: &Scope, by: &Member) -> Result<()> {
    let aims = [
        ("members", 8, "Members of a group"),
        ("not-offered", 3, "Residents without a group"),
        ("organisers", 2, "Organisers"),
    ];
    for (cohort, target, label) in aims {
        let aim = Aim {
            target: Some(target),
            public_label: label.to_owned(),
        };
        cohorts::keep(tx, study.id, cohort, &aim).await?;
    }
    questions::put(tx, study.id, "RQ7", &["organisers".to_owned()]).await?;
    let new = NewWording {
        wording: "What, if anything, do members carry from the group into their work with patients and colleagues?",
        why: "“Back to” took for granted that they had gone away.",
        from_folder: false,
        by: Some(by.id),
    };
    questions::reword(tx, app, study.id, "RQ2", new).await?;
    let today = study::dates::today(app);
    let freeze = today.checked_add(120.days())?;
    let before = Setup {
        ontology: "relativist".to_owned(),
        orientation: "experiential".to_owned(),
        theory: "Constructivist; ideas of holding and of being held in mind.".to_owned(),
        reasoning: Reasoning::Inductive,
        design: Design::Codebook,
        period_start: Some(jiff::civil::date(2026, 2, 1)),
        period_end: Some(jiff::civil::date(2026, 5, 31)),
        ethics: "Marrowdale Board (invented), 0/0000".to_owned(),
        freeze_on: Some(freeze),
        made_by: Some(by.id),
        ..Setup::default()
    };
    let then = days_ago(app, 330)?;
    setup::add(tx, &then, study.id, &before).await?;
    let after = Setup {
        design: Design::Reflexive,
        why: "The first ten codes kept changing as we talked; we want to interpret, not to agree."
            .to_owned(),
        ..before
    };
    setup::add(tx, &days_ago(app, 250)?, study.id, &after).await?;
    Ok(())
}
