//! Hearing.

use axum::http::Method;
use platform::access::Role;
use study::team::NewMember;

use super::{BASE, agreed, becomes, fetch, join, source, store, wav};
use crate::release::count;
use crate::world::worlds;

const OPENINGS: &str = "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'recordings.play'";

#[tokio::test]
async fn any_place_of_a_recording_is_played_and_nothing_of_it_is_kept_by_the_browser() {
    for (world, participant) in agreed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let id = store(&world, participant).await;
        let source = source(&world, &lead, id).await;
        let bytes = wav();
        let size = bytes.len();
        let piece = study::recordings::PIECE;
        for (range, start, end) in [
            ("bytes=0-", 0, size),
            ("bytes=0-0", 0, 1),
            (
                &format!("bytes={}-{}", piece - 1, piece),
                piece - 1,
                piece + 1,
            ),
            (&format!("bytes={}-", 2 * piece), 2 * piece, size),
            ("bytes=-10", size - 10, size),
        ] {
            let got = fetch(&world, &lead, Method::GET, &source, range).await;
            assert_eq!(got.status, 206, "{range}");
            assert!(got.bytes == bytes[start..end], "{range}");
            let says = format!("bytes {start}-{}/{size}", end - 1);
            assert_eq!(got.header("content-range"), says);
            assert_eq!(got.header("content-length"), (end - start).to_string());
        }
        let beyond = fetch(&world, &lead, Method::GET, &source, "bytes=99999999-").await;
        assert_eq!(beyond.status, 416);
        assert_eq!(beyond.header("content-range"), format!("bytes */{size}"));
        for method in [Method::GET, Method::HEAD] {
            let got = fetch(&world, &lead, method.clone(), &source, "").await;
            assert_eq!(got.status, 200);
            assert_eq!(
                got.bytes.len(),
                if method == Method::GET { size } else { 0 }
            );
            assert_eq!(got.header("content-length"), size.to_string());
            assert_eq!(got.header("accept-ranges"), "bytes");
            assert_eq!(got.header("content-type"), "audio/wav");
            assert_eq!(got.header("content-encoding"), "");
            assert_eq!(got.header("cache-control"), "no-store");
            assert_eq!(got.header("x-content-type-options"), "nosniff");
            assert!(
                got.header("content-security-policy")
                    .starts_with("sandbox; default-src 'none'")
            );
        }
    }
}

#[tokio::test]
async fn each_opening_is_one_row_of_the_record_and_nothing_plays_that_was_not_opened() {
    for (world, participant) in agreed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let id = store(&world, participant).await;
        let opened = source(&world, &lead, id).await;
        for range in ["bytes=0-9", "bytes=500-", ""] {
            let got = fetch(&world, &lead, Method::GET, &opened, range).await;
            assert!(got.status < 300, "{range}");
        }
        assert_eq!(count(&world, OPENINGS).await, 1);
        source(&world, &lead, id).await;
        assert_eq!(count(&world, OPENINGS).await, 2);
        let (sound, viewing) = opened.split_once('?').unwrap();
        let (_, mark) = viewing.split_once('.').unwrap();
        let later = world.installation.app.now().to_jiff().as_second() + 60;
        for not_opened in [
            sound.to_owned(),
            format!("{sound}?viewing="),
            format!("{sound}?viewing={later}.{mark}"),
            format!("{sound}?{viewing}0"),
            format!("{sound}?{}", &viewing[..viewing.len() - 1]),
        ] {
            let got = fetch(&world, &lead, Method::GET, &not_opened, "").await;
            assert_eq!(got.status, 403, "{not_opened}");
        }
        let another_sign_in = world.cookie(Role::ResearchLead).await;
        let got = fetch(&world, &another_sign_in, Method::GET, &opened, "").await;
        assert_eq!(got.status, 403);
        assert_eq!(count(&world, OPENINGS).await, 2);
    }
}

#[tokio::test]
async fn only_who_leads_interviews_or_checks_hears_a_recording_and_only_who_leads_or_interviews_hands_one_in()
 {
    for (world, participant) in agreed().await {
        let id = store(&world, participant).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let researcher = world.cookie(Role::Researcher).await;
        let play = format!("{BASE}/{id}");
        let of_lead = source(&world, &lead, id).await;
        assert_eq!(world.get(&play, Some(&researcher)).await.status, 404);
        join(&world, NewMember::default()).await;
        let (no, yes) = ((404, false), (200, true));
        let member = |interviews, checks, analyses| NewMember {
            interviews,
            checks,
            analyses,
            ..NewMember::default()
        };
        for (does, plays, hands_in) in [
            (member(false, false, true), no, false),
            (member(false, true, false), yes, false),
            (member(true, false, false), yes, true),
        ] {
            becomes(&world, does).await;
            let page = world.get(&play, Some(&researcher)).await;
            assert_eq!(page.status, plays.0, "{does:?}");
            let sound = fetch(&world, &researcher, Method::GET, &of_lead, "").await;
            assert_eq!(sound.status, if plays.1 { 403 } else { 404 }, "{does:?}");
            let list = world.get(BASE, Some(&researcher)).await.body;
            assert_eq!(list.contains("Waits for the check"), plays.1, "{does:?}");
            assert_eq!(list.contains("Hand in a recording"), hands_in, "{does:?}");
            assert!(!list.contains("Remove…"), "{list}");
            let upload = world
                .get(&format!("{BASE}/upload"), Some(&researcher))
                .await;
            assert_eq!(upload.body.contains(">K2<"), hands_in, "{does:?}");
            let form = format!("participant={participant}&size=1&first={}", "0".repeat(64));
            let begun = super::post(&world, &researcher, "/uploads", &form).await;
            assert_eq!(begun.status, if hands_in { 200 } else { 404 }, "{does:?}");
        }
    }
}

#[tokio::test]
async fn who_may_no_longer_hear_a_recording_hears_nothing_of_what_is_open() {
    for (world, participant) in agreed().await {
        let id = store(&world, participant).await;
        let checks = NewMember {
            checks: true,
            ..NewMember::default()
        };
        join(&world, checks).await;
        let checker = world.cookie(Role::Researcher).await;
        let open = source(&world, &checker, id).await;
        let got = fetch(&world, &checker, Method::GET, &open, "bytes=0-9").await;
        assert_eq!(got.status, 206);
        becomes(&world, NewMember::default()).await;
        let got = fetch(&world, &checker, Method::GET, &open, "bytes=0-9").await;
        assert_eq!(got.status, 404);
    }
}

#[tokio::test]
async fn a_study_without_recordings_says_what_belongs_there() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        let list = world.get(BASE, Some(&lead)).await.body;
        assert!(list.contains("Recordings appear here"), "{list}");
        let upload = world.get(&format!("{BASE}/upload"), Some(&lead)).await.body;
        assert!(
            upload.contains("Nobody has agreed to be recorded yet"),
            "{upload}"
        );
    }
}
