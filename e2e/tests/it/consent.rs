//! From an invitation to a withdrawal: a research lead writes down what is asked, somebody reads it on a telephone by the
//! link of a letter, agrees to each thing by itself, and takes it back.

use platform::access::Role;

use crate::journey::{DESK, Journey, PHONE};

const CONSENT: &str = "/studies/saltmarsh-study/consent";

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_invited_reads_and_agrees_on_a_telephone_and_withdraws() {
    let mut journey = Journey::start(DESK).await;
    journey.sign_in(Role::ResearchLead).await;
    journey.goto(CONSENT).await;
    journey
        .expect_heading("Write down what participants are asked")
        .await;
    journey.looks_right().await;
    journey.click_text("Write the wording").await;
    journey
        .fill(
            "What participants read",
            "We ask about the group. It takes an hour.",
        )
        .await;
    journey.press("input[name=rule][value=always]").await;
    journey.looks_right().await;
    journey.click_text("Use this wording from now on").await;
    journey.says("Version 1 holds from now on").await;
    journey.looks_right().await;
    journey.click_text("Invite somebody…").await;
    journey.fill("Id", "M14").await;
    journey.fill("Cohort", "members").await;
    journey
        .fill("Name in the letter", "Dr Wilhelmina Quill")
        .await;
    journey.fill("Address", "quill@example.org").await;
    journey.looks_right().await;
    journey.click_text("Send the letter").await;
    journey.says("M14 gets a letter with a link").await;

    journey.on(PHONE).await;
    journey.follow_letter("quill@example.org").await;
    journey.expect_heading("Read this, then decide").await;
    journey.looks_right().await;
    journey.click_text("Save my decision").await;
    journey.says("Choose yes or no").await;
    journey.looks_right().await;
    for (name, answer) in [("record", "yes"), ("analyse", "yes"), ("quote", "no")] {
        journey
            .press(&format!("input[name={name}][value={answer}]"))
            .await;
    }
    journey.click_text("Save my decision").await;
    journey.says("Agreed to: recording, analysis").await;
    journey.looks_right().await;
    journey.click_text("Withdraw…").await;
    journey.expect_heading("Withdraw from the study").await;
    journey.looks_right().await;
    journey.press("input[name=scope][value=whole]").await;
    journey.press("button.red").await;
    journey.expect_heading("You have withdrawn").await;
    journey.looks_right().await;

    journey.on(DESK).await;
    journey.sign_in(Role::ResearchLead).await;
    journey.goto(CONSENT).await;
    journey.says("Withdrew").await;
    journey.looks_right().await;
}
