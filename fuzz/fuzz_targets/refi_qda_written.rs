//! REFI-QDA: whatever can be read can be written, keeps to the schema, and is then written as the same bytes again.
#![no_main]

use std::io::Cursor;

use formats::refi_qda::model::Project;
use formats::refi_qda::{Limits, NoMedia, Profile, Settings, read_whole, validate, write_whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let _ = validate(Cursor::new(bytes), &limits);
    let inside = [
        &b"<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\"><Users/><CodeBook/><Sources>"[..],
        bytes,
        b"</Sources></Project>",
    ];
    for input in [bytes.to_vec(), inside.concat()] {
        let Ok(reading) = read_whole(Cursor::new(input), &limits) else {
            continue;
        };
        for profile in [Profile::Standard, Profile::Nvivo] {
            let written = written(&reading.project, profile);
            let Ok(again) = read_whole(Cursor::new(&written), &limits) else {
                // What is spelt longer than it was may pass a limit.
                continue;
            };
            assert!(again.report.schema.valid);
            assert_eq!(written, self::written(&again.project, profile));
        }
    }
});

fn written(project: &Project, profile: Profile) -> Vec<u8> {
    let settings = Settings {
        profile,
        ..Settings::default()
    };
    let output = Cursor::new(Vec::new());
    let written = write_whole(output, &settings, project, &mut NoMedia);
    written.expect("what was read is sound").0.into_inner()
}
