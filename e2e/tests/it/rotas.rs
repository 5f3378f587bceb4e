//! A hospital's rota from the file to the grid and back: an organiser with the keys or with a thumb; and a doctor who
//! says on a telephone what the week is.

use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use platform::access::{self, Purpose, Role};
use platform::audit::Event;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::Key;

use crate::journey::{DESK, Journey, PHONE};

const PROGRAMME: &str = "/programmes/marrowdale";
/// A code that no list of the demo has.
const UNEXPLAINED: &str = "ZED";
/// Nobody of the demo.
const STRANGER: &str = "Quarrington, Locum";

/// More presses of the tabulator than any of these pages needs.
const PATIENT: usize = 150;

/// What has the focus: its name, and whether the eye sees both it and that it has the focus.
const FOCUSED: &str = r#"
    const node = document.activeElement;
    const words = (text) => (text ?? "").replace(/\s+/g, " ").trim();
    const name = words(node.ariaLabel) || words(node.innerText) || words(node.labels?.[0]?.innerText);
    const box = node.getBoundingClientRect();
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
    const seen = getComputedStyle(node).outlineStyle !== "none"
        && middle !== null && (node.contains(middle) || middle.contains(node));
    return [name, seen];
"#;

/// Chooses of a list that has its name from an attribute.
const CHOOSE: &str = r#"
    const list = [...document.querySelectorAll("select")].find((one) => one.ariaLabel === arguments[0]);
    const option = [...(list?.options ?? [])].find((one) => one.text.trim() === arguments[1]);
    if (option) option.selected = true;
    return Boolean(option);
"#;

impl Journey {
    /// Fills the house with the demo.
    async fn furnish(&self) -> Vec<enid::demo::Person> {
        enid::demo::fill(&self.house.app)
            .await
            .expect("the demo can be filled")
    }

    /// Signs in as the first person of the demo with this role, and gives back the name.
    async fn become_one(&self, people: &[enid::demo::Person], role: Role) -> String {
        let person = people
            .iter()
            .find(|person| person.role == role)
            .expect("the demo has one of each");
        let app = &self.house.app;
        let tx = app.db.write().await.expect("the database can be written");
        let token = access::draw_link(&tx, app, person.account, Purpose::Invitation)
            .await
            .expect("a link can be drawn");
        tx.commit(app, Event::installation("test", "link"))
            .await
            .expect("the link is kept");
        self.goto(&format!("/links/{}", token.reveal())).await;
        self.expect_heading("Open Enid with this link").await;
        self.click_text("Sign in").await;
        self.shows("details.menu").await;
        person.name.clone()
    }

    /// Moves the focus with the tabulator until it is on what has this name, seen all the way.
    async fn tab_to(&self, words: &str) {
        for _ in 0..PATIENT {
            self.press_key(Key::Tab).await;
            let told = self.run(FOCUSED, Vec::new()).await;
            let name = told[0].as_str().unwrap_or_default();
            if !name.is_empty() && (name == words || name.starts_with(&format!("{words} "))) {
                assert_eq!(told[1], true, "the focus on “{name}” is not seen");
                return;
            }
        }
        panic!(
            "the tabulator does not reach “{words}” on {}",
            self.here().await
        );
    }

    pub async fn press_key(&self, key: Key) {
        self.type_keys(&char::from(key).to_string()).await;
    }

    /// Types where the focus is.
    pub async fn type_keys(&self, keys: &str) {
        let window = self.browser.window();
        let chain = window.action_chain().send_keys(keys);
        if let Err(error) = chain.perform().await {
            panic!("keys cannot be typed on {}: {error}", self.here().await);
        }
    }

    /// Presses what has these words, with the keys at a desk and with a thumb on a telephone.
    async fn activate(&self, words: &str) {
        if self.size == PHONE {
            return self.click_text(words).await;
        }
        self.tab_to(words).await;
        self.press_key(Key::Enter).await;
    }

