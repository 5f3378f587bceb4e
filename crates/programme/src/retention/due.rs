//! What is over: runs and people. Pure.

use platform::clock::Instant;

/// A longer time without a session parts two runs. Groups meet at least monthly, and members join between runs only.
const BETWEEN_RUNS_SECONDS: i64 = 8 * 7 * 24 * 60 * 60;

/// The end of the last run that was over before a moment, of all ends of sessions in any order.
pub(super) fn last_run_over(ends: &[Instant], before: Instant) -> Option<Instant> {
    let mut ends = ends.to_vec();
    ends.sort_unstable();
    let next = ends.iter().skip(1).map(Some).chain([None]);
    ends.iter()
        .zip(next)
        .filter(|(end, next)| {
            let parted = end.plus_seconds(BETWEEN_RUNS_SECONDS);
            next.is_none_or(|next| *next > parted)
        })
        .map(|(end, _)| *end)
        .filter(|end| *end < before)
        .max()
}

/// What tells since when nothing is done any more for somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    /// When they came in first.
    pub(super) known_since: Instant,
    /// When the last session ended for which they were asked for or were on the register.
    pub(super) last_session: Option<Instant>,
    /// When they left or said no; none for whoever did neither.
    pub(super) left_at: Option<Instant>,
    /// Since when they are on no list any more; none for whoever is.
    pub(super) unlisted_at: Option<Instant>,
}

/// Whether everything about somebody was over before a moment. Whoever is listed and has not left may join the next
/// run, so for them all runs of the programme count, which ended at `last_of_all`.
pub(super) fn is_over(person: &Person, last_of_all: Option<Instant>, before: Instant) -> bool {
    let gone_at = match (person.left_at, person.unlisted_at) {
        (Some(left), Some(unlisted)) => Some(left.min(unlisted)),
        (left, unlisted) => left.or(unlisted),
    };
    [
        Some(person.known_since),
        person.last_session,
        gone_at.or(last_of_all),
    ]
    .into_iter()
    .flatten()
    .all(|moment| moment < before)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: i64 = 7 * 24 * 60 * 60;

    fn week(number: i64) -> Instant {
        Instant(0).plus_seconds(number * WEEK)
    }

    #[test]
    fn a_run_is_over_with_its_last_session_and_a_break_of_eight_weeks_parts_two() {
        let ends: Vec<Instant> = [3, 1, 2, 11, 20, 21].map(week).to_vec();
        for (before, over) in [
            (1, None),
            // The session of week 11 is eight weeks after that of week 3: the same run.
            (4, None),
            (11, None),
            (12, Some(11)),
            (20, Some(11)),
            (21, Some(11)),
            (22, Some(21)),
        ] {
            assert_eq!(
                last_run_over(&ends, week(before)),
                over.map(week),
                "{before}"
            );
        }
        assert_eq!(last_run_over(&[], week(9)), None);
    }

    #[test]
    fn somebody_is_over_when_nothing_holds_them_any_more() {
        let stays = Person {
            known_since: week(1),
            last_session: Some(week(10)),
            left_at: None,
            unlisted_at: None,
        };
        // Who stays on the list waits for the end of all runs.
        assert!(!is_over(&stays, Some(week(30)), week(20)));
        assert!(is_over(&stays, Some(week(30)), week(31)));
        // Without a run they count from when they came.
        let new = Person {
            last_session: None,
            ..stays
        };
        assert!(!is_over(&new, None, week(1)));
        assert!(is_over(&new, None, week(2)));
        // Who left counts from then, or from their last session where that is later.
        let left = Person {
            left_at: Some(week(12)),
            ..stays
        };
        assert!(!is_over(&left, Some(week(30)), week(12)));
        assert!(is_over(&left, Some(week(30)), week(13)));
        let early = Person {
            left_at: Some(week(5)),
            ..stays
        };
        assert!(!is_over(&early, None, week(10)));
        assert!(is_over(&early, None, week(11)));
        // Who is on no list counts from when that was seen.
        let unlisted = Person {
            unlisted_at: Some(week(40)),
            ..stays
        };
        assert!(!is_over(&unlisted, Some(week(30)), week(40)));
        assert!(is_over(&unlisted, Some(week(30)), week(41)));
    }
}
