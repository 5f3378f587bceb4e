//! T1: every small problem has the answer that trying everything finds.

use proptest::prelude::*;

use super::*;

/// What a matching is worth, the best being the least: unmatched, squared loads, confirmed pairs not kept, spread of
/// cohorts, then the interviewers in the order of participants, nobody coming last.
type Worth = (usize, usize, usize, usize, Vec<usize>);

fn worth(problem: &Problem, chosen: &[Option<usize>]) -> Worth {
    let interviewers = 0..problem.interviewers.len();
    let count = |cohort: Option<&str>, interviewer: usize| {
        let taken = chosen.iter().zip(&problem.participants);
        taken
            .filter(|(with, participant)| {
                **with == Some(interviewer) && cohort.is_none_or(|name| participant.cohort == name)
            })
            .count()
    };
    let mut cohorts: Vec<&str> = problem
        .participants
        .iter()
        .map(|p| p.cohort.as_str())
        .collect();
    cohorts.sort_unstable();
    cohorts.dedup();
    let squares = interviewers.clone().map(|i| count(None, i).pow(2)).sum();
    let spread = cohorts.iter().map(|cohort| {
        let squares = interviewers.clone().map(|i| count(Some(cohort), i).pow(2));
        squares.sum::<usize>()
    });
    let confirmed = problem.ties.iter().filter(|(_, tie)| tie.confirmed);
    let lost = confirmed
        .filter(|((p, i), _)| chosen[*p] != Some(*i))
        .count();
    let order = chosen.iter().map(|with| with.unwrap_or(usize::MAX));
    (
        chosen.iter().filter(|with| with.is_none()).count(),
        squares,
        lost,
        spread.sum(),
        order.collect(),
    )
}

/// Tries every matching.
fn best(problem: &Problem) -> Vec<Option<usize>> {
    let mut best = None;
    let mut chosen = vec![None; problem.participants.len()];
    try_from(problem, 0, &mut chosen, &mut best);
    best.unwrap().1
}

fn try_from(
    problem: &Problem,
    at: usize,
    chosen: &mut Vec<Option<usize>>,
    best: &mut Option<(Worth, Vec<Option<usize>>)>,
) {
    if at == chosen.len() {
        let found = worth(problem, chosen);
        if best.as_ref().is_none_or(|(known, _)| found < *known) {
            *best = Some((found, chosen.clone()));
        }
        return;
    }
    if let Some(order) = problem.overrides.get(&at) {
        chosen[at] = Some(order.interviewer);
        try_from(problem, at + 1, chosen, best);
        return;
    }
    for (index, interviewer) in problem.interviewers.iter().enumerate() {
        // Whoever is ordered to an interviewer takes a place there before anybody else.
        let later = problem
            .overrides
            .range(at..)
            .filter(|(_, o)| o.interviewer == index);
        let taken = chosen[..at]
            .iter()
            .filter(|with| **with == Some(index))
            .count();
        let tie = problem.ties.get(&(at, index));
        let fits = tie.is_some_and(|tie| tie.available && tie.relation == Acquaintance::None);
        if fits && taken + later.count() < interviewer.capacity as usize {
            chosen[at] = Some(index);
            try_from(problem, at + 1, chosen, best);
        }
    }
    chosen[at] = None;
    try_from(problem, at + 1, chosen, best);
}

prop_compose! {
    /// Up to 7 participants of 3 cohorts and 5 interviewers, relations at random, some pairs confirmed, some ordered.
    pub(super) fn any_problem()(
        participants in 0usize..=7,
        interviewers in 0usize..=5,
    )(
        cohorts in prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]), participants),
        capacities in prop::collection::vec(0u32..=4, interviewers),
        marks in prop::collection::vec("[.!xk?k]{5}", participants),
        ordered in prop::collection::vec(prop::option::weighted(0.1, 0usize..5), participants),
    ) -> Problem {
        let rows: Vec<(&str, &str)> = cohorts
            .iter()
            .zip(&marks)
            .map(|(cohort, marks)| (*cohort, &marks[..capacities.len()]))
            .collect();
        let mut problem = problem(&capacities, &rows);
        for (participant, interviewer) in ordered.iter().enumerate() {
            if let Some(interviewer) = interviewer.filter(|i| *i < capacities.len()) {
                let reason = "ordered".to_owned();
                problem.overrides.insert(participant, Override { interviewer, reason });
            }
        }
        problem
    }
}

fn chosen(problem: &Problem) -> Vec<Option<usize>> {
    let interviewers: Vec<&str> = problem.interviewers.iter().map(|i| i.id.as_str()).collect();
    let matching = solve(problem);
    let with = |participant: &Participant| {
        let pair = matching
            .pairs
            .iter()
            .find(|p| p.participant == participant.id)?;
        interviewers.iter().position(|id| *id == pair.interviewer)
    };
    problem.participants.iter().map(with).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_answer_is_the_one_that_trying_everything_finds(problem in any_problem()) {
        prop_assert_eq!(chosen(&problem), best(&problem));
    }

    #[test]
    fn no_pair_breaks_a_rule_but_one_that_was_ordered(problem in any_problem()) {
        let chosen = chosen(&problem);
        let pairs: Vec<(usize, usize)> = chosen
            .iter()
            .enumerate()
            .filter_map(|(participant, with)| with.map(|with| (participant, with)))
            .collect();
        for (participant, interviewer) in &pairs {
            if !problem.overrides.contains_key(participant) {
                prop_assert_eq!(problem.refusal(*participant, *interviewer, &pairs), None);
            }
        }
    }

    #[test]
    fn loads_differ_by_at_most_one_when_nobody_knows_anybody(
        participants in 0usize..=12,
        interviewers in 1usize..=5,
    ) {
        let marks = ".".repeat(interviewers);
        let rows = vec![("a", marks.as_str()); participants];
        let matching = solve(&problem(&vec![12; interviewers], &rows));
        let loads = || matching.loads.iter().map(|load| load.participants);
        prop_assert!(loads().max().unwrap() - loads().min().unwrap() <= 1);
    }
}
