//! Real transcripts against what was counted in them by other means (README of the shared data).

use std::collections::BTreeSet;
use std::path::Path;

use formats::transcript::docx::{self, Within};
use formats::transcript::{Limits, Transcript, read, vtt};

use crate::{dense, files, shared};

fn load(path: &Path) -> (Vec<u8>, Transcript) {
    let bytes = std::fs::read(path).unwrap();
    let transcript = read(&path.display().to_string(), &bytes).unwrap();
    (bytes, transcript)
}

fn speakers(transcript: &Transcript) -> BTreeSet<&str> {
    transcript
        .turns
        .iter()
        .filter_map(|turn| turn.speaker.as_deref())
        .collect()
}

fn turn_text(transcript: &Transcript) -> String {
    transcript
        .turns
        .iter()
        .map(|turn| dense(&turn.text))
        .collect()
}

/// The text without the prefixes of the speakers found and the clocks beside them, so that only what is said is left.
fn without_prefixes(text: &str, transcript: &Transcript) -> String {
    let speakers = speakers(transcript);
    let said = |line: &str| {
        let prefix = line
            .split_once(':')
            .filter(|(before, _)| speakers.contains(before.trim()));
        let words = prefix.map_or(line, |(_, words)| words);
        let clock =
            prefix.is_some() && words.starts_with("   ") && words.trim().split(':').all(is_number);
        if clock { String::new() } else { dense(words) }
    };
    text.lines().map(said).collect()
}

fn is_number(text: &str) -> bool {
    text.parse::<u32>().is_ok()
}

fn assert_times_ascend(transcript: &Transcript) {
    for turn in &transcript.turns {
        assert!(
            turn.anchors
                .is_sorted_by_key(|anchor| (anchor.ms, anchor.at)),
            "{turn:?}"
        );
        assert!(
            turn.anchors
                .iter()
                .all(|anchor| anchor.at < turn.text.chars().count())
        );
    }
    for speaker in speakers(transcript) {
        let own = transcript
            .turns
            .iter()
            .filter(|turn| turn.speaker.as_deref() == Some(speaker));
        assert!(own.is_sorted_by_key(|turn| turn.start_ms), "{speaker}");
    }
}

/// Speakers are counted here by `grep -oE '^[^:]{1,60}: '`: the README's pattern passes over names with accents, bars or
/// brackets.
#[test]
fn cue_files_have_the_counted_cues_speakers_and_end() {
    for (file, cues, voices, end_ms) in [
        ("vtt/hitsave_Goodboy_Galaxy.vtt", 753, 0, 3_125_560),
        // The README counts 170: it passes over the 19 cues before the first minute, whose times are seconds alone.
        ("vtt/podnews_weekly_review_2024-01-19.vtt", 189, 4, 855_040),
        ("vtt_teams_style/Climbing_Research_S1.vtt", 18, 2, 225_100),
        ("vtt_teams_style/Climbing_Research_S3.vtt", 21, 3, 199_200),
        ("vtt_teams_style/Climbing_Research_S5.vtt", 25, 4, 224_600),
        ("vtt_teams_style/Climbing_Research_S7.vtt", 26, 4, 255_600),
        (
            "vtt_zoom/acdc_2026-02-05_174/transcript.vtt",
            348,
            15,
            3_135_410,
        ),
        (
            "vtt_zoom/fcr_2026-03-03_004/transcript.vtt",
            115,
            5,
            1_206_460,
        ),
        (
            "vtt_zoom/focil_2026-02-10_028/transcript.vtt",
            161,
            5,
            1_664_950,
        ),
        (
            "vtt_zoom/glamsterdamrepricings_2026-02-04_001/transcript.vtt",
            400,
            9,
            3_358_580,
        ),
        (
            "vtt_zoom/pqinterop_2026-02-25_028/transcript.vtt",
            201,
            14,
            1_899_700,
        ),
        (
            "vtt_zoom/zkevm_2026-02-11_001/transcript.vtt",
            595,
            18,
            5_150_780,
        ),
        (
            "vtt_zoom/zoomGroupStats/meeting001_transcript.vtt",
            300,
            5,
            3_341_970,
        ),
    ] {
        let Some(folder) = shared("transcripts") else {
            return;
        };
        let (bytes, transcript) = load(&folder.join(file));
        let text = formats::text::decode(&bytes).text;
        let found = vtt::cues(&text, &Limits::default()).unwrap();
        assert_eq!(found.cues.len(), cues, "{file}");
        assert_eq!(found.cues.last().unwrap().end_ms, Some(end_ms), "{file}");
        assert_eq!(
            transcript.turns.iter().filter_map(|turn| turn.end_ms).max(),
            Some(end_ms),
            "{file}"
        );
        let single = transcript
            .warnings
            .iter()
            .filter(|w| w.code == "unconfirmed_speaker")
            .count();
        assert_eq!(
            speakers(&transcript).len() + single,
            voices,
            "{file}: {:?}",
            transcript.warnings
        );
        assert_times_ascend(&transcript);
    }
}

