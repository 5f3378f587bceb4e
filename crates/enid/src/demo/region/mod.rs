//! A programme folder (programme section 6) of an invented region: sixty third-year residents of eight hospitals.
//!
//! The same dates always give the same bytes: what looks random comes from a generator with a fixed seed.

mod draw;
mod patterns;
mod people;
mod places;
mod roster;
mod table;

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use places::SITES;
use table::Table;

/// How many weeks a run has.
const RUN_WEEKS: i64 = 26;
/// How many weeks of rota come before the run: a verdict looks back ten days, and a page shows some past.
const WEEKS_BEFORE: i64 = 4;

/// The files of the folder by name. The run begins on the first Monday on or after `first_day`; the rotas cover thirty
/// weeks from four weeks before it and were published a few days before `as_of`.
pub fn files(first_day: Date, as_of: Date) -> BTreeMap<String, Vec<u8>> {
    let calendar = Calendar::new(first_day, as_of);
    let residents = people::residents();
    [
        ("sites.csv", places::sites()),
        ("venues.csv", places::venues(&calendar)),
        ("travel.csv", places::travel()),
        ("caps.csv", places::caps(&calendar)),
        ("shift_codes.csv", patterns::codes(&calendar)),
        ("residents.csv", people::table(&residents)),
        ("placements.csv", people::placements(&residents, &calendar)),
        ("facilitators.csv", people::facilitators(&calendar)),
        ("ties.csv", people::ties()),
        ("shifts.csv", roster::shifts(&residents, &calendar)),
        ("slots.csv", slots(&calendar)),
    ]
    .into_iter()
    .map(|(name, table)| (name.to_owned(), table.into_bytes()))
    .collect()
}

/// The dates everything else hangs on.
struct Calendar {
    /// The Monday the run begins with.
    run: Date,
    /// When the rotas were published.
    published: Date,
}

impl Calendar {
    fn new(first_day: Date, as_of: Date) -> Self {
        let monday = Weekday::Monday.to_monday_zero_offset();
        let ahead = (monday - first_day.weekday().to_monday_zero_offset()).rem_euclid(7);
        Calendar {
            run: later(first_day, i64::from(ahead)),
            published: later(as_of, -4),
        }
    }

    /// The first day of the rotas, a Monday.
    fn rota_start(&self) -> Date {
        later(self.run, -7 * WEEKS_BEFORE)
    }
}

/// The date so many days later, or earlier for a negative number.
fn later(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}

/// Weekday by offset from Monday, and start; all of ninety minutes, all weeks of the run.
const SLOTS: [(i64, &str); 6] = [
    (1, "13:30"),
    (1, "14:30"),
    (2, "13:30"),
    (2, "14:30"),
    (3, "13:30"),
    (3, "14:30"),
];
/// The length of a session in minutes.
const MINUTES: i64 = 90;
const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn slots(calendar: &Calendar) -> Table {
    let mut table = Table::new(&[
        "weekday",
        "start",
        "minutes",
        "first_date",
        "weeks",
        "every_weeks",
    ]);
    for (offset, start) in SLOTS {
        let weekday = WEEK[usize::try_from(offset).expect("an offset from Monday is 0 to 6")];
        let first = later(calendar.run, offset).to_string();
        let (minutes, weeks) = (MINUTES.to_string(), RUN_WEEKS.to_string());
        table.row(&[weekday, start, &minutes, &first, &weeks, "1"]);
    }
    table
}

#[cfg(test)]
mod tests;
