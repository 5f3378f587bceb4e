//! From an answer to an appointment: a participant says on a telephone which interviewers they know, the research lead accepts
//! the proposal, the interviewer makes the appointment, and the participant reads when and with whom.

use platform::access::{self, Role};
use platform::audit::Event;
use study::consent::{self, Rule, Use, Version};
use study::team::{self, NewMember};

use crate::journey::{DESK, Journey, PHONE};

const STUDY: &str = "/studies/saltmarsh-study";

/// Gives the study a wording and two interviewers; the address that signs the second one in.
async fn prepare(journey: &Journey) -> String {
    journey.house.invite(Role::Researcher).await;
    let link = journey.house.invite(Role::Researcher).await;
    let app = &journey.house.app;
    let study = access::find_scope(app, "saltmarsh-study")
        .await
        .expect("the scopes can be read")
        .expect("the house has a study");
    let researchers = access::holders(app, study.id, Role::Researcher)
        .await
        .expect("the grants can be read");
    let tx = app.db.write().await.expect("the database can be written");
    let version = Version {
        id: study::rows::random_id(app),
        number: 1,
        information: "We ask about the group. It takes an hour.".into(),
        uses: vec![Use::Record, Use::Analyse],
        affects: Vec::new(),
        rule: Rule::Always,
        made_at: app.now(),
    };
    consent::add_version(&tx, app, study.id, &version, None)
        .await
        .expect("a wording is kept");
    let interviews = NewMember {
        interviews: true,
        room: 2,
        ..NewMember::default()
    };
    for grant in &researchers[researchers.len() - 2..] {
        team::add(&tx, app, &study, grant.account, interviews)
            .await
            .expect("a place in the team");
    }
    tx.commit(app, Event::installation("test", "interviewers"))
        .await
        .expect("the study is prepared");
    link
}

#[tokio::test(flavor = "multi_thread")]
async fn a_participant_says_whom_they_know_and_meets_somebody_else() {
    let mut journey = Journey::start(DESK).await;
    let interviewer = prepare(&journey).await;
    journey.sign_in(Role::ResearchLead).await;
    journey.goto(&format!("{STUDY}/consent/invite")).await;
    journey.fill("Id", "M14").await;
    journey.fill("Cohort", "members").await;
    journey
        .fill("Name in the letter", "Dr Wilhelmina Quill")
        .await;
    journey.fill("Address", "quill@example.org").await;
    journey.click_text("Send the letter").await;
    journey.says("M14 gets a letter with a link").await;

    journey.on(PHONE).await;
    journey.follow_letter("quill@example.org").await;
    for name in ["record", "analyse"] {
        journey
            .press(&format!("input[name={name}][value=yes]"))
            .await;
    }
    journey.click_text("Save my decision").await;
    journey.click_text("Interviewers…").await;
    journey
        .expect_heading("Do you know one of these interviewers?")
        .await;
    journey.looks_right().await;
    journey.click_text("Save my answers").await;
    journey.says("you may be not sure").await;
    journey.looks_right().await;
    journey
        .press("form fieldset:nth-of-type(1) input[value=works_with]")
        .await;
    journey
        .press("form fieldset:nth-of-type(2) input[value=none]")
        .await;
    journey.click_text("Save my answers").await;
    journey.says("Your answers are saved").await;

    journey.on(DESK).await;
    journey.sign_in(Role::ResearchLead).await;
    journey.goto(&format!("{STUDY}/interviewers")).await;
    journey
        .expect_heading("0 of 1 participant has an interviewer")
        .await;
    journey.looks_right().await;
    journey.click_text("Accept the proposal").await;
    journey.says("The proposal is accepted").await;
    journey.looks_right().await;

    let base = journey.house.app.base_url.clone();
    journey.goto(&interviewer.replace(&*base, "")).await;
    journey.expect_heading("Open Enid with this link").await;
    journey.click_text("Sign in").await;
    journey.shows("details.menu").await;
    journey.goto(&format!("{STUDY}/my-interviews")).await;
    journey
        .expect_heading("You interview one participant")
        .await;
    journey.looks_right().await;
    journey.click_text("M14").await;
    journey.looks_right().await;
    journey.fill("Day", "2031-03-11").await;
    journey.fill("Time", "14:00").await;
    journey.click_text("Send the invitation").await;
    journey
        .says("Both get a letter with an entry for the calendar")
        .await;
    journey.looks_right().await;

    journey.on(PHONE).await;
    journey.follow_letter("quill@example.org").await;
    journey.expect_heading("You have an appointment").await;
    journey.says("Tuesday 11 March 2031, 14:00 to 15:00").await;
    journey.looks_right().await;
    journey.click_text("Ask for another time").await;
    journey.says("You have asked for another time").await;
    journey.looks_right().await;
}
