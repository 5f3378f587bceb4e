//! From a study folder to Table 2.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use platform::access::Role;
use serde_json::json;

use crate::journey::{DESK, Journey, PHONE, Size};
use crate::organiser::written;

/// The files of the invented study whose names begin or end so, without their folders.
fn chosen(files: &BTreeMap<String, Vec<u8>>, folder: &str) -> BTreeMap<String, Vec<u8>> {
    files
        .iter()
        .filter_map(|(name, bytes)| match name.rsplit_once('/') {
            Some((of, name)) if of == folder => Some((name.to_owned(), bytes.clone())),
            None if folder.is_empty() => Some((name.clone(), bytes.clone())),
            _ => None,
        })
        .collect()
}

async fn imports_a_study_and_takes_table_2_away(role: Role, size: Size) {
    let journey = Journey::start(size).await;
    journey.sign_in(role).await;
    journey.looks_right().await;
    journey.goto("/studies/saltmarsh-study/import").await;
    journey.looks_right().await;
    let files = enid::demo::study::files();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (label, part) in [
        ("Tables", ""),
        ("Transcripts", "transcripts"),
        ("Field notes", "field_notes"),
    ] {
        let paths = written(&folder, &chosen(&files, part));
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        journey.upload(label, &paths).await;
    }
    journey
        .click_text("Check, and import if nothing is wrong")
        .await;
    journey.click_text("Read the files").await;
    journey.heading_with("quotes from").await;
    journey.looks_right().await;
    if role == Role::ResearchLead {
        journey.goto("/studies/saltmarsh-study/participants").await;
        journey.looks_right().await;
    }
    for page in [
        "transcripts",
        "documents/M1-interview",
        "codes",
        "themes",
        "questions",
        "field-notes",
        "write-up",
        "write-up/table2",
        "outputs",
    ] {
        journey
            .goto(&format!("/studies/saltmarsh-study/{page}"))
            .await;
        journey.looks_right().await;
    }
    let fetched = journey
        .run(
            "return await (await fetch('/studies/saltmarsh-study/write-up/table2.csv')).text()",
            Vec::new(),
        )
        .await;
    let table = fetched.as_str().unwrap_or_default();
    assert!(table.starts_with("theme,subtheme,facet,quote,research_questions"));
    assert!(table.matches("An hour the shift cannot reach").count() > 3);
    let link = "return document.querySelector('a[href$=\"table2.docx\"]') !== null";
    assert_eq!(journey.run(link, Vec::new()).await, json!(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_research_lead_at_a_desk_imports_a_study_and_takes_table_2_away() {
    imports_a_study_and_takes_table_2_away(Role::ResearchLead, DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_researcher_on_a_telephone_imports_a_study_and_takes_table_2_away() {
    imports_a_study_and_takes_table_2_away(Role::Researcher, PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_finds_no_study_and_a_researcher_no_programme() {
    let journey = Journey::start(PHONE).await;
    journey.sign_in(Role::Resident).await;
    journey.looks_right().await;
    journey.goto("/studies/saltmarsh-study/themes").await;
    journey
        .expect_heading("There is nothing here that you can open.")
        .await;
    let journey = Journey::start(DESK).await;
    journey.sign_in(Role::Researcher).await;
    journey.goto("/programmes/saltmarsh/plan").await;
    journey
        .expect_heading("There is nothing here that you can open.")
        .await;
}
