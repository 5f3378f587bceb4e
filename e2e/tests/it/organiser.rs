//! From a folder with mistakes to a published plan.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use platform::access::Role;
use tempfile::TempDir;

use crate::journey::{DESK, Journey, PHONE, Size};

/// The invented region in files, for a run that begins next week.
pub fn region() -> BTreeMap<String, Vec<u8>> {
    let today = jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    let soon = today.checked_add(7.days()).expect("next week exists");
    enid::demo::region::files(soon, today)
}

/// Writes files into a folder, so that the browser can choose them.
pub fn written(folder: &TempDir, files: &BTreeMap<String, Vec<u8>>) -> Vec<PathBuf> {
    files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name.replace('/', "-"));
            std::fs::write(&path, bytes).expect("a temporary file can be written");
            path
        })
        .collect()
}

/// The same files with a share that is too large and an address that is none.
fn with_two_mistakes(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut broken = files.clone();
    let text = String::from_utf8(files["residents.csv"].clone()).expect("the region is UTF-8");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[3] = lines[3].replace("@example.org", " at example");
    lines[5] = lines[5]
        .replacen("1.00", "1.70", 1)
        .replacen("0.80", "1.70", 1);
    broken.insert(
        "residents.csv".into(),
        (lines.join("\n") + "\n").into_bytes(),
    );
    broken
}

/// Brings the region in, as an organiser who is signed in.
pub async fn import_region(journey: &Journey) {
    journey.goto("/programmes/saltmarsh/import").await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let files = written(&folder, &region());
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    journey.upload("Files of the folder", &paths).await;
    journey.click_text("Import").await;
    journey
        .expect_heading("The facts are in: make a plan")
        .await;
}

async fn imports_mends_plans_and_reads_why_not(size: Size) {
    let journey = Journey::start(size).await;
    journey.sign_in(Role::Organiser).await;
    journey.expect_heading("Begin with the facts").await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/plan").await;
    journey
        .expect_heading("A plan needs people, rooms and rotas first")
        .await;
    journey.looks_right().await;

    journey.goto("/programmes/saltmarsh/import").await;
    journey.expect_heading("Import a programme folder").await;
    journey.looks_right().await;
    let files = region();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let broken = written(&folder, &with_two_mistakes(&files));
    let paths: Vec<&Path> = broken.iter().map(PathBuf::as_path).collect();
    journey.upload("Files of the folder", &paths).await;
    journey.click_text("Import").await;
    journey.expect_heading("2 things to mend").await;
    journey.looks_right().await;
    let people = "return document.body.innerText.includes('residents.csv, row 4')";
    assert_eq!(journey.run(people, Vec::new()).await, true);

    let mended = written(&folder, &files);
    let paths: Vec<&Path> = mended.iter().map(PathBuf::as_path).collect();
    journey.upload("Files of the folder", &paths).await;
    journey.click_text("Import").await;
    journey
        .expect_heading("The facts are in: make a plan")
        .await;
    for page in ["people", "sites", "rooms", "release", "sessions"] {
        journey.goto(&format!("/programmes/saltmarsh/{page}")).await;
        journey.looks_right().await;
    }

    journey.goto("/programmes/saltmarsh/plan").await;
    journey.expect_heading("No plan has been made yet").await;
    journey.click_text("Make a plan").await;
    journey.plan_is_found("doctors have a place in").await;
    journey.heading_with("doctors have a place in").await;
    journey.looks_right().await;
    journey.press(".rows a").await;
    journey.heading_with("Dr ").await;
    let why = "return document.body.innerText.includes('Why no place')";
    assert_eq!(journey.run(why, Vec::new()).await, true);
    journey.looks_right().await;

    journey.goto("/programmes/saltmarsh/plan").await;
    journey.click_text("Check and publish").await;
    journey.says("is published").await;
    journey.press(".group a").await;
    journey.heading_with("group, ").await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/release").await;
    journey.heading_with("ready to be sent").await;
    journey.looks_right().await;
    journey.goto("/programmes/saltmarsh/sites").await;
    journey.press("tbody a").await;
    journey.heading_with(" to ").await;
    journey.looks_right().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_on_a_telephone_imports_mends_plans_and_reads_why_one_has_no_place() {
    imports_mends_plans_and_reads_why_not(PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_at_a_desk_imports_mends_plans_and_reads_why_one_has_no_place() {
    imports_mends_plans_and_reads_why_not(DESK).await;
}
