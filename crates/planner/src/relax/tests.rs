use crate::sample::worked_instance;
use crate::{Facts, Gain, Problem, Relaxation, Settings, solve, what_would_place_more};

fn gains(facts: Facts) -> Vec<Gain> {
    let problem = Problem::new(facts).expect("valid");
    let settings = Settings::default();
    what_would_place_more(&problem, &solve(&problem, &settings), &settings)
}

#[test]
fn the_worked_instance_prints_what_one_facilitator_and_what_one_release_would_give() {
    let gains = gains(worked_instance(1, 1));
    let short: Vec<&str> = gains.iter().map(|gain| gain.short.as_str()).collect();
    assert!(
        short.contains(&"+1 experienced facilitator: +3"),
        "{short:?}"
    );
    assert!(short.contains(&"cap Wed +1: +1"), "{short:?}");
    assert_eq!(short[0], "+1 experienced facilitator: +3");
    let cap = gains.iter().find(|gain| gain.short.starts_with("cap"));
    let words =
        "One more doctor let go by the hospital on Wed: +1 place, for 6 hours of release more";
    assert_eq!(cap.map(|gain| gain.sentence.as_str()), Some(words));
}

#[test]
fn gains_are_listed_from_the_largest_and_equal_ones_in_the_order_of_the_changes() {
    let gains = gains(worked_instance(1, 1));
    let key = |gain: &Gain| (std::cmp::Reverse(gain.gain), gain.relaxation);
    assert!(gains.iter().map(key).is_sorted());
    assert!(gains.iter().all(|gain| gain.gain > 0));
}

#[test]
fn nothing_is_offered_where_everybody_has_a_place() {
    assert_eq!(gains(worked_instance(2, 1)), []);
}

#[test]
fn nothing_is_offered_against_rest_rules() {
    let mut facts = worked_instance(2, 1);
    for resident in &mut facts.residents {
        for choice in &mut resident.choices {
            choice.weeks = vec![crate::sample::ABSENT];
        }
    }
    assert_eq!(gains(facts), []);
}

#[test]
fn a_time_that_is_not_offered_is_named_with_what_it_would_give() {
    let mut facts = worked_instance(2, 1);
    facts.options[2].offered = false;
    let gains = gains(facts);
    assert_eq!(gains[0].relaxation, Relaxation::Offer { option: 2 });
    assert_eq!(gains[0].gain, 3);
}

#[test]
fn a_stopped_search_for_changes_returns_what_it_has() {
    let problem = Problem::new(worked_instance(1, 1)).expect("valid");
    let plan = solve(&problem, &Settings::default());
    let settings = Settings {
        should_stop: &|| true,
        ..Settings::default()
    };
    assert_eq!(what_would_place_more(&problem, &plan, &settings), []);
}
