//! Series to occurrences: exclusions, changed occurrences and called-off ones, then instants.

use super::changes::{Keys, Series, local_in, series};
use super::model::Stretch;
use super::read::MOST_WARNINGS;
use super::rule::Rule;
use super::unroll::{DAY, Steps, Window, civil, seconds, unroll};
use super::value::Moment;
use super::zone::Placed;
use super::{Calendar, Event, Occurrence, Warning};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashSet};

/// Work for one call: a few hundred series over years take a hundredth of it.
const STEPS: u64 = 2_000_000;
/// Times of one series that are kept while it is unrolled.
const MOST_STARTS: usize = 500_000;

/// Unrolls the series of a calendar over a span of days.
pub(super) struct Unrolling<'c> {
    viewer: &'c TimeZone,
    /// The span in local seconds of the viewer; the end does not belong to it.
    span: Window,
    most: usize,
    asked: Asked,
    steps: Steps,
    pub occurrences: Vec<Occurrence>,
    pub warnings: Vec<Warning>,
    /// The first and the last day that an occurrence touches, where only those are asked for.
    pub days: Option<(Date, Date)>,
    full: bool,
}

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Occurrences,
    /// The days that a calendar touches: endless series are passed over and no occurrence is kept.
    Extent,
}

/// An occurrence before its instants are worked out.
#[derive(Clone)]
struct Planned<'c> {
    event: &'c Event,
    local: i64,
    stretch: Stretch,
}

impl<'c> Unrolling<'c> {
    pub(super) fn new(
        (from, to): (Date, Date),
        viewer: &'c TimeZone,
        most: usize,
        asked: Asked,
    ) -> Self {
        let day = |date: Date| seconds(date.to_datetime(Time::midnight()));
        Unrolling {
            viewer,
            span: Window {
                from: day(from),
                to: day(to) + DAY,
            },
            most,
            asked,
            steps: Steps::new(STEPS),
            occurrences: Vec::new(),
            warnings: Vec::new(),
            days: None,
            full: false,
        }
    }

    pub(super) fn run(mut self, calendar: &'c Calendar) -> Self {
        for series in series(&calendar.events) {
            self.series(&series);
            if self.full {
                break;
            }
        }
        if self.full {
            let message = format!(
                "There are more than {} occurrences in this span; the rest is left out.",
                self.most
            );
            self.warn(1, message);
        }
        let key = |occurrence: &Occurrence| (occurrence.start, occurrence.end, occurrence.line);
        self.occurrences.sort_by_key(key);
        self.warnings.sort_by_key(|warning| warning.line);
        self
    }

    fn warn(&mut self, line: u32, message: String) {
        if self.warnings.len() < MOST_WARNINGS {
            self.warnings.push(Warning { line, message });
        }
    }

    fn series(&mut self, series: &Series<'c>) {
        for master in &series.masters {
            if !master.cancelled && (self.asked == Asked::Occurrences || !master.endless) {
                self.master(master, &series.changes);
            }
        }
        for change in &series.changes {
            if !change.cancelled && !self.is_stale(change, &series.masters) {
                self.put(&Planned {
                    event: change,
                    local: seconds(change.start.moment.civil()),
                    stretch: change.stretch,
                });
            }
        }
    }

