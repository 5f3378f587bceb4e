//! Places among siblings: numbers with room between them, so that one moves without the others.

use uuid::Uuid;

/// Between the positions of siblings.
pub(crate) const GAP: i64 = 1 << 20;

/// The position after the last of these.
pub(crate) fn last(positions: impl IntoIterator<Item = i64>) -> i64 {
    let last = positions.into_iter().max();
    last.map_or(GAP, |last| last.saturating_add(GAP))
}

/// Who stands where once `id` stands before one of its siblings, or at their end: itself first, then whoever has to move
/// along because no room is left between two. None where that sibling is not there.
pub(crate) fn placed(
    siblings: &[(Uuid, i64)],
    id: Uuid,
    before: Option<Uuid>,
) -> Option<Vec<(Uuid, i64)>> {
    let others = siblings.iter().copied().filter(|(other, _)| *other != id);
    let others: Vec<(Uuid, i64)> = others.collect();
    let at = match before {
        None => others.len(),
        Some(before) => others.iter().position(|(other, _)| *other == before)?,
    };
    let position = |at: usize| others.get(at).map(|(_, position)| *position);
    let left = at.checked_sub(1).and_then(position).unwrap_or(0);
    let right = position(at).unwrap_or(left.saturating_add(2 * GAP));
    if right.saturating_sub(left) >= 2 {
        return Some(vec![(id, left + (right - left) / 2)]);
    }
    let mut order: Vec<Uuid> = others.iter().map(|(other, _)| *other).collect();
    order.insert(at, id);
    let numbered = order.into_iter().enumerate();
    let numbered = numbered.map(|(index, one)| {
        let index = i64::try_from(index).unwrap_or(i64::MAX - 1);
        (one, (index + 1).saturating_mul(GAP))
    });
    let (own, along): (Vec<_>, Vec<_>) = numbered.partition(|(one, _)| *one == id);
    Some([own, along].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[test]
    fn whoever_moves_stands_between_the_two_and_nobody_else_moves_while_there_is_room() {
        let siblings = [(id(1), GAP), (id(2), 2 * GAP), (id(3), 3 * GAP)];
        let moved = placed(&siblings, id(3), Some(id(2))).unwrap();
        assert_eq!(moved, [(id(3), GAP + GAP / 2)]);
        let last = placed(&siblings, id(1), None).unwrap();
        assert_eq!(last, [(id(1), 4 * GAP)]);
        assert_eq!(placed(&siblings, id(1), Some(id(9))), None);
    }

    #[test]
    fn where_no_room_is_left_all_are_placed_anew_in_their_order() {
        let siblings = [(id(1), 5), (id(2), 6), (id(3), 7)];
        let moved = placed(&siblings, id(3), Some(id(2))).unwrap();
        assert_eq!(moved, [(id(3), 2 * GAP), (id(1), GAP), (id(2), 3 * GAP)]);
    }
}
