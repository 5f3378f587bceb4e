use super::slide::keep_whole;
use super::{Anchored, Span, Version};

/// Which characters of an older version stand where in a newer one.
///
/// A list of pieces that ascend on both sides. What lies between them was deleted on the old side and inserted on the
/// new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CharacterMap {
    pieces: Vec<Piece>,
    /// The edits are known. A map that was found could often as well have been another: which of two equal words was
    /// deleted is not in the text.
    known: bool,
}

/// A stretch of either version, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) old: Span,
    pub(super) new: Span,
    /// Character for character the same text. Otherwise the new stretch stands as a whole for the old one, as a
    /// corrected word or a surrogate does.
    pub(super) kept: bool,
}

/// A stretch of a text that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub at: Span,
    /// By what; empty for a deletion.
    pub by: String,
}

impl CharacterMap {
    /// The map of edits, in code points of the old text, to a text of `length` code points. A replaced stretch stands
    /// for what it replaces.
    ///
    /// The edits must ascend and not overlap, and end within the text.
    pub fn of_edits(length: usize, edits: &[Edit]) -> Self {
        let mut pieces = Vec::new();
        let (mut old, mut new) = (0, 0);
        for edit in edits {
            let before = edit.at.start - old;
            push(&mut pieces, (old, before), (new, before), true);
            let by = edit.by.chars().count();
            push(
                &mut pieces,
                (edit.at.start, edit.at.len()),
                (new + before, by),
                false,
            );
            old = edit.at.end;
            new += before + by;
        }
        push(&mut pieces, (old, length - old), (new, length - old), true);
        CharacterMap {
            pieces,
            known: true,
        }
    }

    /// A map that was found by comparing two texts.
    pub(super) fn found(pieces: Vec<Piece>) -> Self {
        CharacterMap {
            pieces,
            known: false,
        }
    }

    /// This map and then `later`, joined into one (study R29).
    #[must_use]
    pub fn then(&self, later: &CharacterMap) -> CharacterMap {
        let mut joined: Vec<Piece> = Vec::new();
        for piece in &self.pieces {
            if piece.kept {
                for next in later.over(piece.new) {
                    join(&mut joined, cut(*piece, *next));
                }
            } else if let Some(new) = later.reach(piece.new) {
                let kept = false;
                join(
                    &mut joined,
                    Piece {
                        new,
                        kept,
                        ..*piece
                    },
                );
            }
        }
        CharacterMap {
            pieces: joined,
            known: self.known && later.known,
        }
    }

    /// The map from the newer version to the older one.
    #[must_use]
    pub fn inverse(&self) -> CharacterMap {
        let turned = self.pieces.iter().map(|piece| Piece {
            old: piece.new,
            new: piece.old,
            kept: piece.kept,
        });
        CharacterMap {
            pieces: turned.collect(),
            known: self.known,
        }
    }

    /// Re-anchors a span: its start goes to the first surviving character at or after it, its end after the last
    /// surviving one before it (study R28). A replaced stretch survives as a whole.
    ///
    /// Where the map was found and could as well be one that leaves the text whole, it is that one. `old` and `new` are the versions
    /// that the map joins. A span without text is lost.
    pub fn carry(&self, old: &Version, new: &Version, span: Span) -> Anchored {
        let span = old.within(span);
        let text = old.slice(span);
        if text.is_empty() {
            return Anchored::Lost { old: text };
        }
        let reached = self.reach(span);
        let whole = |at: &Span| new.characters(*at) == old.characters(span);
        let slid = || match self.known {
            true => None,
            false => keep_whole(&self.pieces, old, new, span),
        };
        match reached.filter(whole).or_else(slid).or(reached) {
            None => Anchored::Lost { old: text },
            Some(at) if !whole(&at) => Anchored::Edited {
                span: at,
                old: text,
                new: new.slice(at),
            },
            Some(at) if at == span => Anchored::Same(at),
            Some(at) => Anchored::Moved(at),
        }
    }

    /// The stretch of the newer version from the first to the last character that survives of a span.
    fn reach(&self, span: Span) -> Option<Span> {
        let pieces = self.over(span);
        let (first, last) = (pieces.first()?, pieces.last()?);
        let start = match first.kept {
            true => first.new.start + span.start.saturating_sub(first.old.start),
            false => first.new.start,
        };
        let end = match last.kept {
            true => last.new.end - last.old.end.saturating_sub(span.end),
            false => last.new.end,
        };
        Some(Span::new(start, end))
    }

    /// The pieces that hold a character of a span.
    fn over(&self, span: Span) -> &[Piece] {
        let from = self.pieces.partition_point(|p| p.old.end <= span.start);
        let to = self.pieces.partition_point(|p| p.old.start < span.end);
        &self.pieces[from..to.max(from)]
    }
}

/// Adds a piece of a place and a length on either side. Where one side is empty there is none; what continues a kept
/// piece is part of it.
pub(super) fn push(
    pieces: &mut Vec<Piece>,
    (old, old_length): (usize, usize),
    (new, new_length): (usize, usize),
    kept: bool,
) {
    if old_length == 0 || new_length == 0 {
        return;
    }
    let (old, new) = (
        Span::new(old, old + old_length),
        Span::new(new, new + new_length),
    );
    if let Some(last) = pieces.last_mut()
        && (kept && last.kept)
        && (last.old.end, last.new.end) == (old.start, new.start)
    {
        (last.old.end, last.new.end) = (old.end, new.end);
        return;
    }
    pieces.push(Piece { old, new, kept });
}

/// The part of a kept piece that a piece of the later map carries on.
fn cut(piece: Piece, next: Piece) -> Piece {
    let start = piece.new.start.max(next.old.start);
    let end = piece.new.end.min(next.old.end);
    let shift = |at: usize| at - piece.new.start + piece.old.start;
    let new = match next.kept {
        true => Span::new(
            start - next.old.start + next.new.start,
            end - next.old.start + next.new.start,
        ),
        false => next.new,
    };
    Piece {
        old: Span::new(shift(start), shift(end)),
        new,
        kept: next.kept,
    }
}

/// Adds a piece; one that shares characters of the newest version with the last becomes one with it.
fn join(joined: &mut Vec<Piece>, piece: Piece) {
    if let Some(last) = joined.last_mut()
        && piece.new.start < last.new.end
    {
        last.old.end = piece.old.end;
        last.new.end = last.new.end.max(piece.new.end);
        last.kept = false;
        return;
    }
    let (old, new) = (piece.old, piece.new);
    push(
        joined,
        (old.start, old.len()),
        (new.start, new.len()),
        piece.kept,
    );
}
