//! The curve as a drawing: a bar an interview, filled as high as it brought new codes, hollow below for what was met before.

use super::Step;

/// Pixels from one bar to the next, and of a bar.
const PITCH: usize = 26;
const BAR: usize = 18;
/// Where the first bar begins, where bars stand, and how high the highest is.
const LEFT: usize = 36;
const BASE: usize = 140;
const HIGH: usize = 120;
/// From this many bars on, only every fifth has its number under it.
const MANY: usize = 30;

/// A drawing of one curve.
pub(super) struct Chart {
    pub(super) width: usize,
    /// For those who hear it.
    pub(super) label: String,
    /// The highest value, and where it stands.
    pub(super) top: (usize, usize),
    pub(super) bars: Vec<Bar>,
    /// Where the last number stands.
    pub(super) end: (usize, usize, usize),
}

/// One interview.
pub(super) struct Bar {
    pub(super) x: usize,
    /// The middle of the bar, and the number under it; empty for most where there are many.
    pub(super) middle: usize,
    pub(super) number: String,
    /// Codes met before: top and height.
    pub(super) before: (usize, usize),
    /// New codes: top and height.
    pub(super) new: (usize, usize),
}

impl Chart {
    /// Draws a curve; `most` is the value of the full height, so that curves beside each other have one scale.
    pub(super) fn of<C>(steps: &[Step<'_, C>], most: usize, label: String) -> Self {
        let most = most.max(1);
        let height = |value: usize| value * HIGH / most;
        let bar = |(place, step): (usize, &Step<'_, C>)| {
            let x = LEFT + place * PITCH;
            let number = place + 1;
            let (all, before) = (
                height(step.cumulative),
                height(step.cumulative - step.new.len()),
            );
            Bar {
                x,
                middle: x + BAR / 2,
                number: match steps.len() < MANY || number % 5 == 0 || number == 1 {
                    true => number.to_string(),
                    false => String::new(),
                },
                before: (BASE - before, before),
                new: (BASE - all, all - before),
            }
        };
        let last = steps.last().map_or(0, |step| step.cumulative);
        let right = LEFT + steps.len().max(1) * PITCH;
        Self {
            width: right + 34,
            label,
            top: (most, BASE - HIGH),
            bars: steps.iter().enumerate().map(bar).collect(),
            end: (right, BASE - height(last), last),
        }
    }
}
