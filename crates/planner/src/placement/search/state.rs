use super::super::{Group, Settings, Solution, solution::SOLUTION_SCHEMA};
use super::flow::Flow;
use super::leads::Leads;
use super::net::Net;
use crate::Progress;

/// The plan in the making, and the best one so far.
pub(super) struct State<'a> {
    pub(super) net: &'a Net<'a>,
    pub(super) settings: &'a Settings<'a>,
    pub(super) flow: Flow<'a>,
    pub(super) leads: Leads,
    /// Proved: no plan is worth more.
    pub(super) bound: i64,
    /// Worth of the best plan; its groups are in `saved` unless the present plan is that plan.
    pub(super) best: i64,
    saved: Vec<Group>,
    saved_open: Vec<usize>,
    present_is_best: bool,
}

impl<'a> State<'a> {
    pub(super) fn new(net: &'a Net<'a>, settings: &'a Settings<'a>) -> Self {
        State {
            net,
            settings,
            flow: Flow::new(net),
            leads: Leads::new(net.problem),
            bound: i64::MAX,
            best: 0,
            saved: Vec::new(),
            saved_open: Vec::new(),
            present_is_best: true,
        }
    }

    pub(super) fn stopped(&self) -> bool {
        (self.settings.should_stop)()
    }

    /// Numbers of the open groups in ascending order.
    pub(super) fn open_groups(&self) -> Vec<usize> {
        (0..self.net.groups())
            .filter(|&g| self.flow.open[g])
            .collect()
    }

    /// Closes and opens groups; takes it back unless the plan holds and is worth at least `least`.
    pub(super) fn attempt(
        &mut self,
        close: Option<usize>,
        open: Option<usize>,
        least: i64,
    ) -> bool {
        let slot = |group: Option<usize>| group.map(|g| self.net.place(g).0);
        let (from, to) = (slot(close), slot(open));
        let mut leads = None;
        if from != to {
            let mut changed = self.leads.clone();
            if let Some(slot) = from {
                changed.remove(slot);
            }
            if !to.is_none_or(|slot| changed.add(slot)) {
                return false;
            }
            leads = Some(changed);
        }
        let before = self.flow.worth;
        if !self.change(close, open, least) {
            self.flow.undo();
            return false;
        }
        if self.flow.worth < before && self.present_is_best {
            self.flow.undo();
            self.save();
            self.change(close, open, least);
        }
        if let Some(leads) = leads {
            self.leads = leads;
        }
        self.adopt();
        true
    }

    /// Opens first: the potentials are exact for that. False, with the work half done, if the plan would
    /// not hold or be worth less than `least`.
    fn change(&mut self, close: Option<usize>, open: Option<usize>, least: i64) -> bool {
        let flow = &mut self.flow;
        // A group above the least size is worth having its members: closing it saves its cost at most.
        let saved = match close {
            None => Some(0),
            Some(group) => {
                (flow.size[group] > self.net.size[group].0).then_some(self.net.problem.group_cost)
            }
        };
        let enough = saved.map_or(i64::MIN, |saved| least - saved);
        if let Some(group) = open {
            flow.open(group, enough);
            if flow.short == 0 && flow.worth < enough {
                return false;
            }
        }
        if let Some(group) = close
            && !flow.close(group, least)
        {
            return false;
        }
        flow.short == 0 && flow.worth >= least
    }

    /// Goes back to the best plan's open groups. False if the search is to stop before that is done.
    pub(super) fn return_to_best(&mut self) -> bool {
        let open = self.saved_open.clone();
        self.present_is_best || self.become_these(&open)
    }

    /// Opens exactly these groups, which can be led; keeps the plan if it is the best so far. If not all
    /// of them can be filled, the present plan does not hold. False if the search is to stop before that is
    /// done.
    pub(super) fn become_these(&mut self, open: &[usize]) -> bool {
        if self.present_is_best {
            self.save();
            self.present_is_best = false;
        }
        for group in self.open_groups() {
            if self.stopped() {
                return false;
            }
            if open.binary_search(&group).is_err() {
                self.leads.remove(self.net.place(group).0);
                self.flow.close(group, i64::MIN);
            }
        }
        for &group in open {
            if self.stopped() {
                return false;
            }
            if !self.flow.open[group] {
                self.leads.add(self.net.place(group).0);
                self.flow.open(group, i64::MIN);
            }
        }
        if self.flow.short == 0 {
            self.adopt();
        } else {
            self.flow.keep();
        }
        true
    }

    /// No plan is worth more than `bound`.
    pub(super) fn lower(&mut self, bound: i64) {
        let bound = bound.max(self.best);
        if bound < self.bound {
            self.bound = bound;
            self.report();
        }
    }

    pub(super) fn report(&self) {
        let bound = u64::try_from(self.bound).unwrap_or(0);
        (self.settings.progress)(&Progress {
            best: self.best,
            bound,
        });
    }

    pub(super) fn solution(mut self) -> Solution {
        if self.present_is_best {
            self.save();
        }
        Solution {
            schema: SOLUTION_SCHEMA.to_owned(),
            objective: Some(self.best),
            bound: Some(self.bound.max(self.best)),
            seconds: None,
            groups: self.saved,
        }
    }

    /// The present plan stays.
    pub(super) fn adopt(&mut self) {
        self.flow.keep();
        self.present_is_best = self.flow.worth >= self.best;
        if self.flow.worth > self.best {
            self.best = self.flow.worth;
            if self.bound < i64::MAX {
                self.report();
            }
        }
    }

    fn save(&mut self) {
        let net = self.net;
        self.saved_open = self.open_groups();
        let mut members = self.flow.members();
        self.saved.clear();
        let mut leaders = Vec::new();
        for &group in &self.saved_open {
            let (slot, venue) = net.place(group);
            if self
                .saved
                .last()
                .is_none_or(|last: &Group| last.slot != slot)
            {
                leaders = self.leads.of(slot).collect();
                leaders.reverse();
            }
            let members = std::mem::take(&mut members[group]);
            self.saved.push(Group {
                slot,
                venue,
                members,
                leaders: leaders.pop().into_iter().collect(),
            });
        }
    }
}
