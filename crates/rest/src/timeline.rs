use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::span::{HOUR, Span, merged};
use crate::{Kind, Pack};

/// One fact of a rota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The local date for which it is entered: that of its start.
    pub date: Date,
    /// Its first instant; local midnight for a fact that stands for a day.
    pub start: Timestamp,
    /// The instant after its last.
    pub end: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// When it was learnt.
    pub imported_at: Timestamp,
}

impl Fact {
    /// Whether it is a night by the rules of a pack: enough clinical work late enough.
    pub fn is_night(&self, zone: &TimeZone, pack: &Pack) -> bool {
        self.kind == Kind::Clinical && lies_at_night(self, zone, pack)
    }
}

/// A meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
}

/// Minutes on the way, each direction; none if nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Travel {
    /// To the session.
    pub inward: Option<i64>,
    /// From it.
    pub back: Option<i64>,
}

/// What a programme sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// A fact older than this many days is unknown.
    pub stale_after_days: i64,
    /// Whether the way counts as work. The safe side is that it does.
    pub travel_counts_as_work: bool,
    /// Whether this doctor agreed to work more hours on average.
    pub opt_out_48: bool,
    /// The days over which the average is taken, both included: the placement. Of a placement longer than the
    /// pack allows it is the weeks that hold the session. Without them it is not judged (F08).
    pub reference: Option<(Date, Date)>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            stale_after_days: 14,
            travel_counts_as_work: true,
            opt_out_48: false,
            reference: None,
        }
    }
}

/// Working time with what the rules ask of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Duty {
    pub(crate) span: Span,
    pub(crate) day: i32,
    pub(crate) kind: Kind,
    pub(crate) night: bool,
    pub(crate) long: bool,
    pub(crate) late_long: bool,
}

/// All duties that begin on one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) number: i32,
    pub(crate) span: Span,
    /// When the last duty by day ends, and the last night: a night put in later must not hide the other.
    pub(crate) ends: [Option<i64>; 2],
    pub(crate) long: bool,
    pub(crate) late_long: bool,
}

/// One doctor's rota under one pack, ready to be asked about many sessions.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(crate) zone: TimeZone,
    pub(crate) pack: Option<Pack>,
    pub(crate) policy: Policy,
    pub(crate) duties: Vec<Duty>,
    pub(crate) nights: Vec<Span>,
    pub(crate) days: Vec<Day>,
    /// Ends of duties by which a run has reached its limit, in order (F04).
    pub(crate) run_ends: Vec<i64>,
    pub(crate) away: Vec<Span>,
    pub(crate) on_call: Vec<Span>,
    pub(crate) not_working: Vec<Span>,
    first_day: i32,
    known: Vec<bool>,
    /// The union of all duties, in order.
    worked: Vec<Span>,
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
        let limit = now.as_second() - policy.stale_after_days * 24 * HOUR;
        let fresh = |fact: &&Fact| fact.imported_at.as_second() >= limit;
        let spans = |wanted: fn(Kind) -> bool| {
            let chosen = facts.iter().filter(fresh).filter(|fact| wanted(fact.kind));
            merged(chosen.map(span).collect())
        };
        let work = facts
            .iter()
            .filter(fresh)
            .filter(|fact| fact.kind.is_work() && fact.start < fact.end);
        let mut duties: Vec<Duty> = joined(work.copied().collect())
            .iter()
            .map(|fact| duty(fact, zone, pack))
            .collect();
        duties.sort_unstable_by_key(|duty| (duty.span, duty.kind, duty.day));
        let days = days(&duties);
        let (first_day, known) = known(facts, limit);
        Self {
            zone: zone.clone(),
            pack: pack.cloned(),
            policy: policy.clone(),
            nights: duties
                .iter()
                .filter(|duty| duty.night)
                .map(|duty| duty.span)
                .collect(),
            run_ends: pack.map_or_else(Vec::new, |pack| run_ends(&days, pack)),
            days,
            worked: merged(duties.iter().map(|duty| duty.span).collect()),
            duties,
            away: spans(Kind::is_away),
            on_call: spans(|kind| kind == Kind::Nroc),
            not_working: spans(|kind| kind == Kind::LtftOff),
            first_day,
            known,
        }
    }

    /// Whether every date from `first` to `last` has facts and all of them are known.
    pub(crate) fn knows(&self, first: i32, last: i32) -> bool {
        (first..=last).all(|day| {
            usize::try_from(day - self.first_day)
                .ok()
                .and_then(|at| self.known.get(at))
                .copied()
                .unwrap_or(false)
        })
    }

    /// The local date of an instant, as a number of days.
    pub(crate) fn day_of(&self, seconds: i64) -> i32 {
        let at = crate::span::instant(seconds);
        day_number(at.to_zoned_datetime(self.zone.clone()).date())
    }

    /// The reference period that holds a day, and the seconds worked in it, if every day of it is known.
    pub(crate) fn reference(&self, day: i32) -> Option<(Span, i64)> {
        let pack = self.pack.as_ref()?;
        let (first, last) = self.policy.reference?;
        let most = i32::try_from(pack.reference_most_weeks * 7).ok()?;
        let (first_day, last_day) = (day_number(first), day_number(last));
        // The weeks that end with the session, moved forward where the placement is younger than that.
        let from = (day - most + 1).min(last_day - most + 1).max(first_day);
        let to = (from + most - 1).min(last_day);
        if from > to || !self.knows(from, to) {
            return None;
        }
        let midnight = |day: i32| {
            let date = first.checked_add((day - first_day).days()).ok()?;
            let zoned = date.to_zoned_datetime(self.zone.clone()).ok()?;
            Some(zoned.timestamp().as_second())
        };
        let period = Span {
            start: midnight(from)?,
            end: midnight(to + 1)?,
        };
        let sum = self.worked.iter().map(|span| span.overlap(period)).sum();
        Some((period, sum))
    }
}

