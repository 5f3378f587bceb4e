//! RTF: the bytes themselves, and as the content of a sound file.
#![no_main]

use formats::transcript::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read("x.rtf", bytes);
    let _ = read("x.rtf", &[b"{\\rtf1 ", bytes, b"}"].concat());
});
