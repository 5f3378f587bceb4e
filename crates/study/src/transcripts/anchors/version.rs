use super::Span;

/// The text of one version, by code points, with its turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    characters: Vec<char>,
    /// Each turn with the LF that parts it from the next.
    turns: Vec<Span>,
}

impl Version {
    /// The turns joined by LF.
    pub fn of_turns<T: AsRef<str>>(turns: &[T]) -> Self {
        let mut characters = Vec::new();
        let mut spans = Vec::with_capacity(turns.len());
        for (index, turn) in turns.iter().enumerate() {
            let start = characters.len();
            characters.extend(turn.as_ref().chars());
            if index + 1 < turns.len() {
                characters.push('\n');
            }
            spans.push(Span::new(start, characters.len()));
        }
        Version {
            characters,
            turns: spans,
        }
    }

    /// Number of code points.
    pub fn len(&self) -> usize {
        self.characters.len()
    }

    /// True where there is no text.
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.characters.iter().collect()
    }

    /// The text of a span; what lies beyond the end of the version is left out.
    pub fn slice(&self, span: Span) -> String {
        self.characters(span).iter().collect()
    }

    /// Where a turn stands, without the LF after it.
    pub fn turn(&self, index: usize) -> Option<Span> {
        let turn = *self.turns.get(index)?;
        let parted = index + 1 < self.turns.len();
        Some(Span::new(turn.start, turn.end - usize::from(parted)))
    }

    /// The part of a span that lies within the text.
    pub(super) fn within(&self, span: Span) -> Span {
        let end = span.end.min(self.characters.len());
        Span::new(span.start.min(end), end)
    }

    pub(super) fn characters(&self, span: Span) -> &[char] {
        let span = self.within(span);
        &self.characters[span.start..span.end]
    }

    pub(super) fn turns(&self) -> &[Span] {
        &self.turns
    }
}
