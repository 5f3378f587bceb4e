//! A study of another group, in the file in which Taguette keeps it, with the counts of its own exports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::{On, Program, read};
use crate::cost::Cost;

fn shared(file: &str) -> Option<Vec<u8>> {
    let root = match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let found = std::fs::read(root.join(file)).ok();
    if found.is_none() {
        println!("skipped: shared data not found");
    }
    found
}

const FILE: &str = "native/taguette_SERDIF_P2_ThematicAnalysis.sqlite3";

#[test]
fn every_coding_of_a_taguette_study_stands_in_its_place() {
    let Some(bytes) = shared(FILE) else { return };
    let project = read(&bytes, None, &Cost::default()).unwrap();
    assert_eq!(project.program, Program::Taguette);
    assert_eq!((project.texts.len(), project.codes.len()), (17, 22));
    assert_eq!(project.codings.len(), 1_930);
    assert_eq!(project.left, []);
    let untagged = "highlights without a tag: 1, each kept as a memo on its passage";
    assert_eq!(project.notes, [untagged]);
    assert_eq!(project.coders, [Some("admin".to_owned())]);
    assert!(project.codings.iter().all(|coding| coding.at.is_some()));
    let passages = project
        .codings
        .iter()
        .map(|one| (one.text, one.start, one.end));
    let bare = project.memos.iter().filter_map(|memo| match memo.on {
        On::Passage(text, start, end) => Some((text, start, end)),
        _ => None,
    });
    let mut highlights: BTreeMap<usize, Vec<(u32, u32)>> = BTreeMap::new();
    for (text, start, end) in passages.chain(bare) {
        let there = highlights.entry(text).or_default();
        if !there.contains(&(start, end)) {
            there.push((start, end));
        }
    }
    let counts = highlights.iter().map(|(text, there)| {
        let name = project.texts[*text].name.split('_').next().unwrap();
        (name, there.len())
    });
    // P7 and P11 have 63 and 136 highlights, two of which are on one passage.
    let expected = [
        ("P2", 104),
        ("P3", 127),
        ("P4", 80),
        ("P5", 115),
        ("P6", 74),
        ("P7", 62),
        ("P1", 149),
        ("P8", 95),
        ("P9", 110),
        ("P10", 113),
        ("P11", 135),
        ("P12", 80),
        ("P13", 99),
        ("P14", 108),
        ("P15", 77),
        ("P16", 155),
        ("P17", 109),
    ];
    assert_eq!(counts.collect::<Vec<_>>(), expected);
    let of = |name: &str| {
        let code = project.codes.iter().position(|code| code.path == [name]);
        let codings = project.codings.iter();
        codings.filter(|coding| Some(coding.code) == code).count()
    };
    assert_eq!(of("Query inputs and elements useful"), 191);
    assert_eq!(of("Moderator assist"), 174);
    assert_eq!(of("Search information process complex"), 32);
}

#[test]
fn the_words_of_every_coding_are_those_of_the_export_of_taguette() {
    let (Some(bytes), Some(export)) =
        (shared(FILE), shared("studies/serdif/all_tags_20220303.csv"))
    else {
        return;
    };
    let project = read(&bytes, None, &Cost::default()).unwrap();
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let here = project.codings.iter().map(|one| {
        let text = &project.texts[one.text];
        let words = text.paragraphs.join("\n").chars().collect::<Vec<_>>();
        let words: String = words[one.start as usize..one.end as usize].iter().collect();
        let code = project.codes[one.code].path.join(".");
        [text.name.clone(), code, fold(&words)]
    });
    let mut here: Vec<[String; 3]> = here.collect();
    let mut reader = csv::Reader::from_reader(export.as_slice());
    let there = reader.records().map(|row| {
        let row = row.unwrap();
        [row[1].to_owned(), row[2].to_owned(), fold(&row[3])]
    });
    let mut there: Vec<[String; 3]> = there.collect();
    here.sort();
    there.sort();
    assert_eq!(here.len(), 1_930);
    let differ = here.iter().zip(&there).find(|(one, other)| one != other);
    assert_eq!(differ, None);
}
