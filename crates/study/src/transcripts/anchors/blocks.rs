//! Two long sequences cut into pairs of short ones, so that the time to compare them grows with their length alone.

use std::collections::HashMap;
use std::ops::Range;

use imara_diff::Token;

/// A run of so many that comes once on either side is the same place. Six words in a row rarely come twice.
const RUN: usize = 6;
/// The least length of a block.
const LEAST: usize = 200;

/// Blocks that follow each other on both sides and together are all of both.
pub(super) fn blocks(before: &[Token], after: &[Token]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut blocks = Vec::new();
    let (mut old_start, mut new_start) = (0, 0);
    if before.len().min(after.len()) > LEAST {
        for (old, new) in ascending(&same_places(before, after)) {
            if old - old_start >= LEAST && new - new_start >= LEAST {
                blocks.push((old_start..old, new_start..new));
                (old_start, new_start) = (old, new);
            }
        }
    }
    blocks.push((old_start..before.len(), new_start..after.len()));
    blocks
}

/// Where a run begins that comes once on either side, in the order of the old side.
fn same_places(before: &[Token], after: &[Token]) -> Vec<(usize, usize)> {
    let (once_before, once_after) = (once(before), once(after));
    let mut places: Vec<(usize, usize)> = once_before
        .iter()
        .filter_map(|(run, old)| Some(((*old)?, (*once_after.get(run)?)?)))
        .collect();
    places.sort_unstable();
    places
}

/// The place of each run; nothing for one that comes again.
fn once(tokens: &[Token]) -> HashMap<&[Token], Option<usize>> {
    let mut places = HashMap::new();
    for (place, run) in tokens.windows(RUN).enumerate() {
        let again = |known: &mut Option<usize>| *known = None;
        places.entry(run).and_modify(again).or_insert(Some(place));
    }
    places
}

/// The most of the places, in order, that ascend on the new side too.
fn ascending(places: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the index of the place that ends a chain of that length lowest; for each place, the one before.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (index, (_, new)) in places.iter().enumerate() {
        let length = ends.partition_point(|end| places[*end].1 < *new);
        previous.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chain.push(places[index]);
        at = previous[index];
    }
    chain.reverse();
    chain
}
