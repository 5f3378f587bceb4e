//! Files made to do harm: a named error, and neither much memory nor much time.

use std::io::{Cursor, Write as _};

use formats::transcript::read;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::portable::{at, drawn, file, stream};
use crate::{files, shared};

/// Zeros, or another byte, packed about a thousand to one.
pub fn packed(byte: u8, length: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("content.xml", options).unwrap();
    zip.write_all(&vec![byte; length]).unwrap();
    zip.finish().unwrap().into_inner()
}

pub fn refusal(name: &str, bytes: &[u8]) -> String {
    match read(name, bytes) {
        Err(error) => error.to_string(),
        Ok(transcript) => panic!("{name} was read: {} turns", transcript.turns.len()),
    }
}

#[test]
fn a_zip_bomb_is_refused_at_a_hundred_times_its_size() {
    let bytes = packed(b' ', 64 << 20);
    let limit = bytes.len() * 100;
    assert_eq!(
        refusal("x.odt", &bytes),
        format!("the unpacked archive has more than {limit} bytes")
    );
}

/// A drawn page with a stream added or replaced that unpacks to 64 MiB of blanks; `before` is where the rest ends.
fn bombed(before: &[u8], head: &str) -> Vec<u8> {
    // The deflated bytes of the archive's one entry, after its header of 30 bytes and its name of 11.
    let zip = packed(b' ', 64 << 20);
    let end = zip
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap();
    let mut zlib = vec![0x78, 0x9c];
    zlib.extend(&zip[41..end]);
    let head = format!(
        "{head} /Length {} /Filter /FlateDecode >>\nstream\n",
        zlib.len()
    );
    let mut objects = drawn(&[at(50, 700, "x")]);
    let place = objects
        .windows(before.len())
        .position(|window| window == before)
        .unwrap();
    objects.truncate(place);
    objects.extend(head.as_bytes());
    objects.extend(zlib);
    objects.extend(b"\nendstream\nendobj\ntrailer\n<< /Size 7 /Root 1 0 R >>\n%%EOF");
    objects
}

#[test]
fn a_bomb_within_a_pdf_is_refused_while_it_unpacks() {
    for (before, head) in [
        (&b"5 0 obj"[..], "5 0 obj\n<<"),
        // Objects within a stream are unpacked before any page is looked for.
        (b"xref", "6 0 obj\n<< /Type /ObjStm /N 1 /First 4"),
    ] {
        let message = refusal("x.pdf", &bombed(before, head));
        assert!(
            message.starts_with("the unpacked PDF has more than"),
            "{message}"
        );
    }
}

#[test]
fn an_archive_of_more_entries_than_a_document_has_is_refused_before_it_is_opened() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..2_001 {
        let name = format!("word/{number}.xml");
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    for name in ["x.docx", "x.odt"] {
        assert_eq!(
            refusal(name, &bytes),
            "the archive has more than 2000 entries"
        );
    }
    // A list of entries without its end is none.
    let list = b"PK\x01\x02".repeat(2_001);
    let message = refusal("x.docx", &[b"PK\x03\x04", &list[..]].concat());
    assert!(
        message.starts_with("the docx file is refused, the list of its files: "),
        "{message}"
    );
}

#[test]
fn elements_a_hundred_thousand_deep_are_refused_at_the_limit() {
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    for (name, part, root, level) in [
        ("x.docx", "word/document.xml", "w:document", "w:tbl"),
        ("x.odt", "content.xml", "w:content", "w:p"),
    ] {
        let (deep, ends) = (
            format!("<{level}>").repeat(100_000),
            format!("</{level}>").repeat(100_000),
        );
        let xml = format!("<{root} xmlns:w=\"{word}\">{deep}Ilse{ends}</{root}>");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(part, stored).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
        assert_eq!(
            refusal(name, &zip.finish().unwrap().into_inner()),
            format!("the nesting of elements in {part} has more than 64 levels")
        );
    }
}

