//! The caps that releases count against, for whoever asks about releases one by one.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::Result;

use super::calendar;
use super::caps::{Cells, Release};
use crate::exchange::Folder;

/// A time in which somebody is to be away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Whose, as the folder names them.
    pub resident: String,
    /// Which week of the run, from 0.
    pub week: usize,
    /// When they leave.
    pub leaves: Timestamp,
    /// When they are back.
    pub returns: Timestamp,
}

/// How many a site lets go at once in one band of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CapOfDay {
    /// Role, band and week, in words.
    pub label: String,
    /// The cap.
    pub cap: usize,
}

/// The caps of some times away: for each time the numbers of the caps that it counts against. A time at a site that
/// states no cap counts against a cap of 0; one of somebody who works nowhere then, against none.
pub(crate) fn caps_of(
    folder: &Folder,
    zone: &TimeZone,
    times: &[Time],
) -> Result<(Vec<Vec<usize>>, Vec<CapOfDay>)> {
    let mut sessions = Vec::new();
    for slot in &folder.slots {
        let starts: Result<Vec<Timestamp>> = calendar::dates(slot)
            .into_iter()
            .map(|date| calendar::instant(date, slot.start, zone))
            .collect();
        sessions.push(starts?);
    }
    let mut cells = Cells::new(folder, zone, &sessions);
    let numbers = times
        .iter()
        .map(|time| {
            let date = time.leaves.to_zoned_datetime(zone.clone()).date();
            match folder.placement_on(&time.resident, date) {
                None => Vec::new(),
                Some(placement) => cells.of(&Release {
                    placement,
                    date,
                    week: time.week,
                    leaves: time.leaves,
                    returns: time.returns,
                }),
            }
        })
        .collect();
    let caps = cells
        .into_list()
        .into_iter()
        .map(|cell| CapOfDay {
            label: cell.label,
            cap: cell.cap,
        })
        .collect();
    Ok((numbers, caps))
}