    /// Whether a change is older than its series, and the series no longer has the time that was changed.
    fn is_stale(&mut self, change: &Event, masters: &[&'c Event]) -> bool {
        let Some(replaces) = &change.replaces else {
            return false;
        };
        let newer = |master: &&Event| master.sequence > change.sequence;
        if masters.is_empty() || !masters.iter().all(newer) {
            return false;
        }
        let named = masters.iter().any(|master| {
            let at = local_in(&replaces.at, master, self.viewer);
            at.is_some_and(|local| self.names(master, local))
        });
        if !named {
            let message = "The changed occurrence is older than its series, which no longer has it; it is left out.";
            self.warn(change.line, message.to_owned());
        }
        !named
    }

    fn names(&mut self, master: &Event, local: i64) -> bool {
        let only = Window {
            from: local,
            to: local + 1,
        };
        let mut named = local == seconds(master.start.moment.civil());
        for rule in &master.rules {
            self.unroll(master, rule, only, &mut |_| {
                named = true;
                false
            });
        }
        let viewer = self.viewer;
        named || {
            let mut dates = master.dates.iter();
            dates.any(|(stamp, _)| local_in(stamp, master, viewer) == Some(local))
        }
    }

    fn master(&mut self, master: &'c Event, changes: &[&'c Event]) {
        let keys = Keys::new(master, changes, self.viewer);
        let excluded = self.excluded(master, &keys);
        for planned in self.planned(master, keys.farthest_move) {
            let local = planned.local;
            if excluded.contains(&local) || keys.gone(local) {
                continue;
            }
            let change = keys.following.range(..local).next_back();
            let planned = match change {
                Some((_, change)) if change.cancelled => continue,
                // Those after a change move as it did: its wall clock, its zone, its length.
                Some((key, change)) => Planned {
                    event: change,
                    local: seconds(change.start.moment.civil()) + (local - key),
                    stretch: change.stretch,
                },
                None => planned,
            };
            self.put(&planned);
            if self.full {
                return;
            }
        }
    }

    /// The window of local times in which starts may lie that touch the span, wherever the zone.
    fn window(&self, stretch: Stretch, farthest_move: i64) -> Window {
        let length = match stretch {
            Stretch::Wall(length) | Stretch::Real(length) => length,
            Stretch::Length(length) => i64::from(length.days) * DAY + length.seconds,
        };
        let margin = 2 * DAY + farthest_move;
        Window {
            from: self.span.from - length - margin,
            to: self.span.to + margin,
        }
    }

