use crate::{calendar, days, said, times, within};
use jiff::civil::date;

const SERIES: &str = "UID:a\nSUMMARY:Clinic\nDTSTART;TZID=Europe/London:20260105T090000\n\
    DTEND;TZID=Europe/London:20260105T100000\nRRULE:FREQ=WEEKLY;COUNT=5";

#[test]
fn one_occurrence_may_be_moved_and_another_called_off() {
    let moved = "UID:a\nSUMMARY:Clinic, late\nRECURRENCE-ID;TZID=Europe/London:20260112T090000\n\
                 DTSTART;TZID=Europe/London:20260113T140000\nDTEND;TZID=Europe/London:20260113T160000";
    let off = "UID:a\nSTATUS:CANCELLED\nRECURRENCE-ID:20260119T090000Z\nDTSTART:20260119T090000Z\nDTEND:20260119T100000Z";
    let calendar = calendar(&[SERIES, moved, off]);
    let expected = [
        "01-05 09:00/01-05 10:00",
        "01-13 14:00/01-13 16:00",
        "01-26 09:00/01-26 10:00",
        "02-02 09:00/02-02 10:00",
    ];
    assert_eq!(times(&calendar), expected);
    let (found, _) = within(&calendar, date(2026, 1, 13), date(2026, 1, 13));
    assert_eq!(
        (found[0].summary.as_str(), found[0].line),
        ("Clinic, late", 10)
    );
}

#[test]
fn a_change_is_found_by_its_day_too() {
    let moved = "UID:a\nRECURRENCE-ID;VALUE=DATE:20260112\nDTSTART:20260114T120000Z\nDTEND:20260114T130000Z";
    assert_eq!(
        days(&calendar(&[SERIES, moved])).join(" "),
        "01-05 01-14 01-19 01-26 02-02"
    );
}

#[test]
fn this_and_the_following_move_alike() {
    let later = "UID:a\nSUMMARY:New time\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260119T090000\n\
                 DTSTART;TZID=Europe/London:20260120T130000\nDTEND;TZID=Europe/London:20260120T150000";
    let expected = [
        "01-05 09:00/01-05 10:00",
        "01-12 09:00/01-12 10:00",
        "01-20 13:00/01-20 15:00",
        "01-27 13:00/01-27 15:00",
        "02-03 13:00/02-03 15:00",
    ];
    assert_eq!(times(&calendar(&[SERIES, later])), expected);
    let single = "UID:a\nRECURRENCE-ID;TZID=Europe/London:20260126T090000\nDTSTART:20260128T120000Z\nDTEND:20260128T130000Z";
    let both = calendar(&[SERIES, later, single]);
    assert_eq!(times(&both)[3], "01-28 12:00/01-28 13:00");
}

#[test]
fn this_and_the_following_may_be_called_off() {
    let off = "UID:a\nSTATUS:CANCELLED\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260119T090000Z\nDTSTART:20260119T090000Z\n\
               DTEND:20260119T100000Z";
    assert_eq!(days(&calendar(&[SERIES, off])).join(" "), "01-05 01-12");
}

#[test]
fn what_is_called_off_does_not_take_place() {
    let calendar = calendar(&["UID:b\nSTATUS:cancelled\nDTSTART;VALUE=DATE:20260105"]);
    assert!(calendar.events[0].cancelled && days(&calendar).is_empty());
    assert!(said(&calendar).is_empty());
}

#[test]
fn of_one_event_in_several_versions_the_highest_sequence_counts() {
    let version =
        |sequence, day| format!("UID:a\nSEQUENCE:{sequence}\nDTSTART;VALUE=DATE:202601{day}");
    let (old, new) = (version(1, "05"), version(3, "07"));
    assert_eq!(days(&calendar(&[&old, &new])), ["01-07"]);
    assert_eq!(days(&calendar(&[&new, &old])), ["01-07"]);
}

#[test]
fn events_that_only_share_their_uid_are_all_kept_and_the_same_one_twice_is_one() {
    let shift = |day| format!("UID:rota\nSUMMARY:LD\nDTSTART;VALUE=DATE:202601{day}");
    let calendar = calendar(&[&shift("05"), &shift("06"), &shift("05")]);
    assert_eq!(days(&calendar), ["01-05", "01-06"]);
}

#[test]
fn events_without_uid_do_not_replace_each_other() {
    let calendar = calendar(&[
        "SEQUENCE:1\nDTSTART;VALUE=DATE:20260105",
        "SEQUENCE:2\nDTSTART;VALUE=DATE:20260106",
    ]);
    assert_eq!(days(&calendar), ["01-05", "01-06"]);
}

#[test]
fn a_change_without_its_series_stands_alone() {
    let moved =
        "UID:z\nRECURRENCE-ID:20260112T090000Z\nDTSTART:20260114T120000Z\nDTEND:20260114T130000Z";
    assert_eq!(days(&calendar(&[moved])), ["01-14"]);
}

#[test]
fn a_change_older_than_its_series_counts_only_for_a_time_the_series_still_has() {
    let series = "UID:a\nSEQUENCE:4\nDTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=3";
    let still = "UID:a\nSEQUENCE:3\nRECURRENCE-ID;VALUE=DATE:20260112\nDTSTART;VALUE=DATE:20260113";
    let stale = "UID:a\nSEQUENCE:3\nRECURRENCE-ID;VALUE=DATE:20260202\nDTSTART;VALUE=DATE:20260203";
    let calendar = calendar(&[series, still, stale]);
    assert_eq!(days(&calendar).join(" "), "01-05 01-13 01-19");
    assert!(
        said(&calendar)[0].contains("older than its series"),
        "{:?}",
        said(&calendar)
    );
}
