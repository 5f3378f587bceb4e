//! Plain text, Markdown and HTML.
#![no_main]

use formats::transcript::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["x.txt", "x.md", "x.html"] {
        let _ = read(name, bytes);
    }
});
