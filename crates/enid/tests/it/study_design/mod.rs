//! How a study is laid out, through the real router and on both databases (study R1 to R4, R11).

mod laid_out;
mod people;

use platform::access::Role;
use platform::audit::Event;
use study::documents::AuthorRole;
use study::field_notes::{self, NoteText};
use study::setup::Setup;
use study::team::{Declared, DualRole, Member, NewMember, Positionality};
use study::{cohorts, guides, participants, questions, recruitment, setup, team};
use uuid::Uuid;

use crate::world::{World, worlds};

/// A member of the team whose account this role's person has; who is one already stays as they are.
pub async fn member(world: &World, role: Role, new: NewMember) -> Member {
    let app = &world.installation.app;
    let study = &world.scopes[2];
    let names = team::names(app, study.id).await.unwrap();
    let name = format!("Dr {role} of Saltmarsh");
    let known = names.iter().find(|(_, known)| **known == name);
    if let Some((id, _)) = known {
        let found = team::find(app.db.read(), study.id, *id).await.unwrap();
        return found.unwrap();
    }
    let tx = app.db.write().await.unwrap();
    let account = world.account(role);
    let member = team::add(&tx, app, study, account, new).await.unwrap();
    tx.commit(app, Event::installation("test", "member"))
        .await
        .unwrap();
    member
}

/// The path with a member and a guide in the place of the words that stand for them.
pub async fn with_ids(world: &World, path: &str) -> String {
    let mut path = path.to_owned();
    if path.contains("{member}") {
        let member = member(world, Role::Researcher, NewMember::default()).await;
        path = path.replace("{member}", &member.id.to_string());
    }
    if path.contains("{guide}") {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let tx = app.db.write().await.unwrap();
        let asked = guides::parse("Why?").unwrap();
        let saved = guides::save(&tx, app, study, "members", (&asked, None));
        let (id, _) = saved.await.unwrap();
        tx.commit(app, Event::installation("test", "guide"))
            .await
            .unwrap();
        path = path.replace("{guide}", &id.to_string());
    }
    path
}

/// One row of everything that a study's design consists of.
pub async fn fill(world: &World) {
    let new = NewMember {
        interviews: true,
        ..NewMember::default()
    };
    let member = member(world, Role::Researcher, new).await;
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let all = participants::all(app.db.read(), study).await.unwrap();
    let tx = app.db.write().await.unwrap();
    let declared = declared(member.id, DualRole::Resident);
    team::declare(&tx, app, study, &declared, true)
        .await
        .unwrap();
    let text = Positionality {
        background: "A surgeon.".into(),
        ..Positionality::default()
    };
    team::state(&tx, app, study, member.id, &text)
        .await
        .unwrap();
    setup::add(&tx, app, study, &Setup::default())
        .await
        .unwrap();
    let put = ["members".to_owned()];
    questions::put(&tx, study, "RQ1", &put).await.unwrap();
    let aim = cohorts::Aim::default();
    cohorts::keep(&tx, study, "members", &aim).await.unwrap();
    let asked = guides::parse("Why?").unwrap();
    guides::save(&tx, app, study, "members", (&asked, None))
        .await
        .unwrap();
    let entry = entry(recruitment::EntryKind::Decline, 1, Some(all[0].id));
    recruitment::enter(&tx, app, study, &entry).await.unwrap();
    let note = NoteText {
        title: "A note".into(),
        dated: jiff::civil::date(2026, 1, 1),
        text: "One.\n\nTwo.".into(),
    };
    let who = (&member, AuthorRole::Interviewer, all[0].id);
    field_notes::write(&tx, app, study, who, &note)
        .await
        .unwrap();
    tx.commit(app, Event::installation("test", "design"))
        .await
        .unwrap();
}

fn declared(member: Uuid, role: DualRole) -> Declared {
    Declared {
        member,
        role,
        explanation: String::new(),
        support: String::new(),
        declared_at: platform::clock::Instant(0),
    }
}

fn entry(
    kind: recruitment::EntryKind,
    people: u32,
    participant: Option<Uuid>,
) -> recruitment::NewEntry {
    recruitment::NewEntry {
        entry: recruitment::Entry {
            cohort: "members".into(),
            kind,
            method: recruitment::Method::Email,
            people,
            participant,
            reason: "CANARY reason".into(),
            on: jiff::civil::date(2026, 1, 1),
        },
        by: None,
    }
}

async fn studied() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
    }
    worlds
}
