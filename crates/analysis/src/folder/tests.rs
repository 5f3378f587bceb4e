use super::*;
use proptest::prelude::*;
use study::problem::Code;

const PARTICIPANTS: &str = "participant,cohort,gender,interview_date,interview_length,status\n\
    K1,members,,2031-03-09,48 min,\nK2,members,,2031-03-10,51 min,withdrawn_later\n";
const QUESTIONS: &str = "id,question\nRQ1,How is it to wait?\n";
const QUOTES: &str = "theme,subtheme,facet,quote,research_questions,participant,document\n\
    Waiting,,,We waited.,RQ1,K1,K1\n";
const TRANSCRIPT: &str = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Anna>We waited.</v>\n";

/// A small folder that is in order; `change` replaces, adds or, with `None`, removes a file.
fn files(changes: &[(&str, Option<&str>)]) -> Vec<(String, Vec<u8>)> {
    let participants = PARTICIPANTS.replace("withdrawn_later", "");
    let mut files = vec![
        ("participants.csv", participants.as_str()),
        ("research_questions.csv", QUESTIONS),
        ("quotes.csv", QUOTES),
        ("transcripts/K1.vtt", TRANSCRIPT),
    ];
    for (name, content) in changes {
        files.retain(|(file, _)| file != name);
        files.extend(content.map(|content| (*name, content)));
    }
    files
        .into_iter()
        .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
        .collect()
}

fn read_with(changes: &[(&str, Option<&str>)]) -> Result<StudyFolder, Vec<Problem>> {
    read(files(changes), &ReadOptions::default())
}

fn errors(changes: &[(&str, Option<&str>)]) -> Vec<(Code, String)> {
    let problems = read_with(changes).expect_err("an error was planted");
    let errors = problems.into_iter().filter(Problem::is_error);
    errors
        .map(|problem| (problem.code.unwrap(), problem.file))
        .collect()
}

#[test]
fn a_folder_in_order_is_read_without_notices() {
    let folder = read_with(&[]).unwrap();
    assert_eq!(folder.participants.len(), 2);
    assert_eq!(folder.quotes.len(), 1);
    assert_eq!(folder.transcripts[0].document.as_deref(), Some("K1"));
    assert_eq!(folder.transcripts[0].transcript.turns.len(), 1);
    assert!(folder.notices.is_empty(), "{:?}", folder.notices);
}

#[test]
fn each_needed_file_is_missed_by_name_and_purpose() {
    for (file, purpose) in [
        ("participants.csv", "Table 1"),
        ("research_questions.csv", "Table 2"),
        ("quotes.csv", "theme overview"),
    ] {
        let problems = read_with(&[(file, None)]).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(
            (problems[0].code, &*problems[0].file),
            (Some(Code::E01), file)
        );
        assert!(problems[0].message.contains(purpose));
    }
}

#[test]
fn a_folder_without_transcripts_is_read_with_a_notice() {
    let folder = read_with(&[("transcripts/K1.vtt", None)]).unwrap();
    assert_eq!(folder.notices.len(), 1);
    assert!(folder.notices[0].message.contains("no transcripts"));
}

#[test]
fn a_quote_from_an_unknown_participant_document_or_question_is_e07() {
    let quotes = QUOTES.replace("RQ1,K1,K1", "RQ7,K7,K8");
    assert_eq!(
        errors(&[("quotes.csv", Some(&quotes))]),
        vec![(Code::E07, "quotes.csv".to_owned()); 3]
    );
}

#[test]
fn errors_of_one_file_do_not_make_false_references_in_another() {
    let questions = "id,question\nRQ 1,How is it to wait?\n";
    let participants = PARTICIPANTS.replace("2031-03-09", "2031-02-30");
    assert_eq!(
        errors(&[
            ("research_questions.csv", Some(questions)),
            ("participants.csv", Some(&participants)),
        ]),
        [
            (Code::E04, "participants.csv".to_owned()),
            (Code::E11, "participants.csv".to_owned()),
            (Code::E07, "research_questions.csv".to_owned()),
        ]
    );
}

#[test]
fn a_transcript_that_cannot_be_read_is_e10_and_a_second_of_its_name_e03() {
    assert_eq!(
        errors(&[("transcripts/K2.docx", Some("no archive"))]),
        [(Code::E10, "transcripts/K2.docx".to_owned())]
    );
    assert_eq!(
        errors(&[("K1.txt", Some("Anna: We waited.\n\nBea: And then?\n"))]),
        [(Code::E03, "transcripts/K1.vtt".to_owned())]
    );
}

#[test]
fn files_that_are_not_read_are_named_in_a_notice() {
    let folder = read_with(&[
        ("claims.toml", Some("")),
        ("budget.ods", Some("")),
        (".DS_Store", Some("")),
        ("Our first talk.txt", Some("Anna: We waited.\n")),
    ])
    .unwrap();
    let named: Vec<&str> = folder.notices.iter().map(|n| n.file.as_str()).collect();
    assert_eq!(named, ["Our first talk.txt", "budget.ods", "claims.toml"]);
}

#[test]
fn the_order_and_the_slashes_of_the_files_do_not_matter() {
    let mut turned = files(&[]);
    turned.reverse();
    for (name, _) in &mut turned {
        *name = format!("./{}", name.replace('/', "\\"));
    }
    let folder = read(turned, &ReadOptions::default()).unwrap();
    assert_eq!(folder.transcripts[0].document.as_deref(), Some("K1"));
}

#[test]
fn quotes_of_the_withdrawn_are_not_shown() {
    let participants = PARTICIPANTS
        .replace("withdrawn_later", "")
        .replace("2031-03-09,48 min,", ",,withdrawn");
    let folder = read_with(&[("participants.csv", Some(&participants))]).unwrap();
    assert_eq!(folder.shown_quotes().count(), 0);
    assert_eq!(folder.counted_participants().count(), 1);
    assert!(folder.notices[0].message.contains("withdrawn"));
}

proptest! {
    #[test]
    fn no_bytes_in_any_file_panic(
        which in prop::sample::select(vec![
            "participants.csv", "research_questions.csv", "quotes.csv", "transcripts/K1.vtt", "K9.docx", "K9.txt",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        after_header in any::<bool>(),
    ) {
        let mut files = files(&[]);
        let mut content = files.iter().find(|(name, _)| name == which).map(|(_, bytes)| bytes.clone()).unwrap_or_default();
        content.truncate(if after_header { content.len() } else { 0 });
        content.extend(bytes);
        files.retain(|(name, _)| name != which);
        files.push((which.to_owned(), content));
        if let Err(problems) = read(files, &ReadOptions::default()) {
            prop_assert!(problems.iter().any(Problem::is_error));
            prop_assert!(problems.iter().all(|problem| !problem.to_string().contains(['\n', '\r'])));
        }
    }
}

#[test]
fn a_page_or_a_pdf_is_a_transcript_in_their_folder_and_a_manuscript_beside_it() {
    let page = "<html><body><p>Anna: We waited.</p><p>Ben: Why?</p><p>Anna: So.</p></body></html>";
    let folder = read_with(&[
        ("transcripts/K2.html", Some(page)),
        ("table2.html", Some(page)),
    ]);
    let folder = folder.unwrap();
    assert_eq!(folder.transcripts.len(), 2);
    let unread = folder.notices.iter().map(|notice| notice.file.as_str());
    assert_eq!(unread.collect::<Vec<_>>(), ["table2.html"]);
}
