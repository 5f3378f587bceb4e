use crate::{calendar, said, times, with_zone, within};
use jiff::civil::date;
use jiff::tz::TimeZone;

fn event(zone: &str, start: &str, end: &str) -> String {
    format!("DTSTART;TZID={zone}:{start}\nDTEND;TZID={zone}:{end}")
}

#[test]
fn zones_are_known_by_every_name_that_programs_give_them() {
    for zone in [
        "Europe/Paris",
        "\"Europe/Paris\"",
        "europe/paris",
        "Romance Standard Time",
        "/freeassociation.sourceforge.net/Tzfile/Europe/Paris",
        "/mozilla.org/20050126_1/Europe/Paris",
        "/citadel.org/20210210_1/Europe/Paris",
    ] {
        let event = event(zone, "20260105T100000", "20260105T110000");
        assert_eq!(
            times(&calendar(&[&event])),
            ["01-05 09:00/01-05 10:00"],
            "{zone}"
        );
    }
}

#[test]
fn an_event_in_a_zone_that_nobody_knows_is_left_out() {
    let calendar = calendar(&[&event("Ruritania", "20260105T100000", "20260105T110000")]);
    assert!(calendar.events.is_empty());
    assert_eq!(
        said(&calendar),
        ["4: DTSTART: the time zone \"Ruritania\" is not known; the event is left out."]
    );
}

const OWN: &str = "BEGIN:VTIMEZONE\nTZID:Hospital\nBEGIN:STANDARD\nDTSTART:16011028T020000\nTZOFFSETFROM:+0200\n\
    TZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\n\
    DTSTART:16010325T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n\
    END:DAYLIGHT\nEND:VTIMEZONE";

#[test]
fn a_zone_of_the_file_is_read_by_its_own_rules() {
    let winter = event("Hospital", "20260105T100000", "20260105T110000");
    let summer = event("Hospital", "20260706T100000", "20260706T110000");
    let calendar = with_zone(OWN, &[&winter, &summer]);
    assert_eq!(
        times(&calendar),
        ["01-05 09:00/01-05 10:00", "07-06 09:00/07-06 10:00"]
    );
    assert!(calendar.warnings.is_empty(), "{:?}", calendar.warnings);
}

#[test]
fn a_zone_of_the_file_may_come_after_its_events_and_change_on_single_dates() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:+0000\n\
                TZOFFSETTO:+0000\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20260601T000000\nTZOFFSETFROM:+0000\n\
                TZOFFSETTO:+0300\nRDATE:20270601T000000\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
    let event = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\n{zone}END:VCALENDAR\n",
        event("Odd", "20260602T120000", "20260602T130000")
    );
    let calendar = formats::calendar::read(event.as_bytes()).expect("a calendar");
    assert_eq!(times(&calendar), ["06-02 10:00/06-02 11:00"]);
}

#[test]
fn changes_of_a_zone_of_the_file_make_times_double_or_missing() {
    let double = event("Hospital", "20261025T013000", "20261025T014500");
    let missing = event("Hospital", "20260329T023000", "20260329T033000");
    let calendar = with_zone(OWN, &[&double, &missing]);
    // From 01:00 to 02:00 each time comes twice there: 01:30 is 23:30 UTC first and 01:45 is 00:45 UTC at last.
    assert_eq!(times(&calendar), ["10-25 00:30/10-25 01:45"]);
    assert!(
        said(&calendar)[0].contains("2026-03-29 02:30 does not exist"),
        "{:?}",
        said(&calendar)
    );
}

#[test]
fn a_place_beside_the_name_of_a_zone_is_believed() {
    let zone = OWN.replace(
        "TZID:Hospital",
        "TZID:Hospital\nX-LIC-LOCATION:Europe/London",
    );
    let event = event("Hospital", "20260105T100000", "20260105T110000");
    assert_eq!(
        times(&with_zone(&zone, &[&event])),
        ["01-05 10:00/01-05 11:00"]
    );
}

