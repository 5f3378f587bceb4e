//! The codes E20 to W62 are given for what they stand for, with their places. W63 belongs to whoever knows the rules.

use programme::exchange::Code;

use super::folder::Folder;

#[test]
fn e20_an_unknown_resident() {
    Folder::clean()
        .with("ties.csv", "R017", "R999")
        .has_only("ties.csv:2:to", Code::E20);
    let folder = Folder::clean().and(
        "placements.csv",
        "R999,OLD,2026-02-04,2027-02-02,registrar,",
    );
    folder.has_only("placements.csv:6:resident_ref", Code::E20);
    let folder = Folder::clean().and("shifts.csv", "R999,OLD,2026-11-13,,,,off,,,,,");
    folder.has_only("shifts.csv:9:resident_ref", Code::E20);
}

#[test]
fn e21_an_unknown_site() {
    Folder::clean()
        .with("travel.csv", "NEW", "new")
        .has_only("travel.csv:3:site_code", Code::E21);
    Folder::clean()
        .with("venues.csv", ",NEW,", ",XXX,")
        .has_only("venues.csv:3:owner_site_code", Code::E21);
    let folder = Folder::clean().with("facilitators.csv", ",OLD,", ",XXX,");
    folder.has_only("facilitators.csv:3:work_site_code", Code::E21);
}

#[test]
fn e22_another_unknown_reference() {
    Folder::clean()
        .with("travel.csv", "U1", "U9")
        .has_only("travel.csv:2:venue_code", Code::E22);
    Folder::clean()
        .with("ties.csv", "FA01", "FA09")
        .has_only("ties.csv:2:from", Code::E22);
}

#[test]
fn a_row_that_was_stopped_is_not_reported_again_where_it_is_referred_to() {
    let folder = Folder::clean().with("residents.csv", "0.80", "8");
    folder.has_only("residents.csv:2:wte", Code::E13);
}

#[test]
fn e30_a_start_without_an_end() {
    let folder = Folder::clean().with("shifts.csv", "08:00,20:30", "08:00,");
    folder.has_only("shifts.csv:2:end", Code::E30);
    let folder = Folder::clean().with("shift_codes.csv", "NEW,-,off,,", "NEW,-,off,,20:30");
    assert_eq!(folder.read().problems[0].code, Code::E30);
    assert_eq!(folder.read().problems[0].column.as_deref(), Some("start"));
}

#[test]
fn e31_a_shift_longer_than_a_day() {
    let day = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-10-17,,08:00,08:00,clinical,,,,,",
    );
    assert_eq!(day.read().problems, []);
    let longer = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-10-24,,08:00,08:00,clinical,,,,,",
    );
    longer.has_only("shifts.csv:9:end", Code::E31);
}

#[test]
fn e32_a_local_time_that_does_not_exist() {
    let start = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-03-29,,01:00,09:00,clinical,,,,,",
    );
    start.has_only("shifts.csv:9:start", Code::E32);
    let end = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-03-28,,20:00,01:59,clinical,,,,,",
    );
    end.has_only("shifts.csv:9:end", Code::E32);
    let after = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-03-29,,02:00,09:00,clinical,,,,,",
    );
    assert_eq!(after.read().problems, []);
}

#[test]
fn e32_an_offset_that_does_not_hold_then() {
    let folder = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-11-13,,08:00,20:00,clinical,,+01:00,,,",
    );
    folder.has_only("shifts.csv:9:start", Code::E32);
}

#[test]
fn e40_a_key_that_is_there_twice() {
    for (file, row, place) in [
        (
            "sites.csv",
            "OLD,x,x,eng,x,x,x,a@b.org,,a@b.org,a@b.org",
            "sites.csv:4:site_code",
        ),
        (
            "residents.csv",
            "R017,x,x@example.org,ST3,1,,,,,,",
            "residents.csv:5:resident_ref",
        ),
        (
            "residents.csv",
            "R020,x,SAM@example.org,ST3,1,,,,,,",
            "residents.csv:5:email",
        ),
        (
            "placements.csv",
            "R017,NEW,2026-02-04,2026-02-05,x,",
            "placements.csv:6:start_date",
        ),
        (
            "venues.csv",
            "U1,x,x,9,,no,no,,,,,",
            "venues.csv:4:venue_code",
        ),
        (
            "facilitators.csv",
            "FA01,x,x@example.org,x,novice,no,,,1,Mon,2026-09-01,,",
            "facilitators.csv:4:facilitator_ref",
        ),
        (
            "shift_codes.csv",
            "OLD,n,off,,,,2026-12-01,",
            "shift_codes.csv:8:code",
        ),
        (
            "shifts.csv",
            "R017,OLD,2026-11-11,X,08:00,12:00,clinical,,,,,",
            "shifts.csv:9:date",
        ),
        (
            "shifts.csv",
            "R017,OLD,2026-11-14,,,,sick,,,,,",
            "shifts.csv:9:date",
        ),
        (
            "slots.csv",
            "Wed,14:00,60,2026-11-11,2,",
            "slots.csv:4:weekday",
        ),
        ("travel.csv", "OLD,U1,1,1", "travel.csv:4:venue_code"),
        (
            "caps.csv",
            "OLD,registrar,Wed,12:00,18:00,1,1,2026-08-05,",
            "caps.csv:4:role",
        ),
    ] {
        Folder::clean().and(file, row).has_only(place, Code::E40);
    }
}

