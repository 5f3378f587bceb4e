//! The frame of a Google Meet transcript (study R20): a list of who attended above the talk, a notice below it.
//!
//! The layout is known from descriptions and not from a real export, so the frame is recognised narrowly: by the line
//! `Attendees` among the first lines and a line `Transcript` or a clock below it. Nothing else is cut from any file.

use super::lines::Line;
use super::{Warning, clock};

/// The lines that hold the talk, with a warning for those that frame it.
pub(super) fn speech<'a, 'b>(lines: &'b [Line<'a>], warnings: &mut Vec<Warning>) -> &'b [Line<'a>] {
    let Some(start) = start(lines) else {
        return lines;
    };
    let ends = |line: &Line<'_>| {
        let text = line.text.trim();
        text.starts_with("Meeting ended after ") || text.starts_with("Transcription ended after ")
    };
    let end = lines[start..].iter().rposition(ends).map(|at| start + at);
    let end = end.unwrap_or(lines.len());
    let below = if end < lines.len() {
        " and the notice below it"
    } else {
        ""
    };
    let message = format!("Left out: the list of who attended above the talk{below}.");
    warnings.push(Warning::new("frame_left_out", None, message));
    &lines[start..end]
}

fn start(lines: &[Line<'_>]) -> Option<usize> {
    let head = &lines[..lines.len().min(20)];
    let attendees = head
        .iter()
        .position(|line| line.text.trim() == "Attendees")?;
    let below = lines.iter().enumerate().skip(attendees + 1).take(40);
    let mut below = below.map(|(at, line)| (at, line.text.trim()));
    below.find_map(|(at, text)| {
        if text == "Transcript" {
            return Some(at + 1);
        }
        clock::parse_heading(text).map(|_| at)
    })
}
