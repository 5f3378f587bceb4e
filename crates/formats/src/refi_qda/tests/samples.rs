//! Files of other programs, with the counts that were taken from them by hand.

use std::path::{Path, PathBuf};

use super::super::model::{Anchor, Code, Source};
use super::super::{Bundle, Evidence, Limits, Profile, Reading, Settings, Unit, write_whole};
use super::{packed, whole};

/// Where files of others lie, which are not part of the repository.
pub fn shared() -> PathBuf {
    match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    }
}

pub fn sample(name: &str) -> Option<Vec<u8>> {
    let found = std::fs::read(shared().join("refi").join(name)).ok();
    if found.is_none() {
        println!("skipped: shared data not found");
    }
    found
}

/// Codes, at the top, deepest.
fn codes(reading: &Reading) -> (usize, usize, usize) {
    let codes = &reading.project.codes;
    (Code::count(codes), codes.len(), Code::depth(codes))
}

fn counts<const N: usize>(reading: &Reading, elements: [&str; N]) -> [u64; N] {
    elements.map(|element| reading.report.count(element).read)
}

const NVIVO: &str = "nvivo-win-12.6_oltas0517.qdpx";

#[test]
fn nvivo_for_windows_is_read_as_it_counts() {
    let Some(bytes) = sample(NVIVO) else { return };
    let reading = whole(&bytes);
    assert_eq!(codes(&reading), (152, 12, 4));
    assert_eq!(
        counts(
            &reading,
            ["TextSource", "PlainTextSelection", "Coding", "User"]
        ),
        [2, 303, 303, 2]
    );
    assert!(reading.report.schema.valid, "{:?}", reading.report.schema);
    let coded = reading
        .project
        .sources
        .iter()
        .find_map(|source| match source {
            Source::Text(text) if !text.selections.is_empty() => Some(text),
            _ => None,
        });
    let coded = coded.unwrap();
    assert_eq!(coded.about.name.as_deref(), Some("videos_10_selected"));
    let text = coded.text.as_ref().unwrap();
    // CRLF counts two in the file and one here, an emoji two there and one here.
    assert_eq!(
        text.content.chars().count(),
        600_490
            - text
                .original
                .as_ref()
                .unwrap()
                .bytes
                .iter()
                .filter(|byte| **byte == b'\r')
                .count()
    );
    let positions = &reading.report.positions[0];
    assert_eq!(
        (positions.basis.unit, positions.unverified),
        (Unit::Utf16, 0)
    );
    assert!(positions.score.unwrap() > 0.9, "{positions:?}");
}

#[test]
fn what_nvivo_counts_is_found_from_the_text_alone() {
    let Some(bytes) = sample(NVIVO) else { return };
    let known = whole(&bytes);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut entries = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name == "project.qde" {
            let xml = String::from_utf8(content).unwrap();
            content = xml
                .replace("NVivo for Windows 12.6", "unknown")
                .into_bytes();
        }
        entries.push((name, content));
    }
    let entries: Vec<(&str, &[u8])> = entries
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    let found = whole(&packed(&entries));
    let positions = &found.report.positions[0];
    assert_eq!(
        (positions.basis.unit, positions.evidence),
        (Unit::Utf16, Evidence::Words)
    );
    assert_eq!(found.project.sources, known.project.sources);
}

#[test]
fn nvivo_for_mac_is_read() {
    let Some(bytes) = sample("nvivo-mac-15_nvivo_project.qdpx") else {
        return;
    };
    let reading = whole(&bytes);
    assert_eq!(codes(&reading), (262, 3, 7));
    assert_eq!(
        counts(
            &reading,
            ["TextSource", "PlainTextSelection", "Coding", "User"]
        ),
        [2, 0, 0, 2]
    );
    assert!(reading.report.schema.valid, "{:?}", reading.report.schema);
}

#[test]
fn atlas_ti_8_keeps_codings_on_texts_that_are_missing() {
    let Some(bytes) = sample("atlasti-8.4-mac_TestProject.qdpx") else {
        return;
    };
    let reading = whole(&bytes);
    assert_eq!(codes(&reading), (14, 14, 1));
    let kinds = [
        "TextSource",
        "PDFSource",
        "PictureSource",
        "AudioSource",
        "VideoSource",
        "Transcript",
        "SyncPoint",
    ];
    assert_eq!(counts(&reading, kinds), [6, 2, 1, 1, 2, 3, 13]);
    let parts = [
        "PlainTextSelection",
        "PDFSelection",
        "PictureSelection",
        "VideoSelection",
        "Coding",
    ];
    assert_eq!(counts(&reading, parts), [8, 4, 1, 2, 16]);
    let rest = ["Set", "Link", "Note", "Graph", "Representation", "User"];
    assert_eq!(counts(&reading, rest), [16, 1, 2, 1, 5, 3]);
    assert!(reading.report.schema.valid, "{:?}", reading.report.schema);
    let placed = reading
        .project
        .sources
        .iter()
        .filter_map(|source| match source {
            Source::Text(text) => Some(text.selections.iter()),
            _ => None,
        });
    assert!(
        placed
            .flatten()
            .all(|selection| selection.place.anchor == Anchor::Unverified)
    );
    let lost = reading
        .report
        .findings
        .iter()
        .filter(|finding| finding.rule == "Q19d");
    assert_eq!(lost.count(), 23);
}

