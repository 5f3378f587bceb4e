use proptest::prelude::*;

use super::brute_force::any_problem;
use super::*;
use crate::columns::read_table;

const HEADER: &str = "participant,cohort,interviewer,relation,capacity,confirmed\n";

fn read(rows: &str) -> (Problem, Vec<crate::problem::Problem>) {
    let table = read_table("matching.csv", format!("{HEADER}{rows}").as_bytes()).unwrap();
    parse("matching.csv", &table)
}

/// Code, row and column of each problem.
fn refused(rows: &str) -> Vec<String> {
    let (_, problems) = read(rows);
    let line = |p: &crate::problem::Problem| {
        let column = p.column.as_deref().unwrap_or("-");
        format!("{} {} {column}", p.code.unwrap(), p.row.unwrap())
    };
    problems.iter().map(line).collect()
}

#[test]
fn a_row_is_a_pair_and_a_pair_without_a_row_or_a_relation_is_unknown() {
    let (read, problems) =
        read("K2,others,I1,none,2,yes\nK1,members,I1,,2,\nK2,others,I2,Works with,1,\n");
    assert!(problems.is_empty(), "{problems:?}");
    let ids: Vec<&str> = read.participants.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["K1", "K2"]);
    assert_eq!(read.tie(0, 0).relation, Acquaintance::Unknown);
    assert_eq!(read.tie(0, 1).relation, Acquaintance::Unknown);
    assert_eq!(read.tie(1, 1).relation, Acquaintance::WorksWith);
    assert!(read.tie(1, 0).confirmed);
    assert_eq!(read.interviewers[1].capacity, 1);
}

#[test]
fn the_column_confirmed_may_be_left_out() {
    let text = "interviewer;participant;cohort;capacity;relation\nI1;K1;a;1;none\n";
    let table = read_table("matching.csv", text.as_bytes()).unwrap();
    let (read, problems) = parse("matching.csv", &table);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(seen_by(&read), "I1");
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    for (rows, expected) in [
        ("Pat Example,a,I1,none,1,\n", "E07 2 participant"),
        ("K1,,I1,none,1,\n", "E12 2 cohort"),
        ("K1,a,,none,1,\n", "E12 2 interviewer"),
        ("K1,a,I1,cousin,1,\n", "E11 2 relation"),
        ("K1,a,I1,none,,\n", "E12 2 capacity"),
        ("K1,a,I1,none,-1,\n", "E09 2 capacity"),
        ("K1,a,I1,none,1,maybe\n", "E11 2 confirmed"),
        ("K1,a,I1,knows,1,yes\n", "E11 2 confirmed"),
        ("K1,a,I1,,1,yes\n", "E11 2 confirmed"),
        ("K1,a,I1,none,1,\nK1,b,I2,none,1,\n", "E11 3 cohort"),
        ("K1,a,I1,none,1,\nK2,a,I1,none,2,\n", "E11 3 capacity"),
        ("K1,a,I1,none,1,\nK1,a,I1,knows,1,\n", "E03 3 interviewer"),
        (
            "K1,a,I1,none,1,yes\nK1,a,I2,none,1,yes\n",
            "E03 3 confirmed",
        ),
        (
            "K1,a,I1,none,1,yes\nK2,a,I1,none,1,yes\n",
            "E11 3 confirmed",
        ),
    ] {
        assert_eq!(refused(rows), [expected], "{rows}");
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(problem in any_problem()) {
        let mut problem = problem;
        problem.overrides.clear();
        for tie in problem.ties.values_mut() {
            tie.available = true;
            tie.confirmed = false;
        }
        let text = to_csv(&problem);
        let table = read_table("matching.csv", text.as_bytes()).unwrap();
        let (read, problems) = parse("matching.csv", &table);
        prop_assert!(problems.is_empty(), "{:?}", problems);
        // Nobody is named in a file without pairs.
        if !problem.participants.is_empty() && !problem.interviewers.is_empty() {
            prop_assert_eq!(read, problem);
        }
    }

    #[test]
    fn the_order_of_rows_decides_nothing(problem in any_problem()) {
        let text = to_csv(&problem);
        let mut rows: Vec<&str> = text.lines().skip(1).collect();
        let (forward, _) = read(&rows.join("\n"));
        rows.reverse();
        let (backward, _) = read(&rows.join("\n"));
        prop_assert_eq!(solve(&forward).pairs, solve(&backward).pairs);
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut file = HEADER.as_bytes().to_vec();
        file.extend(bytes);
        if let Ok(table) = read_table("matching.csv", &file) {
            solve(&parse("matching.csv", &table).0);
        }
    }
}
