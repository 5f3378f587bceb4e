//! What stands of a day when several speak of it, when time passes, and when a code gets a meaning.

use platform::access::Role;
use serde_json::Value;

use super::{BASE, act, draft, early, facts, grid, newest_import, own_draft, page, put};
use crate::world::worlds;

#[tokio::test]
async fn a_meaning_given_later_reaches_the_days_that_are_stored() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        act(&world, &organiser, &format!("{draft}/apply"), "").await;
        let unknown = async || {
            let facts = facts(&world, "grid").await;
            facts.iter().filter(|fact| fact[2] == "unknown").count()
        };
        assert_eq!(unknown().await, 70);
        let codes = format!("{BASE}/sites/{}/codes", world.site);
        let form = "code=E&kind=clinical&start=08%3A00&end=18%3A00&valid_from=2026-08-05&valid_to=\
                    &code=off&kind=off&start=&end=&valid_from=2026-08-05&valid_to=2026-11-30";
        assert_eq!(act(&world, &organiser, &codes, form).await.status, 303);
        // Weekends after November have no meaning yet.
        assert_eq!(unknown().await, 12);
        let wrong = "code=E&kind=clinical&start=08%3A00&end=&valid_from=2026-08-05&valid_to=";
        let answer = act(&world, &organiser, &codes, wrong).await;
        assert_eq!(answer.status, 422);
        assert!(
            answer.body.contains("Give both a start and an end"),
            "{}",
            answer.body
        );
        assert_eq!(unknown().await, 12, "nothing half changed");
    }
}

#[tokio::test]
async fn a_fact_is_unknown_after_fourteen_days_until_its_doctor_says_that_it_holds() {
    for world in worlds().await {
        let week = format!("{BASE}/my-rota?week=2026-12-07");
        world.installation.clock.advance(14 * 24 * 3600);
        let resident = world.cookie(Role::Resident).await;
        let fresh = page(&world, &resident, &week).await;
        assert!(
            !fresh.contains("Too old to count"),
            "exactly fourteen days are not too old"
        );
        world.installation.clock.advance(3600);
        let resident = world.cookie(Role::Resident).await;
        let old = page(&world, &resident, &week).await;
        assert!(
            old.contains("Too old to count") && old.contains("Not known"),
            "{old}"
        );
        let answer = act(
            &world,
            &resident,
            &format!("{BASE}/my-rota"),
            "week=2026-12-07",
        )
        .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let said = page(&world, &resident, &week).await;
        assert!(!said.contains("Too old to count"), "{said}");
        assert!(said.contains("You told us today"), "{said}");
    }
}

#[tokio::test]
async fn a_report_does_not_stand_against_the_hospital_but_both_are_shown() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        put(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        let resident = world.cookie(Role::Resident).await;
        let change = format!("{BASE}/my-rota/change");
        // A working day that the doctor calls free, and a free day that the doctor works.
        let form = "week=2026-11-30&2026-12-02=kind%3Aoff&2026-12-05=code%3AE";
        assert_eq!(act(&world, &resident, &change, form).await.status, 303);
        let week = page(
            &world,
            &resident,
            &format!("{BASE}/my-rota?week=2026-11-30"),
        )
        .await;
        assert!(week.contains("You say otherwise: Day off"), "{week}");
        assert!(
            week.contains("The hospital&#39;s rota says otherwise: off: Day off"),
            "{week}"
        );
        let rota = format!("{BASE}/sites/{}/rota?week=2026-11-30", world.site);
        let rota = page(&world, &organiser, &rota).await;
        assert!(rota.contains("2 days are told in two ways"), "{rota}");
    }
}

