//! How far a transcript was checked against its recording (study R24).

use std::fmt;

/// A stretch of the recording that a checker listened to, in milliseconds, the end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// The first millisecond.
    pub start_ms: u64,
    /// The millisecond after the last.
    pub end_ms: u64,
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckStatus {
    /// Nothing of the recording was listened to.
    Unchecked,
    /// A part of it was.
    Partly,
    /// As much as counts as the whole.
    Checked,
    /// The version was locked; what was listened to no longer matters.
    Locked,
}

/// The least share of the recording, in percent, that counts as the whole: silence before and after the interview and
/// seconds that the player skips are not speech.
pub const WHOLE_PERCENT: f64 = 98.0;

/// The intervals in order, joined where they meet or overlap; those that end before they start are dropped.
pub fn merge(intervals: &[Interval]) -> Vec<Interval> {
    let mut ordered: Vec<Interval> = intervals
        .iter()
        .copied()
        .filter(|interval| interval.start_ms < interval.end_ms)
        .collect();
    ordered.sort_unstable();
    let mut merged: Vec<Interval> = Vec::with_capacity(ordered.len());
    for interval in ordered {
        match merged.last_mut() {
            Some(last) if interval.start_ms <= last.end_ms => {
                last.end_ms = last.end_ms.max(interval.end_ms);
            }
            _ => merged.push(interval),
        }
    }
    merged
}

/// Milliseconds listened to, each counted once, of a recording of `length_ms`; what lies beyond its end does not count.
pub fn listened_ms(intervals: &[Interval], length_ms: u64) -> u64 {
    merge(intervals)
        .iter()
        .map(|i| i.end_ms.min(length_ms).saturating_sub(i.start_ms))
        .sum()
}

/// Percent of the recording that was listened to, 0 to 100; none where the recording has no length.
pub fn percent(intervals: &[Interval], length_ms: u64) -> Option<f64> {
    (length_ms > 0).then(|| listened_ms(intervals, length_ms) as f64 * 100.0 / length_ms as f64)
}

/// Corrections for each thousand words of the corrected text; none where it has no words.
pub fn corrections_per_thousand(corrections: usize, words: usize) -> Option<f64> {
    (words > 0).then(|| corrections as f64 * 1000.0 / words as f64)
}

/// Words of a text: stretches between white space that hold a letter or a digit.
pub fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// How far the check of a recording of `length_ms` has come.
pub fn status(intervals: &[Interval], length_ms: u64, locked: bool) -> CheckStatus {
    if locked {
        return CheckStatus::Locked;
    }
    match percent(intervals, length_ms) {
        Some(percent) if percent >= WHOLE_PERCENT => CheckStatus::Checked,
        Some(percent) if percent > 0.0 => CheckStatus::Partly,
        _ => CheckStatus::Unchecked,
    }
}

impl CheckStatus {
    /// The word of study R24.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Partly => "partly",
            Self::Checked => "checked",
            Self::Locked => "locked",
        }
    }
}

impl fmt::Display for CheckStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests;
