//! A number as it is spelled.

use super::Token;

/// Words of the numbers below twenty.
pub const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The index of its word.
    pub at: usize,
    /// The index behind it, also behind `%` or `per cent`.
    pub end: usize,
    /// Its value.
    pub value: f64,
    /// Places behind the point.
    pub decimals: usize,
    /// Whether it is a percentage.
    pub percent: bool,
}

impl Number {
    /// The value as a count; `None` for fractions and percentages.
    pub fn count(&self) -> Option<u32> {
        let whole = !self.percent && self.decimals == 0 && self.value <= 1_000_000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number between 0 and a million"
        )]
        whole.then_some(self.value as u32)
    }
}

/// The numbers of a sentence, in order. `twenty-one` and `twenty one` are one number.
pub fn numbers(tokens: &[Token]) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((value, decimals, length)) = read(&tokens[at..]) else {
            at += 1;
            continue;
        };
        let word = |index: usize| tokens.get(index).map_or("", |token| token.word.as_str());
        let mut end = at + length;
        let percent = match (word(end), word(end + 1)) {
            ("%" | "percent", _) => 1,
            ("per", "cent") => 2,
            _ => 0,
        };
        end += percent;
        numbers.push(Number {
            at,
            end,
            value,
            decimals,
            percent: percent > 0,
        });
        at = end;
    }
    numbers
}

/// Value, places behind the point, and words taken.
fn read(tokens: &[Token]) -> Option<(f64, usize, usize)> {
    let word = tokens.first()?.word.as_str();
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return digits(word).map(|(value, decimals)| (value, decimals, 1));
    }
    let small = |word: &str| ONES.iter().position(|one| *one == word);
    let tens = |word: &str| {
        TENS.iter()
            .position(|ten| *ten == word)
            .map(|at| (at + 2) * 10)
    };
    #[expect(clippy::cast_precision_loss, reason = "below a hundred")]
    let number = |value: usize, length: usize| Some((value as f64, 0, length));
    if let Some(value) = small(word) {
        return number(value, 1);
    }
    if let Some((ten, one)) = word.split_once('-') {
        let one = small(one).filter(|one| (1..10).contains(one))?;
        return number(tens(ten)? + one, 1);
    }
    let ten = tens(word)?;
    let next = tokens.get(1).filter(|next| !next.parted);
    match next
        .and_then(|next| small(&next.word))
        .filter(|one| (1..10).contains(one))
    {
        Some(one) => number(ten + one, 2),
        None => number(ten, 1),
    }
}

/// `12`, `1,024`, `44.5`; not `2nd` and no clock.
fn digits(word: &str) -> Option<(f64, usize)> {
    let plain = match word.split_once(',') {
        Some((head, tail)) if tail.len() == 3 && head.len() <= 3 => format!("{head}{tail}"),
        Some(_) => return None,
        None => word.to_owned(),
    };
    let decimals = plain.split_once('.').map_or(0, |(_, behind)| behind.len());
    let numeric = plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    let value: f64 = plain.parse().ok().filter(|_| numeric)?;
    Some((value, decimals))
}