#[test]
fn every_spoken_character_of_a_prefixed_cue_file_is_in_a_turn_once() {
    let Some(folder) = shared("transcripts/vtt_zoom") else {
        return;
    };
    for file in files(&folder, "vtt") {
        let (bytes, transcript) = load(&file);
        let text = formats::text::decode(&bytes).text;
        let payloads = vtt::cues(&text, &Limits::default())
            .unwrap()
            .cues
            .into_iter()
            .map(|cue| cue.payload.into_owned());
        let payloads: Vec<String> = payloads.collect();
        assert_eq!(
            turn_text(&transcript),
            without_prefixes(&payloads.join("\n"), &transcript),
            "{}",
            file.display()
        );
    }
}

#[test]
fn plain_texts_keep_every_word_and_name_their_speakers() {
    for (file, words, expected) in [
        (
            "MLSS_Interview_10",
            9_417,
            vec!["interviewee", "interviewer"],
        ),
        (
            "MLSS_Interview_12",
            4_535,
            vec!["Interviewee", "Interviewer 1", "Interviewer 2"],
        ),
        (
            "MLSS_Interview_13",
            4_644,
            vec!["Interviewee", "Interviewer 1"],
        ),
        (
            "MLSS_Interview_2",
            5_108,
            vec!["Interviewee1", "Interviewer1"],
        ),
        (
            "MLSS_Interview_3",
            7_420,
            vec!["Interviewee", "Interviewer 1", "Interviewer 2"],
        ),
        (
            "MLSS_Interview_5",
            5_028,
            vec!["Interviewee", "Interviewer"],
        ),
        ("Sheffield_Ana", 8_766, vec!["Ana", "Researcher 1"]),
        ("Sheffield_David", 6_155, vec!["David", "Researcher 1"]),
        ("Sheffield_Jessica", 5_388, vec!["Jessica", "Researcher 1"]),
        ("Sheffield_Kelly", 6_622, vec!["Kelly", "Researcher 1"]),
        ("Sheffield_Lisa", 10_035, vec!["Lisa", "Researcher 1"]),
        ("hitsave_Goodboy_Galaxy", 8_448, vec![]),
    ] {
        let Some(folder) = shared("transcripts/txt") else {
            return;
        };
        let (bytes, transcript) = load(&folder.join(file).with_extension("txt"));
        let text = formats::text::decode(&bytes).text;
        assert_eq!(text.split_whitespace().count(), words, "{file}");
        assert_eq!(
            turn_text(&transcript),
            without_prefixes(&text, &transcript),
            "{file}"
        );
        assert_eq!(
            speakers(&transcript).into_iter().collect::<Vec<_>>(),
            expected,
            "{file}"
        );
    }
}