#[test]
fn entities_that_would_unfold_are_refused_with_their_doctype() {
    let lol = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><x>&b;</x>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in ["content.xml", "word/document.xml"] {
        zip.start_file(part, SimpleFileOptions::default()).unwrap();
        zip.write_all(lol.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    for name in ["x.odt", "x.docx"] {
        assert!(refusal(name, &bytes).ends_with("a DOCTYPE is refused"));
    }
    // A page may have a DOCTYPE; nothing in it is ever unfolded.
    let page = format!("{lol}<p>Ilse");
    assert!(
        read("x.html", page.as_bytes()).unwrap().turns[0]
            .text
            .contains("&b;")
    );
}

#[test]
fn nesting_of_any_depth_ends_in_an_answer() {
    let deep = 200_000;
    for (name, text) in [
        (
            "x.html",
            "<div>".repeat(deep) + "Ilse" + &"</div>".repeat(deep),
        ),
        ("x.html", "<table><td>".repeat(deep) + "Ilse"),
        ("x.rtf", format!("{{\\rtf1 {}", "{".repeat(deep))),
        (
            "x.vtt",
            format!(
                "WEBVTT\n\n00:01.000 --> 00:02.000\n{}",
                "<i>".repeat(10_000)
            ),
        ),
        (
            "x.srt",
            format!(
                "1\n00:00:01,000 --> 00:00:02,000\n{}",
                "{\\an8}".repeat(9_000)
            ),
        ),
        ("x.md", "> ".repeat(deep)),
    ] {
        let _ = read(name, text.as_bytes());
    }
    for open in ["[", "<<", "(", "<< /A ", "[ ("] {
        let array = open.repeat(deep);
        let _ = read("x.pdf", &drawn(std::slice::from_ref(&array)));
        let _ = read("x.pdf", &file(std::slice::from_ref(&array)));
        let _ = read(
            "x.pdf",
            format!("%PDF-1.4\n1 0 obj {array}\nendobj\ntrailer << /Root 1 0 R >>").as_bytes(),
        );
    }
}

#[test]
fn pages_and_forms_that_hold_themselves_are_drawn_once_or_refused() {
    let pages = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R 3 0 R] /Parent 2 0 R >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R >>".to_owned(),
    ];
    assert!(!refusal("x.pdf", &file(&pages)).is_empty());

    let form = "<< /XObject << /X 4 0 R >> >>";
    let forms = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources {form} >>"),
        stream(
            &format!("/Type /XObject /Subtype /Form /Resources {form}"),
            &"/X Do ".repeat(30),
        ),
        stream("", "/X Do"),
    ];
    let message = refusal("x.pdf", &file(&forms));
    assert!(
        message.starts_with("the unpacked PDF has more than"),
        "{message}"
    );
}

#[test]
fn a_map_of_four_thousand_million_characters_is_looked_up_and_not_unfolded() {
    let map = "1 beginbfrange <00000000> <ffffffff> <0041> endbfrange";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [4 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /W [0 99999999999 500] >>] >>"
            .to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> >>".to_owned(),
        stream("", "BT /F 10 Tf 50 700 Td <00000001> Tj ET"),
        stream("", map),
    ];
    assert_eq!(read("x.pdf", &file(&objects)).unwrap().turns[0].text, "AB");
}

#[test]
fn truncated_real_files_are_answered() {
    let Some(folder) = shared("transcripts") else {
        return;
    };
    let small = [
        "odt/P10_Nov21_PSSUQ_Comments.odt",
        "pdf/MLSS_coded_13_Rached.pdf",
        "html/buzzcast.html",
        "srt/buzzcast.srt",
    ];
    for name in small {
        let whole = std::fs::read(folder.join(name)).unwrap();
        for step in 0..12 {
            let at = step * whole.len() / 12;
            let _ = read(name, &whole[..at]);
            let mut flipped = whole.clone();
            flipped[at] ^= 0x55;
            let _ = read(name, &flipped);
        }
    }
}

#[test]
fn damaged_pdf_files_of_another_readers_tests_are_answered() {
    let Some(folder) = shared("corpora/pdf") else {
        return;
    };
    for path in files(&folder, "pdf") {
        let whole = std::fs::read(&path).unwrap();
        for step in 0..40 {
            let at = step * whole.len() / 40;
            let mut damaged = whole.clone();
            damaged[at] ^= 0x11;
            let _ = read("x.pdf", &damaged);
            let _ = read("x.pdf", &whole[at..]);
        }
    }
}
