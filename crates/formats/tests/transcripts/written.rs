//! Writing: each form says every word once, and a cue file is read back equal (study T2).

use formats::table;
use formats::transcript::{
    Anchor, Format, Output, Transcript, Turn, Untimed, Warning, read, write,
};
use proptest::prelude::*;

use crate::{dense, files, shared};

fn turn(speaker: Option<&str>, times: Option<(u64, u64)>, text: &str) -> Turn {
    Turn {
        speaker: speaker.map(str::to_owned),
        start_ms: times.map(|(start, _)| start),
        end_ms: times.map(|(_, end)| end),
        text: text.to_owned(),
        anchors: times
            .map(|(ms, _)| Anchor { at: 0, ms })
            .into_iter()
            .collect(),
    }
}

fn transcript(turns: Vec<Turn>) -> Transcript {
    Transcript {
        format: Format::WebVtt,
        turns,
        warnings: Vec::new(),
    }
}

fn written(transcript: &Transcript, output: Output) -> String {
    write(transcript, "call.vtt", output).unwrap()
}

#[test]
fn json_has_the_promised_shape() {
    let bytes = b"WEBVTT\n\n00:01.000 --> 00:02.500\n<v Zo\xc3\xab>\"So\"</v>\n\n00:01.500 --> 00:1x.000\n<v Otto>Yes\n";
    let transcript = read("call.vtt", bytes).unwrap();
    assert_eq!(
        written(&transcript, Output::Json),
        "{\"source\":\"call.vtt\",\"format\":\"vtt\",\"turns\":[\
         {\"speaker\":\"Zoë\",\"start_ms\":1000,\"end_ms\":2500,\"text\":\"\\\"So\\\"\"},\
         {\"speaker\":\"Otto\",\"start_ms\":1500,\"end_ms\":null,\"text\":\"Yes\"}],\"warnings\":[\
         {\"code\":\"bad_time\",\"line\":6,\"message\":\"The time line \\\"00:01.500 --> 00:1x.000\\\" cannot be read in full.\"},\
         {\"code\":\"overlap\",\"line\":6,\"message\":\"The cue starts before the one above it has ended.\"}]}"
    );
    let warnings = vec![Warning {
        code: "no_speakers",
        line: None,
        message: String::new(),
    }];
    let nobody = Transcript {
        warnings,
        ..super::written::transcript(vec![turn(None, None, "a")])
    };
    let json: serde_json::Value = serde_json::from_str(&written(&nobody, Output::Json)).unwrap();
    assert_eq!(
        (&json["turns"][0]["speaker"], &json["warnings"][0]["line"]),
        (&serde_json::Value::Null, &serde_json::Value::Null)
    );
}

#[test]
fn text_cues_csv_and_markdown_say_who_when_and_what() {
    let turns = vec![
        turn(Some("Ilse"), Some((1_000, 2_000)), "One & <two>.\nThree."),
        turn(None, Some((3_661_000, 3_662_500)), "=1+1"),
    ];
    let transcript = transcript(turns);
    assert_eq!(
        written(&transcript, Output::Txt),
        "Ilse: One & <two>.\nThree.\n\n?: =1+1\n"
    );
    assert_eq!(
        written(&transcript, Output::Vtt),
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ilse>One &amp; &lt;two&gt;.\nThree.\n\n\
         01:01:01.000 --> 01:01:02.500\n=1+1\n"
    );
    assert_eq!(
        written(&transcript, Output::Csv),
        "speaker,start_ms,end_ms,text\nIlse,1000,2000,\"One & <two>.\nThree.\"\n,3661000,3662500,'=1+1\n"
    );
    assert_eq!(
        written(&transcript, Output::Md),
        "**Ilse** (0:00:01)\n\nOne \\& \\<two\\>.  \nThree.  \n\n(1:01:01)\n\n\\=1+1  \n"
    );
}

