//! A mobile number as somebody writes it, and as it is stored: `+` and digits (ITU-T E.164).

/// The country code that a number without one belongs to: the rotas are in the United Kingdom.
const HOME: &str = "44";
/// The most digits of a number with its country code, and the fewest that one can have.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// Reads a mobile number: `07700 900123`, `+44 7700 900123`, `0044 7700 900123` are one.
pub(super) fn read(text: &str) -> Option<String> {
    let text = text.trim();
    let (plus, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut digits = String::new();
    for letter in rest.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            ' ' | '-' | '(' | ')' | '.' | '\u{a0}' => {}
            _ => return None,
        }
    }
    let whole = match (plus, digits.strip_prefix("00"), digits.strip_prefix('0')) {
        (true, ..) => digits,
        (false, Some(abroad), _) => abroad.to_owned(),
        (false, None, Some(home)) => format!("{HOME}{home}"),
        (false, None, None) => return None,
    };
    // The zero that is left out behind a country code, as in +44 (0)7700.
    let whole = match whole.strip_prefix("440") {
        Some(rest) => format!("{HOME}{rest}"),
        None => whole,
    };
    let is_mobile = match whole.strip_prefix(HOME) {
        Some(national) => national.len() == 10 && national.starts_with('7'),
        None => !whole.starts_with('0') && DIGITS.contains(&whole.len()),
    };
    is_mobile.then(|| format!("+{whole}"))
}

#[cfg(test)]
mod tests {
    use super::read;
    use proptest::prelude::*;

    #[test]
    fn one_number_is_written_in_many_ways() {
        for text in [
            "07700 900123",
            "+44 7700 900123",
            "0044 7700 900-123",
            "+44 (0)7700 900123",
            " 07700.900.123 ",
        ] {
            assert_eq!(read(text).as_deref(), Some("+447700900123"), "{text}");
        }
        assert_eq!(read("+353 85 012 3456").as_deref(), Some("+353850123456"));
    }

    #[test]
    fn what_is_no_mobile_number_is_refused() {
        for text in [
            "",
            "7700 900123",
            "020 7946 0958",
            "07700 90012",
            "07700 9001234",
            "+0 123 456 789",
            "07700 900123\nBcc: x",
            "0770O 900123",
            "++447700900123",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_a_plus_and_digits_and_reads_as_itself(text in "\\PC{0,24}") {
            if let Some(number) = read(&text) {
                prop_assert!(number[1..].bytes().all(|byte| byte.is_ascii_digit()));
                prop_assert_eq!(read(&number), Some(number));
            }
        }
    }
}
