//! Bytes to text: encodings and line ends.
//!
//! The derived text differs from the bytes in two ways only (study R16): a byte-order mark is dropped and CRLF or CR
//! become LF. Nothing is normalised or trimmed, because positions in a transcript count the code points of this text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text read from bytes, and how sure the reading is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text with LF line ends and without a byte-order mark.
    pub text: String,
    /// WHATWG name of the encoding, such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// Whether the encoding was guessed from the bytes, since neither a byte-order mark nor valid UTF-8 settles it.
    pub guessed: bool,
    /// Whether some bytes fit no character of the encoding and became U+FFFD.
    pub had_errors: bool,
}

/// Reads bytes as text: by byte-order mark, else as UTF-8, else in the legacy encoding the bytes look most like.
///
/// Always succeeds; ask [`binary`] first whether the bytes are text at all.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    let stored = decode_stored(bytes);
    Decoded {
        text: line_feeds(stored.text),
        encoding: stored.encoding,
        guessed: stored.guessed,
        had_errors: stored.had_errors,
    }
}

/// Text with the line ends of its bytes, for whoever counts what is stored.
pub(crate) struct Stored<'a> {
    /// The text without its byte-order mark.
    pub text: Cow<'a, str>,
    /// Whether there was a byte-order mark.
    pub bom: bool,
    pub encoding: &'static str,
    pub guessed: bool,
    pub had_errors: bool,
}

/// As [`decode`], with line ends as they are.
pub(crate) fn decode_stored(bytes: &[u8]) -> Stored<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Stored {
            text,
            bom: true,
            encoding: encoding.name(),
            guessed: false,
            had_errors,
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Stored {
            text: Cow::Borrowed(text),
            bom: false,
            encoding: UTF_8.name(),
            guessed: false,
            had_errors: false,
        };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    Stored {
        text,
        bom: false,
        encoding: encoding.name(),
        guessed: true,
        had_errors,
    }
}

/// Reads bytes in the encoding their file names for itself.
#[must_use]
pub fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: line_feeds(text),
        encoding: encoding.name(),
        guessed: false,
        had_errors,
    }
}

/// What the bytes are if they are no text: `"a PDF file"`, `"binary data"`; `None` for text.
#[must_use]
pub fn binary(bytes: &[u8]) -> Option<&'static str> {
    for (signature, name) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Some(name);
        }
    }
    let wide = Encoding::for_bom(bytes).is_some_and(|(e, _)| e == UTF_16LE || e == UTF_16BE);
    if wide {
        return None;
    }
    let unlikely = |byte: &u8| matches!(byte, 0x01..=0x08 | 0x0e..=0x19 | 0x1c..=0x1f);
    let binary =
        bytes.contains(&0) || (std::str::from_utf8(bytes).is_err() && bytes.iter().any(unlikely));
    binary.then_some("binary data")
}

const SIGNATURES: [(&[u8], &str); 7] = [
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF document"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old or password-protected office document",
    ),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
];

pub(crate) fn line_feeds(text: Cow<'_, str>) -> String {
    let Some(first) = text.find('\r') else {
        return text.into_owned();
    };
    let mut lines = String::with_capacity(text.len());
    lines.push_str(&text[..first]);
    for line in text[first + 1..].split('\r') {
        lines.push('\n');
        lines.push_str(line.strip_prefix('\n').unwrap_or(line));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_become_lf_and_nothing_else_changes() {
        let decoded = decode("\u{feff} a\r\nb\rc\n\ne\u{301} \t".as_bytes());
        assert_eq!(decoded.text, " a\nb\nc\n\ne\u{301} \t");
        assert_eq!((decoded.encoding, decoded.guessed), ("UTF-8", false));
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("Zoë\r\n".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(binary(&bytes), None);
        let decoded = decode(&bytes);
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding),
            ("Zoë\n", "UTF-16LE")
        );
    }

    #[test]
    fn a_legacy_encoding_is_guessed_and_said() {
        let bytes = b"Caf\xe9 Vulcano: wir h\xf6ren \x84leise\x93 zu, \xfcber Stunden.";
        let decoded = decode(bytes);
        assert_eq!(
            decoded.text,
            "Café Vulcano: wir hören „leise“ zu, über Stunden."
        );
        assert!(decoded.guessed && !decoded.had_errors);
        assert_eq!(decoded.encoding, "windows-1252");
    }

    #[test]
    fn binary_data_is_told_from_text() {
        assert_eq!(binary(b"%PDF-1.7"), Some("a PDF file"));
        assert_eq!(binary(b"ab\0cd"), Some("binary data"));
        assert_eq!(binary("Grüße\n".as_bytes()), None);
        assert_eq!(binary(b"Gr\xfc\xdfe\r\n"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_without_a_carriage_return(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = binary(&bytes);
            prop_assert!(!decode(&bytes).text.contains('\r'));
        }

        #[test]
        fn valid_text_without_carriage_returns_is_unchanged(text in "[^\r\u{feff}]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes()).text, text);
        }
    }
}
