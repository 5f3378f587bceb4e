//! Words and digits as pages, letters and files say them.

/// A text as the beginning of a sentence.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A count with its noun: "one group", "12 groups", "no group".
pub fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {one}"),
        1 => format!("one {one}"),
        _ => format!("{number} {many}"),
    }
}

/// The same as the beginning of a sentence.
pub fn count_first(number: usize, one: &str, many: &str) -> String {
    capital(&count(number, one, many))
}

/// Bytes as hexadecimal digits, two a byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_and_bytes_have_two_digits_each() {
        assert_eq!(count_first(0, "group", "groups"), "No group");
        assert_eq!(count_first(1, "group", "groups"), "One group");
        assert_eq!(count_first(12, "group", "groups"), "12 groups");
        assert_eq!(
            (capital(""), capital("\u{e9}t\u{e9}")),
            (String::new(), "\u{c9}t\u{e9}".to_owned())
        );
        assert_eq!(hexadecimal(&[0, 10, 255]), "000aff");
    }
}
