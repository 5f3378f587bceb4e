//! What holds for every rota.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};
use proptest::prelude::*;

use super::vectors::{london, now, shift, whole_day};
use crate::{
    Breach, Fact, Finding, Kind, Pack, Policy, Session, Timeline, Travel, Verdict, breaches,
    feasible,
};

/// A Monday of January: no clock change for weeks around.
const FIRST: Date = Date::constant(2027, 1, 4);
const DAYS: usize = 35;

// Read once: a property asks for them thousands of times.
static ENGLAND: LazyLock<Pack> = LazyLock::new(|| Pack::named("england-2019").unwrap());
static LONDON: LazyLock<TimeZone> = LazyLock::new(london);

#[derive(Clone, Copy, Debug)]
enum Entry {
    Off,
    Leave,
    Unknown,
    Work(u32, u32),
    Night,
}

fn entry() -> impl Strategy<Value = Entry> {
    prop_oneof![
        4 => Just(Entry::Off),
        1 => Just(Entry::Leave),
        1 => Just(Entry::Unknown),
        2 => Just(Entry::Night),
        5 => (0u32..20, 4u32..13).prop_map(|(start, hours)| Entry::Work(start, hours)),
    ]
}

fn rota() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), DAYS)
}

/// A session in the middle of the rota: day, minute of its start between 07:00 and 20:30.
fn meeting() -> impl Strategy<Value = (i64, i64)> {
    (14i64..21, 420i64..1230)
}

fn facts(rota: &[Entry], first: Date) -> Vec<Fact> {
    rota.iter()
        .zip(0i64..)
        .map(|(entry, day)| {
            let date = first + day.days();
            match entry {
                Entry::Off => whole_day(date, Kind::Off),
                Entry::Leave => whole_day(date, Kind::AnnualLeave),
                Entry::Unknown => whole_day(date, Kind::Unknown),
                Entry::Night => shift(date, Kind::Clinical, "20:30", "09:00"),
                Entry::Work(start, hours) => {
                    let end = format!("{:02}:00", (start + hours) % 24);
                    shift(date, Kind::Clinical, &format!("{start:02}:00"), &end)
                }
            }
        })
        .collect()
}

