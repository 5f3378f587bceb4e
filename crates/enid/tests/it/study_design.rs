//! How a study is laid out, through the real router and on both databases (study R1 to R4, R11).

use platform::access::Role;
use platform::audit::Event;
use study::documents::AuthorRole;
use study::field_notes::{self, NoteText};
use study::setup::{Design, Setup};
use study::team::{Declared, DualRole, Member, NewMember, Positionality};
use study::{cohorts, guides, participants, questions, recruitment, setup, team};
use uuid::Uuid;

use crate::consent::{act, get, invited, sign, worded};
use crate::retention::dump;
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

#[tokio::test]
async fn a_member_is_known_by_the_grant_and_no_table_of_a_study_holds_the_account() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let researcher = world.cookie(Role::Researcher).await;
        let early = world
            .get(
                "/studies/saltmarsh-study/team/my-statement",
                Some(&researcher),
            )
            .await;
        assert_eq!(early.status, 409);
        assert!(
            early.body.contains("not entered in the team"),
            "{}",
            early.body
        );
        let account = world.account(Role::Researcher);
        let form = format!("account={account}&interviews=yes&room=4");
        let added = act(&world, &lead, "/team/add", &form).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let again = act(&world, &lead, "/team/add", &form).await;
        assert_eq!(again.status, 422, "one account is one member");
        let list = get(&world, &lead, "/team").await;
        assert!(
            list.contains("R1") && list.contains("Dr researcher of Saltmarsh"),
            "{list}"
        );
        get(&world, &researcher, "/team/my-statement").await;
        let form = "background=A nurse before.&to_programme=None.";
        let stated = act(&world, &researcher, "/team/my-statement", form).await;
        assert_eq!(stated.status, 303, "{}", stated.body);
        let form = "background=A nurse once.";
        act(&world, &researcher, "/team/my-statement", form).await;
        let page = get(&world, &researcher, "/team/my-statement").await;
        assert!(
            page.contains("A nurse before.") && page.contains("Version 2"),
            "{page}"
        );
        let naming = dump::naming(&world, account).await;
        for table in study::retention::TABLES {
            assert!(
                !naming.iter().any(|one| one == table),
                "{table} names an account"
            );
        }
        let found = dump::holding(&world, &["researcher of Saltmarsh"]).await;
        assert_eq!(found, ["accounts.name"]);
    }
}

#[tokio::test]
async fn dual_roles_are_declared_by_oneself_and_listed_until_they_hold_no_more() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let member = member(&world, Role::Researcher, NewMember::default()).await;
        let researcher = world.cookie(Role::Researcher).await;
        let form = "role=resident&explanation-resident=Interviews elsewhere.&support-resident=";
        let said = act(&world, &researcher, "/team/my-roles", form).await;
        assert_eq!(said.status, 303, "{}", said.body);
        let lead = world.cookie(Role::ResearchLead).await;
        let list = get(&world, &lead, "/team").await;
        assert!(list.contains("interviewer who is a resident"), "{list}");
        assert!(list.contains("Interviews elsewhere."), "{list}");
        let held = team::dual_roles(app.db.read(), study).await.unwrap();
        assert_eq!((held.len(), held[0].member), (1, member.id));
        world.installation.clock.advance(1);
        act(&world, &researcher, "/team/my-roles", "role=organiser").await;
        let held = team::dual_roles(app.db.read(), study).await.unwrap();
        assert_eq!((held.len(), held[0].role), (1, DualRole::Organiser));
        let rows = dump::rows(&world).await;
        assert_eq!(rows["dual_roles"].len(), 3, "nothing is overwritten");
        let odd = act(
            &world,
            &researcher,
            "/team/my-roles",
            "role=organiser&name=x",
        )
        .await;
        assert_eq!(odd.status, 403);
    }
}

