//! What is still needed: the vector of programme A7, a table, and what always holds.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::facilitators::training::{Document, Supervision};

const TODAY: Date = date(2026, 11, 24);

fn entry(role: Role, setting: Setting, on: Date) -> LogEntry {
    LogEntry {
        role,
        on,
        cases: 2,
        partner_accredited: false,
        setting,
    }
}

/// So many entries, a week apart, the last a week ago.
fn entries(number: usize, role: Role, setting: Setting) -> Vec<LogEntry> {
    (1..=number)
        .map(|week| entry(role, setting, weeks_ago(week)))
        .collect()
}

fn weeks_ago(weeks: usize) -> Date {
    let weeks = i64::try_from(weeks).expect("few weeks");
    TODAY.checked_sub((7 * weeks).days()).expect("not long ago")
}

fn paper(kind: DocumentKind) -> Document {
    Document {
        kind,
        on: date(2025, 1, 1),
    }
}

fn needed_of(
    name: &str,
    log: &[LogEntry],
    supervision: &[Supervision],
    documents: &[Document],
) -> Needed {
    let set = named(name).expect("a shipped set");
    still_needed(set, log, supervision, documents, TODAY)
}

/// What is missing, by clause and amount.
fn short(needed: &Needed) -> Vec<(&str, u64)> {
    match needed {
        Needed::NotKnown => panic!("not known"),
        Needed::Known { missing, .. } => missing
            .iter()
            .map(|one| (one.clause.as_str(), one.short))
            .collect(),
    }
}

fn log_of_a7() -> Vec<LogEntry> {
    let mut log = entries(14, Role::Member, Setting::InPerson);
    log.extend(entries(20, Role::CoLead, Setting::InPerson));
    log.extend(entries(2, Role::CoLead, Setting::Weekend));
    log
}

#[test]
fn a7_with_the_training_the_report_alone_is_needed_without_it_six_member_sessions_too() {
    use DocumentKind::{Membership, PsychodynamicTraining};
    let trained = [paper(Membership), paper(PsychodynamicTraining)];
    let needed = needed_of("uk-older", &log_of_a7(), &[], &trained);
    assert_eq!(short(&needed), [("report", 1)]);
    let untrained = needed_of("uk-older", &log_of_a7(), &[], &trained[..1]);
    assert_eq!(short(&untrained), [("member", 6), ("report", 1)]);
    assert_eq!(
        untrained.words(),
        "Still needed: 6 more sessions as a member and the written report of an accredited facilitator who supervised"
    );
}

#[test]
fn r8_every_set_that_is_shipped_can_be_read_and_says_its_version_source_and_licence() {
    let names: Vec<&str> = sets().iter().map(|set| set.name.as_str()).collect();
    assert_eq!(names, ["uk-older", "uk-2023", "ibf-2016", "abs", "bsanz"]);
    for set in sets() {
        assert!(!set.confirmed, "{}: nobody has confirmed it", set.name);
        assert!(!set.licence.is_empty());
        assert!(!set.source.is_empty() && !set.body.is_empty() && !set.version.is_empty());
        let mut ids: Vec<&str> = set.clauses.iter().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), set.clauses.len(), "{}: ids stand once", set.name);
        for clause in &set.clauses {
            let place = format!("{} {}", set.name, clause.id);
            let is_paper = matches!(clause.kind, ClauseKind::Document | ClauseKind::Membership);
            assert_eq!(clause.paper().is_some(), is_paper, "{place}: its paper");
            assert_eq!(clause.min == 0, is_paper, "{place}: its number");
            assert_eq!(clause.many.is_empty(), is_paper, "{place}: its plural");
            assert_eq!(
                clause.per != Per::Total,
                clause.kind == ClauseKind::Rate,
                "{place}"
            );
        }
    }
}

#[test]
fn a_set_without_clauses_is_not_known_and_never_complete() {
    let documents: Vec<Document> = DocumentKind::ALL.iter().map(|kind| paper(*kind)).collect();
    let needed = needed_of("uk-2023", &log_of_a7(), &[], &documents);
    assert_eq!(needed, Needed::NotKnown);
    assert!(!needed.is_complete());
    assert_eq!(needed.words(), "What is still needed is not known");
    let set = named("uk-2023").expect("shipped");
    assert_eq!(
        earliest(set, &log_of_a7(), &[], &documents, TODAY),
        Earliest::NotKnown
    );
}

