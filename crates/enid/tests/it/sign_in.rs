//! Signing in, by password and by link.

use platform::access::{self, NewGrant, Purpose, Role};
use platform::audit::{ALONE, Event};

use crate::world::{World, worlds};

const PASSWORD: &str = "four quiet words here";

#[tokio::test]
async fn a_link_opens_a_sign_in_once_and_only_by_its_button() {
    for world in worlds().await {
        let token = draw(&world).await;
        for _ in 0..2 {
            assert_eq!(
                world.get(&format!("/links/{token}"), None).await.status,
                200
            );
        }
        let first = world
            .post("/links/open", None, &format!("token={token}"))
            .await;
        assert_eq!(first.status, 303);
        let cookie = first.header("set-cookie");
        assert!(cookie.starts_with("__Host-s="), "{cookie}");
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let again = world
            .post("/links/open", None, &format!("token={token}"))
            .await;
        assert_eq!(again.status, 410);
        assert!(again.body.contains("has been used or has run out"));
    }
}

#[tokio::test]
async fn a_link_runs_out() {
    for world in worlds().await {
        let token = draw(&world).await;
        world.installation.clock.advance(10 * 60);
        let answer = world
            .post("/links/open", None, &format!("token={token}"))
            .await;
        assert_eq!(answer.status, 410);
    }
}

#[tokio::test]
async fn a_password_opens_and_known_and_unknown_addresses_fail_alike() {
    for world in worlds().await {
        let app = &world.installation.app;
        let tx = app.db.write().await.unwrap();
        access::set_password(&tx, app, world.account(Role::Auditor), PASSWORD)
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "password"))
            .await
            .unwrap();
        let form = |email: &str, password: &str| {
            format!(
                "email={email}%40example.org&password={}&next=%2Frecord",
                password.replace(' ', "+")
            )
        };
        let good = world
            .post("/sign-in", None, &form("auditor", PASSWORD))
            .await;
        assert_eq!((good.status, good.header("location")), (303, "/record"));
        let wrong = world
            .post("/sign-in", None, &form("auditor", "not the password"))
            .await;
        let without = world
            .post("/sign-in", None, &form("resident", "not the password"))
            .await;
        let unknown = world
            .post("/sign-in", None, &form("nobody12", "not the password"))
            .await;
        let masked = |body: &str, email: &str| body.replace(email, "");
        assert_eq!((wrong.status, unknown.status), (422, 422));
        assert_eq!(
            masked(&wrong.body, "auditor"),
            masked(&unknown.body, "nobody12")
        );
        assert_eq!(
            masked(&without.body, "resident"),
            masked(&unknown.body, "nobody12")
        );
    }
}

#[tokio::test]
async fn a_link_by_mail_is_answered_alike_for_everybody_and_sent_only_to_those_known() {
    for world in worlds().await {
        let known = world
            .post("/sign-in/link", None, "email=Auditor%40Example.org")
            .await;
        let unknown = world
            .post("/sign-in/link", None, "email=nobody%40example.org")
            .await;
        assert_eq!(known.status, unknown.status);
        assert_eq!(known.body, unknown.body);
        assert_eq!(world.run_jobs().await, 1);
        let sent = world.installation.mail.sent();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].to, "auditor@example.org");
        let (_, token) = sent[0].body.split_once("/links/").unwrap();
        let token = token.split_whitespace().next().unwrap();
        assert!(sent[0].html.as_ref().unwrap().contains(token));
        let answer = world
            .post("/links/open", None, &format!("token={token}"))
            .await;
        assert_eq!(answer.status, 303);
    }
}

#[tokio::test]
async fn a_sign_in_ends_when_idle_at_its_end_and_by_signing_out() {
    for world in worlds().await {
        let open = async |cookie: &str| world.get("/record", Some(cookie)).await.status == 200;
        let idle = world.cookie(Role::Auditor).await;
        world.installation.clock.advance(29 * 60);
        assert!(open(&idle).await);
        world.installation.clock.advance(30 * 60);
        assert!(!open(&idle).await);

        let long = world.cookie(Role::Auditor).await;
        for _ in 0..35 {
            world.installation.clock.advance(20 * 60);
            assert!(open(&long).await);
        }
        world.installation.clock.advance(20 * 60);
        assert!(!open(&long).await);

        let out = world.cookie(Role::Auditor).await;
        let csrf = world.csrf(&out).await;
        let answer = world
            .post("/sign-out", Some(&out), &format!("csrf={csrf}"))
            .await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("clear-site-data"), "\"cookies\", \"storage\"");
        assert!(!open(&out).await);
    }
}

#[tokio::test]
async fn whoever_is_shut_out_on_another_node_gets_no_further_page_from_this_one() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Auditor).await;
        let page = async || world.get("/record", Some(&cookie)).await.status;
        assert_eq!((page().await, page().await), (200, 200));
        let app = world.installation.another_node().await;
        let auditor = world.account(Role::Auditor);
        let tx = app.db.write().await.unwrap();
        access::disable(&tx, auditor).await.unwrap();
        tx.commit(&app, Event::installation("test", "disabled"))
            .await
            .unwrap();
        assert_eq!(page().await, 303, "on {}", world.installation.on);
    }
}

#[tokio::test]
async fn a_role_that_is_given_opens_its_pages_with_the_next_request_though_codings_alone_change_nothing()
 {
    for world in worlds().await {
        let cookie = world.cookie(Role::Auditor).await;
        let page = async || {
            world
                .get("/studies/saltmarsh-study/today", Some(&cookie))
                .await
                .status
        };
        assert_eq!(page().await, 404);
        let app = world.installation.another_node().await;
        let study = &world.scopes[2];
        let event = |detail| Event {
            chain: study.slug.clone(),
            actor: None,
            action: "test",
            subject: String::new(),
            detail,
        };
        let tx = app.db.write().await.unwrap();
        tx.commit(&app, event(ALONE.to_owned())).await.unwrap();
        assert_eq!(page().await, 404);
        let tx = app.db.write().await.unwrap();
        let grant = NewGrant {
            account: world.account(Role::Auditor),
            role: Role::Researcher,
            subject: None,
        };
        access::grant(&tx, &app, study, grant).await.unwrap();
        tx.commit(&app, event(String::new())).await.unwrap();
        assert_eq!(page().await, 200, "on {}", world.installation.on);
    }
}

async fn draw(world: &World) -> String {
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    let account = world.account(Role::Auditor);
    let token = access::draw_link(&tx, app, account, Purpose::SignIn)
        .await
        .unwrap();
    tx.commit(app, Event::installation("test", "link"))
        .await
        .unwrap();
    token.reveal().to_owned()
}

#[tokio::test]
async fn whoever_is_signed_in_can_open_a_link_of_somebody_else() {
    for world in worlds().await {
        let app = &world.installation.app;
        let cookie = world.cookie(Role::Organiser).await;
        let tx = app.db.write().await.unwrap();
        let account = world.account(Role::Auditor);
        let token = access::draw_link(&tx, app, account, access::Purpose::Invitation)
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "link"))
            .await
            .unwrap();
        let path = format!("/links/{}", token.reveal());
        let page = world.get(&path, Some(&cookie)).await;
        let csrf = world.csrf(&cookie).await;
        assert!(page.body.contains(&csrf), "the form lacks its token");
        let form = format!("csrf={csrf}&token={}", token.reveal());
        let answer = world.post("/links/open", Some(&cookie), &form).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
}
