//! Every way to place everybody, cut short where it cannot beat what is known.

use super::attendance::{Answer, millionths, proved};
use super::draft::{Draft, Scored, Worth};
use super::staffing::{Staffing, staff};
use super::table::Table;
use super::{Wants, Work};
use crate::quorum::is_weak;

/// Replaces `best` by the best plan there is, the first in reference order among equals. True if that
/// is proved; false if the search was stopped or an attendance had too many choices to try.
pub(super) fn search(table: &Table<'_>, best: &mut Option<Scored>, work: &Work<'_>) -> bool {
    let residents = table.facts().residents.len();
    let options = table.facts().options.len();
    let can_place = |r: usize| (0..options).any(|option| table.eligible(r, option));
    let mut to_come = vec![0; residents + 1];
    for r in (0..residents).rev() {
        let weight = if can_place(r) { table.weight(r) } else { 0 };
        to_come[r] = to_come[r + 1] + weight;
    }
    let known = best.is_some();
    let mut tree = Tree {
        table,
        work,
        to_come,
        members: vec![Vec::new(); options],
        best,
        found_here: work.wants != Wants::Best && known,
        proved: true,
        visited: 0,
    };
    tree.place(0, 0, (0, 0));
    tree.proved
}

struct Tree<'a> {
    table: &'a Table<'a>,
    work: &'a Work<'a>,
    /// Weight that residents from each position on could add.
    to_come: Vec<u64>,
    /// By option.
    members: Vec<Vec<usize>>,
    best: &'a mut Option<Scored>,
    /// Whether `best` comes from this tree: then it is the first of its worth in reference order. Or
    /// it is known and to be kept unless there is a better one.
    found_here: bool,
    proved: bool,
    visited: u64,
}

impl Tree<'_> {
    /// `weight` is placed and `given_up` of the published places so far.
    fn place(&mut self, resident: usize, weight: u64, given_up: (u64, u64)) {
        self.visited += 1;
        if self.visited.is_multiple_of(64) && self.work.stopped() {
            self.proved = false;
        }
        if !self.proved || self.beaten(resident, weight, given_up) || self.too_few_left(resident) {
            return;
        }
        let table = self.table;
        if resident == table.facts().residents.len() {
            self.judge();
            return;
        }
        let with = |option| {
            let (freed, changes) = table.given_up(resident, option);
            (given_up.0 + freed, given_up.1 + changes)
        };
        for option in 0..self.members.len() {
            let apart = table.apart(resident);
            let full = self.members[option].len() >= table.seats(option, 1);
            let kept_apart = apart
                .iter()
                .any(|other| self.members[option].contains(other));
            if !full && !kept_apart && table.eligible(resident, option) {
                self.members[option].push(resident);
                let weight = weight + table.weight(resident);
                self.place(resident + 1, weight, with(Some(option)));
                self.members[option].pop();
            }
        }
        if !table.locked.placed(resident) {
            self.place(resident + 1, weight, with(None));
        }
    }

    fn beaten(&self, resident: usize, weight: u64, given_up: (u64, u64)) -> bool {
        self.best.as_ref().is_some_and(|best| {
            let known = &best.worth;
            let reachable = weight + self.to_come[resident];
            let placed = known.objective.placed_weight;
            let more = self.work.wants == Wants::MorePlaced;
            given_up > known.given_up
                || given_up == known.given_up && reachable < placed + u64::from(more)
        })
    }

    /// The groups that have begun lack more members than there are residents left.
    fn too_few_left(&self, resident: usize) -> bool {
        let least = self.table.facts().policy.min_size;
        let begun = self.members.iter().filter(|members| !members.is_empty());
        let lacking: usize = begun.map(|m| least.saturating_sub(m.len())).sum();
        lacking > self.table.facts().residents.len() - resident
    }

    fn judge(&mut self) {
        let members = self.members.iter().enumerate();
        let open = members.filter(|(_, members)| !members.is_empty());
        let mut drafts: Vec<Draft> = open
            .map(|(option, members)| Draft {
                option,
                team: Vec::new(),
                members: members.clone(),
            })
            .collect();
        let table = self.table;
        let rooms_clash = drafts.iter().any(|one| {
            drafts
                .iter()
                .any(|two| table.exclude(one.option, two.option))
        });
        let open: Vec<usize> = drafts.iter().map(|draft| draft.option).collect();
        let kept = table.locked.kept(&open, |_| true);
        if rooms_clash || !kept || !self.wins(&with_everybody(table, &drafts)) {
            return;
        }
        let staffing = staff(table, &mut drafts);
        if staffing != Staffing::Found {
            self.proved &= staffing == Staffing::Impossible;
            return;
        }
        if self.work.stopped() {
            self.proved = false;
            return;
        }
        match proved(table, &drafts) {
            Answer::Impossible => {}
            Answer::Unknown => self.proved = false,
            Answer::Best(attendance) => {
                let scored = Scored::new(table, drafts, attendance);
                if self.wins(&scored.worth) {
                    self.work.found(self.best.as_ref(), &scored);
                    *self.best = Some(scored);
                    self.found_here = true;
                }
            }
        }
    }

    /// Better than the best; as good is enough while that comes from the heuristic.
    fn wins(&self, worth: &Worth) -> bool {
        self.best
            .as_ref()
            .is_none_or(|best| *worth > best.worth || *worth == best.worth && !self.found_here)
    }
}

/// Worth of these groups if no cap forbade anything and no site gave anything: never worse than it is.
fn with_everybody(table: &Table<'_>, drafts: &[Draft]) -> Worth {
    let policy = &table.facts().policy;
    let mut worth = table.worth_of_places(drafts);
    let objective = &mut worth.objective;
    objective.burden_millionths = table.ratios(&vec![0; table.sites()]);
    for draft in drafts {
        for week in 0..policy.weeks {
            let presences = draft
                .members
                .iter()
                .map(|&r| table.presence(r, draft.option, week));
            let chances: Vec<f64> = presences.map(|presence| presence.chance()).collect();
            let expected = chances.iter().map(|chance| millionths(*chance));
            objective.expected_millionths += expected.sum::<u64>();
            let weak = is_weak(&chances, policy.quorum, policy.quorum_chance);
            objective.weak_weeks += u64::from(weak);
        }
    }
    worth
}
