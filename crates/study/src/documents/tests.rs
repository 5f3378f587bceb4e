use std::collections::BTreeSet;

use super::*;
use crate::problem::{Code, Problem};
use formats::transcript;

fn read(text: &str, participant: Option<&str>) -> (Document, Vec<Problem>) {
    let read = transcript::read("M1.txt", text.as_bytes()).unwrap();
    let mut problems = Vec::new();
    let file = ("M1.txt", text.as_bytes());
    let document = read_transcript(file, &read, "M1".into(), participant, &mut problems);
    (document, problems)
}

#[test]
fn the_only_speaker_besides_the_interviewer_is_the_participant_and_the_name_is_gone() {
    let text =
        "Interviewer: Why?\n\nAnna Invented: So.\n\nInterviewer: And?\n\nAnna Invented: No.\n";
    let (document, problems) = read(text, Some("M1"));
    assert_eq!(document.turns[1].role, Role::Participant);
    assert_eq!(document.turns[1].label.as_deref(), Some("M1"));
    assert_eq!(document.turns[0].role, Role::Interviewer);
    assert!(problems.is_empty());
    assert!(!format!("{document:?}").contains("Anna"));
}

#[test]
fn a_label_that_is_no_id_is_never_kept() {
    let text = "Anna: Why?\n\nBea: So.\n\nAnna: And?\n\nBea: No.\n";
    for participant in [None, Some("M1")] {
        let (document, problems) = read(text, participant);
        let labels: Vec<_> = document.turns.iter().map(|t| t.label.as_deref()).collect();
        assert_eq!(labels[..2], [Some("Speaker 1"), Some("Speaker 2")]);
        assert_eq!(problems.len(), 1);
        assert!(!format!("{document:?}{problems:?}").contains("Bea"));
    }
}

#[test]
fn a_transcript_belongs_to_the_longest_id_its_name_begins_with() {
    let ids: BTreeSet<String> = ["M1", "M12", "M1-b"].map(String::from).into();
    assert_eq!(participant_of("M1-interview", &ids), Some("M1"));
    assert_eq!(participant_of("M1-b_2", &ids), Some("M1-b"));
    assert_eq!(participant_of("M12", &ids), Some("M12"));
    assert_eq!(participant_of("M123", &ids), None);
}

#[test]
fn a_field_note_says_who_wrote_it_and_in_which_part() {
    let note = "Author: Participant-researcher PR1\nDate: 2031-10-15\nKind: Note by a member\n\n\
                I left late.\n\nThe room: warm.\n";
    let mut problems = Vec::new();
    let document = read_field_note("a.txt", "a", note.as_bytes(), &mut problems).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(document.title, "Note by a member");
    let author = document.author.unwrap();
    assert_eq!(author.role, AuthorRole::ParticipantResearcher);
    assert_eq!(author.id, "PR1");
    assert_eq!(document.turns[1].text, "The room: warm.");
}

#[test]
fn a_field_note_by_a_name_by_nobody_or_without_text_is_refused() {
    for (note, code) in [
        ("Author: Anna\n\nText.", Code::E07),
        ("Date: 2031-10-15\n\nText.", Code::E12),
        ("Author: Interviewer I1\n\n", Code::E12),
        (
            "Author: Interviewer I1\nDate: 31/2/2031\n\nText.",
            Code::E04,
        ),
    ] {
        let mut problems = Vec::new();
        read_field_note("a.txt", "a", note.as_bytes(), &mut problems);
        let codes: Vec<_> = problems.iter().filter_map(|p| p.code).collect();
        assert_eq!(codes, [code], "{note}");
        assert!(!format!("{problems:?}").contains("Anna"));
    }
}