#[tokio::test]
async fn a_changed_design_shows_what_follows_before_it_is_saved_and_keeps_what_was() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let base = "reasoning=inductive&period_start=2031-02-01&period_end=2031-04-30";
        let form = format!("{base}&design=reflexive&theory=Holding");
        let set = act(&world, &lead, "/set-up/change", &form).await;
        assert_eq!(set.status, 303, "{}", set.body);
        world.installation.clock.advance(86_400);
        let without = act(
            &world,
            &lead,
            "/set-up/change",
            &format!("{base}&design=codebook"),
        )
        .await;
        assert_eq!(without.status, 422);
        assert!(without.body.contains("Say why the design is changed"));
        let form = format!("{base}&design=codebook&theory=Holding&why=Two teams.");
        let asked = act(&world, &lead, "/set-up/change", &form).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        assert!(
            asked.body.contains("Measures of agreement"),
            "{}",
            asked.body
        );
        assert!(asked.body.contains("nothing is saved yet"));
        let page = get(&world, &lead, "/set-up").await;
        assert!(page.contains("A reflexive study"), "{page}");
        let done = act(
            &world,
            &lead,
            "/set-up/change",
            &format!("{form}&seen=codebook"),
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        let researcher = world.cookie(Role::Researcher).await;
        let page = get(&world, &researcher, "/set-up").await;
        assert!(page.contains("A codebook study"), "{page}");
        assert!(page.contains("design from reflexive to codebook"), "{page}");
        assert!(page.contains("Why: Two teams."), "{page}");
        let app = &world.installation.app;
        let all = setup::history(app.db.read(), world.scopes[2].id)
            .await
            .unwrap();
        let designs: Vec<Design> = all.iter().map(|one| one.design).collect();
        assert_eq!(designs, [Design::Codebook, Design::Reflexive]);
        for bad in [
            "design=emergent",
            "period_end=2030-01-01&design=reflexive",
            "freeze_on=soon&design=reflexive",
        ] {
            let form = format!("reasoning=both&period_start=2031-01-01&why=x&{bad}");
            let answer = act(&world, &lead, "/set-up/change", &form).await;
            assert_eq!(answer.status, 422, "{bad}");
        }
    }
}

#[tokio::test]
async fn a_question_keeps_its_id_and_every_wording_and_a_folder_adds_to_them() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let id = |all: &[(Uuid, questions::ResearchQuestion)]| all[0].0;
        let before = questions::all(app.db.read(), study).await.unwrap();
        let first = app.now();
        world.installation.clock.advance(60);
        let lead = world.cookie(Role::ResearchLead).await;
        let form =
            "wording=How is it to be kept waiting?&why=Nobody waits by choice.&cohort=members";
        let done = act(&world, &lead, "/set-up/questions/RQ1/change", form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let now = app.now();
        let at = async |at| {
            let found = questions::wording_at(app.db.read(), study, "RQ1", at).await;
            found.unwrap().map(|one| (one.number, one.wording))
        };
        assert_eq!(at(first).await, Some((1, "How is it to wait?".into())));
        assert_eq!(
            at(now).await,
            Some((2, "How is it to be kept waiting?".into()))
        );
        assert_eq!(at(first.plus_seconds(-1)).await, None);
        let page = get(&world, &lead, "/questions").await;
        assert!(
            page.contains("Wording 2. 2 quotes were placed under wording 1."),
            "{page}"
        );
        let page = get(&world, &lead, "/set-up/questions").await;
        assert!(page.contains("Put to: members"), "{page}");
        assert!(page.contains("Nobody waits by choice."), "{page}");
        let taken = "wording=who HOLDS the door?&why=";
        let taken = act(&world, &lead, "/set-up/questions/RQ1/change", taken).await;
        assert_eq!(taken.status, 422);

        world.installation.clock.advance(60);
        crate::study::import(&world).await.unwrap();
        let all = questions::wordings(app.db.read(), study).await.unwrap();
        let said: Vec<(&str, bool)> = all["RQ1"]
            .iter()
            .map(|one| (one.wording.as_str(), one.from_folder))
            .collect();
        let expected = [
            ("How is it to wait?", true),
            ("How is it to be kept waiting?", false),
            ("How is it to wait?", true),
        ];
        assert_eq!(said, expected);
        assert_eq!(all["RQ2"].len(), 1, "the same words are no new wording");
        let after = questions::all(app.db.read(), study).await.unwrap();
        assert_eq!(id(&before), id(&after));
        let page = get(&world, &lead, "/set-up/questions").await;
        assert!(
            page.contains("Put to: members"),
            "it stays through an import: {page}"
        );
    }
}

#[tokio::test]
async fn what_is_aimed_at_in_a_cohort_stays_through_an_import() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let form = "cohort-0=members&target-0=8&label-0=Members of a group&cohort-1=managers&target-1=&label-1=";
        let saved = act(&world, &lead, "/set-up/cohorts", form).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        crate::study::import(&world).await.unwrap();
        let page = get(&world, &lead, "/set-up").await;
        assert!(page.contains("Members of a group"), "{page}");
        let app = &world.installation.app;
        let aims = cohorts::aims(app.db.read(), world.scopes[2].id)
            .await
            .unwrap();
        assert_eq!(
            (aims["members"].target, aims["managers"].target),
            (Some(8), None)
        );
        let bad = act(
            &world,
            &lead,
            "/set-up/cohorts",
            "cohort-0=members&target-0=many&label-0=",
        )
        .await;
        assert_eq!(bad.status, 422);
        assert!(bad.body.contains("whole number"), "{}", bad.body);
    }
}

