//! Agreement of two coders who may give a unit several codes, from shares of code uses.

use std::collections::{BTreeMap, BTreeSet};

use super::{Figure, Problem};

/// What each of two coders gave one unit; each code once.
pub type Uses<'a> = [BTreeSet<&'a str>; 2];

/// Agreement beyond chance from shares of code uses, as reports of two coders with several codes a unit print it under the
/// name of kappa.
///
/// A *use* is one code that one coder gave one unit. Over the units to which both gave a code, with `n` and `m` uses of the
/// two: `p_a` is the number of uses that both share divided by the larger of `n` and `m`; `p_c` is the sum over codes of the
/// code's share of the first coder's uses times its share of the second's; the figure is `1 - (1 - p_a) / (1 - p_c)`.
///
/// It is not Cohen's kappa: `p_a` counts uses and no units, so that a unit with many codes weighs more, and `p_c` is the chance
/// that a use of one and a use of the other, drawn by themselves, are of one code, which is no chance under which `p_a` would
/// arise. A unit that one of them left without a code is no disagreement; it is left out.
///
/// # Errors
/// [`Problem::NothingToCompare`]; [`Problem::AllAlike`] where both gave one and the same code throughout.
pub fn code_uses(units: &[Uses<'_>]) -> Result<Figure, Problem> {
    let is_coded = |unit: &&Uses<'_>| unit.iter().all(|codes| !codes.is_empty());
    let coded: Vec<&Uses<'_>> = units.iter().filter(is_coded).collect();
    if coded.is_empty() {
        return Err(Problem::NothingToCompare {
            needed: "codes of both",
        });
    }
    let mut used: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut shared = 0;
    for [one, other] in coded.iter().copied() {
        shared += one.intersection(other).count();
        for code in one {
            used.entry(code).or_default()[0] += 1;
        }
        for code in other {
            used.entry(code).or_default()[1] += 1;
        }
    }
    let total = |coder: usize| used.values().map(|counts| counts[coder]).sum::<usize>();
    let (first, second) = (total(0), total(1));
    let share = |count: usize, of: usize| count as f64 / of as f64;
    let expected: f64 = used
        .values()
        .map(|[one, other]| share(*one, first) * share(*other, second))
        .sum();
    if used.len() == 1 {
        return Err(Problem::AllAlike);
    }
    let observed = share(shared, first.max(second));
    Ok(Figure {
        value: 1.0 - (1.0 - observed) / (1.0 - expected),
        observed,
        expected: Some(expected),
        units: coded.len(),
        left_out: units.len() - coded.len(),
        ratings: first + second,
        categories: used.len(),
    })
}
