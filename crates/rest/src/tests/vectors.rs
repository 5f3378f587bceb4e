//! The worked vectors of programme 5.4, to the minute.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::{
    Fact, Finding, Kind, Pack, Policy, Rule, Session, Timeline, Travel, Verdict, feasible,
};

const NOVEMBER: &str = "2026-11";

struct Vector {
    name: &'static str,
    month: &'static str,
    /// Shifts as `LD 7,8,9` or `08:00-16:00 3..9`, parted by `;`; `@kind 11` for whole days.
    facts: &'static str,
    session: &'static str,
    travel: i64,
    expected: &'static str,
    long_nights: bool,
}

impl Vector {
    const fn new(name: &'static str, facts: &'static str, expected: &'static str) -> Self {
        Self {
            name,
            month: NOVEMBER,
            facts,
            session: "11 14:00-15:30",
            travel: 45,
            expected,
            long_nights: true,
        }
    }

    const fn at(mut self, session: &'static str) -> Self {
        self.session = session;
        self
    }

    const fn month(mut self, month: &'static str) -> Self {
        self.month = month;
        self
    }

    const fn travel(mut self, minutes: i64) -> Self {
        self.travel = minutes;
        self
    }

    const fn short_nights(mut self) -> Self {
        self.long_nights = false;
        self
    }
}

const MAR: &str = "2026-03";
const OCT: &str = "2026-10";

const VECTORS: [Vector; 54] = [
    Vector::new("V01", "E 11", "needs_release F11"),
    Vector::new("V02", "LD 11", "needs_release F11"),
    Vector::new("V03", "LT 11", "needs_release F12 2.25"),
    Vector::new("V04", "E 11", "needs_release F12 1.75").at("11 17:00-18:30"),
    Vector::new("V05", "15:30-01:30 11", "needs_release F12 0.75"),
    Vector::new("V06", "T 11", "never F03 -11.25 11-11 05:00"),
    Vector::new("V07", "edt 13:00-17:00 11", "may_attend F13"),
    Vector::new("V08", "E 10,12", "own_choice F16 4.75"),
    Vector::new("V09", "S 11", "own_choice F15 4.75"),
    Vector::new("V10", "17:30-01:30 11", "never F05 -0.25 11-11 06:30").at("11 13:00-14:30"),
    Vector::new("V11", "17:30-01:30 11", "own_choice F15 0.00").at("11 13:15-14:45"),
    Vector::new("V12", "N 11", "never F03 -6.75 11-11 09:30"),
    Vector::new("V13", "N 11", "own_choice F16 0.00").at("11 07:30-08:45"),
    Vector::new("V14", "N 11", "never F03 -0.02 11-11 09:30").at("11 07:30-08:46"),
    Vector::new("V15", "N 9", "never F02 -17.75 11-12 07:00"),
    Vector::new("V16", "N 9", "own_choice F16 0.00").at("12 07:45-09:15"),
    Vector::new("V17", "N 9", "never F02 -0.02 11-12 07:00").at("12 07:44-09:14"),
    Vector::new("V18", "N 9; E 11", "never F02 -17.75 11-12 07:00"),
    Vector::new("V19", "N 6,7,8", "own_choice F16 6.25"),
    Vector::new("V20", "N 10,11", "never F02 -41.75 11-13 07:00"),
    Vector::new("V21", "N 5,6,7,8", "never F04 -1.75 11-11 09:00").at("11 08:00-09:30"),
    Vector::new("V22", "N 5,6,7,8", "own_choice F16 0.25")
        .at("11 08:00-09:30")
        .short_nights(),
    Vector::new("V23", "LD 7,8,9,10", "never F04 -31.25 11-12 20:30"),
    Vector::new("V24", "LD 8,9,10", "own_choice F16 5.75"),
    Vector::new("V25", "LD 6,7,8,9", "own_choice F16 0.00").at("11 21:15-22:15"),
    Vector::new("V26", "LL 7,8,9,10", "never F04 -34.25 11-12 23:30"),
    Vector::new("V27", "08:00-16:00 3..9", "never F04 -2.75 11-11 16:00"),
    Vector::new("V28", "08:00-16:00 3..9", "own_choice F16 0.00").at("11 16:45-18:15"),
    Vector::new("V29", "08:00-16:00 8,9,10,12,13,14,15", "never F07 -1.00"),
    Vector::new("V30", "08:00-16:00 8,9,10,12,13,14,16", "never F07 -8.00"),
    Vector::new(
        "V31",
        "08:00-16:00 8,9,10,12,13,14,17",
        "own_choice F16 4.75",
    ),
    Vector::new(
        "V32",
        "LD 8,9,10,13,14; 08:00-14:30 12",
        "own_choice F16 4.75",
    ),
    Vector::new("V33", "LD 8,9,10,13,14; 08:00-17:00 12", "never F06 -2.50"),
    Vector::new("V34", "LD 10", "own_choice F16 0.00").at("11 08:15-09:45"),
    Vector::new("V35", "LD 10", "never F05 -0.50 11-11 07:30").at("11 07:45-09:15"),
    Vector::new("V36", "E 12", "never F05 -0.25 11-11 21:00").at("11 19:00-20:30"),
    Vector::new("V37", "@annual_leave 11", "never F01 -3.00"),
    Vector::new("V38", "@ltft_off 11", "own_choice F14"),
    Vector::new("V39", "@ltft_off 11; N 9", "never F02 -17.75 11-12 07:00"),
    Vector::new("V40", "@unknown 11", "unknown F09"),
    Vector::new("V41", "@unknown 11; N 9", "never F02 -17.75 11-12 07:00"),
    Vector::new("V42", "nroc 08:00-20:00 11", "unknown F10"),
    Vector::new("V43", "N 27", "never F02 -0.25 03-30 08:00")
        .at("30 08:30-10:00")
        .month(MAR),
    Vector::new("V44", "N 27", "own_choice F16 0.00")
        .at("30 08:45-10:15")
        .month(MAR),
    Vector::new("V45", "LD 28", "never F05 -0.50 03-29 08:30")
        .at("29 08:45-10:15")
        .month(MAR),
    Vector::new("V46", "LD 28", "own_choice F16 0.00")
        .at("29 09:15-10:45")
        .month(MAR),
    Vector::new("V47", "T 28", "never F02 -34.75 03-31 00:00")
        .at("29 14:00-15:30")
        .month(MAR),
    Vector::new("V48", "N 23", "own_choice F16 0.75")
        .at("26 07:15-08:45")
        .month(OCT)
        .travel(30),
    Vector::new("V49", "N 23", "never F02 -0.02 10-26 06:00")
        .at("26 06:29-07:59")
        .month(OCT)
        .travel(30),
    Vector::new("V50", "N 24", "never F02 -17.75 10-27 07:00")
        .at("26 14:00-15:30")
        .month(OCT),
    Vector::new("V51", "N 24", "own_choice F16 6.25")
        .at("27 14:00-15:30")
        .month(OCT),
    Vector::new("V52", "LD 24", "own_choice F16 0.00")
        .at("25 07:15-08:45")
        .month(OCT),
    Vector::new("V53", "LD 24", "never F05 -0.02 10-25 06:30")
        .at("25 07:14-08:44")
        .month(OCT),
    Vector::new("V54", "LD 21,22,23,24", "own_choice F16 0.00")
        .at("26 20:15-21:15")
        .month(OCT),
];

