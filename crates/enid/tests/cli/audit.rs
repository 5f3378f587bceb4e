//! `enid study audit`: from a folder of files and a manuscript to findings.

use serde_json::Value;

use super::Folder;

const PARTICIPANTS: &str = "participant,cohort,gender,interview_date,interview_length,status\n\
    K1,midwives,,2031-03,40 min,\nK2,midwives,,2031-03,40 min,\nK3,midwives,,2031-03,40 min,\n";
const QUESTIONS: &str = "id,question\nRQ1,How is it to wait?\n";
const QUOTES: &str = "theme,subtheme,facet,quote,research_questions,participant,document\n\
    Waiting,,,We hardly ever spoke of it at night.,RQ1,K1,K1\n";
const K1: &str = "Interviewer: Did you ever speak of that night?\n\nK1: We hardly ever spoke of it at night.\n\nInterviewer: And by day?\n\nK1: Never by day, I think.\n";
const MANUSCRIPT: &str = "# Abstract\n\nWe interviewed three participants.\n\n# Results\n\nWaiting was told of. One said: “We hardly ever spoke of it at night.”\n";

/// A folder `s` with a study, where some files are other than usual.
fn study(changes: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(&[]);
    std::fs::create_dir_all(folder.path().join("s/transcripts")).unwrap();
    let mut files = vec![
        ("participants.csv", PARTICIPANTS),
        ("research_questions.csv", QUESTIONS),
        ("quotes.csv", QUOTES),
        ("transcripts/K1.txt", K1),
        ("paper.md", MANUSCRIPT),
        ("claims.toml", "participants = 3\n"),
    ];
    for (name, text) in changes {
        files.retain(|(known, _)| known != name);
        files.push((name, text));
    }
    for (name, text) in files {
        std::fs::write(folder.path().join("s").join(name), text).unwrap();
    }
    folder
}

const AUDIT: &str = "study audit s --manuscript s/paper.md --format json";

/// The findings of a run, as check and severity.
fn found(value: &Value) -> Vec<(&str, &str)> {
    let findings = value["findings"].as_array().unwrap();
    let word = |finding: &Value, key: &str| -> &'static str {
        finding[key].as_str().unwrap().to_owned().leak()
    };
    findings
        .iter()
        .map(|one| (word(one, "check"), word(one, "severity")))
        .collect()
}

fn state(value: &Value, id: &str) -> String {
    let mut checks = value["checks"].as_array().unwrap().iter();
    let check = checks.find(|check| check["id"] == id).unwrap();
    check["status"].as_str().unwrap().to_owned()
}

#[test]
fn a_study_in_order_ends_with_0_and_lists_every_check() {
    let value = study(&[]).enid(AUDIT).json(0);
    assert_eq!(found(&value), [], "{value:#}");
    assert_eq!(value["checks"].as_array().unwrap().len(), 31);
    for id in ["A01", "A09", "A23", "A31"] {
        assert_eq!(state(&value, id), "clear", "{id}");
    }
    for id in ["A14", "A16", "A19", "A25"] {
        assert_eq!(state(&value, id), "not run", "{id}");
    }
}

#[test]
fn contradictions_in_files_are_findings_and_end_with_1() {
    let participants = PARTICIPANTS.replace(
        "2031-03,40 min,\nK3",
        "2031-03,40 min,\nK4,midwives,,,41 min,did_not_participate\nK3",
    );
    let quotes = QUOTES.replace("RQ1,K1", "RQ9,K1");
    let value = study(&[("participants.csv", &participants), ("quotes.csv", &quotes)])
        .enid(AUDIT)
        .json(1);
    let found = found(&value);
    assert!(found.contains(&("A30", "error")), "{found:?}");
    assert!(found.contains(&("A06", "error")), "{found:?}");
    assert!(found.contains(&("A04", "warning")), "{found:?}");
}

#[test]
fn a_manuscript_in_the_folder_is_no_transcript_and_an_altered_quotation_is_found() {
    let altered = MANUSCRIPT.replace("hardly ever", "never ever");
    let copy = ("paper.txt", altered.as_str());
    let folder = study(&[("paper.md", &altered), copy]);
    assert_eq!(found(&folder.enid(AUDIT).json(1)), [("A09", "error")]);
    for name in ["paper.md", "manuscript.md"] {
        let command = format!("study audit s --manuscript s/{name} --format json");
        let value = study(&[(name, &altered)]).enid(&command).json(1);
        assert_eq!(found(&value), [("A09", "error")], "{value:#}");
        assert_eq!(value["findings"][0]["places"][1]["source"], "K1");
        assert_eq!(value["findings"][0]["places"][1]["turn"], 2);
    }
}

