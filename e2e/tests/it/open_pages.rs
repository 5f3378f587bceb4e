//! Pages that anybody can open.

use crate::journey::{DESK, Journey, PHONE};

#[tokio::test]
async fn every_part_of_the_design_reads_well_and_fits() {
    let journey = Journey::start(DESK).await;
    journey.goto("/design").await;
    journey.expect_heading("Every part, in every state").await;
    journey.looks_right().await;
}

#[tokio::test]
async fn help_reads_well_and_leads_to_how_data_are_treated() {
    let journey = Journey::start(PHONE).await;
    journey.goto("/help").await;
    journey.expect_heading("Help").await;
    journey.looks_right().await;
    journey.click_text("How Enid treats your data").await;
    journey.expect_heading("How Enid treats your data").await;
    journey.looks_right().await;
}

#[tokio::test]
async fn fields_take_words_choices_and_files_by_their_labels() {
    let journey = Journey::start(PHONE).await;
    journey.goto("/design").await;
    let rota = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    journey.fill("Name of the run", "Autumn 2027").await;
    journey.fill("Weekday", "Wednesday").await;
    journey.upload("A rota as CSV", &[rota.path()]).await;
    let taken =
        "return ['run', 'weekday'].map((key) => document.getElementById(`field-${key}`).value)
        .concat(document.getElementById('field-file').files.length)";
    assert_eq!(
        journey.run(taken, Vec::new()).await,
        serde_json::json!(["Autumn 2027", "Wednesday", 1])
    );
}
