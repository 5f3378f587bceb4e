//! What Enid knows and the standard has no place for, as the last lines of a description: `[enid: level latent]`.

use std::fmt::Write as _;

const OPENS: &str = "[enid: ";
const CLOSES: &str = "]";

/// The flags of one description, in their order: a word, and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(Vec<(String, String)>);

impl Flags {
    /// Adds one; what it says stands in one line.
    pub(crate) fn add(&mut self, word: &str, says: impl Into<String>) {
        let says = says.into().replace(['\n', '\r'], " ");
        self.0.push((word.to_owned(), says));
    }

    /// What the first flag of a word says.
    pub(crate) fn get(&self, word: &str) -> Option<&str> {
        let found = self.0.iter().find(|(one, _)| one == word);
        found.map(|(_, says)| says.as_str())
    }

    /// What every flag of a word says.
    pub(crate) fn all<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        let these = self.0.iter().filter(move |(one, _)| one == word);
        these.map(|(_, says)| says.as_str())
    }

    /// A description of these words and flags; none where there is neither.
    pub(crate) fn after(&self, words: &str) -> Option<String> {
        let mut text = words.to_owned();
        for (word, says) in &self.0 {
            let line = if text.is_empty() { "" } else { "\n" };
            let space = if says.is_empty() { "" } else { " " };
            let _ = write!(text, "{line}{OPENS}{word}{space}{says}{CLOSES}");
        }
        (!text.is_empty()).then_some(text)
    }

    /// The words of a description, and the flags that stand below them.
    pub(crate) fn split(description: Option<&str>) -> (String, Self) {
        let mut rest = description.unwrap_or_default();
        let mut flags = Vec::new();
        loop {
            let (above, line) = rest.rsplit_once('\n').unwrap_or(("", rest));
            let inner = line.strip_prefix(OPENS);
            let Some(inner) = inner.and_then(|line| line.trim_end().strip_suffix(CLOSES)) else {
                break;
            };
            let (word, says) = inner.split_once(' ').unwrap_or((inner, ""));
            flags.push((word.to_owned(), says.to_owned()));
            rest = above;
        }
        flags.reverse();
        (rest.to_owned(), Self(flags))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_back_in_their_order_and_the_words_above_them_as_they_were() {
        let mut flags = Flags::default();
        flags.add("retired", "");
        flags.add("turn", "1 participant [M1]");
        flags.add("turn", "2 interviewer");
        for words in [
            "",
            "To go",
            "To go\n\naway ",
            "[enid: not a flag",
            "[enid] no",
        ] {
            let text = flags.after(words);
            let (back, found) = Flags::split(text.as_deref());
            assert_eq!((back.as_str(), &found), (words, &flags));
            assert_eq!(found.get("retired"), Some(""));
            assert_eq!(found.all("turn").count(), 2);
        }
        assert_eq!(Flags::default().after(""), None);
        assert_eq!(
            Flags::split(Some("Only words")),
            ("Only words".to_owned(), Flags::default())
        );
    }
}
