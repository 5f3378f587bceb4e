//! What may be unpacked, counted while it is.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::{Error, Limits};
use crate::cost::Meter;

/// What may still be unpacked, over all entries together.
#[derive(Clone)]
pub(crate) struct Budget {
    left: Rc<Cell<u64>>,
    limit: u64,
    what: &'static str,
    meter: Meter,
}

impl Budget {
    /// For an archive of so many bytes, called so where it unpacks to too much.
    pub(crate) fn new(what: &'static str, packed: u64, limits: &Limits, meter: Meter) -> Self {
        // The ratio is taken over the whole file, since an entry's packed size is a declared one.
        let limit = limits.unpacked.min(packed.saturating_mul(limits.ratio));
        Self {
            left: Rc::new(Cell::new(limit)),
            limit,
            what,
            meter,
        }
    }

    /// Starts anew, for a file that is read a second time.
    pub(crate) fn renew(&self) {
        self.left.set(self.limit);
    }

    /// The time and memory that go with it.
    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }

    fn take(&self, bytes: usize) -> Result<(), Error> {
        self.meter.look()?;
        let left = self.left.get().checked_sub(bytes as u64);
        self.left.set(left.unwrap_or(0));
        left.map(drop).ok_or(Error::TooLarge {
            what: self.what,
            limit: self.limit,
            unit: "bytes",
        })
    }
}

/// Counts what comes out of a reader.
pub(crate) struct Counted<R> {
    pub inner: R,
    pub budget: Budget,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.take(read).map_err(io::Error::other)?;
        Ok(read)
    }
}
