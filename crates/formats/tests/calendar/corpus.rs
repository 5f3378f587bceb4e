//! Calendars of other programs against counts made with another reader (python icalendar 7.3.2 with
//! recurring-ical-events 3.8.2): occurrences from 2000 to 2035 in Europe/London, and the sum over them of three times
//! the start and once the end in seconds since 1970, so that a moved time shows as well as a missing one.

use formats::calendar::{Error, read};
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// Both readers give the same occurrences.
const AGREED: [(&str, usize, i64); 97] = [
    ("icalendar/calendars/alarm_etar_future.ics", 1, 6912522000),
    (
        "icalendar/calendars/alarm_etar_notification_clicked.ics",
        1,
        6912540480,
    ),
    ("icalendar/calendars/alarm_google_future.ics", 1, 6912265500),
    (
        "icalendar/calendars/alarm_thunderbird_2_notification_5_min_postponed.ics",
        1,
        6918829200,
    ),
    (
        "icalendar/calendars/alarm_thunderbird_2_notification_5_min_postponed_and_popped_up.ics",
        1,
        6918829200,
    ),
    (
        "icalendar/calendars/alarm_thunderbird_closed.ics",
        1,
        6918771600,
    ),
    (
        "icalendar/calendars/alarm_thunderbird_snoozed_until_1457.ics",
        1,
        6918771600,
    ),
    ("icalendar/calendars/bom_calendar.ics", 0, 0),
    ("icalendar/calendars/empty_RDATE.ics", 0, 0),
    (
        "icalendar/calendars/issue_1050_calendar_with_events_and_todos.ics",
        2,
        13895978400,
    ),
    (
        "icalendar/calendars/issue_1050_forward_timezone_reference.ics",
        1,
        6947726400,
    ),
    (
        "icalendar/calendars/issue_1050_simple_calendar.ics",
        1,
        6942902400,
    ),
    (
        "icalendar/calendars/issue_1081_event_with_rrule.ics",
        10,
        69444576000,
    ),
    (
        "icalendar/calendars/issue_1081_tzid_param.ics",
        1,
        6942974400,
    ),
    (
        "icalendar/calendars/issue_1231_recurrence.ics",
        1,
        6983425200,
    ),
    (
        "icalendar/calendars/issue_127_categories_with_commas.ics",
        1,
        5566089600,
    ),
    ("icalendar/calendars/issue_1426_value_parameters.ics", 0, 0),
    (
        "icalendar/calendars/issue_156_RDATE_with_PERIOD_TZID_khal_2.ics",
        1,
        6543117000,
    ),
    ("icalendar/calendars/issue_1633_rdate_with_dates.ics", 0, 0),
    ("icalendar/calendars/issue_168_input.ics", 1, 5765778000),
    (
        "icalendar/calendars/issue_178_custom_component_contains_other.ics",
        1,
        5687625600,
    ),
    ("icalendar/calendars/issue_218_bad_tzid.ics", 1, 5953134600),
    (
        "icalendar/calendars/issue_27_multiple_periods_in_freebusy_multiple_freebusies.ics",
        0,
        0,
    ),
    (
        "icalendar/calendars/issue_313_globally_unique_tzid.ics",
        3,
        19054998000,
    ),
    ("icalendar/calendars/issue_350.ics", 1, 6582222000),
    (
        "icalendar/calendars/issue_466_convert_tzid_with_slash.ics",
        689,
        5165925800400,
    ),
    (
        "icalendar/calendars/issue_722_timezone_transition_ambiguity.ics",
        4,
        27447019208,
    ),
    (
        "icalendar/calendars/issue_836_do_not_quote_tzid.ics",
        1,
        6920600400,
    ),
    (
        "icalendar/calendars/period_with_timezone.ics",
        9,
        61398774000,
    ),
    ("icalendar/calendars/property_params.ics", 1, 5379681600),
    (
        "icalendar/calendars/rfc_7265_appendix_example_1_ical.ics",
        1,
        4893076800,
    ),
    ("icalendar/calendars/rfc_7265_example_1.ics", 0, 0),
    ("icalendar/calendars/rfc_7953_3.ics", 0, 0),
    ("icalendar/calendars/rfc_9253_examples.ics", 2, 14093146872),
    ("icalendar/calendars/time.ics", 0, 0),
    ("icalendar/calendars/timezone_same_start.ics", 1, 5951867400),
    ("icalendar/calendars/timezoned.ics", 1, 5316868800),
    ("icaljs/blank_description.ics", 1, 5364248400),
    ("icaljs/blank_line_mid.ics", 0, 0),
    ("icaljs/day_long_recur_yearly.ics", 6107, 41853261686400),
    ("icaljs/forced_types.ics", 1, 5386939200),
    ("icaljs/minimal.ics", 1, 5364248400),
    ("icaljs/only_dtstart_date.ics", 1, 5364129600),
    ("icaljs/parserv2.ics", 6080, 41709035217600),
    ("icaljs/recur_instances.ics", 281, 1927332804600),
    ("icaljs/timezone_from_file.ics", 1, 6712554720),
    ("icaljs/timezones/America/Denver.ics", 0, 0),
    ("icaljs/timezones/America/New_York.ics", 0, 0),
    ("icaljs/utc_negative_zero.ics", 1, 5382333000),
    ("libical/2445.ics", 36, 219653337600),
    ("libical/3.ics", 0, 0),
    ("libical/5.ics", 0, 0),
    ("libical/7.ics", 0, 0),
    ("libical/classify.ics", 0, 0),
    ("libical/overlaps.ics", 5, 19467090000),
    ("libical/spanlist.ics", 0, 0),
    ("recurring/Germany.ics", 159, 898098465600),
    ("recurring/after_many_events_in_order.ics", 7, 47923380000),
    ("recurring/alarm_1_week_before_event.ics", 1, 6934971600),
    ("recurring/alarm_absolute_edited.ics", 1, 6912147600),
    ("recurring/alarm_around_event_boundaries.ics", 1, 6912146700),
    ("recurring/alarm_of_repeated_event.ics", 6, 41502895200),
    ("recurring/alarm_removed_and_moved.ics", 6, 41633546400),
    ("recurring/alarms_at_the_same_time.ics", 3, 20817428400),
    ("recurring/discourse_no_dtend.ics", 4, 24832604180),
    ("recurring/duration.ics", 3, 18192279600),
    ("recurring/each_week_but_one_deleted.ics", 7, 43511635800),
    ("recurring/fablab_cottbus.ics", 243, 1717335241200),
    ("recurring/issue_113_period_in_rdate.ics", 9, 61398774000),
    ("recurring/issue_117_until_before_dtstart.ics", 0, 0),
    ("recurring/issue_148_edge_case_2.ics", 3, 20649297600),
    (
        "recurring/issue_148_exdate_and_rdate_updated.ics",
        3,
        20652580800,
    ),
    (
        "recurring/issue_151_macos_linux_difference.ics",
        21,
        147090798000,
    ),
    ("recurring/issue_15_duplicated_events.ics", 3, 16506702000),
    (
        "recurring/issue_164_duplicated_event.ics",
        205,
        1555660904400,
    ),
    ("recurring/issue_186_invalid_trigger.ics", 1, 6912147600),
    ("recurring/issue_20_exdate_ignored.ics", 7, 44156813400),
    ("recurring/issue_223_thunderbird.ics", 5, 34911406800),
    (
        "recurring/issue_253_additional_recurrence_id.ics",
        2,
        13764355200,
    ),
    (
        "recurring/issue_253_recurrence_id_included.ics",
        2,
        13769107200,
    ),
    ("recurring/issue_27_t2.ics", 2, 12703914000),
    (
        "recurring/issue_36_recurrence_ID_format.ics",
        1599,
        11775453994800,
    ),
    ("recurring/issue_44_double_event.ics", 1, 6389524800),
    ("recurring/issue_48_dst.ics", 11088, 81750886027200),
    ("recurring/issue_4_weidenrinde.ics", 2, 12534710400),
    ("recurring/issue_62_moved_event.ics", 170, 1264957185600),
    ("recurring/issue_97_simple_journal.ics", 0, 0),
    ("recurring/issue_97_todo_nodtstart.ics", 0, 0),
    ("recurring/one_day_event.ics", 1, 6206716800),
    ("recurring/one_event.ics", 1, 6206733000),
    ("recurring/rdate.ics", 1189, 6740296956000),
    ("recurring/rdate_falls_on_rrule_until.ics", 8, 50480136000),
    (
        "recurring/recurrence_sequence_number.ics",
        799,
        5883381835200,
    ),
    ("recurring/recurring_events_moved.ics", 7, 43468398000),
    (
        "recurring/several_events_at_the_same_time.ics",
        10,
        62067330000,
    ),
    ("recurring/three_events.ics", 3, 18622969200),
    (
        "recurring/x_wr_timezone_simple_events_issue_59.ics",
        2,
        13121676000,
    ),
];

