//! A text with its decisions, as pages show it.

use super::super::decision::{Replacement, State};
use super::super::look::Look;
use crate::documents::Role;
use crate::transcripts::anchors::Span;
use crate::transcripts::deidentify::Category;

/// Characters shown on either side of a place.
const AROUND: usize = 90;

/// One turn in pieces.
pub(super) struct Turn {
    pub(super) number: usize,
    pub(super) who: String,
    pub(super) is_interviewer: bool,
    pub(super) pieces: Vec<Piece>,
}

/// A stretch of a turn.
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) surrogate: String,
    /// Where it begins in the whole text.
    pub(super) at: usize,
}

/// What a stretch is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Waiting,
    Replaced,
}

/// A place with the words around it.
pub(super) struct Around {
    pub(super) before: String,
    pub(super) text: String,
    pub(super) after: String,
}

/// Every turn of a text.
pub(super) fn turns(look: &Look) -> Vec<Turn> {
    let mut marked: Vec<(Span, Kind, &str)> = look
        .waiting
        .iter()
        .map(|one| (one.span, Kind::Waiting, one.surrogate.as_str()))
        .collect();
    marked.extend(look.decided.iter().filter_map(|one: &Replacement| {
        let span = one.whole(&look.version)?;
        (one.state == State::Accepted).then_some((span, Kind::Replaced, one.surrogate.as_str()))
    }));
    // What is replaced is shown where a longer place around it waits still.
    marked.sort_by_key(|(span, kind, _)| (span.start, *kind == Kind::Waiting));
    let turns = look
        .spoken
        .iter()
        .enumerate()
        .filter_map(|(index, spoken)| {
            Some(Turn {
                number: index + 1,
                who: match spoken.role {
                    Role::Interviewer => "Interviewer".to_owned(),
                    _ => spoken.label.clone().unwrap_or_default(),
                },
                is_interviewer: spoken.role == Role::Interviewer,
                pieces: pieces(look, look.version.turn(index)?, &marked),
            })
        });
    turns.collect()
}

fn pieces(look: &Look, turn: Span, marked: &[(Span, Kind, &str)]) -> Vec<Piece> {
    let piece = |span: Span, kind, surrogate: &str| Piece {
        kind,
        text: look.version.slice(span),
        surrogate: surrogate.to_owned(),
        at: span.start,
    };
    let mut pieces = Vec::new();
    let mut at = turn.start;
    for (span, kind, surrogate) in marked {
        if span.start < at || span.start >= turn.end {
            continue;
        }
        pieces.push(piece(Span::new(at, span.start), Kind::Plain, ""));
        pieces.push(piece(*span, *kind, surrogate));
        at = span.end;
    }
    pieces.push(piece(Span::new(at, turn.end), Kind::Plain, ""));
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// A place of a turn with what stands beside it.
pub(super) fn around(look: &Look, turn: usize, span: Span) -> Around {
    let whole = look.version.turn(turn).unwrap_or(span);
    let from = span.start.saturating_sub(AROUND).max(whole.start);
    let to = (span.end + AROUND).min(whole.end);
    let mut before = look.version.slice(Span::new(from, span.start));
    let mut after = look.version.slice(Span::new(span.end, to));
    if from > whole.start {
        before.insert(0, '…');
    }
    if to < whole.end {
        after.push('…');
    }
    Around {
        before,
        text: look.version.slice(span),
        after,
    }
}

/// Categories with their words, for a choice.
pub(super) fn categories() -> Vec<(&'static str, &'static str)> {
    let pair = |category: Category| (category.word(), category.in_words());
    Category::ALL.into_iter().map(pair).collect()
}
