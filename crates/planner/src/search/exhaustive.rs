//! Every way to place everybody, cut short where it cannot beat what is known.

use super::Work;
use super::attendance::{Answer, proved};
use super::draft::{Draft, Scored};
use super::staffing::{Staffing, staff};
use super::table::Table;
use crate::Objective;
use crate::quorum::is_weak;

/// Replaces `best` by the best plan there is, the first in reference order among equals. True if that
/// is proved; false if the search was stopped or an attendance had too many choices to try.
pub(super) fn search(table: &Table<'_>, best: &mut Scored, work: &Work<'_>) -> bool {
    let residents = table.facts().residents.len();
    let options = table.facts().options.len();
    let can_place = |r: usize| (0..options).any(|option| table.eligible(r, option));
    let mut to_come = vec![0; residents + 1];
    for r in (0..residents).rev() {
        let weight = if can_place(r) { table.weight(r) } else { 0 };
        to_come[r] = to_come[r + 1] + weight;
    }
    let mut tree = Tree {
        table,
        work,
        to_come,
        members: vec![Vec::new(); options],
        best,
        found_here: false,
        proved: true,
        visited: 0,
    };
    tree.place(0, 0);
    tree.proved
}

struct Tree<'a> {
    table: &'a Table<'a>,
    work: &'a Work<'a>,
    /// Weight that residents from each position on could add.
    to_come: Vec<u64>,
    /// By option.
    members: Vec<Vec<usize>>,
    best: &'a mut Scored,
    /// Whether `best` comes from this tree: then it is the first of its worth in reference order.
    found_here: bool,
    proved: bool,
    visited: u64,
}

impl Tree<'_> {
    fn place(&mut self, resident: usize, weight: u64) {
        self.visited += 1;
        if self.visited.is_multiple_of(1024) && self.work.stopped() {
            self.proved = false;
        }
        let known = self.best.objective.placed_weight;
        if !self.proved || weight + self.to_come[resident] < known || self.too_few_left(resident) {
            return;
        }
        let table = self.table;
        if resident == table.facts().residents.len() {
            self.judge();
            return;
        }
        for option in 0..self.members.len() {
            let apart = table.apart(resident);
            let full = self.members[option].len() >= table.seats(option, 1);
            let kept_apart = apart
                .iter()
                .any(|other| self.members[option].contains(other));
            if !full && !kept_apart && table.eligible(resident, option) {
                self.members[option].push(resident);
                self.place(resident + 1, weight + table.weight(resident));
                self.members[option].pop();
            }
        }
        self.place(resident + 1, weight);
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
        if rooms_clash || !self.wins(&with_everybody(table, &drafts)) {
            return;
        }
        let staffing = staff(table, &mut drafts);
        if staffing != Staffing::Found {
            self.proved &= staffing == Staffing::Impossible;
            return;
        }
        match proved(table, &drafts) {
            Answer::Impossible => {}
            Answer::Unknown => self.proved = false,
            Answer::Best(attendance) => {
                let scored = Scored::new(table, drafts, attendance);
                if self.wins(&scored.objective) {
                    if scored.objective > self.best.objective {
                        self.work.report(scored.objective);
                    }
                    *self.best = scored;
                    self.found_here = true;
                }
            }
        }
    }

    /// Better than the best; as good is enough while that comes from the heuristic.
    fn wins(&self, objective: &Objective) -> bool {
        let best = &self.best.objective;
        objective > best || objective == best && !self.found_here
    }
}

/// Worth of these groups if no cap forbade anything: never worse than with caps.
fn with_everybody(table: &Table<'_>, drafts: &[Draft]) -> Objective {
    let policy = &table.facts().policy;
    let mut objective = table.placed_and_travel(drafts);
    for draft in drafts {
        for week in 0..policy.weeks {
            let presences = draft
                .members
                .iter()
                .map(|&r| table.presence(r, draft.option, week));
            let chances: Vec<f64> = presences.map(|presence| presence.chance()).collect();
            let millionths = chances.iter().map(|chance| (chance * 1e6).round() as u64);
            objective.expected_millionths += millionths.sum::<u64>();
            let weak = is_weak(&chances, policy.quorum, policy.quorum_chance);
            objective.weak_weeks += u64::from(weak);
        }
    }
    objective
}
