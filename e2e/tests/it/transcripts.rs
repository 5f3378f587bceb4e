//! A transcript from its file to the checked text, at the desk by keyboard alone.

use platform::access::{self, Role};
use platform::audit::Event;
use study::team::{self, NewMember};
use thirtyfour::Key;

use crate::journey::{DESK, Journey};
use crate::recordings::{silence, somebody_agrees};

const STUDY: &str = "/studies/saltmarsh-study";
const FILE: &str = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nInterviewer: How was it?\n\n\
2\n00:00:01.000 --> 00:00:02.000\nWren: Long [inaudible] in the theatre.\n\n\
3\n00:00:02.000 --> 00:00:03.000\nInterviewer: And then?\n\n\
4\n00:00:03.000 --> 00:00:04.000\nWren: I slept.\n";

/// Makes the account that signed in last a member who checks.
async fn joins_the_team(journey: &Journey) {
    let app = &journey.house.app;
    let study = access::find_scope(app, "saltmarsh-study")
        .await
        .expect("scopes can be read")
        .expect("the study is there");
    let holders = access::holders(app, study.id, Role::ResearchLead)
        .await
        .expect("grants can be read");
    let account = holders.last().expect("somebody signed in").account;
    let new = NewMember {
        checks: true,
        ..NewMember::default()
    };
    let tx = app.db.write().await.expect("the database can be written");
    team::add(&tx, app, &study, account, new)
        .await
        .expect("a member can be added");
    tx.commit(app, Event::installation("test", "team"))
        .await
        .expect("it is kept");
}

impl Journey {
    /// Presses a key with another one held.
    async fn with_held(&self, held: Key, key: char) {
        let chain = self.browser.window().action_chain();
        let down = chain.key_down(held.clone()).send_keys(key.to_string());
        let pressed = down.key_up(held).perform().await;
        pressed.expect("keys can be pressed");
    }

    /// Goes on with Tab until the focus is on a line of the transcript.
    async fn tabs_to_the_text(&self) {
        let there = "return Boolean(document.activeElement.closest('[data-turns] > li'))";
        for _ in 0..60 {
            if self.run(there, Vec::new()).await == serde_json::json!(true) {
                return;
            }
            self.press_key(Key::Tab).await;
        }
        panic!("no line of the transcript can be reached by Tab");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_is_brought_in_heard_corrected_and_checked_without_touching_the_mouse() {
    let journey = Journey::start(DESK).await;
    somebody_agrees(&journey).await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let sound = folder.path().join("talk.wav");
    std::fs::write(&sound, silence(4)).expect("a file can be written");
    let text = folder.path().join("M14_Wren.vtt");
    std::fs::write(&text, FILE).expect("a file can be written");
    journey.sign_in(Role::ResearchLead).await;
    joins_the_team(&journey).await;
    journey.goto(&format!("{STUDY}/recordings/upload")).await;
    journey.fill("Whose interview", "M14").await;
    journey.upload("Recording", &[&sound]).await;
    journey.click_text("Hand it in").await;
    journey.says("The recording of M14 is here").await;

    journey.goto(&format!("{STUDY}/transcripts/new")).await;
    journey.looks_right().await;
    journey.upload("Transcripts", &[&text]).await;
    journey.click_text("Read the files").await;
    journey
        .expect_heading("Who are the 2 speakers of this file?")
        .await;
    journey.looks_right().await;
    journey.click_text("Keep the transcript").await;
    journey.says("M14-interview is kept").await;
    journey.looks_right().await;

    journey
        .goto(&format!("{STUDY}/documents/M14-interview/desk"))
        .await;
    let knows = "return document.querySelector('audio').duration === 4";
    journey.until_true("the length of the sound", knows).await;
    journey.looks_right().await;
    journey.tabs_to_the_text().await;
    journey.type_keys("n").await;
    journey.press_key(Key::Enter).await;
    journey.press_key(Key::F8).await;
    journey.with_held(Key::Control, 'a').await;
    journey.type_keys("Long hours in the theatre.").await;
    journey.looks_right().await;
    let enter = char::from(Key::Enter);
    journey.with_held(Key::Control, enter).await;
    journey.says("saved as version 1").await;
    // The line after it is parted after its first word, and joined again.
    for key in [Key::Enter, Key::Home, Key::Right, Key::Right, Key::Right] {
        journey.press_key(key).await;
    }
    journey.with_held(Key::Alt, enter).await;
    journey.says("parted as version 2").await;
    journey.looks_right().await;
    journey.press_key(Key::Up).await;
    journey.type_keys("j").await;
    journey.says("joined as version 3").await;
    let joined = "return document.querySelector('#turn-3 .words').textContent === 'And then?' \
        && document.activeElement.id === 'turn-3' && document.querySelectorAll('[data-turns] > li').length === 4";
    journey.until_true("the line as it was", joined).await;
    let heard = "return document.querySelector('[data-percent]').textContent === '100'";
    journey.until_true("all of it heard", heard).await;
    journey.click_text("It is checked").await;
    journey.says("All heard").await;
    journey.looks_right().await;

    journey
        .goto(&format!("{STUDY}/documents/M14-interview/desk/changes"))
        .await;
    journey
        .expect_heading("3 corrections in M14-interview")
        .await;
    journey.says("Checked against the recording").await;
    journey.looks_right().await;
}
