//! Cues to turns, the same for every cue format: who speaks (study R18-R21) and what joins (study R19, R22).

use std::borrow::Cow;
use std::collections::HashMap;

use super::label::{Labels, Standing};
use super::markup::{self, Segment, Spoken};
use super::{Anchor, Settings, Turn, Warning, label};

/// One cue as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue<'a> {
    /// The line of the time line, from 1; of the first line of text where there is no time line.
    pub line: u32,
    /// The line above the time line.
    pub id: Option<&'a str>,
    /// Start in milliseconds; `None` where it is missing or unreadable.
    pub start_ms: Option<u64>,
    /// End in milliseconds; `None` where it is missing or unreadable.
    pub end_ms: Option<u64>,
    /// What follows the times on their line, uninterpreted.
    pub settings: &'a str,
    /// The text with its markup; lines are separated by LF.
    pub payload: Cow<'a, str>,
}

pub(super) fn turns(
    cues: &[Cue<'_>],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Vec<Turn> {
    flag_times(cues, warnings);
    let mut spoken: Vec<Spoken> = cues
        .iter()
        .map(|cue| markup::spoken(&cue.payload))
        .collect();
    for (cue, spoken) in cues.iter().zip(&spoken) {
        if spoken.unknown_tag {
            let message = "Something in angle brackets is no cue markup; it is kept as text.";
            warnings.push(Warning::new("unknown_tag", Some(cue.line), message));
        }
    }
    // A tool that writes voice tags writes no prefixes, so a colon there is part of what is said.
    if !spoken.iter().any(|spoken| spoken.voiced) {
        name_by_prefix(cues, &mut spoken, settings, warnings);
    }
    let mut joiner = Joiner::new(settings.join_gap_ms);
    for (cue, spoken) in cues.iter().zip(spoken) {
        for segment in spoken.segments {
            joiner.add(cue, segment);
        }
    }
    joiner.turns
}

fn flag_times(cues: &[Cue<'_>], warnings: &mut Vec<Warning>) {
    let mut above: Option<(u64, Option<u64>)> = None;
    for cue in cues {
        let mut flag = |code, message| warnings.push(Warning::new(code, Some(cue.line), message));
        let Some(start) = cue.start_ms else { continue };
        if cue.end_ms.is_some_and(|end| end < start) {
            flag("time_reversed", "The cue ends before it starts.");
        }
        match above {
            Some((above_start, _)) if start < above_start => {
                flag("out_of_order", "The cue starts before the one above it.");
            }
            Some((_, Some(above_end))) if start < above_end => {
                flag(
                    "overlap",
                    "The cue starts before the one above it has ended.",
                );
            }
            _ => {}
        }
        above = Some((start, cue.end_ms));
    }
}

/// Names segments by `Name:` prefixes at line starts and carries the name over cues that have none (study R20).
fn name_by_prefix(
    cues: &[Cue<'_>],
    spoken: &mut [Spoken],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) {
    let texts: Vec<String> = spoken.iter_mut().map(all_text).collect();
    let prefixes = texts
        .iter()
        .flat_map(|text| text.split('\n'))
        .filter_map(label::split);
    let labels = Labels::count(prefixes.map(|(label, _)| label), settings);
    let mut speaker = None;
    for ((cue, text), spoken) in cues.iter().zip(&texts).zip(spoken) {
        let by_line = Prefixes {
            labels: &labels,
            line: cue.line,
            untimed: cue.start_ms.is_none() && cue.end_ms.is_none(),
        };
        spoken.segments = by_line.segments(text, &mut speaker, warnings);
    }
}

/// Takes the text of all segments out.
fn all_text(spoken: &mut Spoken) -> String {
    if let [segment] = &mut spoken.segments[..] {
        return std::mem::take(&mut segment.text);
    }
    let texts: Vec<&str> = spoken
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    texts.join("\n")
}

struct Prefixes<'a> {
    labels: &'a Labels<'a>,
    line: u32,
    /// Text outside any cue: nothing ties it to the speaker before it.
    untimed: bool,
}

impl Prefixes<'_> {
    fn segments(
        &self,
        text: &str,
        speaker: &mut Option<String>,
        warnings: &mut Vec<Warning>,
    ) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for line in text.split('\n') {
            let prefix = label::split(line)
                .map(|(label, words)| (self.labels.standing(label), label, words));
            match prefix {
                Some((Standing::Speaker, label, words)) => {
                    *speaker = Some(label.to_owned());
                    segments.push(segment(speaker, words));
                }
                Some((Standing::Unconfirmed, label, _)) => {
                    *speaker = None;
                    segments.push(segment(speaker, line));
                    warnings.push(Warning::new(
                        "unconfirmed_speaker",
                        Some(self.line),
                        label::unconfirmed(label),
                    ));
                }
                Some((Standing::Words, ..)) | None => match segments.last_mut() {
                    Some(last) if last.text.is_empty() => line.clone_into(&mut last.text),
                    Some(last) => last.text.extend(["\n", line]),
                    None => segments.push(self.unnamed(line, speaker, warnings)),
                },
            }
        }
        segments.retain(|segment| !segment.text.trim().is_empty());
        segments
    }

    fn unnamed(
        &self,
        line: &str,
        speaker: &Option<String>,
        warnings: &mut Vec<Warning>,
    ) -> Segment {
        let carried = if self.untimed { &None } else { speaker };
        if let Some(name) = carried.as_ref().filter(|_| !line.trim().is_empty()) {
            let message = format!("The cue names nobody; it is given to {name}, who spoke before.");
            warnings.push(Warning::new("speaker_carried", Some(self.line), message));
        }
        segment(carried, line)
    }
}

