//! Archives of whole studies: whatever is read is written, and read again as the same.
#![no_main]

use std::io::Cursor;

use formats::study_archive::{Limits, read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(archive) = read(Cursor::new(bytes), &Limits::default()) else {
        return;
    };
    let written = write(Cursor::new(Vec::new()), &archive).unwrap().into_inner();
    assert_eq!(read(Cursor::new(written), &Limits::default()).unwrap(), archive);
});
