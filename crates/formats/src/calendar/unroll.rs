//! The local times of a recurrence rule (RFC 5545 §3.3.10), period by period.
//!
//! Times are seconds of the local clock since 1970, whatever the zone: a series keeps its wall-clock time over clock
//! changes. Where a rule leaves something open it takes it from the start, as the RFC says.

use super::rule::{Frequency, Rule};
use super::week::{days_between, week_of_year};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;

pub(super) const DAY: i64 = 86_400;
/// A period within a day costs as much work as looking at a few days.
const WITHIN_DAY: usize = 3;

/// Seconds of the local clock since 1970.
pub(super) fn seconds(time: DateTime) -> i64 {
    let days = time
        .date()
        .duration_since(Date::constant(1970, 1, 1))
        .as_secs();
    days + i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

/// The local time of [`seconds`]; `None` outside the years that can be named.
pub(super) fn civil(seconds: i64) -> Option<DateTime> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(Offset::UTC.to_datetime(time))
}

/// How much work is left. A rule of a few letters can ask for more than a machine can do.
pub(super) struct Steps {
    left: u64,
}

impl Steps {
    pub(super) fn new(most: u64) -> Self {
        Steps { left: most }
    }

    /// Whether so much work may still be done.
    pub(super) fn take(&mut self, work: usize) -> bool {
        let work = work as u64;
        let allowed = work <= self.left;
        self.left = self.left.saturating_sub(work);
        allowed
    }

    pub(super) fn is_out(&self) -> bool {
        self.left == 0
    }
}

/// The local times between two others: the first belongs to it, the last does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub from: i64,
    pub to: i64,
}

/// Calls `take` with each time of the rule in the window, in order, until it returns `false` or the steps run out.
///
/// The start is always the first time and counts as one, also where the rule would not have named it (RFC 5545
/// §3.3.10). A rule that ends before its start names no time at all.
pub(super) fn unroll(
    rule: &Rule,
    start: DateTime,
    until: Option<i64>,
    window: Window,
    steps: &mut Steps,
    take: &mut dyn FnMut(i64) -> bool,
) {
    let first = seconds(start);
    let last = until.unwrap_or(i64::MAX).min(window.to.saturating_sub(1));
    if first > last || (first >= window.from && !take(first)) {
        return;
    }
    let mut counted = 1;
    let walk = Walk::new(rule, start);
    let mut period = if rule.count.is_some() {
        0
    } else {
        walk.period_at(window.from)
    };
    let mut times = Vec::new();
    while let Some(begin) = walk.begin(period) {
        if begin > last || !steps.take(1) {
            return;
        }
        times.clear();
        let Some(next) = walk.fill(period, begin, &mut times, steps) else {
            return;
        };
        walk.pick(&mut times);
        for &time in times.iter().filter(|&&time| time > first) {
            counted += 1;
            if time > last || rule.count.is_some_and(|count| counted > count) {
                return;
            }
            if time >= window.from && !take(time) {
                return;
            }
        }
        period = next;
    }
}

/// A rule with what it leaves open taken from the start.
struct Walk<'r> {
    rule: &'r Rule,
    start: DateTime,
    months: Vec<i16>,
    month_days: Vec<i16>,
    weekdays: Vec<(i16, Weekday)>,
    /// Seconds within the period in which a time lies: the day, the hour or the minute.
    times: Vec<i64>,
}

impl<'r> Walk<'r> {
    fn new(rule: &'r Rule, start: DateTime) -> Self {
        let mut walk = Walk {
            rule,
            start,
            months: rule.months.clone(),
            month_days: rule.month_days.clone(),
            weekdays: rule.weekdays.clone(),
            times: Vec::new(),
        };
        let no_day =
            rule.year_days.is_empty() && rule.month_days.is_empty() && rule.weekdays.is_empty();
        match rule.frequency {
            Frequency::Yearly if no_day && rule.weeks.is_empty() => {
                if walk.months.is_empty() {
                    walk.months.push(i16::from(start.month()));
                }
                walk.month_days.push(i16::from(start.day()));
            }
            Frequency::Monthly if no_day && rule.weeks.is_empty() => {
                walk.month_days.push(i16::from(start.day()));
            }
            Frequency::Yearly | Frequency::Weekly if no_day => {
                walk.weekdays.push((0, start.date().weekday()));
            }
            _ => {}
        }
        walk.times = walk.times_of_period();
        walk
    }

