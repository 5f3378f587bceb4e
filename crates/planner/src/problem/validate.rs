use std::collections::BTreeSet;

use super::{Facts, Lock, MeetingOption, Policy, Presence, Resident};

/// Facts that have been checked: every list has the length the others expect, every number names
/// something that exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    facts: Facts,
}

/// What is wrong with the facts, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemError {
    /// A size or threshold contradicts another or lies outside its range.
    #[error("policy: {0}")]
    Policy(&'static str),
    /// A reference or label is used twice.
    #[error("{kind} \"{name}\" appears twice")]
    Duplicate {
        /// "resident", "facilitator", "option" or "site".
        kind: &'static str,
        /// The repeated name.
        name: String,
    },
    /// A list is shorter or longer than the facts demand.
    #[error("{place}: {found} entries where {expected} are needed")]
    Length {
        /// Which list, of whom.
        place: String,
        /// Entries needed.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// A number names nothing.
    #[error("{place}: number {index} names nothing, there are {count}")]
    Index {
        /// Which list, of whom.
        place: String,
        /// The number found.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// A pair joins something with itself.
    #[error("{place}: number {index} is paired with itself")]
    SelfPair {
        /// Which list.
        place: &'static str,
        /// The number found twice.
        index: usize,
    },
    /// A priority weight of 0 would make a resident worthless to the plan.
    #[error("resident \"{0}\": the priority weight must be at least 1")]
    Weight(String),
    /// A chance outside 0 to 1.
    #[error("{place}: a chance must lie between 0 and 1, found {chance}")]
    Chance {
        /// Whose, for which option and week.
        place: String,
        /// The chance found.
        chance: f64,
    },
    /// A release that counts against no cap: a missing cap means 0, so it has to be stated.
    #[error("{0}: a release must count against at least one cap")]
    ReleaseWithoutCap(String),
    /// A release that counts against a cap of another week.
    #[error("{place}: the cap \"{cap}\" belongs to another week")]
    CapWeek {
        /// Whose, for which option and week.
        place: String,
        /// Label of the cap.
        cap: String,
    },
    /// A release that counts against caps of two sites: one site lets a resident go.
    #[error("{0}: the caps belong to different sites")]
    CapSite(String),
    /// The published plan gives somebody two places.
    #[error("published: resident number {0} has two places")]
    PublishedTwice(usize),
}

impl Problem {
    /// Checks the facts once. Lists of length zero are fine: a programme without residents or
    /// facilitators has an empty plan, not an error (K6).
    pub fn new(facts: Facts) -> Result<Self, ProblemError> {
        check_policy(&facts.policy)?;
        check_names(&facts)?;
        for option in &facts.options {
            check_option(&facts, option)?;
        }
        for facilitator in &facts.facilitators {
            let place = || format!("facilitator \"{}\", available", facilitator.reference);
            check_length(place, facts.options.len(), facilitator.available.len())?;
        }
        for resident in &facts.residents {
            check_resident(&facts, resident)?;
        }
        for cell in &facts.caps {
            let place = || format!("cap \"{}\", week", cell.label);
            check_index(place, cell.week, facts.policy.weeks)?;
        }
        check_pairs(&facts)?;
        for lock in &facts.locks {
            check_lock(&facts, lock)?;
        }
        check_published(&facts)?;
        Ok(Problem { facts })
    }

    /// The facts, as they were given.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What the rota says for one resident, option and week.
    pub fn presence(&self, resident: usize, option: usize, week: usize) -> &Presence {
        &self.facts.residents[resident].choices[option].weeks[week]
    }
}

fn check_policy(policy: &Policy) -> Result<(), ProblemError> {
    let fault = if policy.weeks == 0 {
        "the run has no weeks"
    } else if policy.min_size == 0 {
        "the least size must be at least 1"
    } else if policy.min_size > policy.max_size {
        "the least size is above the most"
    } else if policy.min_weeks > policy.weeks {
        "a place needs more weeks than the run has"
    } else if !(0.0..=1.0).contains(&policy.quorum_chance) {
        "the quorum chance must lie between 0 and 1"
    } else {
        return Ok(());
    };
    Err(ProblemError::Policy(fault))
}

fn check_names(facts: &Facts) -> Result<(), ProblemError> {
    let residents = facts.residents.iter().map(|r| r.reference.as_str());
    let facilitators = facts.facilitators.iter().map(|f| f.reference.as_str());
    let options = facts.options.iter().map(|o| o.label.as_str());
    check_unique("resident", residents)?;
    check_unique("facilitator", facilitators)?;
    check_unique("option", options)
}

fn check_unique<'a>(
    kind: &'static str,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), ProblemError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            let name = name.to_owned();
            return Err(ProblemError::Duplicate { kind, name });
        }
    }
    Ok(())
}

