//! A plan by names as a plan in the planner's numbers.

use std::collections::BTreeMap;

use planner::{Group, Member, Plan};
use platform::{Error, Result};

use super::document::{Document, PlannedGroup};
use super::problem::Built;
use crate::exchange::Folder;

/// What to do with somebody or something in a plan that the facts no longer have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// Say so, and stop.
    Refuse,
    /// Go on without.
    LeaveOut,
}

/// The plan of a document in the planner's numbers.
///
/// # Errors
/// It names somebody or something that the facts do not have, and that is not to be left out.
pub(super) fn plan(
    folder: &Folder,
    built: &Built,
    document: &Document,
    missing: Missing,
) -> Result<Plan> {
    let numbers = Numbers::of(built, missing);
    let mut groups = Vec::new();
    for group in &document.groups {
        let place = group.place();
        let name = format!("{} {}, {}", place.weekday, place.start, place.venue);
        let option = built.option_at(folder, &place);
        if let Some(option) = numbers.known("the option", &name, option)? {
            groups.push(numbers.group(option, group, built.facts.policy.weeks)?);
        }
    }
    groups.sort_by_key(|group| group.option);
    let mut unplaced = Vec::new();
    for one in &document.unplaced {
        unplaced.extend(numbers.resident(&one.resident)?);
    }
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

struct Numbers<'a> {
    residents: BTreeMap<&'a str, usize>,
    facilitators: BTreeMap<&'a str, usize>,
    missing: Missing,
}

impl<'a> Numbers<'a> {
    fn of(built: &'a Built, missing: Missing) -> Self {
        let facts = &built.facts;
        let residents = facts.residents.iter().map(|one| one.reference.as_str());
        let facilitators = facts.facilitators.iter().map(|one| one.reference.as_str());
        Self {
            residents: residents.zip(0..).collect(),
            facilitators: facilitators.zip(0..).collect(),
            missing,
        }
    }

    fn known(&self, what: &str, name: &str, found: Option<usize>) -> Result<Option<usize>> {
        if found.is_some() || self.missing == Missing::LeaveOut {
            return Ok(found);
        }
        Err(Error::refused(
            "K1",
            format!("The plan names {what} \"{name}\", which the folder does not have."),
            "Check the plan against the folder it was made from.",
        ))
    }

    fn resident(&self, name: &str) -> Result<Option<usize>> {
        self.known("the resident", name, self.residents.get(name).copied())
    }

    fn group(&self, option: usize, group: &PlannedGroup, weeks: usize) -> Result<Group> {
        let mut members = Vec::new();
        for member in &group.members {
            let mut attends = member.attends.clone();
            attends.resize(weeks, false);
            let resident = self.resident(&member.resident)?;
            members.extend(resident.map(|resident| Member { resident, attends }));
        }
        members.sort_by_key(|member| member.resident);
        let mut facilitators = Vec::new();
        for name in &group.facilitators {
            let found = self.facilitators.get(name.as_str()).copied();
            facilitators.extend(self.known("the facilitator", name, found)?);
        }
        Ok(Group {
            option,
            facilitators,
            members,
        })
    }
}
