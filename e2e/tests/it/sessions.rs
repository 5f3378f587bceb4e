//! A session as two facilitators hold it: the clock on a phone, without a connection for a while, the register, the close;
//! then what the organiser sees.

use std::time::Duration;

use platform::access::{self, NewAccount, NewGrant, Purpose, Role};
use platform::audit::Event;
use serde_json::json;

use crate::browser::Browser;
use crate::journey::{Journey, PHONE};
use crate::organiser::import_region;

const BASE: &str = "/programmes/saltmarsh";

impl Journey {
    /// A second window of its own on the same installation.
    async fn second_window(self) -> (Self, Browser) {
        let browser = Browser::open().await;
        browser.resize(self.size.0, self.size.1).await;
        browser.prefer("light").await;
        (self, browser)
    }

    /// Takes the connection away from a window, or gives it back.
    async fn connected(&self, yes: bool) {
        let conditions = json!({
            "offline": !yes, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        let cdp = self.browser.window().cdp();
        cdp.send_raw("Network.enable", json!({}))
            .await
            .expect("the browser tells of its network");
        cdp.send_raw("Network.emulateNetworkConditions", conditions)
            .await
            .expect("the browser can lose its network");
    }

    /// A published plan whose first session begins in a few minutes, all its releases locked.
    async fn first_session_is_near(&self) -> (uuid::Uuid, uuid::Uuid) {
        let app = &self.house.app;
        let scope = access::find_scope(app, "saltmarsh")
            .await
            .expect("scopes can be read")
            .expect("the programme is there");
        crate::near::first_session(app, &scope).await
    }

    /// The address that signs in a facilitator who leads the group of that session.
    async fn facilitator_link(&self, facilitator: uuid::Uuid, number: usize) -> String {
        let app = &self.house.app;
        let scope = access::find_scope(app, "saltmarsh")
            .await
            .expect("scopes can be read")
            .expect("the programme is there");
        let tx = app.db.write().await.expect("the database can be written");
        let account = NewAccount {
            name: &format!("Dr Facilitator {number}"),
            email: &format!("facilitator-of-group-{number}@example.org"),
        };
        let account = access::create(&tx, app, account)
            .await
            .expect("the address is new");
        let grant = NewGrant {
            account,
            role: Role::Facilitator,
            subject: Some(facilitator),
        };
        access::grant(&tx, app, &scope, grant)
            .await
            .expect("the role belongs to a programme");
        let token = access::draw_link(&tx, app, account, Purpose::Invitation)
            .await
            .expect("a link can be drawn");
        tx.commit(app, Event::installation("test", "invite"))
            .await
            .expect("the account is kept");
        format!("/links/{}", token.reveal())
    }

    async fn sign_in_by(&self, link: &str) {
        self.goto(link).await;
        self.expect_heading("Open Enid with this link").await;
        self.click_text("Sign in").await;
        self.heading_with("Nothing waits for you but the next session")
            .await;
    }

    /// Swaps the window that is steered with another one.
    fn swap(&mut self, other: &mut Browser) {
        std::mem::swap(&mut self.browser, other);
    }

    /// Waits until the clock can be opened without a connection.
    async fn worker_is_there(&self) {
        let ready =
            "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true));";
        let window = self.browser.window();
        tokio::time::timeout(
            Duration::from_secs(20),
            window.execute_async(ready, Vec::new()),
        )
        .await
        .expect("the worker comes")
        .expect("the page has workers");
    }

    async fn kept_here(&self) -> serde_json::Value {
        self.run("return Object.keys(localStorage)", Vec::new())
            .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_facilitators_hold_a_session_and_one_of_them_loses_the_connection() {
    let journey = Journey::start(PHONE).await;
    journey.sign_in(Role::Organiser).await;
    import_region(&journey).await;
    let (session, facilitator) = journey.first_session_is_near().await;
    let one = journey.facilitator_link(facilitator, 1).await;
    let other = journey.facilitator_link(facilitator, 2).await;
    let (mut journey, mut second) = journey.second_window().await;

    journey.sign_in_by(&one).await;
    journey.looks_right().await;
    journey.click_text("Clock").await;
    journey.expect_heading("Set-up").await;
    journey.says("to the start").await;
    journey.looks_right().await;
    journey.worker_is_there().await;
    journey.swap(&mut second);
    journey.sign_in_by(&other).await;
    journey.click_text("Clock").await;
    journey.expect_heading("Set-up").await;
    journey.swap(&mut second);

    journey.click_text("Start").await;
    journey.expect_heading("Open").await;
    journey.click_text("At the frame…").await;
    journey.looks_right().await;
    journey.click_text("Room change").await;
    journey.swap(&mut second);
    journey.expect_heading("Open").await;
    journey.says("Room change").await;
    journey.swap(&mut second);

    // Without a connection the clock runs on, and opens again.
    journey.connected(false).await;
    journey
        .says("No connection. The clock runs on; times are sent when you are back.")
        .await;
    journey.looks_right().await;
    journey.click_text("Next").await;
    journey.expect_heading("Follow-up on earlier cases").await;
    // The page emulates being offline, its worker does not: only a server that is gone shows that both manage.
    journey.house.vanish();
    journey.run("location.reload()", Vec::new()).await;
    journey
        .until_true(
            "the page that is kept",
            "return document.title === 'Clock · Enid' && !document.querySelector('.places')",
        )
        .await;
    journey.expect_heading("Follow-up on earlier cases").await;
    journey.says("No connection.").await;
    journey.looks_right().await;
    for phase in ["Who has a case?", "Presentation"] {
        journey.click_text("Next").await;
        journey.expect_heading(phase).await;
    }
    journey.click_text("Back").await;
    journey.expect_heading("Who has a case?").await;
    journey.click_text("Add 2 minutes").await;
    journey.says("4 minutes left").await;
    journey.click_text("Pause").await;
    journey.says("Paused").await;
    journey.click_text("Go on").await;
    journey.click_text("Second case: yes").await;
    journey.says("Second case: no").await;
    journey.click_text("At the frame…").await;
    journey.click_text("Interruption").await;
    journey.swap(&mut second);
    journey.gone("Interruption").await;
    journey.swap(&mut second);
    journey.house.come_back();
    journey.connected(true).await;
    journey.gone("No connection.").await;
    journey.swap(&mut second);
    journey.says("Second case: no").await;
    let told = "return [...document.querySelectorAll('.rows li')].some((line) => line.innerText.includes('Interruption'))";
    journey.until_true("the interruption", told).await;
    journey.swap(&mut second);

    for phase in [
        "Presentation",
        "Clarifying questions",
        "The group works",
        "The presenter rejoins",
        "Close on time",
    ] {
        journey.click_text("Next").await;
        journey.expect_heading(phase).await;
    }
    journey.click_text("End").await;
    journey.expect_heading("Facilitators’ debrief").await;
    journey.swap(&mut second);
    journey.expect_heading("Facilitators’ debrief").await;
    journey.swap(&mut second);

    journey.click_text("Mark the register").await;
    journey.heading_with("Who is at the").await;
    journey.looks_right().await;
    let mark = "const all = document.querySelectorAll('.members > li'); \
        all.forEach((line) => line.querySelector('input[value=present]').click()); return all.length";
    let members = journey.run(mark, Vec::new()).await;
    assert!(
        members.as_u64().is_some_and(|members| members >= 6),
        "{members}"
    );
    journey.click_text("Save and go on to close").await;
    journey.heading_with("Close the session of the").await;
    journey.looks_right().await;
    // A session that lasts a moment in a test: its end lies after its start all the same.
    journey.fill("Began at", "00:01").await;
    journey.fill("Ended at", "23:58").await;
    journey.click_text("Close the session").await;
    journey.heading_with("Nothing waits for you").await;
    journey.looks_right().await;

    // Closed: nothing is left on either phone.
    journey.swap(&mut second);
    journey.expect_heading("This session is closed").await;
    let kept = journey.kept_here().await;
    assert!(!kept.to_string().contains("clock:"), "{kept}");
    journey.swap(&mut second);
    journey
        .goto(&format!("{BASE}/sessions/{session}/clock"))
        .await;
    journey.expect_heading("This session is closed").await;
    let kept = journey.kept_here().await;
    assert!(!kept.to_string().contains("clock:"), "{kept}");

    journey.sign_in(Role::Organiser).await;
    journey.goto(&format!("{BASE}/sessions/{session}")).await;
    journey.says("Held").await;
    journey.says("Present, ").await;
    journey.looks_right().await;
}
