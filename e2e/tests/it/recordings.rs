//! A recording of some megabytes, handed in with a break in between, and heard from any place.

use jiff::civil::date;
use platform::access::Role;
use platform::audit::Event;
use serde_json::json;
use study::consent::{self, Rule, Use, Version};
use study::participants;

use crate::journey::{DESK, Journey};

const UPLOAD: &str = "/studies/saltmarsh-study/recordings/upload";
/// Ten minutes of silence at this many bytes a second: four pieces and a half.
const RATE: u32 = 8000;
const SECONDS: u32 = 600;

/// From now on the third part never gets an answer, as under ground.
const BREAK: &str = r#"
    const real = window.fetch;
    let parts = 0;
    window.fetch = (address, rest) => {
        if (String(address).endsWith("/part")) parts += 1;
        return parts > 2 ? new Promise(() => {}) : real(address, rest);
    };
"#;

/// Counts the parts that are sent, where the page that follows can read it.
const COUNT: &str = r#"
    const real = window.fetch;
    sessionStorage.setItem("parts", "0");
    window.fetch = (address, rest) => {
        if (String(address).endsWith("/part")) {
            sessionStorage.setItem("parts", Number(sessionStorage.getItem("parts")) + 1);
        }
        return real(address, rest);
    };
"#;

/// A WAV file of so many seconds in which nothing is said.
pub fn silence(seconds: u32) -> Vec<u8> {
    let samples = RATE * seconds;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + samples).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(RATE.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend(b"\x01\0\x08\0data");
    file.extend(samples.to_le_bytes());
    file.resize(44 + samples as usize, 128);
    file
}

/// Somebody who has agreed to be recorded.
pub async fn somebody_agrees(journey: &Journey) {
    let app = &journey.house.app;
    let study = access_scope(journey).await;
    let tx = app.db.write().await.expect("the database can be written");
    let participant = participants::invite(&tx, app, study, ("M14", "members"))
        .await
        .expect("a participant can be invited");
    let version = Version {
        id: study::rows::random_id(app),
        number: 1,
        information: "We record.".into(),
        uses: Use::ALL.to_vec(),
        affects: Vec::new(),
        rule: Rule::UntilFreeze(date(2099, 1, 1)),
        made_at: app.now(),
    };
    consent::add_version(&tx, app, study, &version, None)
        .await
        .expect("a version can be added");
    let signed = (participant, version.id);
    consent::sign(&tx, app, study, signed, &[Use::Record, Use::Analyse])
        .await
        .expect("a version can be signed");
    tx.commit(app, Event::installation("test", "consent"))
        .await
        .expect("it is kept");
}

async fn access_scope(journey: &Journey) -> uuid::Uuid {
    platform::access::find_scope(&journey.house.app, "saltmarsh-study")
        .await
        .expect("scopes can be read")
        .expect("the study is there")
        .id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_handed_in_with_a_break_and_played_from_any_place() {
    let journey = Journey::start(DESK).await;
    somebody_agrees(&journey).await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("Dr Quill.wav");
    std::fs::write(&file, silence(SECONDS)).expect("a file can be written");
    journey.sign_in(Role::ResearchLead).await;
    journey.goto(UPLOAD).await;
    journey.looks_right().await;
    journey.fill("Whose interview", "M14").await;
    journey.upload("Recording", &[&file]).await;
    journey.run(BREAK, Vec::new()).await;
    journey.click_text("Hand it in").await;
    journey.says("2.1 of 4.8 MB").await;
    journey.looks_right().await;

    journey.goto(UPLOAD).await;
    journey.fill("Whose interview", "M14").await;
    journey.upload("Recording", &[&file]).await;
    journey.run(COUNT, Vec::new()).await;
    journey.click_text("Hand it in").await;
    journey.says("The recording of M14 is here").await;
    let parts = "return sessionStorage.getItem('parts')";
    assert_eq!(journey.run(parts, Vec::new()).await, json!("3"));
    journey.says("10 min 0 s").await;
    journey.looks_right().await;

    journey.press("td[data-label=Listen] a").await;
    journey.expect_heading("The recording of M14").await;
    let knows = "return Math.round(document.querySelector('audio').duration) === 600";
    journey.until_true("the length of the sound", knows).await;
    journey.looks_right().await;
    let seek = "document.querySelector('audio').currentTime = 595";
    journey.run(seek, Vec::new()).await;
    let there =
        "const a = document.querySelector('audio'); return !a.seeking && a.currentTime === 595";
    journey
        .until_true("the place that was asked for", there)
        .await;
    let play = "const a = document.querySelector('audio'); a.muted = true; a.play()";
    journey.run(play, Vec::new()).await;
    let plays = "return document.querySelector('audio').currentTime > 595.2";
    journey.until_true("sound that goes on", plays).await;
}
