//! `slots.csv`, and the slots of a folder without it.

use jiff::civil::{Date, Weekday, time};

use super::layout;
use super::problem::{Code, Problems};
use super::sheet::Sheets;
use super::values;
use crate::planning::Slot;
use crate::rotas::Shift;

/// The longest run, in weeks: two years.
const MOST_WEEKS: u32 = 104;

const WORKING_DAYS: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];

/// The slots that the file gives.
pub(super) fn slots(sheets: &Sheets, problems: &mut Problems) -> Vec<Slot> {
    let rows = sheets.rows(&layout::SLOTS, problems, |cells| {
        let weekday = cells.needed("weekday", values::weekday);
        let start = cells.needed("start", values::time);
        let minutes = cells.needed("minutes", values::whole(10..=480));
        let first_date = cells.needed("first_date", values::date);
        let weeks = cells.needed("weeks", values::whole(1..=MOST_WEEKS));
        let every_weeks = cells.optional("every_weeks", values::whole(1..=MOST_WEEKS));
        let (weekday, first_date) = (weekday?, first_date?);
        if first_date.weekday() != weekday
            && let Some(next) = on_or_after(first_date, weekday)
        {
            let text = format!("this date is not on the slot's weekday; for example {next}");
            cells.report("first_date", Code::E13, text);
        }
        Some(Slot {
            weekday,
            start: start?,
            minutes: minutes?,
            first_date,
            weeks: weeks?,
            every_weeks: every_weeks.unwrap_or(1),
        })
    });
    let rows = rows.unique("weekday", problems, |slot| {
        let weekday = slot.weekday.to_monday_zero_offset();
        (weekday, slot.start, slot.first_date)
    });
    rows.values()
}

/// 14:00 for 90 minutes on each working day, weekly, over the weeks that the shifts cover.
pub(super) fn by_default(shifts: &[Shift]) -> Vec<Slot> {
    let dates = || shifts.iter().map(|shift| shift.date);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else {
        return Vec::new();
    };
    WORKING_DAYS
        .into_iter()
        .filter_map(|weekday| {
            let first_date = on_or_after(first, weekday).filter(|date| *date <= last)?;
            let days = first_date.until(last).ok()?.get_days();
            let weeks = u32::try_from(days / 7 + 1).ok()?;
            Some(Slot {
                weekday,
                start: time(14, 0, 0, 0),
                minutes: 90,
                first_date,
                weeks: weeks.min(MOST_WEEKS),
                every_weeks: 1,
            })
        })
        .collect()
}

fn on_or_after(date: Date, weekday: Weekday) -> Option<Date> {
    date.series(jiff::Span::new().days(1))
        .take(7)
        .find(|day| day.weekday() == weekday)
}
