use super::*;
use crate::columns::read_table;
use crate::dates::{DateOrder, Month};
use crate::durations::{Clock, Precision};
use crate::problem::{Code, Problem};
use formats::table::Limits;
use proptest::prelude::*;

const HEADER: &str = "participant,cohort,gender,interview_date,interview_length,status\n";

fn read(rows: &str) -> (Vec<Participant>, Vec<Problem>) {
    read_with(rows, &ReadOptions::default())
}

fn read_with(rows: &str, options: &ReadOptions) -> (Vec<Participant>, Vec<Problem>) {
    let table = read_table("participants.csv", format!("{HEADER}{rows}").as_bytes()).unwrap();
    parse("participants.csv", &table, options)
}

/// The codes and places of all errors, such as `E04 3 interview_date`.
fn errors(problems: &[Problem]) -> Vec<String> {
    let errors = problems.iter().filter(|p| p.is_error());
    errors
        .map(|p| {
            let column = p.column.as_deref().unwrap_or("-");
            format!("{} {} {column}", p.code.unwrap(), p.row.unwrap())
        })
        .collect()
}

#[test]
fn a_completed_interview_is_read_whole() {
    let (participants, problems) = read("K1,members, woman ,9/3/2031,PT51M58S,Completed\n");
    assert!(problems.is_empty(), "{problems:?}");
    let [participant] = &participants[..] else {
        panic!("{participants:?}")
    };
    assert_eq!(participant.participant, "K1");
    assert_eq!(participant.cohort, "members");
    assert_eq!(participant.gender.as_deref(), Some("woman"));
    assert_eq!(participant.date.unwrap().to_string(), "2031-03-09");
    assert_eq!(participant.length.unwrap().seconds(), 3118);
    assert_eq!(participant.status, Status::Completed);
}

#[test]
fn columns_may_stand_in_any_order_and_own_columns_are_skipped() {
    let text = "x_note;status;interview_length;interview_date;gender;cohort;participant\n\
                hello;;48 min;2031-03;;members;K1\n";
    let table = read_table("participants.csv", text.as_bytes()).unwrap();
    let (participants, problems) = parse("participants.csv", &table, &ReadOptions::default());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(participants[0].status, Status::Completed);
    assert_eq!(participants[0].gender, None);
}

#[test]
fn every_status_word_is_read_with_free_spaces_and_case() {
    for (text, status) in [
        ("completed", Status::Completed),
        (" COMPLETED ", Status::Completed),
        ("did_not_participate", Status::DidNotParticipate),
        ("Did not participate", Status::DidNotParticipate),
        ("withdrawn", Status::Withdrawn),
        ("Scheduled", Status::Scheduled),
        ("agreed", Status::Agreed),
        ("In vited", Status::Invited),
    ] {
        assert_eq!(Status::parse(text), Some(status), "{text}");
    }
    assert_eq!(Status::parse("done"), None);
    assert_eq!(Status::parse(""), None);
}

#[test]
fn did_not_participate_in_the_date_column_is_a_status_with_a_notice() {
    let (participants, problems) = read("K1,members,,Did not participate,,\n");
    assert_eq!(participants[0].status, Status::DidNotParticipate);
    assert_eq!(participants[0].date, None);
    assert_eq!(problems.len(), 1);
    assert!(!problems[0].is_error());
}

#[test]
fn missing_and_unknown_columns_are_e01_and_e02() {
    let table = read_table(
        "participants.csv",
        b"Participant,cohort,gender,interview_date,status\n",
    )
    .unwrap();
    let (_, problems) = parse("participants.csv", &table, &ReadOptions::default());
    assert_eq!(
        errors(&problems),
        [
            "E02 1 Participant",
            "E01 1 participant",
            "E01 1 interview_length"
        ]
    );
    let table = read_table("participants.csv", format!("status,{HEADER}").as_bytes()).unwrap();
    let (_, problems) = parse("participants.csv", &table, &ReadOptions::default());
    assert_eq!(errors(&problems), ["E02 1 status"]);
}

#[test]
fn a_participant_given_twice_is_e03_in_each_further_row() {
    let (_, problems) = read("K1,a,,,,invited\nK1,a,,,,invited\nK1,a,,,,invited\n");
    assert_eq!(
        errors(&problems),
        ["E03 3 participant", "E03 4 participant"]
    );
    assert!(problems[1].message.contains("row 2"));
}

#[test]
fn an_impossible_date_and_mixed_orders_are_e04() {
    let (_, problems) = read("K1,a,,31/2/2031,48 min,\nK2,a,,2031-02-01,48 min,\n");
    assert_eq!(errors(&problems), ["E04 2 interview_date"]);
    let (_, problems) = read("K1,a,,13/3/2031,48 min,\nK2,a,,3/14/2031,48 min,\n");
    assert_eq!(errors(&problems), ["E04 3 interview_date"]);
    assert!(problems[0].to_string().contains("others only month first"));
}

#[test]
fn the_other_order_is_read_when_asked_for() {
    let options = ReadOptions {
        date_order: DateOrder::MonthFirst,
        ..ReadOptions::default()
    };
    let (participants, problems) = read_with("K1,a,,3/14/2031,48 min,\n", &options);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(participants[0].date.unwrap().to_string(), "2031-03-14");
}

