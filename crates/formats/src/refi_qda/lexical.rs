//! How GUIDs, colours, times and numbers are spelt: strictly on writing, tolerantly on reading (Q5, Q6, Q19h, Q19m).

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::model::Colour;

/// A GUID as the schema has it: 8-4-4-4-12 hexadecimal digits, in braces or not.
pub(super) fn guid(token: &str) -> Option<Uuid> {
    let token = trim(token);
    let bare = match token.strip_prefix('{') {
        Some(rest) => rest.strip_suffix('}')?,
        None => token,
    };
    let digits = bare.as_bytes();
    let dashed = |at: &usize| digits.get(*at) == Some(&b'-');
    if digits.len() != 36 || ![8, 13, 18, 23].iter().all(dashed) {
        return None;
    }
    Uuid::try_parse(bare).ok()
}

/// The GUID that stands in for a token which is none: the same for each spelling of the same token.
pub(super) fn guid_for(token: &str) -> Uuid {
    let token = trim(token);
    let bare = token
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    derived(&[
        b"token",
        bare.unwrap_or(token).to_ascii_lowercase().as_bytes(),
    ])
}

/// A GUID made from parts: version 8, since it is neither random nor of a registered name.
pub(super) fn derived(parts: &[&[u8]]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// White space of XML; other white space is text.
pub(super) fn trim(token: &str) -> &str {
    token.trim_matches([' ', '\t', '\n', '\r'])
}

/// Whether XML 1.0 can hold a character.
pub(super) fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// A colour and whether it was spelt as the schema has it; `None` where it cannot be read.
pub(super) fn colour(token: &str) -> Option<(Colour, bool)> {
    let token = trim(token);
    if let Some(digits) = token.strip_prefix('#') {
        return hexadecimal(digits).map(|colour| (colour, matches!(digits.len(), 3 | 6)));
    }
    let lower = token.to_ascii_lowercase();
    let inner = lower
        .strip_prefix("rgba(")
        .or_else(|| lower.strip_prefix("rgb("))
        .and_then(|rest| rest.strip_suffix(')'));
    if let Some(inner) = inner {
        let parts: Vec<&str> = inner
            .split([',', ' ', '/'])
            .filter(|part| !part.is_empty())
            .collect();
        if !(3..=4).contains(&parts.len()) {
            return None;
        }
        return Some((
            Colour(part(parts[0])?, part(parts[1])?, part(parts[2])?),
            false,
        ));
    }
    let named = NAMES.iter().find(|(name, _)| *name == lower);
    named.map(|(_, (r, g, b))| (Colour(*r, *g, *b), false))
}

fn hexadecimal(digits: &str) -> Option<Colour> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = match digits.len() {
        3 => {
            let (r, g, b) = (value >> 8 & 15, value >> 4 & 15, value & 15);
            (r * 0x11_0000 + g * 0x1100 + b * 0x11).to_be_bytes()
        }
        6 => value.to_be_bytes(),
        8 => (value >> 8).to_be_bytes(),
        _ => return None,
    };
    Some(Colour(r, g, b))
}

fn part(token: &str) -> Option<u8> {
    if let Some(percent) = token.strip_suffix('%') {
        let share: f64 = percent.parse().ok()?;
        return (0.0..=100.0)
            .contains(&share)
            .then(|| (share * 2.55).round() as u8);
    }
    token.parse().ok()
}

/// The sixteen names of HTML 4, and those that programs of qualitative analysis write beside them.
const NAMES: [(&str, (u8, u8, u8)); 20] = [
    ("black", (0, 0, 0)),
    ("silver", (192, 192, 192)),
    ("gray", (128, 128, 128)),
    ("grey", (128, 128, 128)),
    ("white", (255, 255, 255)),
    ("maroon", (128, 0, 0)),
    ("red", (255, 0, 0)),
    ("purple", (128, 0, 128)),
    ("fuchsia", (255, 0, 255)),
    ("green", (0, 128, 0)),
    ("lime", (0, 255, 0)),
    ("olive", (128, 128, 0)),
    ("yellow", (255, 255, 0)),
    ("navy", (0, 0, 128)),
    ("blue", (0, 0, 255)),
    ("teal", (0, 128, 128)),
    ("aqua", (0, 255, 255)),
    ("orange", (255, 165, 0)),
    ("pink", (255, 192, 203)),
    ("brown", (165, 42, 42)),
];

/// An instant of `xsd:dateTime`, and whether a zone was given; without one it is taken as UTC.
pub(super) fn instant(token: &str) -> Option<(Timestamp, bool)> {
    let token = trim(token);
    if let Some(instant) = canonical(token) {
        return Some((instant, true));
    }
    if let Ok(instant) = token.parse::<Timestamp>() {
        return Some((instant, true));
    }
    let (bare, zoned) = match token.strip_suffix('Z') {
        Some(bare) => (bare, true),
        None => (token, false),
    };
    // The last moment of a day may be spelt as its hour 24.
    let (bare, next_day) = match bare.split_once("T24:00:00") {
        Some((day, "")) => (format!("{day}T00:00:00"), true),
        _ => (bare.to_owned(), false),
    };
    let local: DateTime = bare.parse().ok()?;
    let instant = TimeZone::UTC.to_timestamp(local).ok()?;
    if next_day {
        let after = instant.checked_add(SignedDuration::from_hours(24)).ok()?;
        return Some((after, zoned));
    }
    Some((instant, zoned))
}

