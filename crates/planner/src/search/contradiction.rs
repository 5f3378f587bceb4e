//! Which locks contradict each other or the facts: a smallest set of them.

use super::table::Table;
use super::{Start, Wants, core};
use crate::{Lock, Problem, Settings};

/// Up to this many locks, all pairs are tried before locks are left out one by one.
const PAIRS_LIMIT: usize = 40;
/// Effort to find out whether a set of locks can be kept.
const EFFORT: u64 = 2_000;

/// Positions of a smallest set of locks for which no plan is found: one lock if one alone cannot be
/// kept, then two; otherwise a set of which every part can be kept.
pub(super) fn smallest(problem: &Problem, settings: &Settings<'_>) -> Vec<usize> {
    let locks = &problem.facts().locks;
    let all: Vec<usize> = (0..locks.len()).collect();
    // Where the search is stopped nothing is known, and no lock is cleared of blame.
    let stopped = || (settings.should_stop)();
    let fails = |chosen: &[usize]| !can_keep(problem, chosen, settings) && !stopped();
    if let Some(&one) = all.iter().find(|&&one| fails(&[one])) {
        return vec![one];
    }
    if locks.len() <= PAIRS_LIMIT {
        let mut pairs = all
            .iter()
            .flat_map(|&one| (0..one).map(move |two| [two, one]));
        if let Some(pair) = pairs.find(|pair| fails(pair)) {
            return pair.to_vec();
        }
    }
    let mut left = all.clone();
    for lock in all {
        let without: Vec<usize> = left
            .iter()
            .copied()
            .filter(|other| *other != lock)
            .collect();
        if fails(&without) {
            left = without;
        }
    }
    left
}

fn can_keep(problem: &Problem, chosen: &[usize], settings: &Settings<'_>) -> bool {
    let mut facts = problem.facts().clone();
    let locks: Vec<Lock> = chosen
        .iter()
        .map(|&lock| facts.locks[lock].clone())
        .collect();
    facts.locks = locks;
    let problem = Problem::new(facts).expect("fewer locks are as valid");
    let settings = Settings {
        effort: EFFORT,
        should_stop: settings.should_stop,
        ..Settings::default()
    };
    let start = Start {
        wants: Wants::Any,
        ..Start::default()
    };
    core(&Table::new(&problem), &start, &settings)
        .best
        .is_some()
}
