//! How cues become turns (study R18-R22), on invented meetings.

use formats::transcript::{
    Anchor, Error, Format, Limits, Settings, Transcript, detect, read, read_with,
};

use crate::{codes, said};

fn vtt(body: &str) -> Transcript {
    read("meeting.vtt", format!("WEBVTT\n\n{body}").as_bytes()).unwrap()
}

#[test]
fn cues_of_a_speaker_join_up_to_the_gap_and_each_start_stays_as_an_anchor() {
    let body = "00:01.000 --> 00:02.000\n<v Ilse>Zwölf Betten</v>\n\n\
                00:04.000 --> 00:05.000\n<v Ilse>und niemand da.</v>\n\n\
                00:07.001 --> 00:08.000\n<v Ilse>Später.</v>\n";
    let transcript = vtt(body);
    assert_eq!(
        said(&transcript),
        [
            (Some("Ilse"), "Zwölf Betten und niemand da."),
            (Some("Ilse"), "Später.")
        ]
    );
    let first = &transcript.turns[0];
    assert_eq!((first.start_ms, first.end_ms), (Some(1_000), Some(5_000)));
    assert_eq!(
        first.anchors,
        [Anchor { at: 0, ms: 1_000 }, Anchor { at: 13, ms: 4_000 }]
    );

    let patient = Settings {
        join_gap_ms: 2_001,
        ..Settings::default()
    };
    let bytes = format!("WEBVTT\n\n{body}");
    assert_eq!(
        read_with("meeting.vtt", bytes.as_bytes(), &patient)
            .unwrap()
            .turns
            .len(),
        1
    );
}

#[test]
fn teams_fragments_of_one_utterance_join_over_any_pause_and_over_another_voice() {
    let guid = "0f3a1c22-9b7e-4d10-8a55-6c1d2e3f4a5b";
    let body = format!(
        "{guid}/7-0\n00:01.000 --> 00:02.000\n<v Ilse Brandt (External)>I was</v>\n\n\
         {guid}/8-0\n00:02.000 --> 00:02.500\n<v Otto>Mm.</v>\n\n\
         {guid}/7-1\n00:30.000 --> 00:31.000\n<v Ilse Brandt (External)>saying.</v>\n\n\
         {guid}/9-0\n00:40.000 --> 00:41.000\n<v Ilse Brandt (External)>New thought.</v>\n"
    );
    let ilse = Some("Ilse Brandt (External)");
    assert_eq!(
        said(&vtt(&body)),
        [
            (ilse, "I was saying."),
            (Some("Otto"), "Mm."),
            (ilse, "New thought.")
        ]
    );
}

#[test]
fn zoom_names_are_prefixes_and_a_cue_without_one_is_carried_and_flagged() {
    let transcript = vtt("1\n00:01.000 --> 00:02.000\nIlse: We met at 10:30.\n\n\
         2\n00:09.000 --> 00:10.000\nand it was late.\n\n\
         3\n00:20.000 --> 00:21.000\nOtto: True.\n\n\
         4\n00:30.000 --> 00:31.000\nIlse: Yes.\n\n\
         5\n00:40.000 --> 00:41.000\nOtto: No.\n");
    let expected = [
        (Some("Ilse"), "We met at 10:30."),
        (Some("Ilse"), "and it was late."),
        (Some("Otto"), "True."),
        (Some("Ilse"), "Yes."),
        (Some("Otto"), "No."),
    ];
    assert_eq!(said(&transcript), expected);
    assert_eq!(codes(&transcript), [("speaker_carried", Some(8))]);
}

#[test]
fn a_prefix_that_occurs_once_is_nobody_and_names_nobody_after_it() {
    let transcript = vtt(
        "00:01.000 --> 00:02.000\nIlse: One.\n\n00:10.000 --> 00:11.000\nIlse: Two.\n\n\
         00:20.000 --> 00:21.000\nGuest: Three.\n\n00:30.000 --> 00:31.000\nFour.\n",
    );
    assert_eq!(
        said(&transcript)[2..],
        [(None, "Guest: Three."), (None, "Four.")]
    );
    assert_eq!(codes(&transcript), [("unconfirmed_speaker", Some(9))]);
}

