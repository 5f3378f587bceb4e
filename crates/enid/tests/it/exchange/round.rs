//! In and out again: what is kept is kept whole, what comes again is not doubled, and two Enids write the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use analysis::exchange::Wanted;
use formats::cost::Clock;
use formats::refi_qda::model::{Anchor, Code, Project, Source};
use uuid::Uuid;

use super::made::{doors, guid, random};
use super::*;
use crate::world::worlds;

/// What is coded in a project: text, words, code path, analyst by GUID; of what is not anchored the numbers.
fn slices(project: &Project) -> BTreeSet<(String, String, String, Option<Uuid>)> {
    let mut paths = BTreeMap::new();
    fn walk(codes: &[Code], above: &str, paths: &mut BTreeMap<Uuid, String>) {
        for code in codes {
            let path = format!("{above}/{}", code.name);
            walk(&code.children, &path, paths);
            paths.insert(code.guid, path);
        }
    }
    walk(&project.codes, "", &mut paths);
    let mut found = BTreeSet::new();
    for source in &project.sources {
        let Source::Text(text) = source else { continue };
        let content = text.text.as_ref().map_or("", |text| text.content.as_str());
        for selection in &text.selections {
            let (start, end) = (selection.place.start, selection.place.end);
            let words = match selection.place.anchor {
                Anchor::Unverified => format!("{start} to {end}"),
                Anchor::Placed => content
                    .chars()
                    .skip(usize::try_from(start).unwrap())
                    .take(usize::try_from(end - start).unwrap())
                    .collect(),
            };
            for coding in &selection.codings {
                let name = text.about.guid.to_string();
                let code = paths[&coding.code].clone();
                found.insert((name, format!("{start} {words}"), code, coding.created.user));
            }
        }
    }
    found
}

#[tokio::test]
async fn every_coding_stands_in_its_place_in_the_layer_of_its_analyst_and_no_name_is_stored() {
    for world in worlds().await {
        let told = bring(&world, &written(&doors(), "Other 1")).await.unwrap();
        let counts = (told.documents, told.codes, told.codings, told.memos);
        assert_eq!(counts, (1, 3, 4, 2), "{}", told.to_text());
        let rows = listed(&world, &["codings", "list", STUDY, "D1"]).await;
        let row = |row: &serde_json::Value| {
            let cell = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
            format!(
                "{} | {} | {} | {} | {}",
                cell("analyst"),
                cell("code"),
                cell("text"),
                cell("coded"),
                cell("waits")
            )
        };
        let rows: Vec<String> = rows.iter().map(row).collect();
        assert_eq!(
            rows,
            [
                "coder-1 | Doors > Leaving | Doors | 2031-02-27T23:06:40Z | -",
                "coder-1 | Doors > Staying | Doors | 2031-02-27T23:07:40Z | -",
                "coder-2 | Doors > Leaving | 🚪. | 2031-02-27T23:08:40Z | -",
                "coder-2 | Doors > Staying | - | 2031-02-27T23:09:40Z | unverified",
            ]
        );
        // What cannot be anchored is listed, with the numbers of the file, and counts nowhere.
        assert_eq!(told.review.len(), 1);
        assert_eq!((told.review[0].start, told.review[0].end), (700, 709));
        let memos = listed(&world, &["memos", "list", STUDY]).await;
        let memos: Vec<String> = memos
            .iter()
            .map(|row| format!("{} {}", row["subject"], row["text"]))
            .collect();
        assert!(
            memos
                .iter()
                .any(|memo| memo.contains("a coding in D1") && memo.contains("A door, drawn.")),
            "{memos:?}"
        );
        assert!(
            memos
                .iter()
                .any(|memo| memo.contains("a passage of D1") && memo.contains("It opens there.")),
            "{memos:?}"
        );
        let trail = self::told(&world, &["trail", "list", STUDY]).await;
        assert!(!trail.contains("Canary"), "{trail}");
        assert!(
            told.report.findings.iter().any(|one| one.rule == "Q6"),
            "the colour"
        );
        assert_chained(&world).await;
    }
}

