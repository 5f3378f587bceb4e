//! What a doctor reads of a verdict.

use jiff::civil::Date;

use super::vectors::{facts, london, now, session};
use crate::{Finding, Pack, Policy, Rule, Session, Timeline, Travel, chip, feasible, own_answer};

fn asked(text: &str, meeting: &str) -> (Finding, Session) {
    let pack = Pack::named("england-2019");
    let week: (Date, Date) = ("2026-11-09".parse().unwrap(), "2026-11-15".parse().unwrap());
    let policy = Policy {
        reference: text.contains("17:15").then_some(week),
        ..Policy::default()
    };
    let list = facts(text, "2026-11");
    let timeline = Timeline::new(&list, &london(), now(), &policy, pack.as_ref());
    let way = Travel {
        inward: Some(45),
        back: Some(45),
    };
    let session = session(meeting, "2026-11", &london());
    (feasible(session, &timeline, way), session)
}

fn said(text: &str, meeting: &str) -> String {
    let (finding, session) = asked(text, meeting);
    own_answer(&finding, session, &london())
}

/// A rota, a session, the rule, the short form and the sentence.
type Row = (&'static str, &'static str, Rule, &'static str, &'static str);

const WEDNESDAY: &str = "11 14:00-15:30";

const ROWS: [Row; 22] = [
    (
        "@annual_leave 11",
        WEDNESDAY,
        Rule::F01,
        "Cannot attend",
        "Not Wednesday: leave or other time away is in your rota then",
    ),
    (
        "N 9",
        WEDNESDAY,
        Rule::F02,
        "Rest comes first",
        "Not Wednesday: you finish nights at 09:00 on Tuesday; rest until 07:00 on Thursday",
    ),
    (
        "N 9",
        "12 07:15-08:45",
        Rule::F02,
        "Rest comes first",
        "Not at this time on Thursday: you finish nights at 09:00 on Tuesday; rest until 07:00 on Thursday",
    ),
    (
        "N 11",
        WEDNESDAY,
        Rule::F03,
        "Rest comes first",
        "Not at this time on Wednesday: your night starts at 20:30 on Wednesday; rest from 09:30 on Wednesday",
    ),
    (
        "N 11",
        "11 22:00-23:00",
        Rule::F03,
        "Rest comes first",
        "Not at this time on Wednesday: you work a night from 20:30 on Wednesday",
    ),
    (
        "LD 7,8,9,10",
        WEDNESDAY,
        Rule::F04,
        "Rest comes first",
        "Not Wednesday: your run of shifts ends at 20:30 on Tuesday; rest until 20:30 on Thursday",
    ),
    (
        "LD 10",
        "11 07:45-09:15",
        Rule::F05,
        "Rest comes first",
        "Not at this time on Wednesday: you need rest after your shift until 07:30 on Wednesday",
    ),
    (
        "E 12",
        "11 19:00-20:30",
        Rule::F05,
        "Rest comes first",
        "Not at this time on Wednesday: you need rest before your shift from 21:00 on Wednesday",
    ),
    (
        "E 11",
        "11 17:00-20:30",
        Rule::F05,
        "Rest comes first",
        "Not Wednesday: you would be at work from 08:00 on Wednesday to 21:15 on Wednesday",
    ),
    (
        "LD 8,9,10,13,14; 08:00-17:00 12",
        WEDNESDAY,
        Rule::F06,
        "Rest comes first",
        "Not Wednesday: it would take you 2 h 30 min over the hours allowed in seven days",
    ),
    (
        "08:00-16:00 8,9,10,12,13,14,15",
        WEDNESDAY,
        Rule::F07,
        "Rest comes first",
        "Not Wednesday: it would make too many days of work without a longer rest",
    ),
    (
        "08:00-16:00 8,9,10,12,13,14,16",
        WEDNESDAY,
        Rule::F07,
        "Rest comes first",
        "Not Wednesday: it would make too many days of work without a longer rest",
    ),
    (
        "08:00-17:15 9,10,12,13,14",
        WEDNESDAY,
        Rule::F08,
        "Rest comes first",
        "Not Wednesday: it would take your average week over the limit",
    ),
    (
        "@unknown 11",
        WEDNESDAY,
        Rule::F09,
        "Not known",
        "Not known for Wednesday: part of your rota from 10 days before to 2 days after is missing or too old",
    ),
    (
        "nroc 08:00-20:00 11",
        WEDNESDAY,
        Rule::F10,
        "Not known",
        "Not known for Wednesday: you are on call from home then, and its rest rules are not settled",
    ),
    (
        "E 11",
        WEDNESDAY,
        Rule::F11,
        "Needs release",
        "Wednesday needs release: you are on a shift at that time",
    ),
    (
        "LT 11",
        WEDNESDAY,
        Rule::F12,
        "Needs release",
        "Wednesday needs release: part of it lies in your rostered time; you are owed time for the rest",
    ),
    (
        "edt 13:00-17:00 11",
        WEDNESDAY,
        Rule::F13,
        "Free to attend",
        "Free to attend on Wednesday: it lies in your rostered teaching or educational time",
    ),
    (
        "@ltft_off 11",
        WEDNESDAY,
        Rule::F14,
        "Own choice",
        "Wednesday is not one of your working days: your choice, never expected",
    ),
    (
        "S 11",
        WEDNESDAY,
        Rule::F15,
        "Own choice",
        "Wednesday is your choice: it lies before or after your shift, and you are owed time if you come",
    ),
    (
        "@off 11",
        WEDNESDAY,
        Rule::F16,
        "Own choice",
        "Wednesday is your day off: your choice, and you are owed time if you come",
    ),
    (
        "@annual_leave 11; N 9",
        WEDNESDAY,
        Rule::F01,
        "Cannot attend",
        "Not Wednesday: leave or other time away is in your rota then",
    ),
];