fn check_option(facts: &Facts, option: &MeetingOption) -> Result<(), ProblemError> {
    let place = || format!("option \"{}\", room_free", option.label);
    check_length(place, facts.policy.weeks, option.room_free.len())
}

fn check_resident(facts: &Facts, resident: &Resident) -> Result<(), ProblemError> {
    if resident.weight == 0 {
        return Err(ProblemError::Weight(resident.reference.clone()));
    }
    let name = &resident.reference;
    let place = || format!("resident \"{name}\", choices");
    check_length(place, facts.options.len(), resident.choices.len())?;
    for (option, choice) in facts.options.iter().zip(&resident.choices) {
        let place = || format!("resident \"{name}\", option \"{}\", weeks", option.label);
        check_length(place, facts.policy.weeks, choice.weeks.len())?;
        for (week, presence) in choice.weeks.iter().enumerate() {
            let place = || {
                let label = &option.label;
                format!("resident \"{name}\", option \"{label}\", week {}", week + 1)
            };
            check_presence(facts, week, presence, place)?;
        }
    }
    Ok(())
}

fn check_presence(
    facts: &Facts,
    week: usize,
    presence: &Presence,
    place: impl Fn() -> String,
) -> Result<(), ProblemError> {
    let chance = presence.chance();
    if !(0.0..=1.0).contains(&chance) {
        let place = place();
        return Err(ProblemError::Chance { place, chance });
    }
    let Presence::Released { caps, .. } = presence else {
        return Ok(());
    };
    if caps.is_empty() {
        return Err(ProblemError::ReleaseWithoutCap(place()));
    }
    for &cap in caps {
        check_index(&place, cap, facts.caps.len())?;
        if facts.caps[cap].week != week {
            let cap = facts.caps[cap].label.clone();
            let place = place();
            return Err(ProblemError::CapWeek { place, cap });
        }
        if facts.caps[cap].site != facts.caps[caps[0]].site {
            return Err(ProblemError::CapSite(place()));
        }
    }
    Ok(())
}

fn check_pairs(facts: &Facts) -> Result<(), ProblemError> {
    let (residents, options) = (facts.residents.len(), facts.options.len());
    for &(facilitator, resident) in &facts.ties {
        check_index(|| "ties".into(), facilitator, facts.facilitators.len())?;
        check_index(|| "ties".into(), resident, residents)?;
    }
    for (place, pairs, count) in [
        ("overlaps", &facts.overlaps, options),
        ("exclusive", &facts.exclusive, options),
        ("keep_apart", &facts.keep_apart, residents),
    ] {
        for &(left, right) in pairs {
            check_index(|| place.into(), left, count)?;
            check_index(|| place.into(), right, count)?;
            if left == right {
                return Err(ProblemError::SelfPair { place, index: left });
            }
        }
    }
    Ok(())
}

fn check_lock(facts: &Facts, lock: &Lock) -> Result<(), ProblemError> {
    let place = || "locks".to_owned();
    if let Some(option) = lock.option() {
        check_index(place, option, facts.options.len())?;
    }
    for &resident in lock.residents() {
        check_index(place, resident, facts.residents.len())?;
    }
    for &facilitator in lock.facilitators() {
        check_index(place, facilitator, facts.facilitators.len())?;
    }
    match lock {
        Lock::Attends { week, .. } => check_index(place, *week, facts.policy.weeks),
        _ => Ok(()),
    }
}

fn check_published(facts: &Facts) -> Result<(), ProblemError> {
    let mut seen = BTreeSet::new();
    for &(resident, option) in &facts.published {
        check_index(|| "published".into(), resident, facts.residents.len())?;
        check_index(|| "published".into(), option, facts.options.len())?;
        if !seen.insert(resident) {
            return Err(ProblemError::PublishedTwice(resident));
        }
    }
    let mut seen = BTreeSet::new();
    for site in &facts.sites {
        if !seen.insert(site.number) {
            let (kind, name) = ("site", site.name.clone());
            return Err(ProblemError::Duplicate { kind, name });
        }
    }
    Ok(())
}

fn check_length(
    place: impl Fn() -> String,
    expected: usize,
    found: usize,
) -> Result<(), ProblemError> {
    if expected == found {
        return Ok(());
    }
    let place = place();
    Err(ProblemError::Length {
        place,
        expected,
        found,
    })
}

fn check_index(place: impl Fn() -> String, index: usize, count: usize) -> Result<(), ProblemError> {
    if index < count {
        return Ok(());
    }
    let place = place();
    Err(ProblemError::Index {
        place,
        index,
        count,
    })
}
