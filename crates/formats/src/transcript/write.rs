//! Transcripts to files: what `enid transcript --to` writes.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Format, Transcript, Turn, Warning};
use crate::table;

/// A form transcripts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// `{"source","format","turns":[…],"warnings":[…]}`, the only form that holds the warnings.
    Json,
    /// `Name: words`, a blank line between turns; no times.
    Txt,
    /// WebVTT with a cue for each moment known, so that reading it gives the same turns.
    Vtt,
    /// The columns `speaker,start_ms,end_ms,text`, a row for each turn.
    Csv,
    /// Markdown: `**Name** (0:00:05)`, and the words as paragraphs below.
    Md,
}

/// Why a transcript cannot be written as a cue file: some turn has no start, and none is invented (study R21).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("turn {turn} has no time, so the transcript cannot be written as a cue file")]
pub struct Untimed {
    /// The first turn without a start, from 1.
    pub turn: usize,
}

/// Writes a transcript; `source` is the name it is given in JSON and is not looked at otherwise.
///
/// # Errors
/// [`Untimed`] for [`Output::Vtt`] alone.
pub fn write(transcript: &Transcript, source: &str, output: Output) -> Result<String, Untimed> {
    Ok(match output {
        Output::Json => json(transcript, source),
        Output::Txt => txt(transcript),
        Output::Vtt => return vtt(transcript),
        Output::Csv => csv(transcript),
        Output::Md => md(transcript),
    })
}

fn json(transcript: &Transcript, source: &str) -> String {
    #[derive(Serialize)]
    struct Whole<'a> {
        source: &'a str,
        format: Format,
        turns: &'a [Turn],
        warnings: &'a [Warning],
    }
    let whole = Whole {
        source,
        format: transcript.format,
        turns: &transcript.turns,
        warnings: &transcript.warnings,
    };
    serde_json::to_string(&whole).expect("numbers, text and lists alone, which JSON holds")
}

/// A turn of nobody follows one of somebody, so it gets a mark that is no name.
const NOBODY: &str = "?";

fn txt(transcript: &Transcript) -> String {
    let named = transcript.turns.iter().any(|turn| turn.speaker.is_some());
    let mut text = String::new();
    for turn in &transcript.turns {
        if !text.is_empty() {
            text.push('\n');
        }
        if named {
            text.extend([turn.speaker.as_deref().unwrap_or(NOBODY), ": "]);
        }
        text.extend([turn.text.as_str(), "\n"]);
    }
    text
}

fn csv(transcript: &Transcript) -> String {
    let ms = |ms: Option<u64>| ms.map(|ms| ms.to_string()).unwrap_or_default();
    let rows: Vec<Vec<String>> = transcript
        .turns
        .iter()
        .map(|turn| {
            let speaker = turn.speaker.clone().unwrap_or_default();
            vec![
                speaker,
                ms(turn.start_ms),
                ms(turn.end_ms),
                turn.text.clone(),
            ]
        })
        .collect();
    table::write_csv(&["speaker", "start_ms", "end_ms", "text"], &rows)
}

fn md(transcript: &Transcript) -> String {
    let mut text = String::new();
    for turn in &transcript.turns {
        if !text.is_empty() {
            text.push('\n');
        }
        let speaker = turn.speaker.as_deref().map(escape_md);
        let start = turn.start_ms.map(whole_clock);
        match (speaker, start) {
            (Some(speaker), Some(start)) => _ = writeln!(text, "**{speaker}** ({start})\n"),
            (Some(speaker), None) => _ = writeln!(text, "**{speaker}**\n"),
            (None, Some(start)) => _ = writeln!(text, "({start})\n"),
            (None, None) => {}
        }
        for line in turn.text.split('\n').filter(|line| !line.trim().is_empty()) {
            // Two blanks at the end of a line keep the break.
            text.extend([escape_md(line.trim()).as_str(), "  \n"]);
        }
    }
    text
}

/// Puts a backslash before what Markdown would take for markup.
fn escape_md(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        if "\\`*_{}[]<>#|~&!".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let at = text.len() - numbered.len();
    if text.starts_with(['-', '+', '=']) {
        text.insert(0, '\\');
    } else if at > 0 && numbered.starts_with(['.', ')']) {
        text.insert(at, '\\');
    }
    text
}

fn vtt(transcript: &Transcript) -> Result<String, Untimed> {
    let mut text = String::from("WEBVTT\n");
    for (index, turn) in transcript.turns.iter().enumerate() {
        let Some(start) = turn.start_ms else {
            return Err(Untimed { turn: index + 1 });
        };
        let mut pieces = pieces(turn, start).peekable();
        while let Some((from, words)) = pieces.next() {
            // Within a turn a cue ends where the next begins, which is not said anywhere but keeps them together.
            let end = pieces.peek().map(|(next, _)| *next).or(turn.end_ms);
            cue(
                &mut text,
                turn.speaker.as_deref(),
                (from, end.unwrap_or(from)),
                words,
            );
        }
    }
    Ok(text)
}

/// The words of a turn by the moment they begin at.
fn pieces(turn: &Turn, start: u64) -> impl Iterator<Item = (u64, &str)> {
    let mut bounds: Vec<(u64, usize)> = Vec::new();
    let mut places = turn.text.char_indices().enumerate().peekable();
    for anchor in &turn.anchors {
        while places.next_if(|(at, _)| *at < anchor.at).is_some() {}
        let place = places.peek().map(|&(_, (byte, _))| (anchor.ms, byte));
        bounds.extend(place);
    }
    if bounds.first().is_none_or(|(_, byte)| *byte > 0) {
        bounds.insert(0, (start, 0));
    }
    (0..bounds.len()).map(move |index| {
        let (ms, from) = bounds[index];
        let to = bounds.get(index + 1).map_or(turn.text.len(), |(_, to)| *to);
        (ms, &turn.text[from..to])
    })
}

fn cue(text: &mut String, speaker: Option<&str>, (start, end): (u64, u64), words: &str) {
    _ = writeln!(text, "\n{} --> {}", cue_clock(start), cue_clock(end));
    if let Some(speaker) = speaker {
        _ = write!(text, "<v {}>", escape_vtt(speaker));
    }
    // A blank line would end the cue, and a blank at its end only parts it from the next.
    let lines = words
        .trim_end()
        .split('\n')
        .filter(|line| !line.trim().is_empty());
    let lines: Vec<String> = lines.map(escape_vtt).collect();
    text.push_str(&lines.join("\n"));
    text.push('\n');
}

fn escape_vtt(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn whole_clock(ms: u64) -> String {
    let seconds = ms / 1_000;
    format!(
        "{}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

fn cue_clock(ms: u64) -> String {
    let seconds = ms / 1_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!(
        "{hours:02}:{minutes:02}:{:02}.{:03}",
        seconds % 60,
        ms % 1_000
    )
}
