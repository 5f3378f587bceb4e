//! What the invented study must be.

use super::study::files;
use analysis::folder::{self, ReadOptions, StudyFolder};
use std::collections::BTreeSet;

fn read() -> StudyFolder {
    folder::read(files().into_iter().collect(), &ReadOptions::default()).unwrap()
}

#[test]
fn the_study_folder_is_read_without_an_error_and_with_its_numbers() {
    let folder = read();
    let completed = folder
        .participants
        .iter()
        .filter(|participant| participant.date.is_some())
        .count();
    assert_eq!((folder.participants.len(), completed), (15, 13));
    assert_eq!((folder.questions.len(), folder.quotes.len()), (7, 40));
    let said = |id: &str| {
        let mut all = folder.transcripts.iter();
        all.any(|file| file.document.as_deref() == Some(id))
    };
    for participant in &folder.participants {
        let document = format!("{}-interview", participant.participant);
        assert_eq!(said(&document), participant.date.is_some(), "{document}");
    }
}

#[test]
fn every_quote_is_a_slice_of_one_turn_of_its_participant() {
    let folder = read();
    for quote in &folder.quotes {
        let transcript = folder
            .transcripts
            .iter()
            .find(|file| file.document == quote.document)
            .unwrap();
        let said = transcript.transcript.turns.iter().any(|turn| {
            turn.speaker.as_deref() == quote.participant.as_deref()
                && turn.text.contains(&quote.text)
        });
        assert!(said, "{:?}: {}", quote.document, quote.text);
    }
}

#[test]
fn interviews_have_two_speakers_and_no_doubtful_place() {
    for file in read().transcripts {
        let id = file.document.unwrap();
        let Some(participant) = id.strip_suffix("-interview") else {
            continue;
        };
        assert!(file.transcript.warnings.is_empty(), "{id}");
        let speakers: BTreeSet<_> = file
            .transcript
            .turns
            .iter()
            .filter_map(|turn| turn.speaker.as_deref())
            .collect();
        assert_eq!(speakers, BTreeSet::from(["Interviewer", participant]));
        let words: usize = file
            .transcript
            .turns
            .iter()
            .map(|turn| turn.text.split_whitespace().count())
            .sum();
        assert!((500..=900).contains(&words), "{id}: {words} words");
    }
}

#[test]
fn the_last_cue_ends_where_the_stated_length_does() {
    let folder = read();
    for participant in &folder.participants {
        let document = format!("{}-interview", participant.participant);
        let mut files = folder.transcripts.iter();
        let file = files.find(|file| file.document.as_deref() == Some(&document));
        let last = file.and_then(|file| file.transcript.turns.last()?.end_ms);
        if let (Some(last), Some(length)) = (last, participant.length) {
            let stated = u64::from(length.seconds()) * 1000;
            assert!(last <= stated && last + 5_000 > stated, "{document}");
        }
    }
}

#[test]
fn every_place_of_a_quote_has_its_theme_and_every_theme_a_quote() {
    let folder = read();
    let files = files();
    let text = std::str::from_utf8(&files["themes.toml"]).unwrap();
    let themes: toml::Table = text.parse().unwrap();
    let paths: BTreeSet<&str> = themes["theme"]
        .as_array()
        .unwrap()
        .iter()
        .map(|theme| theme["path"].as_str().unwrap())
        .collect();
    let mut quoted = BTreeSet::new();
    for quote in &folder.quotes {
        let mut path = quote.theme.clone();
        quoted.insert(path.clone());
        for part in [&quote.subtheme, &quote.facet].into_iter().flatten() {
            path = format!("{path} > {part}");
            quoted.insert(path.clone());
        }
    }
    assert_eq!(paths, quoted.iter().map(String::as_str).collect());
}

#[test]
fn parents_of_codes_are_codes() {
    let files = files();
    let text = std::str::from_utf8(&files["codes.csv"]).unwrap();
    let codes: Vec<&str> = text
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').next())
        .collect();
    for line in text.lines().skip(1) {
        let (_, parent) = line.rsplit_once(',').unwrap();
        assert!(parent.is_empty() || codes.contains(&parent), "{line}");
    }
}
