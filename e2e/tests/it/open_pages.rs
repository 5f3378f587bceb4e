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
