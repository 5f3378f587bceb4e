use proptest::prelude::*;

use super::super::{Problem, Repair, Settings, Solution, check, replan, solve};
use super::{MIDDLE, drawn, problems};

fn plan(problem: &Problem) -> Solution {
    let settings = Settings {
        effort: 200,
        ..Settings::default()
    };
    solve(problem, &settings)
}

/// One of the things that happen, drawn; the plan before in the numbers of afterwards.
fn changed(mut problem: Problem, plan: &Solution, roll: u64) -> (Problem, Solution, Repair) {
    let pick = |count: usize| (roll / 7) as usize % count.max(1);
    let (mut before, mut repair) = (plan.clone(), Repair::default());
    match roll % 7 {
        0 => {
            let gone = pick(problem.residents.len());
            problem.residents.remove(gone);
            problem.value.remove(gone);
            before = before.without_resident(gone);
        }
        1 => {
            let who = pick(problem.residents.len());
            problem.value[who].reverse();
        }
        2 => {
            let who = pick(problem.facilitators.len());
            problem.facilitators[who].slots.clear();
        }
        3 => {
            let lost = plan.groups.get(pick(plan.groups.len()));
            repair
                .lost
                .extend(lost.map(|group| (group.slot, group.venue)));
        }
        4 => {
            let site = pick(problem.sites.len());
            problem.sites[site].cap = problem.sites[site].cap.saturating_sub(1);
        }
        5 => {
            let like = pick(problem.residents.len());
            problem.residents.push(problem.residents[like].clone());
            problem.value.push(problem.value[like].clone());
        }
        _ => problem.min_size = (problem.min_size + 1).min(problem.max_size),
    }
    (problem, before, repair)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changes_when_nothing_changed(problem in problems(MIDDLE)) {
        let before = plan(&problem);
        let after = replan(&problem, &before, &Repair::default(), &Settings::default());
        prop_assert_eq!(&after.solution.groups, &before.groups);
        prop_assert_eq!(after.solution.objective, before.objective);
        prop_assert!(after.changes.is_empty() && after.leaders.is_empty());
    }

    #[test]
    fn a_mended_plan_keeps_every_rule_and_its_bound(
        problem in problems(MIDDLE), roll in any::<u64>(), worth in prop::option::of(0i64..2000),
    ) {
        let before = plan(&problem);
        let (problem, before, mut repair) = changed(problem, &before, roll);
        repair.move_worth = worth;
        let after = replan(&problem, &before, &repair, &Settings::default()).solution;
        let verdict = check(&problem, &after);
        prop_assert_eq!(verdict.violations, Vec::new());
        prop_assert_eq!(Some(verdict.objective), after.objective);
        prop_assert!(after.groups.iter().all(|g| !repair.lost.contains(&(g.slot, g.venue))));
    }

    #[test]
    fn the_changes_told_are_the_changes_made(problem in problems(MIDDLE), roll in any::<u64>()) {
        let before = plan(&problem);
        let (problem, before, repair) = changed(problem, &before, roll);
        let after = replan(&problem, &before, &repair, &Settings::default());
        let seat = |plan: &Solution, resident: usize| {
            let group = plan.groups.iter().find(|group| group.members.contains(&resident));
            group.map(|group| (group.slot, group.venue))
        };
        for resident in 0..problem.residents.len() {
            let told = after.changes.iter().find(|change| change.resident == resident);
            let pair = (seat(&before, resident), seat(&after.solution, resident));
            let told = told.map(|change| {
                let place = |seat: Option<super::super::Seat>| seat.map(|seat| (seat.slot, seat.venue));
                (place(change.from), place(change.to))
            });
            prop_assert_eq!(told, (pair.0 != pair.1).then_some(pair));
        }
    }

    #[test]
    fn nobody_moves_for_somebody_who_joins(problem in problems(MIDDLE), roll in any::<u64>()) {
        let before = plan(&problem);
        let (problem, before, repair) = changed(problem, &before, roll / 7 * 7 + 5);
        let after = replan(&problem, &before, &repair, &Settings::default());
        prop_assert!(after.changes.iter().all(|change| change.from.is_none()));
        prop_assert!(after.solution.objective >= before.objective);
    }

    #[test]
    fn nobody_moves_for_less_than_a_move_must_be_worth(
        problem in problems(MIDDLE), roll in any::<u64>(), worth in 0i64..2000,
    ) {
        let before = plan(&problem);
        let (problem, before, mut repair) = changed(problem, &before, roll / 7 * 7 + 1);
        let still = replan(&problem, &before, &repair, &Settings::default());
        repair.move_worth = Some(worth);
        let after = replan(&problem, &before, &repair, &Settings::default());
        let moved = after.changes.iter().filter(|change| change.from.is_some()).count() as i64;
        let gain = after.solution.objective.unwrap_or(0) - still.solution.objective.unwrap_or(0);
        prop_assert!(gain >= moved * worth, "{gain} for {moved} moves");
    }

    #[test]
    fn a_plan_from_anywhere_is_mended_without_panic(
        seed in any::<u64>(), groups in prop::collection::vec((0usize..9, 0usize..9,
            prop::collection::vec(0usize..50, 0..9), prop::collection::vec(0usize..9, 0..4)), 0..12),
    ) {
        let problem = drawn(MIDDLE, seed);
        let mut before = plan(&problem);
        before.groups = groups
            .into_iter()
            .map(|(slot, venue, members, leaders)| super::super::Group { slot, venue, members, leaders })
            .collect();
        let after = replan(&problem, &before, &Repair::default(), &Settings::default());
        prop_assert_eq!(check(&problem, &after.solution).violations, Vec::new());
    }
}
