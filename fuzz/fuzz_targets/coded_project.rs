//! Projects of Taguette and QualCoder: SQLite files of any kind.
#![no_main]

use formats::coded_project::read;
use formats::cost::Cost;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read(bytes, None, &Cost::default());
});