#[test]
fn a_colon_is_speech_where_voices_are_tagged() {
    let cue = "<v Ilse>One thing: rest.</v>";
    let transcript = vtt(&format!(
        "00:01.000 --> 00:02.000\n{cue}\n\n00:09.000 --> 00:10.000\n{cue}\n"
    ));
    assert!(
        transcript
            .turns
            .iter()
            .all(|t| t.speaker.as_deref() == Some("Ilse") && t.text == "One thing: rest.")
    );
}

#[test]
fn a_cue_file_without_names_is_one_unknown_speaker_with_a_warning() {
    let transcript = vtt("00:01.000 --> 00:02.000\nA\n\n00:02.000 --> 00:03.000\nB\n");
    assert_eq!(said(&transcript), [(None, "A B")]);
    assert_eq!(codes(&transcript), [("no_speakers", None)]);
}

#[test]
fn cues_out_of_order_or_overlapping_are_kept_and_flagged() {
    let transcript = vtt(
        "00:05.000 --> 00:09.000\n<v A>one\n\n00:08.000 --> 00:07.000\n<v A>two\n\n00:01.000 --> 00:02.000\n<v A>three\n",
    );
    assert_eq!(
        said(&transcript),
        [(Some("A"), "one two"), (Some("A"), "three")]
    );
    assert_eq!(
        codes(&transcript),
        [
            ("time_reversed", Some(6)),
            ("overlap", Some(6)),
            ("out_of_order", Some(9))
        ]
    );
}

#[test]
fn the_reader_tolerates_what_tools_write() {
    let bytes = "\u{feff}WEBVTT - made by hand\r\nKind: captions\r\n\r\n\
                 NOTE NOTEBOOK\r\nnot speech\r\n\r\nSTYLE\r\n::cue {}\r\n\r\nREGION\r\nid:x\r\n\r\n\
                 00:01,500 --> 00:02.5 align:start position:10%\r\nNOTEBOOKS are speech\r\n\r\n\
                 NOTEBOOK as id\r\n0.000-->9.000\r\nso is this\r\n";
    let transcript = read("x.vtt", bytes.as_bytes()).unwrap();
    assert_eq!(
        said(&transcript),
        [(None, "NOTEBOOKS are speech"), (None, "so is this")]
    );
    assert_eq!(
        (transcript.turns[0].start_ms, transcript.turns[0].end_ms),
        (Some(1_500), Some(2_500))
    );
}

#[test]
fn speech_whose_time_is_unreadable_or_missing_is_kept_without_it() {
    let transcript =
        vtt("00:01.000 --> 00:1d.000\nhalf timed\n\n00:05.000 --> 00:06.000\none\n\nleft over\n");
    assert_eq!(
        said(&transcript),
        [(None, "half timed"), (None, "one"), (None, "left over")]
    );
    let times: Vec<_> = transcript
        .turns
        .iter()
        .map(|t| (t.start_ms, t.end_ms))
        .collect();
    assert_eq!(
        times,
        [
            (Some(1_000), None),
            (Some(5_000), Some(6_000)),
            (None, None)
        ]
    );
    assert_eq!(
        codes(&transcript),
        [
            ("no_speakers", None),
            ("bad_time", Some(3)),
            ("stray_text", Some(9))
        ]
    );
}

#[test]
fn plain_text_in_a_legacy_encoding_is_read_and_the_guess_is_said() {
    let bytes = b"M\xfcller: Gr\xfc\xdfe an alle.\r\nOtto: Sch\xf6n.\r\nM\xfcller: Bis sp\xe4ter.\r\nOtto: Ja.\r\n";
    let transcript = read("x.txt", bytes).unwrap();
    assert_eq!(said(&transcript)[0], (Some("Müller"), "Grüße an alle."));
    assert_eq!(codes(&transcript), [("encoding_guessed", None)]);
}

