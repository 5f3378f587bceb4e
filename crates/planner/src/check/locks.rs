use super::{Rule, Violation, broken};
use crate::{Group, Lock, Plan, Problem};

/// H10: locked decisions stay.
pub fn locked_decisions(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let locks = problem.facts().locks.iter();
    let found = locks.filter_map(|lock| broken_lock(problem, plan, lock));
    found
        .map(|(by, text)| broken(Rule::H10, by, format!("locked: {text}")))
        .collect()
}

fn broken_lock(problem: &Problem, plan: &Plan, lock: &Lock) -> Option<(usize, String)> {
    let facts = problem.facts();
    let label = |option: usize| &facts.options[option].label;
    let name = |resident: usize| &facts.residents[resident].reference;
    let at = |option: usize| plan.groups.iter().find(|group| group.option == option);
    let member = |resident: usize, option: usize| {
        at(option).is_some_and(|g| g.members.iter().any(|m| m.resident == resident))
    };
    match *lock {
        Lock::KeepGroup {
            option,
            ref facilitators,
            ref members,
        } => {
            let Some(group) = at(option) else {
                return Some((1, format!("{} must open", label(option))));
            };
            let missing = missing(group, facilitators, members);
            let text = format!("{} lacks {missing} of its people", label(option));
            (missing > 0).then_some((missing, text))
        }
        Lock::Closed { option } => {
            let text = format!("{} must not open", label(option));
            at(option).map(|_| (1, text))
        }
        Lock::AtMostGroups { groups } => {
            let open = plan.groups.len();
            let text = format!("{open} groups, at most {groups}");
            (open > groups).then(|| (open - groups, text))
        }
        Lock::ResidentIn { resident, option } => {
            let text = format!("{} belongs to {}", name(resident), label(option));
            (!member(resident, option)).then_some((1, text))
        }
        Lock::ResidentNotIn { resident, option } => {
            let text = format!("{} must not be in {}", name(resident), label(option));
            member(resident, option).then_some((1, text))
        }
        Lock::FacilitatorIn {
            facilitator,
            option,
        } => {
            let leads = at(option).is_some_and(|g| g.facilitators.contains(&facilitator));
            let who = &facts.facilitators[facilitator].reference;
            let text = format!("{who} leads {}", label(option));
            (!leads).then_some((1, text))
        }
        Lock::Attends {
            resident,
            option,
            week,
        } => {
            let comes = at(option).is_some_and(|group| {
                let mut members = group.members.iter();
                members.any(|m| m.resident == resident && m.attends[week])
            });
            let (who, where_) = (name(resident), label(option));
            let text = format!("{who} attends {where_} in week {}", week + 1);
            (!comes).then_some((1, text))
        }
    }
}

fn missing(group: &Group, facilitators: &[usize], members: &[usize]) -> usize {
    let not_leading = |f: &&usize| !group.facilitators.contains(f);
    let no_member = |r: &&usize| !group.members.iter().any(|m| m.resident == **r);
    facilitators.iter().filter(not_leading).count() + members.iter().filter(no_member).count()
}
