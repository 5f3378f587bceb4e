use std::collections::BTreeSet;

use super::Relaxation;
use crate::{Facilitator, Facts, MeetingOption, Problem};

/// Every change worth a thought, in order.
pub(super) fn all(problem: &Problem) -> Vec<Relaxation> {
    let facts = problem.facts();
    let slots: BTreeSet<usize> = facts.options.iter().map(|option| option.slot).collect();
    let sites: BTreeSet<usize> = facts.caps.iter().map(|cell| cell.site).collect();
    let mut changes = vec![Relaxation::Facilitator { slot: None }];
    for &slot in &slots {
        changes.push(Relaxation::Facilitator { slot: Some(slot) });
        changes.push(Relaxation::Room { slot });
        changes.extend(sites.iter().map(|&site| Relaxation::Cap { site, slot }));
    }
    let closed = (0..facts.options.len()).filter(|&option| !facts.options[option].offered);
    changes.extend(closed.map(|option| Relaxation::Offer { option }));
    changes.extend([Relaxation::MinSize, Relaxation::MaxSize]);
    changes.sort_unstable();
    changes
}

/// The problem with one change; `None` if it changes nothing.
pub(super) fn apply(problem: &Problem, relaxation: Relaxation) -> Option<Problem> {
    let binding = match relaxation {
        Relaxation::Cap { site, slot } => binding_cells(problem.facts(), site, slot),
        _ => Vec::new(),
    };
    if matches!(relaxation, Relaxation::Cap { .. }) && binding.is_empty() {
        return None;
    }
    let mut facts = problem.facts().clone();
    match relaxation {
        Relaxation::Facilitator { slot } => add_facilitator(&mut facts, slot),
        Relaxation::Cap { .. } => {
            for cell in binding {
                facts.caps[cell].cap += 1;
            }
        }
        Relaxation::Room { slot } => add_room(&mut facts, slot)?,
        Relaxation::Offer { option } => facts.options[option].offered = true,
        Relaxation::MinSize => {
            facts.policy.min_size = facts.policy.min_size.checked_sub(1).filter(|s| *s > 0)?;
        }
        Relaxation::MaxSize => facts.policy.max_size += 1,
    }
    Some(Problem::new(facts).expect("a relaxed problem is as valid"))
}

/// Cells of a site that releases for a slot count against and that more residents could claim than
/// the cap allows.
fn binding_cells(facts: &Facts, site: usize, slot: usize) -> Vec<usize> {
    let mut touched = vec![false; facts.caps.len()];
    let mut claims = vec![0usize; facts.caps.len()];
    for resident in &facts.residents {
        let mut claimed: BTreeSet<usize> = BTreeSet::new();
        for (option, choice) in facts.options.iter().zip(&resident.choices) {
            for &cell in choice.weeks.iter().flat_map(|presence| presence.caps()) {
                touched[cell] |= option.slot == slot;
                claimed.insert(cell);
            }
        }
        for cell in claimed {
            claims[cell] += 1;
        }
    }
    let cells = 0..facts.caps.len();
    cells
        .filter(|&cell| facts.caps[cell].site == site && touched[cell])
        .filter(|&cell| claims[cell] > facts.caps[cell].cap)
        .collect()
}

fn add_facilitator(facts: &mut Facts, slot: Option<usize>) {
    let taken: Vec<&str> = facts
        .facilitators
        .iter()
        .map(|f| f.reference.as_str())
        .collect();
    let options = facts.options.iter();
    let available = options.map(|option| slot.is_none_or(|slot| option.slot == slot));
    let new = Facilitator {
        reference: unused("~ one more facilitator", &taken),
        experienced: true,
        supervised: true,
        psychodynamic: false,
        same_profession: false,
        max_groups: 1,
        available: available.collect(),
    };
    facts.facilitators.push(new);
}

/// A copy of the slot's first option in a room of its own.
fn add_room(facts: &mut Facts, slot: usize) -> Option<()> {
    let here = (0..facts.options.len()).filter(|&o| facts.options[o].slot == slot);
    let here: Vec<usize> = here.filter(|&o| facts.options[o].offered).collect();
    let source = *here.iter().min_by_key(|&&o| &facts.options[o].label)?;
    let largest = here.iter().map(|&o| facts.options[o].capacity).max()?;
    let taken: Vec<&str> = facts.options.iter().map(|o| o.label.as_str()).collect();
    let new = MeetingOption {
        label: unused("~ one more room", &taken),
        capacity: largest,
        room_free: vec![true; facts.policy.weeks],
        venue: usize::MAX,
        ..facts.options[source].clone()
    };
    let number = facts.options.len();
    facts.options.push(new);
    for resident in &mut facts.residents {
        let mut choice = resident.choices[source].clone();
        choice.venue_allowed = true;
        resident.choices.push(choice);
    }
    for facilitator in &mut facts.facilitators {
        let free = facilitator.available[source];
        facilitator.available.push(free);
    }
    let pairs = facts
        .overlaps
        .iter()
        .filter_map(|&(one, two)| match source {
            s if s == one => Some((two, number)),
            s if s == two => Some((one, number)),
            _ => None,
        });
    let mut pairs: Vec<(usize, usize)> = pairs.collect();
    pairs.extend(here.iter().map(|&option| (option, number)));
    facts.overlaps.extend(pairs);
    Some(())
}

fn unused(name: &str, taken: &[&str]) -> String {
    let mut name = name.to_owned();
    while taken.contains(&name.as_str()) {
        name.push('+');
    }
    name
}
