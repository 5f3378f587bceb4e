//! Word documents built here: what is text, what is not, and what is refused.

use std::io::{Cursor, Write as _};

use formats::transcript::docx::{self, Within};
use formats::transcript::{Error, Limits, Settings, read, read_with};
use formats::zipped;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:a=\"urn:drawing\"";

pub fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn xml(body: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
}

pub fn word(body: &str) -> Vec<u8> {
    archive(&[("word/document.xml", &xml(body))])
}

pub fn p(text: &str) -> String {
    format!("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn texts(bytes: &[u8]) -> Vec<(Within, String)> {
    let document = docx::document(bytes, &Limits::default()).unwrap();
    document
        .paragraphs
        .into_iter()
        .map(|p| (p.within, p.text))
        .collect()
}

fn in_body(text: &str) -> (Within, String) {
    (Within::Body, text.to_owned())
}

#[test]
fn runs_breaks_links_and_references_make_one_paragraph() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">a &amp; </w:t><w:tab/><w:t>b</w:t><w:br/></w:r>\
                <w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>\
                <w:sdt><w:sdtPr><w:tab/></w:sdtPr><w:sdtContent><w:r><w:t>&#x2026;<![CDATA[<c>]]></w:t></w:r></w:sdtContent></w:sdt>\
                <w:r><w:noBreakHyphen/><w:instrText>PAGE</w:instrText></w:r></w:p><w:p/>";
    assert_eq!(
        texts(&word(body)),
        [in_body("a & \tb\nlink…<c>\u{2011}"), in_body("")]
    );
}

#[test]
fn insertions_are_read_and_deletions_and_comments_are_counted_in_warnings() {
    let body = "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>\
                <w:moveFrom><w:r><w:t>there</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t> here</w:t></w:r></w:moveTo>\
                <w:r><w:footnoteReference/><w:commentReference/></w:r></w:p>";
    let bytes = archive(&[
        ("word/document.xml", &xml(body)),
        ("word/comments.xml", "never opened"),
        ("word/header1.xml", "never opened"),
    ]);
    let transcript = read("x.docx", &bytes).unwrap();
    assert_eq!(transcript.turns[0].text, "new here");
    let messages: Vec<_> = transcript
        .warnings
        .iter()
        .map(|w| w.message.as_str())
        .collect();
    assert_eq!(
        messages[..4],
        [
            "1 footnotes or endnotes are referred to and have no text in the file.",
            "1 comments are not part of the turns.",
            "2 tracked deletions are left out.",
            "2 tracked insertions are read as text."
        ]
    );
}

#[test]
fn cells_are_read_row_by_row_and_a_text_box_once_after_its_paragraph() {
    let table = |cells: [&str; 4]| {
        let [a, b, c, d] = cells.map(|cell| format!("<w:tc>{}</w:tc>", p(cell)));
        format!("<w:tbl><w:tr>{a}{b}</w:tr><w:tr>{c}{d}</w:tr></w:tbl>")
    };
    let boxed = format!(
        "<a:shape><w:txbxContent>{}</w:txbxContent></a:shape>",
        p("boxed")
    );
    let body = format!(
        "<w:p><w:r><w:t>before</w:t><mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback>\
         </mc:AlternateContent><w:t> after</w:t></w:r></w:p>{}",
        table(["Ilse:", "one", "Otto:", "two"])
    );
    let cell = |text: &str| (Within::Cell, text.to_owned());
    let boxed = (Within::Box, "boxed".to_owned());
    let expected = [
        in_body("before after"),
        boxed,
        cell("Ilse:"),
        cell("one"),
        cell("Otto:"),
        cell("two"),
    ];
    assert_eq!(texts(&word(&body)), expected);
}

#[test]
fn of_several_renderings_the_first_with_text_is_read() {
    let emoji = "<mc:AlternateContent><mc:Choice><a:symEx/></mc:Choice><mc:Fallback><w:t>🙂</w:t></mc:Fallback></mc:AlternateContent>";
    let twice = "<mc:AlternateContent><mc:Choice><w:t>one</w:t></mc:Choice><mc:Choice><w:t>two</w:t></mc:Choice>\
                 <mc:Fallback><w:t>three</w:t></mc:Fallback></mc:AlternateContent>";
    let body = format!("<w:p><w:r><w:t>a</w:t>{emoji}{twice}<w:t>b</w:t></w:r></w:p>");
    assert_eq!(texts(&word(&body)), [in_body("a🙂oneb")]);
}

