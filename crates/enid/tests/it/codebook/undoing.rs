//! Undo, redo, and the codebook of earlier days.

use platform::access::Role;

use super::{add, analyst, code, paths, studied, to, trail_of};
use crate::consent::{act, get};
use crate::world::World;

const DAY: i64 = 24 * 60 * 60;

/// The act that a page offers to take back, and what it says of it.
async fn offered(world: &World, cookie: &str, button: &str) -> Option<String> {
    let page = get(world, cookie, "/codes").await;
    let form = page
        .split("<form ")
        .find(|form| form.contains("take-back") && form.contains(&format!("{button}</button>")))?;
    let act = form.split("name=\"act\" value=\"").nth(1)?;
    act.split('"').next().map(str::to_owned)
}

async fn press(world: &World, cookie: &str, button: &str) {
    let offered = offered(world, cookie, button).await.unwrap();
    let done = act(world, cookie, "/codes/take-back", &format!("act={offered}")).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn undo_takes_back_what_one_did_oneself_and_redo_does_it_again() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        assert_eq!(
            offered(&world, &cookie, "Undo").await,
            None,
            "a folder stays"
        );
        let first = paths(&world).await;
        let waiting = add(&world, &cookie, "", "Waiting").await;
        let added = paths(&world).await;
        let leaving = code(&world, "Leaving").await;
        let form = format!("into={waiting}&why=One+thing");
        assert_eq!(
            to(&world, &cookie, leaving, "merge", &form).await.status,
            303
        );
        let merged = paths(&world).await;
        add(&world, &lead, "", "Of the lead").await;
        press(&world, &lead, "Undo").await;
        assert_eq!(paths(&world).await, merged, "the lead takes back their own");
        press(&world, &cookie, "Undo").await;
        assert_eq!(paths(&world).await, added);
        press(&world, &cookie, "Undo").await;
        assert_eq!(paths(&world).await, first);
        assert_eq!(offered(&world, &cookie, "Undo").await, None);
        press(&world, &cookie, "Redo").await;
        assert_eq!(paths(&world).await, added);
        press(&world, &cookie, "Redo").await;
        assert_eq!(paths(&world).await, merged);
        assert_eq!(
            code(&world, "Waiting").await,
            waiting,
            "it is the same code"
        );
        let trail = get(&world, &cookie, "/trail").await;
        for words in [
            "took back: merged “Leaving” into “Waiting”",
            "did again: added “Waiting”",
        ] {
            assert!(trail.contains(words), "the trail lacks {words}: {trail}");
        }
    }
}

#[tokio::test]
async fn what_rests_on_an_act_is_named_and_goes_with_it_when_that_was_agreed_to() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let first = paths(&world).await;
        add(&world, &cookie, "", "Waiting").await;
        let undo = offered(&world, &cookie, "Undo").await.unwrap();
        add(&world, &lead, "Waiting", "Long").await;
        let long = trail_of(&world).await.events.len();
        let form = format!("act={undo}");
        let asked = act(&world, &cookie, "/codes/take-back", &form).await;
        assert_eq!(asked.status, 409, "{}", asked.body);
        for words in [
            "One later change rests on this one",
            "added “Long” under “Waiting”",
            "the research lead",
            "Take all 2 back",
        ] {
            assert!(asked.body.contains(words), "{words}: {}", asked.body);
        }
        assert_eq!(
            trail_of(&world).await.events.len(),
            long,
            "nothing is done yet"
        );
        let form = format!("act={undo}&whole=yes");
        let done = act(&world, &cookie, "/codes/take-back", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(paths(&world).await, first);
        let again = act(&world, &cookie, "/codes/take-back", &form).await;
        assert_ne!(again.status, 303, "it is taken back already");
        press(&world, &cookie, "Redo").await;
        assert_eq!(paths(&world).await.last().unwrap(), "Waiting > Long");
    }
}

#[tokio::test]
async fn the_codebook_of_an_earlier_day_can_be_read_and_taken_away() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let now = world.installation.app.now();
        let day = study::dates::day_of(now);
        world.installation.clock.advance(2 * DAY);
        let cookie_again = world.cookie(Role::Researcher).await;
        let waiting = add(&world, &cookie_again, "", "Waiting").await;
        to(&world, &cookie_again, waiting, "retire", "").await;
        drop(cookie);
        let page = get(&world, &cookie_again, &format!("/codes?at={day}")).await;
        assert!(
            page.contains("2 codes in the codebook at the end of"),
            "{page}"
        );
        assert!(!page.contains("Waiting"), "{page}");
        assert!(
            !page.contains("Add a code"),
            "an earlier day is not changed"
        );
        let before = day.yesterday().unwrap();
        let page = get(&world, &cookie_again, &format!("/codes?at={before}")).await;
        assert!(page.contains("No codes on that day"), "{page}");
        let form = "name=Asking&definition=To+ask+again+before+going";
        let asking = code(&world, "Leaving > Asking").await;
        to(&world, &cookie_again, asking, "change", form).await;
        let later = study::dates::today(&world.installation.app);
        let path = format!("/codes/compare?from={day}&to={later}");
        let page = get(&world, &cookie_again, &path).await;
        for words in ["2 codes differ", "<p>added</p>", "again </ins>"] {
            assert!(page.contains(words), "the page lacks {words}: {page}");
        }
        let csv = get(&world, &cookie_again, "/codes/codes.csv").await;
        assert_eq!(
            csv.trim_start_matches('\u{feff}').replace("\r\n", "\n"),
            "code,definition,parent,status,colour\nLeaving,To go,,active,\n\
             Asking,To ask again before going,Leaving,active,\nWaiting,,,retired,\n"
        );
        let csv = get(&world, &cookie_again, &format!("/codes/codes.csv?at={day}")).await;
        assert!(!csv.contains("Waiting"), "{csv}");
        let lines = get(&world, &cookie_again, "/trail/trail.jsonl").await;
        assert!(lines.contains("\"kind\":\"code.retire\""), "{lines}");
        assert!(lines.contains("To ask before going"), "{lines}");
        for line in lines.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
    }
}
