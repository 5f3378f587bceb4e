//! WebVTT and SubRip; what can be read is written as cues and read again, with nothing lost.
#![no_main]

use formats::transcript::{Output, Transcript, read, write};
use libfuzzer_sys::fuzz_target;

fn spoken(transcript: &Transcript) -> usize {
    let texts = transcript.turns.iter().map(|turn| turn.text.chars());
    texts.flatten().filter(|c| !c.is_whitespace()).count()
}

fuzz_target!(|bytes: &[u8]| {
    for name in ["x.vtt", "x.srt"] {
        let Ok(first) = read(name, bytes) else { continue };
        let voiced = first.turns.iter().any(|turn| turn.speaker.is_some());
        let Ok(cues) = write(&first, name, Output::Vtt) else { continue };
        // Where nobody is named, a colon in speech may become a name, and its words fewer.
        if let (true, Ok(again)) = (voiced, read("x.vtt", cues.as_bytes())) {
            assert_eq!(spoken(&again), spoken(&first));
        }
    }
});
