//! The identifier lint: an NHS number must not get in by any cell (programme G7, E50).

/// Whether the text holds a valid NHS number: ten digits in one run or in groups of three, three and four, or ten in
/// other groups and nothing more, the groups parted by up to three spaces, hyphens or full stops.
pub(crate) fn has_nhs_number(text: &str) -> bool {
    if text.bytes().filter(u8::is_ascii_digit).count() < 10 {
        return false;
    }
    chains(text).iter().any(|chain| {
        let whole: String = chain.concat();
        is_valid(&whole)
            || chain.iter().any(|run| is_valid(run))
            || chain.windows(3).any(|three| {
                three.iter().map(|run| run.len()).eq([3, 3, 4]) && is_valid(&three.concat())
            })
    })
}

/// Runs of digits, those parted by separators alone in one chain.
fn chains(text: &str) -> Vec<Vec<&str>> {
    let mut chains: Vec<Vec<&str>> = Vec::new();
    let mut last_end = None;
    let mut rest = 0;
    while let Some(start) = find(text, rest, |c| c.is_ascii_digit()) {
        let end = find(text, start, |c| !c.is_ascii_digit()).unwrap_or(text.len());
        let joined = last_end.is_some_and(|last: usize| is_separator(&text[last..start]));
        match chains.last_mut() {
            Some(chain) if joined => chain.push(&text[start..end]),
            _ => chains.push(vec![&text[start..end]]),
        }
        last_end = Some(end);
        rest = end;
    }
    chains
}

fn find(text: &str, from: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
    text[from..].find(wanted).map(|offset| from + offset)
}

fn is_separator(between: &str) -> bool {
    between.chars().count() <= 3
        && between
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '-' | '.' | '\u{2010}'..='\u{2014}'))
}

/// Ten digits whose last is the check digit of the others: eleven less their weighted sum modulo eleven.
fn is_valid(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [body @ .., check] = values.as_slice() else {
        return false;
    };
    if body.len() != 9 || body.iter().all(|digit| digit == check) {
        return false;
    }
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
    (11 - sum % 11) % 11 == *check
}

#[cfg(test)]
mod tests {
    use super::has_nhs_number;

    #[test]
    fn a_valid_nhs_number_is_found_however_it_is_written() {
        for text in [
            "943 476 5919",
            "9434765919",
            "943-476-5919",
            "seen with 943 476 5919 today",
            "x9434765919x",
            "94 34 76 59 19",
            "12 943 476 5919",
            "943 - 476 - 5919",
            "400 000 0020",
        ] {
            assert!(has_nhs_number(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "943 476 5918",
            "9434765918",
            "07700 900123",
            "+44 7700 900123",
            "2026-11-11",
            "19434765919",
            "0000000000",
            "é",
        ] {
            assert!(!has_nhs_number(text), "{text}");
        }
    }
}