#[tokio::test]
async fn a_calendar_is_its_doctors_own_and_what_has_no_code_stays_unknown() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        put(&world, &organiser, &grid(&[("Dr Number 2", &early)])).await;
        let address = own_draft(&world).await;
        let resident = world.cookie(Role::Resident).await;
        let shown = page(&world, &resident, &address).await;
        assert!(shown.contains("3 days can be kept"), "{shown}");
        assert!(shown.contains("Dentist and shopping"), "{shown}");
        let other = world.get(&address, Some(&organiser)).await;
        assert_eq!(
            other.status, 404,
            "a calendar is out of reach for an organiser"
        );
        let id = address.rsplit('/').next().unwrap();
        let as_rota = world
            .get(&format!("{BASE}/rota-drafts/{id}"), Some(&organiser))
            .await;
        assert_eq!(as_rota.status, 404, "also by another address");
        assert_eq!(
            act(&world, &resident, &address, "what=keep").await.status,
            303
        );
        let kept = facts(&world, "calendar").await;
        assert_eq!(kept.len(), 3);
        assert_eq!(kept.iter().filter(|fact| fact[2] == "unknown").count(), 2);
        let titled = kept
            .iter()
            .filter(|fact| fact.to_string().contains("entist"));
        assert_eq!(titled.count(), 0, "a private title is not kept");
        let undo = format!("{BASE}/my-rota/undo/{}", newest_import(&world).await);
        assert_eq!(act(&world, &resident, &undo, "").await.status, 303);
        assert_eq!(facts(&world, "calendar").await, Vec::<Value>::new());
    }
}

#[tokio::test]
async fn a_pattern_fills_only_days_of_which_nobody_has_said_anything() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        put(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        let path = format!("{BASE}/sites/{}/rota/pattern", world.site);
        let weeks = "N,N,off,off,off,off,off%0Aoff,off,off,off,off,off,off";
        let form = format!(
            "weeks={weeks}&first=2026-12-14&last=2027-01-10&{}=1",
            world.resident
        );
        let answer = act(&world, &organiser, &path, &form).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let draft = answer.header("location").to_owned();
        assert_eq!(
            act(&world, &organiser, &format!("{draft}/apply"), "")
                .await
                .status,
            303
        );
        let resident = world.cookie(Role::Resident).await;
        let spoken = page(
            &world,
            &resident,
            &format!("{BASE}/my-rota?week=2026-12-14"),
        )
        .await;
        assert!(spoken.contains("From the hospital&#39;s rota"), "{spoken}");
        let silent = page(
            &world,
            &resident,
            &format!("{BASE}/my-rota?week=2026-12-28"),
        )
        .await;
        assert!(silent.contains("From a rotating pattern"), "{silent}");
        assert!(
            silent.contains("N: Clinical shift, 20:30 to 09:00"),
            "{silent}"
        );
        let wrong = format!(
            "weeks=N,N&first=2026-12-14&last=2026-12-01&{}=9",
            world.resident
        );
        let answer = act(&world, &organiser, &path, &wrong).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("a week has seven"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_hospitals_bar_counts_days_as_the_rules_of_what_stands_do() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let sites = format!("{BASE}/sites");
        let all = page(&world, &organiser, &sites).await;
        assert!(all.contains("Every day until 8 December is known"), "{all}");
        // 7 doctors, 24 November to 8 December; two of them are handed in without a meaning for any code.
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        act(&world, &organiser, &format!("{draft}/apply"), "").await;
        let gaps = page(&world, &organiser, &sites).await;
        assert!(
            gaps.contains("71 % of days until 8 December are known, 30 not known"),
            "{gaps}"
        );
        // A doctor's own word fills what is not understood.
        let resident = world.cookie(Role::Resident).await;
        let form = "week=2026-11-30&2026-12-01=kind%3Aoff&2026-12-02=kind%3Aoff&2026-12-03=unknown";
        act(&world, &resident, &format!("{BASE}/my-rota/change"), form).await;
        let filled = page(&world, &organiser, &sites).await;
        assert!(
            filled.contains("73 % of days until 8 December are known, 28 not known"),
            "{filled}"
        );
        world.installation.clock.advance(14 * 24 * 3600 - 3600);
        let organiser = world.cookie(Role::Organiser).await;
        let last = page(&world, &organiser, &sites).await;
        assert!(
            last.contains("71 % of days until 8 December are known, 2 not known"),
            "{last}"
        );
        world.installation.clock.advance(2 * 3600);
        let organiser = world.cookie(Role::Organiser).await;
        let old = page(&world, &organiser, &sites).await;
        assert!(
            old.contains("0 % of days until 8 December are known, 7 too old"),
            "{old}"
        );
    }
}
