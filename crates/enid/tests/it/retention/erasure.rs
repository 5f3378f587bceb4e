//! Somebody is erased: nothing tells any more who they were, and nobody else is touched.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use platform::access::Role;
use platform::{audit, keys};
use programme::planning;

use super::canary::{Canary, WORDS, import};
use super::{DAY, TO_THE_END, come_to, dump, run};
use crate::release::count;
use crate::world::{World, worlds};

/// Most pages of one kind that are visited: there are seven doctors, and weeks without end.
const OF_A_KIND: usize = 12;

/// Tables whose rows change with every act, whoever it is about. A draft of the hospital goes as a whole.
const EVERYBODYS: &[&str] = &[
    "audit_events",
    "audit_heads",
    "erasures",
    "retention_clock",
    "retention_marks",
    "rota_drafts",
    "sign_ins",
    "tombstones",
];

/// The columns in which something of the doctor stands before.
const BEFORE: &[&str] = &[
    "accounts.email",
    "accounts.name",
    "certificates.content",
    "declared_conflicts.named",
    "joining_reasons.reason",
    "residents.identity",
    "rota_drafts.content",
    "rota_imports.file_name",
];

/// Where a bare identifier of the doctor stays: counts, codes, figures and the record.
const BARE: &[&str] = &[
    "attendances",
    "audit_events",
    "cost_lines",
    "erasures",
    "jobs",
    "joinings",
    "lottery_tickets",
    "person_keys",
    "plans",
    "register_views",
    "releases",
    "residents",
    "rota_imports",
];

/// Where one of the account stays.
const BARE_ACCOUNT: &[&str] = &[
    "accounts",
    "audit_events",
    "erasures",
    "person_keys",
    "register_views",
    "rota_imports",
];

#[tokio::test]
async fn r11_an_erased_doctor_is_found_in_no_table_and_on_no_page_and_nobody_else_is_touched() {
    for world in worlds().await {
        let on = world.installation.on;
        let canary = Canary::of(&world).await;
        canary.lives().await;
        assert_eq!(dump::holding(&world, &WORDS).await, BEFORE, "on {on}");
        assert!(!pages_with(&world, &WORDS).await.is_empty());
        let own = [canary.resident, canary.account];
        let others = dump::of_others(&world, &own).await;
        let code = crate::certificates::code_of(&world, &canary.cookie().await).await;
        assert!(world.get(&code, None).await.body.contains("Quillcanary"));

        let organiser = world.cookie(Role::Organiser).await;
        let erase = format!("/people/{}/erase", canary.resident);
        let page = format!("/programmes/saltmarsh{erase}");
        let asked = world.get(&page, Some(&organiser)).await.body;
        assert!(
            asked.contains("Erase Dr Wilhelmina Quillcanary?"),
            "{asked}"
        );
        let done = canary.sends(&organiser, &erase, "").await;
        assert_eq!(done.status, 303, "{}", done.body);

        let (mut before, mut after) = (others, dump::of_others(&world, &own).await);
        for table in EVERYBODYS {
            before.remove(*table);
            after.remove(*table);
        }
        for (table, rows) in &before {
            assert!(Some(rows) == after.get(table), "{table} on {on}");
        }
        let found = dump::holding(&world, &WORDS).await;
        assert_eq!(found, Vec::<String>::new(), "on {on}");
        let found = pages_with(&world, &WORDS).await;
        assert_eq!(found, Vec::<String>::new(), "on {on}");
        assert_eq!(dump::naming(&world, canary.resident).await, BARE, "on {on}");
        assert_eq!(
            dump::naming(&world, canary.account).await,
            BARE_ACCOUNT,
            "on {on}"
        );
        is_kept_in_the_record(&world, &canary).await;
        assert!(!world.get(&code, None).await.body.contains("Quillcanary"));

        // Once more changes nothing.
        let again = canary.sends(&organiser, &erase, "").await;
        assert_eq!(again.status, 404);
        let erased = "SELECT COUNT(*) AS n FROM erasures";
        assert_eq!(count(&world, erased).await, 2);
        // Listed again, they are somebody new.
        assert_ne!(import(&world).await, canary.resident);
        assert!(
            dump::holding(&world, &WORDS)
                .await
                .contains(&"residents.identity".into())
        );
    }
}

