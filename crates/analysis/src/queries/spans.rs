//! Sets of code points of one document, as stretches that neither touch nor overlap, in ascending order.

/// Stretches: the first code point and the one after the last.
pub(super) type Spans = Vec<(u32, u32)>;

/// What any of these stretches covers, of code points before `end`.
pub(super) fn union(mut stretches: Spans, end: u32) -> Spans {
    stretches.sort_unstable();
    let mut joined: Spans = Vec::new();
    for (from, to) in stretches {
        let to = to.min(end);
        if from >= to {
            continue;
        }
        match joined.last_mut() {
            Some((_, last)) if from <= *last => *last = to.max(*last),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// What both cover.
pub(super) fn intersection(one: &Spans, other: &Spans) -> Spans {
    let (mut i, mut j) = (0, 0);
    let mut both = Vec::new();
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        let (from, to) = (a.0.max(b.0), a.1.min(b.1));
        if from < to {
            both.push((from, to));
        }
        match a.1 < b.1 {
            true => i += 1,
            false => j += 1,
        }
    }
    both
}

/// What these leave of the code points before `end`.
pub(super) fn complement(spans: &Spans, end: u32) -> Spans {
    let mut left = Vec::new();
    let mut at = 0;
    for (from, to) in spans {
        if at < *from {
            left.push((at, *from));
        }
        at = *to;
    }
    if at < end {
        left.push((at, end));
    }
    left
}
