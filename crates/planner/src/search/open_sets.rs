//! Which options could open together, and the most weight each such set could place.

use std::cmp::Reverse;

use super::draft::Draft;
use super::draw::Draw;
use super::staffing::{Staffing, staff};
use super::table::Table;
use crate::Settings;

/// Most sets listed one by one. Beyond it, sets are sampled and the bound is one for all sets at once.
const SETS_LIMIT: usize = 4_000;
/// Steps of the walk that samples sets.
const WALK: usize = 3_000;

/// Options that could open together: rooms and facilitators allow it.
pub(super) struct OpenSet {
    pub(super) options: Vec<usize>,
    /// Proved: no plan that opens exactly these options places more weight.
    pub(super) bound: u64,
}

pub(super) struct Candidates {
    /// Most promising first.
    pub(super) sets: Vec<OpenSet>,
    /// Proved: no plan places more weight.
    pub(super) bound: u64,
}

/// All sets if there are few, otherwise a seeded sample of them.
pub(super) fn candidates(table: &Table<'_>, settings: &Settings<'_>) -> Candidates {
    let mut listing = Listing {
        table,
        settings,
        sets: Vec::new(),
        complete: true,
    };
    listing.begin();
    let complete = listing.complete;
    let mut sets = if complete {
        listing.sets
    } else {
        walk(table, settings)
    };
    // Fewer groups are fuller groups, which are less often too weak for the quorum.
    sets.sort_by(|a, b| {
        let rank = |set: &OpenSet| (Reverse(set.bound), set.options.len());
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.options.cmp(&b.options))
    });
    let bound = if complete {
        sets.first().map_or(0, |set| set.bound)
    } else {
        bound_of_all(table)
    };
    Candidates { sets, bound }
}

struct Listing<'a> {
    table: &'a Table<'a>,
    settings: &'a Settings<'a>,
    sets: Vec<OpenSet>,
    complete: bool,
}

impl Listing<'_> {
    /// Every set holds the options that must open.
    fn begin(&mut self) {
        let mut required = self.table.locked.required();
        if required.is_empty() || self.add(&required) {
            self.extend(0, &mut required);
        }
    }

    /// A set that cannot be staffed has no larger set that can, so the listing stops there.
    fn extend(&mut self, from: usize, open: &mut Vec<usize>) {
        for option in from..self.table.facts().options.len() {
            if self.sets.len() >= SETS_LIMIT || (self.settings.should_stop)() {
                self.complete = false;
                return;
            }
            if self.table.locked.must_open(option) || self.table.locked.closed(option) {
                continue;
            }
            open.push(option);
            if self.add(open) {
                self.extend(option + 1, open);
            }
            open.pop();
        }
    }

    fn add(&mut self, open: &[usize]) -> bool {
        let possible = possible(self.table, open);
        self.complete &= possible != Staffing::Unknown;
        if possible == Staffing::Found {
            self.sets.push(OpenSet {
                options: open.to_vec(),
                bound: most_placed(self.table, open, usize::MAX),
            });
        }
        possible == Staffing::Found
    }
}

/// A walk over sets: open one option, close one, or exchange two; keep what could place no less.
fn walk(table: &Table<'_>, settings: &Settings<'_>) -> Vec<OpenSet> {
    let options = table.facts().options.len();
    let mut draw = Draw::new(settings.seed);
    let mut open = table.locked.required();
    let mut worth = 0;
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..WALK {
        if (settings.should_stop)() {
            break;
        }
        let mut next = open.clone();
        if !next.is_empty() && draw.below(3) > 0 {
            let gone = draw.below(next.len());
            if !table.locked.must_open(next[gone]) {
                next.swap_remove(gone);
            }
        }
        let option = draw.below(options);
        if !next.contains(&option) && draw.below(8) > 0 {
            next.push(option);
        }
        next.sort_unstable();
        if next.is_empty() || possible(table, &next) != Staffing::Found {
            continue;
        }
        let bound = most_placed(table, &next, usize::MAX);
        seen.insert(next.clone(), bound);
        if bound >= worth {
            (open, worth) = (next, bound);
        }
    }
    let set = |(options, bound)| OpenSet { options, bound };
    seen.into_iter().map(set).collect()
}

/// Whether these options could open together, each with enough members taken alone.
pub(super) fn possible(table: &Table<'_>, open: &[usize]) -> Staffing {
    let residents = 0..table.facts().residents.len();
    let asks = |o: usize| residents.clone().filter(|&r| table.eligible(r, o)).count();
    let filled = open
        .iter()
        .all(|&o| asks(o) >= table.facts().policy.min_size);
    let exclusive = |&one: &usize| open.iter().any(|&two| table.exclude(one, two));
    let mut drafts: Vec<Draft> = open.iter().copied().map(Draft::empty).collect();
    let too_many = open.len() > table.locked.most_groups();
    if !filled || too_many || open.iter().any(exclusive) {
        return Staffing::Impossible;
    }
    staff(table, &mut drafts)
}

/// Most weight that fits into every option at once, with as many seats as the groups that could be led.
pub(super) fn bound_of_all(table: &Table<'_>) -> u64 {
    let options: Vec<usize> = (0..table.facts().options.len()).collect();
    let experienced = table.facts().facilitators.iter().filter(|f| f.experienced);
    let groups = experienced
        .map(|f| f.max_groups.min(options.len()))
        .sum::<usize>();
    let mut seats: Vec<usize> = options.iter().map(|&o| table.seats(o, 1)).collect();
    let groups = groups.min(table.locked.most_groups());
    seats.sort_unstable_by_key(|&seats| Reverse(seats));
    most_placed(table, &options, seats.iter().take(groups).sum())
}

/// Most weight that seats and eligibility allow, of at most `limit` residents: a matching. Residents who
/// can be matched together form a matroid, so taking the heaviest first is optimal.
pub(super) fn most_placed(table: &Table<'_>, open: &[usize], limit: usize) -> u64 {
    let residents = table.facts().residents.len();
    let mut order: Vec<usize> = (0..residents).collect();
    order.sort_by_key(|&r| Reverse(table.weight(r)));
    let mut matching = Matching {
        table,
        open,
        members: vec![Vec::new(); open.len()],
    };
    let (mut placed, mut weight) = (0, 0);
    for resident in order {
        if placed < limit && matching.place(resident, &mut vec![false; open.len()]) {
            placed += 1;
            weight += table.weight(resident);
        }
    }
    weight
}

struct Matching<'a> {
    table: &'a Table<'a>,
    open: &'a [usize],
    members: Vec<Vec<usize>>,
}

impl Matching<'_> {
    fn place(&mut self, resident: usize, seen: &mut [bool]) -> bool {
        for position in 0..self.open.len() {
            let option = self.open[position];
            if seen[position] || !self.table.eligible(resident, option) {
                continue;
            }
            seen[position] = true;
            if self.members[position].len() < self.table.seats(option, 1) {
                self.members[position].push(resident);
                return true;
            }
            for member in 0..self.members[position].len() {
                if self.place(self.members[position][member], seen) {
                    self.members[position][member] = resident;
                    return true;
                }
            }
        }
        false
    }
}
