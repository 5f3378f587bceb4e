//! Each thing that can be done to a code, and what is refused.

use platform::access::Role;

use super::{add, analyst, code, paths, studied, to, trail_of};
use crate::consent::{act, get};

#[tokio::test]
async fn a_code_is_added_renamed_defined_moved_retired_restored_and_removed() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = add(&world, &cookie, "", "Waiting").await;
        add(&world, &cookie, "Leaving", "Side door").await;
        assert_eq!(
            paths(&world).await,
            [
                "Leaving",
                "Leaving > Asking",
                "Leaving > Side door",
                "Waiting"
            ]
        );
        let form = "name=Waiting+long&definition=An+hour++or+more&level=latent&origin=inductive";
        let done = to(&world, &cookie, waiting, "change", form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&world, &cookie, &format!("/codes/{waiting}")).await;
        for words in [
            "An hour or more",
            "latent",
            "inductive",
            "renamed “Waiting” to “Waiting long”",
            "defined “Waiting long” anew",
            "added “Waiting”",
            "R1",
        ] {
            assert!(page.contains(words), "the page lacks {words}: {page}");
        }
        let asking = code(&world, "Leaving > Asking").await;
        let leaving = code(&world, "Leaving").await;
        let done = to(
            &world,
            &cookie,
            asking,
            "move",
            &format!("parent={waiting}"),
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        let before = format!("parent=&before={leaving}");
        let done = to(&world, &cookie, waiting, "move", &before).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            paths(&world).await,
            [
                "Waiting long",
                "Waiting long > Asking",
                "Leaving",
                "Leaving > Side door"
            ]
        );
        for (what, mark) in [("retire", " (retired)"), ("restore", "")] {
            let done = to(&world, &cookie, asking, what, "why=We+talked+it+over").await;
            assert_eq!(done.status, 303, "{what}: {}", done.body);
            assert_eq!(
                paths(&world).await[1],
                format!("Waiting long > Asking{mark}")
            );
        }
        let done = to(&world, &cookie, asking, "remove", "why=Nobody+used+it").await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            paths(&world).await,
            ["Waiting long", "Leaving", "Leaving > Side door"]
        );
        let trail = get(&world, &cookie, "/trail").await;
        for words in ["removed “Asking”", "Nobody used it", "2 of 2 merges"] {
            assert!(trail.contains(words), "the trail lacks {words}: {trail}");
        }
    }
}

#[tokio::test]
async fn a_merged_code_stays_retired_and_what_stood_under_it_moves() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = add(&world, &cookie, "", "Waiting").await;
        let leaving = code(&world, "Leaving").await;
        let form = format!("into={waiting}&why=They+are+one");
        let done = to(&world, &cookie, leaving, "merge", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            paths(&world).await,
            ["Leaving (retired)", "Waiting", "Waiting > Asking"]
        );
        let all = get(&world, &cookie, "/codes?retired=yes").await;
        assert!(all.contains("merged into Waiting"), "{all}");
        let used = get(&world, &cookie, "/codes").await;
        assert!(!used.contains("merged into Waiting"), "{used}");
        let trail = get(&world, &cookie, "/trail").await;
        assert!(trail.contains("merged “Leaving” into “Waiting”"), "{trail}");
        assert!(trail.contains("They are one"), "{trail}");
    }
}

#[tokio::test]
async fn what_makes_no_codebook_is_refused_in_words_and_leaves_no_event() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        add(&world, &cookie, "", "Asking").await;
        let leaving = code(&world, "Leaving").await;
        let asking = code(&world, "Leaving > Asking").await;
        let long = trail_of(&world).await.events.len();
        let refused = async |path: String, form: String, words: &str| {
            let answer = act(&world, &cookie, &path, &form).await;
            assert_eq!(answer.status, 422, "{path} {form}: {}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        };
        refused("/codes".into(), "name=+".into(), "Give the code a name").await;
        refused(
            "/codes".into(),
            "name=Leaving".into(),
            "in this place already",
        )
        .await;
        refused(
            "/codes".into(),
            "name=X&level=high".into(),
            "Choose one of these",
        )
        .await;
        for (id, what, form, words) in [
            (
                leaving,
                "move",
                format!("parent={asking}"),
                "cannot stand under itself",
            ),
            (
                leaving,
                "move",
                format!("parent={leaving}"),
                "cannot stand under itself",
            ),
            (
                asking,
                "move",
                "parent=".to_owned(),
                "in this place already",
            ),
            (
                leaving,
                "merge",
                format!("into={asking}"),
                "stands under it",
            ),
            (leaving, "merge", "into=".to_owned(), "Choose the code"),
            (
                leaving,
                "remove",
                String::new(),
                "Other codes stand under it",
            ),
            (leaving, "restore", String::new(), "This code is in use"),
            (
                leaving,
                "change",
                "name=Asking".to_owned(),
                "in this place already",
            ),
        ] {
            let answer = to(&world, &cookie, id, what, &form).await;
            assert_eq!(answer.status, 422, "{what} {form}: {}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        assert_eq!(trail_of(&world).await.events.len(), long);
    }
}

#[tokio::test]
async fn a_change_meanwhile_is_joined_by_field_or_both_versions_are_shown() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let asking = code(&world, "Leaving > Asking").await;
        let old = super::seen_of(&world, asking).await;
        let change = format!("/codes/{asking}/change");
        let theirs = format!("seen={old}&name=Asking+first&definition=To+ask+before+going");
        assert_eq!(act(&world, &lead, &change, &theirs).await.status, 303);
        // Another field goes through, and what the other did stays.
        let mine = format!("seen={old}&name=Asking&definition=To+ask+at+the+door");
        let done = act(&world, &cookie, &change, &mine).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&world, &cookie, &format!("/codes/{asking}")).await;
        assert!(
            page.contains("Asking first") && page.contains("To ask at the door"),
            "{page}"
        );
        // The same field is refused, with both.
        let mine = format!("seen={old}&name=Who+asks&definition=To+ask+before+going");
        let answer = act(&world, &cookie, &change, &mine).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        for words in ["Asking first", "Who asks", "value=\"Who asks\""] {
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        // What another has retired is not merged unseen; a rename does not hinder a move.
        let leaving = code(&world, "Leaving").await;
        let there = super::seen_of(&world, leaving).await;
        let retired = to(&world, &lead, leaving, "retire", "").await;
        assert_eq!(retired.status, 303);
        let form = format!("seen={there}&into={asking}");
        let answer = act(&world, &cookie, &format!("/codes/{leaving}/merge"), &form).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert!(answer.body.contains("retired"), "{}", answer.body);
        let form = format!("seen={old}&parent=");
        let moved = act(&world, &cookie, &format!("/codes/{asking}/move"), &form).await;
        assert_eq!(moved.status, 303, "{}", moved.body);
        assert_eq!(paths(&world).await, ["Leaving (retired)", "Asking first"]);
    }
}
