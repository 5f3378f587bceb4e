use super::*;

fn person(cohort: &str, cells: &[&str]) -> (String, Vec<String>) {
    let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
    (cohort.to_owned(), cells)
}

#[test]
fn a12_k_is_told_for_each_row_each_cohort_and_each_set_of_columns() {
    let rows = [
        person("members", &["woman", "March"]),
        person("members", &["woman", "March"]),
        person("members", &["man", "March"]),
        person("organisers", &["man", "March"]),
        person("organisers", &["man", "April"]),
    ];
    let report = k_report(&rows);
    assert_eq!(report.rows, [2, 2, 2, 2, 1]);
    let cohorts = [("members".to_owned(), 1), ("organisers".to_owned(), 1)];
    assert_eq!(report.cohorts, cohorts);
    let subset = |columns: &[usize], k, unique| Subset {
        columns: columns.to_vec(),
        k,
        unique,
    };
    assert_eq!(
        report.subsets,
        [
            subset(&[0], 2, 0),
            subset(&[1], 1, 1),
            subset(&[0, 1], 1, 1)
        ]
    );
}

#[test]
fn no_rows_and_very_many_columns_are_reported_too() {
    let none = k_report(&[]);
    assert_eq!(
        (none.rows.len(), none.cohorts.len(), none.subsets.len()),
        (0, 0, 0)
    );
    let wide = k_report(&[person("a", &["x"; 13])]);
    assert_eq!((wide.rows, wide.subsets.len()), (vec![1], 0));
    let uneven = k_report(&[person("a", &["x"]), person("a", &["x", ""])]);
    assert_eq!(uneven.rows, [2, 2]);
}

#[test]
fn p4_an_attribute_stands_beside_a_quote_only_where_ten_share_the_whole_combination() {
    let mut people = vec![vec!["woman".to_owned(), "year 2".to_owned()]; 10];
    people.push(vec!["woman".to_owned(), "year 3".to_owned()]);
    let first = people[0].clone();
    assert!(may_be_named(&people, &[0], &people[10]));
    assert!(!may_be_named(&people, &[0, 1], &people[10]));
    assert!(may_be_named(&people, &[0, 1], &first));
    assert!(!may_be_named(&people[1..], &[0, 1], &first));
    assert!(may_be_named(&people, &[], &people[10]));
}
