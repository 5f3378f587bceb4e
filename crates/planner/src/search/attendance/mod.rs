//! In which weeks members attend, once it is known who is in which group.
//!
//! More attendance never hurts: it can only help H9, the quorum and the expectation. So everybody
//! attends wherever no cap forbids it, and only *contested* weeks, where a cap has more claimants than
//! places, need a decision. A cap belongs to one week; what joins the weeks is H9 and, after the
//! expectation, the burden of the sites. A release with a chance of 0 adds nothing but burden, so it is
//! a decision too.

mod near;
mod proved;

use super::draft::Draft;
use super::table::{Aim, Table};
use crate::quorum::is_weak;

pub(super) use near::near;
pub(super) use proved::{Answer, proved};

/// Planned weeks of every member, and what they are worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Attendance {
    /// `[member][week]`; members in the order of the groups, then of each group's list.
    pub(super) weeks: Vec<Vec<bool>>,
    pub(super) weak_weeks: u64,
    pub(super) expected_millionths: u64,
    /// Minutes each site gives, in the order of the table.
    pub(super) given: Vec<u64>,
}

impl Attendance {
    /// Of nobody.
    pub(super) fn none(table: &Table<'_>) -> Self {
        Attendance {
            given: vec![0; table.sites()],
            ..Attendance::default()
        }
    }
}

/// Who claims what: the part that no decision changes.
pub(super) struct Claims<'a> {
    table: &'a Table<'a>,
    /// `(group, resident, option)` of every member.
    pub(super) seats: Vec<(usize, usize, usize)>,
    groups: usize,
    /// Attendance that no cap forbids.
    pub(super) certain: Vec<Vec<bool>>,
    /// Members who compete for a cap, by week.
    pub(super) contested: Vec<Vec<usize>>,
    /// Members who take no more weeks than they need.
    modest: Vec<bool>,
}

impl<'a> Claims<'a> {
    pub(super) fn new(table: &'a Table<'a>, drafts: &[Draft]) -> Self {
        let facts = table.facts();
        let weeks = facts.policy.weeks;
        let seats = drafts.iter().enumerate().flat_map(|(group, draft)| {
            let seat = move |&resident| (group, resident, draft.option);
            draft.members.iter().map(seat)
        });
        let seats: Vec<_> = seats.collect();
        let mut claimed = vec![0usize; facts.caps.len()];
        for &(_, resident, option) in &seats {
            for week in 0..weeks {
                for &cell in table.presence(resident, option, week).caps() {
                    claimed[cell] += 1;
                }
            }
        }
        let mut certain = vec![vec![false; weeks]; seats.len()];
        let mut contested = vec![Vec::new(); weeks];
        for (seat, &(_, resident, option)) in seats.iter().enumerate() {
            for week in 0..weeks {
                let presence = table.presence(resident, option, week);
                let over = |&cell: &usize| claimed[cell] > facts.caps[cell].cap;
                let idle = !presence.caps().is_empty() && millionths(presence.chance()) == 0;
                if table.locked.attends(resident, week) {
                    certain[seat][week] = true;
                } else if idle || presence.caps().iter().any(over) {
                    contested[week].push(seat);
                } else {
                    certain[seat][week] = presence.is_available();
                }
            }
        }
        let groups = drafts.len();
        Claims {
            table,
            modest: vec![false; seats.len()],
            seats,
            groups,
            certain,
            contested,
        }
    }

    /// Whether somebody could come.
    fn available(&self, seat: usize, week: usize) -> bool {
        let (_, resident, option) = self.seats[seat];
        self.table.presence(resident, option, week).is_available()
    }

