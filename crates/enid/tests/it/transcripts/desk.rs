//! The desk: who opens it, corrections, what was heard, the check (study R10, R24, R25).

use platform::access::Role;
use study::transcripts::store;

use super::{BASE, act, in_clear, kept, nobody_checks, spoken, stored, towns};

#[tokio::test]
async fn r10_only_the_checker_and_the_research_lead_open_what_was_said() {
    for world in towns().await {
        kept(&world).await;
        let researcher = world.cookie(Role::Researcher).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let desk = format!("{BASE}/documents/K2-night/desk");
        let file = format!("{BASE}/documents/K2-night/file");
        for place in [&desk, &file] {
            assert_eq!(world.get(place, Some(&researcher)).await.status, 200);
            assert_eq!(world.get(place, Some(&lead)).await.status, 200);
        }
        nobody_checks(&world).await;
        for place in [&desk, &file] {
            assert_eq!(world.get(place, Some(&researcher)).await.status, 404);
        }
        let list = world
            .get(&format!("{BASE}/transcripts"), Some(&researcher))
            .await;
        assert!(list.body.contains("Names are not taken out yet"));
        let read = world
            .get(&format!("{BASE}/documents/K2-night"), Some(&researcher))
            .await;
        assert!(!read.body.contains("slept"), "{}", read.body);
    }
}

