use crate::{calendar, days, times, within};
use jiff::civil::date;

/// The days of an all-day series in 2026.
fn ruled(start: &str, rule: &str) -> Vec<String> {
    days(&calendar(&[&format!(
        "DTSTART;VALUE=DATE:{start}\nRRULE:{rule}"
    )]))
}

#[test]
fn a_rule_of_each_frequency_names_its_days() {
    for (start, rule, expected) in [
        (
            "20260105",
            "FREQ=DAILY;INTERVAL=10;COUNT=4",
            "01-05 01-15 01-25 02-04",
        ),
        (
            "20260105",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20260123",
            "01-05 01-09 01-19 01-23",
        ),
        (
            "20260131",
            "FREQ=MONTHLY;COUNT=4",
            "01-31 03-31 05-31 07-31",
        ),
        (
            "20260130",
            "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",
            "01-30 01-31 02-28",
        ),
        (
            "20260213",
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "02-13 03-13 11-13",
        ),
        (
            "20260113",
            "FREQ=MONTHLY;BYDAY=2TU,-1WE;COUNT=4",
            "01-13 01-28 02-10 02-25",
        ),
        ("20240229", "FREQ=YEARLY", ""),
        ("20250301", "FREQ=YEARLY", "03-01"),
        (
            "20260108",
            "FREQ=YEARLY;BYWEEKNO=2,-1;BYDAY=TH",
            "01-08 12-31",
        ),
        ("20260101", "FREQ=YEARLY;BYYEARDAY=1,-1", "01-01 12-31"),
        (
            "20260104",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU,-1SU",
            "01-04 03-01 03-29",
        ),
        ("20260105", "FREQ=YEARLY;BYDAY=20MO", "01-05 05-18"),
    ] {
        assert_eq!(ruled(start, rule).join(" "), expected, "{rule}");
    }
}

#[test]
fn by_set_pos_picks_from_each_period() {
    let last_working_day = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3";
    assert_eq!(
        ruled("20260130", last_working_day).join(" "),
        "01-30 02-27 03-31"
    );
    let second_and_last = "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2,-1;COUNT=3";
    assert_eq!(
        ruled("20260107", second_and_last).join(" "),
        "01-07 01-09 01-14"
    );
}

#[test]
fn the_start_of_the_week_decides_which_weeks_alternate() {
    let rule = |start| format!("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={start}");
    assert_eq!(
        ruled("20260106", &rule("MO")).join(" "),
        "01-06 01-11 01-20 01-25"
    );
    assert_eq!(
        ruled("20260106", &rule("SU")).join(" "),
        "01-06 01-18 01-20 02-01"
    );
}

#[test]
fn a_day_may_hold_several_times() {
    let event = "DTSTART:20260105T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0,30;COUNT=5";
    let expected = [
        "01-05 08:00/01-05 09:00",
        "01-05 08:30/01-05 09:30",
        "01-05 20:00/01-05 21:00",
        "01-05 20:30/01-05 21:30",
        "01-06 08:00/01-06 09:00",
    ];
    assert_eq!(times(&calendar(&[event])), expected);
}

#[test]
fn hours_and_minutes_repeat_too() {
    let hourly =
        "DTSTART:20260105T220000Z\nDURATION:PT5M\nRRULE:FREQ=HOURLY;INTERVAL=6;BYHOUR=4,10;COUNT=3";
    let expected = [
        "01-05 22:00/01-05 22:05",
        "01-06 04:00/01-06 04:05",
        "01-06 10:00/01-06 10:05",
    ];
    assert_eq!(times(&calendar(&[hourly])), expected);
    let minutely = "DTSTART:20260105T235900Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;INTERVAL=30;BYMONTHDAY=7;COUNT=2";
    assert_eq!(times(&calendar(&[minutely]))[1], "01-07 00:29/01-07 00:30");
}

