//! Marking and putting right (programme glossary "Register").

use platform::access::Role;

use super::{HOUR, Person, at_the_start, number, releases};

#[tokio::test]
async fn a_register_is_marked_in_one_form_and_minutes_are_the_whole_session_unless_said() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let (version, members) = person.register().await;
        assert_eq!(members.len(), 6);
        let form = format!(
            "version={version}&mark-{0}=present&minutes-{0}=60&mark-{1}=present&mark-{2}=absent_told&minutes-{2}=90",
            members[0], members[1], members[2]
        );
        person.does("/register", &form).await;
        for (sql, expected) in [
            ("minutes = 60 AND state = 'present'", 1),
            ("minutes = 90 AND state = 'present'", 1),
            ("minutes = 0 AND state = 'absent_told'", 1),
            ("time_source = 'released_from_shift'", 2),
            ("1 = 1", 3),
        ] {
            let sql = format!("SELECT COUNT(*) AS n FROM attendances WHERE {sql}");
            assert_eq!(number(&world, &sql).await, expected, "{sql}");
        }
        let page = person.at("/register").await.body;
        assert!(page.contains("value=\"60\""), "{page}");
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_stays_on_the_page() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let (version, members) = person.register().await;
        let one = members[0];
        for form in [
            format!("version={version}"),
            format!("version={version}&mark-{one}=cried"),
            format!("version={version}&mark-{one}=present&minutes-{one}=91"),
            format!("version={version}&mark-{one}=present&minutes-{one}=long"),
            format!("version={version}&mark-{one}=present&remarks=x"),
            format!("version={version}&mark-{}=present", uuid::Uuid::nil()),
        ] {
            let answer = person.send("/register", &form).await;
            assert_eq!(answer.status, 422, "{form}");
            assert!(answer.body.contains("to mend"), "{form}");
        }
        let form = format!("version={version}&mark-{one}=present&minutes-{one}=long");
        let answer = person.send("/register", &form).await;
        assert!(answer.body.contains("value=\"long\""));
        assert_eq!(
            number(&world, "SELECT COUNT(*) AS n FROM attendances").await,
            0
        );
    }
}

#[tokio::test]
async fn whoever_saves_over_the_other_is_told_and_keeps_what_they_filled_in() {
    for world in at_the_start().await {
        let one = Person::of(&world, Role::Facilitator).await;
        let other = Person::of(&world, Role::Facilitator).await;
        let (version, members) = one.register().await;
        let first = members[0];
        one.does(
            "/register",
            &format!("version={version}&mark-{first}=present"),
        )
        .await;
        let late = format!("version={version}&mark-{first}=absent_untold");
        let answer = other.send("/register", &late).await;
        assert_eq!(answer.status, 409);
        assert!(
            answer
                .body
                .contains("The other facilitator marked: present."),
            "{}",
            answer.body
        );
        assert!(answer.body.contains("value=\"absent_untold\" checked"));
        let stored = "SELECT COUNT(*) AS n FROM attendances WHERE state = 'present'";
        assert_eq!(number(&world, stored).await, 1);
        let again = format!("version=1&mark-{first}=absent_untold");
        other.does("/register", &again).await;
        assert_eq!(number(&world, stored).await, 0);
    }
}

#[tokio::test]
async fn a_closed_register_can_be_put_right_for_a_week_and_what_it_said_is_kept() {
    for world in at_the_start().await {
        let person = Person::of(&world, Role::Facilitator).await;
        let members = person.marks(&["absent_untold"]).await;
        person
            .does(
                "/close",
                "outcome=held&code=venue&started=14:00&ended=15:30&cases=2&route=no",
            )
            .await;
        assert_eq!(
            (
                releases(&world, "taken").await,
                releases(&world, "not_taken").await
            ),
            (5, 1)
        );
        world.installation.clock.advance(6 * 24 * HOUR);
        let person = Person::of(&world, Role::Facilitator).await;
        let first = members[0];
        person
            .does("/register", &format!("version=1&mark-{first}=present"))
            .await;
        assert_eq!(
            (
                releases(&world, "taken").await,
                releases(&world, "not_taken").await
            ),
            (6, 0)
        );
        let page = person.at("/register").await.body;
        assert!(
            page.contains("Absent, not told → Present, 90 minutes"),
            "{page}"
        );
        assert!(page.contains("by Dr facilitator of Saltmarsh"));
        let kept = "SELECT COUNT(*) AS n FROM register_changes WHERE from_state = 'absent_untold'";
        assert_eq!(number(&world, kept).await, 1);
        world.installation.clock.advance(24 * HOUR);
        let person = Person::of(&world, Role::Facilitator).await;
        let late = format!("version=2&mark-{first}=absent_told");
        assert_eq!(person.send("/register", &late).await.status, 409);
        assert!(
            person
                .at("/register")
                .await
                .body
                .contains("can no longer be changed")
        );
    }
}

#[tokio::test]
async fn a_session_that_has_not_come_can_be_neither_marked_nor_closed_as_held() {
    for world in at_the_start().await {
        world.installation.clock.advance(-13 * HOUR);
        let person = Person::of(&world, Role::Facilitator).await;
        let (version, members) = person.register().await;
        let form = format!("version={version}&mark-{}=present", members[0]);
        assert_eq!(person.send("/register", &form).await.status, 409);
        let held = "outcome=held&code=venue&started=14:00&ended=15:30&cases=2&route=no";
        assert_eq!(person.send("/close", held).await.status, 409);
        assert_eq!(person.state().await["state"], "planned");
    }
}