/// Occurrences here and there, and why they differ.
const DIFFERENT: [(&str, usize, usize, &str); 8] = [
    (
        "icalendar/calendars/issue_526_calendar_with_different_events.ics",
        0,
        2,
        "a zone nobody knows: left out",
    ),
    (
        "icalendar/calendars/issue_526_calendar_with_events.ics",
        0,
        2,
        "a zone nobody knows: left out",
    ),
    (
        "icalendar/calendars/issue_722_missing_VTIMEZONE_custom.ics",
        0,
        1,
        "a zone nobody knows: left out",
    ),
    (
        "recurring/end_before_start_event.ics",
        0,
        1,
        "ends before it starts: left out, not swapped",
    ),
    (
        "recurring/issue_132_swapped_start_and_end.ics",
        0,
        1,
        "ends before it starts: left out, not swapped",
    ),
    (
        "recurring/issue_201_mixed_datetime_and_date.ics",
        1,
        1,
        "a day until a midnight of UTC: read as days, not as instants",
    ),
    (
        "recurring/issue_75_range_parameter.ics",
        194,
        193,
        "a series of times until a day: that day belongs to it",
    ),
    (
        "recurring/multiple_rrule.ics",
        21,
        22,
        "the start counts as the first of each COUNT (RFC 5545 3.3.10)",
    ),
];

