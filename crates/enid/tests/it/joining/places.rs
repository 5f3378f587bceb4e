//! Offers, decisions, counts and the history.

use super::*;

#[tokio::test]
async fn two_presses_take_a_place_once() {
    for world in worlds().await {
        let (_, resident) = offered(&world).await;
        let (one, two) = tokio::join!(
            resident.send("/join/accept", ""),
            resident.send("/join/accept", "")
        );
        assert_eq!((one.status, two.status), (303, 303));
        let accepted = "SELECT count(*) AS n FROM joining_events WHERE event = 'accept'";
        assert_eq!(rows(&world, accepted).await, 1);
        assert!(
            resident
                .open("/join")
                .await
                .body
                .contains("You have a place in a group")
        );
    }
}

#[tokio::test]
async fn an_offer_tells_dates_room_and_facilitators_and_how_long_it_holds() {
    for world in worlds().await {
        offered(&world).await;
        world.installation.clock.advance(19 * HOURS);
        let resident = Person::with(&world, world.cookie(Role::Resident).await).await;
        let page = resident.open("/join").await;
        for words in [
            "About 2 days and 5 hours left.",
            "Tuesdays, 14:00 to 15:30",
            "Quay House",
            "Dr Ada Example",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        let next = resident.open("/next").await;
        assert!(next.body.contains("A place is offered to you"));
        let sent = world.installation.mail.sent();
        let offer = sent.last().unwrap();
        assert_eq!(offer.subject, "Protected teaching: your answer, please");
        assert!(!offer.body.contains("Quay House"));
    }
}

#[tokio::test]
async fn an_offer_past_its_time_cannot_be_taken_and_leads_to_the_waiting_list() {
    for world in worlds().await {
        offered(&world).await;
        world.installation.clock.advance(72 * HOURS);
        let resident = Person::with(&world, world.cookie(Role::Resident).await).await;
        let late = resident.send("/join/accept", "").await;
        assert_eq!(late.status, 409, "{}", late.body);
        let page = resident.open("/join").await;
        assert!(page.body.contains("You are on the waiting list"));
        assert!(page.body.contains("You are number 1 in line."));
        let by_clock = "SELECT count(*) AS n FROM joining_events WHERE actor = 'clock'";
        assert_eq!(rows(&world, by_clock).await, 2);
        let organiser = Person::of(&world, Role::Organiser).await;
        organiser
            .does(&format!("/joining/{}/offer", world.resident), "")
            .await;
        resident.does("/join/accept", "").await;
    }
}

#[tokio::test]
async fn no_more_places_are_offered_than_there_are() {
    for world in worlds().await {
        let (organiser, resident) = offered(&world).await;
        resident.does("/join/accept", "").await;
        let lower = organiser
            .send("/joining/interest", "closes_on=2026-12-18&places=0")
            .await;
        assert_eq!(lower.status, 422);
        organiser
            .does("/joining/interest", "closes_on=2026-12-18&places=1")
            .await;
        let second = rows_of_second_resident(&world).await;
        interested(&world, "r2@example.org").await;
        let decide = format!("/joining/{second}/decide");
        organiser.does(&decide, "act=decide_eligible").await;
        organiser.does(&decide, "act=enter_draw").await;
        let offer = organiser
            .send(&format!("/joining/{second}/offer"), "")
            .await;
        assert_eq!(offer.status, 409);
        assert!(offer.body.contains("No place is free"), "{}", offer.body);
        resident.does("/join/leave", "").await;
        organiser
            .does(&format!("/joining/{second}/offer"), "")
            .await;
    }
}

#[tokio::test]
async fn counts_by_hospital_and_by_whole_time_equivalent_add_up() {
    for world in worlds().await {
        let organiser = invited(&world, 6).await;
        Person::of(&world, Role::Resident)
            .await
            .does("/join/interest", "")
            .await;
        interested(&world, "r2@example.org").await;
        let form = "act=eligible&grade=ST3";
        organiser.does("/joining/decide", form).await;
        let page = organiser.open("/joining/counts").await.body;
        for table in page.split("<tbody>").skip(1) {
            let numbers = |part: &str| -> Vec<u32> {
                part.split("<td class=\"number\">")
                    .skip(1)
                    .map(|cell| cell.trim_start_matches("<b>").split('<').next().unwrap())
                    .map(|number| number.parse().unwrap())
                    .collect()
            };
            let (body, foot) = table.split_once("<tfoot>").unwrap();
            let sums = numbers(foot);
            let mut added = vec![0; sums.len()];
            for row in body.split("<tr>").skip(1) {
                for (sum, number) in added.iter_mut().zip(numbers(row)) {
                    *sum += number;
                }
            }
            assert_eq!(added, sums);
            assert_eq!(sums, [5, 2, 7], "invited, eligible, all");
        }
    }
}

#[tokio::test]
async fn a_decision_is_taken_back_until_the_draw_and_not_after() {
    for world in worlds().await {
        let organiser = invited(&world, 6).await;
        let resident = Person::of(&world, Role::Resident).await;
        resident.does("/join/interest", "").await;
        let decide = format!("/joining/{}/decide", world.resident);
        let without = organiser.send(&decide, "act=decide_ineligible").await;
        assert_eq!(without.status, 422);
        organiser
            .does(&decide, "act=decide_ineligible&code=away_all_run")
            .await;
        let told = resident.open("/join").await;
        assert!(
            told.body
                .contains("You are away for the whole of this run.")
        );
        organiser.does(&decide, "act=take_back").await;
        organiser.does(&decide, "act=decide_eligible").await;
        organiser.does(&decide, "act=enter_draw").await;
        assert_eq!(organiser.send(&decide, "act=take_back").await.status, 409);
        for act in [
            "accept",
            "express_interest",
            "decline",
            "leave",
            "expire",
            "offer",
            "x",
        ] {
            let answer = organiser.send(&decide, &format!("act={act}")).await;
            assert_eq!(answer.status, 422, "an organiser did {act} for somebody");
        }
    }
}

#[tokio::test]
async fn whoever_said_no_comes_back_while_answers_are_taken() {
    for world in worlds().await {
        invited(&world, 6).await;
        let resident = Person::of(&world, Role::Resident).await;
        resident.does("/join/decline", "").await;
        assert!(
            resident
                .open("/join")
                .await
                .body
                .contains("You have said no")
        );
        resident.does("/join/interest", "").await;
        resident.does("/join/decline", "").await;
        world.installation.clock.advance(25 * 24 * HOURS);
        let resident = Person::with(&world, world.cookie(Role::Resident).await).await;
        assert!(!resident.open("/join").await.body.contains("after all"));
        assert_eq!(resident.send("/join/interest", "").await.status, 409);
    }
}

#[tokio::test]
async fn leaving_calls_off_the_releases_that_lie_ahead() {
    for world in worlds().await {
        let (_, resident) = offered(&world).await;
        resident.does("/join/accept", "").await;
        let of_resident = |state: &str| {
            format!(
                "SELECT count(*) AS n FROM releases WHERE state {state} 'cancelled' AND resident = \
                 (SELECT resident FROM joinings WHERE state IN ('active', 'left'))"
            )
        };
        assert!(rows(&world, &of_resident("<>")).await > 0);
        resident.does("/join/leave", "").await;
        assert_eq!(rows(&world, &of_resident("<>")).await, 0);
        assert!(rows(&world, &of_resident("=")).await > 0);
        let facilitator = Person::of(&world, Role::Facilitator).await;
        let groups = facilitator.open("/groups").await;
        assert!(!groups.body.contains("Dr Number 1<"), "{}", groups.body);
    }
}

#[tokio::test]
async fn the_history_can_be_neither_changed_nor_removed() {
    for world in worlds().await {
        invited(&world, 6).await;
        let connection = world.installation.app.db.read();
        for sql in [
            "UPDATE joining_events SET event = 'x'",
            "DELETE FROM joining_events",
        ] {
            let statement = Statement::from_string(connection.get_database_backend(), sql);
            let refused = connection.execute_raw(statement).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
    }
}
