//! Code points of a text as bytes of it, and as what other programs count (Q8, Q17).

/// Code points between two places that are known.
const STEP: usize = 64;

/// A place of a text, counted in several ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mark {
    byte: usize,
    utf16: i64,
    /// Line ends before it.
    lines: i64,
}

impl Mark {
    fn pass(&mut self, character: char) {
        self.byte += character.len_utf8();
        self.utf16 += character.len_utf16() as i64;
        self.lines += i64::from(character == '\n');
    }
}

/// The places of one text.
pub(super) struct Places<'t> {
    text: &'t str,
    /// Every 64th code point, from the first.
    marks: Vec<Mark>,
    length: i64,
    /// The first code point beyond the basic plane.
    astral: Option<i64>,
}

impl<'t> Places<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let (mut mark, mut length, mut astral) = (Mark::default(), 0_usize, None);
        for character in text.chars() {
            if length.is_multiple_of(STEP) {
                marks.push(mark);
            }
            if character > '\u{ffff}' && astral.is_none() {
                astral = Some(length as i64);
            }
            mark.pass(character);
            length += 1;
        }
        if length.is_multiple_of(STEP) {
            marks.push(mark);
        }
        Self {
            text,
            marks,
            length: length as i64,
            astral,
        }
    }

    fn mark(&self, code_point: i64) -> Option<Mark> {
        let at = usize::try_from(code_point).ok()?;
        if code_point > self.length {
            return None;
        }
        let mut mark = *self.marks.get(at / STEP)?;
        let rest = self.text[mark.byte..].chars().take(at % STEP);
        rest.for_each(|character| mark.pass(character));
        Some(mark)
    }

    /// The text of a span; `None` where it is not in the text.
    pub(super) fn slice(&self, start: i64, end: i64) -> Option<&'t str> {
        let (from, to) = (self.mark(start)?, self.mark(end)?);
        self.text.get(from.byte..to.byte)
    }

    /// A place as NVivo counts it: UTF-16 units, the end of a line as stored.
    pub(super) fn nvivo(&self, code_point: i64, crlf: bool) -> Option<i64> {
        let mark = self.mark(code_point)?;
        Some(mark.utf16 + if crlf { mark.lines } else { 0 })
    }

    /// Whether a character that some programs count twice stands before a place.
    pub(super) fn is_doubtful_elsewhere(&self, code_point: i64) -> bool {
        self.astral.is_some_and(|astral| astral < code_point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_count_from_the_beginning() {
        let text = "aé😀\n".repeat(100);
        let places = Places::of(&text);
        let characters: Vec<char> = text.chars().collect();
        for at in 0..=characters.len() {
            let before: String = characters[..at].iter().collect();
            let lines = before.matches('\n').count() as i64;
            let utf16 = before.encode_utf16().count() as i64;
            let code_point = at as i64;
            assert_eq!(places.slice(0, code_point), Some(before.as_str()));
            assert_eq!(places.nvivo(code_point, true), Some(utf16 + lines));
            assert_eq!(places.nvivo(code_point, false), Some(utf16));
            assert_eq!(places.is_doubtful_elsewhere(code_point), at > 2);
        }
        assert_eq!(places.slice(0, 401), None);
        assert_eq!(places.slice(-1, 2), None);
        assert_eq!(places.slice(3, 2), None);
    }
}
