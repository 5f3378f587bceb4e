//! Random cue files, written here and read back (study T2).

use std::fmt::Write as _;

use formats::transcript::{Limits, read, vtt};
use proptest::prelude::*;

use crate::dense;

#[derive(Debug, Clone)]
struct Spoken {
    id: Option<String>,
    speaker: String,
    pause_ms: u64,
    length_ms: u64,
    lines: Vec<String>,
}

fn cue() -> impl Strategy<Value = Spoken> {
    let words = "[a-zäß中&<>'☕.,:?!-][a-zäß中&<>'☕ .,:?!-]{0,30}";
    (
        proptest::option::of("[1-9][0-9]{0,3}"),
        "(Ilse|Otto Brandt|Zoë \\(Guest\\))",
        0_u64..5_000,
        1_u64..9_000,
        proptest::collection::vec(words, 1..3),
    )
        .prop_map(|(id, speaker, pause_ms, length_ms, lines)| Spoken {
            id,
            speaker,
            pause_ms,
            length_ms,
            lines,
        })
}

fn clock(ms: u64) -> String {
    format!(
        "{:02}:{:02}:{:02}.{:03}",
        ms / 3_600_000,
        ms / 60_000 % 60,
        ms / 1_000 % 60,
        ms % 1_000
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn payload(cue: &Spoken) -> String {
    format!("<v {}>{}</v>", cue.speaker, escaped(&cue.lines.join("\n")))
}

fn file(cues: &[(u64, u64, &Spoken)], line_end: &str) -> String {
    let mut text = String::from("WEBVTT\n\n");
    for (start, end, cue) in cues {
        if let Some(id) = &cue.id {
            let _ = writeln!(text, "{id}");
        }
        let _ = writeln!(
            text,
            "{} --> {} align:start\n{}\n",
            clock(*start),
            clock(*end),
            payload(cue)
        );
    }
    text.replace('\n', line_end)
}

fn timed(cues: &[Spoken]) -> Vec<(u64, u64, &Spoken)> {
    let mut now = 0;
    let place = |cue| {
        let &Spoken {
            pause_ms,
            length_ms,
            ..
        } = cue;
        let start = now + pause_ms;
        now = start + length_ms;
        (start, now, cue)
    };
    cues.iter().map(place).collect()
}

proptest! {
    #[test]
    fn a_written_cue_file_is_read_back_equal(cues in proptest::collection::vec(cue(), 0..20), crlf in any::<bool>()) {
        let cues = timed(&cues);
        let bytes = file(&cues, if crlf { "\r\n" } else { "\n" });
        let text = formats::text::decode(bytes.as_bytes()).text;
        let found = vtt::cues(&text, &Limits::default()).unwrap();
        prop_assert_eq!(found.warnings.len(), 0);
        let read: Vec<_> = found.cues.iter().map(|c| (c.id.map(str::to_owned), c.start_ms, c.end_ms, c.payload.to_string())).collect();
        let written: Vec<_> =
            cues.iter().map(|(start, end, c)| (c.id.clone(), Some(*start), Some(*end), payload(c))).collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn every_spoken_character_is_in_one_turn_and_time_never_runs_back(cues in proptest::collection::vec(cue(), 1..20)) {
        let cues = timed(&cues);
        let transcript = read("x.vtt", file(&cues, "\n").as_bytes()).unwrap();

        let written: String = cues.iter().map(|(_, _, cue)| dense(&cue.lines.concat())).collect();
        let read: String = transcript.turns.iter().map(|turn| dense(&turn.text)).collect();
        prop_assert_eq!(read, written);

        let mut anchors = transcript.turns.iter().flat_map(|turn| turn.anchors.iter().map(move |a| (turn, a)));
        for (start, _, cue) in &cues {
            let (turn, anchor) = anchors.next().expect("an anchor for each cue");
            prop_assert_eq!(turn.speaker.as_ref(), Some(&cue.speaker));
            prop_assert_eq!(anchor.ms, *start);
            let from: String = turn.text.chars().skip(anchor.at).collect();
            prop_assert!(from.starts_with(&cue.lines[0]), "{:?} at {}", turn, anchor.at);
        }
        prop_assert_eq!(anchors.next(), None);
    }
}