    /// Chooses of the list with this name, with the keys at a desk.
    async fn choose(&self, list: &str, option: &str) {
        if self.size == PHONE {
            let found = self.run(CHOOSE, vec![json!(list), json!(option)]).await;
            assert_eq!(found, true, "“{list}” does not offer “{option}”");
            return;
        }
        self.tab_to(list).await;
        self.type_keys(option).await;
        let chosen = "return document.activeElement.selectedOptions[0].text.trim()";
        assert_eq!(self.run(chosen, Vec::new()).await, option);
    }

    async fn list(&self, script: &str) -> Vec<String> {
        let found = self.run(script, Vec::new()).await;
        let list = found.as_array().expect("the script returns a list");
        list.iter()
            .map(|one| one.as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

/// Two weeks from the Monday of the next week on: doctors of the hospital, one under another name, and a stranger.
fn grid(folder: &TempDir, doctors: &[String]) -> PathBuf {
    let today = jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    let ahead = 7 - i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.checked_add(ahead.days()).expect("next week exists");
    let mut text = "Emergency medicine registrars,draft 3 FINAL\n\nName".to_owned();
    for date in monday.series(1.day()).take(14) {
        text += &format!(",{}", date.strftime("%a %d/%m/%Y"));
    }
    let names = doctors
        .iter()
        .map(|name| {
            let bare = name.trim_start_matches("Dr ");
            let (forename, surname) = bare.rsplit_once(' ').expect("a doctor has two names");
            format!("{surname}, {forename}")
        })
        .chain([STRANGER.to_owned()]);
    for name in names {
        text += &format!("\n\"{name}\"");
        for day in 0..14 {
            let code = if day % 7 < 4 { UNEXPLAINED } else { "OFF" };
            text += &format!(",{code}");
        }
    }
    let path = folder.path().join("rota of the next weeks.csv");
    std::fs::write(&path, text + "\nTotal on shift\n").expect("a temporary file can be written");
    path
}

async fn a_rota_comes_in_and_is_taken_back(size: crate::journey::Size) {
    let journey = Journey::start(size).await;
    let people = journey.furnish().await;
    journey.become_one(&people, Role::Organiser).await;
    journey.goto(&format!("{PROGRAMME}/sites")).await;
    journey.looks_right().await;
    journey.press("tbody th a").await;
    journey.heading_with(" to ").await;
    journey.looks_right().await;
    let rota = journey.path().await.expect("the page has an address");
    let doctors =
        "return [...document.querySelectorAll('.rota tbody th')].map((name) => name.innerText)";
    let doctors = journey.list(doctors).await;
    journey.goto(&format!("{rota}?weeks=4")).await;
    journey.looks_right().await;

    journey.activate("Bring in a rota").await;
    journey.heading_with("Bring in the rota of").await;
    journey.looks_right().await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let junk = folder.path().join("rota.xlsx");
    std::fs::write(&junk, b"PK\x03\x04 no workbook").expect("a temporary file can be written");
    let file: &Path = &junk;
    journey.upload("The file", &[file]).await;
    journey.activate("Read the file").await;
    journey.says("Nothing was stored").await;
    journey.looks_right().await;
    let file: &Path = &grid(&folder, &doctors[..2]);
    journey.upload("The file", &[file]).await;
    journey.activate("Read the file").await;

    journey.heading_with("can be put in place").await;
    journey.says("One code has no meaning yet").await;
    journey.says("One name fits nobody").await;
    journey.looks_right().await;
    journey
        .choose(&format!("What {UNEXPLAINED} means"), "Annual leave")
        .await;
    journey.activate("Keep these meanings").await;
    journey.gone("One code has no meaning yet").await;
    journey
        .choose(&format!("Who {STRANGER} is"), &doctors[2])
        .await;
    journey.activate("Keep these names").await;
    journey.gone("One name fits nobody").await;
    journey.heading_with("42 days of 3 doctors").await;
    journey.says("Against what is in place").await;
    journey.looks_right().await;
    journey.activate("Each day, before and now").await;
    journey.says("ZED Annual leave").await;
    journey.looks_right().await;

    let here = journey.here().await;
    journey.goto(&here).await;
    journey.activate("Put this rota in place").await;
    journey.heading_with("is in place").await;
    journey.looks_right().await;
    journey.activate("See the rota").await;
    journey.says(UNEXPLAINED).await;
    journey.looks_right().await;
    let week = "return location.pathname + location.search";
    let week = journey.run(week, Vec::new()).await;
    journey.goto(&format!("{rota}/import")).await;
    journey.activate("Undo").await;
    journey.heading_with("is as it was before").await;
    journey.looks_right().await;
    journey
        .goto(week.as_str().expect("an address is text"))
        .await;
    journey.heading_with(" to ").await;
    journey.gone(UNEXPLAINED).await;

    let codes = rota.replace("/rota", "/codes");
    journey.goto(&codes).await;
    journey.heading_with("codes of").await;
    journey.looks_right().await;
    journey.goto(&format!("{rota}/pattern")).await;
    journey.heading_with("A rotating pattern of").await;
    journey.looks_right().await;
    journey.activate("Read the pattern").await;
    journey.says("things to mend").await;
    journey.looks_right().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_at_a_desk_brings_a_rota_in_and_takes_it_back_with_the_keys_alone() {
    a_rota_comes_in_and_is_taken_back(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_on_a_telephone_brings_a_rota_in_and_takes_it_back() {
    a_rota_comes_in_and_is_taken_back(PHONE).await;
}

/// Calls the first day a day off if it is a shift, and a shift if it is none.
const CONTRADICT: &str = r#"
    const list = document.querySelector("main select");
    const works = (option) => option.text.includes("Clinical shift");
    const other = works(list.selectedOptions[0])
        ? [...list.options].find((option) => option.text.trim() === "Day off")
        : [...list.options].find(works);
    other.selected = true;
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_confirms_a_week_and_says_otherwise_of_a_day_and_the_organiser_sees_both() {
    let mut journey = Journey::start(PHONE).await;
    let people = journey.furnish().await;
    let name = journey.become_one(&people, Role::Resident).await;
    journey.click_text("My rota").await;
    journey.says("Can you come?").await;
    journey.says("Every day is known").await;
    let answer = "return document.querySelector('main .rows .chip')?.innerText.trim() ?? ''";
    let answer = journey.run(answer, Vec::new()).await;
    assert_ne!(answer, "", "the week has an answer in words");
    journey.looks_right().await;
    let button = "return document.querySelector('main .button.main').getBoundingClientRect().bottom < innerHeight";
    assert_eq!(journey.run(button, Vec::new()).await, true);
    journey.click_text("This week is as shown").await;
    journey.says("What you said is kept").await;
    journey.says("What you have told us").await;
    journey.looks_right().await;

    journey.click_text("Something changed").await;
    journey.heading_with("What changed in the week from").await;
    journey.looks_right().await;
    journey.run(CONTRADICT, Vec::new()).await;
    let monday = "return document.querySelector('main [name=week]').value";
    let monday = journey.run(monday, Vec::new()).await;
    journey.click_text("Keep this week").await;
    journey.says("otherwise: ").await;
    journey.looks_right().await;
    journey
        .goto(&format!("{PROGRAMME}/my-rota?week=2027-12-27"))
        .await;
    journey.heading_with("We do not know your week").await;
    journey.looks_right().await;

    journey.size = DESK;
    journey.browser.resize(DESK.0, DESK.1).await;
    journey.become_one(&people, Role::Organiser).await;
    journey.goto(&format!("{PROGRAMME}/sites")).await;
    let hospitals = "return [...document.querySelectorAll('tbody th a')].map((link) => link.getAttribute('href'))";
    let monday = monday.as_str().expect("a date is text");
    let told = "return [...document.querySelectorAll('.cards tr')].map((row) => row.innerText)\
                .find((words) => words.includes(arguments[0])) ?? ''";
    let mut both = Value::Null;
    for hospital in journey.list(hospitals).await {
        journey.goto(&format!("{hospital}?week={monday}")).await;
        journey.heading_with(" to ").await;
        both = journey.run(told, vec![json!(name)]).await;
        if both != "" {
            break;
        }
    }
    let both = both.as_str().unwrap_or_default();
    assert!(both.contains("the doctor's own word"), "{both}");
    assert!(
        both.contains("the hospital's rota") || both.contains("the programme folder"),
        "{both}"
    );
    journey.looks_right().await;
}
