//! What new facts, leaving and calling off do to releases (programme 7.1, RE13 to RE15), and what calendars say.

use platform::access::Role;

use super::{BASE, act, letters, number, send};
use crate::programme_folder;
use crate::world::{World, worlds};

/// Imports the programme again with a night shift of the first doctor before the first session.
async fn with_a_night(world: &World) {
    let organiser = world.cookie(Role::Organiser).await;
    let mut files = programme_folder::files();
    let text = String::from_utf8(files["shifts.csv"].clone()).unwrap();
    let text = text.replace(
        "R1,OLD,2026-11-30,E,08:00,18:00,clinical",
        "R1,OLD,2026-11-30,N,20:30,09:00,clinical",
    );
    files.insert("shifts.csv".into(), text.into_bytes());
    let answer = crate::programme::upload(world, &organiser, &files).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

#[tokio::test]
async fn r1_a_rota_that_brings_a_night_takes_the_release_back_and_says_why() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        act(&world, &desk, "/requests/approve", "").await;
        world.run_jobs().await;
        assert_eq!(number(&world, "locked").await, 12);
        with_a_night(&world).await;
        world.run_jobs().await;
        assert_eq!(number(&world, "withdrawn_rule").await, 1);
        assert_eq!(number(&world, "locked").await, 11);
        let doctor = letters(&world, "r1@example.org");
        assert!(doctor.last().unwrap().body.contains("rest comes first"));
        let rota = letters(&world, "rota@example.org");
        assert!(rota.last().unwrap().body.contains("rest comes first"));
    }
}

#[tokio::test]
async fn r1_no_request_is_sent_and_none_approved_against_rest() {
    for world in worlds().await {
        with_a_night(&world).await;
        send(&world).await;
        assert_eq!(number(&world, "requested").await, 11);
        let organiser = world.cookie(Role::Organiser).await;
        let board = world
            .get(&format!("{BASE}/release"), Some(&organiser))
            .await;
        assert_eq!(board.status, 200);
    }
}

#[tokio::test]
async fn what_a_rule_took_back_can_be_asked_for_again_once_the_rota_is_mended() {
    for world in worlds().await {
        send(&world).await;
        with_a_night(&world).await;
        world.run_jobs().await;
        assert_eq!(number(&world, "withdrawn_rule").await, 1);
        assert_eq!(number(&world, "draft").await, 0);
        let organiser = world.cookie(Role::Organiser).await;
        let files = programme_folder::files();
        crate::programme::upload(&world, &organiser, &files).await;
        world.run_jobs().await;
        assert_eq!(number(&world, "draft").await, 1, "nobody is asked unseen");
        crate::programme::upload(&world, &organiser, &files).await;
        world.run_jobs().await;
        assert_eq!(number(&world, "draft").await, 1, "once");
        send(&world).await;
        assert_eq!(number(&world, "requested").await, 12);
        assert_eq!(number(&world, "withdrawn_rule").await, 1, "the past stays");
    }
}

#[tokio::test]
async fn leaving_calls_off_what_was_asked_and_the_hospital_hears_that_the_doctor_stays() {
    for world in worlds().await {
        send(&world).await;
        crate::joining::leave(&world).await;
        world.run_jobs().await;
        assert_eq!(number(&world, "cancelled").await, 2);
        let rota = letters(&world, "rota@example.org");
        assert!(rota.last().unwrap().body.contains("stay with you"));
    }
}

/// Makes a calendar address and gives its path.
async fn feed_of(world: &World, cookie: &str) -> String {
    act(world, cookie, "/calendar", "").await;
    let page = world.get(&format!("{BASE}/calendar"), Some(cookie)).await;
    let (_, rest) = page.body.split_once("/feeds/").unwrap();
    format!("/feeds/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_calendar_address_shows_what_stands_and_dies_when_it_is_renewed() {
    for world in worlds().await {
        send(&world).await;
        let resident = world.cookie(Role::Resident).await;
        let path = feed_of(&world, &resident).await;
        let feed = world.get(&path, None).await;
        assert_eq!(feed.status, 200);
        assert_eq!(feed.body.matches("STATUS:TENTATIVE").count(), 2);
        assert!(feed.body.contains("SUMMARY:Protected teaching\r\n"));
        for secret in ["Dr Number", "Balint", "group"] {
            assert!(!feed.body.contains(secret), "a feed says \"{secret}\"");
        }
        let desk = world.cookie(Role::Coordinator).await;
        act(&world, &desk, "/requests/approve", "").await;
        let feed = world.get(&path, None).await;
        assert_eq!(feed.body.matches("STATUS:CONFIRMED").count(), 2);
        assert!(feed.body.contains("SEQUENCE:2"), "{}", feed.body);
        act(&world, &resident, "/calendar", "").await;
        assert_eq!(world.get(&path, None).await.status, 404);
        let forged = format!("{}A.ics", path.trim_end_matches(".ics"));
        assert_eq!(world.get(&forged, None).await.status, 404);
    }
}

#[tokio::test]
async fn a_feed_ends_with_the_right_of_whoever_it_is_for() {
    for world in worlds().await {
        send(&world).await;
        let resident = world.cookie(Role::Resident).await;
        let path = feed_of(&world, &resident).await;
        assert_eq!(world.get(&path, None).await.status, 200);
        let administrator = world.cookie(Role::Administrator).await;
        let form = format!(
            "csrf={}&account={}",
            world.csrf(&administrator).await,
            world.account(Role::Resident)
        );
        world
            .post("/accounts/disable", Some(&administrator), &form)
            .await;
        assert_eq!(world.get(&path, None).await.status, 404);
    }
}
