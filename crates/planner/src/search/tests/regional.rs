//! Programmes of the size there are: better than doing without (K5), and how good.

use crate::baseline::{first_come, most_popular_slot};
use crate::sample::{programme_sized, regional};
use crate::{Problem, Settings, check, solve};

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
