//! Bytes that one part writes and another takes away bit by bit.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// What was written and not taken away yet; each clone is the same.
#[derive(Clone, Default)]
pub(crate) struct Taken(Arc<Mutex<Vec<u8>>>);

impl Taken {
    /// Everything that was written since the last time.
    pub(crate) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Taken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
