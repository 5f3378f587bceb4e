//! A run of releases: asked for in one step, answered by a rota desk that has no account, taken back on the day.

use platform::access::Role;
use serde_json::json;

use crate::journey::{DESK, Journey, PHONE};
use crate::planning::planned;

const RELEASE: &str = "/programmes/saltmarsh/release";

impl Journey {
    /// How many requests on the page still wait for this desk.
    async fn waiting(&self) -> usize {
        let script =
            "return document.querySelectorAll('table.requests button[value=approve]').length";
        let found = self.run(script, Vec::new()).await;
        found
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rota_desk_without_an_account_answers_a_run_in_a_few_actions_and_takes_one_back() {
    let mut journey = planned(DESK).await;
    journey.goto(RELEASE).await;
    journey.heading_with("ready to be sent").await;
    journey.looks_right().await;
    journey.press("form[action$='/release/send'] button").await;
    journey.says("asked of").await;
    journey.looks_right().await;

    // The desk: a letter, a link, a button, and the whole run in one more.
    journey.on(PHONE).await;
    let desk = journey.house.asked_desk().await;
    journey.follow_letter(&desk).await;
    journey.heading_with("for protected teaching").await;
    journey.looks_right().await;
    let asked = journey.waiting().await;
    assert!(asked >= 14, "the region asks one desk for {asked}");
    let mut actions = 2; // the link and its button
    journey
        .press("form[action$='/requests/approve'] button")
        .await;
    actions += 1;
    journey.says("saved").await;
    while journey.waiting().await > 0 {
        journey.click_text("Refuse…").await;
        journey.click_text("Refuse").await;
        journey.says("1 answer saved").await;
        actions += 2;
    }
    assert!(actions <= 20, "{asked} requests took {actions} actions");
    journey.looks_right().await;

    // On the day: the red button, and nobody asks why.
    journey.press("button.red").await;
    journey.says("Withdrawn for safety").await;
    journey.looks_right().await;
    journey.says("This page is open until").await;
    journey.click_text("Stay for 30 minutes more").await;
    journey
        .says("This page stays open for 30 minutes more")
        .await;

    journey.on(DESK).await;
    journey.sign_in(Role::Organiser).await;
    journey.goto(RELEASE).await;
    journey.says("took back one release for safety").await;
    journey.looks_right().await;
    journey.click_text("See").await;
    journey.heading_with("owes no answer").await;
    journey.looks_right().await;
    let spent = journey.run("return document.title", Vec::new()).await;
    assert_ne!(spent, json!(""));
}
