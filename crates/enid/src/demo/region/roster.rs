//! `shifts.csv`: the patterns laid over the calendar, with leave, days not worked and what is not known.

use std::collections::BTreeMap;

use super::draw::Draw;
use super::patterns::{self, Day};
use super::people::{ROTATION_WEEK, Resident};
use super::table::Table;
use super::{Calendar, RUN_WEEKS, SITES, WEEKS_BEFORE, later};

/// Weeks of annual leave for each resident within the rota, and the most of one hospital away at once.
const LEAVE_WEEKS: usize = 2;
const AWAY_AT_ONCE: usize = 1;
/// Whose rota has a code that their hospital's list lacks, and on which day of the run.
const PUZZLES: [(&str, i64); 2] = [("R028", 44), ("R053", 93)];

pub(super) fn shifts(residents: &[Resident], calendar: &Calendar) -> Table {
    let mut table = Table::new(&[
        "resident_ref",
        "site_code",
        "date",
        "shift_code",
        "start",
        "end",
        "kind",
        "status",
        "start_offset",
        "end_offset",
        "role",
        "published_on",
    ]);
    let leave = leave(residents);
    let published = calendar.published.to_string();
    for (resident, leave) in residents.iter().zip(&leave) {
        for run_day in first_day()..7 * RUN_WEEKS {
            let (site, _) = resident.placed(run_day.div_euclid(7));
            let site = &SITES[site];
            if site.known_weeks.is_some_and(|weeks| run_day >= 7 * weeks) {
                continue;
            }
            let day = day(resident, leave, run_day);
            let (kind, times) = day.kind();
            let (start, end) = times.unwrap_or_default();
            table.row(&[
                &resident.reference,
                site.code,
                &later(calendar.run, run_day).to_string(),
                day.code(site.spelling),
                start,
                end,
                kind,
                "published",
                "",
                "",
                "registrar",
                &published,
            ]);
        }
    }
    table
}

/// The first day of the rota, counted from the first day of the run.
fn first_day() -> i64 {
    -7 * WEEKS_BEFORE
}

/// The weeks of the run a resident is away.
#[derive(Default)]
struct Leave {
    annual: Vec<i64>,
    /// Two days of study leave, on the Thursday and Friday.
    study: Option<i64>,
}

/// Gives everybody weeks of leave in which the pattern has neither nights nor a weekend, so that no swap is needed,
/// few of a hospital at once.
fn leave(residents: &[Resident]) -> Vec<Leave> {
    let mut draw = Draw::new(2026);
    let mut away: BTreeMap<(usize, i64), usize> = BTreeMap::new();
    let mut leave = Vec::with_capacity(residents.len());
    for (index, resident) in residents.iter().enumerate() {
        let mut mine = Leave::default();
        let mut quiet: Vec<i64> = (0..RUN_WEEKS)
            .filter(|week| *week != ROTATION_WEEK && is_quiet(resident, *week))
            .collect();
        while mine.annual.len() < LEAVE_WEEKS && !quiet.is_empty() {
            let week = quiet.remove(draw.below(quiet.len()));
            let (site, _) = resident.placed(week);
            let gone = away.entry((site, week)).or_default();
            let apart = mine.annual.iter().all(|other| other.abs_diff(week) > 4);
            if *gone < AWAY_AT_ONCE && apart {
                *gone += 1;
                mine.annual.push(week);
            }
        }
        if index % 4 == 1 {
            mine.study = quiet.first().copied();
        }
        leave.push(mine);
    }
    leave
}

fn is_quiet(resident: &Resident, week: i64) -> bool {
    (0..7).all(|weekday| {
        let day = pattern_day(resident, 7 * week + weekday);
        day != Day::Night && (weekday < 5 || day == Day::Off)
    })
}

fn day(resident: &Resident, leave: &Leave, run_day: i64) -> Day {
    let (week, weekday) = (run_day.div_euclid(7), run_day.rem_euclid(7));
    let working_day = weekday < 5;
    let puzzling = |(who, on): &(&str, i64)| *who == resident.reference && *on == run_day;
    // The weekend before a new hospital is free, so that the two rotas need not agree on rest.
    let moving = resident.next.is_some() && (-3..0).contains(&(run_day - 7 * ROTATION_WEEK));
    if PUZZLES.iter().any(puzzling) {
        Day::Puzzle
    } else if resident.non_working.iter().any(|off| same(*off, weekday)) {
        Day::NonWorking
    } else if moving {
        Day::Off
    } else if leave.annual.contains(&week) && working_day {
        Day::AnnualLeave
    } else if leave.study == Some(week) && (3..5).contains(&weekday) {
        Day::StudyLeave
    } else {
        pattern_day(resident, run_day)
    }
}

fn pattern_day(resident: &Resident, run_day: i64) -> Day {
    let (week, weekday) = (run_day.div_euclid(7), run_day.rem_euclid(7));
    let (site, phase) = resident.placed(week);
    let from_start = usize::try_from(week + WEEKS_BEFORE).expect("no day lies before the rota");
    let weekday = usize::try_from(weekday).expect("a remainder of 7 is not negative");
    patterns::day(site, from_start + phase, weekday)
}

fn same(offset: usize, weekday: i64) -> bool {
    usize::try_from(weekday).is_ok_and(|weekday| weekday == offset)
}
