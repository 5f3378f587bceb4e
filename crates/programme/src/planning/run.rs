//! Running the planner on a folder, and checking a plan against one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use planner::{Group, Member, Plan, Problem, Settings, Violation};
use platform::{Error, Result};

use super::document::{
    Document, PlannedGroup, PlannedMember, Reason, SCHEMA, Unplaced, UnusedOption,
};
use super::problem::{Built, build, checked};
use crate::columns::{time_text, weekday_word};
use crate::exchange::Folder;

/// Plans a folder as its facts are seen at `as_of`.
///
/// # Errors
/// The facts contradict each other in a way that reading them did not find.
pub fn solve(folder: &Folder, as_of: Timestamp, settings: &Settings<'_>) -> Result<Document> {
    let built = build(folder, as_of)?;
    let problem = checked(built.facts.clone())?;
    let plan = planner::solve(&problem, settings);
    Ok(document(folder, &built, &problem, &plan, settings.seed))
}

/// What the checker says to a plan.
#[derive(Debug)]
pub struct Checked {
    /// Every rule that is broken, with where.
    pub violations: Vec<Violation>,
    /// The worth of the plan as the checker counts it; none for a plan too broken to be counted.
    pub objective: Option<planner::Objective>,
}

/// Checks a plan against the facts, without the search.
///
/// # Errors
/// The plan names somebody or something that the folder does not have.
pub fn check(folder: &Folder, as_of: Timestamp, document: &Document) -> Result<Checked> {
    let built = build(folder, as_of)?;
    let plan = plan(folder, &built, document)?;
    let problem = checked(built.facts)?;
    let well_formed = planner::check::well_formed(&problem, &plan).is_empty();
    Ok(Checked {
        violations: planner::check(&problem, &plan),
        objective: well_formed.then(|| planner::check::objective(&problem, &plan)),
    })
}

fn document(folder: &Folder, built: &Built, problem: &Problem, plan: &Plan, seed: u64) -> Document {
    let facts = problem.facts();
    let mut in_order: Vec<&Group> = plan.groups.iter().collect();
    in_order.sort_by_key(|group| {
        let (slot, venue) = built.options[group.option];
        let when = &folder.slots[slot];
        let room = &folder.venues[venue].code;
        (when.weekday.to_monday_zero_offset(), when.start, room)
    });
    let mut groups: Vec<PlannedGroup> = in_order
        .into_iter()
        .map(|group| planned_group(folder, built, problem, group))
        .collect();
    for (number, group) in (1..).zip(&mut groups) {
        group.number = number;
    }
    let unplaced = plan
        .unplaced
        .iter()
        .map(|&resident| unplaced(problem, plan, resident))
        .collect();
    Document {
        schema: SCHEMA.into(),
        version: env!("CARGO_PKG_VERSION").into(),
        seed,
        objective: plan.objective.clone(),
        placed_bound: plan.placed_bound,
        proved: plan.proved,
        optimal: plan.optimal,
        residents: facts.residents.len(),
        weeks: facts.policy.weeks,
        min_weeks: facts.policy.min_weeks,
        quorum: facts.policy.quorum,
        groups,
        unplaced,
        unused: unused(folder, built, problem, plan),
    }
}

fn planned_group(folder: &Folder, built: &Built, problem: &Problem, group: &Group) -> PlannedGroup {
    let facts = problem.facts();
    let (slot, venue) = built.options[group.option];
    let (when, room) = (&folder.slots[slot], &folder.venues[venue]);
    let sessions = built.sessions[slot].clone();
    let chances = (0..sessions.len())
        .map(|week| {
            let chances: Vec<f64> = group
                .members
                .iter()
                .filter(|member| member.attends[week])
                .map(|member| {
                    problem
                        .presence(member.resident, group.option, week)
                        .chance()
                })
                .collect();
            // Six decimals, so that the file is the same on every machine.
            (planner::quorum::chance_of_quorum(&chances, facts.policy.quorum) * 1e6).round() / 1e6
        })
        .collect();
    let seats = (room.capacity as usize).saturating_sub(group.facilitators.len());
    PlannedGroup {
        number: 0,
        weekday: weekday_word(when.weekday).into(),
        start: time_text(when.start),
        minutes: when.minutes,
        venue: room.code.clone(),
        facilitators: group
            .facilitators
            .iter()
            .map(|&one| facts.facilitators[one].reference.clone())
            .collect(),
        seats: seats.min(facts.policy.max_size),
        members: group
            .members
            .iter()
            .map(|member| PlannedMember {
                resident: facts.residents[member.resident].reference.clone(),
                attends: member.attends[..sessions.len()].to_vec(),
            })
            .collect(),
        sessions,
        chances,
    }
}

