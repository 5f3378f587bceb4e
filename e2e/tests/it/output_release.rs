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
    journey.expect_heading("This release can be approved").await;
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
