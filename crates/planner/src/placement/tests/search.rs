use proptest::prelude::*;

use super::super::{Group, Problem, Settings, Solution, check, solve};
use super::{MIDDLE, Size, TINY, drawn, problems};

fn brief() -> Settings<'static> {
    Settings {
        effort: 200,
        ..Settings::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_solution_ever_breaks_a_rule_or_its_bound(problem in problems(MIDDLE), seed in any::<u64>()) {
        let settings = Settings { seed, ..brief() };
        let solution = solve(&problem, &settings);
        let verdict = check(&problem, &solution);
        prop_assert_eq!(verdict.violations, Vec::new());
        prop_assert_eq!(Some(verdict.objective), solution.objective);
        prop_assert!(solution.bound >= solution.objective);
    }

    #[test]
    fn same_input_and_seed_give_the_same_bytes(problem in problems(MIDDLE)) {
        let bytes = || serde_json::to_vec(&solve(&problem, &brief())).expect("writes");
        prop_assert_eq!(bytes(), bytes());
    }

    #[test]
    fn the_number_of_threads_changes_no_byte(problem in problems(MIDDLE), threads in 2usize..6) {
        let bytes = |threads| {
            let settings = Settings { threads, ..brief() };
            serde_json::to_vec(&solve(&problem, &settings)).expect("writes")
        };
        prop_assert_eq!(bytes(1), bytes(threads));
    }

    #[test]
    fn a_search_stopped_at_any_time_keeps_every_rule(problem in problems(MIDDLE), asked in 0u32..80) {
        let left = std::cell::Cell::new(asked);
        let settings = Settings {
            should_stop: &|| {
                left.set(left.get().saturating_sub(1));
                left.get() == 0
            },
            ..brief()
        };
        let solution = solve(&problem, &settings);
        prop_assert_eq!(check(&problem, &solution).violations, Vec::new());
    }
}

#[test]
fn threads_change_nothing_on_a_problem_large_enough_to_share() {
    let size = Size {
        residents: 2_100,
        slots: 30,
        venues: 4,
        sites: 40,
        facilitators: 30,
    };
    let problem = drawn(size, 5);
    let solved = |threads| {
        let settings = Settings {
            threads,
            effort: 0,
            ..Settings::default()
        };
        solve(&problem, &settings)
    };
    let alone = solved(1);
    assert!(alone.groups.len() > 5 && alone.bound >= alone.objective);
    assert_eq!(alone, solved(3));
}

#[test]
fn the_best_plan_of_a_tiny_problem_is_found_and_proved() {
    for seed in 0..60 {
        let problem = drawn(TINY, seed);
        let solution = solve(&problem, &Settings::default());
        let best = Some(best_of_all(&problem));
        assert_eq!(
            (solution.objective, solution.bound),
            (best, best),
            "seed {seed}"
        );
    }
}

#[test]
fn progress_only_ever_gets_better_and_stays_below_the_bound() {
    let seen = std::cell::RefCell::new(Vec::new());
    let settings = Settings {
        progress: &|progress| seen.borrow_mut().push((progress.best, progress.bound)),
        ..brief()
    };
    let solution = solve(&drawn(MIDDLE, 3), &settings);
    let seen = seen.into_inner();
    assert!(seen.is_sorted_by_key(|&(best, _)| best));
    assert!(seen.is_sorted_by_key(|&(_, bound)| std::cmp::Reverse(bound)));
    assert!(seen.iter().all(|&(best, bound)| best <= bound as i64));
    assert_eq!(seen.last().map(|last| last.0), solution.objective);
}

#[test]
fn a_problem_that_nothing_can_be_done_for_has_a_plan_without_groups() {
    for change in [
        |problem: &mut Problem| problem.facilitators.clear(),
        |problem: &mut Problem| problem.max_leaders = 0,
        |problem: &mut Problem| problem.sites.iter_mut().for_each(|site| site.cap = 0),
        |problem: &mut Problem| problem.travel.iter_mut().for_each(Vec::clear),
        |problem: &mut Problem| (problem.min_size, problem.max_size) = (99, usize::MAX),
    ] {
        let mut problem = drawn(MIDDLE, 3);
        change(&mut problem);
        let solution = solve(&problem, &brief());
        assert_eq!((solution.groups, solution.objective), (vec![], Some(0)));
    }
}

/// The best objective over all plans, judged by the checker alone.
fn best_of_all(problem: &Problem) -> i64 {
    let places = problem.slots.len() * problem.venues.len();
    let mut best = 0;
    for mut code in 0..(places + 1).pow(problem.residents.len() as u32) {
        let mut members = vec![Vec::new(); places];
        for resident in 0..problem.residents.len() {
            if let Some(group) = members.get_mut(code % (places + 1)) {
                group.push(resident);
            }
            code /= places + 1;
        }
        let groups = members
            .into_iter()
            .enumerate()
            .filter(|(_, m)| !m.is_empty());
        let groups = groups.map(|(place, members)| Group {
            slot: place / problem.venues.len(),
            venue: place % problem.venues.len(),
            members,
            leaders: Vec::new(),
        });
        let mut solution = Solution {
            schema: String::new(),
            objective: None,
            bound: None,
            seconds: None,
            groups: groups.collect(),
        };
        let worth = check(problem, &solution).objective;
        if worth > best && led(problem, &mut solution, 0) {
            best = worth;
        }
    }
    best
}

/// Tries every single leader for every group.
fn led(problem: &Problem, solution: &mut Solution, from: usize) -> bool {
    if from == solution.groups.len() {
        return check(problem, solution).violations.is_empty();
    }
    (0..problem.facilitators.len()).any(|leader| {
        solution.groups[from].leaders = vec![leader];
        led(problem, solution, from + 1)
    })
}
