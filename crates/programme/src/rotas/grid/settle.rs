//! Which order of day and month, and which year, a line of days means.

use jiff::ToSpan;
use jiff::civil::Date;

use super::DateOrder;
use super::days::{DayLine, Days};

/// What a year is looked for around.
#[derive(Debug, Clone, Copy)]
pub(super) enum Around {
    /// Half a year back to a year ahead of this day.
    Today(Date),
    /// As near as can be.
    Near(Date),
}

/// A line of days with its order and, where it names none itself, its year.
pub(super) struct Settled {
    pub days: Days,
    pub order: DateOrder,
    pub year: Option<i16>,
}

/// The reading with fewest faults: days told, days following each other, weekdays right, near in time.
pub(super) fn settle(line: &DayLine, order: Option<DateOrder>, around: Around) -> Settled {
    let first = line.settle(order.unwrap_or(DateOrder::DayFirst), None, None);
    let orders: &[DateOrder] = match order {
        Some(DateOrder::MonthFirst) => &[DateOrder::MonthFirst],
        None if first.is_open => &[DateOrder::DayFirst, DateOrder::MonthFirst],
        _ => &[DateOrder::DayFirst],
    };
    let years: Vec<Option<i16>> = match (first.needs_year, line.title_year(), around) {
        (false, ..) => vec![None],
        (true, Some(year), _) => vec![Some(year)],
        (true, None, Around::Today(day) | Around::Near(day)) => {
            (day.year() - 1..=day.year() + 1).map(Some).collect()
        }
    };
    let readings = orders
        .iter()
        .flat_map(|order| years.iter().map(|year| (*order, *year)));
    let readings = readings.map(|(order, year)| Settled {
        days: line.settle(order, year, None),
        order,
        year,
    });
    let mut best = readings
        .min_by_key(|reading| faults(reading, around))
        .expect("there is an order and a year to try");
    if !best.days.needs_year {
        best.year = None;
    }
    best
}

type Faults = (usize, usize, usize, bool, bool, i32);

fn faults(reading: &Settled, around: Around) -> Faults {
    let days = &reading.days;
    let ends = days.days.first().zip(days.days.last());
    let (is_far, distance) = match (ends, around) {
        (None, _) => (true, i32::MAX),
        (Some((first, _)), Around::Near(near)) => (false, gap(first.date, first.date, near)),
        (Some((first, last)), Around::Today(today)) => {
            let from = today.saturating_sub(6.months());
            let to = today.saturating_add(12.months());
            let is_far = last.date < from || first.date > to;
            // The time ahead reaches twice as far as the time gone by, so a day of it weighs half.
            let past = if last.date < today { 2 } else { 1 };
            (is_far, past * gap(first.date, last.date, today))
        }
    };
    (
        days.unreadable.len(),
        days.breaks + days.backwards.len(),
        days.wrong.len(),
        reading.order == DateOrder::MonthFirst,
        is_far,
        distance,
    )
}

/// The days from a stretch of time to a day; none where it lies within.
fn gap(first: Date, last: Date, day: Date) -> i32 {
    let before = (first - day).get_days();
    let after = (day - last).get_days();
    before.max(after).max(0)
}
