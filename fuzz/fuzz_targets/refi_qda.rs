//! REFI-QDA: archives, bare XML, and the inside of a sound project with its text.
#![no_main]

use std::io::Cursor;

use formats::refi_qda::{Limits, read_whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let _ = read_whole(Cursor::new(bytes), &limits);
    let inside = [
        &b"<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\"><Users/><CodeBook/><Sources>"[..],
        bytes,
        b"</Sources></Project>",
    ];
    let _ = read_whole(Cursor::new(inside.concat()), &limits);
});
