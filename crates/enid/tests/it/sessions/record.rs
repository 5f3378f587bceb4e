//! What a member sees of their own register, and who looked (programme R5).

use platform::access::Role;

use super::{HOUR, Person, at_the_start, number};

#[tokio::test]
async fn every_look_at_a_register_is_shown_to_the_member_with_its_purpose() {
    for world in at_the_start().await {
        let member = Person::of(&world, Role::Resident).await;
        let before = member.open("/my-record").await.body;
        assert!(
            before.contains("Nobody has looked at your register."),
            "{before}"
        );
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.marks(&[]).await;
        facilitator.at("/register").await;
        world.installation.clock.advance(2 * HOUR);
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.at("/close").await;
        let organiser = Person::of(&world, Role::Organiser).await;
        organiser.at("").await;
        let member = Person::of(&world, Role::Resident).await;
        let page = member.open("/my-record").await.body;
        for line in [
            "Dr facilitator of Saltmarsh, facilitator",
            "Tuesday 1 December, 14:00, to mark the register",
            "Tuesday 1 December, 16:00, to close the session",
            "Dr organiser of Saltmarsh, organiser",
            "Tuesday 1 December, 16:00, to see how the session went",
        ] {
            assert!(page.contains(line), "{line}: {page}");
        }
        assert!(page.contains("You attended 1 of one session"), "{page}");
        // Opening the page itself is kept too, and is not held up to its reader.
        let own = "SELECT COUNT(*) AS n FROM register_views WHERE purpose = 'own'";
        assert_eq!(number(&world, own).await, 1);
    }
}

#[tokio::test]
async fn a_member_sees_their_own_line_and_nobody_elses() {
    for world in at_the_start().await {
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.marks(&["absent_told"]).await;
        let member = Person::of(&world, Role::Resident).await;
        let page = member.open("/my-record").await.body;
        for number in 2..=7 {
            assert!(!page.contains(&format!("Dr Number {number}")), "{page}");
        }
        assert!(page.contains("Released from a shift") || page.contains("Absent, told"));
    }
}

#[tokio::test]
async fn who_looked_cannot_be_altered() {
    for world in at_the_start().await {
        let facilitator = Person::of(&world, Role::Facilitator).await;
        facilitator.marks(&[]).await;
        facilitator.at("/register").await;
        let tx = world.installation.app.db.write().await.unwrap();
        let gone = sea_orm::ConnectionTrait::execute_unprepared(
            tx.connection(),
            "DELETE FROM register_views",
        );
        assert!(gone.await.is_err(), "on {}", world.installation.on);
    }
}
