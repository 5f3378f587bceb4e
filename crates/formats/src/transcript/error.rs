use super::Format;
use crate::zipped;

/// Why a file cannot be read as a transcript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A limit of the settings is exceeded (trust IMP-1).
    #[error("{what} has more than {limit} {unit}")]
    TooLarge {
        /// What is too large, with its place where it has one: `the cue at line 12`.
        what: String,
        /// The limit.
        limit: usize,
        /// What the limit counts.
        unit: &'static str,
    },
    /// A text format was expected and the bytes are something else.
    #[error("the file is not text but {found}")]
    NotText {
        /// What the bytes look like: `a PDF file`, `binary data`.
        found: &'static str,
    },
    /// No reader for this kind of file.
    #[error(
        "transcripts are read from .vtt, .srt, .docx, .odt, .rtf, .html, .pdf, .txt and .md files, not from .{extension}"
    )]
    UnknownFormat {
        /// The file's extension in lower case, cut to 10 characters.
        extension: String,
    },
    /// The file breaks the rules of its format.
    #[error("broken {format} file, {place}: {what}")]
    Broken {
        /// The format that was expected.
        format: Format,
        /// Where: `line 1`, `word/document.xml, byte 310`.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// An office document whose archive is none, is damaged, or unpacks to too much.
    #[error(transparent)]
    Archive(#[from] zipped::Error),
    /// The file is locked with a password.
    #[error("the {format} file is protected by a password: save a copy without one and send that")]
    Protected {
        /// The format of the file.
        format: Format,
    },
    /// A PDF whose pages are pictures, or whose letters do not say which characters they are.
    #[error(
        "the PDF holds no text that can be read: send the document it was made from, or have a program recognise the \
         text in it first"
    )]
    NoTextLayer,
    /// The file is well formed and nobody says anything in it.
    #[error("the file holds no text")]
    Empty,
}

impl Error {
    pub(crate) fn too_large(what: impl Into<String>, limit: usize, unit: &'static str) -> Self {
        Self::TooLarge {
            what: what.into(),
            limit,
            unit,
        }
    }

    pub(super) fn broken(
        format: Format,
        place: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        Self::Broken {
            format,
            place: place.into(),
            what: what.into(),
        }
    }
}
