//! From what an analyst chose or wrote to the spans and edits of a quote; anything that is no declared edit is refused with
//! the words that differ (study R46).

use study::documents::{Role, Turn};
use study::transcripts::anchors::{Span, Version};

use super::differs::{Difference, nearest};
use super::pieces::{Part, Piece, has_words, parts, shown};
use super::place::{Found, found};

/// Most words for which a bracket may stand (study R63).
const REPLACED: usize = 8;

/// Why a text is no quote from a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There are no words in it.
    Empty,
    /// Its words are not those of the document.
    Differs(Difference),
    /// Nothing like it stands in the document.
    Absent,
    /// A bracket stands for more words than it may: how many.
    LeftOut(usize),
}

/// The text of turns joined by LF.
pub fn version_of(turns: &[Turn]) -> Version {
    let texts: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
    Version::of_turns(&texts)
}

/// The quote that a text declares, its words searched from a turn on, counted from 0.
///
/// # Errors
/// What stands in the way.
pub fn declared(text: &str, turns: &[Turn], from: usize) -> Result<Found, Refused> {
    let parts = parts(text, &|_| false);
    if !parts.iter().any(|part| matches!(part, Part::Words(_))) {
        return Err(Refused::Empty);
    }
    let Some(found) = found(text, turns, from) else {
        return Err(nearest(text, turns).map_or(Refused::Absent, Refused::Differs));
    };
    let version = version_of(turns);
    let replaced = found.pieces.windows(3).filter_map(|three| match three {
        [before, Piece::Put(_), after] => {
            let between = Span::new(before.span()?.end, after.span()?.start);
            Some(version.slice(between).split_whitespace().count())
        }
        _ => None,
    });
    match replaced.max() {
        Some(words) if words > REPLACED => Err(Refused::LeftOut(words)),
        _ => Ok(found),
    }
}

/// What was marked in a document as a quote: without the spaces at its ends, and with an omission where somebody asks
/// between. None where no words are in it.
pub fn chosen(turns: &[Turn], marked: Span) -> Option<Found> {
    let version = version_of(turns);
    let mut found: Option<Found> = None;
    let mut last = None;
    for (index, turn) in turns.iter().enumerate() {
        let whole = version.turn(index)?;
        let part = Span::new(whole.start.max(marked.start), whole.end.min(marked.end));
        let part = trimmed(&version, part);
        if turn.role == Role::Interviewer || part.is_empty() {
            continue;
        }
        let found = found.get_or_insert_with(|| Found {
            turn: index,
            pieces: Vec::new(),
        });
        let follows = last.is_some_and(|last| last + 1 == index);
        last = Some(index);
        match found.pieces.last_mut() {
            Some(Piece::Said { end, .. }) if follows => *end = part.end,
            Some(_) => found.pieces.extend([Piece::LeftOut, Piece::said(part)]),
            None => found.pieces.push(Piece::said(part)),
        }
    }
    found.filter(|found| has_words(&shown(&version, &found.pieces)))
}

fn trimmed(version: &Version, span: Span) -> Span {
    if span.start >= span.end {
        return Span::new(0, 0);
    }
    let text = version.slice(span);
    let before = text.chars().take_while(|c| c.is_whitespace()).count();
    let after = text.chars().rev().take_while(|c| c.is_whitespace()).count();
    Span::new(
        span.start + before,
        (span.start + before).max(span.end.saturating_sub(after)),
    )
}
