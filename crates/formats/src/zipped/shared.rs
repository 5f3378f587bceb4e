//! One file that is read at several places at once.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

/// A reader of which several are used at once, each with a place of its own.
pub(crate) struct Shared<R> {
    input: Rc<RefCell<R>>,
    place: u64,
    length: u64,
}

impl<R> Clone for Shared<R> {
    fn clone(&self) -> Self {
        Self {
            input: Rc::clone(&self.input),
            ..*self
        }
    }
}

impl<R: Read + Seek> Shared<R> {
    pub(crate) fn new(mut input: R) -> io::Result<Self> {
        let length = input.seek(SeekFrom::End(0))?;
        Ok(Self {
            input: Rc::new(RefCell::new(input)),
            place: 0,
            length,
        })
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }
}

impl<R: Read + Seek> Read for Shared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut input = self.input.borrow_mut();
        input.seek(SeekFrom::Start(self.place))?;
        let read = input.read(buffer)?;
        self.place += read as u64;
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Shared<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
        };
        self.place = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.place)
    }
}
