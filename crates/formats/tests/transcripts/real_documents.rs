//! Real OpenDocument, HTML, PDF and SubRip transcripts against what was counted in them by other means.

use std::collections::BTreeMap;
use std::path::Path;

use formats::transcript::{Error, Limits, Settings, Transcript, odt, pdf, read, read_with, srt};

use crate::{codes, files, shared};

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn turns_of(transcript: &Transcript) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for turn in &transcript.turns {
        *counts
            .entry(turn.speaker.as_deref().unwrap_or(""))
            .or_default() += 1;
    }
    counts
}

fn load(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[test]
fn open_documents_have_the_counted_paragraphs_and_words() {
    for (name, paragraphs, filled, expected) in [
        ("P10_Nov21_PSSUQ_Comments", 42, 40, 316),
        ("P11_GMT20211201", 227, 225, 4_008),
        ("P13_GMT20211203", 175, 174, 2_639),
        ("P15_GMT20211201", 152, 151, 2_408),
        ("P17_GMT20211216", 174, 173, 2_558),
        ("P1_GMT20211118", 208, 207, 4_245),
        ("P1_Nov21_PSSUQ_Comments", 43, 40, 529),
        ("P3_GMT20211125", 240, 237, 4_375),
        ("P5_GMT20211125", 219, 218, 5_720),
        ("P7_GMT20211126", 132, 131, 1_724),
        ("P9_GMT20211129", 183, 180, 2_680),
        ("P9_Nov21_PSSUQ_Comments", 43, 40, 356),
    ] {
        let Some(folder) = shared("transcripts/odt") else {
            return;
        };
        let bytes = load(&folder.join(name).with_extension("odt"));
        let document = odt::document(&bytes, &Limits::default()).unwrap();
        let texts: Vec<&str> = document
            .paragraphs
            .iter()
            .map(|p| p.text.as_str())
            .collect();
        let full = texts.iter().filter(|text| !text.trim().is_empty()).count();
        let found = (
            texts.len(),
            full,
            texts.iter().map(|text| words(text)).sum(),
        );
        assert_eq!(found, (paragraphs, filled, expected), "{name}");
        // What is said is what stands there, without the prefixes of the speakers.
        let transcript = read("x.odt", &bytes).unwrap();
        let named = transcript
            .turns
            .iter()
            .filter_map(|turn| turn.speaker.as_deref());
        let prefixes: usize = named.map(words).sum();
        let said: usize = transcript.turns.iter().map(|turn| words(&turn.text)).sum();
        assert_eq!(said + prefixes, expected, "{name}");
    }
}

#[test]
fn a_podcast_page_has_a_turn_with_name_and_time_for_each_of_its_elements() {
    let Some(folder) = shared("transcripts/html") else {
        return;
    };
    let transcript = read("buzzcast.html", &load(&folder.join("buzzcast.html"))).unwrap();
    let expected = [
        ("Alban", 7),
        ("Dave", 8),
        ("Kevin", 10),
        ("Tom", 5),
        ("Travis", 4),
    ];
    assert_eq!(turns_of(&transcript), BTreeMap::from(expected));
    assert_eq!(transcript.turns.len(), 34);
    assert!(
        transcript
            .turns
            .is_sorted_by_key(|turn| turn.start_ms.expect("a time"))
    );
    assert_eq!(transcript.warnings, []);
}

#[test]
fn subrip_files_have_the_counted_cues_and_end() {
    let Some(folder) = shared("transcripts/srt") else {
        return;
    };
    for (name, cues, end_ms, speakers) in [
        (
            "buzzcast",
            488,
            1_684_460,
            vec![
                ("Alban", 7),
                ("Dave", 8),
                ("Kevin", 10),
                ("Tom", 5),
                ("Travis", 4),
            ],
        ),
        ("hitsave_Goodboy_Galaxy", 753, 3_125_560, vec![("", 45)]),
    ] {
        let bytes = load(&folder.join(name).with_extension("srt"));
        let text = formats::text::decode(&bytes).text;
        let found = srt::cues(&text, &Limits::default()).unwrap();
        assert_eq!(
            (found.cues.len(), found.cues.last().unwrap().end_ms),
            (cues, Some(end_ms)),
            "{name}"
        );
        let transcript = read("x.srt", &bytes).unwrap();
        assert_eq!(
            turns_of(&transcript),
            speakers.into_iter().collect(),
            "{name}"
        );
        let anchors: usize = transcript.turns.iter().map(|turn| turn.anchors.len()).sum();
        assert_eq!(anchors, cues, "{name}");
    }
}

/// The README counts with a head and a foot of 9 words on each page of MLSS, and with the number of each paragraph and a
/// foot of one word on each page of PDPilot.
#[test]
fn pdf_transcripts_have_the_counted_pages_and_words_without_heads_and_feet() {
    for (name, pages, counted, left_out) in [
        ("MLSS_coded_12_PO", 20, 4_765, 20 * 9),
        ("MLSS_coded_12_Rached", 20, 4_741, 20 * 9),
        ("MLSS_coded_13_PO", 23, 5_007, 23 * 9),
        ("MLSS_coded_13_Rached", 20, 4_836, 20 * 9),
        // Counted with poppler, since pypdf splits words here: 3,282, 4,478 and 4,599.
        ("PDPilot_P1", 5, 3_132, 98 + 5),
        ("PDPilot_P3", 6, 4_193, 125 + 6),
        ("PDPilot_P5", 6, 4_249, 137 + 6),
    ] {
        let Some(folder) = shared("transcripts/pdf") else {
            return;
        };
        let bytes = load(&folder.join(name).with_extension("pdf"));
        let found = pdf::pages(&bytes, &Limits::default()).unwrap();
        let said: usize = found.paragraphs.iter().map(|text| words(text)).sum();
        assert_eq!((found.pages, said), (pages, counted - left_out), "{name}");
        assert_eq!((found.unknown, found.aslant), (0, 0), "{name}");
    }
}

#[test]
fn pdf_transcripts_name_their_speakers_or_can_be_told_them() {
    let Some(folder) = shared("transcripts/pdf") else {
        return;
    };
    for (name, dan, participant) in [
        ("PDPilot_P1", 47, 47),
        ("PDPilot_P3", 61, 61),
        ("PDPilot_P5", 68, 67),
    ] {
        let transcript = read("x.pdf", &load(&folder.join(name).with_extension("pdf"))).unwrap();
        let turns = turns_of(&transcript);
        assert_eq!(
            (turns["Dan"], turns["Participant"]),
            (dan, participant),
            "{name}"
        );
    }
    // Here names are lines of their own, so that a person has to say who they are.
    let bytes = load(&folder.join("MLSS_coded_12_PO.pdf"));
    assert!(codes(&read("x.pdf", &bytes).unwrap()).contains(&("no_speakers", None)));
    let names = ["Interviewer 1", "Interviewer 2", "Interviewee"];
    let speakers = names.map(str::to_owned).to_vec();
    let told = read_with(
        "x.pdf",
        &bytes,
        &Settings {
            speakers,
            ..Settings::default()
        },
    )
    .unwrap();
    // The same interview as text has 95, 53 and 12 turns.
    let turns = turns_of(&told);
    assert_eq!(names.map(|name| turns[name]), [53, 12, 95]);
}

#[test]
fn pdf_files_of_another_readers_tests_are_read_or_refused_as_listed() {
    let Some(folder) = shared("corpora/pdf") else {
        return;
    };
    let mut answers = Vec::new();
    for path in files(&folder, "pdf") {
        let name = path.file_stem().unwrap().display().to_string();
        let answer = match pdf::pages(&load(&path), &Limits::default()) {
            Ok(found) => Ok((
                found.pages,
                found
                    .paragraphs
                    .iter()
                    .map(|text| words(text))
                    .sum::<usize>(),
            )),
            Err(Error::Protected { .. }) => Err("protected"),
            Err(Error::NoTextLayer) => Err("no text"),
            Err(error) => panic!("{name}: {error}"),
        };
        answers.push((name, answer));
    }
    // Words by poppler: 101, 104, 0, 0, 0, 1, 178, 7, 4, 4, 0, 170, 8, 1,041: ours are without page numbers, and with the
    // words of the multi-column text joined at line ends.
    let expected = [
        ("minimal-document", Ok((1, 100))),
        ("pdflatex-image", Ok((1, 103))),
        ("libreoffice-writer-password", Err("protected")),
        ("imagemagick-ASCII85Decode", Err("no text")),
        ("imagemagick-images", Err("no text")),
        ("inline-image", Ok((1, 1))),
        ("google-doc-document", Ok((1, 178))),
        ("reportlab-overlay", Ok((1, 7))),
        ("habibi-oneline-cmap", Ok((1, 2))),
        ("habibi", Ok((1, 2))),
        ("grayscale-image", Err("no text")),
        ("crazyones-pdfa", Ok((1, 170))),
        ("annotated_pdf", Ok((1, 8))),
        ("multicolumn", Ok((3, 1_037))),
    ];
    let expected = expected.map(|(name, answer)| (name.to_owned(), answer));
    assert_eq!(answers, expected);
}

#[test]
fn every_file_of_the_transcripts_is_read_or_refused_for_its_kind() {
    let Some(folder) = shared("transcripts") else {
        return;
    };
    let mut read_files = 0;
    for extension in ["vtt", "srt", "docx", "odt", "html", "pdf", "txt"] {
        for path in files(&folder, extension) {
            let name = path.display().to_string();
            let transcript =
                read(&name, &load(&path)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(transcript.format.name(), extension);
            read_files += 1;
        }
    }
    assert_eq!(read_files, FILES);
    for extension in ["xlsx", "tsv", "csv"] {
        let refused = files(&folder, extension);
        assert!(!refused.is_empty());
        for path in refused {
            let error = read(&path.display().to_string(), &load(&path)).unwrap_err();
            assert_eq!(
                error,
                Error::UnknownFormat {
                    extension: extension.to_owned()
                }
            );
        }
    }
}

const FILES: usize = 66;