#[test]
fn floating_times_are_local_unless_the_calendar_has_a_zone() {
    let event = "DTSTART:20260105T100000\nDTEND:20260105T110000";
    assert_eq!(times(&calendar(&[event])), ["01-05 10:00/01-05 11:00"]);
    let paris = with_zone("X-WR-TIMEZONE:Europe/Paris", &[event]);
    assert_eq!(times(&paris), ["01-05 09:00/01-05 10:00"]);
    let unknown = with_zone("X-WR-TIMEZONE:Ruritania", &[event]);
    assert_eq!(times(&unknown), ["01-05 10:00/01-05 11:00"]);
    assert!(
        said(&unknown)[0].contains("\"Ruritania\""),
        "{:?}",
        said(&unknown)
    );
}

#[test]
fn a_series_keeps_its_wall_clock_time_when_the_clocks_change() {
    let night = format!(
        "{}\nRRULE:FREQ=DAILY;COUNT=3",
        event("Europe/London", "20260327T203000", "20260328T083000")
    );
    let expected = [
        "03-27 20:30/03-28 08:30",
        "03-28 20:30/03-29 08:30",
        "03-29 20:30/03-30 08:30",
    ];
    assert_eq!(times(&calendar(&[&night])), expected);
}

#[test]
fn a_duration_in_hours_is_real_time_and_one_in_days_follows_the_calendar() {
    let start = "DTSTART;TZID=Europe/London:20260328T203000";
    let hours = calendar(&[&format!("{start}\nDURATION:PT12H")]);
    assert_eq!(times(&hours), ["03-28 20:30/03-29 09:30"]);
    let day = calendar(&[&format!("{start}\nDURATION:P1D")]);
    assert_eq!(times(&day), ["03-28 20:30/03-29 20:30"]);
}

#[test]
fn of_a_time_that_comes_twice_the_start_is_the_first_and_the_end_the_second() {
    let calendar = calendar(&[&event(
        "Europe/London",
        "20261025T011500",
        "20261025T014500",
    )]);
    let (found, warnings) = within(&calendar, date(2026, 10, 25), date(2026, 10, 25));
    assert_eq!(found[0].start.to_string(), "2026-10-25T00:15:00Z");
    assert_eq!(found[0].end.to_string(), "2026-10-25T01:45:00Z");
    assert!(warnings.is_empty());
}

#[test]
fn an_occurrence_at_a_time_that_does_not_exist_is_left_out_and_the_others_stay() {
    let series = format!(
        "{}\nRRULE:FREQ=DAILY;COUNT=3",
        event("Europe/London", "20260328T013000", "20260328T023000")
    );
    let calendar = calendar(&[&series]);
    assert_eq!(
        times(&calendar),
        ["03-28 01:30/03-28 02:30", "03-30 01:30/03-30 02:30"]
    );
    let expected = "3: The local time 2026-03-29 01:30 does not exist, because the clocks go forward; \
                    this occurrence is left out.";
    assert_eq!(said(&calendar), [expected]);
}

#[test]
fn an_end_in_another_zone_is_a_real_length() {
    let flight = "DTSTART;TZID=Europe/London:20260105T100000\nDTEND;TZID=America/New_York:20260105T130000\n\
                  RRULE:FREQ=MONTHLY;INTERVAL=6;COUNT=2";
    assert_eq!(
        times(&calendar(&[flight])),
        ["01-05 10:00/01-05 18:00", "07-05 10:00/07-05 18:00"]
    );
}

#[test]
fn days_are_days_wherever_the_reader_is() {
    let leave = calendar(&["DTSTART;VALUE=DATE:20260329\nDTEND;VALUE=DATE:20260331"]);
    assert_eq!(times(&leave), ["03-29 00:00/03-31 00:00"]);
    let tokyo = TimeZone::get("Asia/Tokyo").expect("bundled");
    let (found, _) = leave.occurrences(date(2026, 3, 30), date(2026, 3, 30), &tokyo, 10);
    assert_eq!((found[0].date, found[0].all_day), (date(2026, 3, 29), true));
    assert_eq!(found[0].start.to_string(), "2026-03-28T15:00:00Z");
}

#[test]
fn a_day_on_which_the_clocks_change_at_midnight_starts_at_its_first_instant() {
    let cairo = TimeZone::get("Africa/Cairo").expect("bundled");
    let day = calendar(&["DTSTART;VALUE=DATE:20260424"]);
    let (found, warnings) = day.occurrences(date(2026, 4, 24), date(2026, 4, 24), &cairo, 10);
    assert_eq!(found[0].start.to_string(), "2026-04-23T22:00:00Z");
    assert!(warnings.is_empty());
}
