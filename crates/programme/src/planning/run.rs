//! Running the planner on a folder, and checking a plan against one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use planner::{Approval, Facts, Group, Lock, Plan, Problem, Settings, Violation};
use platform::{Error, Result};

use super::document::{
    Document, PlannedGroup, PlannedMember, Reason, SCHEMA, Unplaced, UnusedOption,
};
use super::numbers::{Missing, plan};
use super::problem::{Built, build, checked, eligible};
use super::reasons::Reasons;
use super::wishes::Wishes;
use crate::columns::{time_text, weekday_word};
use crate::exchange::Folder;
use crate::wording::count;

/// What is asked of a plan beside the facts.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// What was decided beforehand.
    pub wishes: Wishes,
    /// The plan that holds, if one does: where nothing else speaks for it, less of it is changed.
    pub published: Option<Document>,
    /// Whether to look for reasons too: where else, what would mend a weak session, what would place more.
    pub with_reasons: bool,
}

/// An approved release: whose, and in which week of the run from 0.
pub type Approved = (String, usize);

/// Plans a folder as its facts are seen at `as_of`.
///
/// # Errors
/// The facts contradict each other in a way that reading them did not find.
pub fn solve(
    folder: &Folder,
    as_of: Timestamp,
    ask: &Ask,
    settings: &Settings<'_>,
) -> Result<Document> {
    let asked = Asked::of(folder, as_of, ask)?;
    let plan = planner::solve(&asked.problem, settings);
    Ok(asked.document(folder, ask, &plan, settings))
}

/// Plans anew with as little moved as can be (programme 8.4): what is locked stays, then what is approved, then places.
///
/// # Errors
/// As [`solve`], or there is no plan to begin from.
pub fn mend(
    folder: &Folder,
    as_of: Timestamp,
    ask: &Ask,
    approved: &[Approved],
    settings: &Settings<'_>,
) -> Result<Document> {
    let published = ask.published.as_ref().ok_or(Error::NotFound)?;
    let asked = Asked::of(folder, as_of, ask)?;
    let facts = asked.problem.facts();
    let before = plan(folder, &asked.built, published, Missing::LeaveOut)?;
    let approved: Vec<Approval> = approved
        .iter()
        .filter_map(|(resident, week)| {
            let residents = &facts.residents;
            let resident = residents
                .iter()
                .position(|one| one.reference == *resident)?;
            Some(Approval {
                resident,
                week: *week,
            })
        })
        .collect();
    let mended = planner::replan(&asked.problem, &before, &approved, settings);
    Ok(asked.document(folder, ask, &mended.plan, settings))
}

/// Why a resident has the place that a plan gives them, in words (programme 8.3, Y2); people by reference. None for
/// somebody without a place.
///
/// # Errors
/// As [`check`].
pub fn why_here(
    folder: &Folder,
    as_of: Timestamp,
    document: &Document,
    resident: &str,
    settings: &Settings<'_>,
) -> Result<Option<String>> {
    let ask = Ask {
        wishes: document.wishes.clone(),
        ..Ask::default()
    };
    let asked = Asked::of(folder, as_of, &ask)?;
    let plan = plan(folder, &asked.built, document, Missing::LeaveOut)?;
    let residents = &asked.problem.facts().residents;
    let Some(resident) = residents.iter().position(|one| one.reference == resident) else {
        return Ok(None);
    };
    let why = planner::why_here(&asked.problem, &plan, resident, settings);
    Ok(why.map(|why| why.sentence))
}

/// The problem that is asked.
struct Asked {
    built: Built,
    problem: Problem,
    /// For each lock of the planner which wish it is.
    which: Vec<Option<usize>>,
}

impl Asked {
    fn of(folder: &Folder, as_of: Timestamp, ask: &Ask) -> Result<Self> {
        let mut built = build(folder, as_of)?;
        let which = ask.wishes.put_into(folder, &mut built);
        let held = ask.published.as_ref().map(Document::places);
        built.facts.published = held
            .iter()
            .flatten()
            .filter_map(|one| built.held(folder, one))
            .collect();
        Ok(Self {
            problem: checked(built.facts.clone())?,
            built,
            which,
        })
    }