#[test]
fn what_is_missing_is_not_run_and_an_empty_folder_is_refused() {
    let folder = Folder::with(&[]);
    std::fs::create_dir(folder.path().join("s")).unwrap();
    let said = folder.enid("study audit s");
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("nothing to audit"), "{said:?}");
    std::fs::write(folder.path().join("s/participants.csv"), PARTICIPANTS).unwrap();
    std::fs::write(folder.path().join("s/claims.toml"), "participants = 4").unwrap();
    let value = folder.enid("study audit s --format json").json(1);
    assert_eq!(found(&value), [("A01", "error")]);
    assert_eq!(state(&value, "A04"), "not run");
}

#[test]
fn an_acquaintance_and_a_listed_name_are_found_in_their_files() {
    let matching = "participant,cohort,interviewer,relation,capacity,confirmed\n\
        K1,midwives,I1,works_with,3,yes\nK2,midwives,I1,,3,yes\nK3,midwives,I1,none,3,yes\n";
    let names = "term,category\nQuillhaven,place\n";
    let paper = format!("{MANUSCRIPT}\n\nIt was at Quillhaven.\n");
    let folder = study(&[
        ("matching.csv", matching),
        ("names.csv", names),
        ("paper.md", &paper),
    ]);
    let value = folder.enid(&format!("{AUDIT} --names s/names.csv")).json(1);
    assert_eq!(
        found(&value),
        [("A15", "error"), ("A15", "warning"), ("A26", "error")],
        "{value:#}"
    );
}

#[test]
fn every_format_is_given_and_the_same_each_time() {
    let folder = study(&[("claims.toml", "participants = 4\n")]);
    let said = folder.enid("study audit s");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.out.contains("A01  error  participants"),
        "{}",
        said.out
    );
    assert!(said.out.contains("1 error, 0 warnings"), "{}", said.out);
    let page = folder.enid("study audit s --format html");
    assert!(page.out.contains("<h1"), "{}", page.out);
    for (format, begins) in [
        ("docx", "PK"),
        ("html", "<!"),
        ("json", "{"),
        ("text", "A01"),
    ] {
        let mut written = Vec::new();
        for _ in 0..2 {
            let said = folder.enid(&format!("study audit s --format {format} --out out.file"));
            assert_eq!((said.code, said.out.as_str()), (1, "out.file\n"));
            written.push(std::fs::read(folder.path().join("out.file")).unwrap());
        }
        assert_eq!(written[0], written[1], "{format}");
        assert!(written[0].starts_with(begins.as_bytes()), "{format}");
    }
}

#[test]
fn what_cannot_be_read_ends_with_2_and_says_where() {
    study(&[])
        .enid("study audit s --manuscript none.docx")
        .refused(&["none.docx", "cannot be read"]);
    study(&[("paper.md", "\0")])
        .enid(AUDIT)
        .refused(&["paper.md", "binary data"]);
    let said = study(&[("claims.toml", "participant = 3\n")]).enid(AUDIT);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("claims.toml:participant E09 unknown key"),
        "{}",
        said.err
    );
    assert_eq!(said.out, "");
}

#[test]
fn a_stored_study_is_audited_by_its_short_name_as_its_files_are_and_a_mistyped_name_makes_nothing()
{
    let altered = MANUSCRIPT.replace("hardly ever", "never ever");
    let folder = study(&[("paper.txt", &altered)]);
    let files = folder.path().join("s");
    std::fs::rename(files.join("paper.txt"), folder.path().join("altered.md")).unwrap();
    std::fs::rename(files.join("paper.md"), folder.path().join("paper.md")).unwrap();
    std::fs::remove_file(files.join("claims.toml")).unwrap();
    let mistyped = folder.enid("study audit nroth --data data");
    assert_eq!(mistyped.code, 2, "{mistyped:?}");
    assert!(
        mistyped.err.contains("nroth: neither a folder nor a study"),
        "{mistyped:?}"
    );
    assert!(!folder.path().join("data").exists());
    let stored = folder.enid("study import s --study north --name North --data data");
    assert_eq!(stored.code, 0, "{stored:?}");
    let audit = "study audit north --data data --format json";
    for (paper, code) in [("paper.md", 0), ("altered.md", 1)] {
        let of_study = folder.enid(&format!("{audit} --manuscript {paper}"));
        let of_study = of_study.json(code);
        let of_files = folder.enid(&format!("study audit s --manuscript {paper} --format json"));
        let of_files = of_files.json(code);
        assert_eq!(found(&of_study), found(&of_files), "{of_study:#}");
        let keys = |value: &Value| -> Vec<String> {
            let check = value["checks"][0].as_object().unwrap();
            let all = value.as_object().unwrap().keys().chain(check.keys());
            all.cloned().collect()
        };
        assert_eq!(keys(&of_study), keys(&of_files));
    }
    assert_eq!(folder.enid("study audit nroth --data data").code, 2);
}
