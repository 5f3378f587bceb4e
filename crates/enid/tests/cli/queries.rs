//! `enid search` and `enid matrix`: what the pages show, from a data folder.

use serde_json::json;

use super::Folder;

/// A data folder with a study of one interview.
fn folder() -> Folder {
    let folder = Folder::with(&[]);
    let study = folder.path().join("files");
    std::fs::create_dir_all(study.join("transcripts")).unwrap();
    for (name, text) in [
        (
            "participants.csv",
            "participant,cohort,gender,interview_date,interview_length,status\nK1,members,woman,2031-03-09,48 min,\n",
        ),
        (
            "research_questions.csv",
            "id,question\nRQ1,How is it to wait?\n",
        ),
        (
            "quotes.csv",
            "theme,subtheme,facet,quote,research_questions,participant,document\n\
             Waiting,,,I went by the side door,RQ1,K1,K1\n",
        ),
        (
            "transcripts/K1.txt",
            "Interviewer: And then?\n\nK1: I went by the side door.\n\nInterviewer: Why?\n\nK1: To ask.\n",
        ),
    ] {
        std::fs::write(study.join(name), text).unwrap();
    }
    let said = folder.enid("migrate --data data");
    assert_eq!(said.code, 0, "{said:?}");
    let said = folder.enid("study import files --study north --name North --data data");
    assert_eq!(said.code, 0, "{said:?}");
    folder
}

#[test]
fn a_search_prints_turns_and_a_matrix_prints_figures() {
    let folder = folder();
    let said = folder.enid("search north door --data data");
    assert_eq!(said.out, "K1:2  I went by the side door.\n", "{said:?}");
    assert!(said.err.contains("door: a word in the text"), "{said:?}");
    let found = folder.enid("search north door --format json --data data");
    let found = found.json(0);
    assert_eq!(
        (&found["count"], &found["unit"]),
        (&json!(1), &json!("turn"))
    );
    assert_eq!(
        found["rows"],
        json!([{
            "document": "K1", "kind": "transcript", "turn": 2, "until_turn": 2, "start": 10, "end": 34,
            "speaker": "K1", "text": "I went by the side door."
        }])
    );
    let said = folder.enid("matrix north question-theme --data data");
    assert!(
        said.out.ends_with("RQ1 How is it to wait?        1\n"),
        "{said:?}"
    );
    let said =
        folder.enid("matrix north question-theme --count participants --format csv --data data");
    assert!(
        said.out.contains("RQ1 How is it to wait?,not shown"),
        "{said:?}"
    );
    let found = folder.enid("matrix north theme-participant --format json --data data");
    assert_eq!(found.json(0)["cells"], json!([[1]]));
}

#[test]
fn what_cannot_be_answered_ends_with_2_and_says_why() {
    let folder = folder();
    for (arguments, why) in [
        (
            "search south door --data data",
            "there is no study \"south\"",
        ),
        (
            "search north code:none --data data",
            "Character 1: There is no code \"none\"",
        ),
        (
            "matrix north colours --data data",
            "there is no matrix \"colours\"",
        ),
        (
            "matrix north code-turn --count hours --data data",
            "\"hours\" cannot be counted",
        ),
    ] {
        let said = folder.enid(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(why), "{said:?}");
    }
}
