//! Passages of a text by code points, without counting from its beginning for each.

/// A text, and where its code points stand in its bytes.
pub(crate) struct Cutter<'a> {
    text: &'a str,
    /// The byte at which each code point begins, and the end; none where each code point is a byte.
    bytes: Vec<u32>,
}

impl<'a> Cutter<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let bytes = match text.is_ascii() {
            true => Vec::new(),
            false => {
                let starts = text.char_indices().map(|(at, _)| place(at));
                starts.chain([place(text.len())]).collect()
            }
        };
        Self { text, bytes }
    }

    /// How many code points there are.
    pub(crate) fn length(&self) -> usize {
        match self.bytes.len() {
            0 => self.text.len(),
            places => places - 1,
        }
    }

    /// From one code point to before another; what lies beyond the end is not there.
    pub(crate) fn cut(&self, start: u32, end: u32) -> &'a str {
        let at = |point: u32| match self.bytes.is_empty() {
            true => (point as usize).min(self.text.len()),
            false => {
                let place = (point as usize).min(self.bytes.len() - 1);
                self.bytes[place] as usize
            }
        };
        self.text.get(at(start)..at(end)).unwrap_or_default()
    }
}
