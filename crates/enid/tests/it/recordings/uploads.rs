//! Handing in.

use platform::access::Role;
use sha2::{Digest as _, Sha256};
use study::consent::Use;
use study::recordings::{self, LARGEST, PIECE};
use uuid::Uuid;

use super::{BASE, CANARY, agree, agreed, fetch, folders, post, source, study, wav};
use crate::release::count;
use crate::retention::dump;
use crate::world::{Answer, World};

const DAY: i64 = 24 * 60 * 60;

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Begins as the script does.
async fn begin(world: &World, cookie: &str, participant: Uuid, bytes: &[u8], sum: &str) -> Answer {
    let first = hex(&bytes[..PIECE.min(bytes.len())]);
    let size = bytes.len();
    let form = format!("participant={participant}&size={size}&first={first}&sha256={sum}");
    post(world, cookie, "/uploads", &form).await
}

fn field(answer: &Answer, name: &str) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let value: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    match &value[name] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

async fn part(world: &World, cookie: &str, upload: &str, at: usize, piece: &[u8]) -> Answer {
    let path = format!("{BASE}/uploads/{upload}/part");
    let fields = [("at", &*at.to_string())];
    let files = [("piece", "piece", piece)];
    world.upload(&path, cookie, &fields, &files).await
}

async fn finish(world: &World, cookie: &str, upload: &str) -> Answer {
    post(world, cookie, &format!("/uploads/{upload}/finish"), "").await
}

#[tokio::test]
async fn a_recording_arrives_in_parts_goes_on_after_a_break_and_is_there_only_when_all_of_it_is() {
    for (world, participant) in agreed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let bytes = wav();
        let sum = hex(&bytes);
        let begun = begin(&world, &lead, participant, &bytes, &sum).await;
        let upload = field(&begun, "upload");
        assert_eq!(field(&begun, "at"), "0");
        let first = &bytes[..PIECE];
        let there = PIECE.to_string();
        let taken = part(&world, &lead, &upload, 0, first).await;
        assert_eq!(field(&taken, "at"), there);
        // The answer got lost: the same part again changes nothing, and the page asks where it is.
        let taken = part(&world, &lead, &upload, 0, first).await;
        assert_eq!(field(&taken, "at"), there);
        let path = format!("{BASE}/uploads/{upload}");
        let progress = world.get(&path, Some(&lead)).await;
        assert_eq!(field(&progress, "at"), there);
        assert_eq!(finish(&world, &lead, &upload).await.status, 409);
        let list = world.get(BASE, Some(&lead)).await.body;
        assert!(list.contains("Being handed in"), "{list}");
        assert!(list.contains("No recording is kept here"), "{list}");
        // The page is opened anew and the same file chosen.
        let again = begin(&world, &lead, participant, &bytes, &sum).await;
        assert_eq!(field(&again, "upload"), upload);
        assert_eq!(field(&again, "at"), there);
        for at in [PIECE, 2 * PIECE] {
            let piece = &bytes[at..bytes.len().min(at + PIECE)];
            let taken = part(&world, &lead, &upload, at, piece).await;
            let next = (at + piece.len()).to_string();
            assert_eq!(field(&taken, "at"), next);
        }
        for _ in 0..2 {
            let done = finish(&world, &lead, &upload).await;
            let to = field(&done, "to");
            assert_eq!(to, format!("{BASE}?uploaded={participant}"));
        }
        let list = world.get(BASE, Some(&lead)).await.body;
        assert!(list.contains("One recording is kept here"), "{list}");
        assert!(list.contains("Waits for the check"), "{list}");
        assert!(list.contains("4 min 23 s"), "{list}");
        let id: Uuid = upload.parse().unwrap();
        let source = source(&world, &lead, id).await;
        let whole = fetch(&world, &lead, axum::http::Method::GET, &source, "").await;
        assert!(whole.bytes == bytes);
        let one = &recordings::all(&world.installation.app, study(&world))
            .await
            .unwrap()[0];
        assert_eq!(
            one.sha256.as_deref(),
            Some(Sha256::digest(&bytes).as_slice())
        );
        is_sealed(&world, &upload);
        let words = [std::str::from_utf8(CANARY).unwrap()];
        assert_eq!(dump::holding(&world, &words).await, Vec::<String>::new());
    }
}

/// No piece in the store can be read, and none is called by anything but numbers.
fn is_sealed(world: &World, id: &str) {
    let folder = world.installation.objects().join("recordings").join(id);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let is_readable = bytes.windows(CANARY.len()).any(|words| words == CANARY);
        assert!(!is_readable, "{} can be read", path.display());
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    names.sort();
    assert_eq!(names, ["0", "1", "2"]);
}

