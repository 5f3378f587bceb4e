//! Word and OpenDocument files: the archive itself, and the markup within a sound one.
#![no_main]

use formats::transcript::read;
use libfuzzer_sys::fuzz_target;

/// An archive of entries that are stored as they are, so that the fuzzer's bytes reach the reader of markup.
fn stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let mut fields = Vec::new();
        fields.extend([10, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        fields.extend(checksum(content).to_le_bytes());
        fields.extend(length(content).to_le_bytes());
        fields.extend(length(content).to_le_bytes());
        fields.extend([length(name.as_bytes()).to_le_bytes()[0], 0, 0, 0]);
        directory.extend(b"PK\x01\x02\x0a\0");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(length(&archive).to_le_bytes());
        directory.extend(name.as_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&fields);
        archive.extend(name.as_bytes());
        archive.extend(*content);
    }
    let start = length(&archive);
    let count = length(entries).to_le_bytes();
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count[0], 0, count[0], 0]);
    archive.extend(length(&directory).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

fn length<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).expect("a fuzzer's input is short")
}

fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| (0..8).fold(sum, |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)));
    !bytes
        .iter()
        .fold(!0, |sum, byte| step(sum ^ u32::from(*byte)))
}

fuzz_target!(|bytes: &[u8]| {
    for name in ["x.docx", "x.odt"] {
        let _ = read(name, bytes);
    }
    let word = [
        &b"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p>"[..],
        bytes,
        b"</w:p></w:document>",
    ];
    let open = [
        &b"<o:d xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
           xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><text:p>"[..],
        bytes,
        b"</text:p></o:d>",
    ];
    let word = word.concat();
    let _ = read(
        "x.docx",
        &stored(&[("word/footnotes.xml", &word), ("word/document.xml", &word)]),
    );
    let _ = read("x.odt", &stored(&[("content.xml", &open.concat())]));
});
