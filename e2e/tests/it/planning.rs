//! A plan in the hands of its organiser: sliders and locks, a group moved by keyboard and by dragging, two versions side
//! by side, the least change after something has changed, and a draw of lots.

use platform::access::Role;

use crate::journey::{DESK, Journey, PHONE, Size};
use crate::organiser::import_region;

const PLAN: &str = "/programmes/saltmarsh/plan";

/// An organiser with the region imported and a plan published.
pub async fn planned(size: Size) -> Journey {
    let journey = Journey::start(size).await;
    journey.sign_in(Role::Organiser).await;
    import_region(&journey).await;
    journey.goto(PLAN).await;
    journey.click_text("Make a plan").await;
    journey.plan_is_found("doctors have a place in").await;
    journey.heading_with("doctors have a place in").await;
    journey.click_text("Check and publish").await;
    journey.says("is published").await;
    journey
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_locks_moves_compares_and_mends_a_plan() {
    let journey = planned(DESK).await;
    journey.press(".group a + a").await;
    journey.heading_with("Move the ").await;
    journey.looks_right().await;
    journey.press("input[type=radio]:not([disabled])").await;
    journey.click_text("Move the group").await;
    journey.plan_is_found("Since version 1").await;
    journey.says("a draft").await;
    journey.looks_right().await;
    journey.click_text("Compare with version 1").await;
    journey.says("Side by side").await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/plan/locks").await;
    journey.heading_with("locked").await;
    journey.looks_right().await;
    journey.click_text("Lift").await;
    journey.heading_with("locked").await;
    journey.goto("/programmes/saltmarsh/plan/known").await;
    journey
        .heading_with("Version 1 holds with what is known now")
        .await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/plan/versions").await;
    journey.heading_with("versions of the plan").await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/plan/table").await;
    journey.heading_with("week by week").await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/joining/draw").await;
    journey.heading_with("Nobody waits for a draw").await;
    journey.looks_right().await;
    // A group dragged onto a day opens the same choice, with a place of that day chosen.
    journey.goto(PLAN).await;
    let drag = "const group = document.querySelector('[data-move]');\
                const day = document.querySelector('[data-day]:nth-child(3)');\
                const data = new DataTransfer();\
                group.dispatchEvent(new DragEvent('dragstart', {bubbles: true, dataTransfer: data}));\
                const drop = new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: data});\
                return !day.dispatchEvent(drop)";
    journey.until_true("a day that takes a group", drag).await;
    journey.heading_with("Move the ").await;
    journey.shows("input[type=radio]:checked").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_on_a_telephone_sets_limits_and_plans_again() {
    let journey = planned(PHONE).await;
    let slide = "const slider = document.getElementById('field-most');\
                 slider.value = 2; slider.dispatchEvent(new Event('input'));\
                 return document.querySelector('output[for=field-most]').value";
    assert_eq!(journey.run(slide, Vec::new()).await, "2");
    journey.click_text("Plan again with these").await;
    journey.plan_is_found("in 2 groups").await;
    journey.heading_with("in 2 groups").await;
    journey.looks_right().await;
    journey.press(".group a").await;
    journey.heading_with("group, ").await;
    journey.click_text("Why here?").await;
    journey.heading_with("Why Dr").await;
    journey.looks_right().await;
}