#[tokio::test]
async fn r25_each_correction_makes_a_version_and_every_earlier_text_can_be_read_again() {
    for world in towns().await {
        kept(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let before = spoken(&world).await;
        let end = "/documents/K2-night/desk/correct";
        let form = |seen: &str, text: &str| {
            format!("turn=1&role=participant&seen={seen}&text={text}").replace(' ', "+")
        };
        let seen = "Long [inaudible] at Canaryford.";
        let first = act(
            &world,
            &cookie,
            end,
            &form(seen, "Long hours at Canaryford."),
        )
        .await;
        assert_eq!(first.status, 200, "{}", first.body);
        assert!(first.body.contains("\"version\":1"), "{}", first.body);
        let late = act(&world, &cookie, end, &form(seen, "Long ours.")).await;
        assert_eq!(late.status, 409, "somebody was faster");
        assert!(late.body.contains("Long hours"), "{}", late.body);
        let empty = act(
            &world,
            &cookie,
            end,
            &form("Long hours at Canaryford.", " "),
        )
        .await;
        assert_eq!(empty.status, 422, "{}", empty.body);
        let app = &world.installation.app;
        let now = stored(&world).await;
        assert_eq!(now.version, 1);
        let imported = store::text_at(app.db.read(), app, &now, 0).await.unwrap();
        let imported: Vec<String> = imported.into_iter().map(|turn| turn.text).collect();
        assert_eq!(imported, before);
        let page = world
            .get(
                &format!("{BASE}/documents/K2-night/desk/changes"),
                Some(&cookie),
            )
            .await;
        assert!(
            page.body
                .contains("<ins><span class=\"unseen\">put in: </span>hours </ins>"),
            "{}",
            page.body
        );
        let undone = act(
            &world,
            &cookie,
            "/documents/K2-night/desk/undo",
            "version=1",
        )
        .await;
        assert_eq!(undone.status, 303, "{}", undone.body);
        assert_eq!(spoken(&world).await, before);
        assert_eq!(stored(&world).await.version, 2);
        assert_eq!(in_clear(&world, &["Canary"]).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn r25_a_turn_is_parted_and_joined_again_and_what_was_corrected_before_is_put_back_where_it_stands_now()
 {
    for world in towns().await {
        kept(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let before = spoken(&world).await;
        let desk = "/documents/K2-night/desk";
        let ends = ["correct", "join", "undo"].map(|act| format!("{desk}/{act}"));
        let [correct, join, undo] = &ends;
        // The last turn is corrected first; parting an earlier one moves it.
        let form = "turn=3&role=participant&seen=Then+I+slept.&text=Then+I+slept+well.";
        assert_eq!(act(&world, &cookie, correct, form).await.status, 200);
        let seen = "Long+%5Binaudible%5D+at+Canaryford.";
        let form = format!("turn=1&role=participant&seen={seen}&text=Long%0D%0A&rest=hours+there.");
        let parted = act(&world, &cookie, correct, &form).await;
        assert_eq!(parted.status, 200, "{}", parted.body);
        assert!(
            parted.body.contains("\"text\":\"hours there.\""),
            "{}",
            parted.body
        );
        let now = spoken(&world).await;
        assert_eq!(now[1..3], ["Long", "hours there."]);
        assert_eq!(now[4], "Then I slept well.");
        let blank = format!(
            "turn=0&role=interviewer&seen={}&text=a&rest=+",
            now[0].replace(' ', "+")
        );
        assert_eq!(act(&world, &cookie, correct, &blank).await.status, 422);
        let undone = act(&world, &cookie, undo, "version=1").await;
        assert_eq!(undone.status, 303, "{}", undone.body);
        assert_eq!(spoken(&world).await[4], "Then I slept.");
        let late = act(
            &world,
            &cookie,
            join,
            "turn=1&seen=Long&seen_next=elsewhere",
        )
        .await;
        assert_eq!(late.status, 409, "{}", late.body);
        let joined = act(
            &world,
            &cookie,
            join,
            "turn=1&seen=Long&seen_next=hours+there.",
        )
        .await;
        assert_eq!(joined.status, 200, "{}", joined.body);
        assert_eq!(spoken(&world).await[1], "Long hours there.");
        let gone = act(&world, &cookie, undo, "version=2").await;
        assert_eq!(gone.status, 409, "its turns were joined since");
        let page = world
            .get(&format!("{BASE}{desk}/changes"), Some(&cookie))
            .await;
        assert!(page.body.contains("The turn was parted."), "{}", page.body);
        assert!(page.body.contains("Turns were joined."));
        let (app, stored) = (&world.installation.app, stored(&world).await);
        for (version, expected) in [
            (0, &before),
            (2, &{
                let mut two = now.clone();
                two[4] = "Then I slept well.".to_owned();
                two
            }),
        ] {
            let then = store::text_at(app.db.read(), app, &stored, version)
                .await
                .unwrap();
            let then: Vec<String> = then.into_iter().map(|turn| turn.text).collect();
            assert_eq!(&then, expected, "version {version}");
        }
        assert_eq!(
            in_clear(&world, &["Canary", "there"]).await,
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn r24_a_transcript_is_checked_once_its_recording_was_heard_and_a_lock_ends_corrections() {
    for world in towns().await {
        kept(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let desk = "/documents/K2-night/desk";
        let check = format!("{desk}/check");
        let heard = format!("{desk}/listened");
        let early = act(&world, &cookie, &check, "outcome=checked").await;
        assert!(
            early.body.contains("was not listened to yet"),
            "{}",
            early.body
        );
        let half = act(&world, &cookie, &heard, "heard=0-10000&length=20000").await;
        assert_eq!(half.body, "{\"percent\":50.0}");
        let again = act(&world, &cookie, &heard, "heard=5000-10000&length=20000").await;
        assert_eq!(again.body, "{\"percent\":50.0}", "twice counts once");
        assert!(act(&world, &cookie, &check, "outcome=checked").await.status >= 400);
        act(&world, &cookie, &heard, "heard=9000-20000&length=20000").await;
        assert_eq!(
            act(&world, &cookie, &check, "outcome=checked").await.status,
            303
        );
        assert!(stored(&world).await.checked_at.is_some());
        let page = world.get(&format!("{BASE}{desk}"), Some(&cookie)).await;
        assert!(page.body.contains("All heard"), "{}", page.body);
        let locks = act(&world, &cookie, &check, "outcome=locked").await;
        assert_eq!(locks.status, 403, "a checker does not lock");
        let lead = world.cookie(Role::ResearchLead).await;
        assert_eq!(
            act(&world, &lead, &check, "outcome=locked").await.status,
            303
        );
        let form = "turn=3&role=participant&seen=Then+I+slept.&text=Then+I+left.";
        let late = act(&world, &cookie, &format!("{desk}/correct"), form).await;
        assert_eq!(late.status, 423, "{}", late.body);
        assert_eq!(spoken(&world).await[3], "Then I slept.");
        let checks = store::checks(
            world.installation.app.db.read(),
            stored(&world).await.document,
        )
        .await
        .unwrap();
        assert_eq!(checks.len(), 2);
        assert_eq!(checks[0].listened_ms, 20_000);
        assert_eq!(
            act(&world, &lead, &check, "outcome=unlocked").await.status,
            303
        );
        let form = act(&world, &cookie, &format!("{desk}/correct"), form).await;
        assert_eq!(form.status, 200);
    }
}