#[test]
fn turns_without_a_time_are_no_cue_file() {
    let transcript = transcript(vec![
        turn(Some("Ilse"), Some((0, 1)), "a"),
        turn(Some("Otto"), None, "b"),
    ]);
    assert_eq!(
        write(&transcript, "x", Output::Vtt),
        Err(Untimed { turn: 2 })
    );
}

#[test]
fn real_cue_files_are_written_and_read_back_equal() {
    let Some(folder) = shared("transcripts") else {
        return;
    };
    let mut equal = 0;
    for path in [files(&folder, "vtt"), files(&folder, "srt")].concat() {
        let first = read(&path.display().to_string(), &std::fs::read(&path).unwrap()).unwrap();
        let again = read("x.vtt", written(&first, Output::Vtt).as_bytes()).unwrap();
        let times = |t: &Transcript| {
            t.turns
                .iter()
                .map(|t| (t.speaker.clone(), t.start_ms, t.end_ms, dense(&t.text)))
                .collect::<Vec<_>>()
        };
        assert_eq!(times(&again), times(&first), "{}", path.display());
        equal += 1;
    }
    assert_eq!(equal, 21);
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let piece = "[a-zäß中&<>'☕.,:?!=+@-][a-zäß中&<>'☕ .,:?!\\-]{0,20}[a-zäß]";
    let pieces = proptest::collection::vec((piece, 0_u64..2_000), 1..4);
    let spoken = (
        proptest::option::of("(Ilse|Otto Brandt|Zoë \\(Guest\\)|A & <B>)"),
        pieces,
        2_001_u64..90_000,
    );
    proptest::collection::vec(spoken, 1..12).prop_map(|turns| {
        let mut now = 0;
        let turns = turns.into_iter().map(|(speaker, pieces, pause)| {
            now += pause;
            let mut turn = turn(speaker.as_deref(), Some((now, now)), "");
            turn.anchors.clear();
            for (words, length) in pieces {
                if !turn.text.is_empty() {
                    turn.text.push(' ');
                }
                turn.anchors.push(Anchor {
                    at: turn.text.chars().count(),
                    ms: now,
                });
                turn.text.push_str(&words);
                now += length;
                turn.end_ms = Some(now);
            }
            turn
        });
        turns.collect()
    })
}

proptest! {
    #[test]
    fn a_transcript_written_as_cues_is_read_back_equal(mut turns in turns()) {
        // Where nobody is named at all, a colon in speech could be a name.
        turns[0].speaker = Some("Ilse".to_owned());
        let first = transcript(turns);
        let again = read("x.vtt", written(&first, Output::Vtt).as_bytes()).unwrap();
        prop_assert_eq!(again.turns, first.turns);
    }

    #[test]
    fn every_form_says_every_character_once_and_in_order(turns in turns()) {
        let transcript = transcript(turns);
        let spoken: String = transcript.turns.iter().map(|turn| dense(&turn.text)).collect();

        let rows = table::read_csv(written(&transcript, Output::Csv).as_bytes(), table::Limits::STUDY).unwrap().rows;
        let from_csv: String = rows.iter().map(|row| dense(&row.cells[3])).collect();
        prop_assert_eq!(&from_csv, &spoken);

        let json: serde_json::Value = serde_json::from_str(&written(&transcript, Output::Json)).unwrap();
        let from_json: String = json["turns"].as_array().unwrap().iter().map(|turn| dense(turn["text"].as_str().unwrap())).collect();
        prop_assert_eq!(&from_json, &spoken);

        let mut prefixed = String::new();
        let named = transcript.turns.iter().any(|turn| turn.speaker.is_some());
        for turn in &transcript.turns {
            if named {
                prefixed += &dense(turn.speaker.as_deref().unwrap_or("?"));
                prefixed.push(':');
            }
            prefixed += &dense(&turn.text);
        }
        prop_assert_eq!(dense(&written(&transcript, Output::Txt)), prefixed);
    }
}
