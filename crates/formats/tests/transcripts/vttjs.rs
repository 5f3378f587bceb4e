//! The files of the vtt.js test suite with the cues and texts it expects.
//!
//! We differ on purpose, and only in these ways, since a transcript must lose no speech (study R18, T2):
//! - `UNTIMED`: a cue with an unreadable time stays without that time; text outside any cue stays as an untimed cue.
//! - `LENIENT`: a fraction of other than three digits, and an arrow above a time line, are read.
//! - `HEADER`: a time line straight under the header begins a cue, as today's specification has it.
//! - `LITERAL`: an angle bracket that opens no tag of the format is text, and an unclosed tag swallows nothing.

use std::path::Path;

use formats::transcript::{Cue, Error, Limits, read, vtt};
use serde_json::Value;

use crate::{dense, files, shared};

const UNTIMED: [&str; 3] = [
    "cue-times/incorrect-delimiter",
    "cue-times/missing-separator",
    "cuetext/format/double-line-break",
];
const LENIENT: [&str; 2] = ["cue-times/fraction-digits", "integration/id"];
const HEADER: [&str; 1] = ["file-layout/header-no-new-line"];
const LITERAL: [&str; 6] = [
    "cuetext/lang/no-end-gt",
    "cuetext/tag-format/end-tag-no-gt",
    "cuetext/tag-format/no-closing-gt",
    "cuetext/tag-format/start-tag-missing-gt",
    "cuetext/timestamp/non-digit",
    "cuetext/timestamp/space-after-lt",
];

type Timed = (String, Option<u64>, Option<u64>, String);

fn expected_cues(json: &Value) -> Vec<Timed> {
    let ms = |value: &Value| {
        value
            .as_f64()
            .map(|seconds| (seconds * 1_000.0).round() as u64)
    };
    let cue = |cue: &Value| {
        let text = |key: &str| cue[key].as_str().unwrap_or_default().to_owned();
        (
            text("id"),
            ms(&cue["startTime"]),
            ms(&cue["endTime"]),
            text("text"),
        )
    };
    json["cues"]
        .as_array()
        .expect("cues")
        .iter()
        .map(cue)
        .collect()
}

fn json_beside(file: &Path, ending: &str) -> Option<Value> {
    let path = file.with_extension("").display().to_string() + ending;
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).expect("valid JSON"))
}

fn name_of(file: &Path, folder: &Path) -> String {
    file.strip_prefix(folder)
        .expect("below the folder")
        .with_extension("")
        .display()
        .to_string()
}

#[test]
fn cues_agree_with_the_reference_or_differ_as_listed() {
    let Some(folder) = shared("corpora/webvtt/vttjs") else {
        return;
    };
    let mut compared = 0;
    for file in files(&folder, "vtt") {
        let Some(json) = json_beside(&file, ".json") else {
            continue;
        };
        let name = name_of(&file, &folder);
        let text = formats::text::decode(&std::fs::read(&file).unwrap()).text;
        let found = vtt::cues(&text, &Limits::default()).unwrap().cues;
        let cue = |c: Cue<'_>| {
            let (id, payload) = (c.id.unwrap_or_default(), c.payload);
            (id.to_owned(), c.start_ms, c.end_ms, payload.into_owned())
        };
        let found: Vec<Timed> = found.into_iter().map(cue).collect();
        let listed = [&UNTIMED[..], &LENIENT].concat().contains(&name.as_str());
        assert_eq!(found != expected_cues(&json), listed, "{name}: {found:?}");
        compared += 1;
    }
    assert_eq!(compared, 73);
}

#[test]
fn spoken_text_agrees_with_the_reference_or_differs_as_listed() {
    let Some(folder) = shared("corpora/webvtt/vttjs") else {
        return;
    };
    let listed = [&UNTIMED[..], &LENIENT, &HEADER, &LITERAL].concat();
    for file in files(&folder, "vtt") {
        let Some(json) = json_beside(&file, "-proc.json") else {
            continue;
        };
        // Null: the reference makes no text of cues with inner times.
        let Some(nodes) = json.as_array() else {
            continue;
        };
        let expected: String = nodes
            .iter()
            .map(|node| dense(node["textContent"].as_str().unwrap_or_default()))
            .collect();
        let name = name_of(&file, &folder);
        let found = match read("x.vtt", &std::fs::read(&file).unwrap()) {
            Ok(transcript) => transcript
                .turns
                .iter()
                .map(|turn| dense(&turn.text))
                .collect(),
            Err(Error::Empty | Error::Broken { .. }) => String::new(),
            Err(error) => panic!("{name}: {error}"),
        };
        assert_eq!(
            found != expected,
            listed.contains(&name.as_str()),
            "{name}: {found}"
        );
    }
}

#[test]
fn every_other_cue_file_is_answered() {
    let (Some(vttjs), Some(subtitles)) = (shared("corpora/webvtt"), shared("corpora/subtitles"))
    else {
        return;
    };
    let all = [files(&vttjs, "vtt"), files(&subtitles, "vtt")].concat();
    assert!(all.len() > 140);
    for file in all {
        let _ = read("x.vtt", &std::fs::read(file).unwrap());
    }
}
