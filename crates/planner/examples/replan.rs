//! Times how long a plan takes to mend after one change of each kind: `replan PROBLEM.json SECONDS`,
//! the seconds being those spent on the plan before the change.

use std::time::{Duration, Instant};

use planner::placement::{self, Problem, Repair, Settings, Solution};

/// Changes of each kind.
const TIMES: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("name a balint-plan/1 problem")?;
    let seconds: f64 = arguments.next().as_deref().unwrap_or("1").parse()?;
    let problem = placement::parse(&std::fs::read(&file)?)?;
    let (began, limit) = (Instant::now(), Duration::from_secs_f64(seconds));
    let settings = Settings {
        should_stop: &|| began.elapsed() >= limit,
        effort: u64::MAX,
        ..Settings::default()
    };
    let before = placement::solve(&problem, &settings);
    println!(
        "before: objective {}, {} groups, {} placed",
        before.objective.unwrap_or(0),
        before.groups.len(),
        before.placed()
    );
    println!("change                        median ms   max ms   moved  lost  gained  violations");
    let kinds: [(&str, Change); 6] = [
        ("a resident leaves", leaves),
        ("a resident's values change", other_values),
        ("a leader leaves", leader_leaves),
        ("a venue is lost in a slot", venue_lost),
        ("a site's cap falls to half", site_refuses),
        ("a resident joins", joins),
    ];
    for (name, change) in kinds {
        measure(name, change, &problem, &before);
    }
    Ok(())
}

/// Makes the n-th change of a kind: the problem after it, and the plan before in its numbers.
type Change = fn(&mut Problem, &mut Solution, &mut Repair, usize);

fn measure(name: &str, change: Change, problem: &Problem, before: &Solution) {
    let mut times = Vec::new();
    let (mut moved, mut lost, mut gained, mut violations) = (0, 0, 0, 0);
    for turn in 0..TIMES {
        let (mut problem, mut before, mut repair) =
            (problem.clone(), before.clone(), Repair::default());
        change(&mut problem, &mut before, &mut repair, turn);
        let began = Instant::now();
        let after = placement::replan(&problem, &before, &repair, &Settings::default());
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        for change in &after.changes {
            match (change.from, change.to) {
                (Some(_), Some(_)) => moved += 1,
                (Some(_), None) => lost += 1,
                _ => gained += 1,
            }
        }
        violations += placement::check(&problem, &after.solution).violations.len();
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{name:<28} {:>10.1} {:>8.1} {:>7.1} {:>5.1} {:>7.1} {violations:>11}",
        times[TIMES / 2],
        times[TIMES - 1],
        moved as f64 / TIMES as f64,
        lost as f64 / TIMES as f64,
        gained as f64 / TIMES as f64,
    );
}

fn leaves(problem: &mut Problem, before: &mut Solution, _: &mut Repair, turn: usize) {
    let gone = turn * 31 % problem.residents.len();
    problem.residents.remove(gone);
    problem.value.remove(gone);
    *before = before.without_resident(gone);
}

fn other_values(problem: &mut Problem, _: &mut Solution, _: &mut Repair, turn: usize) {
    let who = turn * 31 % problem.residents.len();
    problem.value[who].reverse();
}

fn leader_leaves(problem: &mut Problem, before: &mut Solution, _: &mut Repair, turn: usize) {
    let led = before.groups.get(turn % before.groups.len().max(1));
    for &leader in led.iter().flat_map(|group| &group.leaders) {
        problem.facilitators[leader].slots.clear();
    }
}

fn venue_lost(_: &mut Problem, before: &mut Solution, repair: &mut Repair, turn: usize) {
    let lost = before.groups.get(turn % before.groups.len().max(1));
    repair
        .lost
        .extend(lost.map(|group| (group.slot, group.venue)));
}

fn site_refuses(problem: &mut Problem, _: &mut Solution, _: &mut Repair, turn: usize) {
    let site = turn % problem.sites.len();
    problem.sites[site].cap /= 2;
}

fn joins(problem: &mut Problem, _: &mut Solution, _: &mut Repair, turn: usize) {
    let like = turn * 31 % problem.residents.len();
    problem.residents.push(problem.residents[like].clone());
    problem.value.push(problem.value[like].clone());
}