#[test]
fn every_worked_vector_holds_to_the_minute() {
    let mut wrong = Vec::new();
    for vector in &VECTORS {
        let found = printed(&verdict(vector));
        if found != vector.expected {
            wrong.push(format!("{}: {found}, not {}", vector.name, vector.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn between_two_nights_both_rules_are_told() {
    let finding = verdict(&VECTORS[19]);
    assert_eq!((finding.rule, finding.also), (Rule::F02, vec![Rule::F03]));
}

#[test]
fn an_unknown_way_counts_an_hour_each_direction_and_is_told() {
    let zone = london();
    let timeline = timeline("E 11", NOVEMBER, true);
    let session = session("11 14:00-15:30", NOVEMBER, &zone);
    let finding = feasible(session, &timeline, Travel::default());
    assert!(finding.travel_assumed);
    let known = Travel {
        inward: Some(60),
        back: Some(60),
    };
    assert!(!feasible(session, &timeline, known).travel_assumed);
}

#[test]
fn a_site_without_rules_gives_unknown() {
    let zone = london();
    let timeline = Timeline::new(&[], &zone, now(), &Policy::default(), None);
    let session = session("11 14:00-15:30", NOVEMBER, &zone);
    let finding = feasible(session, &timeline, Travel::default());
    assert_eq!(
        (finding.verdict, finding.rule),
        (Verdict::Unknown, Rule::F09)
    );
}

#[test]
fn a_fact_older_than_two_weeks_is_not_believed() {
    let zone = london();
    let mut facts = facts("E 11", NOVEMBER);
    let pack = Pack::named("england-2019");
    let session = session("11 14:00-15:30", NOVEMBER, &zone);
    let ask = |facts: &[Fact]| {
        let timeline = Timeline::new(facts, &zone, now(), &Policy::default(), pack.as_ref());
        feasible(session, &timeline, Travel::default()).verdict
    };
    assert_eq!(ask(&facts), Verdict::NeedsRelease);
    facts[20].imported_at = now() - (14 * 24).hours();
    assert_eq!(ask(&facts), Verdict::NeedsRelease);
    let eleventh = facts.iter().position(|fact| fact.date.day() == 11).unwrap();
    facts[eleventh].imported_at = now() - (14 * 24 * 60 + 1).minutes();
    assert_eq!(ask(&facts), Verdict::Unknown);
}

pub(super) fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap()
}

pub(super) fn now() -> Timestamp {
    "2026-11-01T00:00:00Z".parse().unwrap()
}

fn verdict(vector: &Vector) -> Finding {
    ask(
        vector.facts,
        vector.session,
        vector.month,
        vector.travel,
        vector.long_nights,
    )
}

/// The verdict on a rota and a session as vectors write them, with a way of so many minutes in each direction.
pub(super) fn ask(text: &str, meeting: &str, month: &str, way: i64, long_nights: bool) -> Finding {
    let timeline = timeline(text, month, long_nights);
    let travel = Travel {
        inward: Some(way),
        back: Some(way),
    };
    feasible(session(meeting, month, &london()), &timeline, travel)
}

pub(super) fn timeline(text: &str, month: &str, long_nights: bool) -> Timeline {
    let mut pack = Pack::named("england-2019").unwrap();
    pack.nights_count_as_long = Some(long_nights);
    let facts = facts(text, month);
    Timeline::new(&facts, &london(), now(), &Policy::default(), Some(&pack))
}

pub(super) fn session(text: &str, month: &str, zone: &TimeZone) -> Session {
    let (day, hours) = text.split_once(' ').unwrap();
    let (start, end) = hours.split_once('-').unwrap();
    let at = |time: &str| {
        let text = format!("{month}-{day:0>2}T{time}:00");
        let local: DateTime = text.parse().unwrap();
        local.to_zoned_datetime(zone.clone()).unwrap().timestamp()
    };
    Session {
        start: at(start),
        end: at(end),
    }
}

/// The facts of a vector; every date that it leaves out, three weeks around, is a known day off.
pub(super) fn facts(text: &str, month: &str) -> Vec<Fact> {
    let mut list = Vec::new();
    for part in text.split(';').map(str::trim) {
        let (what, days) = part.rsplit_once(' ').unwrap();
        for day in days_of(days) {
            let date: Date = format!("{month}-{day:02}").parse().unwrap();
            list.push(match what.strip_prefix('@') {
                Some(kind) => whole_day(date, kind.parse().unwrap()),
                None => named(date, what),
            });
        }
    }
    let first: Date = format!("{month}-01").parse().unwrap();
    for day in -20..60 {
        let date = first + i64::from(day).days();
        if list.iter().all(|fact: &Fact| fact.date != date) {
            list.push(whole_day(date, Kind::Off));
        }
    }
    list
}

fn days_of(text: &str) -> Vec<u8> {
    match text.split_once("..") {
        Some((first, last)) => (first.parse().unwrap()..=last.parse().unwrap()).collect(),
        None => text.split(',').map(|day| day.parse().unwrap()).collect(),
    }
}

fn named(date: Date, what: &str) -> Fact {
    let (kind, hours) = what.split_once(' ').unwrap_or(("clinical", what));
    let hours = match hours {
        "LD" => "08:00-20:30",
        "N" => "20:30-09:00",
        "E" => "08:00-18:00",
        "S" => "08:00-13:00",
        "LT" => "14:00-00:00",
        "T" => "16:00-02:00",
        "LL" => "13:00-23:30",
        hours => hours,
    };
    let (start, end) = hours.split_once('-').unwrap();
    shift(date, kind.parse().unwrap(), start, end)
}

pub(super) fn shift(date: Date, kind: Kind, start: &str, end: &str) -> Fact {
    let zone = london();
    let time = |text: &str| Time::strptime("%H:%M", text).unwrap();
    let (from, to) = (time(start), time(end));
    let last = if to <= from {
        date.tomorrow().unwrap()
    } else {
        date
    };
    let at = |date: Date, time| {
        let zoned = date.to_datetime(time).to_zoned_datetime(zone.clone());
        zoned.unwrap().timestamp()
    };
    Fact {
        date,
        start: at(date, from),
        end: at(last, to),
        kind,
        imported_at: now(),
    }
}

pub(super) fn whole_day(date: Date, kind: Kind) -> Fact {
    let zone = london();
    let midnight = |date: Date| date.to_zoned_datetime(zone.clone()).unwrap().timestamp();
    Fact {
        date,
        start: midnight(date),
        end: midnight(date.tomorrow().unwrap()),
        kind,
        imported_at: now(),
    }
}

/// A finding as the vectors are written: verdict, rule, margin in hours, and the bound of a verdict "never".
pub(super) fn printed(finding: &Finding) -> String {
    let mut text = format!("{} {:?}", finding.verdict.word(), finding.rule);
    if let Some(minutes) = finding.margin {
        // Hours with two decimals, half away from zero.
        let hundredths = (minutes.abs() * 10 + 3) / 6;
        let sign = if minutes < 0 { "-" } else { "" };
        text += &format!(" {sign}{}.{:02}", hundredths / 100, hundredths % 100);
    }
    if let Some(bound) = finding.bound {
        text += &bound
            .to_zoned_datetime(london())
            .strftime(" %m-%d %H:%M")
            .to_string();
    }
    text
}
