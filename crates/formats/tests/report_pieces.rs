//! Reports that are written piece by piece, and drawings in reports.

use formats::report::{
    Block, Cell, DocxPieces, HtmlPieces, Report, ReportPicture, ReportRow, ReportTable, docx, html,
};
use std::io::Cursor;

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\">\
    <rect width=\"40\" height=\"30\" fill=\"#17495a\"/></svg>";

fn table(words: &str) -> Block {
    Block::Table(ReportTable {
        caption: "Extracts".into(),
        header: vec!["Turn".into(), "Extract".into()],
        widths: vec![1, 4],
        rows: vec![ReportRow::Cells(vec![Cell::number("1"), Cell::text(words)])],
        landscape: false,
    })
}

fn report() -> Report {
    Report {
        title: "Coded <extracts>".into(),
        lead: Some("Two of them.".into()),
        blocks: vec![Block::Heading("K1".into()), table("a & b"), table("c")],
        footer: "As of today".into(),
    }
}

fn part(document: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).expect("a zip file");
    std::io::read_to_string(archive.by_name(name).expect(name)).expect("UTF-8")
}

#[test]
fn a_word_file_in_pieces_is_the_one_that_is_written_at_once() {
    let report = report();
    let mut pieces = DocxPieces::begin(&report).expect("begun");
    let mut bytes = Vec::new();
    for block in report.blocks.chunks(1) {
        pieces.blocks(block).expect("written");
        bytes.extend(pieces.take());
    }
    bytes.extend(pieces.end().expect("ended"));
    let whole = docx(&report).expect("written");
    for name in ["word/document.xml", "word/footer1.xml", "docProps/core.xml"] {
        assert_eq!(part(&bytes, name), part(&whole, name), "{name}");
    }
}

#[test]
fn a_page_in_pieces_has_the_same_body_and_columns_of_the_same_widths() {
    let report = report();
    let (mut pieces, mut page) = HtmlPieces::begin(report.clone(), &[1, 4]);
    for block in report.blocks.chunks(1) {
        page.push_str(&pieces.blocks(block));
    }
    page.push_str(&pieces.end());
    let whole = html(&report);
    let body = |page: &str| page.split_once("<body>").expect("a body").1.to_owned();
    assert_eq!(body(&page), body(&whole));
    assert!(page.contains("table col:nth-child(2) { width: 80.0%; }"));
}

#[test]
fn a_drawing_stands_in_a_page_as_it_is() {
    let mut report = report();
    report.blocks.push(Block::Picture(ReportPicture {
        svg: DRAWING.into(),
        width: 40,
        height: 30,
        alt: "A \"box\"".into(),
        landscape: true,
    }));
    let page = html(&report);
    assert!(page.contains(DRAWING));
    assert!(page.contains("size: A4 landscape"));
}

#[test]
#[cfg(feature = "pdf")]
fn a_drawing_stands_in_a_word_file_as_a_picture_with_its_words_and_in_a_pdf() {
    let mut report = report();
    let picture = |alt: &str| {
        Block::Picture(ReportPicture {
            svg: DRAWING.into(),
            width: 40,
            height: 30,
            alt: alt.into(),
            landscape: false,
        })
    };
    report
        .blocks
        .extend([picture("A \"box\""), picture("Another")]);
    let document = docx(&report).expect("written");
    let body = part(&document, "word/document.xml");
    assert!(body.contains("descr=\"A &quot;box&quot;\""), "{body}");
    for number in ["1", "2"] {
        assert!(body.contains(&format!("r:embed=\"rIdPicture{number}\"")));
        let relations = part(&document, "word/_rels/document.xml.rels");
        assert!(relations.contains(&format!("Target=\"media/picture{number}.png\"")));
        let mut archive = zip::ZipArchive::new(Cursor::new(&document)).expect("a zip file");
        let name = format!("word/media/picture{number}.png");
        assert!(archive.by_name(&name).expect("a picture").size() > 50);
    }
    let types = part(&document, "[Content_Types].xml");
    assert!(types.contains("ContentType=\"image/png\""), "{types}");
    let pdf = formats::report::pdf(&report).expect("set");
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(pdf, formats::report::pdf(&report).expect("set"));
    report.blocks.truncate(3);
    assert!(pdf.len() > formats::report::pdf(&report).expect("set").len());
}
