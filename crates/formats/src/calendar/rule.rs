//! Recurrence rules as text (RFC 5545 §3.3.10).

use super::value::{Moment, moment};
use jiff::civil::Weekday;

/// How often a series repeats before anything narrows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Frequency {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule; each list is sorted and empty where the rule does not name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub frequency: Frequency,
    /// At least 1.
    pub interval: u32,
    pub count: Option<u32>,
    pub until: Option<Moment>,
    pub months: Vec<i16>,
    pub weeks: Vec<i16>,
    pub year_days: Vec<i16>,
    pub month_days: Vec<i16>,
    /// With the number of the weekday in its month or year, 0 for each one.
    pub weekdays: Vec<(i16, Weekday)>,
    pub hours: Vec<i16>,
    pub minutes: Vec<i16>,
    pub seconds: Vec<i16>,
    pub positions: Vec<i16>,
    pub week_start: Weekday,
}

/// Reads a rule, or says in a few words what is wrong with it.
pub(super) fn rule(text: &str) -> Result<Rule, String> {
    let mut rule = Rule {
        frequency: Frequency::Daily,
        interval: 1,
        count: None,
        until: None,
        months: Vec::new(),
        weeks: Vec::new(),
        year_days: Vec::new(),
        month_days: Vec::new(),
        weekdays: Vec::new(),
        hours: Vec::new(),
        minutes: Vec::new(),
        seconds: Vec::new(),
        positions: Vec::new(),
        week_start: Weekday::Monday,
    };
    let mut frequency = None;
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        let wrong = || format!("\"{}\" is not understood", shortened(part));
        let (name, value) = part.split_once('=').ok_or_else(wrong)?;
        let name = name.trim().to_ascii_uppercase();
        let value = value.trim().to_ascii_uppercase();
        if name == "FREQ" {
            frequency = Some(frequency_of(&value).ok_or_else(wrong)?);
        } else if !name.starts_with("X-") {
            rule.take(&name, &value).ok_or_else(wrong)?;
        }
    }
    rule.frequency = frequency.ok_or("FREQ is missing")?;
    if rule.count.is_some() && rule.until.is_some() {
        return Err("it has both a COUNT and an UNTIL".to_owned());
    }
    Ok(rule)
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn frequency_of(text: &str) -> Option<Frequency> {
    Some(match text {
        "SECONDLY" => Frequency::Secondly,
        "MINUTELY" => Frequency::Minutely,
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return None,
    })
}

impl Rule {
    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "INTERVAL" => {
                self.interval = value
                    .parse()
                    .ok()
                    .filter(|&n| (1..=1_000_000).contains(&n))?
            }
            "COUNT" => self.count = Some(value.parse().ok().filter(|&n| n > 0)?),
            "UNTIL" => self.until = Some(moment(value)?),
            "WKST" => self.week_start = weekday(value)?,
            "BYMONTH" => self.months = numbers(value, 1, 12, false)?,
            "BYWEEKNO" => self.weeks = numbers(value, 1, 53, true)?,
            "BYYEARDAY" => self.year_days = numbers(value, 1, 366, true)?,
            "BYMONTHDAY" => self.month_days = numbers(value, 1, 31, true)?,
            "BYSETPOS" => self.positions = numbers(value, 1, 366, true)?,
            "BYHOUR" => self.hours = numbers(value, 0, 23, false)?,
            "BYMINUTE" => self.minutes = numbers(value, 0, 59, false)?,
            // A leap second has no place on our clocks; 60 is the second before it.
            "BYSECOND" => {
                let mut seconds = numbers(value, 0, 60, false)?;
                seconds
                    .iter_mut()
                    .for_each(|second| *second = (*second).min(59));
                seconds.dedup();
                self.seconds = seconds;
            }
            "BYDAY" => {
                let days = value.split(',').map(|day| numbered_weekday(day.trim()));
                self.weekdays = days.collect::<Option<_>>()?;
                self.weekdays
                    .sort_by_key(|&(number, day)| (number, day.to_monday_zero_offset()));
                self.weekdays.dedup();
            }
            _ => return None,
        }
        Some(())
    }
}

/// Numbers between two bounds, or between their negatives where a list may count from the end.
fn numbers(list: &str, least: i16, most: i16, from_end: bool) -> Option<Vec<i16>> {
    let number = |text: &str| {
        let number: i16 = text.trim().parse().ok()?;
        let known = if from_end {
            number.checked_abs()?
        } else {
            number
        };
        (least..=most).contains(&known).then_some(number)
    };
    let mut numbers = list.split(',').map(number).collect::<Option<Vec<i16>>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

fn numbered_weekday(text: &str) -> Option<(i16, Weekday)> {
    let split = text.len().checked_sub(2)?;
    let (number, day) = (text.get(..split)?, text.get(split..)?);
    let number = match number {
        "" => 0,
        number => number
            .parse()
            .ok()
            .filter(|n: &i16| (1..=53).contains(&n.unsigned_abs()))?,
    };
    Some((number, weekday(day)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}
