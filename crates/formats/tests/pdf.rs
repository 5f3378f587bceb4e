//! What the writer of PDF promises. Its files are read by poppler's `pdftotext` and `pdfinfo` (Debian: poppler-utils);
//! where those are missing, what they would show is left out, and said to be.

#![cfg(feature = "pdf")]

use formats::report::{Block, Cell, Report, ReportRow, ReportTable, pdf};
use proptest::prelude::*;
use std::io::Write;
use std::process::Command;

/// A letter and a list over more than one page.
fn letter() -> Report {
    let rows = (1..=60).map(|number| {
        ReportRow::Cells(vec![
            Cell::row_head(format!("Dr Farr-Whitcombe {number}")),
            Cell::text("LD 08:00–20:30"),
            Cell::number("3.25"),
            Cell::room(),
        ])
    });
    let mut rows: Vec<ReportRow> = rows.collect();
    rows.insert(0, ReportRow::Group("Tuesday 24 November".into()));
    Report {
        title: "Release for a Balint group".into(),
        lead: Some("From 14:00, travel included.".into()),
        blocks: vec![
            Block::Paragraph("Harrowmere General\n1 Example Street\nTown".into()),
            Block::Heading("What is asked".into()),
            Block::Paragraph(
                "This is clinical time, not study leave. Efficient offices find a flat.".into(),
            ),
            Block::Table(ReportTable {
                caption: "Doctors and dates".into(),
                header: ["Doctor", "Shift", "Hours", "Signed"]
                    .map(String::from)
                    .to_vec(),
                widths: vec![3, 3, 1, 2],
                rows,
                landscape: false,
            }),
            Block::Note("A note.".into()),
            Block::Signature(vec!["Name and date".into(), "For the hospital".into()]),
        ],
        footer: "Spring run · plan 3".into(),
    }
}

/// What a poppler tool says about a file; `None` where the tools are not there.
fn poppler(tool: &str, options: &[&str], file: &[u8]) -> Option<String> {
    if Command::new(tool).arg("-v").output().is_err() {
        eprintln!("left out: {tool} is not installed (apt-get install poppler-utils)");
        return None;
    }
    let mut kept = tempfile::NamedTempFile::new().expect("a file");
    kept.write_all(file).expect("written");
    let mut run = Command::new(tool);
    run.args(options).arg(kept.path());
    if tool == "pdftotext" {
        run.arg("-");
    }
    let said = run.output().expect("it ran a moment ago");
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    Some(String::from_utf8(said.stdout).expect("UTF-8"))
}

#[test]
fn every_word_comes_out_as_text_in_the_order_of_the_report() {
    let file = pdf(&letter()).expect("set");
    let Some(text) = poppler("pdftotext", &["-raw"], &file) else {
        return;
    };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut from = 0;
    for wanted in [
        "Release for a Balint group",
        "From 14:00, travel included.",
        "Harrowmere General 1 Example Street Town",
        "What is asked",
        "This is clinical time, not study leave. Efficient offices find a flat.",
        "Doctors and dates",
        "Tuesday 24 November",
        "Dr Farr-Whitcombe 1 LD 08:00–20:30 3.25",
        "Dr Farr-Whitcombe 60",
        "A note.",
        "Name and date",
        "For the hospital",
    ] {
        let place = words[from..].find(wanted);
        from += place.unwrap_or_else(|| panic!("{wanted:?} is not in {}", &words[from..]));
    }
}

#[test]
fn each_page_has_the_head_of_its_table_and_a_foot_with_the_page_of_pages() {
    let file = pdf(&letter()).expect("set");
    let Some(text) = poppler("pdftotext", &["-layout"], &file) else {
        return;
    };
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 2, "{} pages", pages.len());
    for (number, page) in (1..).zip(&pages) {
        let foot = format!("Page {number} of {}", pages.len());
        assert!(
            page.contains("Spring run · plan 3") && page.contains(&foot),
            "{foot}: {page}"
        );
        if page.contains("Dr Farr-Whitcombe") {
            assert!(
                page.contains("Doctor") && page.contains("Signed"),
                "page {number}"
            );
        }
    }
}