/// Days since 1970.
pub(crate) fn day_number(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    date.since(epoch).map_or(0, |span| span.get_days())
}

/// Joins what is of one kind, starts on one date and touches or overlaps: two halves of a long day are one
/// long day. What starts on another date stays apart, or a run of dates would lose one.
fn joined(mut facts: Vec<Fact>) -> Vec<Fact> {
    facts.sort_unstable_by_key(|fact| (fact.date, fact.kind, fact.start, fact.end));
    facts.dedup_by(|next, fact| {
        let joins = next.date == fact.date && next.kind == fact.kind && next.start <= fact.end;
        if joins {
            fact.end = fact.end.max(next.end);
        }
        joins
    });
    facts
}

fn span(fact: &Fact) -> Span {
    Span {
        start: fact.start.as_second(),
        end: fact.end.as_second(),
    }
}

fn duty(fact: &Fact, zone: &TimeZone, pack: Option<&Pack>) -> Duty {
    let span = span(fact);
    let mut duty = Duty {
        span,
        day: day_number(fact.date),
        kind: fact.kind,
        night: false,
        long: false,
        late_long: false,
    };
    if let Some(pack) = pack {
        let long = span.length() > pack.long_over_hours * HOUR;
        duty.night = fact.is_night(zone, pack);
        duty.long = long && (!duty.night || pack.nights_count_as_long);
        duty.late_long = long && !duty.night && is_late(span, fact.date, zone, pack);
    }
    duty
}

/// Whether enough of a duty lies at night, elapsed or as the clock on the wall says, whichever is more.
fn lies_at_night(fact: &Fact, zone: &TimeZone, pack: &Pack) -> bool {
    let least = pack.night_least_hours * HOUR;
    let from = fact.start.to_zoned_datetime(zone.clone()).datetime();
    let to = fact.end.to_zoned_datetime(zone.clone()).datetime();
    let days = [
        fact.date.yesterday().ok(),
        Some(fact.date),
        fact.date.tomorrow().ok(),
    ];
    let nights = days.into_iter().flatten().filter_map(|date| {
        let next = date.tomorrow().ok()?;
        Some((
            date.to_datetime(pack.night_from),
            next.to_datetime(pack.night_to),
        ))
    });
    let (mut nominal, mut elapsed) = (0, 0);
    for (night_from, night_to) in nights {
        nominal += wall_seconds(from.max(night_from), to.min(night_to)).max(0);
        let start = night_from.to_zoned_datetime(zone.clone());
        let end = night_to.to_zoned_datetime(zone.clone());
        if let (Ok(start), Ok(end)) = (start, end) {
            let night = Span {
                start: start.timestamp().as_second(),
                end: end.timestamp().as_second(),
            };
            elapsed += span(fact).overlap(night);
        }
    }
    nominal.max(elapsed) >= least
}

