//! Programmes of the size there are: better than doing without (K5), and how good.

use std::time::Instant;

use crate::baseline::{first_come, most_popular_slot};
use crate::sample::{programme_sized, regional};
use crate::{Plan, Problem, Settings, check, replan, solve, what_would_place_more};

fn brief() -> Settings<'static> {
    Settings {
        effort: 400,
        ..Settings::default()
    }
}

#[test]
fn no_baseline_places_more_than_the_planner_in_a_region() {
    for seed in 0..12 {
        let size = [24 + 3 * seed, 4, 2, 3, 3 + seed / 4];
        let problem = Problem::new(regional(seed as u64, size)).expect("valid");
        let plan = solve(&problem, &brief());
        for baseline in [most_popular_slot(&problem), first_come(&problem)] {
            let mut stated = baseline.clone();
            stated.proved = 0;
            assert_eq!(check(&problem, &stated), [], "seed {seed}");
            let (ours, theirs) = (
                plan.objective.placed_weight,
                baseline.objective.placed_weight,
            );
            assert!(
                ours >= theirs,
                "seed {seed}: {ours} placed, without a search {theirs}"
            );
        }
    }
}

#[test]
fn progress_never_gets_worse_and_never_passes_its_bound() {
    let problem = Problem::new(programme_sized(2)).expect("valid");
    let told = std::cell::RefCell::new(Vec::new());
    let settings = Settings {
        progress: &|progress| told.borrow_mut().push(progress.clone()),
        ..brief()
    };
    let plan = solve(&problem, &settings);
    let told = told.into_inner();
    assert!(told.iter().map(|progress| &progress.best).is_sorted());
    assert!(
        told.iter()
            .all(|progress| progress.best.placed_weight <= progress.bound)
    );
    assert_eq!(
        told.last().map(|progress| &progress.best),
        Some(&plan.objective)
    );
}

/// Prints figures: `cargo test --release -p planner -- --ignored --nocapture figures`.
#[test]
#[ignore = "takes long and prints figures"]
fn figures() {
    for (name, size) in [
        ("60 x 15", [60, 5, 3, 4, 6]),
        ("60 x 30", [60, 10, 3, 6, 9]),
        ("60 x 30, few facilitators", [60, 10, 3, 6, 3]),
    ] {
        for seed in 1..=3 {
            let problem = Problem::new(regional(seed, size)).expect("valid");
            let timed = |effort| {
                let begun = Instant::now();
                let settings = Settings {
                    effort,
                    ..Settings::default()
                };
                (solve(&problem, &settings), begun.elapsed())
            };
            let mut last = Plan::default();
            for effort in [400, 20_000] {
                let (plan, took) = timed(effort);
                println!(
                    "{name} seed {seed} effort {effort}: {} of {} placed, {} weak, {:.1} expected, \
                     burden {:?}, travel {}, pairs {}, proved {}, {took:.0?}",
                    plan.objective.placed_weight,
                    plan.placed_bound,
                    plan.objective.weak_weeks,
                    plan.objective.expected_attendances(),
                    plan.objective.burden_millionths.first(),
                    plan.objective.travel_minutes,
                    plan.objective.same_site_pairs,
                    plan.proved,
                );
                last = plan;
            }
            let [popular, first] = [most_popular_slot(&problem), first_come(&problem)]
                .map(|baseline| baseline.objective.placed_weight);
            println!("  most popular slot {popular}, first come {first}");
            let begun = Instant::now();
            let gains = what_would_place_more(&problem, &last, &Settings::default());
            println!("  changes that place more, {:.0?}:", begun.elapsed());
            for gain in gains.iter().take(4) {
                println!("    {} | {}", gain.short, gain.sentence);
            }
            let mut facts = problem.facts().clone();
            let lost = last.groups[0].facilitators[0];
            facts.facilitators[lost].available.fill(false);
            let changed = Problem::new(facts).expect("valid");
            let begun = Instant::now();
            let after = replan(&changed, &last, &[], &Settings::default());
            let took = begun.elapsed();
            let anew = solve(&changed, &Settings::default());
            println!(
                "  a facilitator lost: {} moved, {} lost, {} gained, {} weeks, {took:.0?}; \
                 anew {} placed",
                after.difference.moved.len(),
                after.difference.lost.len(),
                after.difference.gained.len(),
                after.difference.weeks.len(),
                anew.objective.placed_weight
            );
        }
    }
}
