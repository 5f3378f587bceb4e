use super::super::tests::{Size, drawn};
use super::super::{Settings, solve};
use super::leads::Leads;
use super::net::Net;
use super::state::State;

const SMALL: Size = Size {
    residents: 16,
    slots: 3,
    venues: 3,
    sites: 4,
    facilitators: 6,
};

/// The best worth over every set of groups that can be led.
fn best_of_all_sets(net: &Net<'_>, settings: &Settings<'_>) -> i64 {
    let mut state = State::new(net, settings);
    for set in 0u32..1 << net.groups() {
        let open: Vec<usize> = (0..net.groups()).filter(|g| set >> g & 1 == 1).collect();
        let mut leads = Leads::new(net.problem);
        if open.iter().all(|&group| leads.add(net.place(group).0)) {
            state.become_these(&open);
        }
    }
    state.best
}

#[test]
fn the_proof_agrees_with_trying_every_set_of_groups() {
    let settings = Settings::default();
    for seed in 0..120 {
        let problem = drawn(SMALL, seed);
        let best = Some(best_of_all_sets(&Net::new(&problem), &settings));
        let solution = solve(&problem, &settings);
        assert_eq!(
            (solution.objective, solution.bound),
            (best, best),
            "seed {seed}"
        );
    }
}
