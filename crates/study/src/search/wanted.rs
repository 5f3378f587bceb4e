//! What is looked for in a text, and where it stands there.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::words::{bare, words};

/// The most memory that a pattern may take once it is read, in bytes, and its automaton while it runs.
const MOST_BYTES: usize = 1 << 20;

/// Words that follow each other, or a pattern.
#[derive(Clone, Debug)]
pub struct Wanted(How);

#[derive(Clone, Debug)]
enum How {
    /// Without case and accents.
    Words(Vec<String>),
    /// As they are written.
    Exact(Vec<String>),
    Pattern(Regex),
}

impl Wanted {
    /// Words that follow each other, whatever stands between them, without case and accents.
    ///
    /// # Errors
    /// There is no word in it.
    pub fn words(text: &str) -> Result<Self, String> {
        let words = words(text).map(|(_, word)| bare(word));
        some(text, words.filter(|word| !word.is_empty()).collect())
            .map(|words| Self(How::Words(words)))
    }

    /// The same with case and accents.
    ///
    /// # Errors
    /// There is no word in it.
    pub fn exact(text: &str) -> Result<Self, String> {
        let words = words(text).map(|(_, word)| word.to_owned());
        some(text, words.collect()).map(|words| Self(How::Exact(words)))
    }

    /// A regular expression in the words of the `regex` crate; `(?i)` at its beginning leaves case out.
    ///
    /// # Errors
    /// It is none, or too large.
    pub fn pattern(pattern: &str) -> Result<Self, String> {
        let built = RegexBuilder::new(pattern)
            .size_limit(MOST_BYTES)
            .dfa_size_limit(MOST_BYTES)
            .nest_limit(50)
            .build();
        match built {
            Ok(regex) => Ok(Self(How::Pattern(regex))),
            Err(regex::Error::CompiledTooBig(_)) => Err("This pattern is too large".to_owned()),
            Err(error) => {
                let error = error.to_string();
                let last = error.lines().last().unwrap_or_default();
                let last = last.trim_start_matches("error: ");
                Err(format!("This is no pattern: {last}"))
            }
        }
    }

    /// Where it stands in a text, in bytes; places neither touch nothing nor overlap.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        match &self.0 {
            How::Pattern(regex) => {
                let found = regex.find_iter(text).map(|found| found.range());
                found.filter(|range| !range.is_empty()).collect()
            }
            How::Words(wanted) => phrase(text, wanted, |word, wanted| bare(word) == *wanted),
            How::Exact(wanted) => phrase(text, wanted, |word, wanted| word == wanted),
        }
    }

    /// How many words it has; a pattern has none.
    pub fn words_count(&self) -> usize {
        match &self.0 {
            How::Words(words) | How::Exact(words) => words.len(),
            How::Pattern(_) => 0,
        }
    }

    /// The words, without case and accents, that stand wherever it does; none of a pattern.
    pub(super) fn needed(&self) -> Vec<String> {
        match &self.0 {
            How::Words(words) => words.clone(),
            How::Exact(words) => {
                let bare = words.iter().map(|word| bare(word));
                bare.filter(|word| !word.is_empty()).collect()
            }
            How::Pattern(_) => Vec::new(),
        }
    }

    /// Whether it stands wherever its words follow each other without case and accents.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.0, How::Words(_))
    }
}

fn some(text: &str, words: Vec<String>) -> Result<Vec<String>, String> {
    match words.is_empty() {
        true => Err(format!("There is no word in \"{text}\"")),
        false => Ok(words),
    }
}

fn phrase(text: &str, wanted: &[String], is: impl Fn(&str, &String) -> bool) -> Vec<Range<usize>> {
    // A mark that stands alone is no word of the index, and so of no phrase.
    let all: Vec<_> = words(text)
        .filter(|(_, word)| !bare(word).is_empty())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at + wanted.len() <= all.len() {
        let here = &all[at..at + wanted.len()];
        match here
            .iter()
            .zip(wanted)
            .all(|((_, word), wanted)| is(word, wanted))
        {
            true => {
                let (first, last) = (&here[0].0, &here[wanted.len() - 1].0);
                found.push(first.start..last.end);
                at += wanted.len();
            }
            false => at += 1,
        }
    }
    found
}
