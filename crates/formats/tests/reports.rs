//! What the writers of reports promise, of the word-processor file and of the page.

use formats::report::{Block, Cell, Report, ReportRow, ReportTable, Words, docx, html};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::Cursor;

/// Two themes of invented quotations, the first over two rows, and a group of its own at the end.
fn themes() -> Report {
    let rows = vec![
        ReportRow::Cells(vec![
            Cell::row_head("The open door").spanning(2),
            Cell::quotes(vec![
                "“Nobody <asks> & nobody minds.”".into(),
                "“I stayed.”".into(),
            ]),
            Cell::number("2"),
        ]),
        ReportRow::Cells(vec![
            Cell::text("first line\nsecond line"),
            Cell::number("1"),
        ]),
        ReportRow::Group("Other findings".into()),
        ReportRow::Cells(vec![Cell::row_head("Tea")]),
    ];
    let table = ReportTable {
        caption: "Table 2. Themes".into(),
        header: ["Theme", "Quotations", "Count"].map(String::from).to_vec(),
        widths: vec![2, 5, 1],
        rows,
        landscape: true,
    };
    Report {
        title: "Themes & quotations".into(),
        lead: Some("Two themes.".into()),
        blocks: vec![
            Block::Heading("What was said".into()),
            Block::Paragraph("A paragraph.".into()),
            Block::Table(table),
            Block::Note("A note.".into()),
        ],
        footer: "Study version 3 · release 7".into(),
    }
}

fn part(document: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).expect("a zip file");
    std::io::read_to_string(archive.by_name(name).expect(name)).expect("UTF-8")
}

fn body(report: &Report) -> String {
    part(&docx(report).expect("written"), "word/document.xml")
}

#[test]
fn every_part_of_the_document_is_well_formed() {
    let document = docx(&themes()).expect("written");
    let archive = zip::ZipArchive::new(Cursor::new(&document)).expect("a zip file");
    let names = archive
        .file_names()
        .map(|name| name.expect("a name").into_owned());
    let names: Vec<String> = names.collect();
    assert_eq!(names[0], "[Content_Types].xml");
    for name in names {
        assert_well_formed(&part(&document, &name));
    }
}

#[test]
fn words_with_a_source_lead_to_its_place_in_the_list() {
    let words = |text: &str, source| Words {
        text: text.into(),
        source,
    };
    let report = Report {
        title: "Methods".into(),
        blocks: vec![
            Block::Sourced(vec![
                words("We asked ", None),
                words("4 <cooks>", Some(2)),
                words(".", None),
            ]),
            Block::Sources(vec!["Set-up".into(), "Table 1 & more".into()]),
        ],
        ..Report::default()
    };
    let page = html(&report);
    assert!(page.contains("<p>We asked <a href=\"#source-2\">4 &lt;cooks&gt;</a>.</p>"));
    assert!(page.contains("<li id=\"source-2\">Table 1 &amp; more</li>"));
    let body = body(&report);
    assert_well_formed(&body);
    for part in [
        r#"<w:hyperlink w:anchor="source2" w:history="1"><w:r><w:rPr>"#,
        "4 &lt;cooks&gt;</w:t></w:r></w:hyperlink>",
        r#"<w:bookmarkStart w:id="2" w:name="source2"/>"#,
        "2. Table 1 &amp; more</w:t></w:r><w:bookmarkEnd w:id=\"2\"/>",
    ] {
        assert!(body.contains(part), "{part}: {body}");
    }
}

