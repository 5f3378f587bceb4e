//! What meeting programs write besides cue files (study R19, R20).

use formats::transcript::{Settings, read, read_with};

use crate::{codes, said};

#[test]
fn a_zoom_chat_has_a_clock_before_each_name() {
    let text = "00:13:46\tIlse Brandt:\tGood morning\n00:13:51\tOtto:\tMorning!\n\tand a second line\n01:00:02\tIlse Brandt:\tSee 10:30\n01:00:05\tOtto:\tyes\n";
    let transcript = read("chat.txt", text.as_bytes()).unwrap();
    let turns: Vec<_> = transcript
        .turns
        .iter()
        .map(|turn| (turn.start_ms.unwrap(), turn.text.as_str()))
        .collect();
    assert_eq!(
        turns,
        [
            (826_000, "Good morning"),
            (831_000, "Morning!\n\tand a second line"),
            (3_602_000, "See 10:30"),
            (3_605_000, "yes"),
        ]
    );
    assert_eq!(transcript.turns[0].speaker.as_deref(), Some("Ilse Brandt"));
}

/// The layout as it is described; no real export was at hand.
const MEET: &str = "Supervision (2031-03-04 10:02 GMT) - Transcript\nAttendees\nIlse Brandt, Otto Maier\nTranscript\n\
                    Ilse Brandt: Good morning.\nOtto Maier: Morning.\n00:05:00\n \nIlse Brandt: Where were we?\n\
                    At the ward.\n00:10:00\nAnd then home.\nOtto Maier: Yes.\nMeeting ended after 00:12:40 👋\n\
                    This editable transcript was computer generated and might contain errors.\n";

#[test]
fn a_meet_export_is_its_talk_with_the_times_between_and_without_its_frame() {
    let transcript = read("meet.txt", MEET.as_bytes()).unwrap();
    assert_eq!(
        said(&transcript),
        [
            (Some("Ilse Brandt"), "Good morning."),
            (Some("Otto Maier"), "Morning."),
            (
                Some("Ilse Brandt"),
                "Where were we?\nAt the ward.\nAnd then home."
            ),
            (Some("Otto Maier"), "Yes."),
        ]
    );
    let third = &transcript.turns[2];
    let anchors: Vec<_> = third
        .anchors
        .iter()
        .map(|anchor| (anchor.ms, anchor.at))
        .collect();
    assert_eq!(
        (third.start_ms, anchors),
        (Some(300_000), vec![(300_000, 0), (600_000, 28)])
    );
    assert_eq!(
        third.text.chars().skip(28).collect::<String>(),
        "And then home."
    );
    assert_eq!(codes(&transcript), [("frame_left_out", None)]);
}

#[test]
fn the_word_attendees_in_speech_cuts_nothing() {
    let transcript = read(
        "x.txt",
        b"Ilse: The list of\nAttendees\nwas long.\nIlse: Yes.",
    )
    .unwrap();
    assert_eq!(said(&transcript)[0].1, "The list of\nAttendees\nwas long.");
}

#[test]
fn text_without_names_is_one_unknown_speaker_with_a_warning() {
    let transcript = read("graph.txt", b"Good morning. Shall we begin?\nYes.").unwrap();
    assert_eq!(
        said(&transcript),
        [(None, "Good morning. Shall we begin?\nYes.")]
    );
    assert_eq!(codes(&transcript), [("no_speakers", None)]);
}

#[test]
fn markdown_names_in_bold_are_speakers() {
    let transcript = read("x.md", b"# Interview\n\n**Ilse:** One *thing*.\n\n**Otto**: Yes.\n\n**Ilse:** Two.\n\n**Otto**: No.\n").unwrap();
    assert_eq!(
        said(&transcript),
        [
            (None, "# Interview"),
            (Some("Ilse"), "One *thing*."),
            (Some("Otto"), "Yes."),
            (Some("Ilse"), "Two."),
            (Some("Otto"), "No."),
        ]
    );
}

#[test]
fn names_alone_on_their_lines_are_speakers_once_a_person_confirms_them() {
    let text = b"Interviewer\nWhere were you?\nInterviewee\nAt home.\nYeah.\nInterviewer\nYeah.\n";
    let plain = read("x.txt", text).unwrap();
    assert_eq!(plain.turns.len(), 1);
    let settings = Settings {
        speakers: vec!["Interviewer".to_owned(), "Interviewee".to_owned()],
        ..Settings::default()
    };
    let confirmed = read_with("x.txt", text, &settings).unwrap();
    assert_eq!(
        said(&confirmed),
        [
            (Some("Interviewer"), "Where were you?"),
            (Some("Interviewee"), "At home.\nYeah."),
            (Some("Interviewer"), "Yeah."),
        ]
    );
}
