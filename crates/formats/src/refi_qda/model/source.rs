//! Sources, what is selected in them, and with which codes.

use uuid::Uuid;

use super::{About, Stamp, VariableValue};

/// A piece of material.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A text.
    Text(TextDocument),
    /// A picture.
    Picture(PictureSource),
    /// A PDF.
    Pdf(PdfSource),
    /// A sound recording.
    Audio(MediaSource),
    /// A film.
    Video(MediaSource),
}

impl Source {
    /// Its GUID, name and who made it.
    #[must_use]
    pub fn about(&self) -> &About {
        match self {
            Self::Text(text) => &text.about,
            Self::Picture(picture) => &picture.about,
            Self::Pdf(pdf) => &pdf.about,
            Self::Audio(media) | Self::Video(media) => &media.about,
        }
    }

    /// The same, to be changed.
    pub fn about_mut(&mut self) -> &mut About {
        match self {
            Self::Text(text) => &mut text.about,
            Self::Picture(picture) => &mut picture.about,
            Self::Pdf(pdf) => &mut pdf.about,
            Self::Audio(media) | Self::Video(media) => &mut media.about,
        }
    }
}

/// A text with what is selected in it: a source, a note, what stands in a PDF, what is said of a picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextDocument {
    /// GUID, name, author.
    pub about: About,
    /// The text; absent where the file refers to one that it does not hold (Q19d).
    pub text: Option<Text>,
    /// Whether the text stood in the XML and not in a file of its own.
    pub inline: bool,
    /// Path of a twin with styles, as written.
    pub rich_text_path: Option<String>,
    /// What is selected.
    pub selections: Vec<TextSelection>,
    /// Codings of the whole.
    pub codings: Vec<Coding>,
    /// What is known of it.
    pub values: Vec<VariableValue>,
}

/// A text. Positions count its code points from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text with LF line ends and without a byte-order mark; nothing else is changed (Q15).
    pub content: String,
    /// The file it came from; absent for a text within the XML.
    pub original: Option<Original>,
}

impl Text {
    /// A text of one's own.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            original: None,
        }
    }
}

/// A text as it lay in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Original {
    /// Its name in the archive.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A part of something, with the codes on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection<P> {
    /// GUID, name, author.
    pub about: About,
    /// Which part.
    pub place: P,
    /// The codes on it.
    pub codings: Vec<Coding>,
}

/// A part of a text.
pub type TextSelection = Selection<TextPlace>;
/// A part of a picture.
pub type PictureSelection = Selection<Area>;
/// A part of a PDF.
pub type PdfSelection = Selection<PdfPlace>;
/// A part of a recording.
pub type MediaSelection = Selection<Interval>;
/// A part of a transcript.
pub type TranscriptSelection = Selection<TranscriptPlace>;

/// A coding: one code, put there by one analyst.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coding {
    /// Unique in the project.
    pub guid: Uuid,
    /// A code, or a case where a program codes with cases (Q19i).
    pub code: Uuid,
    /// By whom and when.
    pub created: Stamp,
    /// Notes about the coding.
    pub note_refs: Vec<Uuid>,
}

/// Whether positions are known to be where the file meant them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Positions are code points of [`Text::content`], the end excluded; an empty span is a point.
    #[default]
    Placed,
    /// Positions are the numbers of the file: which characters they meant could not be told. Never to be used without a
    /// person's look (Q13).
    Unverified,
}

/// A span of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextPlace {
    /// First code point.
    pub start: i64,
    /// The code point after the last.
    pub end: i64,
    /// Whether the two can be relied on.
    pub anchor: Anchor,
}

/// A rectangle: pixels from the upper left of a picture, points from the lower left of a PDF's page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    /// One corner: x, y.
    pub first: (i64, i64),
    /// The corner across.
    pub second: (i64, i64),
}

/// A rectangle on a page of a PDF.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PdfPlace {
    /// The page, as the program that wrote it counts.
    pub page: i64,
    /// Where on the page.
    pub area: Area,
    /// What stands there.
    pub representation: Option<Box<TextDocument>>,
}

/// A stretch of a recording in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Interval {
    /// When it begins.
    pub begin: i64,
    /// When it ends.
    pub end: i64,
}

/// A file that is not text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Media {
    /// Path as written: `internal://…` lies in the archive, `relative:///…` and `absolute:///…` do not and are never
    /// followed (Q7).
    pub path: Option<String>,
    /// Its name in the archive, where it is there.
    pub file: Option<String>,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PictureSource {
    /// GUID, name, author.
    pub about: About,
    /// The picture's file.
    pub media: Media,
    /// What is said of the picture.
    pub text: Option<Box<TextDocument>>,
    /// What is selected.
    pub selections: Vec<PictureSelection>,
    /// Codings of the whole.
    pub codings: Vec<Coding>,
    /// What is known of it.
    pub values: Vec<VariableValue>,
}

/// A PDF.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PdfSource {
    /// GUID, name, author.
    pub about: About,
    /// The PDF's file.
    pub media: Media,
    /// What is selected.
    pub selections: Vec<PdfSelection>,
    /// Its text.
    pub representation: Option<Box<TextDocument>>,
    /// Codings of the whole.
    pub codings: Vec<Coding>,
    /// What is known of it.
    pub values: Vec<VariableValue>,
}

/// A recording.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MediaSource {
    /// GUID, name, author.
    pub about: About,
    /// The recording's file.
    pub media: Media,
    /// What is said in it.
    pub transcripts: Vec<Transcript>,
    /// What is selected.
    pub selections: Vec<MediaSelection>,
    /// Codings of the whole.
    pub codings: Vec<Coding>,
    /// What is known of it.
    pub values: Vec<VariableValue>,
}

/// What is said in a recording.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transcript {
    /// GUID, name, author.
    pub about: About,
    /// The text; absent where the file refers to one that it does not hold.
    pub text: Option<Text>,
    /// Whether the text stood in the XML and not in a file of its own.
    pub inline: bool,
    /// Path of a twin with styles, as written.
    pub rich_text_path: Option<String>,
    /// Where text and recording meet.
    pub sync_points: Vec<SyncPoint>,
    /// What is selected.
    pub selections: Vec<TranscriptSelection>,
}

/// A place at which text and recording meet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncPoint {
    /// Unique in the project.
    pub guid: Uuid,
    /// Milliseconds from the beginning.
    pub time: Option<i64>,
    /// Code point of the text; the file's number where the transcript's positions could not be placed.
    pub position: Option<i64>,
}

/// A span between two sync points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TranscriptPlace {
    /// The sync point at which it starts.
    pub from: Option<Uuid>,
    /// The sync point at which it ends.
    pub to: Option<Uuid>,
    /// The span of the text between them (Q19q); absent where no position is known.
    pub span: Option<TextPlace>,
}
