//! What holds of every day, whatever is said of it.

use programme::rotas::{Day, Kind, Source, StoredShift, resolve};
use proptest::prelude::*;
use uuid::Uuid;

use super::resolve::{HERE, THERE, aged, day, fact, now};

const KINDS: [Kind; 8] = [
    Kind::Clinical,
    Kind::Nroc,
    Kind::Teaching,
    Kind::Off,
    Kind::LtftOff,
    Kind::AnnualLeave,
    Kind::Unknown,
    Kind::Rest,
];

/// A fact of any source, kind and age; facts of one import came at one moment.
fn facts() -> impl Strategy<Value = Vec<StoredShift>> {
    let kind = prop::sample::select(&KINDS[..]);
    let source = prop::sample::select(Source::ALL);
    let import = (source, 0u8..5, any::<bool>());
    let one = (import, kind).prop_map(|((source, age, is_here), kind)| {
        let days = [0, 3, 13, 14, 15][usize::from(age)];
        let import = u128::from(age) + 10 * (source as u128 + 1) + u128::from(is_here) * 100;
        StoredShift {
            site: if is_here { HERE } else { THERE },
            import: Some(Uuid::from_u128(import)),
            ..aged(fact(source, kind), days * 24 * 3600 + i64::from(days == 15))
        }
    });
    prop::collection::vec(one, 1..7)
}

/// A day with its lists in an order of their own.
fn sorted(mut day: Day) -> Day {
    let key = |one: &StoredShift| (one.import, one.code.clone());
    day.facts.sort_by_key(key);
    day.others.sort_by_key(key);
    day
}

fn is_free(day: &Day) -> bool {
    day.is_known() && day.facts.iter().all(|fact| fact.kind.is_free())
}

proptest! {
    #[test]
    fn the_order_of_facts_decides_nothing((facts, turned) in facts().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))) {
        prop_assert_eq!(sorted(day(&facts)), sorted(day(&turned)));
    }

    #[test]
    fn what_stands_stands_when_it_is_asked_alone(facts in facts()) {
        let once = day(&facts);
        let twice = day(&once.facts);
        prop_assert_eq!(&once.facts, &twice.facts);
        prop_assert_eq!(once.is_stale, twice.is_stale);
        prop_assert!(twice.others.is_empty());
    }

    #[test]
    fn what_stands_comes_from_one_source_and_one_import(facts in facts()) {
        let found = day(&facts);
        prop_assert!(!found.facts.is_empty());
        prop_assert!(found.facts.iter().all(|fact| fact.import == found.facts[0].import));
        for fact in found.facts.iter().chain(&found.others) {
            prop_assert!(facts.contains(fact));
        }
    }

    #[test]
    fn a_pattern_never_makes_a_day_free_of_which_only_unknown_things_are_said(facts in facts(), age in 0i64..20) {
        let unknown: Vec<StoredShift> = facts
            .into_iter()
            .filter(|fact| fact.source != Source::Template)
            .map(|fact| StoredShift { kind: Kind::Unknown, ..fact })
            .collect();
        prop_assume!(!unknown.is_empty());
        let mut with = unknown;
        with.push(aged(fact(Source::Template, Kind::Off), age * 24 * 3600));
        prop_assert!(!day(&with).is_known());
    }

    #[test]
    fn one_more_unknown_thing_never_makes_a_day_free(facts in facts(), source in prop::sample::select(Source::ALL)) {
        let before = day(&facts);
        let mut with = facts;
        with.push(StoredShift { import: Some(Uuid::from_u128(7)), ..fact(source, Kind::Unknown) });
        prop_assert!(!is_free(&day(&with)) || is_free(&before));
    }

    #[test]
    fn no_day_is_free_while_somebody_believable_says_that_it_is_worked(facts in facts()) {
        let mut with = facts;
        with.push(StoredShift { import: Some(Uuid::from_u128(7)), ..fact(Source::Template, Kind::Clinical) });
        prop_assert!(!is_free(&day(&with)));
    }

    #[test]
    fn days_and_doctors_do_not_touch_each_other(facts in facts(), more in facts()) {
        let mut with = facts.clone();
        with.extend(more.into_iter().map(|fact| StoredShift { resident: Uuid::from_u128(2), ..fact }));
        let days = resolve(with, now(), &|_, _| Some(HERE));
        let (_, first) = days.first_key_value().unwrap();
        prop_assert_eq!(first, &day(&facts));
    }
}
