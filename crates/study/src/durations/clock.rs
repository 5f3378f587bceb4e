//! Lengths written with colons: `0:51:58`, and `51:58` once the reader is told what it means.

use super::{LengthError, Parts, Precision, Unit, number};

/// How two numbers with a colon are meant (`--clock`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// `51:58` is 51 minutes 58 seconds (`--clock mm:ss`).
    MinutesSeconds,
    /// `1:05` is 1 hour 5 minutes (`--clock h:mm`).
    HoursMinutes,
}

pub(super) fn read(text: &str, clock: Option<Clock>) -> Result<(u32, Precision), LengthError> {
    let numbers: Vec<&str> = text.split(':').collect();
    if numbers[1..].iter().any(|part| part.len() != 2) {
        return Err(LengthError::Unreadable);
    }
    for part in &numbers {
        number(part)?;
    }
    let units = match (numbers.len(), clock) {
        (3, _) => [Unit::Hour, Unit::Minute, Unit::Second].as_slice(),
        (2, Some(Clock::MinutesSeconds)) => &[Unit::Minute, Unit::Second],
        (2, Some(Clock::HoursMinutes)) => &[Unit::Hour, Unit::Minute],
        (2, None) => return Err(LengthError::AmbiguousClock),
        _ => return Err(LengthError::Unreadable),
    };
    let mut parts = Parts::default();
    for (unit, text) in units.iter().zip(numbers) {
        parts.push(*unit, number(text)?)?;
    }
    parts.total()
}
