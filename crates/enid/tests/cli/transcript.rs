//! `enid transcript` on files of several formats.

use super::Folder;

const CUES: &[u8] =
    b"WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Interviewer>How was the first week?</v>\n\n\
    00:00:04.000 --> 00:00:06.500\n<v K1>The room was quiet.</v>\n";
const TALK: &[u8] = b"Interviewer: How was the first week?\nK1: The room was quiet.\n\
    Interviewer: And then?\nK1: We came back.\n";
const PAGE: &[u8] =
    b"<!doctype html><p><b>Interviewer:</b> How was it?</p><p><b>K1:</b> Quiet.</p>\
    <p><b>Interviewer:</b> And then?</p><p><b>K1:</b> We came back.</p>";

fn folder() -> Folder {
    Folder::with(&[
        ("first.vtt", CUES),
        ("second.txt", TALK),
        ("third.html", PAGE),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
    ])
}

#[test]
fn cues_become_turns_with_speakers_and_times_in_the_promised_shape() {
    let found = folder().enid("transcript first.vtt").json(0);
    assert_eq!(found["source"], "first.vtt");
    assert_eq!(found["format"], "vtt");
    let turns = found["turns"].as_array().unwrap();
    assert_eq!(turns.len(), 2);
    assert_eq!(turns[1]["speaker"], "K1");
    assert_eq!(turns[1]["start_ms"], 4000);
    assert_eq!(turns[1]["end_ms"], 6500);
    assert_eq!(turns[1]["text"], "The room was quiet.");
    assert!(found["warnings"].as_array().unwrap().is_empty());
}

#[test]
fn several_files_go_into_a_folder_a_file_each() {
    let folder = folder();
    let said = folder.enid("transcript first.vtt second.txt third.html --to csv --out turns");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.out.lines().count(), 3);
    let text = std::fs::read_to_string(folder.path().join("turns/third.csv")).unwrap();
    assert!(text.starts_with("speaker,start_ms,end_ms,text\n"), "{text}");
    assert!(text.contains("K1,,,We came back."), "{text}");
}

#[test]
fn one_file_that_cannot_be_read_leaves_nothing_behind_and_is_named() {
    let folder = folder();
    let said = folder.enid("transcript first.vtt picture.png --out turns");
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("picture.png"), "{said:?}");
    assert!(!folder.names().contains(&"turns".to_owned()));
}

#[test]
fn no_time_is_invented_for_a_cue_file() {
    let said = folder().enid("transcript second.txt --to vtt");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("turn 1 has no time"), "{said:?}");
    assert!(said.out.is_empty());
}
