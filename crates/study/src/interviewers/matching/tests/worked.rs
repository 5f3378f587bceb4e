use super::*;

#[test]
fn nobody_is_matched_with_somebody_they_know_or_of_whom_it_is_not_known() {
    let problem = problem(&[9, 9], &[("a", "k."), ("a", ".?"), ("a", "xk")]);
    assert_eq!(seen_by(&problem), "I2 I1 -");
}

#[test]
fn a_pair_that_nobody_named_is_not_possible() {
    let mut problem = problem(&[9], &[("a", ".")]);
    problem.ties.clear();
    assert_eq!(seen_by(&problem), "-");
}

#[test]
fn more_participants_count_before_even_loads() {
    let problem = problem(&[3, 1], &[("a", "."), ("a", ".k"), ("a", ".k")]);
    assert_eq!(seen_by(&problem), "I1 I1 I1");
}

#[test]
fn even_loads_count_before_confirmed_pairs() {
    let problem = problem(&[4, 4], &[("a", "!."), ("a", "!."), ("a", "!.")]);
    let matching = solve(&problem);
    let mut loads: Vec<u32> = matching
        .loads
        .iter()
        .map(|load| load.participants)
        .collect();
    loads.sort_unstable();
    assert_eq!(loads, [1, 2]);
    assert_eq!(
        matching.given_up,
        [GivenUp {
            participant: "K3".into(),
            interviewer: "I1".into()
        }]
    );
}

#[test]
fn confirmed_pairs_count_before_the_spread_of_cohorts() {
    let kept = problem(
        &[2, 2],
        &[("a", "!."), ("a", "!."), ("b", ".."), ("b", "..")],
    );
    assert_eq!(seen_by(&kept), "I1 I1 I2 I2");
    let free = problem(
        &[2, 2],
        &[("a", ".."), ("a", ".."), ("b", ".."), ("b", "..")],
    );
    assert_eq!(seen_by(&free), "I1 I2 I1 I2");
}

#[test]
fn an_override_stands_counts_as_load_and_keeps_its_reason() {
    let mut problem = problem(&[2, 2], &[("a", "k."), ("a", ".."), ("a", "..")]);
    let reason = "nobody else speaks the language".to_owned();
    let order = Override {
        interviewer: 0,
        reason: reason.clone(),
    };
    problem.overrides.insert(0, order);
    assert_eq!(seen_by(&problem), "I1 I1 I2");
    let matching = solve(&problem);
    assert_eq!(matching.pairs[0].overridden, Some(reason.clone()));
    assert_eq!(matching.pairs[1].overridden, None);
    assert!(
        matching
            .to_string()
            .contains(&format!("against the rules: {reason}"))
    );
}

#[test]
fn a_pair_entered_by_hand_is_refused_with_the_rule_it_breaks() {
    let problem = problem(&[1, 1, 1, 1], &[("a", ".k?x"), ("a", "....")]);
    assert_eq!(problem.refusal(0, 0, &[]), None);
    assert_eq!(problem.refusal(0, 0, &[(0, 0)]), None);
    assert_eq!(problem.refusal(0, 0, &[(1, 0)]), Some(Refusal::NoRoom));
    assert_eq!(problem.refusal(0, 3, &[]), Some(Refusal::Unavailable));
    for (other, relation) in [(1, Acquaintance::Knows), (2, Acquaintance::Unknown)] {
        let refusal = problem.refusal(0, other, &[]);
        assert_eq!(refusal, Some(Refusal::Relation(relation)));
    }
}

#[test]
fn a_study_of_two_hundred_participants_and_thirty_interviewers_is_matched() {
    let marks = |row: usize| -> String {
        (0..30)
            .map(|column| {
                if (row * 7 + column * 11) % 5 < 2 {
                    'k'
                } else {
                    '.'
                }
            })
            .collect()
    };
    let marks: Vec<String> = (0..200).map(marks).collect();
    let cohorts = ["members", "others", "organisers"];
    let rows: Vec<(&str, &str)> = marks
        .iter()
        .enumerate()
        .map(|(index, marks)| (cohorts[index % 3], marks.as_str()))
        .collect();
    let matching = solve(&problem(&[10; 30], &rows));
    assert_eq!(matching.pairs.len(), 200);
    let loads = || matching.loads.iter().map(|load| load.participants);
    assert!(loads().max().unwrap() - loads().min().unwrap() <= 1);
}

#[test]
fn the_answer_in_words_is_aligned_and_names_what_is_in_the_way() {
    let problem = problem(
        &[2, 5],
        &[("members", ".k"), ("members", ".k"), ("members", ".?")],
    );
    assert_eq!(
        solve(&problem).to_string(),
        "matched  2 of 3\n\
         \n\
         participant  cohort   interviewer\n\
         K1           members  I1\n\
         K2           members  I1\n\
         \n\
         interviewer  participants  room for\n\
         I1           2             2\n\
         I2           0             5\n\
         \n\
         without an interviewer: K3\n\
         in the way: these 3 participants (K1, K2 and K3) can only be seen by I1, who has room for 2\n\
         it would help if\n  \
           I1 takes 1 more\n  \
           K3 and I2 turn out not to know each other, which nobody has said yet\n  \
           another interviewer whom they do not know has room for 1"
    );
}
