mod brute_force;
mod locks;
mod metamorphic;
mod regional;
mod worked;

use proptest::prelude::*;

use crate::sample::{SMALL, Size, drawn, problems, programme_sized};
use crate::{Problem, Settings, check, solve};

const MIDDLE: Size = Size {
    residents: 24,
    options: 6,
    facilitators: 4,
    weeks: 4,
};

fn brief() -> Settings<'static> {
    Settings {
        effort: 300,
        ..Settings::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_plan_ever_breaks_a_rule(problem in problems(MIDDLE), seed in any::<u64>()) {
        let settings = Settings { seed, ..brief() };
        let plan = solve(&problem, &settings);
        prop_assert_eq!(check(&problem, &plan), Vec::new());
    }

    #[test]
    fn a_plan_that_claims_to_be_best_meets_its_bound(problem in problems(SMALL)) {
        let plan = solve(&problem, &Settings::default());
        prop_assert!(plan.optimal);
        prop_assert_eq!(plan.placed_bound, plan.objective.placed_weight);
    }

    #[test]
    fn same_input_and_seed_give_the_same_plan(problem in problems(MIDDLE)) {
        prop_assert_eq!(solve(&problem, &brief()), solve(&problem, &brief()));
    }
}

#[test]
fn a_stopped_search_returns_a_checked_plan() {
    let problem = Problem::new(drawn(MIDDLE, 5)).expect("drawn facts are valid");
    let settings = Settings {
        should_stop: &|| true,
        ..Settings::default()
    };
    let plan = solve(&problem, &settings);
    assert_eq!(check(&problem, &plan), Vec::new());
    assert!(!plan.optimal);
}

#[test]
fn a_second_facilitator_never_takes_the_seat_of_a_needed_member() {
    use crate::sample::{FREE, facilitator, option, resident};
    let facts = crate::Facts {
        policy: crate::Policy {
            min_size: 2,
            max_size: 3,
            min_weeks: 1,
            quorum: 0,
            ..crate::Policy::for_weeks(1)
        },
        residents: ["A", "B", "C", "D", "E"]
            .map(|name| resident(name, 1, vec![FREE, FREE]))
            .to_vec(),
        options: vec![
            crate::MeetingOption {
                capacity: 3,
                ..option("small room", 1)
            },
            option("large room", 1),
        ],
        facilitators: ["FA0", "FA1", "FA2"]
            .map(|name| crate::Facilitator {
                supervised: false,
                ..facilitator(name, 2, 2)
            })
            .to_vec(),
        ..crate::Facts::default()
    };
    let problem = Problem::new(facts).expect("valid");
    let settings = Settings {
        effort: 300,
        ..Settings::default()
    };
    let plan = solve(&problem, &settings);
    assert_eq!(check(&problem, &plan), Vec::new());
    assert_eq!(plan.objective.placed_weight, 3);
}

#[test]
fn a_programme_of_ordinary_size_keeps_every_rule_and_places_nearly_all_that_could_be() {
    let problem = Problem::new(programme_sized(1)).expect("valid");
    let plan = solve(&problem, &brief());
    assert_eq!(check(&problem, &plan), Vec::new());
    let (placed, bound) = (plan.objective.placed_weight, plan.placed_bound);
    assert!(placed * 100 >= bound * 95, "{placed} of {bound}");
}
