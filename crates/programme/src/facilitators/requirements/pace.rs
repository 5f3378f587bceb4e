//! When somebody can meet their set if they go on as in the last half-year (programme A8).

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::needed::{Held, Needed, needed};
use super::{RequirementSet, still_needed};
use crate::facilitators::training::{Document, LogEntry, Supervision};

/// The pace is that of this many days, 26 weeks.
const LOOK_BACK_DAYS: i64 = 182;
/// So often the last half-year is laid end to end: two years, less two days.
const REPEATS: i64 = 4;

/// When a set can be met at the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Earliest {
    /// It is met.
    Met,
    /// On this day, if they go on as in the last half-year and the papers follow.
    On(Date),
    /// Not within two years at that pace.
    NotInSight,
    /// Nobody knows: the set names no clauses.
    NotKnown,
}

/// The earliest day on which a set can be met: what was logged in the last 26 weeks is repeated until it is. Papers
/// take no time here, since nobody knows when they come; a training that opens another way is not assumed.
pub fn earliest(
    set: &RequirementSet,
    log: &[LogEntry],
    supervision: &[Supervision],
    documents: &[Document],
    today: Date,
) -> Earliest {
    match still_needed(set, log, supervision, documents, today) {
        Needed::NotKnown => return Earliest::NotKnown,
        found if found.is_complete() => return Earliest::Met,
        Needed::Known { .. } => {}
    }
    let papers = set.clauses.iter().filter_map(super::Clause::paper);
    let documents: Vec<Document> = documents
        .iter()
        .copied()
        .chain(papers.map(|kind| Document { kind, on: today }))
        .collect();
    let log = repeated(
        log,
        today,
        |one| one.on,
        |one, on| LogEntry { on, ..one.clone() },
    );
    let supervision = repeated(
        supervision,
        today,
        |one| one.on,
        |one, on| Supervision { on, ..*one },
    );
    let mut days: Vec<Date> = std::iter::once(today)
        .chain(log.iter().map(|one| one.on))
        .chain(supervision.iter().map(|one| one.on))
        .filter(|day| *day >= today)
        .collect();
    days.sort_unstable();
    days.dedup();
    let met = |day: &Date| {
        let held = Held {
            log: &log,
            supervision: &supervision,
            documents: &documents,
            today: *day,
        };
        needed(set, held).is_complete()
    };
    // More is never worse, so the first day can be halved in on.
    match days.partition_point(|day| !met(day)) {
        at if at == days.len() => Earliest::NotInSight,
        at => Earliest::On(days[at]),
    }
}

/// The list with its last half-year repeated into the future.
fn repeated<T>(
    list: &[T],
    today: Date,
    day: impl Fn(&T) -> Date,
    on: impl Fn(&T, Date) -> T,
) -> Vec<T>
where
    T: Clone,
{
    let since = today.saturating_sub(LOOK_BACK_DAYS.days());
    let recent = |one: &&T| since < day(one) && day(one) <= today;
    let mut all: Vec<T> = list
        .iter()
        .filter(|one| day(one) <= today)
        .cloned()
        .collect();
    for turn in 1..=REPEATS {
        let again = list.iter().filter(recent).map(|one| {
            let later = day(one).saturating_add((LOOK_BACK_DAYS * turn).days());
            on(one, later)
        });
        all.extend(again);
    }
    all
}