    /// The times of the rules and of RDATE together, in order and each once.
    fn planned(&mut self, master: &'c Event, farthest_move: i64) -> Vec<Planned<'c>> {
        let window = self.window(master.stretch, farthest_move);
        let mut starts: BTreeMap<i64, Stretch> = BTreeMap::new();
        if master.rules.is_empty() {
            starts.insert(seconds(master.start.moment.civil()), master.stretch);
        }
        let mut room = MOST_STARTS;
        for rule in &master.rules {
            self.unroll(master, rule, window, &mut |local| {
                starts.entry(local).or_insert(master.stretch);
                room = room.saturating_sub(1);
                room > 0
            });
        }
        if room == 0 {
            self.warn_cut_short(master);
        }
        for (stamp, stretch) in &master.dates {
            if let Some(local) = local_in(stamp, master, self.viewer) {
                starts.insert(local, stretch.unwrap_or(master.stretch));
            }
        }
        let plan = |(local, stretch)| Planned {
            event: master,
            local,
            stretch,
        };
        starts.into_iter().map(plan).collect()
    }

    fn unroll(
        &mut self,
        master: &Event,
        rule: &Rule,
        window: Window,
        take: &mut dyn FnMut(i64) -> bool,
    ) {
        let until = self.until(master, rule);
        let start = master.start.moment.civil();
        unroll(rule, start, until, window, &mut self.steps, take);
        if self.steps.is_out() {
            self.warn_cut_short(master);
        }
    }

    /// The last local time that a rule may name.
    fn until(&self, master: &Event, rule: &Rule) -> Option<i64> {
        Some(match rule.until? {
            // A series of times until a day takes place on that day too.
            Moment::Day(day) if !master.all_day => seconds(Moment::Day(day).civil()) + DAY - 1,
            Moment::Utc(time) if !master.all_day => {
                let instant = Timestamp::from_second(seconds(time)).unwrap_or(Timestamp::MAX);
                master.start.zone.clock(instant, self.viewer)
            }
            other => seconds(other.civil()),
        })
    }

    fn warn_cut_short(&mut self, master: &Event) {
        let message = "The rules of this calendar ask for more work than is allowed; occurrences from this event on \
                       may be missing.";
        if !self
            .warnings
            .iter()
            .any(|warning| warning.message == message)
        {
            self.warn(master.line, message.to_owned());
        }
    }

    fn excluded(&mut self, master: &'c Event, keys: &Keys<'c>) -> HashSet<i64> {
        let mut excluded = HashSet::new();
        let window = self.window(master.stretch, keys.farthest_move);
        for rule in &master.excluded_rules {
            self.unroll(master, rule, window, &mut |local| {
                excluded.insert(local);
                true
            });
        }
        excluded
    }

    /// Works out the instants of an occurrence and keeps it where it touches the span.
    fn put(&mut self, planned: &Planned<'c>) {
        let Planned {
            event,
            local,
            stretch,
        } = *planned;
        let near = self.window(stretch, 0);
        if local < near.from || local >= near.to {
            return;
        }
        let (start, end) = match self.instants(event, local, stretch) {
            Ok(instants) => instants,
            Err(missing) => {
                self.warn_missing(event, missing);
                return;
            }
        };
        let day = |instant: Timestamp| seconds(self.viewer.to_datetime(instant));
        let (first, last) = (day(start), day(end));
        let touches = first < self.span.to && (last > self.span.from || first >= self.span.from);
        let Some(at) = civil(first).filter(|_| touches) else {
            return;
        };
        if self.asked == Asked::Extent {
            self.extend(at.date(), start, end);
            return;
        }
        if self.occurrences.len() == self.most {
            self.full = true;
            return;
        }
        self.occurrences.push(Occurrence {
            uid: event.uid.clone(),
            summary: event.summary.clone(),
            line: event.line,
            start,
            end,
            date: at.date(),
            all_day: event.all_day,
        });
    }

    fn extend(&mut self, first: Date, start: Timestamp, end: Timestamp) {
        // The end does not belong to an occurrence, but a moment without length lies on its day.
        let before = Timestamp::from_second(end.as_second() - 1).unwrap_or(end);
        let last = self.viewer.to_datetime(before.max(start)).date();
        self.days = Some(match self.days {
            Some((from, to)) => (from.min(first), to.max(last)),
            None => (first, last),
        });
    }

    /// Start and end, or the local time that does not exist.
    fn instants(
        &self,
        event: &Event,
        local: i64,
        stretch: Stretch,
    ) -> Result<(Timestamp, Timestamp), i64> {
        if event.all_day {
            let length = match stretch {
                Stretch::Wall(length) | Stretch::Real(length) => length,
                Stretch::Length(length) => i64::from(length.days) * DAY,
            };
            let end = local + length.max(DAY);
            let midnight = |local| self.midnight(local).ok_or(local);
            return Ok((midnight(local)?, midnight(end)?));
        }
        let place = |local| event.start.zone.place(local, self.viewer);
        let first = |local| match place(local) {
            Placed::Once(instant) | Placed::Twice(instant, _) => Ok(instant),
            Placed::Never => Err(local),
        };
        let second = |local| match place(local) {
            Placed::Once(instant) | Placed::Twice(_, instant) => Ok(instant),
            Placed::Never => Err(local),
        };
        let after = |instant: Timestamp, seconds: i64| {
            Timestamp::from_second(instant.as_second() + seconds).map_err(|_| local)
        };
        let start = first(local)?;
        let end = match stretch {
            Stretch::Wall(0) => start,
            Stretch::Wall(length) => second(local + length)?,
            Stretch::Real(length) => after(start, length)?,
            Stretch::Length(length) if length.days == 0 => after(start, length.seconds)?,
            Stretch::Length(length) => after(
                second(local + i64::from(length.days) * DAY)?,
                length.seconds,
            )?,
        };
        Ok((start, end.max(start)))
    }

    /// The first instant of a day where the reader is; in some zones the clocks go forward at midnight.
    fn midnight(&self, local: i64) -> Option<Timestamp> {
        let time = civil(local)?;
        self.viewer.to_ambiguous_timestamp(time).compatible().ok()
    }

    fn warn_missing(&mut self, event: &Event, missing: i64) {
        let message = match civil(missing) {
            Some(time) => format!(
                "The local time {} {} does not exist, because the clocks go forward; this occurrence is left out.",
                time.date(),
                time.strftime("%H:%M")
            ),
            None => "An occurrence lies beyond the last year of the calendar; it is left out."
                .to_owned(),
        };
        self.warn(event.line, message);
    }
}
