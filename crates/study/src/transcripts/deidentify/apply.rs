//! The text with surrogates in the place of what was accepted.

use std::fmt;

use super::super::anchors::{CharacterMap, Edit, Span, Version};

/// A span that a person confirmed, with what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Where it stands.
    pub span: Span,
    /// What stands in its place.
    pub surrogate: String,
}

/// Why accepted spans cannot be applied; nothing is applied then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A span without text, beyond the end, or across the end of a turn.
    NoSuchPlace(Span),
    /// A span that overlaps another.
    Overlap(Span),
    /// A surrogate that would make a line of its own.
    LineBreak(Span),
}

/// Puts surrogates into a text and gives the new version with the map by which spans follow.
///
/// # Errors
/// The first span that is no place of the text, overlaps another or has a surrogate with a line break.
pub fn apply(version: &Version, accepted: &[Accepted]) -> Result<(Version, CharacterMap), Refused> {
    let mut accepted: Vec<&Accepted> = accepted.iter().collect();
    accepted.sort_by_key(|one| one.span);
    if let Some(pair) = accepted
        .windows(2)
        .find(|pair| pair[1].span.start < pair[0].span.end)
    {
        return Err(Refused::Overlap(pair[1].span));
    }
    let mut waiting = accepted.iter().peekable();
    let mut turns = Vec::new();
    for turn in (0..).map_while(|index| version.turn(index)) {
        let mut text = String::new();
        let mut at = turn.start;
        while let Some(one) = waiting.next_if(|one| one.span.start < turn.end) {
            let span = one.span;
            if span.is_empty() || span.start < at || span.end > turn.end {
                return Err(Refused::NoSuchPlace(span));
            }
            if one.surrogate.contains(['\n', '\r']) {
                return Err(Refused::LineBreak(span));
            }
            text += &version.slice(Span::new(at, span.start));
            text += &one.surrogate;
            at = span.end;
        }
        text += &version.slice(Span::new(at, turn.end));
        turns.push(text);
    }
    if let Some(one) = waiting.next() {
        return Err(Refused::NoSuchPlace(one.span));
    }
    let edits: Vec<Edit> = accepted
        .iter()
        .map(|one| Edit {
            at: one.span,
            by: one.surrogate.clone(),
        })
        .collect();
    let map = CharacterMap::of_edits(version.len(), &edits);
    Ok((Version::of_turns(&turns), map))
}

impl Refused {
    /// The span that is refused.
    pub fn span(&self) -> Span {
        match self {
            Self::NoSuchPlace(span) | Self::Overlap(span) | Self::LineBreak(span) => *span,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self {
            Self::NoSuchPlace(_) => "is no place within one turn of this text",
            Self::Overlap(_) => "overlaps another",
            Self::LineBreak(_) => "has a surrogate with a line break",
        };
        let span = self.span();
        write!(f, "{} to {} {what}", span.start, span.end)
    }
}

impl std::error::Error for Refused {}
