//! Machine transcripts with their corrections, from the shared data. Skipped, with a note, where those are missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;

/// A transcript, its corrected version, and what its log says was corrected.
struct Corrected {
    name: String,
    old: Vec<String>,
    new: Vec<String>,
    log: Vec<(String, String)>,
}

fn corrected() -> Vec<Corrected> {
    let root = match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let folder = root.join("transcripts/vtt_zoom");
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: shared data not found");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.join("transcript_corrected.vtt").is_file());
    assert_eq!(paths.len(), 6);
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Corrected {
    let turns = |file: &str| -> Vec<String> {
        let bytes = std::fs::read(path.join(file)).unwrap();
        let read = formats::transcript::read(file, &bytes).unwrap();
        read.turns.into_iter().map(|turn| turn.text).collect()
    };
    let log = std::fs::read_to_string(path.join("transcript_changelog.tsv")).unwrap();
    let entry = |line: &str| {
        let mut cells = line.split('\t');
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    };
    Corrected {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        old: turns("transcript.vtt"),
        new: turns("transcript_corrected.vtt"),
        log: log.lines().skip(1).filter_map(entry).collect(),
    }
}

/// The places of `part` that begin and end at the end of a word.
fn places(version: &Version, part: &str) -> Vec<Span> {
    let text: Vec<char> = version.text().chars().collect();
    let part: Vec<char> = part.chars().collect();
    let ends = |at: Option<&char>| !at.is_some_and(|c| c.is_alphanumeric());
    let starts = (0..text.len().saturating_sub(part.len())).filter(|start| {
        let end = start + part.len();
        text[*start..end] == part[..]
            && ends(start.checked_sub(1).and_then(|at| text.get(at)))
            && ends(text.get(end))
    });
    starts
        .map(|start| Span::new(start, start + part.len()))
        .collect()
}

#[test]
fn no_span_of_a_corrected_transcript_changes_unseen() {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in corrected() {
        let (old, new) = (Version::of_turns(&pair.old), Version::of_turns(&pair.new));
        let map = map_between(&old, &new);
        // A multiplicative walk over all starts and lengths: the same spans in every run, spread over the text.
        let mut state = 12_345usize;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..5_000 {
            let start = next(old.len());
            let span = Span::new(start, (start + 1 + next(300)).min(old.len()));
            let anchored = map.carry(&old, &new, span);
            holds(&old, &new, span, &anchored);
            *told
                .entry(match anchored {
                    Anchored::Same(_) => "same",
                    Anchored::Moved(_) => "moved",
                    Anchored::Edited { .. } => "edited",
                    Anchored::Lost { .. } => "lost",
                })
                .or_default() += 1;
        }
    }
    println!("{told:?}");
    assert!(told.is_empty() || told.values().sum::<usize>() == 30_000);
}

#[test]
fn each_correction_of_the_log_is_an_edit_of_exactly_its_words() {
    let (mut places_found, mut logged) = (0, 0);
    for pair in corrected() {
        let (old, new) = (Version::of_turns(&pair.old), Version::of_turns(&pair.new));
        let map = map_between(&old, &new);
        logged += pair.log.len();
        // Two lines of the logs name a word that is right already.
        for (before, after) in pair.log.iter().filter(|(before, after)| before != after) {
            for span in places(&old, before) {
                places_found += 1;
                match map.carry(&old, &new, span) {
                    Anchored::Edited { new, .. } => assert_eq!(new, *after, "{}", pair.name),
                    other => panic!("{}: {before} became {other:?}", pair.name),
                }
            }
        }
    }
    assert!((logged, places_found) == (51, 71) || logged == 0);
}
