//! Of several equally good maps, the one that leaves a span whole.
//!
//! Take `I I think` to `I think`: that the second `I` went is as good a reading as that the first did. A deleted or
//! inserted stretch can be slid along text that repeats it; if that brings it out of the span, the span is whole.

use super::map::Piece;
use super::{Span, Version};

/// Where a span stands whole in the new version once the one change inside it has been slid out of it.
pub(super) fn keep_whole(
    pieces: &[Piece],
    old: &Version,
    new: &Version,
    span: Span,
) -> Option<Span> {
    let piece = |old, new| Piece {
        old: Span::new(old, old),
        new: Span::new(new, new),
        kept: true,
    };
    let ends = [piece(0, 0), piece(old.len(), new.len())];
    let first = pieces.partition_point(|piece| piece.old.end <= span.start);
    let whole = |at: &Span| new.characters(*at) == old.characters(span);
    (first..=pieces.len())
        .map(|right| {
            let left = right.checked_sub(1).and_then(|left| pieces.get(left));
            let right = pieces.get(right);
            (*left.unwrap_or(&ends[0]), *right.unwrap_or(&ends[1]))
        })
        .take_while(|(left, _)| left.old.end < span.end)
        .filter(|(left, right)| left.kept && right.kept)
        .find_map(|(left, right)| {
            let gone = Span::new(left.old.end, right.old.start);
            let come = Span::new(left.new.end, right.new.start);
            let at = match (gone.is_empty(), come.is_empty()) {
                (false, true) => past_deletion(old, (left, right), gone, span),
                (true, false) => past_insertion(new, (left, right), come, span),
                _ => None,
            };
            at.filter(whole)
        })
}

/// The same text stands before the gap and at its end, or at its beginning and after it: the gap may as well be there.
fn past_deletion(
    old: &Version,
    (left, right): (Piece, Piece),
    gone: Span,
    span: Span,
) -> Option<Span> {
    let ends_before = gone.end.checked_sub(span.start).filter(|by| {
        *by <= left.old.len()
            && span.end <= right.old.end
            && old.characters(Span::new(gone.start - by, gone.start))
                == old.characters(Span::new(span.start, gone.end))
    });
    if let Some(by) = ends_before {
        let start = left.new.end - by;
        return Some(Span::new(start, start + span.len()));
    }
    let begins_after = span.end.checked_sub(gone.start).filter(|by| {
        *by <= right.old.len()
            && span.start >= left.old.start
            && old.characters(Span::new(gone.start, span.end))
                == old.characters(Span::new(gone.end, gone.end + by))
    });
    let end = left.new.end + begins_after?;
    Some(Span::new(end.checked_sub(span.len())?, end))
}

fn past_insertion(
    new: &Version,
    (left, right): (Piece, Piece),
    come: Span,
    span: Span,
) -> Option<Span> {
    let at = left.old.end;
    let ends_before = at.checked_sub(span.start).filter(|by| {
        *by <= left.old.len()
            && *by <= come.end
            && span.end <= right.old.end
            && new.characters(Span::new(come.start - by, come.start))
                == new.characters(Span::new(come.end - by, come.end))
    });
    if let Some(by) = ends_before {
        let start = come.end - by;
        return Some(Span::new(start, start + span.len()));
    }
    let begins_after = span.end.checked_sub(at).filter(|by| {
        *by <= right.old.len()
            && span.start >= left.old.start
            && new.characters(Span::new(come.start, come.start + by))
                == new.characters(Span::new(come.end, come.end + by))
    });
    let end = come.start + begins_after?;
    Some(Span::new(end.checked_sub(span.len())?, end))
}