    fn document(
        &self,
        folder: &Folder,
        ask: &Ask,
        plan: &Plan,
        settings: &Settings<'_>,
    ) -> Document {
        let mut document = document(folder, &self.built, &self.problem, plan, settings.seed);
        document.wishes = ask.wishes.clone();
        document.held = ask
            .published
            .as_ref()
            .map(Document::places)
            .unwrap_or_default();
        document.contradiction = plan
            .contradiction
            .iter()
            .filter_map(|lock| {
                let lock = self.problem.facts().locks.get(*lock)?;
                Some(lock_words(self.problem.facts(), lock))
            })
            .collect();
        document.contradicting = plan
            .contradiction
            .iter()
            .filter_map(|lock| *self.which.get(*lock)?)
            .collect();
        let sites = folder.sites.iter().map(|site| site.code.clone());
        document.eligible = sites.zip(eligible(folder)).collect();
        if ask.with_reasons {
            let reasons = Reasons {
                folder,
                built: &self.built,
                problem: &self.problem,
                plan,
                settings,
            };
            reasons.add_to(&mut document);
        }
        document
    }
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
    let mut built = build(folder, as_of)?;
    let plan = plan(folder, &built, document, Missing::Refuse)?;
    document.wishes.put_into(folder, &mut built);
    let held = document
        .held
        .iter()
        .filter_map(|one| built.held(folder, one));
    built.facts.published = held.collect();
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
        wishes: Wishes::default(),
        held: Vec::new(),
        eligible: BTreeMap::new(),
        contradiction: Vec::new(),
        contradicting: Vec::new(),
        gains: Vec::new(),
    }
}

fn planned_group(folder: &Folder, built: &Built, problem: &Problem, group: &Group) -> PlannedGroup {
    let facts = problem.facts();
    let (slot, venue) = built.options[group.option];
    let (when, room) = (&folder.slots[slot], &folder.venues[venue]);
    let sessions = built.sessions[slot].clone();
    // Six decimals, so that the file is the same on every machine.
    let rounded = |number: f64| (number * 1e6).round() / 1e6;
    let coming: Vec<Vec<f64>> = (0..sessions.len())
        .map(|week| {
            let members = group.members.iter().filter(|member| member.attends[week]);
            let chance = |member: &planner::Member| {
                let presence = problem.presence(member.resident, group.option, week);
                presence.chance()
            };
            members.map(chance).collect()
        })
        .collect();
    let quorum = |chances: &Vec<f64>| {
        rounded(planner::quorum::chance_of_quorum(
            chances,
            facts.policy.quorum,
        ))
    };
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
        chances: coming.iter().map(quorum).collect(),
        expected: coming
            .iter()
            .map(|chances| rounded(chances.iter().sum()))
            .collect(),
        moves: Vec::new(),
        weak: Vec::new(),
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

/// A lock in words.
fn lock_words(facts: &Facts, lock: &Lock) -> String {
    let at = |option: usize| &facts.options[option].label;
    match lock {
        Lock::KeepGroup { option, .. } => format!("A group meets {}", at(*option)),
        Lock::Closed { option } => format!("No group meets {}", at(*option)),
        Lock::AtMostGroups { groups } => format!("At most {}", count(*groups, "group", "groups")),
        Lock::ResidentIn { option, .. } => format!("Somebody has a place {}", at(*option)),
        Lock::ResidentNotIn { option, .. } => format!("Somebody has no place {}", at(*option)),
        Lock::FacilitatorIn { option, .. } => format!("Somebody leads {}", at(*option)),
        Lock::Attends { option, week, .. } => {
            format!("Somebody comes {} in week {}", at(*option), week + 1)
        }
    }
}
