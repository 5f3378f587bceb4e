//! Promises of the placement problem on small invented instances.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Problem, Settings, Solution, check, parse, parse_solution, solve};

/// Two slots, two venues, two sites of which the second reaches one venue only.
fn instance(values: &[(i64, i64)], cap: usize) -> Value {
    let residents: Vec<Value> = (0..values.len())
        .map(|number| json!({"site": number % 2, "consent": 500, "roster": "DEO"}))
        .collect();
    let value: Vec<Value> = values.iter().map(|(a, b)| json!([a, b])).collect();
    json!({
        "schema": "balint-plan/1",
        "slots": [{"day": 1, "start": 810, "minutes": 90}, {"day": 2, "start": 810, "minutes": 90}],
        "sites": [
            {"x": 0, "y": 0, "residents": 4, "cap": cap, "release": 500},
            {"x": 9, "y": 0, "residents": 4, "cap": cap, "release": 500},
        ],
        "venues": [{"x": 1, "y": 0}, {"x": 8, "y": 0}],
        "travel": [[[0, 1], [1, 8]], [[1, 1]]],
        "travel_cost_per_km": 10,
        "group_cost": 100,
        "min_size": 2,
        "max_size": 3,
        "max_leaders": 2,
        "facilitators": [
            {"discipline": "psychiatry", "experienced": true, "max_groups": 1, "slots": [0, 1]},
            {"discipline": "emergency", "experienced": false, "max_groups": 1, "slots": [0]},
        ],
        "residents": residents,
        "value": value,
    })
}

fn read(instance: &Value) -> Problem {
    parse(instance.to_string().as_bytes()).unwrap()
}

fn solved(problem: &Problem) -> Solution {
    let settings = Settings {
        effort: 300,
        ..Settings::default()
    };
    solve(problem, &settings)
}

#[test]
fn a_small_problem_is_solved_to_its_optimum() {
    // One experienced facilitator, so one group. Slot 0 in venue 1 takes residents 0, 1 and 3: their values
    // less 10 for each kilometre (8, 1, 1) and 100 for the group.
    let problem = read(&instance(&[(400, 10), (300, 20), (50, 30), (200, 40)], 2));
    let solution = solved(&problem);
    assert_eq!(solution.objective, Some(400 + 300 + 200 - 100 - 100));
    assert_eq!(solution.groups.len(), 1);
    assert_eq!(solution.groups[0].members, [0, 1, 3]);
}

#[test]
fn a_site_that_lets_nobody_go_has_nobody_placed() {
    let problem = read(&instance(&[(400, 400); 4], 0));
    let solution = solved(&problem);
    assert_eq!((solution.placed(), solution.objective), (0, Some(0)));
}

#[test]
fn the_checker_sees_a_resident_placed_twice_and_a_group_without_experience() {
    let problem = read(&instance(&[(400, 10); 4], 2));
    let text = br#"{"schema":"balint-plan-solution/1","objective":1,"groups":[
        {"slot":0,"venue":1,"members":[0,1],"leaders":[1]},
        {"slot":1,"venue":1,"members":[1,3],"leaders":[0]}]}"#;
    let verdict = check(&problem, &parse_solution(text).unwrap());
    let all: Vec<String> = verdict.violations.iter().map(ToString::to_string).collect();
    assert!(all.len() >= 2, "{all:?}");
}

#[test]
fn a_file_that_is_no_problem_says_what_is_wrong() {
    for text in ["", "{", "[]", "{}", r#"{"schema":"other/1"}"#] {
        let error = parse(text.as_bytes()).unwrap_err().to_string();
        assert!(!error.is_empty());
    }
    let mut short = instance(&[(1, 2); 4], 1);
    short["value"] = json!([[1, 2]]);
    assert!(parse(short.to_string().as_bytes()).is_err());
    let mut stray = instance(&[(1, 2); 4], 1);
    stray["residents"][0]["site"] = json!(7);
    assert!(parse(stray.to_string().as_bytes()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_answer_breaks_a_rule_and_none_is_worth_more_than_the_bound(
        values in prop::collection::vec((0i64..900, 0i64..900), 1..9), cap in 0usize..4,
    ) {
        let problem = read(&instance(&values, cap));
        let solution = solved(&problem);
        let verdict = check(&problem, &solution);
        prop_assert!(verdict.violations.is_empty(), "{:?}", verdict.violations);
        prop_assert_eq!(Some(verdict.objective), solution.objective);
        prop_assert!(solution.bound >= solution.objective, "{solution:?}");
    }

    #[test]
    fn arbitrary_bytes_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
        let _ = parse_solution(&bytes);
    }

    #[test]
    fn a_problem_with_bytes_changed_never_panics(at in 0usize..1400, byte in any::<u8>()) {
        let mut text = instance(&[(400, 10), (300, 20), (50, 30), (200, 40)], 2).to_string().into_bytes();
        let at = at % text.len();
        text[at] = byte;
        if let Ok(problem) = parse(&text) {
            let solution = solved(&problem);
            prop_assert!(check(&problem, &solution).violations.is_empty());
        }
    }
}
