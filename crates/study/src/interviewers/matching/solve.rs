//! The best matching, as a flow from participants over cohorts to interviewers.

use std::collections::BTreeSet;

use super::flow::Net;
use super::{GivenUp, Load, Matching, Pair, Problem, blocking};

/// The best matching by the order that the module names.
///
/// About 200 participants and 30 interviewers take a fraction of a second.
pub fn solve(problem: &Problem) -> Matching {
    let chosen = choose(problem);
    let mut matching = Matching {
        pairs: Vec::new(),
        unmatched: Vec::new(),
        loads: Vec::new(),
        given_up: Vec::new(),
        blocking: blocking::find(problem, &chosen),
    };
    for (index, participant) in problem.participants.iter().enumerate() {
        let confirmed = |interviewer: usize| problem.tie(index, interviewer).confirmed;
        match chosen[index] {
            None => matching.unmatched.push(participant.id.clone()),
            Some(interviewer) => matching.pairs.push(Pair {
                participant: participant.id.clone(),
                cohort: participant.cohort.clone(),
                interviewer: problem.interviewers[interviewer].id.clone(),
                confirmed: confirmed(interviewer),
                overridden: problem
                    .overrides
                    .get(&index)
                    .map(|order| order.reason.clone()),
            }),
        }
        for (other, interviewer) in problem.interviewers.iter().enumerate() {
            if confirmed(other) && chosen[index] != Some(other) {
                matching.given_up.push(GivenUp {
                    participant: participant.id.clone(),
                    interviewer: interviewer.id.clone(),
                });
            }
        }
    }
    for (index, interviewer) in problem.interviewers.iter().enumerate() {
        let taken = chosen.iter().filter(|with| **with == Some(index)).count();
        matching.loads.push(Load {
            interviewer: interviewer.id.clone(),
            participants: u32::try_from(taken).unwrap_or(u32::MAX),
            capacity: interviewer.capacity,
        });
    }
    matching
}

/// What one of each aim costs, so that the least of a higher aim outweighs all of the lower ones together.
struct Weights {
    unmatched: i128,
    square: i128,
    kept: i128,
}

impl Weights {
    fn of(participants: usize) -> Self {
        let count = i128::try_from(participants).unwrap_or(i128::MAX);
        // Spread and loads are at most the square of the count, kept pairs at most the count.
        let kept = count * count + 1;
        let square = kept * (count + 1);
        Weights {
            unmatched: square * (count * count + 1),
            square,
            kept,
        }
    }
}

/// The nodes of the net: participants, then one for each cohort with each interviewer, then interviewers, then the end.
struct Nodes {
    participants: usize,
    interviewers: usize,
    /// The cohort of each participant, counted from 0.
    cohort_of: Vec<usize>,
    cohorts: usize,
}

impl Nodes {
    fn of(problem: &Problem) -> Self {
        let names = || problem.participants.iter().map(|p| p.cohort.as_str());
        let cohorts: Vec<&str> = names().collect::<BTreeSet<_>>().into_iter().collect();
        Nodes {
            participants: problem.participants.len(),
            interviewers: problem.interviewers.len(),
            cohort_of: names()
                .map(|name| cohorts.partition_point(|other| *other < name))
                .collect(),
            cohorts: cohorts.len(),
        }
    }

    fn met(&self, cohort: usize, interviewer: usize) -> usize {
        self.participants + cohort * self.interviewers + interviewer
    }

    fn seen_by(&self, interviewer: usize) -> usize {
        self.met(self.cohorts, interviewer)
    }

    fn end(&self) -> usize {
        self.seen_by(self.interviewers)
    }
}

/// The interviewer of each participant.
fn choose(problem: &Problem) -> Vec<Option<usize>> {
    let nodes = Nodes::of(problem);
    let weights = Weights::of(nodes.participants);
    let mut net = Net::new(nodes.end() + 1);
    add_loads(&mut net, problem, &nodes, &weights);
    let free: Vec<usize> = (0..nodes.participants)
        .filter(|index| !problem.overrides.contains_key(index))
        .collect();
    let mut arcs: Vec<Vec<usize>> = vec![Vec::new(); nodes.participants];
    let mut with: Vec<Vec<usize>> = vec![Vec::new(); nodes.participants];
    for &index in &free {
        with[index] = (0..nodes.interviewers)
            .filter(|interviewer| problem.possible(index, *interviewer))
            .collect();
        for &interviewer in &with[index] {
            let kept = problem.tie(index, interviewer).confirmed;
            let cost = if kept { -weights.kept } else { 0 };
            let pair = (index, nodes.met(nodes.cohort_of[index], interviewer));
            arcs[index].push(net.add(pair, 1, cost, 0));
        }
        arcs[index].push(net.add((index, nodes.end()), 1, weights.unmatched, 0));
    }
    for &index in &free {
        net.send(index, nodes.end());
    }
    let prices = net.prices();
    for &index in &free {
        net.settle(index, &arcs[index], &prices);
    }
    (0..nodes.participants)
        .map(|index| match problem.overrides.get(&index) {
            Some(order) => Some(order.interviewer),
            None => {
                let taken = arcs[index].iter().position(|arc| net.carries(*arc));
                taken.and_then(|place| with[index].get(place).copied())
            }
        })
        .collect()
}

/// Arcs whose costs grow to the squares of loads and of cohorts with each interviewer, on top of what was ordered.
fn add_loads(net: &mut Net, problem: &Problem, nodes: &Nodes, weights: &Weights) {
    let ordered = problem.ordered_loads();
    for (index, interviewer) in problem.interviewers.iter().enumerate() {
        let room = interviewer.capacity.saturating_sub(ordered[index]);
        let before = 2 * i128::from(ordered[index]) * weights.square;
        let load = (nodes.seen_by(index), nodes.end());
        net.add(load, room, before, weights.square);
        for cohort in 0..nodes.cohorts {
            let of_cohort = problem.overrides.iter().filter(|(participant, order)| {
                order.interviewer == index && nodes.cohort_of[**participant] == cohort
            });
            let before = 2 * i128::try_from(of_cohort.count()).unwrap_or(i128::MAX);
            let met = (nodes.met(cohort, index), nodes.seen_by(index));
            net.add(met, u32::MAX, before, 1);
        }
    }
}
