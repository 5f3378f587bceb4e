//! Passages of a text by code points, without counting from its beginning for each.

/// So many bytes are counted together.
const BLOCK: usize = 64;

/// A text, and how many code points begin before each block of its bytes.
pub(crate) struct Cutter<'a> {
    text: &'a str,
    /// None where each code point is a byte.
    before: Vec<u32>,
    length: usize,
}

impl<'a> Cutter<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut before = Vec::new();
        let mut length = text.len();
        if !text.is_ascii() {
            length = 0;
            before.reserve_exact(text.len() / BLOCK + 1);
            for block in text.as_bytes().chunks(BLOCK) {
                before.push(u32::try_from(length).unwrap_or(u32::MAX));
                length += block.iter().filter(|byte| begins(**byte)).count();
            }
        }
        Self {
            text,
            before,
            length,
        }
    }

    /// How many code points there are.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// From one code point to before another; what lies beyond the end is not there.
    pub(crate) fn cut(&self, start: u32, end: u32) -> &'a str {
        self.text
            .get(self.byte(start)..self.byte(end))
            .unwrap_or_default()
    }

    /// The byte with which a code point begins.
    fn byte(&self, point: u32) -> usize {
        if point as usize >= self.length {
            return self.text.len();
        }
        // The last block before which no more begin than before this one; the first begins with none.
        let block = self.before.partition_point(|before| *before <= point);
        let Some(block) = block.checked_sub(1) else {
            return point as usize;
        };
        let start = block * BLOCK;
        let bytes = self.text.as_bytes().iter().skip(start).enumerate();
        let mut begun = bytes.filter(|(_, byte)| begins(**byte));
        let found = begun.nth((point - self.before[block]) as usize);
        found.map_or(self.text.len(), |(at, _)| start + at)
    }
}

/// Whether a byte of UTF-8 is the first of a code point.
fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::Cutter;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_passage_is_what_stands_between_two_code_points(
            text in "[aé–😀]{0,400}", start in 0u32..450, length in 0u32..450
        ) {
            let cutter = Cutter::new(&text);
            let (start, end) = (start, start + length);
            let between: String =
                text.chars().skip(start as usize).take(length as usize).collect();
            prop_assert_eq!(cutter.cut(start, end), between);
            prop_assert_eq!(cutter.length(), text.chars().count());
        }

        #[test]
        fn what_ends_before_it_begins_is_empty(text in "[aé]{0,300}", start in 1u32..300) {
            prop_assert_eq!(Cutter::new(&text).cut(start, start - 1), "");
        }
    }
}
