use std::fmt;

use serde::Serialize;

use super::{Error, rtf, vtt};

/// A file format transcripts are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Format {
    /// WebVTT cue files, as Teams and Zoom write them.
    #[serde(rename = "vtt")]
    WebVtt,
    /// Office Open XML documents.
    #[serde(rename = "docx")]
    Docx,
    /// SubRip cue files.
    #[serde(rename = "srt")]
    Srt,
    /// OpenDocument texts.
    #[serde(rename = "odt")]
    Odt,
    /// Rich Text Format.
    #[serde(rename = "rtf")]
    Rtf,
    /// HTML pages.
    #[serde(rename = "html")]
    Html,
    /// PDF with a text layer.
    #[serde(rename = "pdf")]
    Pdf,
    /// Plain text and Markdown.
    #[serde(rename = "txt")]
    Txt,
}

impl Format {
    /// The short name used on the command line and in JSON: `vtt`, `srt`, `docx`, `odt`, `rtf`, `html`, `pdf`, `txt`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WebVtt => "vtt",
            Self::Docx => "docx",
            Self::Srt => "srt",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Txt => "txt",
        }
    }

    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "vtt" => Self::WebVtt,
            "srt" => Self::Srt,
            "docx" => Self::Docx,
            "odt" => Self::Odt,
            "rtf" => Self::Rtf,
            "html" | "htm" | "xhtml" => Self::Html,
            "pdf" => Self::Pdf,
            "txt" | "text" | "md" | "markdown" => Self::Txt,
            _ => return None,
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The format of a file. A signature decides before the extension where tools and people name files wrongly: cue files
/// are saved as `.txt`, RTF and PDF as `.doc`. An extension that is known and contradicted by the bytes is not obeyed
/// but judged by its reader, so that the error names what was expected. Without an extension the bytes decide.
///
/// # Errors
/// [`Error::UnknownFormat`] for any other extension.
pub fn detect(name: &str, bytes: &[u8]) -> Result<Format, Error> {
    if vtt::signed(bytes) {
        return Ok(Format::WebVtt);
    }
    let extension = match name.rsplit_once('.') {
        Some((_, extension)) => extension.to_lowercase(),
        None => String::new(),
    };
    let vague = matches!(extension.as_str(), "doc" | "");
    if let Some(format) = signed(bytes).filter(|_| vague) {
        return Ok(format);
    }
    if extension.is_empty() {
        return Ok(Format::Txt);
    }
    Format::of_extension(&extension).ok_or_else(|| Error::UnknownFormat {
        extension: extension.chars().take(10).collect(),
    })
}

fn signed(bytes: &[u8]) -> Option<Format> {
    const ODT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";
    if rtf::signed(bytes) {
        Some(Format::Rtf)
    } else if bytes.starts_with(b"%PDF-") {
        Some(Format::Pdf)
    } else if bytes.starts_with(b"PK\x03\x04") {
        // OpenDocument asks that its kind be the first entry, unpacked, so that it stands here.
        let odt = bytes.get(30..30 + ODT.len()) == Some(ODT);
        Some(if odt { Format::Odt } else { Format::Docx })
    } else {
        None
    }
}
