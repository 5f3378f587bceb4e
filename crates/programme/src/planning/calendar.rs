//! The dates of a slot, and instants of clock times.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use platform::{App, Error, Result};

use super::Slot;

/// The zone of every clock time in a programme.
pub(crate) fn zone() -> Result<TimeZone> {
    TimeZone::get("Europe/London").map_err(Error::internal)
}

/// The instant of a clock time on a date; in the hour that a clock change repeats, the first.
pub(crate) fn instant(date: Date, time: Time, zone: &TimeZone) -> Result<Timestamp> {
    zone.to_ambiguous_zoned_datetime(date.to_datetime(time))
        .compatible()
        .map(|zoned| zoned.timestamp())
        .map_err(Error::internal)
}

/// The dates on which a slot meets.
pub(crate) fn dates(slot: &Slot) -> Vec<Date> {
    let every = usize::try_from(slot.every_weeks.max(1)).unwrap_or(1);
    (0..i64::from(slot.weeks))
        .step_by(every)
        .filter_map(|week| slot.first_date.checked_add((7 * week).days()).ok())
        .collect()
}

/// Today, where the programme is.
pub(crate) fn today(app: &App) -> Result<Date> {
    Ok(app.now().to_jiff().to_zoned_datetime(zone()?).date())
}
