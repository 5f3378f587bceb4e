//! A release from a row that is nobody else's to files that are frozen.

use platform::access::Role;

use crate::journey::{DESK, Journey, PHONE, Size};

const STUDY: &str = "/studies/saltmarsh-study";

async fn releases(size: Size) {
    let journey = Journey::start(size).await;
    journey.holds_a_study(enid::demo::study::files()).await;
    journey.analyses(Role::ResearchLead).await;
    journey.goto(&format!("{STUDY}/outputs")).await;
    journey.click_text("Releases").await;
    journey
        .expect_heading("Nothing was released of this study yet")
        .await;
    journey.looks_right().await;
    journey.click_text("Prepare a release").await;
    journey.heading_with("holds this release back").await;
    journey.says("were not asked about").await;
    journey.looks_right().await;
    whoever_is_quoted_agrees(&journey).await;
    journey
        .heading_with("can be approved by whoever accepts one thing")
        .await;
    journey.looks_right().await;
    journey.press("input[name=people]").await;
    journey
        .fill(
            "Words of the signed consent that name such a table",
            "A table may have a row about me.",
        )
        .await;
    journey.click_text("Save, and look again").await;
    journey.heading_with("holds this release back").await;
    journey.says("shared by nobody else").await;
    journey.looks_right().await;

    for (column, level) in [
        ("Gender", "not told"),
        ("Time of the interview", "the year"),
        ("Length of the interview", "not told"),
    ] {
        journey.fill(column, level).await;
    }
    journey.click_text("Save, and look again").await;
    journey
        .heading_with("can be approved by whoever accepts")
        .await;
    journey.says("Rows that few share").await;
    journey.looks_right().await;
    journey.click_text("Approve and freeze").await;
    journey.says("Write why it may leave").await;
    journey.looks_right().await;
    journey
        .fill("Why it may leave", "The journal asks for a table of people")
        .await;
    journey.click_text("Approve and freeze").await;
    journey.expect_heading("Release 1 may leave the team").await;
    journey.says("The journal asks for a table of people").await;
    journey.looks_right().await;
    for file in ["release-1.zip", "participants.docx", "table2.csv"] {
        let taken = format!(
            "const link = document.querySelector('a[download][href$=\"/{file}\"]'); \
            const asked = new XMLHttpRequest(); asked.open('GET', link.href, false); asked.send(); \
            return asked.status === 200 && asked.responseText.length > 500 && \
            asked.getResponseHeader('content-disposition').includes('{file}')"
        );
        journey.until_true(file, &taken).await;
    }
    journey.click_text("All releases").await;
    journey.expect_heading("One release was approved").await;
    journey.looks_right().await;
}

/// Asks whoever is quoted, and enters for one after the other that they said yes on paper.
async fn whoever_is_quoted_agrees(journey: &Journey) {
    journey.click_text("Ask whoever is quoted").await;
    journey.heading_with("answers are missing").await;
    journey.says("No address is kept here of").await;
    journey.looks_right().await;
    journey.press("details > summary.plain").await;
    journey.press("details[open] input[value=yes]").await;
    journey.click_text("Enter their answer").await;
    journey.says("Write how and when they told you").await;
    journey.looks_right().await;
    let enter = "for (const form of document.querySelectorAll('main details form')) { \
        const sent = new URLSearchParams(new FormData(form)); sent.set('answer', 'yes'); sent.set('why', 'Signed on paper'); \
        const asked = new XMLHttpRequest(); asked.open('POST', form.action, false); \
        asked.setRequestHeader('content-type', 'application/x-www-form-urlencoded'); asked.send(sent.toString()); } return true;";
    journey.run(enter, Vec::new()).await;
    let here = journey.path().await.unwrap_or_default();
    journey.goto(&here).await;
    journey
        .expect_heading("Everybody who is quoted has answered")
        .await;
    journey.looks_right().await;
    journey.click_text("The release").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_research_lead_at_a_desk_is_refused_for_a_unique_row_coarsens_it_approves_and_downloads()
{
    releases(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_research_lead_on_a_phone_is_refused_for_a_unique_row_coarsens_it_approves_and_downloads()
{
    releases(PHONE).await;
}