#[test]
fn tables_within_tables_are_read_once_and_tabs_and_soft_hyphens_stay() {
    let inner = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p("inner"));
    let changed = "<w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:ins><w:r><w:t>kept</w:t></w:r></w:ins>\
                   <w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p></w:tc></w:tr>";
    let body = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}{}</w:tc></w:tr>{changed}</w:tbl>\
         <w:p><w:r><w:t>a</w:t><w:ptab/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:cr/></w:r></w:p>",
        p("before"),
        p("after")
    );
    let bytes = word(&body);
    let found: Vec<String> = texts(&bytes).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found, ["before", "inner", "after", "kept", "a\tb\u{ad}c\n"]);
    let document = docx::document(&bytes, &Limits::default()).unwrap();
    let counted = (document.tables, document.insertions, document.deletions);
    assert_eq!(counted, (2, 1, 1));
}

#[test]
fn teams_names_with_a_clock_open_turns() {
    let utterance = |name: &str, clock: &str, words: &str| {
        format!(
            "<w:p><w:r><w:t>{name}</w:t></w:r><w:r><w:t xml:space=\"preserve\">   {clock}</w:t></w:r>\
             <w:r><w:br/><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let body = [
        utterance("Ilse Brandt", "0:03", "Shall we?"),
        utterance("Otto (Guest)", "0:09", "Yes."),
        utterance("Ilse Brandt", "1:00:02", "Good."),
        utterance("Otto (Guest)", "1:00:05", "Mm."),
    ];
    let transcript = read("x.docx", &word(&body.concat())).unwrap();
    let turns: Vec<_> = transcript
        .turns
        .iter()
        .map(|t| {
            (
                t.speaker.as_deref().unwrap(),
                t.start_ms.unwrap(),
                t.text.as_str(),
            )
        })
        .collect();
    assert_eq!(
        turns,
        [
            ("Ilse Brandt", 3_000, "Shall we?"),
            ("Otto (Guest)", 9_000, "Yes."),
            ("Ilse Brandt", 3_602_000, "Good."),
            ("Otto (Guest)", 3_605_000, "Mm."),
        ]
    );
}

#[test]
fn the_document_is_found_by_its_relationship() {
    let relationships = "<Relationships><Relationship Type=\"http://x/relationships/officeDocument\" \
                         Target=\"/word/document2.xml\"/></Relationships>";
    let bytes = archive(&[
        ("_rels/.rels", relationships),
        ("word/document2.xml", &xml(&p("found"))),
    ]);
    assert_eq!(texts(&bytes), [in_body("found")]);
}

#[test]
fn a_doctype_and_broken_markup_are_refused_with_their_place() {
    let refusal = |bytes: &[u8]| read("x.docx", bytes).unwrap_err().to_string();
    let entity = archive(&[(
        "word/document.xml",
        "<!DOCTYPE x [<!ENTITY e \"boom\">]><x>&e;</x>",
    )]);
    assert!(refusal(&entity).starts_with("broken docx file, word/document.xml, byte "));
    assert!(refusal(&entity).ends_with("a DOCTYPE is refused"));
    let truncated = archive(&[("word/document.xml", "<x><y>")]);
    assert!(refusal(&truncated).ends_with("the end is missing"));
    let latin = archive(&[("word/other.xml", "<x/>")]);
    assert_eq!(
        refusal(&latin),
        "broken docx file, word/document.xml: the part is missing"
    );
    let protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    assert!(refusal(protected).contains("protected by a password"));
}

#[test]
fn each_limit_of_an_archive_is_named_when_exceeded() {
    let bytes = archive(&[
        ("word/document.xml", &xml(&p("enough words"))),
        ("extra", ""),
    ]);
    let limited = |limits: Limits| {
        let settings = Settings {
            limits,
            ..Settings::default()
        };
        read_with("x.docx", &bytes, &settings)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let standard = Limits::default;
    assert_eq!(limited(standard()), Ok(()));
    let refused = |limits, message: &str| assert_eq!(limited(limits), Err(message.to_owned()));
    refused(
        Limits {
            entries: 1,
            ..standard()
        },
        "the archive has more than 1 entries",
    );
    refused(
        Limits {
            unpacked: 50,
            ..standard()
        },
        "the unpacked archive has more than 50 bytes",
    );
    refused(
        Limits {
            text: 5,
            ..standard()
        },
        "the text has more than 5 bytes",
    );
    let levels = "the nesting of elements in word/document.xml has more than 4 levels";
    refused(
        Limits {
            depth: 4,
            ..standard()
        },
        levels,
    );
}

#[test]
fn an_archive_that_unpacks_to_over_a_hundred_times_its_size_is_refused() {
    let spaces = " ".repeat(4 << 20);
    let bytes = word(&p(&spaces));
    assert!(
        spaces.len() / bytes.len() > 100,
        "the example must be a bomb"
    );
    assert!(matches!(
        read("x.docx", &bytes),
        Err(Error::Archive(zipped::Error::TooLarge { .. }))
    ));
}