#[test]
fn the_file_is_tagged_a4_in_british_english_and_names_nobody_and_no_time() {
    let file = pdf(&letter()).expect("set");
    let Some(said) = poppler("pdfinfo", &[], &file) else {
        return;
    };
    let value = |key: &str| {
        let line = said
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{key}:")));
        line.map(str::trim)
    };
    assert_eq!(value("Title"), Some("Release for a Balint group"));
    assert_eq!(value("Tagged"), Some("yes"));
    assert_eq!(value("JavaScript"), Some("no"));
    assert!(
        value("Page size").is_some_and(|size| size.ends_with("(A4)")),
        "{said}"
    );
    for personal in ["Author", "CreationDate", "ModDate", "Keywords", "Subject"] {
        assert_eq!(value(personal), None, "{said}");
    }
    let text = String::from_utf8_lossy(&file);
    assert!(
        text.contains("<pdfuaid:part>1</pdfuaid:part>"),
        "not PDF/UA-1"
    );
    assert!(text.contains("/Lang(en-GB)"));
    let tags = poppler("pdfinfo", &["-struct"], &file).expect("it ran a moment ago");
    for tag in ["H1", "Table", "THead", "TH", "TD", "Caption"] {
        let named = |line: &str| line.split([' ', ':']).find(|word| !word.is_empty()) == Some(tag);
        let found = tags.lines().any(named);
        assert!(found, "no {tag}");
    }
}

#[test]
fn a_wide_table_turns_its_pages() {
    let mut report = letter();
    let Block::Table(table) = &mut report.blocks[3] else {
        unreachable!("the table is the fourth")
    };
    table.landscape = true;
    let Some(said) = poppler("pdfinfo", &[], &pdf(&report).expect("set")) else {
        return;
    };
    assert!(said.contains("841.89 x 595.276 pts (A4)"), "{said}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(pdf(&letter()), pdf(&letter()));
}

const HOSTILE: [&str; 12] = [
    "#read(\"/etc/passwd\")",
    "#import \"@preview/x:1.0.0\"",
    "$ x^2 $ *bold* _italic_ `raw`",
    "= Heading",
    "- item\n+ item\n/ term: it",
    "<label> @ref https://example.org/",
    "\\u{41} ~ -- --- ... \"quoted\" 'quoted'",
    "// comment /* comment */",
    "]) } #panic()",
    "{{ title }} %PDF-1.7 endstream endobj",
    "#set page(width: 1pt)",
    "#sys.inputs",
];

#[test]
fn words_that_look_like_markup_stay_words() {
    let block = |text: &&str| Block::Paragraph((*text).into());
    let report = Report {
        title: HOSTILE[0].into(),
        lead: Some(HOSTILE[1].into()),
        blocks: HOSTILE.iter().map(block).collect(),
        footer: HOSTILE[8].into(),
    };
    let Some(text) = poppler("pdftotext", &["-layout"], &pdf(&report).expect("set")) else {
        return;
    };
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = squeezed(&text);
    for words in HOSTILE {
        assert!(
            text.contains(&squeezed(words)),
            "{words:?} is not in {text}"
        );
    }
}

#[test]
fn a_letter_that_no_font_has_costs_the_claim_and_nothing_else() {
    let report = Report {
        blocks: vec![Block::Paragraph("Dr 漢字 and Dr Zoë Müller-Žižka".into())],
        ..letter()
    };
    let file = pdf(&report).expect("set");
    assert!(!String::from_utf8_lossy(&file).contains("pdfuaid"));
    let Some(text) = poppler("pdftotext", &[], &file) else {
        return;
    };
    assert!(text.contains("and Dr Zoë Müller-Žižka"), "{text}");
}

fn any_report() -> impl Strategy<Value = Report> {
    let text = "[a#\\[\\]{}$*_`<>@=/\\\\\"'\u{0}\u{7}\u{ffff}\u{202e}\u{200b}\t\r\n “ß漢😀]{0,8}|\\PC{0,12}|.{0,6}";
    let cell = (
        prop::collection::vec(text, 0..3),
        any::<[bool; 4]>(),
        0usize..4,
    );
    let cell = cell.prop_map(|(text, [row_head, number, quote, room], row_span)| Cell {
        text,
        row_head,
        row_span,
        number,
        quote,
        room,
    });
    let row = prop_oneof![
        1 => text.prop_map(ReportRow::Group),
        4 => prop::collection::vec(cell, 0..5).prop_map(ReportRow::Cells),
    ];
    let header = prop::collection::vec(text, 0..4);
    let widths = prop::collection::vec(any::<u32>(), 0..4);
    let rows = prop::collection::vec(row, 0..8);
    (text, text, header, widths, rows, any::<bool>()).prop_map(
        |(words, others, header, widths, rows, landscape)| Report {
            title: words.clone(),
            lead: Some(others.clone()),
            blocks: vec![
                Block::Heading(others.clone()),
                Block::Table(ReportTable {
                    caption: words.clone(),
                    header,
                    widths,
                    rows,
                    landscape,
                }),
                Block::Paragraph(words.clone()),
                Block::Note(others.clone()),
                Block::Signature(vec![others, words.clone()]),
            ],
            footer: words,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_text_and_no_shape_of_a_table_stops_the_writer(report in any_report()) {
        let file = pdf(&report);
        prop_assert!(file.is_ok(), "{:?}", file);
        prop_assert!(file.is_ok_and(|file| file.starts_with(b"%PDF-")));
    }
}
