//! `enid deidentify`: suggestions first, then only what was accepted is replaced.

use serde_json::json;

use super::Folder;

const TRANSCRIPT: &str = "Interviewer: Where do you work?\n\nZorn Kvist: At Barton Hospital with Dr Quillfeather.\n\n\
    Interviewer: Thank you, Zorn. And before the heron week?\n\nZorn Kvist: Ring 07700 900123.\n";
const NAMES: &str = "term,category,kind\nheron week,event,\n";

fn folder() -> Folder {
    Folder::with(&[
        ("talk.txt", TRANSCRIPT.as_bytes()),
        ("names.csv", NAMES.as_bytes()),
    ])
}

#[test]
fn suggestions_have_a_place_and_a_category_and_nothing_is_replaced() {
    let found = folder()
        .enid("deidentify talk.txt --names names.csv --format json")
        .json(0);
    let suggestions = found["suggestions"].as_array().unwrap();
    let said: Vec<String> = suggestions
        .iter()
        .map(|one| format!("{} {} {}", one["turn"], one["category"], one["original"]))
        .collect();
    assert_eq!(
        said,
        [
            r#"2 "place" "Barton Hospital""#,
            r#"2 "person" "Quillfeather""#,
            r#"3 "person" "Zorn""#,
            r#"3 "event" "heron week""#,
            r#"4 "person" "07700 900123""#,
        ]
    );
    assert_eq!(suggestions[0]["start"], json!(22));
    assert_eq!(suggestions[0]["end"], json!(37));
    assert_eq!(suggestions[0]["surrogate"], json!("[hospital A]"));
    let said = folder().enid("deidentify talk.txt --names names.csv");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.out.lines().count(), 6, "{said:?}");
}

#[test]
fn all_suggestions_or_the_rows_that_were_kept_are_replaced() {
    let folder = folder();
    let said = folder.enid("deidentify talk.txt --names names.csv --accept all");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        said.out,
        "Interviewer: Where do you work?\n\nSpeaker 1: At [hospital A] with Dr [person A].\n\n\
         Interviewer: Thank you, [person B]. And before the [event A]?\n\nSpeaker 1: Ring [phone number A].\n"
    );
    let said = folder.enid("deidentify talk.txt --names names.csv --out work");
    assert_eq!(said.code, 0, "{said:?}");
    let path = folder.path().join("work/suggestions.csv");
    let all = std::fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = all.lines().filter(|line| !line.contains("heron")).collect();
    std::fs::write(&path, kept.join("\n")).unwrap();
    let said = folder.enid("deidentify talk.txt --accept work/suggestions.csv --out work");
    assert_eq!(said.code, 0, "{said:?}");
    let text = std::fs::read_to_string(folder.path().join("work/deidentified.txt")).unwrap();
    assert!(
        text.contains("Thank you, [person B]. And before the heron week?"),
        "{text}"
    );
    for original in ["Barton", "Quillfeather", "Zorn", "Kvist", "900123"] {
        assert!(!text.contains(original), "{text}");
    }
}

#[test]
fn what_cannot_be_read_ends_with_2_and_leaves_no_file() {
    let folder = folder();
    std::fs::write(folder.path().join("bad.csv"), "term,category\nx,colour\n").unwrap();
    std::fs::write(
        folder.path().join("kept.csv"),
        "start,end,original,surrogate\n0,5,Nobody,[x]\n",
    )
    .unwrap();
    for (arguments, told) in [
        (
            "deidentify talk.txt --names bad.csv --out work",
            "bad.csv:2:category E11",
        ),
        (
            "deidentify talk.txt --accept kept.csv --out work",
            "kept.csv:2:original E08",
        ),
        (
            "deidentify nothing.txt --out work",
            "nothing.txt: cannot be read",
        ),
        ("deidentify talk.xyz --out work", "talk.xyz"),
    ] {
        let said = folder.enid(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(told), "{said:?}");
    }
    assert!(!folder.path().join("work").exists());
}
