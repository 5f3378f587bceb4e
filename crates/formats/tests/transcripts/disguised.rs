//! Files that are something else than they are called: read by what they are, or refused by saying it.

use formats::transcript::{Error, Format, read};

use crate::codes;
use crate::hostile::{packed, refusal};
use crate::portable::{at, drawn};

#[test]
fn a_wrong_extension_is_a_named_error_or_read_by_its_signature() {
    let pdf = drawn(&[at(50, 700, "Ilse")]);
    let rtf = b"{\\rtf1 Ilse}";
    let zip = packed(b'a', 10);
    let vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\nIlse";
    for bytes in [&pdf[..], rtf, &zip] {
        for name in ["x.txt", "x.md", "x.srt", "x.html"] {
            assert!(
                matches!(read(name, bytes), Err(Error::NotText { .. })),
                "{name}"
            );
        }
        assert!(matches!(read("x.vtt", bytes), Err(Error::NotText { .. })));
    }
    for name in ["x.docx", "x.odt", "x.rtf", "x.pdf", "x.html"] {
        let error = read(name, b"only words").unwrap_err();
        let archive =
            "is not a ZIP file: it begins with “only words”; open it in the program that wrote it";
        match name {
            "x.docx" | "x.odt" => assert!(error.to_string().contains(archive), "{error}"),
            _ => assert!(matches!(error, Error::Broken { .. }), "{name}: {error}"),
        }
        // A cue file says what it is, however it is named.
        assert_eq!(read(name, vtt).unwrap().format, Format::WebVtt);
    }
}

#[test]
fn a_document_that_is_something_else_is_refused_by_saying_what_it_is() {
    let pdf = drawn(&[at(50, 700, "Ilse")]);
    for (bytes, found) in [
        (&pdf[..], "a PDF file"),
        (b"{\\rtf1 Ilse}", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
    ] {
        for name in ["x.docx", "x.odt"] {
            let message = refusal(name, bytes);
            let expected = format!(
                "broken {} file, byte 0: the file is {found}: give it the ending of what it is, or save the document anew",
                &name[2..]
            );
            assert_eq!(message, expected);
        }
    }
    assert_eq!(
        refusal("x.vtt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "the file is not text but a picture"
    );
}

#[test]
fn text_in_two_byte_units_with_half_a_unit_at_its_end_is_read_and_the_half_is_said() {
    for (mark, to_bytes) in [
        ([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ([0xfe, 0xff], u16::to_be_bytes),
    ] {
        let mut bytes = mark.to_vec();
        bytes.extend("Ilse: one\nIlse: two".encode_utf16().flat_map(to_bytes));
        bytes.push(b'I');
        let transcript = read("x.txt", &bytes).unwrap();
        assert_eq!(transcript.turns[1].text, "two\u{fffd}");
        assert!(codes(&transcript).contains(&("characters_lost", None)));
    }
}