    fn times_of_period(&self) -> Vec<i64> {
        let frequency = self.rule.frequency;
        let own = |list: &[i16], own: i8, from: Frequency| -> Vec<i64> {
            match (list.is_empty(), frequency >= from) {
                (true, true) => vec![i64::from(own)],
                (false, true) => list.iter().map(|&number| i64::from(number)).collect(),
                // Below, the period itself is the hour, minute or second.
                (_, false) => vec![0],
            }
        };
        let hours = own(&self.rule.hours, self.start.hour(), Frequency::Daily);
        let minutes = own(&self.rule.minutes, self.start.minute(), Frequency::Hourly);
        let seconds = own(&self.rule.seconds, self.start.second(), Frequency::Minutely);
        let mut times = Vec::with_capacity(hours.len() * minutes.len() * seconds.len());
        for hour in &hours {
            for minute in &minutes {
                times.extend(
                    seconds
                        .iter()
                        .map(|second| hour * 3600 + minute * 60 + second),
                );
            }
        }
        times
    }

    /// The length of a period in seconds, where it has one length.
    fn unit(&self) -> Option<i64> {
        match self.rule.frequency {
            Frequency::Secondly => Some(1),
            Frequency::Minutely => Some(60),
            Frequency::Hourly => Some(3600),
            Frequency::Daily => Some(DAY),
            Frequency::Weekly => Some(7 * DAY),
            Frequency::Monthly | Frequency::Yearly => None,
        }
    }

    /// Where the first period begins, where periods have one length.
    fn origin(&self, unit: i64) -> i64 {
        let start = seconds(self.start);
        match self.rule.frequency {
            Frequency::Weekly => {
                let day = self.start.date().weekday();
                start.div_euclid(DAY) * DAY - DAY * days_between(self.rule.week_start, day)
            }
            _ => start.div_euclid(unit) * unit,
        }
    }

    /// Where a period begins; `None` after the last year that can be named.
    fn begin(&self, period: i64) -> Option<i64> {
        let step = period.checked_mul(i64::from(self.rule.interval))?;
        if let Some(unit) = self.unit() {
            let begin = self.origin(unit).checked_add(step.checked_mul(unit)?)?;
            return civil(begin).map(|_| begin);
        }
        let months = match self.rule.frequency {
            Frequency::Yearly => step.checked_mul(12)?,
            _ => step,
        };
        let month = months.checked_add(self.month_number())?;
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
        let first = Date::new(year, month, 1).ok()?;
        Some(seconds(first.to_datetime(Time::midnight())))
    }

    /// The month of the first period, counted from the year 0.
    fn month_number(&self) -> i64 {
        let month = match self.rule.frequency {
            Frequency::Yearly => 0,
            _ => i64::from(self.start.month()) - 1,
        };
        i64::from(self.start.year()) * 12 + month
    }

    /// The number of the last period that begins at or before a time.
    fn period_at(&self, time: i64) -> i64 {
        let interval = i64::from(self.rule.interval);
        let units = match (self.unit(), civil(time)) {
            (Some(unit), _) => time.saturating_sub(self.origin(unit)).div_euclid(unit),
            (None, Some(at)) => {
                let month =
                    i64::from(at.year()) * 12 + i64::from(at.month()) - 1 - self.month_number();
                if self.rule.frequency == Frequency::Yearly {
                    month.div_euclid(12)
                } else {
                    month
                }
            }
            (None, None) => 0,
        };
        units.div_euclid(interval).max(0)
    }

