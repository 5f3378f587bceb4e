//! What a desk states of itself (programme 7.4) and where it is reached (7.3, L3); a doctor who stays (7.1, RE14).

use platform::access::Role;
use platform::audit::Event;
use programme::exchange;

use super::links::open;
use super::{BASE, act, count, letters, number, send, token};
use crate::programme_folder;
use crate::world::{Answer, World, worlds};

/// The page of limits and the form that saves it with these numbers for its only row.
async fn limits(world: &World, cookie: &str, minimum: &str, most: &str) -> Answer {
    let page = world
        .get(&format!("{BASE}/requests/limits"), Some(cookie))
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    let seen = seen(&page);
    let form = format!("seen={seen}&minimum-0={minimum}&most-0={most}");
    act(world, cookie, "/requests/limits", &form).await
}

fn seen(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=\"seen\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Imports the small programme again, with a word of one file changed.
async fn import_again(world: &World, file: &str, from: &str, to: &str) {
    let app = &world.installation.app;
    let mut files = programme_folder::files();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from));
    files.insert(file.to_owned(), text.replace(from, to).into_bytes());
    let event = Event {
        chain: "saltmarsh".into(),
        actor: None,
        action: "import",
        subject: String::new(),
        detail: String::new(),
    };
    let reading = exchange::read(&files);
    let digest = exchange::digest(&files);
    exchange::apply(app, world.scopes[1].id, &reading, &digest, event)
        .await
        .unwrap();
    world.run_jobs().await;
}

#[tokio::test]
async fn a_desk_that_raises_its_limit_can_approve_more() {
    for world in worlds().await {
        send(&world).await;
        let cookie = open(&world, &token(&letters(&world, "rota@example.org")[0])).await;
        assert_eq!(limits(&world, &cookie, "0", "2").await.status, 303);
        act(&world, &cookie, "/requests/approve", "").await;
        assert_eq!(number(&world, "approved").await, 4, "two in each week");
        assert_eq!(limits(&world, &cookie, "0", "3").await.status, 303);
        act(&world, &cookie, "/requests/approve", "").await;
        assert_eq!(number(&world, "approved").await, 6);
        assert_eq!(limits(&world, &cookie, "0", "1").await.status, 303);
        assert_eq!(
            number(&world, "approved").await,
            6,
            "a lower limit takes nothing back"
        );
        let page = world.get(&format!("{BASE}/release"), None).await;
        assert_eq!(page.status, 303, "the board asks for a sign-in");
        let organiser = world.cookie(Role::Organiser).await;
        let board = world
            .get(&format!("{BASE}/release"), Some(&organiser))
            .await;
        assert!(
            board.body.contains("lets 1 go now"),
            "the board tells of the lowered limit: {}",
            board.body
        );
    }
}

#[tokio::test]
async fn what_a_desk_states_outlives_the_next_import() {
    for world in worlds().await {
        let desk = world.cookie(Role::Coordinator).await;
        assert_eq!(limits(&world, &desk, "1", "2").await.status, 303);
        import_again(&world, "caps.csv", "0,6,", "0,5,").await;
        let page = world
            .get(&format!("{BASE}/requests/limits"), Some(&desk))
            .await;
        assert!(page.body.contains("lets at most 2 go"), "{}", page.body);
        assert!(page.body.contains("So you said on"), "{}", page.body);
    }
}

#[tokio::test]
async fn a_limit_that_is_none_changes_nothing_and_is_marked() {
    for world in worlds().await {
        let desk = world.cookie(Role::Coordinator).await;
        for (minimum, most) in [("x", "2"), ("0", ""), ("-1", "2"), ("0", "501")] {
            let answer = limits(&world, &desk, minimum, most).await;
            assert_eq!(answer.status, 422, "{minimum}, {most}");
            assert!(answer.body.contains("aria-invalid"), "{}", answer.body);
        }
        let form =
            "role=registrar&weekday=tue&from=soon&to=18:00&minimum=0&most=1&first=2026-09-01";
        let answer = act(&world, &desk, "/requests/limits/add", form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("time of day"), "{}", answer.body);
        let old = act(
            &world,
            &desk,
            "/requests/limits",
            "seen=1-1&minimum-0=0&most-0=1",
        )
        .await;
        assert_eq!(old.status, 409, "another page was shown");
        let stated = count(&world, "SELECT COUNT(*) AS n FROM stated_caps").await;
        assert_eq!(stated, 0);
        let form = "role=registrar&weekday=Tue&from=06:00&to=12:00&minimum=1&most=1&first=2026-09-01&last=";
        let added = act(&world, &desk, "/requests/limits/add", form).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let stated = count(&world, "SELECT COUNT(*) AS n FROM stated_caps").await;
        assert_eq!(stated, 2, "the imported one is stated with it");
    }
}