fn ask(facts: &[Fact], first: Date, (day, minute): (i64, i64), way: i64) -> Finding {
    let timeline = Timeline::new(facts, &LONDON, now(), &Policy::default(), Some(&ENGLAND));
    let midnight = (first + day.days())
        .to_zoned_datetime(LONDON.clone())
        .unwrap()
        .timestamp();
    let start = midnight + SignedDuration::from_mins(minute);
    let end = start + SignedDuration::from_mins(90);
    let travel = Travel {
        inward: Some(way),
        back: Some(way),
    };
    feasible(Session { start, end }, &timeline, travel)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whole_weeks_later_the_verdict_is_the_same(rota in rota(), at in meeting(), weeks in 1i64..5) {
        let later = FIRST + (7 * weeks).days();
        let here = ask(&facts(&rota, FIRST), FIRST, at, 45);
        let there = ask(&facts(&rota, later), later, at, 45);
        prop_assert_eq!((here.verdict, here.rule, here.margin), (there.verdict, there.rule, there.margin));
    }

    #[test]
    fn a_night_more_never_makes_a_verdict_kinder(rota in rota(), at in meeting(), day in 0usize..DAYS, from in 19u32..23, to in 5u32..10) {
        let mut rota = rota;
        if matches!(rota[day], Entry::Unknown) {
            rota[day] = Entry::Off;
        }
        let mut harder = facts(&rota, FIRST);
        let before = ask(&harder, FIRST, at, 45);
        let date = FIRST + i64::try_from(day).unwrap().days();
        harder.push(shift(date, Kind::Clinical, &format!("{from}:30"), &format!("{to:02}:00")));
        let after = ask(&harder, FIRST, at, 45);
        prop_assert!(after.verdict <= before.verdict, "{before:?} became {after:?}");
    }

    #[test]
    fn a_longer_way_never_lifts_a_never(rota in rota(), at in meeting(), way in 0i64..60, more in 1i64..60) {
        let near = ask(&facts(&rota, FIRST), FIRST, at, way);
        let far = ask(&facts(&rota, FIRST), FIRST, at, way + more);
        if near.verdict == Verdict::Never {
            prop_assert_eq!(far.verdict, Verdict::Never, "{:?} became {:?}", near, far);
        }
    }

    #[test]
    fn the_order_of_facts_decides_nothing(rota in rota(), at in meeting(), turn in 0usize..DAYS) {
        let list = facts(&rota, FIRST);
        let mut turned = list.clone();
        turned.rotate_left(turn);
        turned.reverse();
        prop_assert_eq!(ask(&list, FIRST, at, 45), ask(&turned, FIRST, at, 45));
    }

    #[test]
    fn an_unknown_day_near_a_session_never_gives_a_yes(rota in rota(), at in meeting(), off in -10i64..=2) {
        let mut rota = rota;
        rota[usize::try_from(at.0 + off).unwrap()] = Entry::Unknown;
        let verdict = ask(&facts(&rota, FIRST), FIRST, at, 45).verdict;
        prop_assert!(verdict <= Verdict::Unknown, "{verdict:?}");
    }

    #[test]
    fn a_stale_or_unknown_day_never_gives_educational_time(rota in rota(), at in meeting(), off in -10i64..=2, stale in any::<bool>()) {
        let quiet = |entry: &Entry| match entry {
            Entry::Work(..) => Entry::Work(9, 6),
            _ => Entry::Off,
        };
        let rota: Vec<Entry> = rota.iter().map(quiet).collect();
        let mut list = facts(&rota, FIRST);
        let day = usize::try_from(at.0).unwrap();
        list[day] = shift(FIRST + at.0.days(), Kind::Edt, "06:00", "23:00");
        prop_assume!(ask(&list, FIRST, at, 45).verdict == Verdict::MayAttend);
        let doubtful = &mut list[usize::try_from(at.0 + off).unwrap()];
        if stale {
            doubtful.imported_at = now() - SignedDuration::from_hours(24 * 15);
        } else {
            doubtful.kind = Kind::Unknown;
        }
        prop_assert!(ask(&list, FIRST, at, 45).verdict <= Verdict::Unknown);
    }

    #[test]
    fn breaches_do_not_depend_on_the_order_of_facts(rota in rota(), turn in 0usize..DAYS) {
        let list = facts(&rota, FIRST);
        let mut turned = list.clone();
        turned.rotate_left(turn);
        turned.reverse();
        prop_assert_eq!(broken(&list), broken(&turned));
    }

    #[test]
    fn a_limit_is_broken_at_most_once_by_each_duty(rota in rota()) {
        let found = broken(&facts(&rota, FIRST));
        let places: std::collections::BTreeSet<_> = found.iter().map(|breach| (breach.date, breach.limit)).collect();
        prop_assert_eq!(places.len(), found.len());
        prop_assert!(found.iter().all(|breach| breach.margin < 0), "{found:?}");
    }

    #[test]
    fn a_rota_without_work_breaks_nothing(days in prop::collection::vec(0usize..4, DAYS)) {
        const FREE: [Kind; 4] = [Kind::Off, Kind::LtftOff, Kind::AnnualLeave, Kind::Unknown];
        let dates = days.iter().zip(0i64..);
        let list: Vec<Fact> = dates.map(|(kind, day)| whole_day(FIRST + day.days(), FREE[*kind])).collect();
        prop_assert_eq!(broken(&list), vec![]);
    }
}

fn broken(facts: &[Fact]) -> Vec<Breach> {
    let policy = Policy::default();
    breaches(&Timeline::new(
        facts,
        &LONDON,
        now(),
        &policy,
        Some(&ENGLAND),
    ))
}
