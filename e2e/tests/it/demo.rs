//! The demo: what each person comes to see reads well, fits and passes axe, full of an invented year.

use platform::access::{self, Purpose, Role};
use platform::audit::Event;

use crate::journey::{Journey, PHONE};

/// The pages of a person that no other journey opens with anything on them.
fn pages(role: Role) -> &'static [&'static str] {
    match role {
        Role::Organiser => &[
            "/programmes/marrowdale",
            "/programmes/marrowdale/release",
            "/programmes/marrowdale/sessions",
            "/programmes/marrowdale/plan",
            "/programmes/marrowdale/joining",
            "/programmes/marrowdale/joining/counts",
        ],
        Role::Resident => &[
            "/programmes/marrowdale/next",
            "/programmes/marrowdale/join",
            "/programmes/marrowdale/join/leave",
            "/programmes/marrowdale/texts",
            "/programmes/marrowdale/my-record",
        ],
        Role::Facilitator => &["/programmes/marrowdale/groups"],
        Role::Coordinator => &[
            "/programmes/marrowdale/requests",
            "/programmes/marrowdale/requests/limits",
        ],
        Role::Researcher => &[
            "/studies/marrowdale-study/today",
            "/studies/marrowdale-study/my-interviews",
            "/studies/marrowdale-study/transcripts/new",
            "/studies/marrowdale-study/documents/M7-interview-2/desk",
            "/studies/marrowdale-study/documents/M7-interview-2/desk/changes",
            "/studies/marrowdale-study/de-identification",
        ],
        Role::ResearchLead => &[
            "/studies/marrowdale-study/participant-table",
            "/studies/marrowdale-study/consent",
            "/studies/marrowdale-study/consent/new",
            "/studies/marrowdale-study/consent/invite",
            "/studies/marrowdale-study/recordings",
            "/studies/marrowdale-study/recordings/upload",
            "/studies/marrowdale-study/interviewers",
            "/studies/marrowdale-study/codes",
            "/studies/marrowdale-study/codes/compare",
            "/studies/marrowdale-study/saturation",
            "/studies/marrowdale-study/documents/O1-interview/conversation",
            "/studies/marrowdale-study/trail",
            "/studies/marrowdale-study/map-key",
            "/studies/marrowdale-study/reporting-audit",
        ],
        Role::Participant => &[
            "/studies/marrowdale-study/my-interview",
            "/studies/marrowdale-study/my-interviewers",
            "/studies/marrowdale-study/my-choices",
            "/studies/marrowdale-study/my-choices/withdraw",
        ],
        Role::Administrator => &["/state", "/accounts"],
        Role::Auditor => &["/record", "/policy"],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_person_of_the_demo_finds_pages_that_read_well() {
    let journey = Journey::start(PHONE).await;
    let app = &journey.house.app;
    let people = enid::demo::fill(app).await.expect("the demo can be filled");
    for person in people {
        let tx = app.db.write().await.expect("the database can be written");
        let token = access::draw_link(&tx, app, person.account, Purpose::Invitation)
            .await
            .expect("a link can be drawn");
        tx.commit(app, Event::installation("test", "link"))
            .await
            .expect("the link is kept");
        journey.goto(&format!("/links/{}", token.reveal())).await;
        journey.expect_heading("Open Enid with this link").await;
        journey.click_text("Sign in").await;
        journey.shows("details.menu").await;
        for page in pages(person.role) {
            journey.goto(page).await;
            journey.shows("h1").await;
            journey.looks_right().await;
        }
    }
}
