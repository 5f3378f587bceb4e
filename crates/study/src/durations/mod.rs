//! Lengths of interviews in every spelling of study section 6.

mod clock;
mod words;

use std::fmt;

pub use clock::Clock;

/// No interview lasts longer, in seconds.
const LONGEST: u32 = 12 * 60 * 60;

/// How long an interview lasted and how precisely the file says so.
///
/// Above 0 and at most 12 hours. Displays as given, to the minute or to the second
/// (`1 hour 17 minutes 30 seconds`, `48 minutes`), and parses back to the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InterviewLength {
    seconds: u32,
    precision: Precision,
}

/// The smallest unit a length was given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// Whole minutes.
    Minutes,
    /// Seconds.
    Seconds,
}

/// Why a length was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    /// `51:58` may be minutes and seconds or hours and minutes (study E06).
    #[error(
        "minutes and seconds, or hours and minutes? say --clock mm:ss or --clock h:mm, or write units"
    )]
    AmbiguousClock,
    /// A bare number (study E05).
    #[error("a length needs its unit")]
    NoUnit,
    /// Zero, or more than 12 hours (study E05).
    #[error("a length is above 0 and at most 12 hours")]
    OutOfRange,
    /// Units that ascend or occur twice, a later unit above 59, or no known spelling (study E05).
    #[error("not a length")]
    Unreadable,
}

impl InterviewLength {
    /// An accepted example for messages.
    pub const EXAMPLE: &str = "51 minutes 58 seconds, 1 h 5 min or 0:51:58";

    /// A length in seconds; `None` if it is 0, longer than 12 hours, or in part minutes although
    /// its precision is minutes.
    pub fn new(seconds: u32, precision: Precision) -> Option<Self> {
        let whole = precision == Precision::Seconds || seconds.is_multiple_of(60);
        (whole && (1..=LONGEST).contains(&seconds))
            .then_some(InterviewLength { seconds, precision })
    }

    /// Reads one length; `clock` says how two numbers with a colon are meant.
    pub fn parse(text: &str, clock: Option<Clock>) -> Result<Self, LengthError> {
        let text = text.trim();
        let (seconds, precision) = if text.contains(':') {
            clock::read(text, clock)?
        } else {
            words::read(text)?
        };
        InterviewLength::new(seconds, precision).ok_or(LengthError::OutOfRange)
    }

    /// The whole length in seconds.
    pub fn seconds(self) -> u32 {
        self.seconds
    }

    /// The smallest unit it was given in.
    pub fn precision(self) -> Precision {
        self.precision
    }
}

impl fmt::Display for InterviewLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.seconds / 3600, self.seconds / 60 % 60);
        let to_seconds = self.precision == Precision::Seconds;
        let parts = [
            (hours > 0, hours, "hour"),
            (minutes > 0 || (to_seconds && hours > 0), minutes, "minute"),
            (to_seconds, self.seconds % 60, "second"),
        ];
        let mut gap = "";
        for (_, number, unit) in parts.into_iter().filter(|(shown, ..)| *shown) {
            let plural = if number == 1 { "" } else { "s" };
            write!(f, "{gap}{number} {unit}{plural}")?;
            gap = " ";
        }
        Ok(())
    }
}

/// Hours, minutes and seconds that may be given or not, leading one first.
#[derive(Default)]
struct Parts {
    given: Vec<(Unit, u32)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Hour,
    Minute,
    Second,
}

impl Parts {
    /// Adds the next smaller part; only the leading one may exceed 59.
    fn push(&mut self, unit: Unit, number: u32) -> Result<(), LengthError> {
        if let Some((last, _)) = self.given.last()
            && (*last >= unit || number > 59)
        {
            return Err(LengthError::Unreadable);
        }
        self.given.push((unit, number));
        Ok(())
    }

    fn total(&self) -> Result<(u32, Precision), LengthError> {
        let (last, _) = self.given.last().ok_or(LengthError::Unreadable)?;
        let precision = match last {
            Unit::Second => Precision::Seconds,
            Unit::Hour | Unit::Minute => Precision::Minutes,
        };
        let mut seconds: u32 = 0;
        for (unit, number) in &self.given {
            let size = match unit {
                Unit::Hour => 3600,
                Unit::Minute => 60,
                Unit::Second => 1,
            };
            seconds = number
                .checked_mul(size)
                .and_then(|part| seconds.checked_add(part))
                .ok_or(LengthError::OutOfRange)?;
        }
        Ok((seconds, precision))
    }
}

/// ASCII digits to a number; a number too large for any length is out of range, not unreadable.
fn number(text: &str) -> Result<u32, LengthError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(LengthError::Unreadable);
    }
    text.parse().map_err(|_| LengthError::OutOfRange)
}

#[cfg(test)]
mod tests;
