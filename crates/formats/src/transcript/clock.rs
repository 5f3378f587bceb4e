//! Clock readings: `1:02:03.400`, `02:03,4`, `3.400`.

/// Milliseconds of a cue time. Hours and minutes may be missing, the fraction may follow a comma and may have any
/// number of digits, of which those beyond milliseconds are dropped. A reading without colon needs a fraction, so
/// that a bare number is no time. Only the leading unit may exceed 59.
pub(super) fn parse(text: &str) -> Option<u64> {
    let (clock, fraction) = match text.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    if fraction.is_none() && !clock.contains(':') {
        return None;
    }
    seconds(clock)?
        .checked_mul(1_000)?
        .checked_add(match fraction {
            Some(digits) => milliseconds(digits)?,
            None => 0,
        })
}

/// Milliseconds of a whole clock such as `0:05` or `1:02:03`, as Teams writes it beside a name.
pub(super) fn parse_whole(text: &str) -> Option<u64> {
    let colons = text.matches(':').count();
    if !(1..=2).contains(&colons) || text.rsplit(':').next()?.len() != 2 {
        return None;
    }
    seconds(text)?.checked_mul(1_000)
}

/// Milliseconds of a line that is nothing but hours, minutes and seconds. Minutes and seconds alone could be a time of
/// day that somebody names.
pub(super) fn parse_heading(line: &str) -> Option<u64> {
    let line = line.trim();
    let hours = line.matches(':').count() == 2;
    if hours { parse_whole(line) } else { None }
}

fn seconds(clock: &str) -> Option<u64> {
    let mut total: u64 = 0;
    for (index, unit) in clock.split(':').enumerate() {
        let value = number(unit)?;
        if index > 2 || (index > 0 && value > 59) {
            return None;
        }
        total = total.checked_mul(60)?.checked_add(value)?;
    }
    Some(total)
}

fn milliseconds(digits: &str) -> Option<u64> {
    if !all_digits(digits) {
        return None;
    }
    let first = digits.bytes().chain([b'0'; 2]).take(3);
    Some(first.fold(0, |ms, digit| ms * 10 + u64::from(digit - b'0')))
}

fn number(digits: &str) -> Option<u64> {
    // `parse` alone would accept a plus sign.
    if all_digits(digits) {
        digits.parse().ok()
    } else {
        None
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tolerated_spelling_of_a_time_is_read() {
        for (text, ms) in [
            ("00:00:02.000", 2_000),
            ("000:00:02.000", 2_000),
            ("00:02,500", 2_500),
            ("3.480", 3_480),
            ("00:01.5", 1_500),
            ("00:01.123456", 1_123),
            ("75:10.000", 4_510_000),
            ("01:00:00", 3_600_000),
        ] {
            assert_eq!(parse(text), Some(ms), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "5",
            "00.00.000",
            "00:1d.890",
            "00:75.000",
            "1:2:3:4.0",
            "+1:00.0",
            "1:.5",
            "1:00.",
            "99999999999999999999:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        for text in ["5", "0:5", "0:05.1", "a:05", "1:2:3:04"] {
            assert_eq!(parse_whole(text), None, "{text}");
        }
        assert_eq!(parse_whole("1:02:03"), Some(3_723_000));
    }
}