#[test]
fn atlas_ti_23_and_maxqda_and_codebooks_are_read() {
    if let Some(bytes) = sample("atlasti-23-win_target-atlas-project.qdpx") {
        let reading = whole(&bytes);
        assert_eq!(codes(&reading), (3, 1, 2));
        assert!(reading.report.schema.valid);
    }
    if let Some(bytes) = sample("maxqda-24_with_generated_codes.qde") {
        let reading = whole(&bytes);
        assert_eq!(codes(&reading), (343, 19, 2));
        assert_eq!(counts(&reading, ["TextSource", "Set"]), [10, 2]);
        assert!(!reading.report.schema.valid);
    }
    if let Some(bytes) = sample("portableqda_REFI-QDA-1-5.qdc") {
        let reading = whole(&bytes);
        assert!(reading.codebook && !reading.report.schema.valid);
        assert_eq!(codes(&reading), (6, 6, 1));
        assert!(!reading.project.codes[0].codable);
    }
    if let Some(bytes) = sample("portableqda_portableQDA_Atlasti.qdc") {
        let reading = whole(&bytes);
        assert!(reading.codebook && !reading.report.schema.valid);
        assert_eq!(codes(&reading), (5, 3, 2));
        let members: Vec<usize> = reading
            .project
            .sets
            .iter()
            .map(|set| set.codes.len())
            .collect();
        assert_eq!(members, [2, 2]);
    }
}

#[test]
fn files_of_other_programs_are_written_and_read_again_without_a_loss() {
    for name in [
        NVIVO,
        "nvivo-mac-15_nvivo_project.qdpx",
        "atlasti-8.4-mac_TestProject.qdpx",
        "atlasti-23-win_target-atlas-project.qdpx",
        "maxqda-24_with_generated_codes.qde",
        "portableqda_REFI-QDA-1-5.qdc",
    ] {
        let Some(bytes) = sample(name) else { return };
        let first = whole(&bytes);
        for profile in [Profile::Standard, Profile::Nvivo] {
            let settings = Settings {
                profile,
                ..Settings::default()
            };
            let written = |project: &_, from: &[u8]| {
                let from = std::io::Cursor::new(from.to_vec());
                let mut media = Bundle::open(from, &Limits::default()).unwrap();
                let output = std::io::Cursor::new(Vec::new());
                let (output, _) = write_whole(output, &settings, project, &mut media).unwrap();
                output.into_inner()
            };
            let once = written(&first.project, &bytes);
            let again = whole(&once);
            assert!(again.report.schema.valid, "{name}");
            for element in [
                "Code",
                "TextSource",
                "Coding",
                "Set",
                "Note",
                "Link",
                "SyncPoint",
            ] {
                let before = first.report.count(element);
                let kept = before.read - before.dropped;
                assert_eq!(again.report.count(element).read, kept, "{name}: {element}");
            }
            assert_eq!(slices(&again), slices(&first), "{name} {profile:?}");
            assert!(written(&again.project, &once) == once, "{name} {profile:?}");
        }
    }
}

/// What each selection of a text shows, or the numbers that it has.
fn slices(reading: &Reading) -> Vec<String> {
    let texts = reading.project.sources.iter();
    let texts = texts.filter_map(|source| match source {
        Source::Text(text) => Some(text),
        _ => None,
    });
    let slices = texts.flat_map(|text| {
        let content: Vec<char> = text
            .text
            .iter()
            .flat_map(|text| text.content.chars())
            .collect();
        let places = text.selections.iter().map(|selection| selection.place);
        places
            .map(|place| match place.anchor {
                Anchor::Placed => content[place.start as usize..place.end as usize]
                    .iter()
                    .collect(),
                Anchor::Unverified => format!("{} to {}", place.start, place.end),
            })
            .collect::<Vec<String>>()
    });
    slices.collect()
}
