//! The locks of the facts (H10), by whom and what they bind.

use crate::{Facts, Lock};

pub(super) struct Locked {
    /// By resident: the option they must be in.
    home: Vec<Option<usize>>,
    /// By resident: weeks they must attend.
    weeks: Vec<Vec<usize>>,
    /// `(resident, option)` that must not be.
    forbidden: Vec<(usize, usize)>,
    must_open: Vec<bool>,
    closed: Vec<bool>,
    /// By option: who must lead.
    leaders: Vec<Vec<usize>>,
    most_groups: usize,
    /// Two locks contradict each other whatever the facts.
    clash: bool,
}

impl Locked {
    pub(super) fn new(facts: &Facts) -> Self {
        let (residents, options) = (facts.residents.len(), facts.options.len());
        let mut locked = Locked {
            home: vec![None; residents],
            weeks: vec![Vec::new(); residents],
            forbidden: Vec::new(),
            must_open: vec![false; options],
            closed: vec![false; options],
            leaders: vec![Vec::new(); options],
            most_groups: usize::MAX,
            clash: false,
        };
        for lock in &facts.locks {
            locked.add(lock);
        }
        let both = |option: usize| locked.must_open[option] && locked.closed[option];
        let homeless = |&(r, o): &(usize, usize)| locked.home[r] == Some(o);
        locked.clash |= (0..options).any(both)
            || locked.forbidden.iter().any(homeless)
            || locked.leaders.iter().any(|leaders| leaders.len() > 2)
            || locked.required().len() > locked.most_groups;
        locked
    }

    fn add(&mut self, lock: &Lock) {
        match lock {
            Lock::KeepGroup {
                option,
                facilitators,
                members,
            } => {
                self.must_open[*option] = true;
                for &facilitator in facilitators {
                    self.led_by(*option, facilitator);
                }
                for &resident in members {
                    self.settle(resident, *option);
                }
            }
            Lock::Closed { option } => self.closed[*option] = true,
            Lock::AtMostGroups { groups } => self.most_groups = self.most_groups.min(*groups),
            Lock::ResidentIn { resident, option } => self.settle(*resident, *option),
            Lock::ResidentNotIn { resident, option } => self.forbidden.push((*resident, *option)),
            Lock::FacilitatorIn {
                facilitator,
                option,
            } => self.led_by(*option, *facilitator),
            Lock::Attends {
                resident,
                option,
                week,
            } => {
                self.settle(*resident, *option);
                self.weeks[*resident].push(*week);
            }
        }
    }

    fn led_by(&mut self, option: usize, facilitator: usize) {
        self.must_open[option] = true;
        if !self.leaders[option].contains(&facilitator) {
            self.leaders[option].push(facilitator);
        }
    }

    fn settle(&mut self, resident: usize, option: usize) {
        self.must_open[option] = true;
        self.clash |= self.home[resident].is_some_and(|home| home != option);
        self.home[resident] = Some(option);
    }

    /// No plan can keep all locks, whatever the facts.
    pub(super) fn clash(&self) -> bool {
        self.clash
    }

    pub(super) fn allows(&self, resident: usize, option: usize) -> bool {
        self.home[resident].is_none_or(|home| home == option)
            && !self.forbidden.contains(&(resident, option))
    }

    /// Must have a place.
    pub(super) fn placed(&self, resident: usize) -> bool {
        self.home[resident].is_some()
    }

    pub(super) fn attends(&self, resident: usize, week: usize) -> bool {
        self.weeks[resident].contains(&week)
    }

    pub(super) fn closed(&self, option: usize) -> bool {
        self.closed[option]
    }

    pub(super) fn must_open(&self, option: usize) -> bool {
        self.must_open[option]
    }

    /// Options that must open, ascending.
    pub(super) fn required(&self) -> Vec<usize> {
        (0..self.must_open.len())
            .filter(|&o| self.must_open[o])
            .collect()
    }

    pub(super) fn leaders(&self, option: usize) -> &[usize] {
        &self.leaders[option]
    }

    pub(super) fn most_groups(&self) -> usize {
        self.most_groups
    }

    /// Whether these open options and placed residents keep every lock but those of weeks and leaders.
    pub(super) fn kept(&self, open: &[usize], placed: impl Fn(usize) -> bool) -> bool {
        let opened = self.required().iter().all(|option| open.contains(option));
        let placed = (0..self.home.len()).all(|r| self.home[r].is_none() || placed(r));
        opened && placed && open.len() <= self.most_groups
    }
}