    /// Collects the times of a period, and gives the number of the next one worth looking at; `None` out of steps.
    fn fill(
        &self,
        period: i64,
        begin: i64,
        times: &mut Vec<i64>,
        steps: &mut Steps,
    ) -> Option<i64> {
        if self.rule.frequency < Frequency::Daily {
            return self.fill_within_day(period, begin, times, steps);
        }
        let first = civil(begin)?.date();
        let days = match self.rule.frequency {
            Frequency::Yearly => i64::from(first.days_in_year()),
            Frequency::Monthly => i64::from(first.days_in_month()),
            Frequency::Weekly => 7,
            _ => 1,
        };
        let mut day = 0;
        while day < days {
            let at = begin + day * DAY;
            // The last days of the last year cannot be named.
            let Some(date) = civil(at).map(DateTime::date) else {
                break;
            };
            if !steps.take(1) {
                return None;
            }
            if !self.in_months(date) {
                day += i64::from(date.days_in_month() - date.day()) + 1;
                continue;
            }
            day += 1;
            if self.matches(date) {
                if !steps.take(self.times.len()) {
                    return None;
                }
                times.extend(self.times.iter().map(|time| at + time));
            }
        }
        Some(period + 1)
    }

    fn fill_within_day(
        &self,
        period: i64,
        begin: i64,
        times: &mut Vec<i64>,
        steps: &mut Steps,
    ) -> Option<i64> {
        let at = civil(begin)?;
        if !steps.take(WITHIN_DAY) {
            return None;
        }
        let allows =
            |list: &[i16], number: i8| list.is_empty() || list.contains(&i16::from(number));
        // What cannot match is passed over at once: a second at a time, a year would take a while.
        let skip = if !self.matches(at.date()) {
            DAY
        } else if !allows(&self.rule.hours, at.hour()) {
            3600
        } else if self.rule.frequency < Frequency::Hourly
            && !allows(&self.rule.minutes, at.minute())
        {
            60
        } else if self.rule.frequency < Frequency::Minutely
            && !allows(&self.rule.seconds, at.second())
        {
            1
        } else {
            0
        };
        if skip == 0 {
            times.extend(self.times.iter().map(|time| begin + time));
            return steps.take(self.times.len()).then_some(period + 1);
        }
        let unit = self.unit()?;
        let next = (begin.div_euclid(skip) + 1) * skip;
        let stride = unit * i64::from(self.rule.interval);
        let wanted = (next - self.origin(unit) + stride - 1).div_euclid(stride);
        Some(wanted.max(period + 1))
    }

    /// Sorts the times of a period and keeps those that BYSETPOS names.
    fn pick(&self, times: &mut Vec<i64>) {
        times.sort_unstable();
        times.dedup();
        if self.rule.positions.is_empty() {
            return;
        }
        let place = |&position: &i16| {
            let position = isize::from(position);
            let index = if position > 0 {
                position - 1
            } else {
                times.len() as isize + position
            };
            times.get(usize::try_from(index).ok()?).copied()
        };
        let mut picked: Vec<i64> = self.rule.positions.iter().filter_map(place).collect();
        picked.sort_unstable();
        picked.dedup();
        *times = picked;
    }

    fn in_months(&self, date: Date) -> bool {
        self.months.is_empty() || self.months.contains(&i16::from(date.month()))
    }

    fn matches(&self, date: Date) -> bool {
        let among = |list: &[i16], place: &dyn Fn() -> (i16, i16)| {
            list.is_empty() || {
                let (number, length) = place();
                list.contains(&number) || list.contains(&(number - length - 1))
            }
        };
        let in_month = || (i16::from(date.day()), i16::from(date.days_in_month()));
        let in_year = || (date.day_of_year(), date.days_in_year());
        self.in_months(date)
            && among(&self.month_days, &in_month)
            && among(&self.rule.year_days, &in_year)
            && self.matches_weekday(date)
            && among(&self.rule.weeks, &|| {
                week_of_year(date, self.rule.week_start)
            })
    }

    fn matches_weekday(&self, date: Date) -> bool {
        if self.weekdays.is_empty() {
            return true;
        }
        let frequency = self.rule.frequency;
        let in_month = frequency == Frequency::Monthly || !self.months.is_empty();
        let (place, length) = if in_month {
            (i16::from(date.day()), i16::from(date.days_in_month()))
        } else {
            (date.day_of_year(), date.days_in_year())
        };
        let (nth, nth_last) = ((place - 1) / 7 + 1, -((length - place) / 7 + 1));
        let numbered = frequency >= Frequency::Monthly && self.rule.weeks.is_empty();
        let weekday = date.weekday();
        self.weekdays.iter().any(|&(number, day)| {
            day == weekday && (number == 0 || !numbered || number == nth || number == nth_last)
        })
    }
}
