//! The chance that enough members come (programme 8.2).

/// Chance that at least `quorum` of independent members come, each with their own chance.
///
/// Exact: the distribution of the number present (Poisson-binomial) is built up one member at a
/// time. A quorum of 0 is always reached.
pub fn chance_of_quorum(chances: &[f64], quorum: usize) -> f64 {
    if quorum == 0 {
        return 1.0;
    }
    // present[k] = chance that exactly k come; whoever takes the number to the quorum is out of
    // the table for good, so it never needs more than `quorum` entries.
    let mut present = vec![0.0; quorum];
    present[0] = 1.0;
    let mut reached = 0.0;
    for &chance in chances {
        reached += present[quorum - 1] * chance;
        for k in (1..quorum).rev() {
            present[k] = present[k] * (1.0 - chance) + present[k - 1] * chance;
        }
        present[0] *= 1.0 - chance;
    }
    reached
}

/// True if the chance of a quorum falls short of `threshold` (a group-week of level 2). Reaching the
/// threshold exactly is enough, so the last digits of the sum must not decide.
pub fn is_weak(chances: &[f64], quorum: usize, threshold: f64) -> bool {
    chance_of_quorum(chances, quorum) < threshold - 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(chances: &[f64], expected: f64) {
        let found = chance_of_quorum(chances, 6);
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }

    #[test]
    fn vectors_of_the_specification_hold_to_a_millionth() {
        close(&[0.6; 12], 0.841788);
        close(&[0.6; 8], 0.315395);
        close(&[0.8; 8], 0.796918);
        close(&[0.5; 12], 0.612793);
        close(&[&[0.9; 4][..], &[0.5; 8]].concat(), 0.914755);
        close(&[0.9; 6], 0.531441);
        close(&[0.75; 10], 0.921873);
        close(&[0.95, 0.90, 0.85, 0.80, 0.75, 0.70, 0.65, 0.60], 0.744967);
        close(&[1.0; 5], 0.0);
        close(&[1.0; 12], 1.0);
    }

    #[test]
    fn a_quorum_of_nobody_is_always_reached() {
        assert_eq!(chance_of_quorum(&[], 0), 1.0);
        assert!(!is_weak(&[], 0, 0.8));
    }

    #[test]
    fn reaching_the_threshold_exactly_is_not_weak() {
        assert!(!is_weak(&[0.8], 1, 0.8));
        assert!(is_weak(&[0.799], 1, 0.8));
    }

    proptest::proptest! {
        #[test]
        fn convolution_agrees_with_every_outcome_counted(
            chances in proptest::collection::vec(0.0..=1.0f64, 0..=12),
            quorum in 0usize..8,
        ) {
            let mut counted = 0.0;
            for outcome in 0u32..1 << chances.len() {
                if outcome.count_ones() as usize >= quorum {
                    counted += chances.iter().enumerate().fold(1.0, |product, (i, p)| {
                        product * if outcome >> i & 1 == 1 { *p } else { 1.0 - p }
                    });
                }
            }
            proptest::prop_assert!((counted - chance_of_quorum(&chances, quorum)).abs() < 1e-12);
        }
    }
}