#[test]
fn the_signature_decides_before_the_extension_and_unknown_kinds_are_named() {
    assert_eq!(
        detect("call.txt", b"\xef\xbb\xbfWEBVTT\n"),
        Ok(Format::WebVtt)
    );
    assert_eq!(detect("call.txt", b"WEBVTTs are files"), Ok(Format::Txt));
    assert_eq!(detect("Call.DOCX", b""), Ok(Format::Docx));
    assert_eq!(detect("notes.md", b""), Ok(Format::Txt));
    assert_eq!(detect("notes", b"PK\x03\x04"), Ok(Format::Docx));
    assert_eq!(detect("Call.SRT", b""), Ok(Format::Srt));
    assert_eq!(detect("page.htm", b""), Ok(Format::Html));
    for (bytes, format) in [
        (&b"%PDF-1.7"[..], Format::Pdf),
        (b"{\\rtf1", Format::Rtf),
        (b"Ilse: hello", Format::Txt),
    ] {
        assert_eq!(detect("notes", bytes), Ok(format));
    }
    // Word opens RTF that is named .doc, and its own old format is not read.
    assert_eq!(detect("call.doc", b"{\\rtf1"), Ok(Format::Rtf));
    for name in ["call.doc", "call.xlsx", "call.mp4"] {
        let extension = name[5..].to_owned();
        assert_eq!(
            detect(name, b"other"),
            Err(Error::UnknownFormat { extension })
        );
    }
}

#[test]
fn what_is_no_transcript_is_refused_by_name() {
    let found = "a PDF file";
    assert_eq!(
        read("x.txt", b"%PDF-1.7 ..."),
        Err(Error::NotText { found })
    );
    assert_eq!(
        read("x.vtt", b"a\0b"),
        Err(Error::NotText {
            found: "binary data"
        })
    );
    for (name, bytes) in [
        ("x.txt", " \n\n"),
        ("x.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"),
        ("x.txt", ""),
    ] {
        assert_eq!(read(name, bytes.as_bytes()), Err(Error::Empty));
    }
    let error = read("x.vtt", b"1\n00:00:01,000 --> 00:00:02,000\nHi\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "broken vtt file, line 1: the file does not begin with WEBVTT"
    );
    let error = read("x.docx", b"no archive").unwrap_err().to_string();
    assert!(
        error.starts_with("the docx file is not a ZIP file: it begins with "),
        "{error}"
    );
}

#[test]
fn each_limit_of_a_text_file_is_named_when_exceeded() {
    let two = "WEBVTT\n\n00:01.000 --> 00:02.000\nlonger\n\n00:03.000 --> 00:04.000\nA\n";
    let limited = |limits: Limits| {
        let settings = Settings {
            limits,
            ..Settings::default()
        };
        read_with("x.vtt", two.as_bytes(), &settings)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let standard = Limits::default;
    assert_eq!(limited(standard()), Ok(()));
    let refused = |limits, message: &str| assert_eq!(limited(limits), Err(message.to_owned()));
    refused(
        Limits {
            upload: 9,
            ..standard()
        },
        "the file has more than 9 bytes",
    );
    refused(
        Limits {
            text: 9,
            ..standard()
        },
        "the text has more than 9 bytes",
    );
    refused(
        Limits {
            cues: 1,
            ..standard()
        },
        "the file has more than 1 cues",
    );
    refused(
        Limits {
            cue: 5,
            ..standard()
        },
        "the cue at line 3 has more than 5 bytes",
    );
}

#[test]
fn a_long_file_of_one_speaker_is_read_in_linear_time() {
    let mut bytes = String::from("WEBVTT\n\n");
    for second in 0..50_000 {
        bytes.push_str(&format!(
            "{second}.000 --> {}.000\n<v Ilse>{}\n\n",
            second + 1,
            "wörter ".repeat(20)
        ));
    }
    let transcript = read("x.vtt", bytes.as_bytes()).unwrap();
    assert_eq!(
        (transcript.turns.len(), transcript.turns[0].anchors.len()),
        (1, 50_000)
    );
}
