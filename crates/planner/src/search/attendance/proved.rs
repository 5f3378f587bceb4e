//! The best attendance, by trying every maximal choice in every contested week.

use std::cmp::Reverse;

use super::{Attendance, Claims, Room};
use crate::search::draft::Draft;
use crate::search::table::Table;

/// Most claimants of one week, and most steps over the weeks, before the proof is given up.
const CLAIMANTS_LIMIT: usize = 14;
const STEPS_LIMIT: usize = 20_000;

/// What the trial of all choices says.
pub(in crate::search) enum Answer {
    /// The best attendance there is.
    Best(Attendance),
    /// No attendance keeps caps and H9.
    Impossible,
    /// Too many choices to try.
    Unknown,
}

/// The best attendance for these groups: fewest weak weeks, then most expected, then fairest.
pub(in crate::search) fn proved(table: &Table<'_>, drafts: &[Draft]) -> Answer {
    let claims = Claims::new(table, drafts);
    if claims
        .contested
        .iter()
        .any(|week| week.len() > CLAIMANTS_LIMIT)
    {
        return Answer::Unknown;
    }
    let mut trial = Trial::new(&claims);
    trial.week(0, (0, 0));
    match trial.best {
        _ if trial.steps > STEPS_LIMIT => Answer::Unknown,
        None => Answer::Impossible,
        Some((_, _, weeks)) => match claims.finished(weeks) {
            Some(attendance) => Answer::Best(attendance),
            None => Answer::Impossible,
        },
    }
}

/// Weak groups, and expectation with the larger first.
type Worth = (u64, Reverse<u64>);

struct Choice {
    weak: u64,
    expected: u64,
    seats: Vec<usize>,
}

struct Trial<'a> {
    claims: &'a Claims<'a>,
    /// For each contested week its choices, best first.
    choices: Vec<(usize, Vec<Choice>)>,
    /// Best possible sum over the weeks from each position on.
    rest: Vec<(u64, u64)>,
    weeks: Vec<Vec<bool>>,
    needed: Vec<isize>,
    /// Contested weeks each seat still has ahead.
    ahead: Vec<isize>,
    /// Minutes each site gives so far.
    given: Vec<u64>,
    /// Worth, burden and weeks.
    best: Option<(Worth, Vec<u64>, Vec<Vec<bool>>)>,
    steps: usize,
}

impl<'a> Trial<'a> {
    fn new(claims: &'a Claims<'a>) -> Self {
        let least = claims.table.facts().policy.min_weeks as isize;
        let planned = |row: &Vec<bool>| row.iter().filter(|week| **week).count() as isize;
        let contested = claims.contested.iter().enumerate();
        let contested = contested.filter(|(_, seats)| !seats.is_empty());
        let choices: Vec<_> = contested
            .map(|(week, _)| (week, maximal_choices(claims, week)))
            .collect();
        let mut rest = vec![(0, 0); choices.len() + 1];
        for position in (0..choices.len()).rev() {
            let best = &choices[position].1[0];
            let (weak, expected) = rest[position + 1];
            rest[position] = (weak + best.weak, expected + best.expected);
        }
        let mut ahead = vec![0; claims.seats.len()];
        for &seat in claims.contested.iter().flatten() {
            ahead[seat] += 1;
        }
        Trial {
            claims,
            choices,
            rest,
            weeks: claims.certain.clone(),
            needed: claims
                .certain
                .iter()
                .map(|row| least - planned(row))
                .collect(),
            ahead,
            given: claims.given(&claims.certain),
            best: None,
            steps: 0,
        }
    }

    fn week(&mut self, position: usize, so_far: (u64, u64)) {
        self.steps += 1;
        let (weak, expected) = self.rest[position];
        let reachable = (so_far.0 + weak, Reverse(so_far.1 + expected));
        let too_few = (0..self.ahead.len()).any(|seat| self.needed[seat] > self.ahead[seat]);
        if self.beaten(reachable) || too_few || self.steps > STEPS_LIMIT {
            return;
        }
        if position == self.choices.len() {
            let burden = self.claims.ratios(&self.given);
            let better =
                |(worth, known, _): &(Worth, Vec<u64>, _)| (reachable, &burden) < (*worth, known);
            if self.best.as_ref().is_none_or(better) {
                self.best = Some((reachable, burden, self.weeks.clone()));
            }
            return;
        }
        let week = self.choices[position].0;
        let claims = self.claims;
        for &seat in &claims.contested[week] {
            self.ahead[seat] -= 1;
        }
        for index in 0..self.choices[position].1.len() {
            let choice = &self.choices[position].1[index];
            let sum = (so_far.0 + choice.weak, so_far.1 + choice.expected);
            let seats = choice.seats.clone();
            for &seat in &seats {
                self.weeks[seat][week] = true;
                self.needed[seat] -= 1;
                self.give(seat, week, true);
            }
            self.week(position + 1, sum);
            for &seat in &seats {
                self.weeks[seat][week] = false;
                self.needed[seat] += 1;
                self.give(seat, week, false);
            }
        }
        for &seat in &claims.contested[week] {
            self.ahead[seat] += 1;
        }
    }

    /// Nothing below can be better than what is known; equal worth may still be fairer.
    fn beaten(&self, reachable: Worth) -> bool {
        self.best.as_ref().is_some_and(|(worth, burden, _)| {
            let settled = burden.iter().all(|ratio| *ratio == 0);
            reachable > *worth || reachable == *worth && settled
        })
    }

    fn give(&mut self, seat: usize, week: usize, takes: bool) {
        if let Some((site, minutes)) = self.claims.release(seat, week) {
            let given = self.given[site];
            self.given[site] = if takes {
                given + minutes
            } else {
                given - minutes
            };
        }
    }
}

/// Every set of claimants that fits under the caps and that nobody could be added to with profit, best
/// first.
fn maximal_choices(claims: &Claims<'_>, week: usize) -> Vec<Choice> {
    let mut sets = Vec::new();
    extend(
        claims,
        week,
        0,
        &claims.room(week),
        &mut Vec::new(),
        &mut sets,
    );
    let price = |seats: Vec<usize>| {
        let present = |seat: usize| claims.certain[seat][week] || seats.contains(&seat);
        let (weak, expected) = claims.worth(week, present);
        Choice {
            weak,
            expected,
            seats,
        }
    };
    let mut choices: Vec<Choice> = sets.into_iter().map(price).collect();
    choices.sort_by_key(|choice| (choice.weak, Reverse(choice.expected)));
    choices
}

fn extend(
    claims: &Claims<'_>,
    week: usize,
    next: usize,
    room: &Room,
    taken: &mut Vec<usize>,
    sets: &mut Vec<Vec<usize>>,
) {
    let claimants = &claims.contested[week];
    if next == claimants.len() {
        let useful = |seat: &&usize| !taken.contains(*seat) && !claims.idle(**seat, week);
        let left = claimants.iter().filter(useful);
        if !left
            .into_iter()
            .any(|&seat| room.fits(claims, claims.caps(seat, week)))
        {
            sets.push(taken.clone());
        }
        return;
    }
    let seat = claimants[next];
    let cells = claims.caps(seat, week);
    if room.fits(claims, cells) {
        let mut with = room.clone();
        with.take(cells);
        taken.push(seat);
        extend(claims, week, next + 1, &with, taken, sets);
        taken.pop();
    }
    extend(claims, week, next + 1, room, taken, sets);
}