#[test]
fn the_header_row_repeats_on_each_page_and_rows_are_not_split() {
    let body = body(&themes());
    assert_eq!(body.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(
        body.matches("<w:cantSplit/>").count(),
        body.matches("<w:tr>").count()
    );
}

#[test]
fn a_cell_over_two_rows_is_merged_downwards() {
    let body = body(&themes());
    assert_eq!(body.matches(r#"<w:vMerge w:val="restart"/>"#).count(), 1);
    assert_eq!(body.matches("<w:vMerge/>").count(), 1);
    assert_eq!(body.matches(r#"<w:gridSpan w:val="3"/>"#).count(), 1);
    assert!(html(&themes()).contains(r#"<th scope="row" rowspan="2">The open door</th>"#));
}

#[test]
fn the_widths_fill_the_page_in_the_proportion_asked() {
    let body = body(&themes());
    let widths: Vec<u32> = body
        .split("<w:gridCol w:w=\"")
        .skip(1)
        .map(|rest| {
            rest.split('"')
                .next()
                .expect("a value")
                .parse()
                .expect("a number")
        })
        .collect();
    assert_eq!(widths, [3642, 9106, 1822]);
    assert!(body.contains(r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#));
}

#[test]
fn headings_captions_and_quotations_have_their_styles() {
    let body = body(&themes());
    for (style, text) in [
        ("Title", "Themes &amp; quotations"),
        ("Subtitle", "Two themes."),
        ("Heading1", "What was said"),
        ("Caption", "Table 2. Themes"),
        (
            "TableQuotation",
            "“Nobody &lt;asks&gt; &amp; nobody minds.”",
        ),
        ("Note", "A note."),
    ] {
        let paragraph = format!(
            r#"<w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#
        );
        assert!(body.contains(&paragraph), "{style}");
        let styles = part(&docx(&themes()).expect("written"), "word/styles.xml");
        assert!(
            styles.contains(&format!(r#"w:styleId="{style}""#)),
            "{style}"
        );
    }
}

#[test]
fn the_footer_has_its_text_and_the_page_of_pages() {
    let footer = part(&docx(&themes()).expect("written"), "word/footer1.xml");
    for wanted in ["Study version 3 · release 7", " PAGE ", " NUMPAGES "] {
        assert!(footer.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_document_is_british_english_and_names_nobody_and_no_time() {
    let document = docx(&themes()).expect("written");
    assert!(part(&document, "word/styles.xml").contains(r#"<w:lang w:val="en-GB""#));
    let core = part(&document, "docProps/core.xml");
    assert!(core.contains("<dc:title>Themes &amp; quotations</dc:title>"));
    for personal in ["creator", "lastModifiedBy", "created", "modified"] {
        assert!(!core.contains(personal), "{personal}");
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&document)).expect("a zip file");
    for index in 0..archive.len() {
        let entry = archive.by_index(index).expect("an entry");
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()));
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(docx(&themes()), docx(&themes()));
    assert_eq!(html(&themes()), html(&themes()));
}

#[test]
fn a_line_feed_starts_a_line_in_the_same_paragraph() {
    assert!(
        body(&themes())
            .contains(r#">first line</w:t><w:br/><w:t xml:space="preserve">second line<"#)
    );
    assert!(html(&themes()).contains("<td>first line<br/>second line</td>"));
}

#[test]
fn the_page_stands_alone_with_caption_scopes_and_language() {
    let page = html(&themes());
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
    for wanted in [
        r#"<caption id="caption-1">Table 2. Themes</caption>"#,
        r#"<th scope="col">Theme</th>"#,
        r#"<th scope="col" class="number">Count</th>"#,
        r#"<th scope="rowgroup" colspan="3">Other findings</th>"#,
        "<blockquote>“Nobody &lt;asks&gt; &amp; nobody minds.”</blockquote>",
        "<footer>Study version 3 · release 7</footer>",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    for unwanted in ["<script", "http://", "https://", "src=", " style="] {
        assert!(!page.contains(unwanted), "{unwanted}");
    }
    assert_well_formed(&page);
}

#[test]
fn nothing_in_a_report_can_act_or_break_out() {
    let hostile = "</style></title><script>alert(1)</script>\" onload=\"x";
    let report = Report {
        title: hostile.into(),
        lead: Some(hostile.into()),
        blocks: vec![Block::Table(ReportTable {
            caption: hostile.into(),
            ..ReportTable::default()
        })],
        footer: hostile.into(),
    };
    let page = html(&report);
    assert!(!page.contains("<script"));
    assert_eq!(page.matches("</style>").count(), 1);
    assert_well_formed(&page);
    assert_well_formed(&body(&report));
}

/// The rows of each table as (cells that start or are covered, counted in columns).
fn row_widths(body: &str) -> Vec<u32> {
    let mut widths = Vec::new();
    let mut reader = Reader::from_str(body);
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(start) if start.name().as_ref() == "w:tr" => widths.push(0),
            Event::Start(start) if start.name().as_ref() == "w:tc" => {
                *widths.last_mut().expect("a row") += 1
            }
            Event::Empty(empty) if empty.name().as_ref() == "w:gridSpan" => {
                *widths.last_mut().expect("a row") += value(&empty) - 1;
            }
            Event::Eof => return widths,
            _ => {}
        }
    }
}

fn value(element: &BytesStart<'_>) -> u32 {
    let attribute = element
        .try_get_attribute("w:val")
        .expect("attributes")
        .expect("a value");
    attribute.value.parse().expect("a number")
}

fn assert_well_formed(xml: &str) {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error} in {xml}"))
        {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "an element is open in {xml}");
}

fn any_report() -> impl Strategy<Value = Report> {
    let text = "[a<>&\"'\u{1}\u{7}\u{ffff}\t\r\n “”]{0,6}";
    let cell = (
        prop::collection::vec(text, 0..3),
        any::<[bool; 3]>(),
        0usize..4,
    )
        .prop_map(|(text, flags, row_span)| {
            let [row_head, number, quote] = flags;
            Cell {
                text,
                row_head,
                row_span,
                number,
                quote,
                room: number && quote,
            }
        });
    let row = prop_oneof![
        1 => text.prop_map(ReportRow::Group),
        4 => prop::collection::vec(cell, 0..5).prop_map(ReportRow::Cells),
    ];
    let header = prop::collection::vec(text, 0..4);
    let widths = prop::collection::vec(any::<u32>(), 0..4);
    let rows = prop::collection::vec(row, 0..8);
    (text, header, widths, rows, any::<bool>()).prop_map(
        |(words, header, widths, rows, landscape)| {
            let caption = words.clone();
            let table = ReportTable {
                caption,
                header,
                widths,
                rows,
                landscape,
            };
            let blocks = vec![
                Block::Table(table),
                Block::Paragraph(words.clone()),
                Block::Signature(vec![words.clone()]),
                Block::Sourced(vec![Words {
                    text: words.clone(),
                    source: landscape.then_some(1),
                }]),
                Block::Sources(vec![words.clone()]),
            ];
            Report {
                title: words.clone(),
                lead: None,
                blocks,
                footer: words,
            }
        },
    )
}

proptest! {
    #[test]
    fn a_table_of_any_shape_fills_its_grid_and_loses_no_cell(report in any_report()) {
        let body = body(&report);
        assert_well_formed(&body);
        assert_well_formed(&html(&report));
        let columns = body.matches("<w:gridCol ").count();
        for width in row_widths(&body) {
            prop_assert_eq!(width as usize, columns);
        }
        let Block::Table(table) = &report.blocks[0] else { unreachable!("the first block is the table") };
        let quotes = table.rows.iter().map(|row| match row {
            ReportRow::Cells(cells) => cells.iter().filter(|cell| cell.quote).map(|cell| cell.text.len()).sum(),
            ReportRow::Group(_) => 0,
        });
        prop_assert_eq!(html(&report).matches("<blockquote>").count(), quotes.sum::<usize>());
    }
}
