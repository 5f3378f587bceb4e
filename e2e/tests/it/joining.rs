//! From an invitation to a place and out of it again: the organiser at a desk, the doctor on a telephone.

use platform::access::Role;

use crate::journey::{DESK, Journey, PHONE};
use crate::organiser::{import_region, region};

const JOINING: &str = "/programmes/saltmarsh/joining";

/// The address and the name of the first doctor of the region.
fn doctor() -> (String, String) {
    let files = region();
    let text = std::str::from_utf8(&files["residents.csv"]).expect("the region is UTF-8");
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("there is a head").split(',').collect();
    let first: Vec<&str> = lines.next().expect("there is a row").split(',').collect();
    let column = |name: &str| {
        let at = head.iter().position(|title| *title == name);
        first[at.expect("the column is there")].to_owned()
    };
    (column("email"), column("full_name"))
}

impl Journey {
    /// Follows the link of the newest letter to this address.
    pub async fn follow_letter(&self, address: &str) {
        let letter = self.house.letter_to(address).await;
        let link = letter
            .lines()
            .find(|line| line.contains("/links/"))
            .expect("the letter has a link");
        self.goto(&link.replace(&*self.house.app.base_url, ""))
            .await;
        self.expect_heading("Open Enid with this link").await;
        self.looks_right().await;
        self.click_text("Sign in").await;
    }

    pub async fn on(&mut self, size: crate::journey::Size) {
        self.size = size;
        self.browser.resize(size.0, size.1).await;
    }

    /// Signs in as an organiser and opens the page of the doctor.
    async fn organiser_opens(&self, name: &str) {
        self.sign_in(Role::Organiser).await;
        self.goto(JOINING).await;
        self.heading_with("doctor").await;
        self.click_text(name).await;
        self.expect_heading(name).await;
        self.looks_right().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_is_invited_says_yes_is_offered_a_place_takes_it_and_leaves() {
    let mut journey = Journey::start(DESK).await;
    let (address, name) = doctor();
    journey.sign_in(Role::Organiser).await;
    journey.goto(JOINING).await;
    journey.expect_heading("Ask who would like a place").await;
    journey.looks_right().await;
    import_region(&journey).await;

    journey.goto(JOINING).await;
    journey.looks_right().await;
    journey.click_text("Open the expression of interest").await;
    journey
        .expect_heading("Open the expression of interest")
        .await;
    journey.fill("Number of places", "none").await;
    journey.click_text("Open the expression of interest").await;
    journey.says("things to mend").await;
    journey.looks_right().await;
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 21);
    let soon = soon.strftime("%Y-%m-%d").to_string();
    journey.fill("Closing date", &soon).await;
    journey.fill("Number of places", "48").await;
    journey.click_text("Open the expression of interest").await;
    journey.expect_heading("Nobody has been invited yet").await;
    journey.looks_right().await;
    journey.click_text("Invite 60 doctors…").await;
    journey.expect_heading("Invite 60 doctors?").await;
    journey.looks_right().await;
    journey.click_text("Send 60 invitations").await;
    journey.heading_with("wants one of 48 places").await;

    journey.on(PHONE).await;
    journey.follow_letter(&address).await;
    journey
        .expect_heading("Would you like a place in a group?")
        .await;
    journey.looks_right().await;
    journey.click_text("I am interested").await;
    journey
        .expect_heading("You have said that you are interested")
        .await;
    journey.looks_right().await;

    journey.on(DESK).await;
    journey.organiser_opens(&name).await;
    journey.click_text("Eligible").await;
    journey.says("Into the draw").await;
    journey.click_text("Into the draw").await;
    journey.says("Offer a place").await;
    journey.looks_right().await;
    journey.click_text("Offer a place").await;
    journey.says("Place offered").await;

    journey.on(PHONE).await;
    journey.follow_letter(&address).await;
    journey.heading_with("A place is kept for you until").await;
    journey.looks_right().await;
    journey.click_text("Give the place back…").await;
    journey.expect_heading("Give the place back?").await;
    journey.looks_right().await;
    journey.click_text("Keep the place").await;
    journey.click_text("Take the place").await;
    journey.expect_heading("You have a place in a group").await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/next").await;
    journey.looks_right().await;
    journey.click_text("Joining: how you stand").await;
    journey.click_text("Leave the group…").await;
    journey.expect_heading("Leave the group?").await;
    journey.looks_right().await;
    journey.click_text("Leave the group").await;
    journey.expect_heading("You have left the group").await;
    journey.looks_right().await;

    journey.on(DESK).await;
    journey.sign_in(Role::Organiser).await;
    journey.goto(&format!("{JOINING}/counts")).await;
    journey.says("By hospital").await;
    journey.looks_right().await;
}
