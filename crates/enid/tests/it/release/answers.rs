//! What a desk answers, and what follows (programme 7.1, RE3 to RE7, RE12).

use platform::access::Role;

use super::{BASE, act, count, letters, number, requests, send};
use crate::world::worlds;

#[tokio::test]
async fn a_whole_run_is_approved_in_one_action_and_each_doctor_gets_one_letter_with_the_dates() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        let answer = act(&world, &desk, "/requests/approve", "").await;
        assert_eq!(
            answer.header("location"),
            format!("{BASE}/requests?done=12")
        );
        assert_eq!(number(&world, "approved").await, 12);
        world.run_jobs().await;
        let told = letters(&world, "r1@example.org");
        let approved: Vec<_> = told
            .iter()
            .filter(|mail| mail.subject == "Protected teaching: you are released")
            .collect();
        assert_eq!(approved.len(), 1);
        let calendar = approved[0].calendar.as_ref().unwrap();
        assert_eq!(calendar.ics.matches("BEGIN:VEVENT").count(), 2);
        assert_eq!(
            calendar
                .ics
                .matches("SUMMARY:Protected teaching\r\n")
                .count(),
            2
        );
        // The sessions are nearer than six weeks, so what is agreed is locked at once.
        assert_eq!(number(&world, "locked").await, 12);
    }
}

#[tokio::test]
async fn r2_approving_never_passes_the_cap_of_the_hospital() {
    for world in worlds().await {
        send(&world).await;
        let sql = "UPDATE caps SET max_released = 2";
        crate::sessions::run(&world, sql).await;
        let desk = world.cookie(Role::Coordinator).await;
        act(&world, &desk, "/requests/approve", "").await;
        assert_eq!(
            number(&world, "approved").await,
            4,
            "two in each of two weeks"
        );
        let page = world.get(&format!("{BASE}/requests"), Some(&desk)).await;
        assert!(page.body.contains("6 of 2"), "{}", page.body);
        assert!(page.body.contains("raise your limit"), "{}", page.body);
        for id in requests(&page) {
            act(
                &world,
                &desk,
                "/requests/answer",
                &format!("release={id}&answer=approve"),
            )
            .await;
        }
        assert_eq!(number(&world, "approved").await, 4);
        assert_eq!(
            number(&world, "requested").await,
            8,
            "what does not fit stays open"
        );
    }
}

#[tokio::test]
async fn nobody_answers_twice_and_the_page_says_so() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&desk)).await;
        let id = requests(&page).remove(0);
        let form = format!("release={id}&answer=refuse&code=staffing");
        assert_eq!(
            act(&world, &desk, "/requests/answer", &form).await.status,
            303
        );
        let again = act(&world, &desk, "/requests/answer", &form).await;
        assert_eq!(again.status, 409);
        assert!(again.body.contains("Somebody was faster"), "{}", again.body);
        world.run_jobs().await;
        let sql = "SELECT COUNT(*) AS n FROM release_events WHERE event = 'refuse' AND to_state = 'refused' AND code = 'staffing'";
        assert_eq!(count(&world, sql).await, 1);
        let organiser = letters(&world, "organiser@example.org");
        assert!(organiser.last().unwrap().body.contains("staffing"));
    }
}

#[tokio::test]
async fn an_answer_that_is_none_keeps_the_page_and_says_what_to_mend() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&desk)).await;
        let id = requests(&page).remove(0);
        for (form, words) in [
            ("answer=refuse&code=weather", "Choose why"),
            ("answer=cover&cover=magic", "Choose how"),
            ("answer=offer&leaves=soon&returns=16:00", "time of day"),
            (
                "answer=offer&leaves=16:00&returns=13:00",
                "comes back after",
            ),
            (
                "answer=offer&leaves=13:00&returns=16:00&doctor=nobody",
                "Choose a doctor",
            ),
            ("answer=maybe", "one of the answers"),
        ] {
            let answer = act(
                &world,
                &desk,
                "/requests/answer",
                &format!("release={id}&{form}"),
            )
            .await;
            assert_eq!(answer.status, 422, "{form}");
            assert!(answer.body.contains(words), "{form}");
        }
        assert_eq!(number(&world, "requested").await, 12);
    }
}

#[tokio::test]
async fn an_approval_with_cover_adds_one_line_of_cost_and_safety_takes_it_back() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&desk)).await;
        let id = requests(&page).remove(0);
        let form = format!("release={id}&answer=cover&cover=bank_or_locum");
        assert_eq!(
            act(&world, &desk, "/requests/answer", &form).await.status,
            303
        );
        let lines = "SELECT COUNT(*) AS n FROM cost_lines WHERE kind = 'cover'";
        assert_eq!(count(&world, lines).await, 1);
        world.run_jobs().await;
        let before = letters(&world, "ada@example.org").len();
        let form = format!("release={id}&answer=withdraw");
        assert_eq!(
            act(&world, &desk, "/requests/answer", &form).await.status,
            303
        );
        world.run_jobs().await;
        assert_eq!(number(&world, "withdrawn_safety").await, 1);
        let one_fewer = &letters(&world, "ada@example.org")[before];
        assert!(one_fewer.body.contains("One doctor fewer"));
        assert!(
            !one_fewer.body.contains("Dr Number"),
            "no name: {}",
            one_fewer.body
        );
        let cancelled = world.installation.mail.sent();
        let cancelled = cancelled.iter().filter(|mail| {
            mail.calendar
                .as_ref()
                .is_some_and(|one| one.method == "CANCEL")
        });
        assert_eq!(
            cancelled.count(),
            1,
            "the doctor’s calendar follows at once"
        );
    }
}

#[tokio::test]
async fn an_offer_that_is_taken_becomes_a_new_request_that_is_approved() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&desk)).await;
        let ids = requests(&page);
        for id in &ids[..2] {
            let form = format!("release={id}&answer=offer&leaves=13:15&returns=16:00");
            assert_eq!(
                act(&world, &desk, "/requests/answer", &form).await.status,
                303
            );
        }
        assert_eq!(number(&world, "alternative_offered").await, 2);
        let organiser = world.cookie(Role::Organiser).await;
        let take = format!("release={}&what=accept", ids[0]);
        let answer = act(&world, &organiser, "/release/decide", &take).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(number(&world, "cancelled").await, 1);
        assert_eq!(number(&world, "approved").await, 1);
        let leave = format!("release={}&what=reject", ids[1]);
        assert_eq!(
            act(&world, &organiser, "/release/decide", &leave)
                .await
                .status,
            303
        );
        assert_eq!(number(&world, "requested").await, 11);
    }
}

#[tokio::test]
async fn the_list_of_a_desk_holds_its_own_doctors_in_its_own_codes() {
    for world in worlds().await {
        send(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        let csv = world
            .get(&format!("{BASE}/requests/list.csv"), Some(&desk))
            .await;
        assert_eq!(csv.status, 200);
        assert_eq!(csv.body.lines().count(), 13);
        assert!(csv.body.contains("Number"), "{}", csv.body);
        assert!(!csv.body.contains("Quay House"));
        let book = world
            .get(&format!("{BASE}/requests/list.xlsx"), Some(&desk))
            .await;
        assert_eq!(book.status, 200);
    }
}
