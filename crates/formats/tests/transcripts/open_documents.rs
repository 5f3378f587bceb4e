//! OpenDocument texts built here: what is text, what is not, and what is refused.

use std::io::{Cursor, Write as _};

use formats::transcript::document::Within;
use formats::transcript::{Error, Format, Limits, Settings, odt, read, read_with};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{codes, said};

pub fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn content(body: &str) -> String {
    let kind = "urn:oasis:names:tc:opendocument:xmlns";
    format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"{kind}:office:1.0\" xmlns:text=\"{kind}:text:1.0\" \
         xmlns:table=\"{kind}:table:1.0\" xmlns:draw=\"{kind}:drawing:1.0\" xmlns:svg=\"{kind}:svg-compatible:1.0\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>"
    )
}

pub fn open_document(body: &str) -> Vec<u8> {
    archive(&[("content.xml", &content(body))])
}

fn texts(body: &str) -> Vec<(Within, String)> {
    let document = odt::document(&open_document(body), &Limits::default()).unwrap();
    document
        .paragraphs
        .into_iter()
        .map(|p| (p.within, p.text))
        .collect()
}

#[test]
fn white_space_is_collapsed_and_its_elements_are_read() {
    let body = "<text:h>  A\n heading </text:h><text:p>a<text:span> b</text:span><text:s text:c=\"3\"/>c<text:tab/> d\
                <text:line-break/><text:a>e</text:a>&amp;&#x2026;</text:p><text:p/>";
    let body_text = |text: &str| (Within::Body, text.to_owned());
    assert_eq!(
        texts(body),
        [
            body_text("A heading "),
            body_text("a b   c\t d\ne&…"),
            body_text("")
        ]
    );
}

#[test]
fn cells_lists_and_boxes_are_read_in_order() {
    let body = "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>\
                <table:table><table:table-row><table:table-cell><text:p>Ilse:</text:p></table:table-cell>\
                <table:table-cell><text:p>One</text:p></table:table-cell></table:table-row></table:table>\
                <text:p>before<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box><svg:title>no</svg:title></draw:frame> after</text:p>";
    let expected = [
        (Within::Body, "item"),
        (Within::Cell, "Ilse:"),
        (Within::Cell, "One"),
        (Within::Body, "before after"),
        (Within::Box, "boxed"),
    ];
    assert_eq!(
        texts(body),
        expected.map(|(within, text)| (within, text.to_owned()))
    );
}

#[test]
fn comments_and_deletions_are_left_out_and_counted_and_insertions_are_read() {
    let region = |change: &str| format!("<text:changed-region>{change}</text:changed-region>");
    let body = [
        "<text:tracked-changes>",
        &region("<text:deletion><text:p>gone</text:p></text:deletion>"),
        &region("<text:insertion><office:change-info/></text:insertion>"),
        // A change of the look changes no text.
        &region("<text:format-change/>").repeat(2),
        "</text:tracked-changes><text:p>Ilse: A<text:change/>\
                <office:annotation><dc:creator>x</dc:creator><text:p>comment</text:p></office:annotation>\
         <text:change-start/>new<text:change-end/><text:change-start/>,<text:change-end/><text:script>run()</text:script></text:p>\
         <text:p>Ilse: b</text:p>",
    ]
    .concat();
    let transcript = read("x.odt", &open_document(&body)).unwrap();
    assert_eq!(
        said(&transcript),
        [(Some("Ilse"), "Anew,"), (Some("Ilse"), "b")]
    );
    assert!(transcript.warnings[2].message.starts_with("1 tracked ins"));
    let counted = ["comments_left_out", "deletions_ignored", "insertions_kept"];
    assert_eq!(codes(&transcript), counted.map(|code| (code, None)));
}

#[test]
fn tables_within_tables_are_read_once_and_soft_hyphens_stay() {
    let cell = |inner: &str| {
        format!(
            "<table:table><table:table-row><table:table-cell>{inner}</table:table-cell></table:table-row></table:table>"
        )
    };
    let inner = cell("<text:p>in\u{ad}ner</text:p>");
    let body = cell(&format!(
        "<text:p>before</text:p>{inner}<text:p>after</text:p>"
    ));
    let found: Vec<String> = texts(&body).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found, ["before", "in\u{ad}ner", "after"]);
}

#[test]
fn a_password_a_doctype_and_a_missing_part_are_refused_by_name() {
    let locked = archive(&[
        ("META-INF/manifest.xml", "<m><encryption-data/></m>"),
        ("content.xml", "\u{1}"),
    ]);
    assert_eq!(
        read("x.odt", &locked),
        Err(Error::Protected {
            format: Format::Odt
        })
    );
    let refusal = |bytes: &[u8]| read("x.odt", bytes).unwrap_err().to_string();
    let entity = archive(&[(
        "content.xml",
        "<!DOCTYPE x [<!ENTITY e \"boom\">]><x>&e;</x>",
    )]);
    assert!(refusal(&entity).ends_with("a DOCTYPE is refused"));
    assert_eq!(
        refusal(&archive(&[("other.xml", "")])),
        "broken odt file, content.xml: the part is missing"
    );
    assert!(refusal(b"no archive").starts_with("the odt file is not a ZIP file: it begins with "));
}

#[test]
fn a_count_of_spaces_is_judged_before_it_is_written() {
    let body = "<text:p>a<text:s text:c=\"18446744073709551615\"/></text:p>";
    let message = read("x.odt", &open_document(body)).unwrap_err().to_string();
    assert_eq!(message, "the text has more than 20000000 bytes");
}

#[test]
fn depth_and_unpacked_size_are_limited() {
    let bytes = open_document(&format!(
        "{}{}",
        "<text:span>".repeat(70),
        "</text:span>".repeat(70)
    ));
    assert!(
        read("x.odt", &bytes)
            .unwrap_err()
            .to_string()
            .ends_with("has more than 64 levels")
    );
    let limits = Limits {
        unpacked: 100,
        ..Limits::default()
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let small = read_with("x.odt", &open_document("<text:p>a</text:p>"), &settings).unwrap_err();
    assert_eq!(
        small.to_string(),
        "the unpacked archive has more than 100 bytes"
    );
}
