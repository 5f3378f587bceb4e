//! The link of a rota desk (programme 7.3): one letter a batch, opened once, without an account.

use platform::access::Role;

use super::{BASE, act, letters, number, send, token};
use crate::world::{World, worlds};

/// Opens a link with its button and gives the cookie.
pub(super) async fn open(world: &World, token: &str) -> String {
    let answer = world
        .post("/links/open", None, &format!("token={token}&next="))
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(answer.header("location"), format!("{BASE}/requests"));
    let cookie = answer.header("set-cookie").to_owned();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_batch_is_one_letter_to_each_desk_and_names_no_group_and_no_room() {
    for world in worlds().await {
        let answer = send(&world).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(number(&world, "requested").await, 12);
        let desk = letters(&world, "rota@example.org");
        assert_eq!(desk.len(), 1);
        let text = format!(
            "{} {} {}",
            desk[0].subject,
            desk[0].body,
            desk[0].html.as_deref().unwrap()
        );
        for secret in ["group", "Group", "Quay House", "Balint", "Ada"] {
            assert!(
                !text.contains(secret),
                "a letter to a desk says \"{secret}\""
            );
        }
        let doctor = letters(&world, "r1@example.org");
        assert_eq!(doctor.len(), 1, "one letter, whatever the number of dates");
        assert!(doctor[0].subject.starts_with("Protected teaching"));
        let again = send(&world).await;
        assert_eq!(again.status, 303);
        assert_eq!(letters(&world, "rota@example.org").len(), 1);
    }
}

#[tokio::test]
async fn opening_the_address_spends_nothing_and_the_button_spends_it_once() {
    for world in worlds().await {
        send(&world).await;
        let token = token(&letters(&world, "rota@example.org")[0]);
        for _ in 0..3 {
            let page = world.get(&format!("/links/{token}"), None).await;
            assert_eq!(page.status, 200);
        }
        let cookie = open(&world, &token).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&cookie)).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("12 requests"), "{}", page.body);
        let again = world
            .post("/links/open", None, &format!("token={token}&next="))
            .await;
        assert_eq!(again.status, 410);
        assert!(again.body.contains("Send a fresh link"));
    }
}

#[tokio::test]
async fn an_opened_link_reaches_its_own_page_and_closes_after_half_an_hour() {
    for world in worlds().await {
        send(&world).await;
        let cookie = open(&world, &token(&letters(&world, "rota@example.org")[0])).await;
        for end in [
            "",
            "/people",
            "/release",
            "/plan",
            "/sessions",
            "/next",
            "/groups",
        ] {
            let page = world.get(&format!("{BASE}{end}"), Some(&cookie)).await;
            assert_eq!(page.status, 404, "{end}");
        }
        let path = format!("{BASE}/requests");
        world.installation.clock.advance(25 * 60);
        assert_eq!(
            act(&world, &cookie, "/requests/stretch", "").await.status,
            303
        );
        world.installation.clock.advance(29 * 60);
        assert_eq!(world.get(&path, Some(&cookie)).await.status, 200);
        world.installation.clock.advance(2 * 60);
        assert_eq!(world.get(&path, Some(&cookie)).await.status, 303);
    }
}

#[tokio::test]
async fn a_worn_link_sends_a_fresh_one_to_the_address_on_file_only() {
    for world in worlds().await {
        send(&world).await;
        let worn = token(&letters(&world, "rota@example.org")[0]);
        world.installation.clock.advance(15 * 24 * 60 * 60);
        let late = world
            .post("/links/open", None, &format!("token={worn}&next="))
            .await;
        assert_eq!(late.status, 410);
        let before = world.installation.mail.sent().len();
        let form = format!("token={worn}");
        let known = world.post("/links/fresh", None, &form).await;
        let unknown = world.post("/links/fresh", None, "token=never-drawn").await;
        assert_eq!(known.body, unknown.body, "the answer tells nothing");
        world.run_jobs().await;
        let sent = world.installation.mail.sent();
        let fresh: Vec<_> = sent[before..]
            .iter()
            .filter(|mail| mail.body.contains("/links/"))
            .filter(|mail| mail.to == "rota@example.org")
            .collect();
        assert!(!fresh.is_empty());
        let cookie = open(&world, &token(fresh.last().unwrap())).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&cookie)).await;
        assert_eq!(page.status, 200);
    }
}

#[tokio::test]
async fn a_resident_cannot_answer_and_a_desk_cannot_send() {
    for world in worlds().await {
        send(&world).await;
        let resident = world.cookie(Role::Resident).await;
        let approve = act(&world, &resident, "/requests/approve", "").await;
        assert_eq!(approve.status, 404);
        let desk = open(&world, &token(&letters(&world, "rota@example.org")[0])).await;
        assert_eq!(act(&world, &desk, "/release/send", "").await.status, 404);
        assert_eq!(act(&world, &desk, "/release/lock", "").await.status, 404);
        assert_eq!(number(&world, "requested").await, 12);
    }
}
