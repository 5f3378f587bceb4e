use super::{Rule, Violation, broken};
use crate::{Objective, Plan, Problem};

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
    found
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
