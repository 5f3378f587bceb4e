//! The phase clock's few acts (programme G2, G3).

use platform::access::{ABSOLUTE_SECONDS, IDLE_SECONDS, Role};
use uuid::Uuid;

use super::{BASE, HOUR, Person, STARTS, TO_THE_START, at_the_start, literal, number, run};
use crate::world::worlds;

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn the_first_start_stands_however_often_it_is_sent() {
    for world in at_the_start().await {
        world.installation.clock.advance(HOUR);
        let one = Person::of(&world, Role::Facilitator).await;
        let other = Person::of(&world, Role::Facilitator).await;
        let at = STARTS + 3 * MINUTE;
        one.does("/clock", &format!("act=start&at={at}&id={}", Uuid::nil()))
            .await;
        one.does("/clock", &format!("act=start&at={at}&id={}", Uuid::nil()))
            .await;
        other.does("/clock", "act=start").await;
        assert_eq!(other.state().await["started"], at);
        let written = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'clock.run'";
        assert_eq!(number(&world, written).await, 1);
        let end = STARTS + 55 * MINUTE;
        one.does("/clock", &format!("act=end&at={end}")).await;
        other.does("/clock", "act=end").await;
        assert_eq!(one.state().await["ended"], end);
    }
}

#[tokio::test]
async fn an_event_at_the_frame_is_kept_once_and_seen_by_the_other() {
    for world in at_the_start().await {
        let one = Person::of(&world, Role::Facilitator).await;
        let other = Person::of(&world, Role::Facilitator).await;
        let id = Uuid::from_u128(7);
        let form = format!("act=boundary&code=interruption&at={STARTS}&id={id}");
        one.does("/clock", &form).await;
        one.does("/clock", &form).await;
        let state = other.state().await;
        let noted = state["boundary"].as_array().unwrap();
        assert_eq!(noted.len(), 1);
        assert_eq!(noted[0]["code"], "interruption");
        assert_eq!(noted[0]["id"], id.to_string());
        let wrong = one.send("/clock", "act=boundary&code=somebody+wept").await;
        assert_eq!(wrong.status, 422);
    }
}

#[tokio::test]
async fn of_two_answers_about_a_second_case_the_later_one_stands_in_whatever_order_they_come() {
    for world in at_the_start().await {
        world.installation.clock.advance(HOUR);
        let person = Person::of(&world, Role::Facilitator).await;
        let (early, late) = (STARTS + MINUTE, STARTS + 2 * MINUTE);
        person
            .does("/clock", &format!("act=second&yes=no&at={late}"))
            .await;
        person
            .does("/clock", &format!("act=second&yes=yes&at={early}"))
            .await;
        assert_eq!(person.state().await["second"], false);
    }
}

#[tokio::test]
async fn a_phone_that_goes_wrong_speaks_neither_of_the_future_nor_of_yesterday() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let yesterday = STARTS - 24 * 60 * MINUTE;
        let answer = person
            .send("/clock", &format!("act=start&at={yesterday}"))
            .await;
        assert_eq!(answer.status, 422);
        let tomorrow = STARTS + 24 * 60 * MINUTE;
        person
            .does("/clock", &format!("act=start&at={tomorrow}"))
            .await;
        assert_eq!(person.state().await["started"], STARTS);
    }
}

#[tokio::test]
async fn the_clock_opens_the_running_session_else_the_next_one() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let own = format!("{BASE}/sessions/{}/clock", person.session);
        assert_eq!(person.open("/clock").await.header("location"), own);
        person.does("/clock", "act=start").await;
        // It overruns: the clock still opens it.
        world.installation.clock.advance(2 * HOUR);
        let person = Person::of(&world, Role::Facilitator).await;
        assert_eq!(person.open("/clock").await.header("location"), own);
        person.does("/clock", "act=end").await;
        let next = person.open("/clock").await;
        assert_ne!(next.header("location"), own);
        assert!(next.header("location").ends_with("/clock"));
    }
}

#[tokio::test]
async fn a_running_clock_holds_off_the_idle_limit_until_after_the_session_and_no_longer() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        person.does("/clock", "act=start").await;
        world.installation.clock.advance(2 * HOUR);
        assert_eq!(person.at("/clock").await.status, 200);
        world.installation.clock.advance(IDLE_SECONDS + HOUR);
        assert_eq!(person.at("/clock").await.status, 303);
    }
}

