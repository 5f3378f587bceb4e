//! Closing, cancelling and confirming (programme G3, RE15, RE16).

use platform::access::Role;
use platform::live::{self, Heard};

use super::{BASE, HOUR, Person, at_the_start, number, releases};

const HELD: &str =
    "outcome=held&code=venue&started=14:04&ended=15:31&cases=1&route=yes&boundary=late_start";

#[tokio::test]
async fn a_session_is_closed_with_times_counts_and_codes_and_settles_its_releases() {
    for world in at_the_start().await {
        world.installation.clock.advance(2 * HOUR);
        let person = Person::of(&world, Role::Facilitator).await;
        let refused = person.send("/close", HELD).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("Mark the register first."),
            "{}",
            refused.body
        );
        assert!(refused.body.contains("value=\"14:04\""));
        person
            .marks(&["absent_told", "released_but_kept_back"])
            .await;
        let topic = format!("session:{}", person.session);
        let app = &world.installation.app;
        let mut subscription = live::subscribe(app, &[&topic]).await.unwrap();
        person.does("/close", HELD).await;
        assert_eq!(subscription.next().await, Some(Heard::Topic(topic.into())));
        let state = person.state().await;
        assert_eq!(state["state"], "held");
        assert_eq!(state["started"], super::STARTS + 4 * 60_000);
        assert_eq!(state["ended"], super::STARTS + 91 * 60_000);
        assert_eq!(state["boundary"][0]["code"], "late_start");
        let kept =
            "SELECT COUNT(*) AS n FROM sessions WHERE cases = 1 AND escalation_route_used = 1";
        assert_eq!(number(&world, kept).await, 1);
        assert_eq!(
            (
                releases(&world, "taken").await,
                releases(&world, "not_taken").await
            ),
            (4, 2)
        );
        let again = person.send("/close", HELD).await;
        assert_eq!(again.status, 409);
        let organiser = Person::of(&world, Role::Organiser).await;
        let list = organiser.open("/sessions").await.body;
        assert!(list.contains("1 of 2 sessions were held"), "{list}");
        assert!(list.contains("4 of 6"));
    }
}

#[tokio::test]
async fn below_the_quorum_the_facilitators_decide() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        person.marks(&["absent_told"; 3]).await;
        let page = person.at("/close").await.body;
        assert!(
            page.contains("3 members are present, and a group needs 6 members. You decide"),
            "{page}"
        );
        person.does("/close", HELD).await;
        assert_eq!(person.state().await["state"], "held");
    }
}

#[tokio::test]
async fn what_was_not_held_needs_no_register_and_a_code_of_the_list() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let wrong = person
            .send("/close", "outcome=cancelled&code=quarrel")
            .await;
        assert_eq!(wrong.status, 422);
        person
            .does("/close", "outcome=cancelled&code=facilitator_absent")
            .await;
        assert_eq!(person.state().await["state"], "cancelled");
        assert_eq!(releases(&world, "cancelled").await, 6);
        assert_eq!(person.at("/register").await.status, 409);
    }
}

#[tokio::test]
async fn wrong_times_and_unknown_fields_close_nothing() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        person.marks(&[]).await;
        for (right, wrong) in [
            ("started=14:04", "started=14:99"),
            ("ended=15:31", "ended=13:00"),
            ("cases=1", "cases=3"),
            ("route=yes", "route=perhaps"),
            ("boundary=late_start", "boundary=tears"),
            ("outcome=held", "outcome="),
            ("route=yes", "route=yes&note=x"),
        ] {
            let form = HELD.replace(right, wrong);
            assert_eq!(person.send("/close", &form).await.status, 422, "{form}");
        }
        assert_eq!(person.state().await["state"], "planned");
    }
}

#[tokio::test]
async fn an_organiser_confirms_a_session_and_calls_it_off_with_a_code() {
    for world in at_the_start().await {
        world.installation.clock.advance(-24 * HOUR);
        let organiser = Person::of(&world, Role::Organiser).await;
        organiser.does("/confirm", "").await;
        assert!(organiser.at("").await.body.contains("Confirmed"));
        assert_eq!(organiser.send("/confirm", "").await.status, 409);
        let page = organiser.at("/cancel").await.body;
        assert!(page.contains("6 expected members"), "{page}");
        assert_eq!(organiser.send("/cancel", "").await.status, 422);
        assert_eq!(organiser.send("/cancel", "code=weather").await.status, 422);
        organiser.does("/cancel", "code=site_safety").await;
        assert_eq!(releases(&world, "cancelled").await, 6);
        assert_eq!(organiser.send("/cancel", "code=venue").await.status, 409);
        let list = organiser.open("/sessions").await.body;
        assert!(
            list.contains("Cancelled: a hospital’s safety came first"),
            "{list}"
        );
        let sequence = "SELECT MAX(sequence) AS n FROM sessions";
        assert_eq!(number(&world, sequence).await, 2);
    }
}

#[tokio::test]
async fn a_session_that_is_over_waits_on_the_pages_of_both() {
    for world in at_the_start().await {
        world.installation.clock.advance(3 * HOUR);
        let person = Person::of(&world, Role::Facilitator).await;
        let today = person.open("/leading").await.body;
        assert!(today.contains("One session waits to be closed"), "{today}");
        assert!(today.contains(&format!("{BASE}/sessions/{}/register", person.session)));
        let organiser = Person::of(&world, Role::Organiser).await;
        assert!(
            organiser
                .open("/sessions")
                .await
                .body
                .contains("Register not closed")
        );
        person.marks(&[]).await;
        person.does("/close", HELD).await;
        let today = person.open("/leading").await.body;
        assert!(
            today.contains("Nothing waits for you but the next session"),
            "{today}"
        );
    }
}

#[tokio::test]
async fn a_session_that_was_over_when_the_plan_was_replaced_can_still_be_closed() {
    for world in at_the_start().await {
        world.installation.clock.advance(2 * HOUR);
        super::run(&world, "UPDATE plans SET state = 'replaced'").await;
        let person = Person::of(&world, Role::Facilitator).await;
        let today = person.open("/leading").await.body;
        assert!(today.contains("One session waits to be closed"), "{today}");
        person.marks(&[]).await;
        person.does("/close", HELD).await;
        assert_eq!(person.state().await["state"], "held");
    }
}
