//! The attendance that changes least of a published plan (M3): who keeps their group keeps their weeks,
//! and takes others only where H9 needs them.

use std::cmp::Reverse;

use super::{Attendance, Claims, Room, settle};
use crate::search::draft::Draft;
use crate::search::table::Table;

/// `None` if somebody would have too few weeks, which proves nothing.
pub(in crate::search) fn near(table: &Table<'_>, drafts: &[Draft]) -> Option<Attendance> {
    let mut claims = Claims::new(table, drafts);
    let weeks = table.facts().policy.weeks;
    let kept: Vec<Option<&Vec<bool>>> = (claims.seats.iter())
        .map(|&(_, resident, option)| {
            let stays = table.published_place(resident) == Some(option);
            let published = table.published.get(resident).filter(|_| stays)?;
            Some(&published.attends)
        })
        .collect();
    let mut certain = vec![vec![false; weeks]; claims.seats.len()];
    let mut contested = vec![Vec::new(); weeks];
    for week in 0..weeks {
        let mut room = Room { taken: Vec::new() };
        for seat in by_claim(table, &claims, &kept, week) {
            let cells = claims.caps(seat, week);
            if room.fits(&claims, cells) {
                room.take(cells);
                certain[seat][week] = true;
            }
        }
        let (_, rest): (Vec<usize>, Vec<usize>) =
            (0..claims.seats.len()).partition(|&seat| certain[seat][week]);
        contested[week] = rest;
        contested[week].retain(|&seat| claims.available(seat, week));
    }
    claims.certain = certain;
    claims.contested = contested;
    claims.modest = kept.iter().map(Option::is_some).collect();
    let mut weeks = settle(&claims, |_| true);
    for seat in 0..weeks.len() {
        while count(&weeks[seat]) < table.facts().policy.min_weeks {
            let (week, other) = takeover(table, &claims, &weeks, seat)?;
            weeks[other][week] = false;
            weeks[seat][week] = true;
        }
    }
    claims.finished(weeks)
}

/// A week this seat could have instead of another that has more than it needs, no approval and no
/// lock; of newcomers first, then of those who have most.
fn takeover(
    table: &Table<'_>,
    claims: &Claims<'_>,
    weeks: &[Vec<bool>],
    seat: usize,
) -> Option<(usize, usize)> {
    let least = table.facts().policy.min_weeks;
    let mut found = Vec::new();
    for week in 0..table.facts().policy.weeks {
        if weeks[seat][week] || !claims.available(seat, week) {
            continue;
        }
        for other in (0..weeks.len()).filter(|&other| weeks[other][week]) {
            let resident = claims.seats[other].1;
            let published = table.published.get(resident);
            let bound = table.locked.attends(resident, week)
                || published.is_some_and(|p| p.approved.contains(&week));
            if bound || other == seat || count(&weeks[other]) <= least {
                continue;
            }
            let mut room = Room { taken: Vec::new() };
            let rest = (0..weeks.len()).filter(|&one| one != other && weeks[one][week]);
            rest.for_each(|one| room.take(claims.caps(one, week)));
            if room.fits(claims, claims.caps(seat, week)) {
                let kept = claims.modest[other];
                found.push((kept, Reverse(count(&weeks[other])), week, other));
            }
        }
    }
    let (_, _, week, other) = found.into_iter().min()?;
    Some((week, other))
}

fn count(row: &[bool]) -> usize {
    row.iter().filter(|week| **week).count()
}

/// Who has a published claim to a week: locked, then approved, then those who have fewest other weeks.
fn by_claim(
    table: &Table<'_>,
    claims: &Claims<'_>,
    kept: &[Option<&Vec<bool>>],
    week: usize,
) -> Vec<usize> {
    let attends = |seat: usize| kept[seat].is_some_and(|weeks| weeks.get(week) == Some(&true));
    let locked = |seat: usize| table.locked.attends(claims.seats[seat].1, week);
    let claim = |seat: &usize| locked(*seat) || attends(*seat);
    let able = |seat: &usize| claims.available(*seat, week);
    let mut seats: Vec<usize> = (0..claims.seats.len()).filter(claim).filter(able).collect();
    seats.sort_by_key(|&seat| {
        let resident = claims.seats[seat].1;
        let published = table.published.get(resident);
        let approved = published.is_some_and(|p| p.approved.contains(&week));
        let planned = kept[seat].map_or(0, |weeks| weeks.iter().filter(|w| **w).count());
        (!locked(seat), !approved, planned, resident)
    });
    seats
}
