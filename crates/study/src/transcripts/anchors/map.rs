use super::step::{Piece, Step, push};
use super::{Anchored, Span, Version};

/// Which characters of an older version stand where in a newer one.
///
/// Two maps are joined by keeping both: a span that is carried over the joined map takes the same steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CharacterMap {
    steps: Vec<Step>,
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
            let place = (new + before, by);
            push(&mut pieces, (edit.at.start, edit.at.len()), place, false);
            old = edit.at.end;
            new += before + by;
        }
        push(&mut pieces, (old, length - old), (new, length - old), true);
        let lengths = (length, new + length - old);
        CharacterMap {
            steps: vec![Step::known(pieces, lengths)],
        }
    }

    /// A map that was found by comparing two texts.
    pub(super) fn found(pieces: Vec<Piece>, old: &Version, new: &Version) -> Self {
        CharacterMap {
            steps: vec![Step::found(pieces, old, new)],
        }
    }

    /// This map and then `later`, joined into one (study R29).
    #[must_use]
    pub fn then(&self, later: &CharacterMap) -> CharacterMap {
        CharacterMap {
            steps: self.steps.iter().chain(&later.steps).cloned().collect(),
        }
    }

    /// The map from the newer version to the older one.
    #[must_use]
    pub fn inverse(&self) -> CharacterMap {
        CharacterMap {
            steps: self.steps.iter().rev().map(Step::inverse).collect(),
        }
    }

    /// Re-anchors a span: its start goes to the first surviving character at or after it, its end after the last
    /// surviving one before it (study R28). A replaced stretch survives as a whole. Of a map that was found, the
    /// reading that leaves the span whole is taken where there are several as good.
    ///
    /// `old` and `new` are the versions that the map joins. What lies beyond the end of `old` is no part of the span, and
    /// a span without text is lost.
    pub fn carry(&self, old: &Version, new: &Version, span: Span) -> Anchored {
        let span = old.within(span);
        let text = old.slice(span);
        let first = Some(span).filter(|span| !span.is_empty());
        let reached = self
            .steps
            .iter()
            .fold(first, |at, step| at.and_then(|at| step.reach(at)));
        match reached {
            None => Anchored::Lost { old: text },
            Some(at) if new.characters(at) != old.characters(span) => Anchored::Edited {
                span: at,
                old: text,
                new: new.slice(at),
            },
            Some(at) if at == span => Anchored::Same(at),
            Some(at) => Anchored::Moved(at),
        }
    }
}