#[test]
fn two_weekends_as_a_member_take_the_place_of_sessions_for_somebody_with_the_training_only() {
    let weekends = entries(2, Role::Member, Setting::Weekend);
    let trained = [paper(DocumentKind::PsychodynamicTraining)];
    let with = needed_of("uk-older", &weekends, &[], &trained);
    assert!(
        short(&with).iter().all(|(clause, _)| *clause != "member"),
        "{with:?}"
    );
    let without = needed_of("uk-older", &weekends, &[], &[]);
    assert!(short(&without).contains(&("member", 20)), "{without:?}");
    let one = needed_of("uk-older", &weekends[..1], &[], &trained);
    assert!(
        one.words()
            .contains("8 sessions as a member or 1 more weekend as a member"),
        "{}",
        one.words()
    );
}

#[test]
fn a_rate_by_month_asks_for_months_in_a_row() {
    let month = |number: i16| {
        let year = 2024 + (number - 1) / 12;
        let month = i8::try_from((number - 1) % 12 + 1).expect("a month");
        entry(Role::Lead, Setting::InPerson, date(year, month, 5))
    };
    let supervised: Vec<Supervision> = (1..=12)
        .map(|week| Supervision {
            on: weeks_ago(week),
            minutes: 60,
        })
        .collect();
    let in_a_row: Vec<LogEntry> = (1..=24).map(month).collect();
    assert_eq!(short(&needed_of("abs", &in_a_row, &supervised, &[])), []);
    let with_a_gap: Vec<LogEntry> = (1..=25).filter(|number| *number != 10).map(month).collect();
    let needed = needed_of("abs", &with_a_gap, &supervised, &[]);
    assert_eq!(short(&needed), [("monthly", 9)]);
    assert!(
        needed
            .words()
            .contains("24 months in a row with a session led, so far 15")
    );
    let Needed::Known { recommended, .. } = needed else {
        panic!("known")
    };
    assert_eq!(recommended[0].words, "3 intensives");
}

#[test]
fn a_rate_by_year_counts_any_twelve_months() {
    let supervised = |number: i64, apart: i64| -> Vec<Supervision> {
        (0..number)
            .map(|turn| Supervision {
                on: TODAY
                    .checked_sub((turn * apart).days())
                    .expect("not long ago"),
                minutes: 50,
            })
            .collect()
    };
    let rate = |list: &[Supervision]| {
        let needed = needed_of("bsanz", &[], list, &[]);
        short(&needed)
            .iter()
            .any(|(clause, _)| *clause == "supervision")
    };
    assert!(!rate(&supervised(10, 35)), "10 in 315 days");
    assert!(rate(&supervised(9, 35)), "9 in 280 days");
    assert!(rate(&supervised(20, 45)), "20, but never 10 within a year");
}

#[test]
fn cases_and_meetings_are_counted_apart() {
    let mut log = entries(14, Role::Member, Setting::InPerson);
    let needed = needed_of("bsanz", &log, &[], &[]);
    assert!(short(&needed).contains(&("cases", 2)), "{needed:?}");
    assert!(short(&needed).contains(&("meetings", 6)), "{needed:?}");
    log[0].cases = 4;
    let needed = needed_of("bsanz", &log, &[], &[]);
    assert!(short(&needed).iter().all(|(clause, _)| *clause != "cases"));
}

#[test]
fn hours_of_supervision_are_summed_from_minutes() {
    let text = r#"
        name = "test"
        body = "Test"
        version = "1"
        source = "a test"
        licence = "a test"
        confirmed = false
        [[clause]]
        id = "hours"
        kind = "hours"
        of = "supervision"
        one = "supervision"
        many = "supervision"
        min = 10
    "#;
    let set: RequirementSet = toml::from_str(text).expect("a set");
    let held = [95, 60].map(|minutes| Supervision {
        on: weeks_ago(2),
        minutes,
    });
    let needed = still_needed(&set, &[], &held, &[], TODAY);
    assert_eq!(needed.words(), "Still needed: 7 h 25 min of supervision");
}

