//! What cannot stand together: options that clash, and people who may not share a group.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Slot;
use super::away::UNKNOWN_WAY;
use crate::exchange::Folder;

/// Options that one person cannot both lead: the times overlap once the way between is counted.
pub(super) fn overlaps(folder: &Folder, options: &[(usize, usize)]) -> Vec<(usize, usize)> {
    pairs(options, |a, b| {
        let between = if a.1 == b.1 { 0 } else { UNKNOWN_WAY };
        meet(&folder.slots[a.0], &folder.slots[b.0], between)
    })
}

/// Options that need one room at the same time.
pub(super) fn exclusive(folder: &Folder, options: &[(usize, usize)]) -> Vec<(usize, usize)> {
    pairs(options, |a, b| {
        a.1 == b.1 && meet(&folder.slots[a.0], &folder.slots[b.0], 0)
    })
}

fn pairs(
    options: &[(usize, usize)],
    touch: impl Fn((usize, usize), (usize, usize)) -> bool,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (left, a) in options.iter().enumerate() {
        for (right, b) in options.iter().enumerate().skip(left + 1) {
            if touch(*a, *b) {
                found.push((left, right));
            }
        }
    }
    found
}

/// Whether two slots of one weekday lie less than `way` minutes apart.
fn meet(a: &Slot, b: &Slot, way: i64) -> bool {
    let minute = |slot: &Slot| i64::from(slot.start.hour()) * 60 + i64::from(slot.start.minute());
    let (start_a, start_b) = (minute(a), minute(b));
    let end_a = start_a + i64::from(a.minutes);
    let end_b = start_b + i64::from(b.minutes);
    a.weekday == b.weekday && start_a < end_b + way && start_b < end_a + way
}

pub(super) fn ties(folder: &Folder, run: Option<(Date, Date)>) -> Vec<(usize, usize)> {
    let facilitators = positions(folder.facilitators.iter().map(|one| one.reference.as_str()));
    let residents = positions(folder.residents.iter().map(|one| one.reference.as_str()));
    let mut found: Vec<_> = in_run(folder, run)
        .filter_map(|(from, to)| Some((*facilitators.get(from)?, *residents.get(to)?)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) fn keep_apart(folder: &Folder, run: Option<(Date, Date)>) -> Vec<(usize, usize)> {
    let residents = positions(folder.residents.iter().map(|one| one.reference.as_str()));
    let mut found: Vec<_> = in_run(folder, run)
        .filter_map(|(from, to)| Some((*residents.get(from)?, *residents.get(to)?)))
        .filter(|(from, to)| from != to)
        .map(|(from, to)| (from.min(to), from.max(to)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn in_run(folder: &Folder, run: Option<(Date, Date)>) -> impl Iterator<Item = (&str, &str)> {
    folder
        .ties
        .iter()
        .filter(move |tie| match run {
            Some((first, last)) => {
                tie.from_date.is_none_or(|from| from <= last)
                    && tie.to_date.is_none_or(|to| to >= first)
            }
            None => true,
        })
        .map(|tie| (tie.from.as_str(), tie.to.as_str()))
}

fn positions<'a>(references: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    references
        .enumerate()
        .map(|(position, reference)| (reference, position))
        .collect()
}