/// The README counts without content controls, which hold spoken words here and which Word shows: 34 more words in
/// Ana, a paragraph of 4 words in Lisa.
#[test]
fn word_transcripts_have_the_counted_paragraphs_and_words() {
    for (name, paragraphs, words) in [
        ("Ana", 247, 8_766 + 34),
        ("David", 76, 6_155),
        ("Jessica", 148, 5_388),
        ("Kelly", 143, 6_622),
        ("Lisa", 297 + 1, 10_035 + 4),
    ] {
        let Some(folder) = shared("transcripts") else {
            return;
        };
        let path = folder.join(format!("docx/Sheffield_{name}.docx"));
        let (bytes, transcript) = load(&path);
        let document = docx::document(&bytes, &Limits::default()).unwrap();
        assert_eq!(document.paragraphs.len(), paragraphs, "{name}");
        let text: Vec<_> = document
            .paragraphs
            .iter()
            .map(|p| p.text.as_str())
            .collect();
        let text = text.join("\n");
        assert_eq!(text.split_whitespace().count(), words, "{name}");
        assert_eq!(
            turn_text(&transcript),
            without_prefixes(&text, &transcript),
            "{name}"
        );
        assert_eq!(
            speakers(&transcript),
            BTreeSet::from([name, "Researcher 1"])
        );
    }
}

#[test]
fn word_documents_of_other_readers_tests_have_the_counted_paragraphs_and_tables() {
    for (file, paragraphs, tables) in [
        ("comments", 1, 0),
        ("empty", 1, 0),
        ("external-picture", 1, 0),
        ("footnotes", 1, 0),
        ("single-paragraph", 1, 0),
        ("strikethrough", 1, 0),
        ("text-box", 1, 0),
        ("tiny-picture", 1, 0),
        ("utf8-bom", 1, 0),
        ("blk-containing-table", 1, 1),
        ("comments-rich-para", 14, 0),
        ("doc-add-section", 5, 0),
        ("doc-default", 1, 0),
        ("doc-odd-even-hdrs", 3, 0),
        ("fnt-color", 1, 0),
        ("num-having-numbering-part", 1, 0),
        ("par-hlink-frags", 9, 0),
        ("par-known-paragraphs", 2, 0),
        ("par-rendered-page-breaks", 4, 0),
        ("run-enumerated-props", 1, 0),
        ("sct-inner-content", 7, 2),
        ("set-no-settings-part", 1, 0),
        ("sty-having-no-styles-part", 1, 0),
        ("sty-known-styles", 3, 0),
        ("tbl-2x2-table", 1, 1),
        ("tbl-cell-props", 1, 1),
        ("tbl-having-applied-style", 3, 3),
        ("tbl-on-off-props", 3, 3),
        ("txt-font-highlight-color", 4, 0),
        ("blk-inner-content", 2, 1),
        ("test", 2, 0),
    ] {
        let Some(folder) = shared("corpora/docx") else {
            return;
        };
        let path = files(&folder, "docx")
            .into_iter()
            .find(|path| path.file_stem().is_some_and(|stem| stem == file));
        let bytes = std::fs::read(path.expect("a file of this name")).unwrap();
        let document = docx::document(&bytes, &Limits::default()).unwrap();
        let body = document
            .paragraphs
            .iter()
            .filter(|p| p.within == Within::Body)
            .count();
        assert_eq!((body, document.tables), (paragraphs, tables), "{file}");
    }
}

#[test]
fn footnotes_of_a_document_are_read_and_comments_are_counted() {
    let Some(folder) = shared("corpora/docx/mammoth") else {
        return;
    };
    let (_, footnotes) = load(&folder.join("footnotes.docx"));
    assert!(
        footnotes
            .warnings
            .iter()
            .any(|w| w.code == "notes_kept" && w.message.starts_with("2 "))
    );
    let [.., turn] = footnotes.turns.as_slice() else {
        panic!("the file has text")
    };
    let below: Vec<&str> = turn.text.lines().rev().take(2).collect();
    assert!(below[1].starts_with("[Note 1: ") && below[0].starts_with("[Note 2: "));
    let (_, comments) = load(&folder.join("comments.docx"));
    assert!(
        comments
            .warnings
            .iter()
            .any(|w| w.code == "comments_left_out")
    );
}
