//! What those who care for an installation read.

use platform::access::Role;

use crate::journey::{DESK, Journey, PHONE, Size};

async fn reads_state_accounts_and_policy(size: Size) {
    let journey = Journey::start(size).await;
    journey.house.invite(Role::Organiser).await;
    journey.sign_in(Role::Administrator).await;
    journey.expect_heading("Everything is up to date").await;
    journey.looks_right().await;
    journey.click_text("People").await;
    journey.expect_heading("2 people have an account").await;
    journey.looks_right().await;
    journey.click_text("Disable and sign out").await;
    journey.shows(".chip.no").await;
    journey.expect_heading("2 people have an account").await;
    let disabled = "return document.querySelectorAll('.chip.no').length";
    assert_eq!(journey.run(disabled, Vec::new()).await, 1);
    journey.click_text("Policy").await;
    journey.expect_heading("Who may do what").await;
    journey.looks_right().await;
}

#[tokio::test]
async fn an_administrator_on_a_telephone_reads_state_accounts_and_policy() {
    reads_state_accounts_and_policy(PHONE).await;
}

#[tokio::test]
async fn an_administrator_at_a_desk_reads_state_accounts_and_policy() {
    reads_state_accounts_and_policy(DESK).await;
}

#[tokio::test]
async fn an_auditor_reads_the_record() {
    let journey = Journey::start(PHONE).await;
    journey.sign_in(Role::Auditor).await;
    journey.goto("/record").await;
    journey.looks_right().await;
}
