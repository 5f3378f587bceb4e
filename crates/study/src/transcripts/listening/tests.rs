use super::*;
use proptest::prelude::*;

fn intervals(pairs: &[(u64, u64)]) -> Vec<Interval> {
    let interval = |(start_ms, end_ms): &(u64, u64)| Interval {
        start_ms: *start_ms,
        end_ms: *end_ms,
    };
    pairs.iter().map(interval).collect()
}

#[test]
fn what_meets_or_overlaps_is_one_stretch() {
    let heard = intervals(&[(30, 40), (0, 10), (10, 20), (35, 50), (60, 60), (9, 3)]);
    assert_eq!(merge(&heard), intervals(&[(0, 20), (30, 50)]));
}

#[test]
fn what_is_heard_twice_counts_once_and_nothing_counts_beyond_the_end() {
    let heard = intervals(&[(0, 50), (25, 75), (90, 500), (600, 700)]);
    assert_eq!(listened_ms(&heard, 100), 85);
    assert_eq!(percent(&heard, 100), Some(85.0));
    assert_eq!(percent(&heard, 0), None);
}

#[test]
fn corrections_are_told_for_each_thousand_words() {
    assert_eq!(words("Well – I, um, went 2 times …"), 6);
    assert_eq!(corrections_per_thousand(3, 1500), Some(2.0));
    assert_eq!(corrections_per_thousand(3, 0), None);
}

#[test]
fn a_check_goes_from_unchecked_over_partly_to_checked_and_a_lock_stands_above_all() {
    for (heard, locked, word) in [
        (&[][..], false, "unchecked"),
        (&[(5, 5)], false, "unchecked"),
        (&[(0, 1)], false, "partly"),
        (&[(0, 979)], false, "partly"),
        (&[(0, 500), (400, 980)], false, "checked"),
        (&[(0, 1)], true, "locked"),
    ] {
        assert_eq!(status(&intervals(heard), 1000, locked).to_string(), word);
    }
    assert_eq!(
        status(&intervals(&[(0, 9)]), 0, false),
        CheckStatus::Unchecked
    );
}

proptest! {
    #[test]
    fn each_millisecond_that_was_heard_counts_exactly_once(
        pairs in prop::collection::vec((0u64..60, 0u64..60), 0..8),
        length in 0u64..60,
    ) {
        let heard = (0..length).filter(|ms| pairs.iter().any(|(start, end)| (start..end).contains(&ms)));
        prop_assert_eq!(listened_ms(&intervals(&pairs), length), heard.count() as u64);
    }
}