#[tokio::test]
async fn another_address_is_told_to_the_old_one_whose_links_stop() {
    for world in worlds().await {
        send(&world).await;
        let old = token(&letters(&world, "rota@example.org")[0]);
        let open_page = open(&world, &old).await;
        import_again(&world, "sites.csv", "rota@", "desk@").await;
        let told = letters(&world, "rota@example.org");
        let last = &told.last().unwrap().body;
        assert!(last.contains("go to another address"), "{last}");
        assert!(!last.contains("desk@example.org"), "{last}");
        let page = world
            .get(&format!("{BASE}/requests"), Some(&open_page))
            .await;
        assert_eq!(page.status, 303, "the opened page is closed");
        let before = world.installation.mail.sent().len();
        world
            .post("/links/fresh", None, &format!("token={old}"))
            .await;
        world.run_jobs().await;
        assert_eq!(world.installation.mail.sent().len(), before);
        let fresh = letters(&world, "desk@example.org");
        assert_eq!(fresh.len(), 1, "what waits is asked of the new address");
        open(&world, &token(&fresh[0])).await;
        let kept = count(&world, "SELECT COUNT(*) AS n FROM former_addresses").await;
        assert_eq!(kept, 0, "the old address is forgotten");
    }
}

#[tokio::test]
async fn a_doctor_stays_for_one_date_without_a_reason_and_keeps_the_place() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        act(&world, &desk, "/requests/approve", "").await;
        world.run_jobs().await;
        let me = world.cookie(Role::Resident).await;
        let page = world.get(&format!("{BASE}/next"), Some(&me)).await;
        let (_, rest) = page.body.split_once("name=\"release\" value=\"").unwrap();
        let id = rest.split('"').next().unwrap();
        let form = format!("release={id}");
        let before = letters(&world, "rota@example.org").len();
        let done = act(&world, &me, "/next/withdraw", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(number(&world, "cancelled").await, 1);
        world.run_jobs().await;
        assert_eq!(letters(&world, "rota@example.org").len(), before + 1);
        let page = world.get(&format!("{BASE}/next"), Some(&me)).await;
        assert!(page.body.contains("The weeks ahead"), "the place is kept");
        let again = act(&world, &me, "/next/withdraw", &form).await;
        assert_eq!(again.status, 409);
        assert_eq!(
            number(&world, "locked").await,
            11,
            "nobody else's date has moved"
        );
        let foreign = format!("release={}", uuid::Uuid::nil());
        let foreign = act(&world, &me, "/next/withdraw", &foreign).await;
        assert_eq!(foreign.status, 404);
    }
}

#[tokio::test]
async fn who_agreed_to_text_messages_gets_one_for_a_late_change_and_none_for_an_early_one() {
    for world in worlds().await {
        let me = world.cookie(Role::Resident).await;
        let wrong = act(&world, &me, "/texts", "number=020 7946 0958").await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("020 7946 0958"), "the value is kept");
        let agreed = act(&world, &me, "/texts", "number=07700 900123").await;
        assert_eq!(agreed.status, 303, "{}", agreed.body);
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        act(&world, &desk, "/requests/approve", "").await;
        world.run_jobs().await;
        let phone = "447700900123@text.invalid";
        assert!(letters(&world, phone).is_empty(), "a week is time enough");
        // Monday 30 November, 07:00: the first session is on Tuesday, 14:00.
        world.installation.clock.advance(6 * 24 * 60 * 60);
        let desk = world.cookie(Role::Coordinator).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&desk)).await;
        for id in super::requests(&page) {
            let form = format!("release={id}&answer=withdraw");
            act(&world, &desk, "/requests/answer", &form).await;
        }
        world.run_jobs().await;
        let texts = letters(&world, phone);
        assert_eq!(texts.len(), 1, "not for the session a week later");
        let text = &texts[0].body;
        assert!(text.contains("please stay at work (Tue 1 Dec)"), "{text}");
        assert!(text.chars().count() <= 160, "{text}");
        for secret in ["group", "Number", "Saltmarsh", "Quay"] {
            assert!(!text.contains(secret), "{text}");
        }
        let me = world.cookie(Role::Resident).await;
        let stopped = act(&world, &me, "/texts/stop", "").await;
        assert_eq!(stopped.status, 303);
        let kept = count(&world, "SELECT COUNT(*) AS n FROM mobiles").await;
        assert_eq!(kept, 0);
    }
}
