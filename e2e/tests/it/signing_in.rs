//! Coming in, being kept out, going away.

use platform::access::Role;

use crate::journey::{DESK, Journey, PHONE};

const NOTHING: &str = "There is nothing here that you can open.";

#[tokio::test]
async fn a_link_signs_in_once_and_signing_out_ends_it() {
    let journey = Journey::start(DESK).await;
    let link = journey.house.invite(Role::Administrator).await;
    let path = link.replace(&*journey.house.app.base_url, "");
    journey.goto(&path).await;
    journey.expect_heading("Open Enid with this link").await;
    journey.looks_right().await;
    journey.click_text("Sign in").await;
    journey.expect_heading("Everything is up to date").await;

    journey.click_text("Dr administrator").await;
    journey.looks_right().await;
    journey.click_text("Sign out").await;
    journey.expect_heading("Sign in to Enid").await;
    journey.goto("/state").await;
    journey.expect_heading("Sign in to Enid").await;

    journey.goto(&path).await;
    journey.click_text("Sign in").await;
    journey.expect_heading("Sign in to Enid").await;
    journey.looks_right().await;
}

#[tokio::test]
async fn a_researcher_who_asks_for_accounts_finds_nothing_there() {
    let journey = Journey::start(PHONE).await;
    journey.sign_in(Role::Researcher).await;
    journey.goto("/accounts").await;
    journey.expect_heading(NOTHING).await;
    journey.looks_right().await;
    journey.goto("/no-such-page").await;
    journey.expect_heading(NOTHING).await;
}

#[tokio::test]
async fn a_wrong_password_keeps_the_address_that_was_typed() {
    let journey = Journey::start(PHONE).await;
    journey.goto("/sign-in").await;
    journey.looks_right().await;
    journey.fill("E-mail address", "nobody@example.org").await;
    journey.fill("Password", "a wrong password").await;
    journey.click_text("Sign in").await;
    journey.shows("#problem-email").await;
    let kept = "return document.querySelector('#problem-email') && document.querySelector('#field-email').value";
    assert_eq!(journey.run(kept, Vec::new()).await, "nobody@example.org");
    journey.looks_right().await;
}
