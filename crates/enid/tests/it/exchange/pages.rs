//! The pages on which projects are brought in and taken out (Q21).

use platform::access::Role;
use platform::audit;
use sha2::{Digest as _, Sha256};

use super::made::doors;
use super::*;
use crate::codebook::ANALYST;
use crate::study_design::member;
use crate::world::worlds;

const IMPORT: &str = "/studies/saltmarsh-study/import/project";

#[tokio::test]
async fn nothing_is_stored_before_the_report_of_that_very_file_was_seen() {
    let file = written(&doors(), "Other 1");
    for world in worlds().await {
        let cookie = world.cookie(Role::Researcher).await;
        let send = async |fields: &[(&str, &str)], bytes: &[u8]| {
            world
                .upload(IMPORT, &cookie, fields, &[("file", "doors.qdpx", bytes)])
                .await
        };
        let answer = send(&[("step", "check")], &file).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        for words in [
            "1 document, 3 codes, 4 codings and 2 memos",
            "To be looked at after bringing in",
            "700 to 709",
            "Quilla Canary",
            "How positions were understood",
            "#ff0000 became",
        ] {
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        let hash: String = Sha256::digest(&file)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert!(answer.body.contains(&hash));
        // Confirmed without having been looked at, or another file: its report, and nothing stored.
        let mut project = doors();
        project.codes[0].name = "Windows".to_owned();
        let other = written(&project, "Other 1");
        for (seen, bytes) in [("", &file), (hash.as_str(), &other)] {
            let answer = send(&[("step", "import"), ("seen", seen)], bytes).await;
            assert_eq!(answer.status, 200);
            assert!(
                answer.body.contains("another file than the one"),
                "{}",
                answer.body
            );
        }
        let study = world.scopes[2].id;
        let connection = world.installation.app.db.read();
        assert!(
            study::documents::ids(connection, study)
                .await
                .unwrap()
                .is_empty()
        );
        let answer = send(
            &[
                ("step", "import"),
                ("seen", &hash),
                ("coders", "Quilla Canary = nobody"),
            ],
            &file,
        )
        .await;
        assert_eq!(answer.status, 422);
        assert!(
            answer
                .body
                .contains("no member of the team has this handle"),
            "{}",
            answer.body
        );
        let answer = send(&[("step", "import"), ("seen", &hash)], &file).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(
            study::documents::ids(connection, study)
                .await
                .unwrap()
                .len(),
            1
        );
        let rows = audit::newest(connection, Some(STUDY), 1).await.unwrap();
        assert_eq!(
            (rows[0].action.as_str(), rows[0].actor),
            ("study.import", Some(world.account(Role::Researcher)))
        );
    }
}

#[tokio::test]
async fn a_project_of_taguette_and_what_is_no_project_are_told_apart_on_the_page() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Researcher).await;
        let answer = world
            .upload(
                IMPORT,
                &cookie,
                &[("step", "check")],
                &[("file", "a.pdf", b"%PDF-1.7")],
            )
            .await;
        assert_eq!(answer.status, 422);
        assert!(
            answer.body.contains("This is no project of REFI-QDA"),
            "{}",
            answer.body
        );
        let bytes = crate::projects::taguette_file().await;
        let answer = world
            .upload(
                IMPORT,
                &cookie,
                &[("step", "check")],
                &[("file", "doors.sqlite3", &bytes)],
            )
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.body.contains("canary-login"), "{}", answer.body);
    }
}

#[tokio::test]
async fn the_page_says_what_would_be_in_the_file_and_the_record_says_that_it_was_taken() {
    for world in worlds().await {
        bring(&world, &written(&doors(), "Other 1")).await.unwrap();
        member(&world, Role::ResearchLead, ANALYST).await;
        let cookie = world.cookie(Role::ResearchLead).await;
        let base = "/studies/saltmarsh-study/exchange";
        let answer = world
            .get(&format!("{base}?look=yes&use=team"), Some(&cookie))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(
            answer.body.contains("Not in the file") && answer.body.contains("PlainTextSelection")
        );
        let file = world
            .get(&format!("{base}/project.qdpx?use=team"), Some(&cookie))
            .await;
        assert_eq!(
            (file.status, file.header("content-type")),
            (200, "application/zip")
        );
        let connection = world.installation.app.db.read();
        let rows = audit::newest(connection, Some(STUDY), 1).await.unwrap();
        assert_eq!(rows[0].action, "study.export");
        assert_eq!(rows[0].detail, "project, for the team");
        // On the command line, by whoever holds the data folder: the same report, and no file in a dry run.
        let told = told(
            &world,
            &["study", "export", STUDY, "--dry-run", "--report", "json"],
        )
        .await;
        assert!(told.contains("\"PlainTextSelection\""), "{told}");
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("doors.qdpx");
        self::told(
            &world,
            &["study", "export", STUDY, "--out", out.to_str().unwrap()],
        )
        .await;
        assert_eq!(read(&std::fs::read(out).unwrap()).sources.len(), 1);
    }
}
