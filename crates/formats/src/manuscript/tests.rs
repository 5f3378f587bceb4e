use super::*;

fn blocks(name: &str, text: &str) -> Vec<(Kind, String)> {
    let read = read(name, text.as_bytes()).expect("a manuscript");
    let blocks = read.blocks.into_iter();
    blocks.map(|block| (block.kind, block.text)).collect()
}

fn pairs(expected: &[(Kind, &str)]) -> Vec<(Kind, String)> {
    let pairs = expected.iter();
    pairs
        .map(|(kind, text)| (*kind, (*text).to_owned()))
        .collect()
}

#[test]
fn wrapped_lines_are_joined_and_hyphens_at_their_ends_stay_without_a_space() {
    let text = "Methods\nNine nurses were inter-\nviewed by video\ncall.\n\n> We waited.\n> For long.\n\n    Set in\n    from the left.\n";
    assert_eq!(
        blocks("m.txt", text),
        pairs(&[
            (Kind::Heading, "Methods"),
            (
                Kind::Paragraph,
                "Nine nurses were inter-viewed by video call."
            ),
            (Kind::Quotation, "We waited. For long."),
            (Kind::Indented, "Set in from the left."),
        ])
    );
}

#[test]
fn headings_captions_and_cells_are_told_by_their_form_where_nobody_marks_them() {
    let text = "Holding the door\n\nTable 1. Interviews\n\nA1\tWe waited long\n\n| a | b |\n|---|---|\n\nTable 1 shows who was seen.\n";
    assert_eq!(
        blocks("m.md", text),
        pairs(&[
            (Kind::Heading, "Holding the door"),
            (Kind::Caption, "Table 1. Interviews"),
            (Kind::Cell, "A1"),
            (Kind::Cell, "We waited long"),
            (Kind::Cell, "a"),
            (Kind::Cell, "b"),
            (Kind::Paragraph, "Table 1 shows who was seen."),
        ])
    );
}

#[test]
fn a_page_says_its_headings_quotations_and_captions_and_hides_what_was_deleted() {
    let page = "<h1>Title</h1><p>They <del>often</del> said <q>we wait</q>.</p><blockquote><p>Long ago.</p></blockquote>\
                <table><caption>Table 1</caption><tr><td>Cell</td></tr></table><p>Then</p>";
    assert_eq!(
        blocks("m.html", page),
        pairs(&[
            (Kind::Heading, "Title"),
            (Kind::Paragraph, "They said “we wait”."),
            (Kind::Quotation, "Long ago."),
            (Kind::Caption, "Table 1"),
            (Kind::Cell, "Cell"),
            (Kind::Paragraph, "Then"),
        ])
    );
}

#[test]
fn a_word_document_says_its_styles() {
    use std::io::Write as _;
    let style = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr>{style}<w:spacing w:after=\"0\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        style("<w:pStyle w:val=\"Heading1\"/>", "Results"),
        style("<w:pStyle w:val=\"IntenseQuote\"/>", "We waited."),
        style("<w:ind w:left=\"720\"/>", "Set in."),
        style("<w:ind w:left=\"720\" w:hanging=\"720\"/>", "An entry."),
        style("<w:pStyle w:val=\"Caption\"/>", "Table 1"),
    ];
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{}</w:body></w:document>",
        body.concat()
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("word/document.xml", options).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let kinds: Vec<Kind> = read("m.docx", &bytes)
        .unwrap()
        .blocks
        .iter()
        .map(|block| block.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            Kind::Heading,
            Kind::Quotation,
            Kind::Indented,
            Kind::Paragraph,
            Kind::Caption
        ]
    );
}

#[test]
fn an_empty_file_and_binary_data_are_refused() {
    assert_eq!(read("m.txt", b" \n "), Err(Error::Empty));
    assert!(matches!(read("m.txt", b"\0\0"), Err(Error::NotText { .. })));
    assert!(matches!(
        read("m.xlsx", b"x"),
        Err(Error::UnknownFormat { .. })
    ));
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), which in 0..6usize) {
        let name = ["m.txt", "m.html", "m.docx", "m.pdf", "m.rtf", "m.odt"][which];
        let _ = read(name, &bytes);
    }

    #[test]
    fn no_text_panics(text in "[a-c#>|\\t\\n -]{0,60}") {
        let _ = read("m.md", text.as_bytes());
    }
}
