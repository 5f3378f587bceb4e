//! The sample description, which stands apart from everything else (trust PRI-4).

use super::TEAM_FLOOR;

/// One-way totals of the whole study after disclosure control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneWayTotals<L> {
    /// Every cell and every complement has at least [`TEAM_FLOOR`] people.
    Shown(Vec<(L, u32)>),
    /// At least one cell or complement is small; nothing of the split may be told.
    Suppressed,
}

/// Decides whether the totals of one attribute over the whole study may be shown.
///
/// `counts` is a partition of all persons, those who did not state the attribute included as a
/// cell of their own. Both each cell and its complement must reach [`TEAM_FLOOR`] (trust PRI-4 a),
/// so an attribute that all share is suppressed: 100 % counts as small (trust PRI-3). A cell of
/// nobody is dropped by the caller or suppresses the whole.
pub fn one_way_totals<L>(counts: Vec<(L, u32)>) -> OneWayTotals<L> {
    let all: u64 = counts.iter().map(|(_, n)| u64::from(*n)).sum();
    let floor = u64::from(TEAM_FLOOR);
    let large = |n: u64| n >= floor && all - n >= floor;
    if counts.is_empty() || !counts.iter().all(|(_, n)| large(u64::from(*n))) {
        return OneWayTotals::Suppressed;
    }
    OneWayTotals::Shown(counts)
}

/// Rounds a range of lengths in seconds outward to 5 minutes and returns whole minutes.
///
/// The only minimum and maximum that may leave the team (trust PRI-4, study O1). The order of the
/// two arguments does not matter.
///
/// ```
/// assert_eq!(measures::disclosure::range_outward_5_minutes(51 * 60 + 58, 77 * 60), (50, 80));
/// ```
pub fn range_outward_5_minutes(one_end: u32, other_end: u32) -> (u32, u32) {
    const STEP: u32 = 5 * 60;
    let (shortest, longest) = (one_end.min(other_end), one_end.max(other_end));
    (shortest / STEP * 5, longest.div_ceil(STEP) * 5)
}

#[cfg(test)]
mod tests {
    use super::super::RELEASE_THRESHOLD;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn totals_of_five_and_more_are_shown() {
        let counts = vec![("woman", 8), ("man", 5)];
        assert_eq!(one_way_totals(counts.clone()), OneWayTotals::Shown(counts));
    }

    #[test]
    fn r6_the_thresholds_are_those_of_the_specification() {
        assert_eq!((RELEASE_THRESHOLD, TEAM_FLOOR), (10, 5));
    }

    #[test]
    fn one_cell_of_four_hides_all_cells() {
        let counts = vec![("woman", 8), ("man", 6), ("not stated", 4)];
        assert_eq!(one_way_totals(counts), OneWayTotals::Suppressed);
    }

    #[test]
    fn an_attribute_everybody_shares_is_hidden() {
        assert_eq!(
            one_way_totals(vec![("woman", 13)]),
            OneWayTotals::Suppressed
        );
    }

    #[test]
    fn a_cell_of_nobody_hides_all_cells() {
        assert_eq!(
            one_way_totals(vec![("woman", 8), ("man", 0), ("other", 7)]),
            OneWayTotals::Suppressed
        );
        assert_eq!(
            one_way_totals(Vec::<(&str, u32)>::new()),
            OneWayTotals::Suppressed
        );
    }

    #[test]
    fn a_length_on_a_five_minute_mark_stays() {
        assert_eq!(range_outward_5_minutes(30 * 60, 45 * 60), (30, 45));
        assert_eq!(range_outward_5_minutes(30 * 60 + 1, 45 * 60 + 1), (30, 50));
        assert_eq!(range_outward_5_minutes(45 * 60 - 1, 30 * 60 - 1), (25, 45));
    }

    proptest! {
        #[test]
        fn r6_no_cell_is_shown_that_is_below_the_floor_or_leaves_fewer_beside_it(counts in prop::collection::vec(0u32..40, 0..6)) {
            let cells: Vec<(usize, u32)> = counts.iter().copied().enumerate().collect();
            let all: u32 = counts.iter().sum();
            match one_way_totals(cells) {
                OneWayTotals::Shown(cells) => for (_, n) in cells {
                    prop_assert!(n >= TEAM_FLOOR && all - n >= TEAM_FLOOR);
                },
                OneWayTotals::Suppressed => prop_assert!(
                    counts.is_empty() || counts.iter().any(|n| *n < TEAM_FLOOR || all - n < TEAM_FLOOR)
                ),
            }
        }

        #[test]
        fn the_rounded_range_contains_both_ends(a in 0..u32::MAX, b in 0..u32::MAX) {
            let (shortest, longest) = range_outward_5_minutes(a, b);
            prop_assert!(shortest % 5 == 0 && longest % 5 == 0);
            prop_assert!(u64::from(shortest) * 60 <= u64::from(a.min(b)));
            prop_assert!(u64::from(longest) * 60 >= u64::from(a.max(b)));
        }
    }
}
