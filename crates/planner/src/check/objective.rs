use std::collections::BTreeMap;

use super::{Rule, Violation, broken};
use crate::{Level, Objective, Plan, Problem};

/// Worth of a well-formed plan, recomputed from the facts (programme 8.1).
pub fn objective(problem: &Problem, plan: &Plan) -> Objective {
    let facts = problem.facts();
    let policy = &facts.policy;
    let mut worth = Objective::default();
    for group in &plan.groups {
        for member in &group.members {
            let resident = &facts.residents[member.resident];
            worth.placed_weight += u64::from(resident.weight);
            worth.travel_minutes += u64::from(resident.choices[group.option].travel_minutes);
        }
        for week in 0..policy.weeks {
            let coming = group.members.iter().filter(|member| member.attends[week]);
            let chances: Vec<f64> = coming
                .map(|member| {
                    problem
                        .presence(member.resident, group.option, week)
                        .chance()
                })
                .collect();
            let millionths = chances.iter().map(|chance| (chance * 1e6).round() as u64);
            worth.expected_millionths += millionths.sum::<u64>();
            if reaching(&chances, policy.quorum) < policy.quorum_chance - 1e-9 {
                worth.weak_weeks += 1;
            }
        }
    }
    worth.burden_millionths = burden(problem, plan);
    worth.same_site_pairs = same_site_pairs(problem, plan);
    let given_up = |&&(resident, option): &&(usize, usize)| {
        let place = plan.place_of(resident);
        place.is_none_or(|(group, _)| group.option != option)
    };
    worth.changes = facts.published.iter().filter(given_up).count() as u64;
    worth
}

/// The objective a plan states is the one that follows from it, and its bound is not below it.
pub fn objective_as_stated(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let mut found = Vec::new();
    let worth = objective(problem, plan);
    if worth != plan.objective {
        let sentence = format!("stated {:?}, recomputed {worth:?}", plan.objective);
        found.push(broken(Rule::Form, 1, sentence));
    }
    if plan.placed_bound < worth.placed_weight {
        let (bound, placed) = (plan.placed_bound, worth.placed_weight);
        let sentence = format!("the bound {bound} is below the placed weight {placed}");
        found.push(broken(Rule::Form, 1, sentence));
    }
    if plan.optimal != (plan.proved >= Level::ALL.len()) {
        let sentence = format!("{} levels proved, optimal {}", plan.proved, plan.optimal);
        found.push(broken(Rule::Form, 1, sentence));
    }
    found
}

/// Given over share of every site with eligible residents, in millionths rounded down, worst first:
/// share = total given x eligible / total eligible (programme 7.5).
fn burden(problem: &Problem, plan: &Plan) -> Vec<u64> {
    let facts = problem.facts();
    let mut given: BTreeMap<usize, u128> = BTreeMap::new();
    for group in &plan.groups {
        for member in &group.members {
            for week in 0..facts.policy.weeks {
                let presence = problem.presence(member.resident, group.option, week);
                if let (true, Some(&cell)) = (member.attends[week], presence.caps().first()) {
                    let site = facts.caps[cell].site;
                    *given.entry(site).or_default() += u128::from(presence.release_minutes());
                }
            }
        }
    }
    let total_given: u128 = given.values().sum();
    let total_eligible: u128 = facts.sites.iter().map(|s| u128::from(s.eligible)).sum();
    let eligible = facts.sites.iter().filter(|site| site.eligible > 0);
    let mut ratios: Vec<u64> = eligible
        .map(|site| {
            let given = given.get(&site.number).copied().unwrap_or(0);
            let whole = given * total_eligible * 1_000_000;
            let share = total_given * u128::from(site.eligible);
            (whole.checked_div(share).unwrap_or(0)) as u64
        })
        .collect();
    ratios.sort_unstable_by(|a, b| b.cmp(a));
    ratios
}

fn same_site_pairs(problem: &Problem, plan: &Plan) -> u64 {
    let site = |resident: usize| problem.facts().residents[resident].site;
    let mut pairs = 0;
    for group in &plan.groups {
        for (position, one) in group.members.iter().enumerate() {
            let others = group.members[..position].iter();
            let here = site(one.resident);
            pairs += others
                .filter(|two| here.is_some() && site(two.resident) == here)
                .count();
        }
    }
    pairs as u64
}

/// Chance that at least `quorum` come, from the whole distribution: on purpose not the search's own
/// function.
fn reaching(chances: &[f64], quorum: usize) -> f64 {
    let mut exactly = vec![1.0];
    for chance in chances {
        exactly.push(0.0);
        for present in (0..exactly.len()).rev() {
            let one_more = if present > 0 {
                exactly[present - 1] * chance
            } else {
                0.0
            };
            exactly[present] = exactly[present] * (1.0 - chance) + one_more;
        }
    }
    exactly.iter().skip(quorum).sum()
}
