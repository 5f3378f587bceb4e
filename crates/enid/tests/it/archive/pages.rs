//! The page from which a research lead takes the archive.

use platform::access::Role;
use platform::audit;

use super::*;
use crate::queries::studied;

const PAGE: &str = "/studies/saltmarsh-study/archive";
const FILE: &str = "/studies/saltmarsh-study/archive/study.enid";

#[tokio::test]
async fn a_research_lead_takes_the_archive_that_the_command_writes_and_that_is_a_row_of_the_record()
{
    for world in coded().await {
        let (app, study) = (&world.installation.app, &world.scopes[2]);
        let lead = world.cookie(Role::ResearchLead).await;
        let outputs = world
            .get("/studies/saltmarsh-study/outputs", Some(&lead))
            .await;
        assert!(outputs.body.contains(PAGE), "{}", outputs.body);
        let shown = world.get(PAGE, Some(&lead)).await;
        assert_eq!(shown.status, 200);
        assert!(
            shown
                .body
                .contains("Private entries of a journal are for their author alone")
        );
        let before = audit::newest(app.db.read(), Some(&study.slug), 100)
            .await
            .unwrap()
            .len();
        let file = world.get(FILE, Some(&lead)).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), "application/zip");
        let rows = audit::newest(app.db.read(), Some(&study.slug), 100)
            .await
            .unwrap();
        assert_eq!(rows.len(), before + 1);
        let archive = take(app, study).await.unwrap();
        assert_eq!(rows[0].action, "study.archive");
        assert_eq!(
            rows[0].detail,
            format!("fingerprint {}", archive.manifest.fingerprint)
        );
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("it.enid");
        let words = [
            "study",
            "export",
            &study.slug,
            "--out",
            out.to_str().unwrap(),
        ];
        let told = enid::cli::told(app, &words).await.unwrap();
        assert!(told.contains(&archive.manifest.fingerprint), "{told}");
        assert!(std::fs::read(&out).unwrap() == written(&archive));
        assert!(file.body == String::from_utf8_lossy(&written(&archive)));
    }
}

#[tokio::test]
async fn p10_no_archive_is_taken_by_an_account_while_somebody_codes_blind() {
    for world in studied().await {
        let (first, _) = crate::queries::coded(&world).await;
        let (app, study) = (&world.installation.app, &world.scopes[2]);
        let tx = app.db.write().await.unwrap();
        analysis::codings::begin(&tx, app, study.id, (first.id, None))
            .await
            .unwrap();
        let event = audit::Event::installation("test", "pass");
        tx.commit(app, event).await.unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        let shown = world.get(PAGE, Some(&lead)).await;
        assert!(
            shown.body.contains("Somebody codes blind at the moment"),
            "{}",
            shown.body
        );
        assert!(!shown.body.contains(FILE), "{}", shown.body);
        assert_eq!(world.get(FILE, Some(&lead)).await.status, 409);
    }
}

#[tokio::test]
async fn a_transcript_whose_words_stayed_elsewhere_says_so_where_they_would_be_read() {
    for world in studied().await {
        crate::transcripts::kept(&world).await;
        let (app, study) = (&world.installation.app, &world.scopes[2]);
        let first = taken(app, study).await;
        let into = empty().await.remove(0);
        brought(&into.app, &first).await.unwrap();
        let all = study::transcripts::store::all(into.app.db.read(), study.id)
            .await
            .unwrap();
        let stored = all.values().next().unwrap();
        let error = study::transcripts::store::spoken(into.app.db.read(), &into.app, stored).await;
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("stayed where the archive was taken"),
            "{error}"
        );
    }
}