#[tokio::test]
async fn a_guide_that_an_interview_has_used_is_never_changed() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let lead = world.cookie(Role::ResearchLead).await;
        let write = async |text: &str| {
            let form = format!("cohort=members&text={text}");
            act(&world, &lead, "/guides/write", &form).await
        };
        let bad = write("%20 And then?").await;
        assert_eq!(bad.status, 422);
        assert!(bad.body.contains("Line 1 is indented"), "{}", bad.body);
        assert_eq!(write("Why?").await.status, 303);
        assert_eq!(write("1. Why?%0A2. Who sat there?").await.status, 303);
        let all = guides::versions(app.db.read(), study).await.unwrap();
        assert_eq!(
            (all.len(), all[0].number, all[0].questions.len()),
            (1, 1, 2)
        );
        let tx = app.db.write().await.unwrap();
        guides::mark_used(&tx, all[0].id).await.unwrap();
        tx.commit(app, Event::installation("test", "used"))
            .await
            .unwrap();
        assert_eq!(
            write("Who sat there?%0A%20%20 And then?%0AHow so?")
                .await
                .status,
            303
        );
        let now = guides::versions(app.db.read(), study).await.unwrap();
        assert_eq!((now.len(), now[0].number), (2, 2));
        assert_eq!(now[1].questions, all[0].questions);
        assert!(now[1].used && !now[0].used);
        let text = format!("/guides/{}/guide.txt", now[0].id);
        let text = get(&world, &lead, &text).await;
        assert_eq!(text, "Who sat there?\n    And then?\nHow so?\n");
        let two = format!("/guides/compare?before={}&after={}", now[1].id, now[0].id);
        let page = get(&world, &lead, &two).await;
        for word in [
            "Dropped",
            "Added",
            "Prompt added: And then?",
            "3 questions differ",
        ] {
            assert!(page.contains(word), "the comparison lacks {word}: {page}");
        }
    }
}

#[tokio::test]
async fn the_counts_of_recruitment_come_from_what_people_did_and_from_the_log() {
    for world in worded("rule=always").await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let no = invited(&world, "M8").await;
        sign(&world, &no, ["no", "no", "no"]).await;
        let yes = invited(&world, "M9").await;
        sign(&world, &yes, ["yes", "yes", "no"]).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let today = study::dates::today(app);
        let form = format!("kind=approach&cohort=members&method=email&people=12&on={today}");
        let entered = act(&world, &lead, "/recruitment/enter", &form).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let form = format!(
            "kind=decline&cohort=members&method=telephone&people=1&on={today}&participant=M8&reason=CANARY no time"
        );
        act(&world, &lead, "/recruitment/enter", &form).await;
        let counts = recruitment::counts(app.db.read(), study).await.unwrap();
        let members = counts.iter().find(|one| one.cohort == "members").unwrap();
        // K1 and K2 were interviewed, M9 agreed, M8 said no, which is known twice.
        let found = (
            members.invited,
            members.declined,
            members.agreed,
            members.completed,
        );
        assert_eq!(found, (12, 1, 3, 2));
        assert_eq!(members.reasons, ["CANARY no time"]);
        let page = get(&world, &lead, "/recruitment").await;
        assert!(page.contains("e-mail (12)"), "{page}");
        assert!(!page.contains("M8"), "counts name nobody");
        for bad in [
            "kind=approach&cohort=strangers&method=email&people=1",
            "kind=approach&cohort=members&method=email&people=0",
            "kind=approach&cohort=members&method=pigeon&people=1",
            "kind=decline&cohort=members&method=email&people=2&participant=M8",
            "kind=decline&cohort=members&method=email&people=1&participant=Nobody",
        ] {
            let form = format!("{bad}&on={today}");
            let answer = act(&world, &lead, "/recruitment/enter", &form).await;
            assert_eq!(answer.status, 422, "{bad}");
        }
        act(&world, &no, "/my-choices/withdraw", "scope=whole").await;
        let found = dump::holding(&world, &["CANARY no time"]).await;
        assert!(
            found.is_empty(),
            "what somebody said goes with them: {found:?}"
        );
    }
}
