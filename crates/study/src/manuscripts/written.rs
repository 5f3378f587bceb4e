//! A manuscript as it is written before it is sealed.

use formats::manuscript::{Block, Kind, Manuscript};
use formats::transcript::Format;
use platform::{Error, Result};
use serde::{Deserialize, Serialize};

/// Each kind of block with its word.
const KINDS: [(Kind, &str); 8] = [
    (Kind::Heading, "heading"),
    (Kind::Paragraph, "paragraph"),
    (Kind::Quotation, "quotation"),
    (Kind::Indented, "indented"),
    (Kind::Caption, "caption"),
    (Kind::Cell, "cell"),
    (Kind::Box, "box"),
    (Kind::Note, "note"),
];

/// Each format with its word.
const FORMATS: [(Format, &str); 8] = [
    (Format::WebVtt, "vtt"),
    (Format::Srt, "srt"),
    (Format::Docx, "docx"),
    (Format::Odt, "odt"),
    (Format::Rtf, "rtf"),
    (Format::Html, "html"),
    (Format::Pdf, "pdf"),
    (Format::Txt, "txt"),
];

#[derive(Serialize, Deserialize)]
struct Written {
    format: String,
    has_line_ends: bool,
    blocks: Vec<(String, u32, String)>,
}

/// The bytes to be sealed.
pub(super) fn write(manuscript: &Manuscript) -> Result<Vec<u8>> {
    let blocks = manuscript.blocks.iter();
    let written = Written {
        format: word(&FORMATS, manuscript.format)?,
        has_line_ends: manuscript.has_line_ends,
        blocks: blocks
            .map(|block| Ok((word(&KINDS, block.kind)?, block.number, block.text.clone())))
            .collect::<Result<_>>()?,
    };
    serde_json::to_vec(&written).map_err(Error::internal)
}

/// What they say.
pub(super) fn read(bytes: &[u8]) -> Result<Manuscript> {
    let written: Written = serde_json::from_slice(bytes).map_err(Error::internal)?;
    let blocks = written.blocks.into_iter();
    Ok(Manuscript {
        format: of_word(&FORMATS, &written.format)?,
        has_line_ends: written.has_line_ends,
        blocks: blocks
            .map(|(kind, number, text)| {
                Ok(Block {
                    kind: of_word(&KINDS, &kind)?,
                    number,
                    text,
                })
            })
            .collect::<Result<_>>()?,
    })
}

fn word<T: Copy + PartialEq>(words: &[(T, &str)], wanted: T) -> Result<String> {
    let found = words.iter().find(|(one, _)| *one == wanted);
    let none = || Error::internal("a part of a manuscript has no word");
    found.map(|(_, word)| (*word).to_owned()).ok_or_else(none)
}

fn of_word<T: Copy>(words: &[(T, &str)], wanted: &str) -> Result<T> {
    let found = words.iter().find(|(_, word)| *word == wanted);
    let none = || Error::internal("a manuscript that is kept cannot be read");
    found.map(|(one, _)| *one).ok_or_else(none)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_as_it_was_for_every_kind_and_format() {
        for (format, _) in FORMATS {
            let block = |(number, (kind, text)): (u32, (Kind, &str))| Block {
                kind,
                number,
                text: text.to_owned(),
            };
            let manuscript = Manuscript {
                format,
                blocks: (1..).zip(KINDS).map(block).collect(),
                has_line_ends: true,
            };
            assert_eq!(read(&write(&manuscript).unwrap()).unwrap(), manuscript);
        }
        assert!(read(b"{}").is_err());
    }
}
