use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const CALLED: Called = Called {
    name: "the parcel",
    mend: "pack it again",
};

fn opened(bytes: &[u8]) -> Result<usize, String> {
    let input = Shared::new(Cursor::new(bytes)).unwrap();
    let opened = open(input, &Limits::default(), CALLED);
    opened
        .map(|zip| zip.len())
        .map_err(|error| error.to_string())
}

fn packed() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.txt", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"words").unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_zip_at_all_is_refused_by_saying_how_it_begins_and_what_to_do() {
    assert_eq!(opened(&packed()), Ok(1));
    for (bytes, begins) in [
        (&b"%PDF-1.7\n"[..], "“%PDF-1.7”, as a PDF file does"),
        (b"only words", "“only words”"),
        (b"", "nothing, since it is empty"),
        (
            b"\x1f\x8b\x08\x00",
            "the bytes 1f 8b 08 00, as a gzip archive does",
        ),
    ] {
        let said = format!("the parcel is not a ZIP file: it begins with {begins}; pack it again");
        assert_eq!(opened(bytes), Err(said));
    }
}

#[test]
fn a_zip_that_was_cut_short_is_refused_in_the_words_of_this_program() {
    let whole = packed();
    for length in 2..whole.len() {
        let said = opened(&whole[..length]).unwrap_err();
        assert!(
            said.starts_with("the parcel is refused, the list of its files: "),
            "{length}: {said}"
        );
        assert!(said.ends_with("; pack it again"), "{length}: {said}");
    }
}

/// The archive with a change in its list of entries.
fn listed(at: usize, byte: u8) -> Vec<u8> {
    let mut bytes = packed();
    let list = bytes
        .windows(4)
        .position(|sign| sign == b"PK\x01\x02")
        .unwrap();
    bytes[list + at] = byte;
    bytes
}

#[test]
fn links_and_what_is_behind_a_password_are_refused_with_their_names() {
    let refused = |bytes: &[u8]| {
        let input = Shared::new(Cursor::new(bytes)).unwrap();
        let entries = entries(input, &Limits::default(), CALLED);
        entries.map(drop).unwrap_err().to_string()
    };
    // A link is told by the attributes of a Unix, a password by a flag.
    let mut link = listed(5, 3);
    let list = link
        .windows(4)
        .position(|sign| sign == b"PK\x01\x02")
        .unwrap();
    link[list + 40..list + 42].copy_from_slice(&0o120_777_u16.to_le_bytes());
    assert_eq!(
        refused(&link),
        "the parcel is refused, a.txt: a link to another file; pack it again"
    );
    assert_eq!(
        refused(&listed(8, 1)),
        "the parcel is refused, a.txt: it is behind a password; pack it again"
    );
}