#[test]
fn a_partner_counts_where_they_were_accredited() {
    let mut log = entries(3, Role::CoLead, Setting::InPerson);
    let clause = |log: &[LogEntry]| {
        let needed = needed_of("ibf-2016", log, &[], &[]);
        short(&needed).contains(&("co-lead", 1))
    };
    assert!(clause(&log));
    log[1].partner_accredited = true;
    assert!(!clause(&log));
}

#[test]
fn what_lies_ahead_does_not_count() {
    let ahead = TODAY.tomorrow().expect("a day");
    let log = vec![entry(Role::Member, Setting::InPerson, ahead); 20];
    let papers = [Document {
        kind: DocumentKind::Membership,
        on: ahead,
    }];
    let needed = needed_of("uk-older", &log, &[], &papers);
    assert!(short(&needed).contains(&("member", 20)));
    assert!(short(&needed).contains(&("membership", 1)));
}

#[test]
fn the_earliest_day_goes_on_at_the_pace_of_the_last_half_year() {
    let set = named("uk-older").expect("shipped");
    // Ten a side are there, one a week: ten weeks more are needed.
    let mut log = entries(20, Role::Member, Setting::InPerson);
    log.extend(entries(10, Role::CoLead, Setting::InPerson));
    log.extend(entries(2, Role::CoLead, Setting::Weekend));
    let found = earliest(set, &log, &[], &[], TODAY);
    let Earliest::On(day) = found else {
        panic!("{found:?}")
    };
    assert!(
        TODAY < day && day <= TODAY.saturating_add(182.days()),
        "{day}"
    );
    // Nothing was logged for years: nobody can say that it will ever be met.
    let old: Vec<LogEntry> = log
        .iter()
        .map(|one| LogEntry {
            on: one.on.saturating_sub(3.years()),
            ..one.clone()
        })
        .collect();
    assert_eq!(earliest(set, &old, &[], &[], TODAY), Earliest::NotInSight);
    let all = [DocumentKind::Membership, DocumentKind::WrittenReport].map(paper);
    log.extend(entries(10, Role::CoLead, Setting::Online));
    assert_eq!(earliest(set, &log, &[], &all, TODAY), Earliest::Met);
}

fn any_entry() -> impl Strategy<Value = LogEntry> {
    let role = prop::sample::select(Role::ALL);
    let setting = prop::sample::select(Setting::ALL);
    (role, setting, 0..1200i64, 0..4u32, any::<bool>()).prop_map(
        |(role, setting, ago, cases, partner_accredited)| LogEntry {
            role,
            on: TODAY.saturating_sub(ago.days()),
            cases,
            partner_accredited,
            setting,
        },
    )
}

fn any_supervision() -> impl Strategy<Value = Supervision> {
    (0..1200i64, 10..120i64).prop_map(|(ago, minutes)| Supervision {
        on: TODAY.saturating_sub(ago.days()),
        minutes,
    })
}

fn any_paper() -> impl Strategy<Value = Document> {
    prop::sample::select(DocumentKind::ALL).prop_map(paper)
}

proptest! {
    #[test]
    fn more_entries_never_need_more(
        mut log in prop::collection::vec(any_entry(), 0..60),
        mut supervision in prop::collection::vec(any_supervision(), 0..30),
        mut documents in prop::collection::vec(any_paper(), 0..4),
        entry in any_entry(),
        supervised in any_supervision(),
        document in any_paper(),
        which in 0..3usize,
    ) {
        for set in sets() {
            let before = still_needed(set, &log, &supervision, &documents, TODAY);
            match which {
                0 => log.push(entry.clone()),
                1 => supervision.push(supervised),
                _ => documents.push(document),
            }
            let after = still_needed(set, &log, &supervision, &documents, TODAY);
            let Needed::Known { missing: after, .. } = after else {
                prop_assert_eq!(before, Needed::NotKnown);
                continue;
            };
            let Needed::Known { missing: before, .. } = before else {
                return Err(TestCaseError::fail("it was not known"));
            };
            for one in after {
                let was = before.iter().find(|other| other.clause == one.clause);
                prop_assert!(was.is_some_and(|was| was.short >= one.short), "{}", one.words);
            }
        }
    }
}
