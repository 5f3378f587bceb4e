//! What a line of a rota becomes.

use jiff::{SignedDuration, Timestamp};
use programme::exchange::Code;
use programme::rotas::{Kind, Shift, Status};

use super::folder::Folder;

fn at(text: &str) -> Option<Timestamp> {
    Some(text.parse().expect("an instant"))
}

/// The clean folder with one more shift, which is returned.
fn shift(row: &str) -> Shift {
    let reading = Folder::clean().and("shifts.csv", row).read();
    assert!(reading.may_apply(), "{:?}", reading.problems);
    reading.folder.shifts.last().expect("a shift").clone()
}

#[test]
fn clock_times_are_instants_and_an_end_before_the_start_is_on_the_next_day() {
    let shifts = Folder::clean().read().folder.shifts;
    assert_eq!(shifts[0].start, at("2026-11-11T08:00Z"));
    assert_eq!(shifts[0].end, at("2026-11-11T20:30Z"));
    assert_eq!((shifts[0].line, shifts[0].whole_day), (2, false));
    let summer = shift("R017,OLD,2026-07-01,,20:00,08:00,clinical,,,,,");
    assert_eq!(summer.start, at("2026-07-01T19:00Z"));
    assert_eq!(summer.end, at("2026-07-02T07:00Z"));
}

#[test]
fn a_code_alone_gives_what_it_means_at_that_site_on_that_date() {
    let shifts = Folder::clean().read().folder.shifts;
    assert_eq!(
        (shifts[1].kind, shifts[1].start),
        (Kind::Clinical, at("2026-11-12T20:30Z"))
    );
    assert_eq!(
        (shifts[2].kind, shifts[2].start),
        (Kind::Clinical, at("2026-10-30T20:00Z"))
    );
    assert_eq!(shifts[4].start, at("2026-11-11T07:30Z"));
    assert_eq!(shifts[0].role.as_deref(), Some("registrar"));
}

#[test]
fn the_row_wins_over_its_code_where_it_says_more() {
    let teaching = &Folder::clean().read().folder.shifts[6];
    assert_eq!(teaching.start, at("2026-11-11T13:00Z"));
}

#[test]
fn a_draft_is_unknown() {
    let draft = &Folder::clean().read().folder.shifts[4];
    assert_eq!((draft.kind, draft.status), (Kind::Unknown, Status::Draft));
}

#[test]
fn a_day_without_times_runs_from_local_midnight_to_midnight() {
    let off = &Folder::clean().read().folder.shifts[3];
    assert_eq!((off.kind, off.whole_day), (Kind::Off, true));
    assert_eq!(off.start, at("2026-11-14T00:00Z"));
    let october = shift("R017,OLD,2026-10-25,,,,annual_leave,,,,,");
    let length = october.start.unwrap().duration_until(october.end.unwrap());
    assert_eq!(length, SignedDuration::from_hours(25));
}

#[test]
fn an_unknown_code_is_an_unknown_day() {
    for row in [
        "R019,NEW,2026-11-13,??,,,,,,,,",
        "R019,NEW,2026-11-13,??,,,clinical,,,,,",
    ] {
        let unknown = shift(row);
        assert_eq!((unknown.kind, unknown.whole_day), (Kind::Unknown, true));
        assert_eq!(unknown.code, "??");
    }
}

#[test]
fn a_code_that_is_not_yet_valid_is_unknown() {
    let folder = Folder::clean()
        .with(
            "shift_codes.csv",
            "NEW,TCH,teaching,14:00,17:00,,2026-02-04",
            "NEW,TCH,teaching,14:00,17:00,,2026-11-20",
        )
        .and("shifts.csv", "R019,NEW,2026-11-13,TCH,,,,,,,,");
    folder.has_only("shifts.csv:9:shift_code", Code::W60);
}

#[test]
fn a_row_with_times_and_kind_needs_no_known_code() {
    let reading = Folder::clean().file("shift_codes.csv", None).read();
    let codes: Vec<_> = reading
        .problems
        .iter()
        .map(|one| (one.row, one.code))
        .collect();
    assert_eq!(codes, [3, 4, 6, 7].map(|row| (row, Code::W60)));
}

#[test]
fn a_day_off_under_a_duty_code_is_not_believed() {
    let row = "R019,NEW,2026-11-13,LD,,,off,,,,,";
    Folder::clean()
        .and("shifts.csv", row)
        .has_only("shifts.csv:9:shift_code", Code::W60);
    assert_eq!(shift(row).kind, Kind::Unknown);
}

#[test]
fn leave_under_a_duty_code_is_the_whole_day() {
    let leave = shift("R019,NEW,2026-11-13,LD,,,annual_leave,,,,,");
    assert_eq!((leave.kind, leave.whole_day), (Kind::AnnualLeave, true));
}

#[test]
fn in_the_hour_that_comes_twice_a_start_is_the_first_and_an_end_the_second() {
    let row = "R017,OLD,2026-10-25,,01:30,09:00,clinical,,,,,";
    assert_eq!(shift(row).start, at("2026-10-25T00:30Z"));
    let row = "R017,OLD,2026-10-24,,20:00,01:30,clinical,,,,,";
    assert_eq!(shift(row).end, at("2026-10-25T01:30Z"));
    Folder::clean()
        .and("shifts.csv", row)
        .has_only("shifts.csv:9:end", Code::W61);
}

#[test]
fn an_offset_settles_the_hour_that_comes_twice() {
    let folder = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-10-25,,01:30,01:15,clinical,,+00:00,+00:00,,",
    );
    let reading = folder.read();
    assert_eq!(reading.problems, []);
    assert_eq!(reading.folder.shifts[7].start, at("2026-10-25T01:30Z"));
    let folder = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-10-24,,20:00,01:30,clinical,,+01:00,+01:00,,",
    );
    assert_eq!(folder.read().problems, []);
    assert_eq!(folder.read().folder.shifts[7].end, at("2026-10-25T00:30Z"));
}

#[test]
fn a_shift_outside_a_placement_is_kept_as_unknown_with_its_times() {
    let outside = shift("R018,NEW,2026-08-04,LD,,,,,,,,");
    assert_eq!((outside.kind, outside.whole_day), (Kind::Unknown, false));
    let last_day = Folder::clean().and("shifts.csv", "R018,OLD,2026-08-04,LD,,,,,,,,");
    assert_eq!(last_day.read().problems, []);
}