/// The other reader refuses the file or an event in it.
const ALONE: [(&str, usize); 23] = [
    (
        "icalendar/calendars/america_new_york_forward_reference.ics",
        1,
    ),
    ("icalendar/calendars/broken_ical.ics", 1),
    (
        "icalendar/calendars/created_calendar_with_unicode_fields.ics",
        2,
    ),
    ("icalendar/calendars/issue_104_broken_calendar.ics", 1),
    ("icalendar/calendars/issue_1050_uid_in_description.ics", 0),
    ("icalendar/calendars/issue_1081_invalid_rrule_freq.ics", 1),
    (
        "icalendar/calendars/issue_1081_invalid_start_valid_end.ics",
        0,
    ),
    ("icalendar/calendars/issue_1561_image_value.ics", 0),
    ("icalendar/calendars/issue_165_missing_event.ics", 14),
    ("icalendar/calendars/issue_322_expected_calendar.ics", 0),
    ("icalendar/calendars/issue_798_related_to.ics", 0),
    ("icalendar/calendars/multiple_timezones.ics", 3),
    ("icalendar/calendars/parsing_error.ics", 40),
    ("icalendar/calendars/rfc_6868.ics", 0),
    ("icalendar/calendars/rfc_7986_image.ics", 0),
    ("icalendar/calendars/rfc_9253_related_to.ics", 0),
    ("icaljs/timezones/Makebelieve/RDATE_utc_test.ics", 0),
    ("libical/0.ics", 0),
    ("libical/1.ics", 0),
    ("libical/calendar.ics", 0),
    ("libical/process-incoming.ics", 0),
    ("libical/restriction.ics", 0),
    ("recurring/bad_rrule_missing_until_event.ics", 1),
];

