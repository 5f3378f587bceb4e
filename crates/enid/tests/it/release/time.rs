//! What time does to a request (programme 7.1, RE8 to RE10).

use platform::access::Role;

use super::{BASE, act, count, letters, number, requests, send};
use crate::world::{World, worlds};

const DAY: i64 = 24 * 60 * 60;

/// Moves the sessions and their releases far enough ahead for every clock to run.
async fn later(world: &World) {
    let shift: i64 = 70 * DAY * 1_000_000;
    for sql in [
        format!("UPDATE sessions SET starts_at = starts_at + {shift}, ends_at = ends_at + {shift}"),
        format!(
            "UPDATE releases SET leaves_at = leaves_at + {shift}, returns_at = returns_at + {shift}"
        ),
    ] {
        crate::sessions::run(world, &sql).await;
    }
}

fn asked(world: &World, to: &str) -> usize {
    let letters = letters(world, to);
    letters
        .iter()
        .filter(|mail| mail.body.contains("/links/"))
        .count()
}

#[tokio::test]
async fn a_desk_is_reminded_twice_then_the_tutor_and_then_the_director_are_asked() {
    for world in worlds().await {
        send(&world).await;
        later(&world).await;
        // Tuesday 24 November, 07:00. Working day 3 is Friday, 7 is Thursday 3 December, 10 is Tuesday 8 December.
        let clock = &world.installation.clock;
        let steps = [
            (2 * DAY, 1, 0, 0),
            (DAY + 2 * 60 * 60, 2, 0, 0),
            (6 * DAY, 3, 0, 0),
            (5 * DAY, 3, 1, 0),
            (7 * DAY, 3, 1, 1),
        ];
        for (seconds, desk, tutor, director) in steps {
            clock.advance(seconds);
            world.run_jobs().await;
            world.run_jobs().await;
            let found = (
                asked(&world, "rota@example.org"),
                asked(&world, "tutor@example.org"),
                asked(&world, "tpd@example.org"),
            );
            assert_eq!(found, (desk, tutor, director), "after {seconds} more");
        }
        assert_eq!(number(&world, "escalated").await, 12);
        let reminders = "SELECT COUNT(*) AS n FROM release_events WHERE event = 'remind'";
        assert_eq!(count(&world, reminders).await, 24, "at most two each");
    }
}

#[tokio::test]
async fn what_was_answered_is_not_reminded_of_and_a_refusal_for_rest_is_not_passed_on() {
    for world in worlds().await {
        send(&world).await;
        later(&world).await;
        let desk = world.cookie(Role::Coordinator).await;
        let page = world.get(&format!("{BASE}/requests"), Some(&desk)).await;
        for (turn, id) in requests(&page).iter().enumerate() {
            let code = if turn == 0 { "rest" } else { "staffing" };
            let form = format!("release={id}&answer=refuse&code={code}");
            assert_eq!(
                act(&world, &desk, "/requests/answer", &form).await.status,
                303
            );
        }
        let before = asked(&world, "rota@example.org");
        world.installation.clock.advance(20 * DAY);
        world.run_jobs().await;
        world.run_jobs().await;
        assert_eq!(asked(&world, "rota@example.org"), before);
        assert_eq!(number(&world, "refused").await, 1, "rest stands");
        assert_eq!(number(&world, "escalated").await, 11);
    }
}

#[tokio::test]
async fn a_job_that_runs_again_reminds_nobody_twice() {
    for world in worlds().await {
        send(&world).await;
        later(&world).await;
        world.installation.clock.advance(4 * DAY);
        for _ in 0..4 {
            world.run_jobs().await;
        }
        assert_eq!(asked(&world, "rota@example.org"), 2);
    }
}
