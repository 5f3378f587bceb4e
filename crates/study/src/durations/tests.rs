use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Result<InterviewLength, LengthError> {
    InterviewLength::parse(text, None)
}

fn length(seconds: u32, precision: Precision) -> Result<InterviewLength, LengthError> {
    Ok(InterviewLength::new(seconds, precision).unwrap())
}

#[test]
fn every_spelling_of_seconds_precision_is_accepted() {
    for text in [
        "51 minutes 58 seconds",
        "PT51M58S",
        "pt51m58s",
        "0:51:58",
        "00:51:58",
        "51 min 58 sec",
        "51 mins 58 secs",
        "51m58s",
        "51m 58s",
        "51 minutes and 58 seconds",
        "51 minutes, 58 seconds",
        "51 Minutes, and 58 Seconds",
        " 51 minute 58 second ",
        "3118 seconds",
    ] {
        assert_eq!(read(text), length(3118, Precision::Seconds), "{text}");
    }
    for text in ["1 hour 17 minutes 30 seconds", "1:17:30", "PT1H17M30S"] {
        assert_eq!(read(text), length(4650, Precision::Seconds), "{text}");
    }
}

#[test]
fn every_spelling_of_minutes_precision_is_accepted() {
    for (text, minutes) in [
        ("48 minutes", 48),
        ("48 min", 48),
        ("1 h 5 min", 65),
        ("1 hr 5 m", 65),
        ("2 hrs", 120),
        ("90 minutes", 90),
        ("1 hour", 60),
        ("PT90M", 90),
        ("12 hours", 720),
    ] {
        assert_eq!(
            read(text),
            length(minutes * 60, Precision::Minutes),
            "{text}"
        );
    }
}

#[test]
fn a_length_is_printed_as_precisely_as_it_was_given() {
    for (text, printed) in [
        ("90 minutes", "1 hour 30 minutes"),
        ("0:48:00", "48 minutes 0 seconds"),
        ("1:00:00", "1 hour 0 minutes 0 seconds"),
        ("1 h 1 min", "1 hour 1 minute"),
        ("PT1S", "1 second"),
    ] {
        assert_eq!(read(text).unwrap().to_string(), printed);
    }
}

#[test]
fn two_numbers_with_a_colon_need_the_option() {
    assert_eq!(read("51:58"), Err(LengthError::AmbiguousClock));
    assert_eq!(
        InterviewLength::parse("51:58", Some(Clock::MinutesSeconds)),
        length(3118, Precision::Seconds)
    );
    assert_eq!(
        InterviewLength::parse("1:05", Some(Clock::HoursMinutes)),
        length(3900, Precision::Minutes)
    );
    assert_eq!(
        InterviewLength::parse("90:30", Some(Clock::MinutesSeconds)),
        length(5430, Precision::Seconds)
    );
}

#[test]
fn a_bare_number_lacks_its_unit() {
    assert_eq!(read("51"), Err(LengthError::NoUnit));
}

#[test]
fn zero_and_more_than_twelve_hours_are_out_of_range() {
    for text in [
        "0 minutes",
        "0:00:00",
        "12 hours 1 second",
        "99999999999 minutes",
        "4294967295 h",
    ] {
        assert_eq!(read(text), Err(LengthError::OutOfRange), "{text}");
    }
}

#[test]
fn units_descend_each_once_and_only_the_leading_one_exceeds_59() {
    for text in [
        "58 seconds 51 minutes",
        "5 minutes 5 minutes",
        "1 hour 60 minutes",
        "0 hours 75 minutes",
        "90 minutes 75 seconds",
        "1:77:30",
        "1:17:60",
    ] {
        assert_eq!(read(text), Err(LengthError::Unreadable), "{text}");
    }
}

#[test]
fn other_words_are_not_lengths() {
    for text in [
        "",
        "about an hour",
        "1.5 hours",
        "48 minutes,",
        "48 minutes and",
        "5 minutes 30",
        "min 48",
        "PT",
        "PT5",
        "P1D",
        ":",
        "1:2:3",
        "1:2",
        "1:02:03:04",
        "-5 minutes",
        "٥ minutes",
        "5 ſ",
    ] {
        assert_eq!(read(text), Err(LengthError::Unreadable), "{text}");
    }
}

proptest! {
    #[test]
    fn a_printed_length_reads_back(seconds in 1u32..=LONGEST, to_minutes in any::<bool>()) {
        let value = if to_minutes {
            InterviewLength::new(seconds.div_ceil(60) * 60, Precision::Minutes)
        } else {
            InterviewLength::new(seconds, Precision::Seconds)
        };
        let value = value.unwrap();
        prop_assert_eq!(read(&value.to_string()), Ok(value));
    }

    #[test]
    fn no_text_panics(text in "[0-9]{0,4}[ :,a-zA-Zäſ0-9]{0,12}|.*") {
        let _ = read(&text);
        let _ = InterviewLength::parse(&text, Some(Clock::MinutesSeconds));
        let _ = InterviewLength::parse(&text, Some(Clock::HoursMinutes));
    }
}
