//! `enid rest` where there is no verdict: one line that says what, and how to mend it.

use super::Folder;
use super::rest::month;

fn asked(with: &str) -> super::Said {
    let rota = month("2026-11", 30, &[(9, "20:30-09:00")]);
    let folder = Folder::with(&[("shifts.csv", &rota)]);
    folder.enid(&format!("rest --rota shifts.csv {with} --format json"))
}

#[test]
fn a_doctor_whom_the_rota_does_not_have_is_named_beside_those_it_has() {
    asked("--resident R999 --start 2026-11-11T14:00").refused(&["--resident R999", "R017"]);
    let folder = Folder::with(&[("shifts.csv", b"resident_ref,site_code,date,kind\n")]);
    let said = folder.enid("rest --rota shifts.csv --resident R1 --start 2026-11-11T14:00");
    said.refused(&["--resident R1", "nobody at all"]);
}

#[test]
fn a_pack_that_there_is_not_is_named_beside_those_there_are() {
    asked("--resident R017 --start 2026-11-11T14:00 --rules mars-2031").refused(&[
        "--rules mars-2031",
        "there are",
        "england-2019",
    ]);
}

#[test]
fn a_start_that_is_no_date_and_time_is_told_with_an_example() {
    for start in [
        "tomorrow",
        "2026-11-11",
        "14:00",
        "2026-11-31T14:00",
        "2026-11-11T25:00",
        "99999-01-01T00:00",
    ] {
        asked(&format!("--resident R017 --start {start}"))
            .refused(&[&format!("--start {start}"), "such as 2031-03-04T14:00"]);
    }
}

#[test]
fn a_start_in_the_hour_that_march_takes_away_is_told_with_the_mend() {
    asked("--resident R017 --start 2026-03-29T01:30").refused(&[
        "--start 2026-03-29T01:30",
        "does not exist",
        "write a time an hour later",
    ]);
}

#[test]
fn minutes_below_zero_or_beyond_a_day_are_told_with_their_range() {
    for (option, range) in [
        ("--minutes -5", "from 1 to 1440"),
        ("--minutes 0", "from 1 to 1440"),
        ("--minutes 1441", "from 1 to 1440"),
        ("--travel-in -1", "from 0 to 1440"),
        ("--travel-out -1", "from 0 to 1440"),
        ("--travel-out 1441", "from 0 to 1440"),
    ] {
        let name = option.split(' ').next().unwrap();
        asked(&format!(
            "--resident R017 --start 2026-11-11T14:00 {option}"
        ))
        .refused(&[name, range]);
    }
}

#[test]
fn there_is_no_verdict_beside_a_row_that_has_to_be_mended() {
    let rows = b"resident_ref,site_code,date,start,end,kind\nR017,OLD,2026-11-11,,,off\nR017,OLD,2026-11-9,20:30,,clinical\n";
    let folder = Folder::with(&[("shifts.csv", rows)]);
    let said = folder
        .enid("rest --rota shifts.csv --resident R017 --start 2026-11-11T14:00 --format json");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.starts_with("shifts.csv:3:"), "{}", said.err);
    assert!(
        said.err.contains("no verdict on a rota with faults"),
        "{}",
        said.err
    );
}
