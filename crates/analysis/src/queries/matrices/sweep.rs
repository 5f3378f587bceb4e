//! Which stretches of one document are together, in one pass.

use super::Together;
use crate::codings::Coding;

/// A coding on a line: where it begins, where it ceases to be together with what begins there, and the number of its code.
type Stretch = (u32, u32, u32);

/// Lays codings on the line on which those that are together overlap. `number` gives the number of a code.
pub(super) fn stretches(
    codings: &[Coding],
    together: Together,
    number: impl Fn(&Coding) -> Option<u32>,
) -> Vec<Stretch> {
    let far = match together {
        Together::WithinTurns(turns) => turns,
        Together::Overlap | Together::SameTurn => 0,
    };
    let stretch = |coding: &Coding| {
        let code = number(coding)?;
        Some(match together {
            Together::Overlap => (coding.start, coding.end, code),
            _ => {
                let until = coding.last.saturating_add(far).saturating_add(1);
                (coding.first, until, code)
            }
        })
    };
    let mut stretches: Vec<Stretch> = codings.iter().filter_map(stretch).collect();
    stretches.retain(|(from, to, _)| from < to);
    stretches.sort_unstable();
    stretches
}

/// Tells every two stretches that are together, by the numbers of their codes. They come by their beginning: only those still open
/// where one begins are looked at.
pub(super) fn pairs(stretches: &[Stretch], mut tell: impl FnMut(u32, u32)) {
    let mut open: Vec<(u32, u32)> = Vec::new();
    for (from, to, code) in stretches {
        open.retain(|(until, _)| until > from);
        for (_, other) in &open {
            tell(*other, *code);
        }
        open.push((*to, *code));
    }
}