#[test]
fn every_rule_has_its_sentence_and_its_short_form() {
    for (text, meeting, rule, short, sentence) in ROWS {
        let (finding, session) = asked(text, meeting);
        assert_eq!(finding.rule, rule, "{text}");
        assert_eq!(chip(&finding), short, "{text}");
        assert_eq!(own_answer(&finding, session, &london()), sentence, "{text}");
    }
    let rules: std::collections::BTreeSet<Rule> = ROWS.iter().map(|row| row.2).collect();
    assert_eq!(rules.len(), 16);
}

#[test]
fn a_day_of_another_week_is_told_with_its_date() {
    // Half a year of rest between does not happen; a pack may still ask for more than a week.
    let mut pack = Pack::named("england-2019").unwrap();
    pack.rest_after_night_hours = Some(200);
    let list = facts("N 4", "2026-11");
    let zone = london();
    let timeline = Timeline::new(&list, &zone, now(), &Policy::default(), Some(&pack));
    let session = session(WEDNESDAY, "2026-11", &zone);
    let finding = feasible(session, &timeline, Travel::default());
    assert_eq!(
        own_answer(&finding, session, &zone),
        "Not Wednesday: you finish nights at 09:00 on Thursday 5 November; rest until 17:00 on Friday"
    );
}

#[test]
fn where_rules_are_missing_the_rota_is_not_blamed() {
    let list = facts("E 11", "2026-11");
    let zone = london();
    let session = session(WEDNESDAY, "2026-11", &zone);
    for pack in [None, Pack::named("scotland-new-deal")] {
        let timeline = Timeline::new(&list, &zone, now(), &Policy::default(), pack.as_ref());
        let finding = feasible(session, &timeline, Travel::default());
        assert_eq!(
            own_answer(&finding, session, &zone),
            "Not known for Wednesday: not all rest rules of your hospital are known"
        );
    }
}

#[test]
fn no_sentence_holds_the_name_of_a_rule_or_an_empty_word() {
    for (text, meeting, ..) in ROWS {
        let words = said(text, meeting).to_lowercase();
        let id = (1..=16).any(|id| words.contains(&format!("f{id:02}")));
        assert!(
            !id && !words.contains("please") && !words.contains("simply"),
            "{words}"
        );
        assert!(words.len() <= 110, "{} letters: {words}", words.len());
    }
}
