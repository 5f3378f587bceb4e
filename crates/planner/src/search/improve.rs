//! Local moves: one resident to another group, or two exchanged, while the objective grows.

use std::cmp::Reverse;

use super::Work;
use super::attendance::quick;
use super::draft::{Draft, Scored, Worth};
use super::draw::Draw;
use super::table::Table;

/// Where somebody is: a group, or nowhere.
type Place = Option<usize>;

/// Applies improving moves in drawn order until none is left or `share` of the effort is spent.
pub(super) fn improve(
    table: &Table<'_>,
    start: Scored,
    mut draw: Draw,
    share: u64,
    work: &Work<'_>,
) -> Scored {
    let mut best = start;
    let until = work.left().saturating_sub(share);
    let mut improved = !best.drafts.is_empty();
    while improved {
        improved = false;
        let mut moves = all_moves(table, &best.drafts);
        draw.shuffle(&mut moves);
        for change in moves {
            if work.left() <= until || work.stopped() {
                return best;
            }
            let better = after(table, &best.drafts, change).and_then(|drafts| {
                work.spend();
                let attendance = quick(table, &drafts)?;
                let scored = Scored::new(table, drafts, attendance);
                (scored.worth > best.worth).then_some(scored)
            });
            if let Some(scored) = better {
                work.found(Some(&best), &scored);
                best = scored;
                improved = true;
            }
        }
    }
    best
}

#[derive(Clone, Copy)]
enum Change {
    Move(usize, usize),
    Exchange(usize, usize),
}

fn all_moves(table: &Table<'_>, drafts: &[Draft]) -> Vec<Change> {
    let residents = table.facts().residents.len();
    let mut moves = Vec::new();
    for one in 0..residents {
        moves.extend((0..drafts.len()).map(|group| Change::Move(one, group)));
        moves.extend((one + 1..residents).map(|two| Change::Exchange(one, two)));
    }
    moves
}

/// The groups after the change, or `None` if it changes nothing, breaks a rule or places less.
fn after(table: &Table<'_>, drafts: &[Draft], change: Change) -> Option<Vec<Draft>> {
    let place = |resident: usize| drafts.iter().position(|d| d.members.contains(&resident));
    let (one, to, two) = match change {
        Change::Move(one, group) => (one, Some(group), None),
        Change::Exchange(one, two) => (one, place(two), Some(two)),
    };
    let from: Place = place(one);
    let must_stay = |resident: usize, to: Place| to.is_none() && table.locked.placed(resident);
    if from == to || must_stay(one, to) || two.is_some_and(|two| must_stay(two, from)) {
        return None;
    }
    let mut changed = drafts.to_vec();
    for draft in &mut changed {
        draft
            .members
            .retain(|&member| member != one && Some(member) != two);
    }
    enter(table, &mut changed, one, to)?;
    if let Some(two) = two {
        enter(table, &mut changed, two, from)?;
    }
    let least = table.facts().policy.min_size;
    let sized = |draft: &Draft| {
        let size = draft.members.len();
        least <= size && size <= draft.seats(table)
    };
    let no_worse = || {
        let (before, after) = (
            table.worth_of_places(drafts),
            table.worth_of_places(&changed),
        );
        let key = |worth: &Worth| (Reverse(worth.given_up), worth.objective.placed_weight);
        key(&after) >= key(&before)
    };
    (changed.iter().all(sized) && no_worse()).then_some(changed)
}

fn enter(table: &Table<'_>, drafts: &mut [Draft], resident: usize, to: Place) -> Option<()> {
    let Some(group) = to else {
        return Some(());
    };
    let draft = &mut drafts[group];
    if !draft.accepts(table, resident) {
        return None;
    }
    draft.members.push(resident);
    Some(())
}
