//! `enid calendar` and `enid letters`: what leaves a plan as files.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Folder, programme_folder};

/// A plan of the small programme, and its folder `p`.
fn planned() -> Folder {
    let folder = Folder::with(&[]);
    std::fs::create_dir(folder.path().join("p")).unwrap();
    for (name, bytes) in programme_folder::files() {
        std::fs::write(folder.path().join("p").join(name), bytes).unwrap();
    }
    let said = folder.enid("plan p --out plan.json");
    assert_eq!(said.code, 0, "{said:?}");
    folder
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_plan_gives_a_calendar_for_each_group_and_each_doctor_with_neutral_titles() {
    let folder = planned();
    let said = folder.enid("calendar plan.json --out c --from p");
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    let files = contents(&folder.path().join("c"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let doctors = ["R1", "R2", "R3", "R4", "R5", "R6"].map(|one| format!("doctor-{one}.ics"));
    assert_eq!(names[..6], doctors);
    assert_eq!(names[6..], ["group-1.ics"]);
    assert_eq!(said.out.lines().count(), files.len());
    for bytes in files.values() {
        let calendar = formats::calendar::read(bytes).unwrap();
        assert!(calendar.warnings.is_empty(), "{:?}", calendar.warnings);
        assert!(
            calendar
                .events
                .iter()
                .all(|one| one.summary == "Protected teaching")
        );
        let text = String::from_utf8(bytes.clone())
            .unwrap()
            .replace("\r\n ", "");
        assert!(
            !text.contains("Balint") && !text.contains("Number"),
            "{text}"
        );
        assert!(text.contains("STATUS:TENTATIVE") && text.contains("Quay House"));
    }
    let own = String::from_utf8(files["doctor-R1.ics"].clone()).unwrap();
    let own = own.replace("\r\n ", "");
    assert!(
        own.contains("DTSTART;TZID=Europe/London:20261201T140000"),
        "{own}"
    );
    assert!(
        own.contains("leave your hospital at 13:30 and are back by 16:00"),
        "{own}"
    );
    folder.enid("calendar plan.json --out again --from p");
    assert_eq!(
        files,
        contents(&folder.path().join("again")),
        "the same bytes"
    );
}

#[test]
fn without_the_folder_it_is_said_what_is_missing() {
    let folder = planned();
    let said = folder.enid("calendar plan.json --out c");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("without --from FOLDER"), "{}", said.err);
    let said = folder.enid("letters plan.json --out l");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.err.contains("names, hospitals, shifts and limits"),
        "{}",
        said.err
    );
    let names: Vec<String> = contents(&folder.path().join("l")).into_keys().collect();
    assert!(
        names.contains(&"list-site-unknown.xlsx".to_owned()),
        "{names:?}"
    );
}

#[test]
fn a_plan_gives_letters_and_lists_that_open_and_are_the_same_each_time() {
    let folder = planned();
    let said = folder.enid("letters plan.json --out l --from p");
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    let files = contents(&folder.path().join("l"));
    assert_eq!(files.len(), 6 + 3, "{:?}", files.keys());
    for (name, bytes) in &files {
        let begins: &[u8] = if name.ends_with(".pdf") {
            b"%PDF-"
        } else {
            b"PK"
        };
        assert!(bytes.starts_with(begins), "{name}");
    }
    let limits = formats::table::Limits::PROGRAMME;
    let sheets = formats::table::read_xlsx(&files["list-site-OLD.xlsx"], limits).unwrap();
    let (_, table) = &sheets[0];
    assert_eq!(
        table.rows[0].cells[..9],
        [
            "1, Number (Dr)",
            "R1",
            "2026-12-01",
            "E",
            "13:30",
            "16:00",
            "2.5",
            "6",
            "6"
        ]
    );
    folder.enid("letters plan.json --out again --from p");
    assert_eq!(
        files,
        contents(&folder.path().join("again")),
        "the same bytes"
    );
}

#[test]
fn what_is_no_plan_is_refused_in_one_line_and_leaves_no_file() {
    let odd = r#"{"schema":"enid-plan/1","version":"","seed":1,"objective":null}"#;
    let folder = Folder::with(&[("odd.json", odd.as_bytes()), ("text.json", b"hello")]);
    for command in ["calendar", "letters"] {
        for plan in ["odd.json", "text.json", "none.json"] {
            let said = folder.enid(&format!("{command} {plan} --out out"));
            said.refused(&[plan]);
        }
    }
    assert_eq!(folder.names(), ["odd.json", "text.json"]);
}

#[test]
fn a_plan_with_absurd_times_is_refused_and_one_with_short_rows_is_read() {
    let folder = planned();
    let plan = std::fs::read_to_string(folder.path().join("plan.json")).unwrap();
    let change = |name: &str, from: &str, to: &str| {
        assert!(plan.contains(from), "{from}");
        std::fs::write(folder.path().join(name), plan.replace(from, to)).unwrap();
    };
    change("late.json", "2026-12-01T14:00:00Z", "9999-12-30T22:00:00Z");
    change("long.json", "\"minutes\": 90", "\"minutes\": 4000000000");
    for plan in ["late.json", "long.json"] {
        folder
            .enid(&format!("calendar {plan} --out out"))
            .refused(&[plan]);
    }
    let mut short: serde_json::Value = serde_json::from_str(&plan).unwrap();
    short["groups"][0]["members"][0]["attends"] = serde_json::json!([true]);
    std::fs::write(folder.path().join("short.json"), short.to_string()).unwrap();
    let said = folder.enid("letters short.json --out out --from p");
    assert_eq!(said.code, 0, "{said:?}");
}