#[tokio::test]
async fn what_is_no_recording_or_not_what_was_begun_is_refused_in_words_and_leaves_nothing() {
    for (world, participant) in agreed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let page = b"<html><script>alert(1)</script>".to_vec();
        let upload = field(
            &begin(&world, &lead, participant, &page, "").await,
            "upload",
        );
        let refused = part(&world, &lead, &upload, 0, &page).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("no recording that can be played"),
            "{}",
            refused.body
        );
        assert_eq!(part(&world, &lead, &upload, 0, &page).await.status, 404);

        let bytes = wav();
        let other = hex(b"something else");
        let upload = field(
            &begin(&world, &lead, participant, &bytes, &other).await,
            "upload",
        );
        let mut altered = bytes[..PIECE].to_vec();
        altered[PIECE - 1] ^= 1;
        let refused = part(&world, &lead, &upload, 0, &altered).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        let short = part(&world, &lead, &upload, 0, &bytes[..10]).await;
        assert_eq!(short.status, 403);
        let large = vec![0; PIECE + 32 * 1024];
        assert_eq!(part(&world, &lead, &upload, 0, &large).await.status, 403);
        for (number, piece) in bytes.chunks(PIECE).enumerate() {
            part(&world, &lead, &upload, number * PIECE, piece).await;
        }
        let refused = finish(&world, &lead, &upload).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(
            refused.body.contains("did not arrive as it was sent"),
            "{}",
            refused.body
        );
        for (size, says) in [(0, "is empty"), (LARGEST + 1, "larger than 4 GiB")] {
            let form = format!("participant={participant}&size={size}&first={other}");
            let refused = post(&world, &lead, "/uploads", &form).await;
            assert_eq!(refused.status, 422);
            assert!(refused.body.contains(says), "{}", refused.body);
        }
        world.run_jobs().await;
        assert_eq!(folders(&world), Vec::<String>::new());
        let none = "SELECT (SELECT COUNT(*) FROM recordings) + \
            (SELECT COUNT(*) FROM recording_uploads) AS n";
        assert_eq!(count(&world, none).await, 0);
    }
}

#[tokio::test]
async fn nobody_is_recorded_who_has_not_agreed_or_does_not_any_more() {
    for (world, participant) in agreed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let bytes = wav();
        let not_asked: Uuid = crate::consent::participant(&world, "K1")
            .await
            .parse()
            .unwrap();
        let refused = begin(&world, &lead, not_asked, &bytes, "").await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("K1 has not agreed to be recorded"),
            "{}",
            refused.body
        );
        let page = world.get(&format!("{BASE}/upload"), Some(&lead)).await.body;
        let choices = page.split_once("<select").unwrap().1;
        let choices = choices.split_once("</select>").unwrap().0;
        assert!(
            choices.contains("K2") && !choices.contains("K1"),
            "{choices}"
        );
        assert_eq!(
            begin(&world, &lead, Uuid::nil(), &bytes, "").await.status,
            404
        );

        let upload = field(
            &begin(&world, &lead, participant, &bytes, "").await,
            "upload",
        );
        for (number, piece) in bytes.chunks(PIECE).enumerate() {
            part(&world, &lead, &upload, number * PIECE, piece).await;
        }
        agree(&world, "K2", &[Use::Analyse]).await;
        let refused = finish(&world, &lead, &upload).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        agree(&world, "K2", &[Use::Record, Use::Analyse]).await;

        let withdraw = format!("/studies/saltmarsh-study/consent/{participant}/withdraw");
        let form = format!("csrf={}&scope=whole", world.csrf(&lead).await);
        let done = world.post(&withdraw, Some(&lead), &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(finish(&world, &lead, &upload).await.status, 404);
        let refused = begin(&world, &lead, participant, &bytes, "").await;
        assert!(
            refused.body.contains("K2 has withdrawn"),
            "{}",
            refused.body
        );
        world.run_jobs().await;
        assert_eq!(folders(&world), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_upload_that_is_broken_off_is_forgotten_after_a_day_and_not_before() {
    for (world, participant) in agreed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let bytes = wav();
        let upload = field(
            &begin(&world, &lead, participant, &bytes, "").await,
            "upload",
        );
        part(&world, &lead, &upload, 0, &bytes[..PIECE]).await;
        world.installation.clock.advance(DAY - 1);
        world.run_jobs().await;
        assert_eq!(folders(&world), [upload]);
        world.installation.clock.advance(1);
        world.run_jobs().await;
        assert_eq!(folders(&world), Vec::<String>::new());
        let uploads = "SELECT COUNT(*) AS n FROM recording_uploads";
        assert_eq!(count(&world, uploads).await, 0);
        let erased = "SELECT COUNT(*) AS n FROM erasures";
        assert_eq!(count(&world, erased).await, 1);
    }
}

#[tokio::test]
async fn a_small_file_can_be_handed_in_without_scripts_and_a_mistake_keeps_what_was_chosen() {
    for (world, participant) in agreed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let path = format!("{BASE}/upload");
        let id = participant.to_string();
        let fields = [("participant", id.as_str())];
        let text = [("file", "Dr Quilla.wav", b"no sound".as_slice())];
        let refused = world.upload(&path, &lead, &fields, &text).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("Hand in WAV"), "{}", refused.body);
        assert!(refused.body.contains("selected>K2"), "{}", refused.body);
        let none = world.upload(&path, &lead, &fields, &[]).await;
        assert!(none.body.contains("Choose the file"), "{}", none.body);
        let bytes = wav();
        let sound = [("file", "Dr Quilla.wav", bytes.as_slice())];
        let done = world.upload(&path, &lead, &fields, &sound).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let list = world.get(done.header("location"), Some(&lead)).await.body;
        assert!(list.contains("The recording of K2 is here"), "{list}");
        let words = ["Quilla"];
        assert_eq!(dump::holding(&world, &words).await, Vec::<String>::new());
    }
}
