//! Phases are a tag on events; reading is noted where somebody stops.

use platform::access::Role;

use super::{analyst, studied, verify};
use crate::codebook::ANALYST;
use crate::consent::{act, get};
use crate::study_design::member;
use crate::world::World;

async fn state(world: &World, cookie: &str, does: &str, phase: &str) {
    let form = format!("phase={phase}&does={does}");
    let done = act(world, cookie, "/phases", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

async fn add(world: &World, cookie: &str, name: &str) -> Option<String> {
    let done = act(world, cookie, "/codes", &format!("name={name}")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let app = &world.installation.app;
    let trail = analysis::trail::load(app.db.read(), world.scopes[2].id).await;
    trail.unwrap().events.pop().unwrap().phase
}

#[tokio::test]
async fn an_event_carries_the_phase_that_its_analyst_states_and_nothing_is_locked_by_it() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let lead = world.cookie(Role::ResearchLead).await;
        assert_eq!(add(&world, &cookie, "One").await, None);
        state(&world, &cookie, "enter", "write").await;
        assert_eq!(add(&world, &cookie, "Two").await.as_deref(), Some("write"));
        assert_eq!(add(&world, &lead, "Three").await, None, "theirs alone");
        state(&world, &cookie, "enter", "code").await;
        assert_eq!(add(&world, &cookie, "Four").await.as_deref(), Some("code"));
        state(&world, &cookie, "leave", "code").await;
        assert_eq!(add(&world, &cookie, "Five").await.as_deref(), Some("write"));
        state(&world, &cookie, "leave", "write").await;
        assert_eq!(add(&world, &cookie, "Six").await, None);
        verify(&world).await;
    }
}

#[tokio::test]
async fn returns_are_counted_and_drawn_and_one_that_was_taken_back_is_not() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let empty = get(&world, &cookie, "/phases").await;
        assert!(empty.contains("Nobody has stated a phase yet"), "{empty}");
        for phase in ["code", "generate", "code"] {
            state(&world, &cookie, "enter", phase).await;
        }
        let page = get(&world, &cookie, "/phases").await;
        assert!(
            page.contains("<h1>One return to an earlier phase"),
            "{page}"
        );
        assert_eq!(page.matches("class=\"hollow\"").count(), 1, "{page}");
        assert_eq!(page.matches("class=\"fill-accent\"").count(), 2, "{page}");
        assert!(page.contains("data-label=\"What\">return"), "{page}");
        let trail = get(&world, &cookie, "/trail").await;
        assert!(trail.contains("went to phase 2, code"), "{trail}");
        let codes = get(&world, &cookie, "/codes").await;
        let undo = codes.split("name=\"act\" value=\"").nth(1).unwrap();
        let undo = undo.split('"').next().unwrap();
        let back = act(&world, &cookie, "/codes/take-back", &format!("act={undo}")).await;
        assert_eq!(back.status, 303, "{}", back.body);
        let page = get(&world, &cookie, "/phases").await;
        assert!(page.contains("Nobody has returned"), "{page}");
        let odd = act(&world, &cookie, "/phases", "phase=sleep&does=enter").await;
        assert_eq!(odd.status, 403, "{}", odd.body);
    }
}

#[tokio::test]
async fn whoever_stops_reading_is_led_back_there_and_never_backwards() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let read = |turn: &'static str| {
            let (world, cookie) = (&world, &cookie);
            async move { act(world, cookie, "/documents/K2/read-to", turn).await }
        };
        let done = read("turn=3").await;
        assert_eq!(
            (done.status, done.header("location")),
            (303, "/studies/saltmarsh-study/documents/K2#turn-3")
        );
        assert_eq!(read("turn=2").await.status, 303);
        for refused in ["turn=0", "turn=5", "turn=x"] {
            let answer = read(refused).await;
            assert!(answer.body.contains("turns from 1 to 4"), "{}", answer.body);
        }
        let today = get(&world, &cookie, "/today").await;
        assert!(today.contains("K2, turn 3 of 4"), "{today}");
        let page = get(&world, &cookie, "/documents/K2").await;
        assert!(page.contains("Go on from turn 3"), "{page}");
        member(&world, Role::ResearchLead, ANALYST).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let page = get(&world, &lead, "/reading").await;
        assert!(page.contains("to 3 of 4, "), "{page}");
        assert!(page.contains("Nothing is coded yet"), "{page}");
        assert_eq!(read("turn=4").await.status, 303);
        let today = get(&world, &cookie, "/today").await;
        assert!(!today.contains("Where you stopped"), "{today}");
    }
}
