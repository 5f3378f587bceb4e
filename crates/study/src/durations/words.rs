//! Lengths written with units: `1 hour and 5 minutes`, `48 min`, `PT51M58S`.

use super::{LengthError, Parts, Precision, Unit, number};

pub(super) fn read(text: &str) -> Result<(u32, Precision), LengthError> {
    let text = text.to_lowercase();
    match text.strip_prefix("pt") {
        Some(rest) => iso(rest),
        None => units(&text),
    }
}

/// ISO 8601 after `PT`: no spaces, one-letter units.
fn iso(text: &str) -> Result<(u32, Precision), LengthError> {
    let mut parts = Parts::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (digits, after) = split_digits(rest);
        let unit = match after.chars().next() {
            Some('h') => Unit::Hour,
            Some('m') => Unit::Minute,
            Some('s') => Unit::Second,
            _ => return Err(LengthError::Unreadable),
        };
        parts.push(unit, number(digits)?)?;
        rest = &after[1..];
    }
    parts.total()
}

/// Pairs of number and unit; "and" and commas may stand between pairs.
fn units(text: &str) -> Result<(u32, Precision), LengthError> {
    let mut parts = Parts::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (digits, after) = split_digits(rest);
        let value = number(digits)?;
        let after = after.trim_start();
        if after.is_empty() && parts.given.is_empty() {
            return Err(LengthError::NoUnit);
        }
        let end = after
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(after.len());
        parts.push(unit(&after[..end])?, value)?;
        rest = after_joint(&after[end..])?;
    }
    parts.total()
}

fn unit(word: &str) -> Result<Unit, LengthError> {
    match word {
        "hours" | "hour" | "hrs" | "hr" | "h" => Ok(Unit::Hour),
        "minutes" | "minute" | "mins" | "min" | "m" => Ok(Unit::Minute),
        "seconds" | "second" | "secs" | "sec" | "s" => Ok(Unit::Second),
        _ => Err(LengthError::Unreadable),
    }
}

/// Skips spaces, at most one comma and at most one "and"; a joint must be followed by a pair.
fn after_joint(text: &str) -> Result<&str, LengthError> {
    let rest = text.trim_start();
    let rest = rest.strip_prefix(',').map_or(rest, str::trim_start);
    let rest = match rest.strip_prefix("and") {
        Some(after) if after.starts_with(char::is_whitespace) => after.trim_start(),
        _ => rest,
    };
    if rest.is_empty() && !text.trim().is_empty() {
        return Err(LengthError::Unreadable);
    }
    Ok(rest)
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}
