use proptest::prelude::*;

use super::super::{PlacementError, Settings, check, parse, parse_solution, solve};
use super::{MIDDLE, TINY, drawn, problems};

const SMALLEST: &str = r#"{"schema":"balint-plan/1","size":"invented","slots":[{"day":1,"start":840,
"minutes":90}],"sites":[{"x":1,"y":2,"residents":2,"cap":2,"release":700}],"venues":[{"x":3,"y":4}],
"travel":[[[0,5]]],"travel_cost_per_km":10,"group_cost":100,"min_size":2,"max_size":3,"max_leaders":2,
"facilitators":[{"discipline":"psychiatry","experienced":true,"max_groups":1,"slots":[0]}],
"residents":[{"site":0,"consent":500,"roster":"DDO"},{"site":0}],"value":[[400],[300]]}"#;

fn error(text: &str) -> String {
    parse(text.as_bytes())
        .expect_err("must be refused")
        .to_string()
}

#[test]
fn the_smallest_problem_is_read_and_solved() {
    let problem = parse(SMALLEST.as_bytes()).expect("valid");
    let solution = solve(&problem, &Settings::default());
    let text = serde_json::to_string(&solution).expect("writes");
    assert_eq!(
        text,
        r#"{"schema":"balint-plan-solution/1","objective":500,"bound":500,"groups":[{"slot":0,"venue":0,"members":[0,1],"leaders":[0]}]}"#
    );
    assert_eq!(parse_solution(text.as_bytes()), Ok(solution));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let cases = [
        (
            r#""cap":2"#,
            r#""cap":"two""#,
            "line 2, column 62: invalid type: string \"two\", expected usize",
        ),
        (
            "balint-plan/1",
            "other/1",
            "schema: this is \"other/1\", expected \"balint-plan/1\"",
        ),
        (
            "[[0,5]]",
            "[[7,5]]",
            "travel[0][0]: 7 names nothing; there are 1 venues, counted from 0",
        ),
        ("[[0,5]]", "[[0,5],[0,5]]", "travel[0][1]: venue 0 twice"),
        (
            "[[400],[300]]",
            "[[400],[]]",
            "value[1]: 0 values, expected one for each of 1 slots",
        ),
        ("[[400],[300]]", "[[400]]", "value: 1 rows, expected 2"),
        (
            "[[400],[300]]",
            "[[400],[-3]]",
            "value[1][0]: -3 is not between 0 and 1000000000",
        ),
        (
            r#""min_size":2"#,
            r#""min_size":0"#,
            "min_size: a group needs at least one member",
        ),
        (
            r#""min_size":2"#,
            r#""min_size":4"#,
            "max_size: 3 is less than min_size 4",
        ),
        (
            r#"{"site":0}"#,
            r#"{"site":1}"#,
            "residents[1].site: 1 names nothing; there are 1 sites, counted from 0",
        ),
        (
            r#""slots":[0]"#,
            r#""slots":[9]"#,
            "facilitators[0].slots[0]: 9 names nothing; there are 1 slots, counted from 0",
        ),
    ];
    for (from, to, expected) in cases {
        assert!(SMALLEST.contains(from), "{from}");
        assert_eq!(error(&SMALLEST.replace(from, to)), expected);
    }
}

#[test]
fn a_file_cut_short_is_refused_at_its_end() {
    let error = parse(&SMALLEST.as_bytes()[..200]).expect_err("cut short");
    assert!(
        matches!(
            error,
            PlacementError::Json {
                line: 3,
                column: 24,
                ..
            }
        ),
        "{error}"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes);
        let _ = parse_solution(&bytes);
    }

    #[test]
    fn a_changed_problem_is_refused_or_solved(
        seed in any::<u64>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), "[0-9,\\[\\]\\-\"e]"), 1..4),
    ) {
        let mut bytes = serde_json::to_vec(&drawn(TINY, seed)).expect("writes");
        for (place, with) in changes {
            let place = place.index(bytes.len());
            bytes[place] = with.as_bytes()[0];
        }
        if let Ok(problem) = parse(&bytes) {
            let settings = Settings { effort: 20, ..Settings::default() };
            let solution = solve(&problem, &settings);
            prop_assert_eq!(check(&problem, &solution).violations, Vec::new());
        }
    }

    #[test]
    fn a_changed_solution_is_refused_or_checked(
        problem in problems(TINY),
        place in any::<prop::sample::Index>(),
        with in "[0-9,\\[\\]\\-\"]",
    ) {
        let settings = Settings { effort: 5, ..Settings::default() };
        let mut bytes = serde_json::to_vec(&solve(&problem, &settings)).expect("writes");
        let place = place.index(bytes.len());
        bytes[place] = with.as_bytes()[0];
        if let Ok(solution) = parse_solution(&bytes) {
            let _ = check(&problem, &solution);
        }
    }

    #[test]
    fn what_is_written_is_read_again(problem in problems(MIDDLE)) {
        let bytes = serde_json::to_vec(&problem).expect("writes");
        prop_assert_eq!(parse(&bytes), Ok(problem));
    }
}