fn segment(speaker: &Option<String>, text: &str) -> Segment {
    Segment {
        speaker: speaker.clone(),
        text: text.to_owned(),
    }
}

struct Joiner<'a> {
    turns: Vec<Turn>,
    /// Code points in the text of each turn, kept because counting them anew for every cue is quadratic.
    lengths: Vec<usize>,
    gap_ms: u64,
    /// The turn in which each utterance of a Teams file stands, by utterance and speaker.
    utterances: HashMap<(&'a str, Option<String>), usize>,
}

impl<'a> Joiner<'a> {
    fn new(gap_ms: u64) -> Self {
        Self {
            turns: Vec::new(),
            lengths: Vec::new(),
            gap_ms,
            utterances: HashMap::new(),
        }
    }

    fn add(&mut self, cue: &Cue<'a>, segment: Segment) {
        let utterance = cue
            .id
            .and_then(utterance)
            .map(|id| (id, segment.speaker.clone()));
        let fragment = utterance
            .as_ref()
            .and_then(|key| self.utterances.get(key).copied());
        let last = self.turns.len().checked_sub(1);
        let home = match fragment {
            Some(index) if follows(&self.turns[index], cue, None) => Some(index),
            _ => last.filter(|&index| {
                let turn = &self.turns[index];
                turn.speaker == segment.speaker && follows(turn, cue, Some(self.gap_ms))
            }),
        };
        let index = match home {
            Some(index) => {
                extend(
                    &mut self.turns[index],
                    &mut self.lengths[index],
                    cue,
                    &segment.text,
                );
                index
            }
            None => {
                self.lengths.push(segment.text.chars().count());
                self.turns.push(begin(cue, segment));
                self.turns.len() - 1
            }
        };
        if let Some(key) = utterance {
            self.utterances.insert(key, index);
        }
    }
}

/// The part `<guid>/<n>` of a Teams cue id `<guid>/<n>-<m>`, which all fragments of an utterance share (study R19).
fn utterance(id: &str) -> Option<&str> {
    let (utterance, fragment) = id.rsplit_once('-')?;
    let (guid, number) = utterance.split_once('/')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<_> = guid.split('-').map(str::len).collect();
    let hex = guid
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    (groups == [8, 4, 4, 4, 12] && hex && digits(number) && digits(fragment)).then_some(utterance)
}

/// Whether the cue starts no earlier than what the turn already holds and, if asked, within the gap after its end.
fn follows(turn: &Turn, cue: &Cue<'_>, gap_ms: Option<u64>) -> bool {
    let (Some(start), Some(latest)) = (cue.start_ms, turn.anchors.last()) else {
        return false;
    };
    let end = turn.end_ms.unwrap_or(latest.ms);
    start >= latest.ms && gap_ms.is_none_or(|gap| start <= end.saturating_add(gap))
}

fn begin(cue: &Cue<'_>, segment: Segment) -> Turn {
    Turn {
        speaker: segment.speaker,
        start_ms: cue.start_ms,
        end_ms: cue.end_ms,
        text: segment.text,
        anchors: cue
            .start_ms
            .map(|ms| Anchor { at: 0, ms })
            .into_iter()
            .collect(),
    }
}

fn extend(turn: &mut Turn, length: &mut usize, cue: &Cue<'_>, words: &str) {
    let spaced = turn.text.ends_with(char::is_whitespace) || words.starts_with(char::is_whitespace);
    if !spaced {
        turn.text.push(' ');
        *length += 1;
    }
    turn.anchors
        .extend(cue.start_ms.map(|ms| Anchor { at: *length, ms }));
    turn.text.push_str(words);
    *length += words.chars().count();
    turn.end_ms = turn.end_ms.max(cue.end_ms);
}
