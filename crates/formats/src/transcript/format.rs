use std::fmt;

use serde::Serialize;

use super::{Error, vtt};

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
    /// Plain text and Markdown.
    #[serde(rename = "txt")]
    Txt,
}

impl Format {
    /// The short name used on the command line and in JSON: `vtt`, `docx`, `txt`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WebVtt => "vtt",
            Self::Docx => "docx",
            Self::Txt => "txt",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The format of a file. A `WEBVTT` signature decides alone, since tools save cue files as `.txt`; otherwise the
/// extension does, and a file without one is an archive or plain text.
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
    match extension.as_str() {
        "vtt" => Ok(Format::WebVtt),
        "docx" => Ok(Format::Docx),
        "" if bytes.starts_with(b"PK\x03\x04") => Ok(Format::Docx),
        "" | "txt" | "text" | "md" | "markdown" => Ok(Format::Txt),
        _ => Err(Error::UnknownFormat {
            extension: extension.chars().take(10).collect(),
        }),
    }
}
