//! A manuscript from a quotation that was altered to the text in which it is as it was said.

use std::path::PathBuf;

use platform::access::Role;
use tempfile::TempDir;

use crate::journey::{DESK, Journey, PHONE, Size};

const HERE: &str = "/studies/saltmarsh-study/reporting-audit";
/// What M1 said, with one word that is not theirs.
const ALTERED: &str = "It does not smell of anything. You have no notion how restful it is to sit in a room that does not smell of anything.";

/// A manuscript of the invented study with this quotation.
fn manuscript(folder: &TempDir, quotation: &str) -> PathBuf {
    let text = format!(
        "# Methods\n\nA group was asked how it had been.\n\n# Results\n\nThe room mattered to many of them. \
         One member said: “{quotation}”\n\n# Discussion\n\nA room is not much to ask for.\n"
    );
    let file = folder.path().join("paper.md");
    std::fs::write(&file, text).expect("a file can be written");
    file
}

async fn mends_a_quotation(size: Size) {
    let journey = Journey::start(size).await;
    journey.holds_a_study(enid::demo::study::files()).await;
    journey.analyses(Role::Researcher).await;
    journey.goto(HERE).await;
    journey.expect_heading("Bring in the manuscript").await;
    journey.looks_right().await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = manuscript(&folder, ALTERED);
    journey.upload("Manuscript", &[file.as_path()]).await;
    journey.click_text("Read the manuscript").await;
    journey
        .heading_with("to settle before this can be sent")
        .await;
    journey.looks_right().await;
    journey.click_text("Go to the first error").await;
    journey.says("One word differs").await;
    let differs = "const card = document.querySelector('.finding:target'); \
        return card?.querySelector('.difference del')?.textContent.includes('idea') && \
        card.querySelector('.difference ins').textContent.includes('notion')";
    journey
        .until_true("the difference of that quotation", differs)
        .await;

    let file = manuscript(&folder, &ALTERED.replace("notion", "idea"));
    journey.upload("Manuscript", &[file.as_path()]).await;
    journey.click_text("Read the manuscript").await;
    journey.gone("One word differs").await;
    let gone = "return document.readyState === 'complete' && document.querySelector('.audit') !== null && \
        document.querySelector('.difference') === null";
    journey.until_true("no difference any more", gone).await;
    journey.looks_right().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_analyst_at_a_desk_sees_an_altered_quotation_mends_it_and_uploads_the_manuscript_again()
{
    mends_a_quotation(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_analyst_on_a_phone_sees_an_altered_quotation_mends_it_and_uploads_the_manuscript_again()
{
    mends_a_quotation(PHONE).await;
}
