//! `enid study import` of a project of another program: what it would take, and what it refuses.

use sea_orm::{ConnectionTrait as _, Database};

use super::Folder;
use super::taguette_tables::TABLES;

/// Two invented projects.
const PROJECTS: &str = "
INSERT INTO projects VALUES (1, 'Doors', ''), (2, 'Windows', '');
INSERT INTO documents VALUES (1, 'K1.odt', '', 1, '<p>It rained.</p>'); INSERT INTO tags VALUES (1, 1, 'Rain', '');
INSERT INTO highlights VALUES (1, 1, 3, 9, '<p>rained</p>'), (2, 1, 0, 2, '<p>snow</p>'); INSERT INTO highlight_tags VALUES (1, 1), (2, 1);
INSERT INTO commands VALUES (1, '2031-03-04 10:31:00', 'kim', 1, 1, '{\"type\": \"highlight_add\", \"highlight_id\": 1}');
";

/// A folder with the file of the project, and with the same as the folder of a QualCoder project.
fn folder() -> Folder {
    let folder = Folder::with(&[]);
    let address = format!(
        "sqlite://{}?mode=rwc",
        folder.path().join("doors.sqlite3").display()
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database::connect(address).await.unwrap();
        let sql = format!("{TABLES}{PROJECTS}");
        database.execute_unprepared(&sql).await.unwrap();
        database.close().await.unwrap();
    });
    folder
}

#[test]
fn a_dry_run_says_what_would_come_and_what_not_and_needs_no_study() {
    let folder = folder();
    let said = folder.enid("study import doors.sqlite3 --study north --project Doors --dry-run");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        said.out,
        "program    Taguette\ndocuments  1\ncodes      1\ncodings    1\nmemos      0\n"
    );
    assert!(said.err.contains("not taken: 1 highlight:"), "{said:?}");
    assert!(
        said.err.contains("coders: kim; --coder NAME=HANDLE"),
        "{said:?}"
    );
    assert_eq!(folder.names(), ["doors.sqlite3"]);
}

#[test]
fn a_folder_with_a_data_qda_is_a_project() {
    let folder = folder();
    let inside = folder.path().join("doors.qda");
    std::fs::create_dir(&inside).unwrap();
    std::fs::copy(folder.path().join("doors.sqlite3"), inside.join("data.qda")).unwrap();
    let said = folder.enid("study import doors.qda --study north --project Doors --dry-run");
    assert_eq!(said.code, 0, "{said:?}");
    std::fs::write(inside.join("data.qda-wal"), b"changes").unwrap();
    folder
        .enid("study import doors.qda --study north --project Doors --dry-run")
        .refused(&["data.qda-wal", "close the program that wrote it"]);
}

#[test]
fn what_is_no_project_or_not_the_one_that_is_meant_is_refused_before_a_study_is_made() {
    let folder = folder();
    std::fs::write(folder.path().join("notes.txt"), b"no project").unwrap();
    folder
        .enid("study import notes.txt --study north --name North")
        .refused(&[
            "notes.txt: neither a folder nor a project of REFI-QDA, Taguette or QualCoder",
            "it begins with “no project”;",
        ]);
    let said = folder.enid("study import doors.sqlite3 --study north --name North --data data");
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("name one of: Doors, Windows"), "{said:?}");
    assert!(said.err.contains("nothing was stored"), "{said:?}");
    std::fs::write(folder.path().join("torn.qdpx"), b"PK\x03\x04 and no more").unwrap();
    let torn = folder.enid("study import torn.qdpx --study north --name North --data data");
    assert_eq!(torn.code, 2, "{torn:?}");
    folder
        .enid("study import doors.sqlite3 --study north --project Doors --data data")
        .refused(&["there is no study \"north\"; give --name to make it"]);
    folder
        .enid("study import doors.sqlite3 --study north --coder kim")
        .refused(&["--coder kim=R1, not kim"]);
    std::fs::create_dir(folder.path().join("files")).unwrap();
    folder
        .enid("study import files --study north --coder kim=R1")
        .refused(&["--coder and --project belong to a project"]);
    let said = folder.enid("study import --help");
    assert!(
        said.out.contains("enid study import interviews.qda"),
        "{said:?}"
    );
}
