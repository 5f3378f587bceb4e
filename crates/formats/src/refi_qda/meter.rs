//! Reading XML no further than one event may go, and where in a file a byte lies.

use std::io::{self, BufRead, Read};

use super::error::too_large;

/// A reader that stops within an event which grows too large, before all of it is in memory.
pub(super) struct Metered<'a> {
    inner: Box<dyn BufRead + 'a>,
    left: usize,
    limit: usize,
}

impl<'a> Metered<'a> {
    pub(super) fn new(inner: Box<dyn BufRead + 'a>, limit: usize) -> Self {
        Self {
            inner,
            left: limit,
            limit,
        }
    }

    /// The next event begins.
    pub(super) fn start(&mut self) {
        self.left = self.limit;
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl BufRead for Metered<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            let what = "a text or a tag within the XML";
            return Err(io::Error::other(too_large(
                what,
                self.limit as u64,
                "bytes",
            )));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.inner.consume(amount);
    }
}

/// Line and column, both from 1, of a byte of a file.
pub(super) fn line_and_column(input: impl Read, offset: u64) -> (u64, u64) {
    lines_and_columns(input, &[offset])[0]
}

/// Lines and columns of bytes of a file, which rise.
pub(super) fn lines_and_columns(input: impl Read, offsets: &[u64]) -> Vec<(u64, u64)> {
    let last = offsets.last().copied().unwrap_or(0);
    let mut input = io::BufReader::new(input.take(last));
    let (mut line, mut column, mut at) = (1, 1, 0);
    let mut places = Vec::with_capacity(offsets.len());
    while let Ok(bytes) = input.fill_buf() {
        if bytes.is_empty() {
            break;
        }
        for byte in bytes {
            while offsets.get(places.len()) == Some(&at) {
                places.push((line, column));
            }
            at += 1;
            match byte {
                b'\n' => (line, column) = (line + 1, 1),
                // Bytes that continue a character count no column.
                0x80..=0xbf => {}
                _ => column += 1,
            }
        }
        let length = bytes.len();
        input.consume(length);
    }
    places.resize(offsets.len(), (line, column));
    places
}
