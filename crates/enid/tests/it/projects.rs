//! Projects of Taguette and QualCoder into a study, on both databases: every coding in its place, all or nothing, and no name of a
//! coder stored (study R28, R58, P6).

use std::path::{Path, PathBuf};
use std::time::Duration;

use analysis::{ImportError, ImportedProject, ProjectFile, import_project, trail};
use platform::access::Role;
use platform::audit;
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::Value;
use study::documents;
use study::team::{self, Member};

use crate::codebook::ANALYST;
use crate::study_design::member;
use crate::taguette_tables::TABLES;
use crate::world::{World, worlds};

const STUDY: &str = "saltmarsh-study";

/// An invented project of three texts: K2 and K3 are participants of the study, K3 has withdrawn.
const DOORS: &str = "
INSERT INTO projects VALUES (1, 'Doors', 'Begun in spring');
INSERT INTO documents VALUES (1, 'K2-second.odt', '', 1, '<p>Où? Here.</p><p>We <em>waited</em>.</p>'),
 (2, 'Quilla Canary.odt', '', 1, '<p>Nobody came.</p>'), (3, 'K3.odt', '', 1, '<p>CANARY of the withdrawn</p>');
INSERT INTO tags VALUES (1, 1, 'Leaving', 'Other words'), (2, 1, 'Staying', 'To stay'), (3, 1, 'Staying.late', '');
INSERT INTO highlights VALUES (1, 1, 5, 20, '<p>Here.</p><p>We waited</p>'), (2, 1, 0, 4, '<p>Où?</p>'),
 (3, 2, 0, 6, '<p>Nobody</p>'), (4, 3, 0, 6, '<p>CANARY</p>');
INSERT INTO highlight_tags VALUES (1, 1), (1, 3), (2, 2), (3, 2), (4, 2);
INSERT INTO commands VALUES (1, '2031-03-04 10:31:00', 'canary-login', 1, 1, '{\"type\": \"highlight_add\", \"highlight_id\": 1}'),
 (2, '2031-03-05 10:31:00', 'r1', 1, 1, '{\"type\": \"highlight_add\", \"highlight_id\": 2}');
";

/// The tables of Taguette with that project.
fn taguette() -> String {
    format!("{TABLES}{DOORS}")
}

/// A file in which these statements were carried out.
async fn file(sql: &str) -> ProjectFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("doors.sqlite3");
    let address = format!("sqlite://{}?mode=rwc", path.display());
    let database = Database::connect(address).await.unwrap();
    database.execute_unprepared(sql).await.unwrap();
    database.close().await.unwrap();
    ProjectFile::new("doors.sqlite3", std::fs::read(&path).unwrap())
}

/// The bytes of that project's file.
pub async fn taguette_file() -> Vec<u8> {
    file(&taguette()).await.bytes.to_vec()
}

async fn bring(world: &World, file: &ProjectFile) -> Result<ImportedProject, ImportError> {
    import_project(&world.installation.app, &world.scopes[2], file, None).await
}

/// What a refused import said.
async fn refused(world: &World, file: &ProjectFile) -> String {
    match bring(world, file).await {
        Err(ImportError::Problems(problems)) => problems[0].to_string(),
        other => panic!("{other:?}"),
    }
}

/// Towns with the small study and the analyst R1.
async fn towns() -> Vec<(World, Member)> {
    let mut towns = Vec::new();
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let analyst = member(&world, Role::Researcher, ANALYST).await;
        towns.push((world, analyst));
    }
    towns
}

/// What is listed by a command, as whoever holds the data folder sees it.
async fn listed(world: &World, words: &[&str]) -> Vec<Value> {
    let words = [words, &["--format", "json"]].concat();
    let told = enid::cli::told(&world.installation.app, &words)
        .await
        .unwrap();
    let rows: Value = serde_json::from_str(&told).unwrap();
    rows.as_array().unwrap().clone()
}

/// Analyst, code, words and time of what is coded in a document.
async fn coded(world: &World, document: &str) -> Vec<String> {
    let rows = listed(world, &["codings", "list", STUDY, document]).await;
    let cell = |row: &Value, column: &str| row[column].as_str().unwrap_or("-").replace('\n', "/");
    let told = |row: &Value| {
        ["analyst", "code", "text", "coded"]
            .map(|column| cell(row, column))
            .join(" | ")
    };
    rows.iter().map(told).collect()
}