#[test]
fn e41_two_placements_at_once() {
    let folder = Folder::clean().and(
        "placements.csv",
        "R017,NEW,2027-02-02,2027-08-03,registrar,",
    );
    folder.has_only("placements.csv:6:start_date", Code::E41);
    let folder = Folder::clean().and(
        "placements.csv",
        "R017,NEW,2027-02-03,2027-08-03,registrar,",
    );
    assert_eq!(folder.read().problems, []);
}

#[test]
fn e42_an_end_before_the_start() {
    for (file, from, to, place) in [
        (
            "placements.csv",
            "2026-02-04,2026-08-04",
            "2026-02-04,2026-02-03",
            "placements.csv:3:end_date",
        ),
        (
            "venues.csv",
            "2027-07-31",
            "2026-07-31",
            "venues.csv:2:available_to",
        ),
        (
            "facilitators.csv",
            "2027-08-31",
            "2026-08-31",
            "facilitators.csv:3:active_to",
        ),
        (
            "caps.csv",
            "2027-08-03",
            "2026-08-03",
            "caps.csv:3:valid_to",
        ),
        (
            "ties.csv",
            "2027-08-03",
            "2026-08-03",
            "ties.csv:2:valid_to",
        ),
        (
            "shift_codes.csv",
            "NEW,TCH,teaching,14:00,17:00,,2026-02-04,",
            "NEW,TCH,teaching,14:00,17:00,,2026-02-04,2026-02-03",
            "shift_codes.csv:7:valid_to",
        ),
    ] {
        Folder::clean()
            .with(file, from, to)
            .has_only(place, Code::E42);
    }
}

#[test]
fn e50_an_nhs_number_in_any_cell_and_it_is_not_repeated() {
    for (file, from, to, place) in [
        (
            "sites.csv",
            "Example General",
            "seen 943 476 5919",
            "sites.csv:2:site_name",
        ),
        (
            "residents.csv",
            ",first,",
            ",943-476-5919,",
            "residents.csv:3:priority_group",
        ),
        (
            "venues.csv",
            "2 Sample Rd",
            "9434765919",
            "venues.csv:3:address",
        ),
        (
            "ties.csv",
            "R018,R019,keep_apart,,",
            "R018,R019,keep_apart,,\n9434765919,R019,keep_apart,,",
            "ties.csv:4:from",
        ),
    ] {
        let reading = Folder::clean().with(file, from, to).read();
        let found = reading
            .problems
            .iter()
            .find(|problem| problem.code == Code::E50);
        assert!(found.unwrap().to_string().starts_with(place));
        assert!(
            reading
                .problems
                .iter()
                .all(|problem| !problem.text.contains("5919"))
        );
    }
    let folder = Folder::clean().with("sites.csv", "Example General", "seen 943 476 5918");
    assert_eq!(folder.read().problems, []);
}

#[test]
fn w60_an_unknown_code() {
    let folder = Folder::clean().and("shifts.csv", "R019,NEW,2026-11-13,??,,,,,,,,");
    let problem = folder.has_only("shifts.csv:9:shift_code", Code::W60);
    assert!(problem.text.contains("\"??\""));
}

#[test]
fn w61_a_local_time_that_is_there_twice() {
    let folder = Folder::clean().and(
        "shifts.csv",
        "R017,OLD,2026-10-25,,01:30,09:00,clinical,,,,,",
    );
    folder.has_only("shifts.csv:9:start", Code::W61);
}

#[test]
fn w62_a_shift_outside_a_placement() {
    let folder = Folder::clean().and("shifts.csv", "R017,NEW,2026-11-16,LD,,,,,,,,");
    folder.has_only("shifts.csv:9:date", Code::W62);
}
