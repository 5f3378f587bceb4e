//! A whole study out of one data folder and into another, by the built program.

use super::Folder;

const PARTICIPANTS: &[u8] = b"participant,cohort,gender,interview_date,interview_length,status\nK1,porters,,2031-03-09,31 minutes,completed\n";
const QUESTIONS: &[u8] = b"id,question\nRQ1,What is carried?\n";
const QUOTES: &[u8] = b"theme,subtheme,facet,quote,research_questions,participant,document\nDoors,,,the door was never quite shut,RQ1,K1,K1\n";
const TALK: &[u8] = b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v P>For me the door was never quite shut that year.\n";

/// A folder in which `files` is a small study, with more files in it.
pub fn with_study(more: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::with(&[]);
    let files = folder.path().join("files");
    std::fs::create_dir(&files).unwrap();
    let own = [
        ("participants.csv", PARTICIPANTS),
        ("research_questions.csv", QUESTIONS),
        ("quotes.csv", QUOTES),
        ("K1.vtt", TALK),
    ];
    for (name, bytes) in own.iter().chain(more) {
        std::fs::write(files.join(name), bytes).unwrap();
    }
    folder
}

/// A folder with a study in one data folder, and its archive.
fn archived() -> Folder {
    let folder = with_study(&[]);
    let said = folder.enid("study import files --study north-study --name North --data one");
    assert_eq!(said.code, 0, "{said:?}");
    let said = folder.enid("study export north-study --format enid --out one.enid --data one");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.starts_with("one.enid\nfingerprint  "), "{said:?}");
    assert!(
        said.out.contains("not in it    Private entries"),
        "{said:?}"
    );
    folder
}

#[test]
fn a_study_goes_from_one_data_folder_into_another_and_is_the_same_file_there() {
    let folder = archived();
    let said = folder
        .enid("study import one.enid --dry-run --format json")
        .json(0);
    assert_eq!(said["study"]["slug"], "north-study");
    assert_eq!(said["rows"]["participants"], 1);
    assert_eq!(said["stored"], serde_json::Value::Null);
    let said = folder.enid("study import one.enid --data other");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("stored as    north-study"), "{said:?}");
    let said = folder.enid("study export north-study --out two.enid --data other");
    assert_eq!(said.code, 0, "{said:?}");
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(read("one.enid") == read("two.enid"));
    folder.enid("study import one.enid --data other").refused(&[
        "This study is here already, as \"north-study\"",
        "Nothing was stored",
    ]);
}

#[test]
fn what_cannot_be_done_with_an_archive_is_said_in_one_line_and_leaves_no_file() {
    let folder = archived();
    let whole = std::fs::read(folder.path().join("one.enid")).unwrap();
    std::fs::write(folder.path().join("cut.enid"), &whole[..whole.len() / 2]).unwrap();
    std::fs::write(folder.path().join("text.enid"), b"no archive").unwrap();
    for file in ["cut.enid", "text.enid"] {
        folder
            .enid(&format!("study import {file} --data other"))
            .refused(&[file, "Nothing was stored"]);
    }
    folder
        .enid("study import one.enid --name North --data other")
        .refused(&["--name is for a new study"]);
    folder
        .enid("study export north-study --format enid --release --data one")
        .refused(&["an .enid is the whole study, for the team alone"]);
    folder
        .enid("study import files --data one")
        .refused(&["say which study: --study STUDY"]);
    assert_eq!(
        folder.names(),
        [
            "cut.enid",
            "files",
            "one",
            "one.enid",
            "one.key",
            "text.enid"
        ]
    );
    let said = folder.enid("user grant --email kim@example.org --role researcher --scope north-study --member R1 --data one");
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn q27_what_another_data_folder_did_with_the_study_is_joined_once() {
    let folder = archived();
    folder
        .enid("study merge one.enid --data other")
        .refused(&["one.enid: its study is not here", "enid study import"]);
    let said = folder.enid("study import one.enid --data other");
    assert_eq!(said.code, 0, "{said:?}");
    let said = folder.enid("themes list north-study --format json --data other");
    assert_eq!(said.code, 0, "{said:?}");
    let said = folder.enid("study merge one.enid --data other --dry-run --format json");
    let said = said.json(0);
    assert_eq!(said["study"], "north-study");
    assert_eq!(said["stored"], false);
    assert_eq!(said["events"]["new"], 0);
    assert_eq!(said["conflicts"], serde_json::json!([]));
    let said = folder.enid("study merge one.enid --data other");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("events       0 new"), "{said:?}");
}