/// No calendars, and what the error says.
const REFUSED: [(&str, &str); 10] = [
    ("icalendar/alarms/example.ics", "no BEGIN:VCALENDAR"),
    ("icalendar/alarms/rfc_5545_end.ics", "no BEGIN:VCALENDAR"),
    (
        "icalendar/availabilities/rfc_7953_1.ics",
        "no BEGIN:VCALENDAR",
    ),
    (
        "icalendar/calendars/fuzz_testcase_0_char_in_component_name.ics",
        "binary",
    ),
    (
        "icalendar/calendars/fuzz_testcase_vtimezone_lone_cr.ics",
        "no BEGIN:VCALENDAR",
    ),
    ("libical/get_char_test.ics", "nested"),
    ("libical/issue250.ics", "no BEGIN:VCALENDAR"),
    ("libical/issue252.ics", "binary"),
    ("libical/issue339.ics", "no BEGIN:VCALENDAR"),
    ("libical/zday.ics", "binary"),
];

fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("ENID_SHARED_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join("corpora/ics");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: shared data not found");
    None
}

/// The files of the folder with their paths within it.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let mut files = Vec::new();
    collect(&folder, &folder, &mut files);
    files.sort();
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "ics") {
            let name = path.strip_prefix(root).expect("within");
            let name = name.to_string_lossy().replace('\\', "/");
            files.push((name, std::fs::read(&path).expect("a file")));
        }
    }
}

fn counted(bytes: &[u8]) -> Result<(usize, i64), Error> {
    let zone = TimeZone::get("Europe/London").expect("bundled");
    let calendar = read(bytes)?;
    let (found, _) = calendar.occurrences(date(2000, 1, 1), date(2035, 12, 31), &zone, 100_000);
    let sum = found
        .iter()
        .map(|one| one.start.as_second() * 3 + one.end.as_second());
    Ok((found.len(), sum.sum()))
}

#[test]
fn calendars_of_other_programs_take_place_when_another_reader_says() {
    for (name, bytes) in files() {
        let known = AGREED.iter().find(|(known, ..)| *known == name);
        if let Some(&(_, count, sum)) = known {
            assert_eq!(counted(&bytes), Ok((count, sum)), "{name}");
        }
    }
}

#[test]
fn where_readers_differ_the_reason_is_known() {
    for (name, bytes) in files() {
        let different = DIFFERENT.iter().find(|(known, ..)| *known == name);
        if let Some((_, count, _, reason)) = different {
            assert_eq!(
                counted(&bytes).map(|found| found.0),
                Ok(*count),
                "{name}: {reason}"
            );
        }
        if let Some((_, count)) = ALONE.iter().find(|(known, _)| *known == name) {
            assert_eq!(counted(&bytes).map(|found| found.0), Ok(*count), "{name}");
        }
    }
}

#[test]
fn what_is_no_calendar_is_refused_by_name() {
    for (name, bytes) in files() {
        if let Some((_, reason)) = REFUSED.iter().find(|(known, _)| *known == name) {
            let error = read(&bytes).expect_err(&name).to_string();
            assert!(error.contains(reason), "{name}: {error}");
        }
    }
}

#[test]
fn every_calendar_of_the_folder_is_in_one_of_the_lists() {
    let files = files();
    let lists = AGREED.len() + DIFFERENT.len() + ALONE.len() + REFUSED.len();
    assert!(
        files.is_empty() || files.len() == lists,
        "{} files",
        files.len()
    );
}
