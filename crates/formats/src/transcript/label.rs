//! The `Name:` prefix: what counts as a speaker and what does not (study R21).

use std::collections::HashMap;

use super::Settings;

/// How far a label is a speaker in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It recurs or a person confirmed it.
    Speaker,
    /// It has the form of a label and occurs once.
    Unconfirmed,
    /// A person refused it: ordinary words.
    Words,
}

/// The labels of one file with their number of occurrences.
pub(super) struct Labels<'a> {
    counts: HashMap<&'a str, usize>,
    settings: &'a Settings,
}

impl<'a> Labels<'a> {
    pub(super) fn count(labels: impl Iterator<Item = &'a str>, settings: &'a Settings) -> Self {
        let mut counts = HashMap::new();
        for label in labels {
            *counts.entry(label).or_default() += 1;
        }
        Self { counts, settings }
    }

    pub(super) fn standing(&self, label: &str) -> Standing {
        let listed = |list: &[String]| list.iter().any(|entry| entry == label);
        if listed(&self.settings.not_speakers) {
            Standing::Words
        } else if listed(&self.settings.speakers)
            || self.counts.get(label).is_some_and(|&count| count > 1)
        {
            Standing::Speaker
        } else {
            Standing::Unconfirmed
        }
    }
}

/// The message of an `unconfirmed_speaker` warning.
pub(super) fn unconfirmed(label: &str) -> String {
    format!(
        "\"{label}\" looks like a speaker but occurs once; confirm it, or the speaker stays unknown."
    )
}

/// Splits `Name: words` into label and words without the white space between; `None` where the line has no prefix
/// that could be a speaker. Besides the form of a name, a colon within a clock, a web address or a bracket that is still
/// open, as in `[Note 1: text]`, is refused.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    let (before, after) = line.split_once(':')?;
    let label = before.trim();
    let clock = before.ends_with(|c: char| c.is_ascii_digit())
        && after.starts_with(|c: char| c.is_ascii_digit());
    let count = |marks: [char; 2]| before.matches(marks).count();
    let bracketed = count(['(', '[']) > count([')', ']']);
    if clock || bracketed || after.starts_with("//") || !is_name(label) {
        return None;
    }
    Some((label, after.trim_start()))
}

/// At most 5 words and 60 characters, with a letter (study R21).
pub(super) fn is_name(label: &str) -> bool {
    label.chars().any(char::is_alphabetic)
        && label.chars().nth(60).is_none()
        && label.split_whitespace().nth(5).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_has_the_form_of_a_name() {
        assert_eq!(
            split("Interviewer 1: So, tell me"),
            Some(("Interviewer 1", "So, tell me"))
        );
        assert_eq!(
            split("  Person2 :\u{a0}oui : non"),
            Some(("Person2", "oui : non"))
        );
        assert_eq!(split("Ilse:"), Some(("Ilse", "")));
        assert_eq!(split("[Ilse (r)]: so"), Some(("[Ilse (r)]", "so")));
        assert_eq!(split("a b c d e: five"), Some(("a b c d e", "five")));
    }

    #[test]
    fn clocks_addresses_and_sentences_are_no_prefix() {
        let long = format!("{}: words", "x".repeat(61));
        for line in [
            "10:30",
            "10: 30",
            "at 10:30 we met",
            "https://example.org",
            "a b c d e f: six",
            ": x",
            "...: x",
            "none",
            "[Note 1: words]",
            "(laughs: twice)",
            &long,
        ] {
            assert_eq!(split(line), None, "{line}");
        }
    }

    #[test]
    fn a_label_must_recur_or_be_confirmed_and_may_be_refused() {
        let settings = Settings {
            speakers: vec!["Guest".to_owned()],
            not_speakers: vec!["The point".to_owned()],
            ..Settings::default()
        };
        let labels = Labels::count(
            ["Ilse", "Guest", "The point", "Ilse", "The point", "Once"].into_iter(),
            &settings,
        );
        assert_eq!(labels.standing("Ilse"), Standing::Speaker);
        assert_eq!(labels.standing("Guest"), Standing::Speaker);
        assert_eq!(labels.standing("The point"), Standing::Words);
        assert_eq!(labels.standing("Once"), Standing::Unconfirmed);
    }
}
