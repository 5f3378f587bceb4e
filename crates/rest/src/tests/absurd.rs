//! Whatever somebody's rota says, nothing panics.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

use super::vectors::{london, now};
use crate::{
    Fact, Kind, Pack, Policy, Session, Timeline, Travel, Verdict, breach_sentence, breaches, chip,
    feasible, own_answer, sentence,
};

/// Any instant that the calendar has, many of them close to the edges and to one another.
fn instant() -> impl Strategy<Value = Timestamp> {
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let middle = now().as_second();
    prop_oneof![
        6 => middle - 2_000_000..middle + 2_000_000,
        2 => first..=last,
        1 => first..first + 200_000,
        1 => last - 200_000..=last,
    ]
    .prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn date() -> impl Strategy<Value = Date> {
    let near = (-20i64..20).prop_map(|days| Date::constant(2026, 11, 1) + days.days());
    let far =
        (-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap());
    let edge = prop_oneof![Just(Date::MIN), Just(Date::MAX)];
    prop_oneof![8 => near, 2 => far, 1 => edge]
}

fn fact() -> impl Strategy<Value = Fact> {
    let kind = prop::sample::select(Kind::WORDS.to_vec());
    (date(), instant(), instant(), kind, instant()).prop_map(
        |(date, start, end, kind, imported_at)| Fact {
            date,
            start,
            end,
            kind: kind.parse().unwrap(),
            imported_at,
        },
    )
}

fn policy() -> impl Strategy<Value = Policy> {
    let reference = prop::option::of((date(), date()));
    (any::<i64>(), any::<bool>(), any::<bool>(), reference).prop_map(
        |(stale_after_days, travel_counts_as_work, opt_out_48, reference)| Policy {
            stale_after_days,
            travel_counts_as_work,
            opt_out_48,
            reference,
        },
    )
}

fn everything_is_said(facts: &[Fact], policy: &Policy, session: Session, travel: Travel) {
    let zone = london();
    let packs = [
        Pack::named("england-2019"),
        Pack::named("scotland-new-deal"),
        None,
    ];
    for pack in &packs {
        let timeline = Timeline::new(facts, &zone, now(), policy, pack.as_ref());
        let finding = feasible(session, &timeline, travel);
        let complete = pack.as_ref().is_some_and(|pack| pack.missing().is_empty());
        assert!(
            complete || finding.verdict <= Verdict::Unknown,
            "{finding:?}"
        );
        let words = [
            sentence(&finding, &zone),
            own_answer(&finding, session, &zone),
            chip(&finding).to_owned(),
        ];
        assert!(words.iter().all(|words| !words.is_empty()));
        for breach in breaches(&timeline) {
            assert!(breach.margin <= 0);
            assert!(!breach_sentence(&breach, &zone).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn absurd_facts_never_panic(
        facts in prop::collection::vec(fact(), 0..60),
        policy in policy(),
        (start, end) in (instant(), instant()),
        (inward, back) in (any::<Option<i64>>(), any::<Option<i64>>()),
    ) {
        everything_is_said(&facts, &policy, Session { start, end }, Travel { inward, back });
    }
}

#[test]
fn thousands_of_facts_on_one_day_and_one_across_all_years_never_panic() {
    let date = Date::constant(2026, 11, 1);
    let mut facts: Vec<Fact> = (0..5_000i64)
        .map(|at| Fact {
            date,
            start: now() + (at * 7 % 86_400).seconds(),
            end: now() + (at * 13 % 86_400).seconds(),
            kind: if at % 3 == 0 {
                Kind::Edt
            } else {
                Kind::Clinical
            },
            imported_at: now(),
        })
        .collect();
    let session = Session {
        start: now() + 12.hours(),
        end: now() + 13.hours(),
    };
    everything_is_said(&facts, &Policy::default(), session, Travel::default());
    facts.push(Fact {
        date: Date::MIN,
        start: Timestamp::MIN,
        end: Timestamp::MAX,
        ..facts[0]
    });
    everything_is_said(&facts, &Policy::default(), session, Travel::default());
}
