use super::*;
use proptest::prelude::*;

fn day_first(text: &str) -> Result<InterviewDate, DateError> {
    InterviewDate::parse(text, DateOrder::DayFirst)
}

#[test]
fn every_spelling_of_a_day_is_the_same_day() {
    let ninth = InterviewDate::Day(date(2031, 3, 9));
    for text in [
        "2031-03-09",
        "9/3/2031",
        "09/03/2031",
        "9 March 2031",
        "9 Mar 2031",
        "March 9, 2031",
        "  9 MARCH 2031 ",
        "mar 9, 2031",
    ] {
        assert_eq!(day_first(text), Ok(ninth), "{text}");
    }
    assert_eq!(
        InterviewDate::parse("3/9/2031", DateOrder::MonthFirst),
        Ok(ninth)
    );
}

#[test]
fn every_month_has_its_name_and_its_short_name() {
    for (index, name) in MONTHS.iter().enumerate() {
        let expected = InterviewDate::Day(date(2031, i8::try_from(index + 1).unwrap(), 9));
        assert_eq!(day_first(&format!("9 {name} 2031")), Ok(expected));
        assert_eq!(day_first(&format!("9 {} 2031", &name[..3])), Ok(expected));
    }
}

#[test]
fn a_year_and_a_month_keep_month_precision() {
    let march = day_first("2031-03").unwrap();
    assert_eq!(march, InterviewDate::Month(Month::new(2031, 3).unwrap()));
    assert_eq!(march.in_words(), "March 2031");
    assert_eq!(day_first("2031-03-09").unwrap().coarsened(), march);
}

#[test]
fn two_digit_years_are_refused() {
    for text in ["9/3/31", "9 March 31", "31-03-09", "March 9, 31"] {
        assert_eq!(day_first(text), Err(DateError::ShortYear), "{text}");
    }
}

#[test]
fn days_outside_the_calendar_are_refused() {
    for text in [
        "2031-02-29",
        "31/4/2031",
        "2031-13",
        "2031-00-01",
        "32 March 2031",
        "0031-03-09",
    ] {
        assert_eq!(day_first(text), Err(DateError::Impossible), "{text}");
    }
    assert!(day_first("2032-02-29").is_ok());
}

#[test]
fn other_words_are_not_dates() {
    for text in [
        "",
        "soon",
        "2031",
        "2031-3-9",
        "9.3.2031",
        "March 2031",
        "9 Marc 2031",
        "1/2/3/2031",
        "-",
        "--",
        "/",
        "//",
        "٩/٣/٢٠٣١",
    ] {
        assert_eq!(day_first(text), Err(DateError::Unreadable), "{text}");
    }
}

#[test]
fn a_date_of_the_other_order_names_the_option() {
    let error = day_first("3/14/2031").unwrap_err();
    assert_eq!(error, DateError::OtherOrder(DateOrder::DayFirst));
    assert!(error.to_string().contains("--date-order mdy"));
}

#[test]
fn a_file_that_fits_the_other_order_alone_is_not_called_mixed() {
    let read = read_column(&["3/14/2031", "4/5/2031"], DateOrder::DayFirst);
    assert_eq!(read[0], Err(DateError::OtherOrder(DateOrder::DayFirst)));
    assert!(read[1].is_ok());
    let read = read_column(&["3/14/2031", "4/5/2031"], DateOrder::MonthFirst);
    assert!(read.iter().all(Result::is_ok));
}

#[test]
fn a_file_that_fits_neither_order_is_refused_in_both() {
    let texts = ["13/3/2031", "3/14/2031", "2031-03-09"];
    for (order, row) in [(DateOrder::DayFirst, 1), (DateOrder::MonthFirst, 0)] {
        let read = read_column(&texts, order);
        assert_eq!(read[row], Err(DateError::MixedOrder));
        assert_eq!(read.iter().filter(|r| r.is_err()).count(), 1);
    }
}

#[test]
fn months_span_from_the_first_to_the_last() {
    let dates = ["2031-04-02", "2031-02", "2030-12-31"].map(|text| day_first(text).unwrap());
    let (from, to) = span_of_months(dates).unwrap();
    assert_eq!(
        (from.to_string(), to.to_string()),
        ("2030-12".into(), "2031-04".into())
    );
}

fn any_date() -> impl Strategy<Value = InterviewDate> {
    (1900i16..=9999, 1i8..=12, prop::option::of(1i8..=31)).prop_map(|(year, month, in_month)| {
        let month = Month::new(year, month).unwrap();
        match in_month.map(|d| Date::new(year, month.month, d)) {
            Some(Ok(day)) => InterviewDate::Day(day),
            _ => InterviewDate::Month(month),
        }
    })
}

proptest! {
    #[test]
    fn a_printed_date_reads_back(date in any_date()) {
        for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
            prop_assert_eq!(InterviewDate::parse(&date.to_string(), order), Ok(date));
            if matches!(date, InterviewDate::Day(_)) {
                prop_assert_eq!(InterviewDate::parse(&date.in_words(), order), Ok(date));
            }
        }
    }

    #[test]
    fn a_slashed_date_reads_back_in_its_own_order(date in any_date()) {
        if let InterviewDate::Day(day) = date {
            let dmy = format!("{}/{}/{}", day.day(), day.month(), day.year());
            let mdy = format!("{}/{}/{}", day.month(), day.day(), day.year());
            prop_assert_eq!(InterviewDate::parse(&dmy, DateOrder::DayFirst), Ok(date));
            prop_assert_eq!(InterviewDate::parse(&mdy, DateOrder::MonthFirst), Ok(date));
        }
    }

    #[test]
    fn no_text_panics(texts in prop::collection::vec("[0-9a-zA-Z/ ,.äé-]{0,14}|.*", 0..5)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        prop_assert_eq!(read_column(&texts, DateOrder::DayFirst).len(), texts.len());
    }
}