#[tokio::test]
async fn q32_whenever_the_time_of_reading_is_over_nothing_of_the_file_is_stored() {
    let bytes = written(&doors(), "Other 1");
    for world in worlds().await {
        let app = &world.installation.app;
        let study = &world.scopes[2];
        let before = trail::whole(app.db.read(), study.id).await.unwrap();
        let mut given_up = 0;
        loop {
            // A clock that jumps each time from then on that it was looked at so often.
            let looks = AtomicU64::new(0);
            let late = Clock::new(move || {
                let look = looks.fetch_add(1, Ordering::Relaxed);
                Duration::from_secs(31 * look.saturating_sub(given_up))
            });
            let mut file = RefiFile::new("project.qdpx", bytes.clone());
            file.limits.cost.clock = late;
            match import_refi(app, study, &file, (None, None)).await {
                Ok(_) => break,
                Err(ImportError::Problems(problems)) => {
                    let said = problems[0].to_string();
                    assert!(said.contains("takes longer than 30 seconds"), "{said}");
                }
                Err(error) => panic!("{error}"),
            }
            let after = trail::whole(app.db.read(), study.id).await.unwrap();
            assert_eq!(after.events.len(), before.events.len(), "{given_up}");
            let held = study::documents::ids(app.db.read(), study.id).await;
            assert!(!held.unwrap().contains_key("D1"), "{given_up}");
            given_up += 1;
        }
        assert!(given_up > 4, "in both readings: {given_up}");
        let mut heavy = RefiFile::new("project.qdpx", bytes.clone());
        heavy.limits.cost.memory = 1_000;
        match import_refi(app, study, &heavy, (None, None)).await {
            Err(ImportError::Problems(problems)) => {
                assert!(problems[0].to_string().contains("MiB of memory"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn what_comes_again_is_not_doubled_and_what_was_changed_elsewhere_is_changed_here() {
    for world in worlds().await {
        bring(&world, &written(&doors(), "Other 1")).await.unwrap();
        let (first, _) = taken(&world, &Wanted::default()).await;
        let told = bring(&world, &first).await.unwrap();
        let counts = (
            told.documents,
            told.codes,
            told.codings,
            told.memos,
            told.updated,
        );
        assert_eq!(counts, (0, 0, 0, 0, 0), "{}", told.to_text());
        // A colleague renames a code, moves an edge and adds a coding.
        let mut project = read(&first);
        project.codes[0].children[0].name = "Going away".to_owned();
        let Source::Text(text) = &mut project.sources[0] else {
            panic!("a text")
        };
        let mut one = text.selections.iter_mut();
        let one = one.find(|one| one.codings.iter().any(|coding| coding.guid == guid(42)));
        one.unwrap().place.end = 7;
        let extra = super::made::selection(
            90,
            (10, 13),
            vec![super::made::coding(91, 12, super::made::stamp(1, 9))],
        );
        text.selections.push(extra);
        let second = written(&project, concat!("Enid ", env!("CARGO_PKG_VERSION")));
        let told = bring(&world, &second).await.unwrap();
        let counts = (
            told.documents,
            told.codes,
            told.codings,
            told.memos,
            told.updated,
        );
        assert_eq!(counts, (0, 0, 1, 0, 2), "{}", told.to_text());
        let rows = listed(&world, &["codings", "list", STUDY, "D1"]).await;
        let row = |row: &serde_json::Value| {
            format!(
                "{} {}",
                row["code"].as_str().unwrap(),
                row["text"].as_str().unwrap_or("-")
            )
        };
        let rows: Vec<String> = rows.iter().map(row).collect();
        assert_eq!(rows.len(), 5, "{rows:?}");
        assert!(
            rows.contains(&"Doors > Going away 🚪".to_owned()),
            "{rows:?}"
        );
        assert!(rows.contains(&"Doors > Staying She".to_owned()), "{rows:?}");
        assert_chained(&world).await;
    }
}

#[tokio::test]
async fn a_team_export_that_another_enid_has_taken_in_is_the_same_bytes_again() {
    let (here, there) = (worlds().await, worlds().await);
    for (one, other) in here.iter().zip(&there) {
        bring(one, &written(&doors(), "Other 1")).await.unwrap();
        let (first, _) = taken(one, &Wanted::default()).await;
        bring(other, &first).await.unwrap();
        let (second, _) = taken(other, &Wanted::default()).await;
        assert_eq!(read(&first), read(&second));
        assert!(first == second, "other bytes");
    }
}

#[tokio::test]
async fn q30_of_projects_by_dice_every_slice_is_kept_every_coding_is_accounted_for_and_bytes_come_back()
 {
    for seed in 1..=4 {
        let project = random(seed);
        let file = written(&project, "Other 1");
        let (here, there) = (worlds().await, worlds().await);
        for (one, other) in here.iter().zip(&there) {
            let told = bring(one, &file).await.unwrap();
            let count = told.report.count("Coding");
            assert_eq!(
                count.read,
                count.written + count.dropped,
                "{}",
                told.to_text()
            );
            let (first, _) = taken(one, &Wanted::default()).await;
            let out = read(&first);
            let (before, after) = (slices(&read(&file)), slices(&out));
            // Layers are the members' now: analysts are compared by their number.
            let strip = |all: &BTreeSet<(String, String, String, Option<Uuid>)>| -> BTreeSet<(String, String, String)> {
                all.iter().map(|(a, b, c, _)| (a.clone(), b.clone(), c.clone())).collect()
            };
            assert_eq!(strip(&before), strip(&after), "seed {seed}");
            assert_eq!(before.len(), after.len(), "seed {seed}");
            bring(other, &first).await.unwrap();
            let (second, _) = taken(other, &Wanted::default()).await;
            assert!(first == second, "seed {seed}: other bytes");
            assert_chained(one).await;
        }
    }
}
