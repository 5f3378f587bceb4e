//! WebVTT (W3C WebVTT: The Web Video Text Tracks Format), read with the tolerance of study R18.
//!
//! Where a strict reader drops text, this one keeps it and says so, because every spoken character counts (study T2):
//! a cue whose time cannot be read stays without that time, and text outside any cue stays as a cue without times.
//! Header lines and `NOTE`, `STYLE` and `REGION` blocks are not speech and are left out.

use super::{Cue, Error, Format, Limits, Settings, Turn, Warning, clock, cue, txt};

/// The cues of a file in its order, with what was doubtful about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cues {
    /// Every cue, also those without text.
    pub cues: Vec<Cue>,
    /// `bad_time` and `stray_text` with their lines.
    pub warnings: Vec<Warning>,
}

/// Reads the cues of a file; `text` has LF line ends and no byte-order mark, as [`crate::text::decode`] leaves it.
///
/// # Errors
/// [`Error::Broken`] where the first line is not `WEBVTT`, [`Error::TooLarge`] for too many or too long cues.
pub fn cues(text: &str, limits: &Limits) -> Result<Cues, Error> {
    if !signed(text.as_bytes()) {
        return Err(Error::broken(
            Format::WebVtt,
            "line 1",
            "the file does not begin with WEBVTT",
        ));
    }
    let mut reader = Reader {
        lines: text.split('\n').collect(),
        next: 1,
        found: Cues::default(),
    };
    reader.skip_block();
    while reader.skip_blank_lines() {
        reader.block();
        if reader.found.cues.len() > limits.cues {
            return Err(Error::too_large("the file", limits.cues, "cues"));
        }
        if let Some(cue) = reader
            .found
            .cues
            .last()
            .filter(|cue| cue.payload.len() > limits.cue)
        {
            return Err(Error::too_large(
                format!("the cue at line {}", cue.line),
                limits.cue,
                "bytes",
            ));
        }
    }
    Ok(reader.found)
}

/// Whether the bytes begin with the signature of the format, after a UTF-8 byte-order mark or without.
pub(super) fn signed(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes
        .strip_prefix(b"WEBVTT")
        .is_some_and(|rest| matches!(rest.first(), None | Some(b' ' | b'\t' | b'\r' | b'\n')))
}

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let text = txt::decode(bytes, &settings.limits, warnings)?;
    let found = cues(&text, &settings.limits)?;
    warnings.extend(found.warnings);
    Ok(cue::turns(&found.cues, settings, warnings))
}

struct Reader<'a> {
    lines: Vec<&'a str>,
    next: usize,
    found: Cues,
}

impl<'a> Reader<'a> {
    /// False at the end of the file.
    fn skip_blank_lines(&mut self) -> bool {
        while self
            .lines
            .get(self.next)
            .is_some_and(|line| line.is_empty())
        {
            self.next += 1;
        }
        self.next < self.lines.len()
    }

    fn block(&mut self) {
        let first = self.lines[self.next];
        if is_aside(first) {
            self.next += 1;
            self.skip_block();
        } else if let Some(timing) = timing(first) {
            self.cue(None, timing);
        } else if let Some(timing) = self.lines.get(self.next + 1).and_then(|line| timing(line)) {
            self.next += 1;
            self.cue(Some(first.to_owned()), timing);
        } else {
            self.stray();
        }
    }

    fn cue(&mut self, id: Option<String>, timing: Timing<'a>) {
        let line = self.number();
        self.next += 1;
        if timing.start_ms.is_none() || timing.end_ms.is_none() {
            let message = format!(
                "The time line \"{}\" cannot be read in full.",
                cut(self.lines[self.next - 1])
            );
            self.found
                .warnings
                .push(Warning::new("bad_time", Some(line), message));
        }
        let cue = Cue {
            line,
            id,
            start_ms: timing.start_ms,
            end_ms: timing.end_ms,
            settings: timing.settings.to_owned(),
            payload: self.take_block(),
        };
        self.found.cues.push(cue);
    }

    fn stray(&mut self) {
        let line = self.number();
        let message = "Text outside any cue; it is kept without a time.";
        self.found
            .warnings
            .push(Warning::new("stray_text", Some(line), message));
        let cue = Cue {
            line,
            id: None,
            start_ms: None,
            end_ms: None,
            settings: String::new(),
            payload: self.take_block(),
        };
        self.found.cues.push(cue);
    }

    /// Lines up to the next blank line or time line.
    fn take_block(&mut self) -> String {
        let start = self.next;
        self.skip_block();
        self.lines[start..self.next].join("\n")
    }

    fn skip_block(&mut self) {
        while self
            .lines
            .get(self.next)
            .is_some_and(|line| !line.is_empty() && timing(line).is_none())
        {
            self.next += 1;
        }
    }

    fn number(&self) -> u32 {
        u32::try_from(self.next + 1).unwrap_or(u32::MAX)
    }
}

/// A comment, style sheet or region definition. `STYLE` and `REGION` stand alone on their line.
fn is_aside(line: &str) -> bool {
    let word = line.split([' ', '\t']).next();
    word == Some("NOTE") || matches!(line.trim_end(), "STYLE" | "REGION")
}

struct Timing<'a> {
    start_ms: Option<u64>,
    end_ms: Option<u64>,
    settings: &'a str,
}

/// A line with an arrow and a time on at least one side of it; an arrow alone may stand in an id or in speech.
fn timing(line: &str) -> Option<Timing<'_>> {
    let (start, rest) = line.split_once("-->")?;
    let rest = rest.trim();
    let (end, settings) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let timing = Timing {
        start_ms: clock::parse(start.trim()),
        end_ms: clock::parse(end),
        settings: settings.trim_start(),
    };
    (timing.start_ms.is_some() || timing.end_ms.is_some()).then_some(timing)
}

fn cut(line: &str) -> String {
    line.chars().take(40).collect()
}