/// The ledger names the doctor and the account, and the record is whole.
async fn is_kept_in_the_record(world: &World, canary: &Canary<'_>) {
    let app = &world.installation.app;
    let people = [canary.resident, canary.account];
    let left = keys::person_keys(app.db.read(), app, people).await.unwrap();
    assert!(left.is_empty(), "a key is left");
    let ledger = keys::erasures(app.db.read()).await.unwrap();
    let erased: BTreeSet<_> = ledger.iter().map(|line| line.person).collect();
    assert_eq!(erased, BTreeSet::from([canary.resident, canary.account]));
    assert!(ledger.iter().all(|line| line.reason == "order"));
    let newest = audit::newest(app.db.read(), Some("saltmarsh"), 50)
        .await
        .unwrap();
    let row = newest
        .iter()
        .find(|row| row.action == "people.erase")
        .unwrap();
    assert_eq!(row.subject, canary.resident.to_string());
    assert_eq!(row.actor, Some(world.account(Role::Organiser)));
    let verdict = audit::verify(app.db.read()).await.unwrap();
    assert_eq!(verdict.breaks, Vec::<String>::new());
    let programme = world.scopes[1].id;
    assert_eq!(planning::first_broken(app, programme).await.unwrap(), None);
}

#[tokio::test]
async fn r11_whoever_left_is_erased_by_the_daily_run_two_years_later() {
    for world in worlds().await {
        let canary = Canary::of(&world).await;
        canary.lives().await;
        // They left an hour or so after the second session began.
        come_to(&world, TO_THE_END + 731 * DAY - 4 * 60 * 60).await;
        run(&world).await;
        let found = dump::holding(&world, &WORDS).await;
        assert!(
            found.contains(&"residents.identity".to_owned()),
            "{found:?}"
        );
        world.installation.clock.advance(DAY);
        run(&world).await;
        let found = dump::holding(&world, &WORDS).await;
        assert_eq!(found, Vec::<String>::new(), "on {}", world.installation.on);
        assert_eq!(run(&world).await.swept, []);
    }
}

#[tokio::test]
async fn r11_nobody_is_erased_who_is_expected_at_a_session_or_under_a_legal_hold() {
    for world in worlds().await {
        let app = &world.installation.app;
        let canary = Canary::of(&world).await;
        let organiser = world.cookie(Role::Organiser).await;
        let erase = format!("/people/{}/erase", canary.resident);
        let page = world
            .get(&format!("/programmes/saltmarsh{erase}"), Some(&organiser))
            .await;
        assert_eq!(page.status, 200);
        assert!(
            page.body.contains("still expected at sessions"),
            "{}",
            page.body
        );
        assert!(!page.body.contains("Erase this doctor"));
        let refused = canary.sends(&organiser, &erase, "").await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert!(refused.body.contains("still expected at sessions"));

        world.installation.clock.advance(TO_THE_END + DAY);
        let tx = app.db.write().await.unwrap();
        platform::retention::hold(&tx, app, world.scopes[1].id)
            .await
            .unwrap();
        tx.commit(app, audit::Event::installation("test", "hold"))
            .await
            .unwrap();
        let organiser = world.cookie(Role::Organiser).await;
        let refused = canary.sends(&organiser, &erase, "").await;
        assert!(refused.body.contains("legal hold"), "{}", refused.body);
        assert!(!dump::holding(&world, &WORDS).await.is_empty());
    }
}

/// The pages on which one of these words stands, of every page that somebody of each role reaches by links. Every page
/// has to open.
async fn pages_with(world: &World, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for role in Role::ALL {
        let cookie = world.cookie(role).await;
        let mut seen = BTreeSet::new();
        let mut kinds = BTreeMap::new();
        let mut waiting: VecDeque<String> = [String::from("/")].into();
        while let Some(path) = waiting.pop_front() {
            let visited: &mut usize = kinds.entry(kind(&path)).or_default();
            if !seen.insert(path.clone()) || *visited == OF_A_KIND {
                continue;
            }
            *visited += 1;
            let answer = world.get(&path, Some(&cookie)).await;
            assert!(answer.status < 400, "{path} for {role}: {}", answer.status);
            if words.iter().any(|word| answer.body.contains(word)) {
                found.push(format!("{path} for {role}"));
            }
            waiting.push_back(answer.header("location").to_owned());
            if answer.header("content-type").starts_with("text/html") {
                waiting.extend(links(&answer.body));
            }
            waiting.retain(|path| path.starts_with('/'));
        }
    }
    found
}

/// An address without what differs from object to object or from week to week.
fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let part = |part: &str| match part.len() == 36 || part.parse::<u32>().is_ok() {
        true => "*".to_owned(),
        false => part.to_owned(),
    };
    let parts: Vec<String> = path.split('/').map(part).collect();
    parts.join("/")
}

fn links(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '#']).next())
        .filter(|address| !address.starts_with("//") && !address.starts_with("/static"))
        .map(|address| address.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}