async fn assert_chained(world: &World) {
    let study = world.scopes[2].id;
    let faults = trail::verify(world.installation.app.db.read(), study).await;
    assert_eq!(faults.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_project_of_taguette_is_added_with_every_coding_in_its_place_and_no_name_of_a_coder() {
    let file = file(&taguette()).await;
    for (world, analyst) in towns().await {
        assert_eq!(analyst.handle, "R1");
        let told = bring(&world, &file).await.unwrap();
        let counts = (told.documents, told.codes, told.codings, told.memos);
        assert_eq!(counts, (2, 2, 4, 1), "{:?}", told.notices);
        assert_eq!(
            coded(&world, "K2-second").await,
            [
                "R1 | Staying | Où? | 2031-03-05T10:31:00Z",
                "coder-2 | Leaving | Here./We waited | 2031-03-04T10:31:00Z",
                "coder-2 | Staying > late | Here./We waited | 2031-03-04T10:31:00Z",
            ]
        );
        assert_eq!(
            coded(&world, "document-1").await,
            ["coder-1 | Staying | Nobody | -"]
        );
        let notices: Vec<String> = told.notices.iter().map(ToString::to_string).collect();
        let says = |words: &str| notices.iter().any(|notice| notice.contains(words));
        assert!(says("“canary-login” is coder-2 here"), "{notices:?}");
        assert!(
            says("who have withdrawn") && says("a number for a name"),
            "{notices:?}"
        );
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let all = documents::all(app.db.read(), study).await.unwrap();
        let second = all.iter().find(|one| one.handle == "K2-second").unwrap();
        assert_eq!(second.title, "Interview with K2");
        assert!(second.participant.is_some() && all.iter().all(|one| one.handle != "K3"));
        // What was there stays: the folder's documents, and the words of a code of the same path.
        assert!(all.iter().any(|one| one.handle == "K1-interview"));
        let codes = listed(&world, &["codes", "list", STUDY]).await;
        let leaving = codes
            .iter()
            .find(|row| row["code"].as_str().unwrap().trim() == "Leaving");
        assert_eq!(leaving.unwrap()["definition"], "To go", "{codes:?}");
        let memos = listed(&world, &["memos", "list", STUDY]).await;
        assert!(
            memos.iter().any(|row| row["text"] == "Begun in spring"),
            "{memos:?}"
        );
        let stored = enid::cli::told(app, &["trail", "list", STUDY])
            .await
            .unwrap();
        assert!(!stored.contains("canary-login") && !stored.contains("Quilla"));
        let rows = audit::newest(app.db.read(), Some(STUDY), 1).await.unwrap();
        assert_eq!(rows[0].action, "study.import");
        assert_chained(&world).await;
    }
}

#[tokio::test]
async fn a_project_that_comes_again_adds_what_is_new_and_codes_nothing_twice() {
    let first = file(&taguette()).await;
    let more = "INSERT INTO highlights VALUES (9, 2, 7, 11, '<p>came</p>'); INSERT INTO highlight_tags VALUES (9, 1);";
    let second = file(&format!("{TABLES}{DOORS}{more}")).await;
    for (world, _) in towns().await {
        bring(&world, &first).await.unwrap();
        // The names were not stored: nobody is taken for a coder of before unasked.
        assert!(refused(&world, &second).await.contains("say who this is"));
        let mut second = second.clone();
        let coders = [("", "coder-1"), ("canary-login", "coder-2")];
        second.coders = coders
            .map(|(name, handle)| (name.to_owned(), handle.to_owned()))
            .into();
        let told = bring(&world, &second).await.unwrap();
        let counts = (told.documents, told.codes, told.codings, told.memos);
        assert_eq!(counts, (0, 0, 1, 0), "{:?}", told.notices);
        assert_eq!(coded(&world, "document-1").await.len(), 2);
        assert_eq!(coded(&world, "K2-second").await.len(), 3);
        assert_chained(&world).await;
    }
}

#[tokio::test]
async fn a_project_with_another_text_an_unknown_member_or_a_damaged_file_changes_nothing() {
    let file = file(&taguette()).await;
    for (world, _) in towns().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let before = trail::whole(app.db.read(), study)
            .await
            .unwrap()
            .events
            .len();
        let clash = taguette().replace("K2-second.odt", "K2.txt");
        let clash = self::file(&clash).await;
        assert!(
            refused(&world, &clash)
                .await
                .contains("here with another text")
        );
        let mut unknown = file.clone();
        unknown
            .coders
            .insert("canary-login".to_owned(), "R9".to_owned());
        assert!(
            refused(&world, &unknown)
                .await
                .contains("no member of the team has this handle")
        );
        unknown.coders = [("nobody".to_owned(), "R1".to_owned())].into();
        assert!(
            refused(&world, &unknown)
                .await
                .contains("accepted: canary-login, r1")
        );
        let mut cut = file.clone();
        cut.bytes = file.bytes[..file.bytes.len() / 2].into();
        assert!(refused(&world, &cut).await.contains("cut off"));
        // Neither does one that costs more than it may (Q32).
        let mut late = file.clone();
        late.cost.time = Duration::ZERO;
        assert!(refused(&world, &late).await.contains("takes longer than"));
        let mut heavy = file.clone();
        heavy.cost.memory = file.bytes.len() as u64 + 2_000;
        assert!(refused(&world, &heavy).await.contains("MiB of memory"));
        let trail = trail::whole(app.db.read(), study).await.unwrap();
        assert_eq!(trail.events.len(), before);
        let members = team::all(app.db.read(), study).await.unwrap();
        assert!(
            members
                .iter()
                .all(|member| !member.handle.starts_with("coder"))
        );
        // Given to a member, the codings of a coder stand in the layer of that member.
        let mut given = file.clone();
        given
            .coders
            .insert("canary-login".to_owned(), "R1".to_owned());
        bring(&world, &given).await.unwrap();
        assert!(
            coded(&world, "K2-second")
                .await
                .iter()
                .all(|row| row.starts_with("R1 "))
        );
    }
}

#[tokio::test]
async fn a_project_of_qualcoder_keeps_its_memos_where_they_were() {
    let file = file(
        "CREATE TABLE source (id integer primary key, name text, fulltext text, memo text, owner text);
         CREATE TABLE code_cat (catid integer primary key, name text, memo text, supercatid integer);
         CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, color text);
         CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
          owner text, date text, memo text, important integer);
         CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text);
         INSERT INTO source VALUES (1, 'walk.txt', '🦉 We walked.' || char(10) || 'It rained.', '', 'kim');
         INSERT INTO code_cat VALUES (1, 'Weather', '', null); INSERT INTO code_name VALUES (1, 'Rain', 'Wet', 1, '#000');
         INSERT INTO code_text VALUES (1, 1, 1, 'rained', 16, 22, 'kim', '2031-03-04 10:31:00', 'at last', 0);
         INSERT INTO annotation VALUES (1, 1, 2, 4, 'who?', 'kim');",
    )
    .await;
    for (world, _) in towns().await {
        let told = bring(&world, &file).await.unwrap();
        let counts = (told.documents, told.codes, told.codings, told.memos);
        assert_eq!(counts, (1, 2, 1, 2), "{:?}", told.notices);
        assert_eq!(
            coded(&world, "walk").await,
            ["coder-1 | Weather > Rain | rained | 2031-03-04T10:31:00Z"]
        );
        let memos = listed(&world, &["memos", "list", STUDY]).await;
        let mut on: Vec<String> = memos
            .iter()
            .filter(|row| row["author"] == "coder-1")
            .map(|row| {
                format!(
                    "{} on {}",
                    row["text"].as_str().unwrap(),
                    row["subject"].as_str().unwrap()
                )
            })
            .collect();
        on.sort();
        assert_eq!(
            on,
            ["at last on a coding in walk", "who? on a passage of walk"],
            "{memos:?}"
        );
        assert_chained(&world).await;
    }
}

#[tokio::test]
async fn a_study_of_another_group_keeps_its_documents_tags_and_highlights() {
    let root = match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let name = "native/taguette_SERDIF_P2_ThematicAnalysis.sqlite3";
    let Ok(bytes) = std::fs::read(root.join(name)) else {
        println!("skipped: shared data not found");
        return;
    };
    let file = ProjectFile::new("study.sqlite3", bytes);
    for (world, _) in towns().await {
        let told = bring(&world, &file).await.unwrap();
        let counts = (told.documents, told.codes, told.codings, told.memos);
        // The description of the project, and the one highlight without a tag.
        assert_eq!(counts, (17, 22, 1_930, 2), "{:?}", told.notices);
        let rows = coded(&world, "P2_GMT20211119").await;
        let first =
            "coder-1 | Home tab elements useful | Okay, I read this and I think the text is clear.";
        assert!(rows[0].starts_with(first), "{}", rows[0]);
        assert_chained(&world).await;
    }
}
