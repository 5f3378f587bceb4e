//! One version to the next: which characters stand where.

use super::{Span, Version};

/// Pieces that ascend on both sides. What lies between them was deleted on the old side and inserted on the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pieces: Vec<Piece>,
    /// For the gap before each piece and after the last: how far it could as well be to the left or to the right.
    slides: Vec<Slide>,
    /// Length of the old and of the new version.
    lengths: (usize, usize),
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

/// Take `I I think` to `I think`: that the second `I` went is as good a reading as that the first did. A deleted or
/// inserted stretch can be slid along text that repeats it, by so many characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Slide {
    left: usize,
    right: usize,
}

impl Step {
    /// A step of edits that are known: what was deleted was, however often the same text comes.
    pub(super) fn known(pieces: Vec<Piece>, lengths: (usize, usize)) -> Self {
        Step {
            slides: vec![Slide::default(); pieces.len() + 1],
            pieces,
            lengths,
        }
    }

    /// A step that was found by comparing two texts.
    pub(super) fn found(pieces: Vec<Piece>, old: &Version, new: &Version) -> Self {
        let mut step = Step::known(pieces, (old.len(), new.len()));
        for gap in 0..=step.pieces.len() {
            let (left, right) = step.beside(gap);
            let (gone, come) = between(left, right);
            let (text, at) = match (gone.is_empty(), come.is_empty()) {
                (false, true) => (old, gone),
                (true, false) => (new, come),
                _ => continue,
            };
            if left.kept && right.kept {
                let before = text.characters(Span::new(0, at.start)).iter().rev();
                let ending = text.characters(Span::new(0, at.end)).iter().rev();
                let beginning = text.characters(Span::new(at.start, text.len())).iter();
                let after = text.characters(Span::new(at.end, text.len())).iter();
                step.slides[gap] = Slide {
                    left: same(before.zip(ending)).min(left.old.len()),
                    right: same(beginning.zip(after)).min(right.old.len()),
                };
            }
        }
        step
    }

    /// The step back.
    pub(super) fn inverse(&self) -> Self {
        let turned = self.pieces.iter().map(|piece| Piece {
            old: piece.new,
            new: piece.old,
            kept: piece.kept,
        });
        Step {
            pieces: turned.collect(),
            slides: self.slides.clone(),
            lengths: (self.lengths.1, self.lengths.0),
        }
    }

    /// The stretch of the newer version from the first to the last character that survives of a span; the span as a
    /// whole where the one gap inside it could as well be outside.
    pub(super) fn reach(&self, span: Span) -> Option<Span> {
        let from = self.pieces.partition_point(|p| p.old.end <= span.start);
        let to = self.pieces.partition_point(|p| p.old.start < span.end);
        let over = &self.pieces[from..to.max(from)];
        if let [only] = over
            && only.kept
            && only.old.start <= span.start
            && span.end <= only.old.end
        {
            let start = only.new.start + (span.start - only.old.start);
            return Some(Span::new(start, start + span.len()));
        }
        let slid = (from..=to.max(from)).find_map(|gap| self.slid(gap, span));
        slid.or_else(|| {
            let (first, last) = (over.first()?, over.last()?);
            let start = match first.kept {
                true => first.new.start + span.start.saturating_sub(first.old.start),
                false => first.new.start,
            };
            let end = match last.kept {
                true => last.new.end - last.old.end.saturating_sub(span.end),
                false => last.new.end,
            };
            Some(Span::new(start, end))
        })
    }

    /// Where a span stands whole once a gap has been slid out of it.
    fn slid(&self, gap: usize, span: Span) -> Option<Span> {
        let slide = self.slides[gap];
        if slide == Slide::default() {
            return None;
        }
        let (left, right) = self.beside(gap);
        let (gone, come) = between(left, right);
        let before = (gone.end > span.start && span.end <= right.old.end.max(gone.end))
            .then(|| gone.end - span.start)
            .filter(|by| *by <= slide.left);
        let after = (span.end > gone.start && span.start >= left.old.start)
            .then(|| span.end - gone.start)
            .filter(|by| *by <= slide.right);
        // A deletion and an insertion have one place where they begin, so that either can be the empty one here.
        match (before, after) {
            (Some(by), _) => {
                let start = come.end - by;
                Some(Span::new(start, start + span.len()))
            }
            (None, Some(by)) => {
                let end = come.start + by;
                Some(Span::new(end.checked_sub(span.len())?, end))
            }
            (None, None) => None,
        }
    }

    /// The pieces on both sides of a gap; at the ends of the text an empty one.
    fn beside(&self, gap: usize) -> (Piece, Piece) {
        let nothing = |old, new| Piece {
            old: Span::new(old, old),
            new: Span::new(new, new),
            kept: true,
        };
        let left = gap.checked_sub(1).map(|left| self.pieces[left]);
        let right = self.pieces.get(gap).copied();
        let (old_end, new_end) = self.lengths;
        (
            left.unwrap_or(nothing(0, 0)),
            right.unwrap_or(nothing(old_end, new_end)),
        )
    }
}

/// What was deleted and what was inserted between two pieces.
fn between(left: Piece, right: Piece) -> (Span, Span) {
    (
        Span::new(left.old.end, right.old.start),
        Span::new(left.new.end, right.new.start),
    )
}

/// How many pairs at the beginning are the same character.
pub(super) fn same<'a>(pairs: impl Iterator<Item = (&'a char, &'a char)>) -> usize {
    pairs.take_while(|(one, other)| one == other).count()
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
