//! One decision, and originals as the making of a text may know them.

use platform::clock::Instant;
use uuid::Uuid;

use crate::transcripts::anchors::{Span, Version};
use crate::transcripts::deidentify::{Accepted, Category, apply, search};

/// Longest surrogate, in characters.
pub const LONGEST: usize = 80;

/// How a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The surrogate stands in the place of the original.
    Accepted,
    /// The text stays as it was said.
    Refused,
    /// Accepted once; the text there was corrected since, and a person looks again.
    Changed,
    /// Accepted once; nothing of the text is there any more, and a person lets it go.
    Lost,
}

/// One decision about a place of the corrected text. It holds no original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Random.
    pub id: Uuid,
    /// The press of a button that decided it, together with others perhaps.
    pub act: Uuid,
    /// The turn, from 0.
    pub turn: usize,
    /// Where it stands in that turn, in code points.
    pub span: Span,
    /// What kind of detail it is.
    pub category: Category,
    /// The kind in finer words.
    pub kind: String,
    /// What stands in its place.
    pub surrogate: String,
    /// How it stands.
    pub state: State,
    /// The team member who decided; none for a research lead who is no member.
    pub member: Option<Uuid>,
    /// When.
    pub decided_at: Instant,
}

/// A place of the whole corrected text with what a person says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Where it stands in the whole text.
    pub span: Span,
    /// What kind of detail it is.
    pub category: Category,
    /// The kind in finer words.
    pub kind: String,
    /// What shall stand in its place.
    pub surrogate: String,
    /// Whether it is replaced; it stays as it was said otherwise.
    pub replaces: bool,
}

/// Originals of one transcript with their surrogates. They have no printed form and no serialiser (study P8).
pub struct Originals(Vec<(String, String)>);

impl State {
    /// The word that is stored.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Changed => "changed",
            Self::Lost => "lost",
        }
    }

    /// Reads the word that is stored.
    pub(super) fn of_word(word: &str) -> Self {
        match word {
            "accepted" => Self::Accepted,
            "refused" => Self::Refused,
            "lost" => Self::Lost,
            _ => Self::Changed,
        }
    }
}

impl Replacement {
    /// Where it stands in the whole text; none beyond its end.
    pub fn whole(&self, version: &Version) -> Option<Span> {
        let turn = version.turn(self.turn)?;
        let span = Span::new(turn.start + self.span.start, turn.start + self.span.end);
        (span.end <= turn.end && !span.is_empty()).then_some(span)
    }
}

impl Originals {
    /// Originals with what stands in their place.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// Whether a text holds one of them as a word of its own.
    pub fn stand_in(&self, text: &str) -> bool {
        self.taken_out_of(text).is_some()
    }

    /// The text with a surrogate in the place of each of them; none where none stands in it.
    pub fn taken_out_of(&self, text: &str) -> Option<String> {
        let lines: Vec<&str> = text.split('\n').collect();
        let version = Version::of_turns(&lines);
        let mut found: Vec<Accepted> = Vec::new();
        let mut longest: Vec<&(String, String)> = self.0.iter().collect();
        longest.sort_by_key(|(original, _)| std::cmp::Reverse(original.chars().count()));
        for (original, surrogate) in longest {
            for hit in search(original, [("", &version)]) {
                let is_free = |one: &Accepted| {
                    one.span.end <= hit.span.start || hit.span.end <= one.span.start
                };
                if found.iter().all(is_free) {
                    found.push(Accepted {
                        span: hit.span,
                        surrogate: surrogate.clone(),
                    });
                }
            }
        }
        if found.is_empty() {
            return None;
        }
        let (new, _) = apply(&version, &found).expect("hits lie within turns and are apart");
        Some(new.text())
    }
}

/// A surrogate as it is kept: one line in square brackets, so that a reader sees that something was replaced.
///
/// # Errors
/// What to write instead, in a sentence.
pub(super) fn surrogate(written: &str, original: &str) -> Result<String, &'static str> {
    let inner = written.trim().trim_start_matches('[').trim_end_matches(']');
    let inner = crate::rows::storable(inner.trim());
    if inner.is_empty() {
        return Err("Write what stands in its place, such as [hospital A].");
    }
    if inner.chars().count() > LONGEST || inner.contains(char::is_control) {
        return Err("Write one line of at most 80 characters.");
    }
    let is_back = Originals::of([(original.to_owned(), String::new())]).stand_in(&inner)
        || inner.to_lowercase() == original.trim().to_lowercase();
    if is_back {
        return Err("This repeats what is to be replaced.");
    }
    Ok(format!("[{inner}]"))
}