fn unplaced(problem: &Problem, plan: &Plan, resident: usize) -> Unplaced {
    let why = planner::why_not(problem, plan, resident);
    let weeks_free = |option: usize| {
        let choice = &problem.facts().residents[resident].choices[option];
        choice
            .weeks
            .iter()
            .filter(|week| week.is_available())
            .count()
    };
    let best = why
        .iter()
        .max_by_key(|reason| (weeks_free(reason.option), std::cmp::Reverse(reason.option)));
    Unplaced {
        resident: problem.facts().residents[resident].reference.clone(),
        best: best.map_or_else(
            || "No time and room is offered yet".to_owned(),
            |reason| reason.sentence.clone(),
        ),
        reasons: why
            .iter()
            .map(|reason| Reason {
                rule: reason.rule.map(|rule| format!("{rule:?}")),
                sentence: reason.sentence.clone(),
            })
            .collect(),
    }
}

fn unused(folder: &Folder, built: &Built, problem: &Problem, plan: &Plan) -> Vec<UnusedOption> {
    let facts = problem.facts();
    (0..built.options.len())
        .filter(|option| plan.groups.iter().all(|group| group.option != *option))
        .map(|option| {
            let (slot, venue) = built.options[option];
            let (when, room) = (&folder.slots[slot], &folder.venues[venue]);
            let could_come = facts
                .residents
                .iter()
                .map(|resident| &resident.choices[option])
                .filter(|choice| choice.venue_allowed)
                .filter(|choice| {
                    let free = choice.weeks.iter().filter(|week| week.is_available());
                    free.count() >= facts.policy.min_weeks
                })
                .count();
            UnusedOption {
                weekday: weekday_word(when.weekday).into(),
                label: format!("{}, {}", time_text(when.start), room.name),
                could_come,
            }
        })
        .collect()
}

/// The plan of a document in the planner's numbers.
fn plan(folder: &Folder, built: &Built, document: &Document) -> Result<Plan> {
    let facts = &built.facts;
    let residents: BTreeMap<&str, usize> = facts
        .residents
        .iter()
        .enumerate()
        .map(|(number, one)| (one.reference.as_str(), number))
        .collect();
    let facilitators: BTreeMap<&str, usize> = facts
        .facilitators
        .iter()
        .enumerate()
        .map(|(number, one)| (one.reference.as_str(), number))
        .collect();
    let missing = |what: &str, name: &str| {
        Error::refused(
            "K1",
            format!("The plan names {what} \"{name}\", which the folder does not have."),
            "Check the plan against the folder it was made from.",
        )
    };
    let mut groups = Vec::new();
    for group in &document.groups {
        let option = (0..built.options.len())
            .find(|&option| {
                let (slot, venue) = built.options[option];
                weekday_word(folder.slots[slot].weekday) == group.weekday
                    && time_text(folder.slots[slot].start) == group.start
                    && folder.venues[venue].code == group.venue
            })
            .ok_or_else(|| {
                let name = format!("{} {}, {}", group.weekday, group.start, group.venue);
                missing("the option", &name)
            })?;
        let mut members = group
            .members
            .iter()
            .map(|member| {
                let resident = residents.get(member.resident.as_str());
                let mut attends = member.attends.clone();
                attends.resize(facts.policy.weeks, false);
                Ok(Member {
                    resident: *resident.ok_or_else(|| missing("the resident", &member.resident))?,
                    attends,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        members.sort_by_key(|member| member.resident);
        let leaders = group
            .facilitators
            .iter()
            .map(|one| {
                let found = facilitators.get(one.as_str());
                found
                    .copied()
                    .ok_or_else(|| missing("the facilitator", one))
            })
            .collect::<Result<Vec<_>>>()?;
        groups.push(Group {
            option,
            facilitators: leaders,
            members,
        });
    }
    groups.sort_by_key(|group| group.option);
    let unplaced = document
        .unplaced
        .iter()
        .map(|one| {
            let found = residents.get(one.resident.as_str());
            found
                .copied()
                .ok_or_else(|| missing("the resident", &one.resident))
        })
        .collect::<Result<Vec<_>>>()?;
    let mut unplaced = unplaced;
    unplaced.sort_unstable();
    Ok(Plan {
        groups,
        unplaced,
        objective: document.objective.clone(),
        placed_bound: document.placed_bound,
        proved: document.proved,
        optimal: document.optimal,
        contradiction: Vec::new(),
    })
}
