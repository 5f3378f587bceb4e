use serde::Serialize;

use super::Format;
use crate::zipped;

/// A transcript as speaker turns in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transcript {
    /// The format the file was read as.
    pub format: Format,
    /// At least one turn, each with some text.
    pub turns: Vec<Turn>,
    /// Doubtful places, ordered by line; those about the whole file first.
    pub warnings: Vec<Warning>,
}

/// One stretch of speech by one speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// The label as written in the file, suffixes such as `(External)` included; `None` where the file names nobody.
    pub speaker: Option<String>,
    /// Start in milliseconds of the recording, where the file states one.
    pub start_ms: Option<u64>,
    /// End in milliseconds, where the file states one.
    pub end_ms: Option<u64>,
    /// What was said, never empty. Cues joined into a turn are separated by one space, lines by LF.
    pub text: String,
    /// Where a known moment of the recording falls in `text`; both fields ascend.
    #[serde(skip)]
    pub anchors: Vec<Anchor>,
}

/// A moment of the recording tied to a place in a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Position in the turn's text in Unicode code points.
    pub at: usize,
    /// Milliseconds of the recording.
    pub ms: u64,
}

/// A doubtful place that a person should look at (study R17).
///
/// | code | meaning |
/// |---|---|
/// | `encoding_guessed` | neither UTF-8 nor marked; the encoding was guessed |
/// | `characters_lost` | bytes that fit no character became U+FFFD |
/// | `no_speakers` | nobody is named in the file |
/// | `unconfirmed_speaker` | a prefix looks like a speaker but occurs once; left in the text, speaker unknown |
/// | `speaker_carried` | a cue without a name, given to the speaker before it |
/// | `empty_turn` | a speaker's label with nothing said under it |
/// | `bad_time` | a time line of which a side cannot be read; that time is absent |
/// | `time_reversed` | a cue ends before it starts |
/// | `out_of_order` | a cue starts before the cue above it |
/// | `overlap` | a cue starts before the cue above it has ended |
/// | `stray_text` | text outside any cue; kept without time |
/// | `unknown_tag` | markup no cue file defines; kept as text |
/// | `deletions_ignored` | text deleted under change tracking is left out |
/// | `insertions_kept` | text inserted under change tracking is read |
/// | `frame_left_out` | the list of who attended a meeting, or the notice below its talk, is left out |
/// | `running_lines_left_out` | page headers, page feet, page numbers and line numbers of a PDF are left out |
/// | `hyphens_joined` | words split at line ends of a PDF were joined |
/// | `rotated_left_out` | text of a PDF set aslant, such as a watermark, is left out |
/// | `notes_kept` | footnotes and endnotes stand in square brackets at the end of the turn that refers to them |
/// | `notes_left_out` | footnotes and endnotes that are referred to and whose text was not found |
/// | `comments_left_out` | comments are not in the turns |
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// One of the codes above.
    pub code: &'static str,
    /// Line of the file from 1; in documents and pages the paragraph from 1. `None` for the whole file.
    pub line: Option<u32>,
    /// A sentence for a person.
    pub message: String,
}

impl Warning {
    pub(super) fn new(code: &'static str, line: Option<u32>, message: impl Into<String>) -> Self {
        Self {
            code,
            line,
            message: message.into(),
        }
    }
}

/// How transcripts are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Longest pause in milliseconds over which cues of one speaker still join into a turn (study R22).
    pub join_gap_ms: u64,
    /// Labels a person confirmed as speakers although they occur once (study R21).
    pub speakers: Vec<String>,
    /// Labels a person refused: `The point` in "The point: we meet weekly" is no speaker however often it recurs.
    pub not_speakers: Vec<String>,
    /// What a file may cost.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            join_gap_ms: 2_000,
            speakers: Vec::new(),
            not_speakers: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// Limits of an import (trust IMP-1), counted while reading; sizes a file declares are never trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub upload: usize,
    /// Bytes unpacked from an archive.
    pub unpacked: usize,
    /// Bytes unpacked per byte of the archive.
    pub ratio: usize,
    /// Entries of an archive.
    pub entries: usize,
    /// Nesting of XML elements.
    pub depth: usize,
    /// Cues of a cue file.
    pub cues: usize,
    /// Bytes of one cue.
    pub cue: usize,
    /// Bytes of text.
    pub text: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// Operations that draw the pages of a PDF, those of forms counted each time they are drawn; a form counts for a
    /// hundred beside its own.
    pub operations: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload: 50 << 20,
            unpacked: 200 << 20,
            ratio: 100,
            entries: 2_000,
            depth: 64,
            cues: 50_000,
            cue: 64 << 10,
            text: 20_000_000,
            pages: 2_000,
            operations: 2_000_000,
        }
    }
}

impl Limits {
    /// What the archive of an office document may cost.
    pub(super) fn zip(&self) -> zipped::Limits {
        zipped::Limits {
            packed: self.upload as u64,
            unpacked: self.unpacked as u64,
            ratio: self.ratio as u64,
            entries: self.entries,
        }
    }
}