/// `2026-01-15T10:00:00Z` without the general reader of times: a project has three of them for each coding.
fn canonical(token: &str) -> Option<Timestamp> {
    let bytes = token.as_bytes();
    let shape = |at: usize, byte: u8| bytes[at] == byte;
    if bytes.len() != 20
        || !(shape(4, b'-') && shape(7, b'-') && shape(10, b'T'))
        || !(shape(13, b':') && shape(16, b':') && shape(19, b'Z'))
    {
        return None;
    }
    let number = |from: usize, to: usize| {
        let mut digits = bytes[from..to].iter();
        digits.try_fold(0_i16, |sum, digit| {
            let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'));
            Some(sum * 10 + digit?)
        })
    };
    let small = |from: usize| number(from, from + 2).and_then(|n| i8::try_from(n).ok());
    let local = DateTime::new(
        number(0, 4)?,
        small(5)?,
        small(8)?,
        small(11)?,
        small(14)?,
        small(17)?,
        0,
    );
    TimeZone::UTC.to_timestamp(local.ok()?).ok()
}

/// A day of `xsd:date`; a zone after it says nothing about which day it is.
pub(super) fn day(token: &str) -> Option<Date> {
    let token = trim(token);
    token.get(..10)?.parse().ok().filter(|_| {
        let zone = &token[10..];
        zone.is_empty() || zone == "Z" || (zone.len() == 6 && zone.starts_with(['+', '-']))
    })
}

/// A whole number; `None` beyond 64 bits.
pub(super) fn integer(token: &str) -> Option<i64> {
    let token = trim(token);
    token.strip_prefix('+').unwrap_or(token).parse().ok()
}

/// A number that is finite.
pub(super) fn number(token: &str) -> Option<f64> {
    let number: f64 = trim(token).parse().ok()?;
    number.is_finite().then_some(number)
}

/// `true` or `false`, and whether spelt as the schema has it.
pub(super) fn boolean(token: &str) -> Option<(bool, bool)> {
    match trim(token) {
        "true" | "1" => Some((true, true)),
        "false" | "0" => Some((false, true)),
        other if other.eq_ignore_ascii_case("true") || other.eq_ignore_ascii_case("yes") => {
            Some((true, false))
        }
        other if other.eq_ignore_ascii_case("false") || other.eq_ignore_ascii_case("no") => {
            Some((false, false))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_the_same_in_braces_and_in_either_case_and_needs_no_version() {
        let plain = guid("5215cc69-b628-4e02-afb9-9beeaee55808").unwrap();
        assert_eq!(
            guid(" {5215CC69-B628-4E02-AFB9-9BEEAEE55808}\n"),
            Some(plain)
        );
        assert!(guid("34653336-3766-3235-6466-363134396437").is_some());
        for odd in [
            "c001",
            "",
            "{}",
            "5215cc69b6284e02afb99beeaee55808",
            "5215cc69-b628-4e02-afb9-9beeaee5580g",
        ] {
            assert_eq!(guid(odd), None, "{odd}");
        }
        assert_eq!(guid_for("{C001}"), guid_for("c001 "));
        assert_ne!(guid_for("c001"), guid_for("c002"));
    }

    #[test]
    fn colours_of_other_programs_are_read_and_lose_what_shines_through() {
        let red = Some((Colour(255, 0, 0), false));
        assert_eq!(colour("#f00"), Some((Colour(255, 0, 0), true)));
        assert_eq!(colour("#FF0000"), Some((Colour(255, 0, 0), true)));
        for odd in [
            "#ff000080",
            "rgb(255,0,0)",
            "rgba(255, 0, 0, 0.5)",
            "rgb(100% 0% 0%)",
            "Red",
        ] {
            assert_eq!(colour(odd), red, "{odd}");
        }
        for none in ["", "#ff00", "#gg0000", "rgb(300,0,0)", "reddish", "#é12"] {
            assert_eq!(colour(none), None, "{none}");
        }
    }

    #[test]
    fn a_time_without_a_zone_is_utc_and_said_so() {
        let noon = instant("2026-03-01T12:00:00Z").unwrap();
        assert_eq!(instant("2026-03-01T12:00:00"), Some((noon.0, false)));
        assert_eq!(instant("2026-03-01T14:00:00+02:00"), Some(noon));
        assert_eq!(instant("2026-03-01T12:00:00.000Z"), Some(noon));
        assert_eq!(
            instant("2026-02-28T24:00:00Z"),
            instant("2026-03-01T00:00:00Z")
        );
        // A day alone is its first moment.
        assert_eq!(instant("2026-03-01").map(|(_, zoned)| zoned), Some(false));
        for none in [
            "",
            "yesterday",
            "2026-02-30T12:00:00Z",
            "2026-03-01T12:00:0xZ",
        ] {
            assert_eq!(instant(none), None, "{none}");
        }
    }

    #[test]
    fn numbers_beyond_what_is_counted_are_not_numbers() {
        assert_eq!(integer("+12"), Some(12));
        assert_eq!(integer("9223372036854775808"), None);
        assert_eq!(number("1e3"), Some(1000.0));
        assert_eq!((number("NaN"), number("INF")), (None, None));
        assert_eq!(boolean("True"), Some((true, false)));
        assert_eq!(day("2026-03-01Z").map(|day| day.day()), Some(1));
        assert_eq!(day("2026-03-01é"), None);
    }
}