#[test]
fn the_start_is_the_first_time_and_counts_though_the_rule_would_not_name_it() {
    assert_eq!(
        ruled("20260105", "FREQ=WEEKLY;BYDAY=TU;COUNT=3").join(" "),
        "01-05 01-06 01-13"
    );
}

#[test]
fn until_belongs_to_the_series() {
    let event = |until: &str| {
        let event = format!(
            "DTSTART;TZID=Europe/London:20260629T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL={until}"
        );
        days(&calendar(&[&event])).len()
    };
    assert_eq!(event("20260701T080000Z"), 3);
    assert_eq!(event("20260701T075959Z"), 2);
    assert_eq!(event("20260701T090000"), 3);
    assert_eq!(event("20260701"), 3);
}

#[test]
fn dates_are_added_and_taken_away() {
    let event = "DTSTART;TZID=Europe/London:20260105T090000\nDTEND;TZID=Europe/London:20260105T100000\n\
                 RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/London:20260106T090000\nEXDATE:20260107T090000Z\n\
                 EXDATE;VALUE=DATE:20260108\nRDATE:20260110T120000Z,20260111T120000Z\n\
                 RDATE;VALUE=PERIOD:20260112T100000Z/20260112T120000Z,20260113T100000Z/PT30M";
    let expected = [
        "01-05 09:00/01-05 10:00",
        "01-10 12:00/01-10 13:00",
        "01-11 12:00/01-11 13:00",
        "01-12 10:00/01-12 12:00",
        "01-13 10:00/01-13 10:30",
    ];
    assert_eq!(times(&calendar(&[event])), expected);
}

#[test]
fn two_rules_are_one_series_and_an_exrule_takes_away() {
    let event = "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;COUNT=4\nRRULE:FREQ=WEEKLY;COUNT=2\n\
                 EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2";
    assert_eq!(days(&calendar(&[event])).join(" "), "01-06 01-08 01-12");
}

#[test]
fn an_endless_series_is_bounded_by_the_span_and_by_the_most() {
    let calendar = calendar(&["DTSTART;VALUE=DATE:19970101\nRRULE:FREQ=DAILY"]);
    assert!(calendar.events[0].endless);
    let (found, warnings) = within(&calendar, date(2026, 2, 1), date(2026, 2, 28));
    assert_eq!((found.len(), warnings.len()), (28, 0));
    let (found, warnings) =
        calendar.occurrences(date(2026, 2, 1), date(2026, 2, 28), &crate::london(), 5);
    assert_eq!((found.len(), warnings.len()), (5, 1));
    assert!(warnings[0].message.contains("more than 5"), "{warnings:?}");
    let exactly = calendar.occurrences(date(2026, 2, 1), date(2026, 2, 28), &crate::london(), 28);
    assert_eq!((exactly.0.len(), exactly.1.len()), (28, 0));
}

#[test]
fn what_reaches_into_the_span_belongs_to_it_and_what_ends_at_its_start_does_not() {
    let night =
        "DTSTART;TZID=Europe/London:20260201T200000\nDTEND;TZID=Europe/London:20260202T083000";
    let evening =
        "DTSTART;TZID=Europe/London:20260201T200000\nDTEND;TZID=Europe/London:20260202T000000";
    let calendar = calendar(&[night, evening, "DTSTART:20260202T000000Z"]);
    let (found, _) = within(&calendar, date(2026, 2, 2), date(2026, 2, 2));
    let lines: Vec<u32> = found.iter().map(|one| one.line).collect();
    assert_eq!(lines, [3, 11]);
    assert_eq!(found[0].date, date(2026, 2, 1));
}

#[test]
fn the_extent_is_that_of_what_ends() {
    let series =
        "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260107\nRRULE:FREQ=WEEKLY;COUNT=3";
    let endless = "DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY";
    let found = calendar(&[series, endless]).extent(&crate::london());
    assert_eq!(found, Some((date(2026, 1, 5), date(2026, 1, 20))));
    assert_eq!(calendar(&[endless]).extent(&crate::london()), None);
}