#[tokio::test]
async fn a_running_clock_never_holds_off_the_absolute_limit() {
    for world in worlds().await {
        let long_before = ABSOLUTE_SECONDS - 2 * HOUR;
        world.installation.clock.advance(TO_THE_START - long_before);
        let person = Person::of(&world, Role::Facilitator).await;
        let mut passed = 0;
        while passed < long_before {
            world.installation.clock.advance(IDLE_SECONDS / 2);
            passed += IDLE_SECONDS / 2;
            assert_eq!(person.at("/clock").await.status, 200);
        }
        person.does("/clock", "act=start").await;
        world.installation.clock.advance(2 * HOUR);
        assert_eq!(person.at("/clock").await.status, 303, "12 hours are over");
    }
}

#[tokio::test]
async fn a_session_of_a_group_of_others_is_not_there() {
    for world in at_the_start().await {
        let account = literal(&world, world.account(Role::Facilitator));
        let stranger = literal(&world, Uuid::from_u128(9));
        run(
            &world,
            &format!("UPDATE grants SET subject = {stranger} WHERE account = {account}"),
        )
        .await;
        let person = Person::of(&world, Role::Facilitator).await;
        for end in [
            "/clock",
            "/clock/state",
            "/live",
            "/register",
            "/close",
            "/cancel",
        ] {
            assert_eq!(person.at(end).await.status, 404, "{end}");
        }
        assert_eq!(person.send("/clock", "act=start").await.status, 404);
        assert_eq!(person.open("/groups/1/minutes").await.status, 404);
    }
}

#[tokio::test]
async fn what_a_phone_sends_after_the_session_is_closed_changes_nothing() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        person.does("/cancel", "code=venue").await;
        person.does("/clock", "act=start").await;
        person.does("/clock", "act=second&yes=yes").await;
        let state = person.state().await;
        assert_eq!(state["state"], "cancelled");
        assert!(state["started"].is_null());
        assert!(state["second"].is_null());
    }
}

#[tokio::test]
async fn the_clock_works_without_a_script_and_only_its_page_may_have_a_worker() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let page = person.at("/clock").await;
        assert!(
            page.body.contains("Start the Tuesday group"),
            "{}",
            page.body
        );
        assert!(page.body.contains(">Start</button>"));
        let policy = page.header("content-security-policy");
        assert!(policy.contains("require-trusted-types-for 'script'; trusted-types clock-worker"));
        let other = person.at("/register").await;
        let policy = other.header("content-security-policy");
        assert!(policy.contains("trusted-types 'none'"));
        let worker = world.get("/static/clock-worker.js", None).await;
        assert_eq!(worker.header("service-worker-allowed"), "/programmes/");
        let script = world.get("/static/clock.js", None).await;
        assert_eq!(script.header("service-worker-allowed"), "");
    }
}

#[tokio::test]
async fn members_are_due_back_when_the_first_of_them_is() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        // 90 minutes and 30 minutes of way back.
        assert_eq!(person.state().await["back"], STARTS + 120 * MINUTE);
    }
}

#[tokio::test]
async fn a_group_has_its_own_minutes_and_its_clock_shows_them() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let path = format!("{BASE}/groups/1/minutes");
        let form = |works: &str| {
            format!(
                "csrf={}&format=90-two&P0=10&P1=6&P2=4&P3=2&P4=7&P5=4&P6={works}&P7=4&P8=2&P9=2&P10=20",
                person.csrf
            )
        };
        let wrong = world.post(&path, Some(&person.cookie), &form("long")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("value=\"long\""), "{}", wrong.body);
        let kept = world.post(&path, Some(&person.cookie), &form("21")).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let state = person.at("/clock/state").await.body;
        let setting: serde_json::Value = serde_json::from_str(&state).unwrap();
        let minutes = |id: &str| {
            let list = setting["two"].as_array().unwrap();
            list.iter().find(|phase| phase["id"] == id).unwrap()["minutes"].clone()
        };
        assert_eq!((minutes("P1"), minutes("P6")), (6.into(), 21.into()));
        assert_eq!(setting["one"][1]["minutes"], 5);
    }
}