    /// Cap cells of a seat in a week.
    pub(super) fn caps(&self, seat: usize, week: usize) -> &'a [usize] {
        let (_, resident, option) = self.seats[seat];
        self.table.presence(resident, option, week).caps()
    }

    /// How many claimants of a contested week a cell has room for, beside those who are certain.
    pub(super) fn room(&self, week: usize) -> Room {
        let mut room = Room { taken: Vec::new() };
        for seat in 0..self.seats.len() {
            if self.certain[seat][week] {
                room.take(self.caps(seat, week));
            }
        }
        room
    }

    pub(super) fn cap(&self, cell: usize) -> usize {
        self.table.facts().caps[cell].cap
    }

    /// A release nobody counts on: worth planning only where H9 needs it or the burden is fairer.
    pub(super) fn idle(&self, seat: usize, week: usize) -> bool {
        millionths(self.chance(seat, week)) == 0
    }

    /// The site that lets a seat go, and for how long.
    pub(super) fn release(&self, seat: usize, week: usize) -> Option<(usize, u64)> {
        let (_, resident, option) = self.seats[seat];
        self.table.release(resident, option, week)
    }

    /// Minutes each site gives.
    pub(super) fn given(&self, weeks: &[Vec<bool>]) -> Vec<u64> {
        let mut given = vec![0; self.table.sites()];
        for (seat, row) in weeks.iter().enumerate() {
            for week in (0..row.len()).filter(|&week| row[week]) {
                if let Some((site, minutes)) = self.release(seat, week) {
                    given[site] += minutes;
                }
            }
        }
        given
    }

    pub(super) fn ratios(&self, given: &[u64]) -> Vec<u64> {
        self.table.ratios(given)
    }

    /// Whether those who must attend can: available, and together within the caps.
    fn locks_hold(&self) -> bool {
        let weeks = self.table.facts().policy.weeks;
        let forced = |seat: usize, week: usize| {
            let (_, resident, _) = self.seats[seat];
            self.table.locked.attends(resident, week)
        };
        (0..weeks).all(|week| {
            let mut room = Room { taken: Vec::new() };
            (0..self.seats.len())
                .filter(|&seat| forced(seat, week))
                .all(|seat| {
                    let (_, resident, option) = self.seats[seat];
                    let presence = self.table.presence(resident, option, week);
                    let fits = presence.is_available() && room.fits(self, presence.caps());
                    room.take(presence.caps());
                    fits
                })
        })
    }

    pub(super) fn chance(&self, seat: usize, week: usize) -> f64 {
        let (_, resident, option) = self.seats[seat];
        self.table.presence(resident, option, week).chance()
    }

    /// Weak groups and expectation of one week in which exactly `present` seats are planned.
    pub(super) fn worth(&self, week: usize, present: impl Fn(usize) -> bool) -> (u64, u64) {
        let policy = &self.table.facts().policy;
        let mut chances = vec![Vec::new(); self.groups];
        let mut expected = 0;
        for seat in (0..self.seats.len()).filter(|&seat| present(seat)) {
            let chance = self.chance(seat, week);
            expected += millionths(chance);
            chances[self.seats[seat].0].push(chance);
        }
        let weak = |c: &&Vec<f64>| is_weak(c, policy.quorum, policy.quorum_chance);
        (chances.iter().filter(weak).count() as u64, expected)
    }

    /// The attendance with its worth, or `None` if somebody has too few weeks (H9).
    pub(super) fn finished(&self, weeks: Vec<Vec<bool>>) -> Option<Attendance> {
        let policy = &self.table.facts().policy;
        let planned = |row: &Vec<bool>| row.iter().filter(|week| **week).count();
        if weeks.iter().any(|row| planned(row) < policy.min_weeks) || !self.locks_hold() {
            return None;
        }
        let worths = (0..policy.weeks).map(|week| self.worth(week, |seat| weeks[seat][week]));
        let (weak_weeks, expected_millionths) =
            worths.fold((0, 0), |sum, worth| (sum.0 + worth.0, sum.1 + worth.1));
        Some(Attendance {
            weak_weeks,
            expected_millionths,
            given: self.given(&weeks),
            weeks,
        })
    }
}

pub(super) fn millionths(chance: f64) -> u64 {
    (chance * 1e6).round() as u64
}

/// Places taken in the cells of one week.
#[derive(Clone)]
pub(super) struct Room {
    taken: Vec<(usize, usize)>,
}

impl Room {
    pub(super) fn fits(&self, claims: &Claims<'_>, cells: &[usize]) -> bool {
        let taken = |cell: usize| {
            let entry = self.taken.iter().find(|entry| entry.0 == cell);
            entry.map_or(0, |entry| entry.1)
        };
        let needed = |cell: usize| cells.iter().filter(|other| **other == cell).count();
        cells
            .iter()
            .all(|&cell| taken(cell) + needed(cell) <= claims.cap(cell))
    }

    pub(super) fn take(&mut self, cells: &[usize]) {
        for &cell in cells {
            match self.taken.iter_mut().find(|entry| entry.0 == cell) {
                Some(entry) => entry.1 += 1,
                None => self.taken.push((cell, 1)),
            }
        }
    }
}

/// What suits the aim: as published where that is possible, otherwise good.
pub(super) fn suitable(table: &Table<'_>, drafts: &[Draft]) -> Option<Attendance> {
    let published = match table.aim {
        Aim::Best => None,
        Aim::LeastChange => near(table, drafts),
    };
    published.or_else(|| quick(table, drafts))
}

/// A good attendance, quickly; `None` if none was found, which proves nothing.
pub(super) fn quick(table: &Table<'_>, drafts: &[Draft]) -> Option<Attendance> {
    let claims = Claims::new(table, drafts);
    let likely_first = claims.finished(settle(&claims, |slack| slack <= 0));
    likely_first.or_else(|| claims.finished(settle(&claims, |_| true)))
}

/// Week by week gives contested places to the urgent with the least slack, then to the likeliest.
/// `urgent` judges the slack: weeks still possible less weeks still needed.
fn settle(claims: &Claims<'_>, urgent: impl Fn(isize) -> bool) -> Vec<Vec<bool>> {
    let least = claims.table.facts().policy.min_weeks as isize;
    let mut weeks = claims.certain.clone();
    let planned = |row: &Vec<bool>| row.iter().filter(|week| **week).count() as isize;
    let mut needed: Vec<isize> = weeks.iter().map(|row| least - planned(row)).collect();
    let mut possible = vec![0isize; weeks.len()];
    for &seat in claims.contested.iter().flatten() {
        possible[seat] += 1;
    }
    for (week, contested) in claims.contested.iter().enumerate() {
        if contested.is_empty() {
            continue;
        }
        let mut order = contested.clone();
        order.sort_by(|&a, &b| {
            let pressing = |seat: usize| {
                let slack = possible[seat] - needed[seat];
                (needed[seat] > 0 && urgent(slack)).then_some(slack)
            };
            // `None` (nothing pressing) must come last.
            let rank = |seat: usize| pressing(seat).unwrap_or(isize::MAX);
            let likelier = claims.chance(b, week).total_cmp(&claims.chance(a, week));
            rank(a).cmp(&rank(b)).then(likelier).then(a.cmp(&b))
        });
        let mut room = claims.room(week);
        for seat in order {
            possible[seat] -= 1;
            let cells = claims.caps(seat, week);
            let idle = claims.modest[seat] || claims.idle(seat, week);
            let wanted = needed[seat] > 0 || !idle;
            if wanted && room.fits(claims, cells) {
                room.take(cells);
                weeks[seat][week] = true;
                needed[seat] -= 1;
            }
        }
    }
    weeks
}
