//! Manuscripts of every format.
#![no_main]

use formats::manuscript::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["x.txt", "x.md", "x.html", "x.docx", "x.odt", "x.rtf", "x.pdf"] {
        let _ = read(name, bytes);
    }
});
