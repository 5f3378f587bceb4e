//! `enid rest`: worked vectors of the rest rules, from a file to the verdict.

use serde_json::{Value, json};

use super::Folder;

/// A `shifts.csv` of one month: these shifts, and every other day known to be off.
pub fn month(first: &str, days: i8, shifts: &[(i8, &str)]) -> Vec<u8> {
    let mut text = "resident_ref,site_code,date,start,end,kind\n".to_owned();
    for day in 1..=days {
        let worked = shifts.iter().find(|(on, _)| *on == day);
        text += &match worked.and_then(|(_, hours)| hours.split_once('-')) {
            Some((start, end)) => format!("R017,OLD,{first}-{day:02},{start},{end},clinical\n"),
            None => format!("R017,OLD,{first}-{day:02},,,off\n"),
        };
    }
    text.into_bytes()
}

/// The verdict on a session of ninety minutes.
fn verdict(rota: &[u8], start: &str, travel: &str) -> Value {
    let folder = Folder::with(&[("shifts.csv", rota)]);
    folder
        .enid(&format!(
            "rest --rota shifts.csv --resident R017 --start {start} --minutes 90 {travel} --rules england-2019 --format json"
        ))
        .json(0)
}

/// The keys that scripts read.
fn keys(found: &Value) -> [Value; 4] {
    ["verdict", "rule", "margin_minutes", "earliest"].map(|key| found[key].clone())
}

const WAY: &str = "--travel-in 45 --travel-out 45";
const WEDNESDAY: &str = "2026-11-11T14:00";

#[test]
fn v01_a_day_shift_needs_release() {
    let found = verdict(
        &month("2026-11", 30, &[(11, "08:00-18:00")]),
        WEDNESDAY,
        WAY,
    );
    assert_eq!(
        keys(&found),
        [
            json!("needs_release"),
            json!("F11"),
            Value::Null,
            Value::Null
        ]
    );
    assert_eq!(found["travel_assumed"], json!(false));
}

#[test]
fn v06_a_shift_with_exactly_three_hours_of_night_is_a_night() {
    let found = verdict(
        &month("2026-11", 30, &[(11, "16:00-02:00")]),
        WEDNESDAY,
        WAY,
    );
    assert_eq!(
        keys(&found),
        [json!("never"), json!("F03"), json!(-675), Value::Null]
    );
    assert_eq!(found["bound"], json!("2026-11-11T05:00:00+00:00"));
}

#[test]
fn v15_a_single_night_is_followed_by_forty_six_hours() {
    let found = verdict(&month("2026-11", 30, &[(9, "20:30-09:00")]), WEDNESDAY, WAY);
    let earliest = json!("2026-11-12T07:00:00+00:00");
    assert_eq!(
        keys(&found),
        [json!("never"), json!("F02"), json!(-1065), earliest]
    );
    let between = json!(["2026-11-10T09:00:00+00:00", "2026-11-11T13:15:00+00:00"]);
    assert_eq!(found["between"], between);
}

#[test]
fn v43_in_march_forty_six_hours_are_hours_and_not_clock_times() {
    let rota = month("2026-03", 31, &[(27, "20:30-09:00")]);
    let found = verdict(&rota, "2026-03-30T08:30", WAY);
    let earliest = json!("2026-03-30T08:00:00+01:00");
    assert_eq!(
        keys(&found),
        [json!("never"), json!("F02"), json!(-15), earliest]
    );
}

#[test]
fn v48_in_october_too() {
    let rota = month("2026-10", 31, &[(23, "20:30-09:00")]);
    let found = verdict(&rota, "2026-10-26T07:15", "--travel-in 30 --travel-out 30");
    assert_eq!(
        keys(&found),
        [json!("own_choice"), json!("F16"), json!(45), Value::Null]
    );
}

#[test]
fn a_way_that_nobody_told_is_sixty_minutes_and_that_is_said() {
    let rota = month("2026-11", 30, &[(9, "20:30-09:00")]);
    let found = verdict(&rota, WEDNESDAY, "");
    let hour = verdict(&rota, WEDNESDAY, "--travel-in 60 --travel-out 60");
    assert_eq!(keys(&found), keys(&hour));
    assert_eq!(found["margin_minutes"], json!(-1080));
    assert_eq!(
        (&found["travel_assumed"], &hour["travel_assumed"]),
        (&json!(true), &json!(false))
    );
    let half = verdict(&rota, WEDNESDAY, "--travel-in 45");
    assert_eq!(half["travel_assumed"], json!(true));
    let folder = Folder::with(&[("shifts.csv", &rota)]);
    let said = folder.enid(&format!(
        "rest --rota shifts.csv --resident R017 --start {WEDNESDAY}"
    ));
    assert!(
        said.out.contains("counted as 60 minutes each direction"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("never by F02; margin -18.00 h"),
        "{}",
        said.out
    );
}

#[test]
fn a_day_that_the_rota_does_not_speak_of_is_unknown() {
    let rota = month("2026-11", 12, &[(3, "08:00-16:00")]);
    let found = verdict(&rota, WEDNESDAY, WAY);
    assert_eq!(found["verdict"], "unknown");
    assert_eq!(found["rule"], "F09");
}

#[test]
fn a_start_with_an_offset_is_that_instant_and_the_same_question_the_same_bytes() {
    let rota = month("2026-10", 31, &[(23, "20:30-09:00")]);
    let folder = Folder::with(&[("shifts.csv", &rota)]);
    let ask = |start: &str| {
        folder
            .enid(&format!(
                "rest --rota shifts.csv --resident R017 --start {start} --format json"
            ))
            .out
    };
    let first = ask("2026-10-25T01:30");
    assert_eq!(first, ask("2026-10-25T01:30+01:00"), "the first of the two");
    assert_ne!(first, ask("2026-10-25T01:30+00:00"));
    assert_eq!(first, ask("2026-10-25T00:30Z"));
}

#[test]
fn a_grid_with_its_codes_gives_the_same_verdict() {
    let mut grid = "Name".to_owned();
    let mut cells = ["Dr Ann Quill", "Dr Bo Finch"].map(str::to_owned);
    for day in 1..=30 {
        grid += &format!(",{day} Nov 2026");
        cells[0] += if day == 9 { ",N" } else { ",off" };
        cells[1] += ",off";
    }
    let grid = format!("{grid}\n{}\n{}\n", cells[0], cells[1]);
    let folder = Folder::with(&[
        ("grid.csv", grid.as_bytes()),
        ("codes.csv", super::rota::CODES),
    ]);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_enid"))
        .args([
            "rest",
            "--rota",
            "grid.csv",
            "--site",
            "OLD",
            "--codes",
            "codes.csv",
            "--format",
            "json",
        ])
        .args([
            "--resident",
            "Dr Ann Quill",
            "--start",
            WEDNESDAY,
            "--travel-in",
            "45",
            "--travel-out",
            "45",
        ])
        .current_dir(folder.0.path())
        .output()
        .unwrap();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        keys(&found)[..3],
        [json!("never"), json!("F02"), json!(-1065)]
    );
}
