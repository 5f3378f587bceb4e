use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::duty::{Day, Duty, Shape, days, duties, run_ends};
use crate::fact::day_number;
use crate::span::{DAY, HOUR, Span, Worked, merged};
use crate::{Fact, Kind, Pack, Policy};

/// One doctor's rota under one pack, ready to be asked about many sessions.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(crate) clock: Clock,
    pub(crate) pack: Option<Pack>,
    pub(crate) policy: Policy,
    pub(crate) shape: Shape,
    /// Whether the pack lacks no limit.
    pub(crate) complete: bool,
    /// By their starts.
    pub(crate) duties: Vec<Duty>,
    /// When the last of the duties up to each has ended.
    pub(crate) duties_reach: Vec<i64>,
    /// By their starts.
    pub(crate) nights: Vec<Span>,
    /// When the last of the nights up to each has ended.
    pub(crate) nights_reach: Vec<i64>,
    /// Ends of nights, in order.
    pub(crate) night_ends: Vec<i64>,
    /// Starts of duties that are no nights, in order, and their ends.
    pub(crate) shift_starts: Vec<i64>,
    pub(crate) shift_ends: Vec<i64>,
    pub(crate) days: Vec<Day>,
    /// Ends of duties by which a run has reached its limit, in order (F04).
    pub(crate) run_ends: Vec<i64>,
    /// In order, none touching another; so are the next two.
    pub(crate) away: Vec<Span>,
    pub(crate) on_call: Vec<Span>,
    pub(crate) not_working: Vec<Span>,
    /// The union of all duties.
    pub(crate) worked: Worked,
    /// For each stretch of it the seconds worked in the window of F06 that ends with it; empty without one.
    pub(crate) window_sums: Vec<i64>,
    /// First and last days of stretches of which every date is known, in order.
    known: Vec<(i32, i32)>,
}

/// The days over which an average is taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    pub(crate) days: i64,
    /// Seconds worked in them.
    pub(crate) worked: i64,
}

impl Timeline {
    /// Sorts facts once. `now` decides which of them are too old to be believed.
    pub fn new(
        facts: &[Fact],
        zone: &TimeZone,
        now: Timestamp,
        policy: &Policy,
        pack: Option<&Pack>,
    ) -> Self {
        let age = policy.stale_after_days.saturating_mul(DAY);
        let limit = now.as_second().saturating_sub(age);
        let fresh = |fact: &&Fact| fact.imported_at.as_second() >= limit;
        let spans = |wanted: fn(Kind) -> bool| {
            let chosen = facts.iter().filter(|fact| wanted(fact.kind)).filter(fresh);
            let chosen = chosen.map(Fact::span).filter(|span| span.start < span.end);
            merged(chosen.collect())
        };
        let clock = clock(facts, zone);
        let shape = pack.map(Shape::of).unwrap_or_default();
        let duties = duties(facts.iter().filter(fresh), &shape, &clock);
        let days = days(&duties, &shape, &clock);
        let worked = Worked::new(duties.iter().map(|duty| duty.span).collect());
        let window = pack
            .and_then(|pack| pack.window_hours)
            .map(|hours| hours * HOUR);
        let nights: Vec<Span> = spans_of(&duties, true).collect();
        Self {
            complete: pack.is_some_and(|pack| pack.missing().is_empty()),
            pack: pack.cloned(),
            policy: policy.clone(),
            shape,
            duties_reach: reach(duties.iter().map(|duty| duty.span)),
            nights_reach: reach(nights.iter().copied()),
            night_ends: sorted(nights.iter().map(|span| span.end)),
            nights,
            shift_starts: sorted(spans_of(&duties, false).map(|span| span.start)),
            shift_ends: sorted(spans_of(&duties, false).map(|span| span.end)),
            run_ends: pack.map_or_else(Vec::new, |pack| run_ends(&days, pack)),
            days,
            away: spans(Kind::is_away),
            on_call: spans(|kind| kind == Kind::Nroc),
            not_working: spans(|kind| kind == Kind::LtftOff),
            window_sums: window.map_or_else(Vec::new, |window| worked.sums_up_to_each(window)),
            worked,
            duties,
            known: known(facts, limit),
            clock,
        }
    }

    /// Whether every date from `first` to `last` has facts and all of them are known.
    pub(crate) fn knows(&self, first: i32, last: i32) -> bool {
        let at = self.known.partition_point(|stretch| stretch.0 <= first);
        at.checked_sub(1).is_some_and(|at| last <= self.known[at].1)
    }

    /// The reference period that holds a day, if every day of it is known.
    pub(crate) fn reference(&self, day: i32) -> Option<Reference> {
        let pack = self.pack.as_ref()?;
        let (first, last) = self.policy.reference?;
        let most = i32::try_from(pack.reference_most_weeks? * 7).ok()?;
        let (first_day, last_day) = (day_number(first), day_number(last));
        // The weeks that end with the session, moved forward where the placement is younger than that.
        let from = (day - most + 1).min(last_day - most + 1).max(first_day);
        let to = (from + most - 1).min(last_day);
        if from > to || !self.knows(from, to) {
            return None;
        }
        let midnight = |day: i32| self.clock.instant(i64::from(day) * DAY);
        let period = Span {
            start: midnight(from)?,
            end: midnight(to + 1)?,
        };
        Some(Reference {
            span: period,
            // Days, not seconds: a clock change does not make a week shorter.
            days: i64::from(to - from) + 1,
            worked: self.worked.within(period),
        })
    }
}

/// A clock for the time that facts cover.
fn clock(facts: &[Fact], zone: &TimeZone) -> Clock {
    let times = || facts.iter().map(|fact| fact.start.as_second());
    let first = times().min().unwrap_or(0);
    let last = times().max().unwrap_or(0);
    Clock::over(zone, first, last)
}

fn spans_of(duties: &[Duty], night: bool) -> impl Iterator<Item = Span> {
    duties
        .iter()
        .filter(move |duty| duty.night == night)
        .map(|duty| duty.span)
}

/// The latest end of all spans up to each.
fn reach(spans: impl Iterator<Item = Span>) -> Vec<i64> {
    let mut latest = i64::MIN;
    spans
        .map(|span| {
            latest = latest.max(span.end);
            latest
        })
        .collect()
}

fn sorted(instants: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut instants: Vec<i64> = instants.collect();
    instants.sort_unstable();
    instants
}

/// Stretches of days that have facts, all of them known and fresh.
fn known(facts: &[Fact], limit: i64) -> Vec<(i32, i32)> {
    let mut days: Vec<(i32, bool)> = facts
        .iter()
        .map(|fact| {
            // A fact without a length is one that nobody read rightly.
            let doubtful = fact.kind == Kind::Unknown
                || fact.imported_at.as_second() < limit
                || fact.end <= fact.start;
            (fact.day(), !doubtful)
        })
        .collect();
    // What is doubtful stands first of its day.
    days.sort_unstable();
    days.dedup_by_key(|day| day.0);
    let mut stretches: Vec<(i32, i32)> = Vec::new();
    for (day, _) in days.into_iter().filter(|day| day.1) {
        match stretches.last_mut() {
            Some(last) if last.1 + 1 == day => last.1 = day,
            _ => stretches.push((day, day)),
        }
    }
    stretches
}
