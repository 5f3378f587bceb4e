//! SubRip files: names carried over, what tools write wrongly, and what is no SubRip at all.

use formats::transcript::{Error, Limits, Transcript, read, srt};

use crate::{codes, said, shared};

fn subrip(text: &str) -> Transcript {
    read("call.srt", text.as_bytes()).unwrap()
}

#[test]
fn a_name_is_carried_to_the_cues_below_it_and_each_is_flagged() {
    let transcript = subrip(
        "1\n00:00:01,000 --> 00:00:02,000\nIlse: We were\n\n2\n00:00:02,000 --> 00:00:03,000\ntwelve then.\n\n\
         3\n00:00:09,000 --> 00:00:10,000\nOtto: Yes.\n\n4\n00:00:11,000 --> 00:00:12,000\nIlse: And now?\n\n\
         5\n00:00:13,000 --> 00:00:14,000\nOtto: Nine.\n",
    );
    let expected = [
        (Some("Ilse"), "We were twelve then."),
        (Some("Otto"), "Yes."),
        (Some("Ilse"), "And now?"),
        (Some("Otto"), "Nine."),
    ];
    assert_eq!(said(&transcript), expected);
    assert_eq!(codes(&transcript), [("speaker_carried", Some(6))]);
}

#[test]
fn missing_blank_lines_missing_numbers_and_blanks_at_line_ends_are_tolerated() {
    let transcript = subrip(
        "\u{feff}1 \r\n00:00:01,000 --> 00:00:02,000 \r\nOne\r\n2\r\n00:00:05,000 --> 00:00:06,000\r\nTwo\r\n \r\n\
         00:00:09.000 --> 00:00:10.5\r\nThree\r\n",
    );
    assert_eq!(
        said(&transcript),
        [(None, "One"), (None, "Two"), (None, "Three")]
    );
    let times: Vec<_> = transcript
        .turns
        .iter()
        .map(|turn| (turn.start_ms, turn.end_ms))
        .collect();
    let timed = |start, end| (Some(start), Some(end));
    assert_eq!(
        times,
        [
            timed(1_000, 2_000),
            timed(5_000, 6_000),
            timed(9_000, 10_500)
        ]
    );
    assert_eq!(codes(&transcript), [("no_speakers", None)]);
}

#[test]
fn a_number_that_is_spoken_stays() {
    let transcript = subrip(
        "1\n00:00:01,000 --> 00:00:02,000\nHow many?\n12\n\n2\n00:00:09,000 --> 00:00:10,000\n7\n",
    );
    assert_eq!(said(&transcript), [(None, "How many?\n12"), (None, "7")]);
}

#[test]
fn tags_and_place_marks_are_removed_and_other_braces_stay() {
    let transcript = subrip(
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color=\"red\"><i>Yes</i></font> {laughs} {\\ no}\n",
    );
    assert_eq!(said(&transcript), [(None, "Yes {laughs} {\\ no}")]);
}

#[test]
fn text_without_any_time_line_is_refused_by_name() {
    let error = read("x.srt", b"only words").unwrap_err().to_string();
    assert!(
        error.starts_with("broken srt file, line 1: no line holds the times"),
        "{error}"
    );
    assert_eq!(read("x.srt", b" \n"), Err(Error::Empty));
}

#[test]
fn speech_whose_time_line_is_missing_is_kept_without_its_number() {
    let Some(folder) = shared("corpora/subtitles/webvtt-py") else {
        return;
    };
    let transcript = read(
        "x.srt",
        &std::fs::read(folder.join("missing_timeframe.srt")).unwrap(),
    )
    .unwrap();
    let words: Vec<_> = transcript
        .turns
        .iter()
        .map(|turn| (turn.start_ms, turn.text.as_str()))
        .collect();
    assert_eq!(
        words,
        [
            (Some(500), "Caption text #1"),
            (None, "Caption text #2"),
            (
                Some(11_890),
                "Caption text #3 Caption text #4 Caption text #5"
            ),
        ]
    );
    assert_eq!(
        codes(&transcript),
        [("no_speakers", None), ("stray_text", Some(6))]
    );
}

#[test]
fn every_small_subtitle_of_the_corpus_is_read_or_refused_as_listed() {
    let Some(folder) = shared("corpora/subtitles") else {
        return;
    };
    let limits = Limits::default();
    let cues = |file: &str| {
        let text = formats::text::decode(&std::fs::read(folder.join(file)).unwrap()).text;
        srt::cues(&text, &limits).map(|found| found.cues.len())
    };
    assert_eq!(cues("cdown/ascii.srt"), Ok(3));
    assert_eq!(cues("webvtt-py/missing_caption_text.srt"), Ok(5));
    assert_eq!(cues("webvtt-py/missing_timeframe.srt"), Ok(5));
    assert!(cues("webvtt-py/invalid_format2.srt").is_err());
    // Words above a first time line that has none of its own.
    assert_eq!(cues("webvtt-py/invalid_format4.srt"), Ok(2));
}