fn wall_seconds(from: DateTime, to: DateTime) -> i64 {
    let utc = |at: DateTime| {
        at.to_zoned_datetime(TimeZone::UTC)
            .map_or(0, |at| at.timestamp().as_second())
    };
    utc(to) - utc(from)
}

/// Whether a span ends after the clock time that makes a long duty a late one.
pub(crate) fn is_late(span: Span, date: Date, zone: &TimeZone, pack: &Pack) -> bool {
    date.to_datetime(pack.late_long_after)
        .to_zoned_datetime(zone.clone())
        .is_ok_and(|late| span.end > late.timestamp().as_second())
}

fn days(duties: &[Duty]) -> Vec<Day> {
    let mut days: Vec<Day> = duties
        .iter()
        .map(|duty| Day {
            number: duty.day,
            span: duty.span,
            ends: match duty.night {
                false => [Some(duty.span.end), None],
                true => [None, Some(duty.span.end)],
            },
            long: duty.long,
            late_long: duty.late_long,
        })
        .collect();
    days.sort_unstable_by_key(|day| (day.number, day.span));
    days.dedup_by(|next, day| {
        let same = next.number == day.number;
        if same {
            day.span = day.span.join(next.span);
            day.ends = [0, 1].map(|sort| day.ends[sort].max(next.ends[sort]));
            day.long |= next.long;
            day.late_long |= next.late_long;
        }
        same
    });
    days
}

/// Whether a day counts towards a run.
pub(crate) type Counts = fn(&Day) -> bool;

/// The runs that have a limit: long ones, late long ones, any at all.
pub(crate) fn runs_limited(pack: &Pack) -> [(usize, Counts); 3] {
    [
        (pack.long_run, |day| day.long),
        (pack.late_long_run, |day| day.late_long),
        (pack.duties_run, |_| true),
    ]
}

/// Where runs have reached a limit. Each day at or beyond the limit
/// counts, not only the last: a rota that goes on against the limit never loosens a verdict.
fn run_ends(days: &[Day], pack: &Pack) -> Vec<i64> {
    let mut ends = Vec::new();
    for (limit, counts) in runs_limited(pack) {
        let mut length = 0;
        for (at, day) in days.iter().enumerate() {
            let follows = at > 0 && days[at - 1].number + 1 == day.number;
            length = match (counts(day), follows) {
                (false, _) => 0,
                (true, false) => 1,
                (true, true) => length + 1,
            };
            if length >= limit {
                ends.extend(day.ends.into_iter().flatten());
            }
        }
    }
    ends.sort_unstable();
    ends.dedup();
    ends
}

fn known(facts: &[Fact], limit: i64) -> (i32, Vec<bool>) {
    let numbers = || facts.iter().map(|fact| day_number(fact.date));
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else {
        return (0, Vec::new());
    };
    let length = usize::try_from(last - first + 1).unwrap_or(0);
    let mut seen = vec![false; length];
    let mut doubtful = vec![false; length];
    for fact in facts {
        let at = usize::try_from(day_number(fact.date) - first).unwrap_or(0);
        seen[at] = true;
        // A fact without a length is one that nobody read rightly.
        doubtful[at] |= fact.kind == Kind::Unknown
            || fact.imported_at.as_second() < limit
            || fact.end <= fact.start;
    }
    let known = seen
        .iter()
        .zip(&doubtful)
        .map(|(seen, doubtful)| *seen && !doubtful)
        .collect();
    (first, known)
}
