//! Blocks of a cue file: a time line with text under it, with or without an identifier above.
//!
//! Where a strict reader drops text, this one keeps it and says so, because every spoken character counts (study T2):
//! a cue whose time cannot be read stays without that time, and text outside any cue stays as a cue without times.

use std::borrow::Cow;

use super::{Cue, Error, Limits, Warning, clock};

/// The cues of a file in its order, with what was doubtful about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cues<'a> {
    /// Every cue, also those without text.
    pub cues: Vec<Cue<'a>>,
    /// `bad_time` and `stray_text` with their lines.
    pub warnings: Vec<Warning>,
}

/// What a cue format allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A header, blocks that are no speech, identifiers of any kind.
    WebVtt,
    /// No header; identifiers are numbers, and text may hold blank lines.
    Srt,
}

pub(super) fn read<'a>(
    text: &'a str,
    dialect: Dialect,
    limits: &Limits,
) -> Result<Cues<'a>, Error> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut reader = Reader {
        text,
        timings: lines.iter().map(|line| timing(line)).collect(),
        lines,
        next: 0,
        dialect,
        found: Cues::default(),
    };
    if dialect == Dialect::WebVtt {
        reader.next = 1;
        reader.skip_block();
    }
    while reader.skip_blank_lines() {
        reader.block();
        if reader.found.cues.len() > limits.cues {
            return Err(Error::too_large("the file", limits.cues, "cues"));
        }
        let last = reader.found.cues.last();
        if let Some(cue) = last.filter(|cue| cue.payload.len() > limits.cue) {
            let what = format!("the cue at line {}", cue.line);
            return Err(Error::too_large(what, limits.cue, "bytes"));
        }
    }
    Ok(reader.found)
}

struct Reader<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    /// What each line is as a time line, found once, since a line is looked at from above and from below.
    timings: Vec<Option<Timing<'a>>>,
    next: usize,
    dialect: Dialect,
    found: Cues<'a>,
}

impl<'a> Reader<'a> {
    /// False at the end of the file.
    fn skip_blank_lines(&mut self) -> bool {
        while self
            .lines
            .get(self.next)
            .is_some_and(|line| self.is_blank(line))
        {
            self.next += 1;
        }
        self.next < self.lines.len()
    }

    fn block(&mut self) {
        let first = self.lines[self.next];
        if self.dialect == Dialect::WebVtt && is_aside(first) {
            self.next += 1;
            self.skip_block();
        } else if let Some(timing) = self.timing(self.next) {
            self.cue(None, timing);
        } else if let Some(timing) = self.timing_below(first) {
            self.next += 1;
            self.cue(Some(first), timing);
        } else {
            self.stray();
        }
    }

    /// The time line under an identifier.
    fn timing_below(&self, first: &str) -> Option<Timing<'a>> {
        if self.dialect == Dialect::Srt && !is_number(first) {
            return None;
        }
        self.timing(self.next + 1)
    }

    fn cue(&mut self, id: Option<&'a str>, timing: Timing<'a>) {
        let line = self.number();
        self.next += 1;
        if timing.start_ms.is_none() || timing.end_ms.is_none() {
            let message = format!(
                "The time line \"{}\" cannot be read in full.",
                cut(self.lines[self.next - 1])
            );
            self.warn("bad_time", line, message);
        }
        let cue = Cue {
            line,
            id,
            start_ms: timing.start_ms,
            end_ms: timing.end_ms,
            settings: timing.settings,
            payload: Cow::Borrowed(self.take_block()),
        };
        self.found.cues.push(cue);
    }

    fn stray(&mut self) {
        let mut line = self.number();
        if self.dialect == Dialect::Srt {
            // A number alone is that of a cue whose time line is missing; with text above it, it parts two blocks.
            let first = self.lines[self.next];
            let below = self.lines.get(self.next + 1);
            if is_number(first) {
                self.next += 1;
                line += 1;
                if below.is_none_or(|line| self.is_blank(line)) {
                    self.warn(
                        "stray_text",
                        line - 1,
                        "A number without a cue; it is left out.",
                    );
                    return;
                }
            }
        }
        self.warn(
            "stray_text",
            line,
            "Text outside any cue; it is kept without a time.",
        );
        let cue = Cue {
            line,
            id: None,
            start_ms: None,
            end_ms: None,
            settings: "",
            payload: Cow::Borrowed(self.take_block()),
        };
        self.found.cues.push(cue);
    }

    fn warn(&mut self, code: &'static str, line: u32, message: impl Into<String>) {
        let warning = Warning::new(code, Some(line), message);
        self.found.warnings.push(warning);
    }

    /// Lines up to the next blank line or time line.
    fn take_block(&mut self) -> &'a str {
        let start = self.next;
        self.skip_block();
        let mut end = self.next;
        if self.dialect == Dialect::Srt {
            // Where the blank line between two cues is missing, the number of the lower one ends the upper one.
            if self.timing(end).is_some() && end > start && is_number(self.lines[end - 1]) {
                end -= 1;
                self.next = end;
            }
        }
        let Some(last) = self.lines[start..end].last() else {
            return "";
        };
        // Lines are slices of the text, so a block of them is one too.
        let place = |line: &str| line.as_ptr().addr() - self.text.as_ptr().addr();
        &self.text[place(self.lines[start])..place(last) + last.len()]
    }

    fn skip_block(&mut self) {
        while self
            .lines
            .get(self.next)
            .is_some_and(|line| !self.is_blank(line) && self.timing(self.next).is_none())
        {
            self.next += 1;
        }
    }

    /// WebVTT ends a cue at an empty line; SRT files have blanks in theirs.
    fn is_blank(&self, line: &str) -> bool {
        line.is_empty() || (self.dialect == Dialect::Srt && line.trim().is_empty())
    }

    fn timing(&self, line: usize) -> Option<Timing<'a>> {
        self.timings.get(line).copied().flatten()
    }

    fn number(&self) -> u32 {
        u32::try_from(self.next + 1).unwrap_or(u32::MAX)
    }
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// A comment, style sheet or region definition. `STYLE` and `REGION` stand alone on their line.
fn is_aside(line: &str) -> bool {
    let word = line.split([' ', '\t']).next();
    word == Some("NOTE") || matches!(line.trim_end(), "STYLE" | "REGION")
}

#[derive(Clone, Copy)]
struct Timing<'a> {
    start_ms: Option<u64>,
    end_ms: Option<u64>,
    settings: &'a str,
}

/// A line with an arrow and a time on at least one side of it; an arrow alone may stand in an id or in speech.
fn timing(line: &str) -> Option<Timing<'_>> {
    // Looking for one character is much cheaper, and most lines are speech.
    if !line.contains('>') {
        return None;
    }
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
