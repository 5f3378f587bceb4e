//! Periods as settings write them.

use std::fmt;
use std::str::FromStr;

use jiff::{Span, tz::TimeZone};

use crate::Error;
use crate::clock::Instant;

/// The longest period, in its own unit.
const MOST: u16 = 1000;

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// For good.
    Never,
    /// So many days of 24 hours.
    Days(u16),
    /// So many months of the calendar.
    Months(u16),
    /// So many years of the calendar.
    Years(u16),
}

impl Period {
    /// What ended before this moment is over its period now; none where nothing ever is.
    pub fn before(self, now: Instant) -> Option<Instant> {
        let span = match self {
            Self::Never => return None,
            Self::Days(days) => return Some(now.plus_seconds(-i64::from(days) * 24 * 60 * 60)),
            Self::Months(months) => Span::new().months(months),
            Self::Years(years) => Span::new().years(years),
        };
        let then = now
            .to_jiff()
            .to_zoned_datetime(TimeZone::UTC)
            .checked_sub(span);
        then.ok().map(|then| Instant::from_jiff(then.timestamp()))
    }
}

impl Period {
    /// When something that ended at this moment is over its period; never where it is kept for good.
    pub fn after(self, end: Instant) -> Option<Instant> {
        let span = match self {
            Self::Never => return None,
            Self::Days(days) => return Some(end.plus_seconds(i64::from(days) * 24 * 60 * 60)),
            Self::Months(months) => Span::new().months(months),
            Self::Years(years) => Span::new().years(years),
        };
        let then = end
            .to_jiff()
            .to_zoned_datetime(TimeZone::UTC)
            .checked_add(span);
        then.ok().map(|then| Instant::from_jiff(then.timestamp()))
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(words: &str) -> Result<Self, Error> {
        let words = words.trim();
        if words == "never" {
            return Ok(Self::Never);
        }
        let wrong = || {
            Error::refused(
                "RET-1",
                format!("\"{words}\" is no period."),
                "Write one such as 30 days, 6 months, 2 years or never.",
            )
        };
        let (count, unit) = words.split_once(' ').ok_or_else(wrong)?;
        let count: u16 = count.parse().map_err(|_| wrong())?;
        if !(1..=MOST).contains(&count) {
            return Err(wrong());
        }
        match unit.trim() {
            "day" | "days" => Ok(Self::Days(count)),
            "month" | "months" => Ok(Self::Months(count)),
            "year" | "years" => Ok(Self::Years(count)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::Never => return f.write_str("never"),
            Self::Days(count) => (count, "day"),
            Self::Months(count) => (count, "month"),
            Self::Years(count) => (count, "year"),
        };
        let more = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {unit}{more}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_jiff(text.parse().unwrap())
    }

    #[test]
    fn a_period_goes_back_by_the_calendar() {
        let now = at("2028-02-29T12:00:00Z");
        for (words, before) in [
            ("1 day", "2028-02-28T12:00:00Z"),
            ("30 days", "2028-01-30T12:00:00Z"),
            ("6 months", "2027-08-29T12:00:00Z"),
            ("2 years", "2026-02-28T12:00:00Z"),
        ] {
            let period: Period = words.parse().unwrap();
            assert_eq!(period.before(now), Some(at(before)), "{words}");
            assert_eq!(period.to_string(), words);
        }
        assert_eq!(Period::Never.before(now), None);
        assert_eq!(Period::Never.after(now), None);
        let days = Period::Days(90);
        let end = at("2028-01-01T00:00:00Z");
        assert_eq!(days.after(end), Some(at("2028-03-31T00:00:00Z")));
        assert_eq!(
            Period::Months(1).after(end),
            Some(at("2028-02-01T00:00:00Z"))
        );
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for words in [
            "",
            "2",
            "two years",
            "0 days",
            "-1 days",
            "1001 years",
            "2 weeks",
            "70000 days",
            "2years",
            "Never",
        ] {
            assert!(words.parse::<Period>().is_err(), "{words}");
        }
    }
}
