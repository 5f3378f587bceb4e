//! Packs as data, and what comes of one that lacks limits.

use super::vectors::{facts, london, now, printed, session};
use crate::{Pack, Policy, Timeline, Travel, Verdict, breaches, feasible};

#[test]
fn r8_every_shipped_pack_can_be_read_and_names_itself_its_version_source_and_licence() {
    for name in Pack::NAMES {
        let pack = Pack::named(name).unwrap();
        assert_eq!(pack.id, name);
        assert!(!pack.source.is_empty() && !pack.version.is_empty() && !pack.licence.is_empty());
    }
    let text = include_str!("../../packs/england-2019.toml");
    for field in ["version", "source", "licence"] {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with(&format!("{field} =")));
        let without = lines.collect::<Vec<_>>().join("\n");
        assert!(Pack::parse(&without).is_err(), "a pack without its {field}");
    }
    assert_eq!(Pack::named("scotland"), None);
}

#[test]
fn england_lacks_no_limit_and_says_which_nobody_has_confirmed() {
    let pack = Pack::named("england-2019").unwrap();
    assert_eq!(pack.missing(), Vec::<&str>::new());
    assert!(pack.confirmed("shift_most_hours"));
    assert!(!pack.confirmed("rest_after_night_hours"));
    assert!(!pack.confirmed("no_such_field"));
}

#[test]
fn scotland_has_two_limits_and_none_of_them_is_confirmed() {
    let pack = Pack::named("scotland-new-deal").unwrap();
    assert_eq!(pack.nation, "sco");
    assert_eq!(
        (pack.shift_most_hours, pack.rest_between_hours),
        (Some(14), Some(8))
    );
    let missing = pack.missing();
    assert_eq!(missing.len(), 18);
    assert!(missing.contains(&"rest after nights") && !missing.contains(&"longest shift"));
    assert!(!pack.confirmed("shift_most_hours") && !pack.confirmed("rest_after_night_hours"));
}

#[test]
fn a_value_that_no_limit_can_have_is_refused_by_its_name() {
    let text = include_str!("../../packs/england-2019.toml");
    for (field, value) in [("rest_between_hours", "-1"), ("window_hours", "9000000000")] {
        let start = text.find(&format!("{field} =")).unwrap();
        let end = start + text[start..].find('\n').unwrap();
        let wrong = format!("{}{field} = {value}{}", &text[..start], &text[end..]);
        let error = Pack::parse(&wrong).unwrap_err().to_string();
        assert!(error.contains(field), "{error}");
    }
}

fn scottish(text: &str, meeting: &str) -> String {
    under(&Pack::named("scotland-new-deal").unwrap(), text, meeting)
}

fn under(pack: &Pack, text: &str, meeting: &str) -> String {
    let list = facts(text, "2026-11");
    let timeline = Timeline::new(&list, &london(), now(), &Policy::default(), Some(pack));
    let way = Travel {
        inward: Some(45),
        back: Some(45),
    };
    let finding = feasible(session(meeting, "2026-11", &london()), &timeline, way);
    assert!(finding.rules_missing);
    printed(&finding)
}

#[test]
fn the_longest_shift_is_judged_where_the_rest_between_two_is_not_known() {
    let mut pack = Pack::named("scotland-new-deal").unwrap();
    pack.rest_between_hours = None;
    assert_eq!(under(&pack, "E 11", "11 17:00-21:15"), "unknown F09");
    assert_eq!(under(&pack, "E 11", "11 17:00-21:16"), "never F05 -0.02");
}

#[test]
fn a_pack_that_lacks_limits_forbids_what_it_knows_and_calls_the_rest_unknown() {
    let cases = [
        ("@annual_leave 11", "11 14:00-15:30", "never F01 -3.00"),
        // Seven hours and three quarters of rest, then eight.
        ("LD 10", "11 05:00-06:30", "never F05 -0.25 11-11 04:30"),
        ("LD 10", "11 05:15-06:45", "unknown F09"),
        // A block of fourteen hours, then one a minute longer.
        ("E 11", "11 19:45-21:15", "unknown F09"),
        ("E 11", "11 19:46-21:16", "never F05 -0.02 11-12 02:00"),
        ("N 9", "11 14:00-15:30", "unknown F09"),
        ("E 11", "11 14:00-15:30", "unknown F09"),
        ("edt 13:00-17:00 11", "11 14:00-15:30", "unknown F09"),
        ("@off 11", "11 14:00-15:30", "unknown F09"),
    ];
    for (text, meeting, expected) in cases {
        assert_eq!(scottish(text, meeting), expected, "{text}, {meeting}");
    }
}

#[test]
fn without_any_one_limit_no_verdict_is_kind() {
    let text = include_str!("../../packs/england-2019.toml");
    let list = facts("edt 13:00-17:00 11", "2026-11");
    let meeting = session("11 14:00-15:30", "2026-11", &london());
    let verdict = |pack: &Pack| {
        let timeline = Timeline::new(&list, &london(), now(), &Policy::default(), Some(pack));
        breaches(&timeline);
        feasible(meeting, &timeline, Travel::default()).verdict
    };
    assert_eq!(verdict(&Pack::parse(text).unwrap()), Verdict::MayAttend);
    let fields = text.lines().filter_map(|line| line.split_once(" = "));
    let kept = [
        "id",
        "version",
        "nation",
        "valid_from",
        "source",
        "licence",
        "nroc_known",
        "to_confirm",
    ];
    let mut without = 0;
    for (field, _) in fields.filter(|(field, _)| !kept.contains(field)) {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with(&format!("{field} =")));
        let pack = Pack::parse(&lines.collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(pack.missing().len(), 1, "{field}");
        assert_eq!(verdict(&pack), Verdict::Unknown, "{field}");
        without += 1;
    }
    assert_eq!(without, 20);
}