#[test]
fn a_length_without_unit_is_e05_and_an_ambiguous_clock_e06() {
    let rows = "K1,a,,2031-03,51,\nK2,a,,2031-03,51:58,\nK3,a,,2031-03,long,\n";
    let (_, problems) = read(rows);
    assert_eq!(
        errors(&problems),
        [
            "E05 2 interview_length",
            "E06 3 interview_length",
            "E05 4 interview_length"
        ]
    );
    let options = ReadOptions {
        clock: Some(Clock::MinutesSeconds),
        ..ReadOptions::default()
    };
    let (_, problems) = read_with("K2,a,,2031-03,51:58,\n", &options);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_row_that_contradicts_itself_is_kept_for_whoever_asks_for_it() {
    let rows = "K1,a,,2031-03,,completed\nK2,a,,,40 min,invited\n";
    assert_eq!(errors(&read(rows).1), ["E11 2 status", "E11 3 status"]);
    let options = ReadOptions {
        keep_contradictions: true,
        ..ReadOptions::default()
    };
    let (participants, problems) = read_with(rows, &options);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(
        (participants[0].length, participants[0].status),
        (None, Status::Completed)
    );
    assert!(participants[1].length.is_some());
}

#[test]
fn an_unknown_cohort_is_e07_only_where_the_cohorts_are_known() {
    assert!(read("K1,new,,,,invited\n").1.is_empty());
    let options = ReadOptions {
        cohorts: Some(vec!["members".into()]),
        ..ReadOptions::default()
    };
    let (_, problems) = read_with("K1,new,,,,invited\n", &options);
    assert_eq!(errors(&problems), ["E07 2 cohort"]);
}

#[test]
fn an_id_with_other_characters_is_e07() {
    let (_, problems) = read("Dr K,a,,,,invited\n");
    assert_eq!(errors(&problems), ["E07 2 participant"]);
}

#[test]
fn a_status_that_contradicts_date_or_length_is_e11() {
    for row in [
        "K1,a,,,,completed",
        "K1,a,,2031-03,,completed",
        "K1,a,,,48 min,completed",
        "K1,a,,2031-03,,",
        "K1,a,,,48 min,did_not_participate",
        "K1,a,,2031-03,48 min,withdrawn",
        "K1,a,,2031-03,48 min,finished",
        "K1,a,,did not participate,,completed",
        "K1,a,,did not participate,,scheduled",
        "K1,a,,did not participate,48 min,",
    ] {
        let (participants, problems) = read(row);
        assert_eq!(errors(&problems), ["E11 2 status"], "{row}");
        assert!(participants.is_empty());
    }
}

#[test]
fn an_empty_required_cell_and_a_ragged_row_are_e12() {
    let (_, problems) = read(",,,,,invited\n");
    assert_eq!(errors(&problems), ["E12 2 participant", "E12 2 cohort"]);
    for text in ["K1,a\n", "\"K1,a,,,,\n"] {
        let problem =
            read_table("participants.csv", format!("{HEADER}{text}").as_bytes()).unwrap_err();
        assert_eq!((problem.code, problem.row), (Some(Code::E12), Some(2)));
    }
}

#[test]
fn bytes_that_are_not_utf8_are_e10_and_an_empty_file_e01() {
    let code = |bytes: &[u8]| read_table("participants.csv", bytes).unwrap_err().code;
    assert_eq!(code(b"participant\n\xff"), Some(Code::E10));
    assert_eq!(code(b"PK\x03\x04"), Some(Code::E10));
    assert_eq!(code(&vec![b'a'; Limits::STUDY.bytes + 1]), Some(Code::E10));
    assert_eq!(code(b""), Some(Code::E01));
}

#[test]
fn all_errors_of_a_row_are_reported_at_once() {
    let (_, problems) = read("Dr K,,,30/2/2031,51,finished\n");
    assert_eq!(
        errors(&problems),
        [
            "E07 2 participant",
            "E12 2 cohort",
            "E04 2 interview_date",
            "E05 2 interview_length",
            "E11 2 status"
        ]
    );
}

fn any_participant() -> impl Strategy<Value = Participant> {
    let completed = (2000i16..2100, 1i8..=12, 1u32..=43_200, any::<bool>());
    (
        "[A-Za-z0-9_-]{1,32}",
        "[=@a-zäé'\"][ ,;a-z]{0,8}",
        prop::option::of("[-a-z'+]{1,8}"),
        prop::option::of(completed),
        prop::sample::select(&Status::ALL[..]),
    )
        .prop_map(|(participant, cohort, gender, completed, status)| {
            let (date, length, status) = match completed {
                Some((year, month, seconds, whole)) => {
                    let date = InterviewDate::Month(Month::new(year, month).unwrap());
                    let length = if whole {
                        InterviewLength::new(seconds.div_ceil(60) * 60, Precision::Minutes)
                    } else {
                        InterviewLength::new(seconds, Precision::Seconds)
                    };
                    (Some(date), length, Status::Completed)
                }
                None if status == Status::Completed => (None, None, Status::Invited),
                None => (None, None, status),
            };
            let cohort = crate::columns::fold_spaces(&cohort);
            Participant {
                row: 0,
                participant,
                cohort,
                gender,
                date,
                length,
                status,
            }
        })
}

proptest! {
    #[test]
    fn printed_participants_read_back(mut written in prop::collection::vec(any_participant(), 1..8)) {
        written.sort_by(|a, b| a.participant.cmp(&b.participant));
        written.dedup_by(|a, b| a.participant == b.participant);
        let table = read_table("participants.csv", to_csv(&written).as_bytes()).unwrap();
        let (mut read, problems) = parse("participants.csv", &table, &ReadOptions::default());
        prop_assert!(problems.is_empty(), "{:?}", problems);
        for participant in &mut read {
            participant.row = 0;
        }
        prop_assert_eq!(read, written);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), rows in "[K0-9,\"\n/: a-z]{0,60}") {
        let text = [HEADER.as_bytes(), rows.as_bytes(), &bytes].concat();
        for bytes in [&bytes[..], &text[..]] {
            if let Ok(table) = read_table("participants.csv", bytes) {
                let _ = parse("participants.csv", &table, &ReadOptions::default());
            }
        }
    }
}
