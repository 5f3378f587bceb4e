//! Lengths and percentages in sentences (study R65).

use crate::reporting_audit::context::{Context, words_of};
use crate::reporting_audit::numbers::{Number, Token, numbers, tokens};

/// What a length is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LengthOf {
    Shortest,
    Longest,
    Mean,
    Median,
}

impl LengthOf {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Shortest => "shortest interview",
            Self::Longest => "longest interview",
            Self::Mean => "mean length",
            Self::Median => "median length",
        }
    }
}

/// A length as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Printed {
    pub seconds: u32,
    /// Seconds of the smallest unit that is named.
    pub step: u32,
}

impl Printed {
    /// Whether a value rounds to what is printed, up or down; of whole hours, to the nearest half.
    pub fn agrees(self, value: f64) -> bool {
        let allowed = match self.step {
            1 => 1.0,
            60 => 60.0,
            _ => 1_800.0,
        };
        (f64::from(self.seconds) - value).abs() < allowed
    }
}

/// The lengths of interviews that a sentence states.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub range: Option<(Printed, Printed)>,
    pub single: Vec<(LengthOf, Printed)>,
}

/// What is not exact, or not about what was held.
const VAGUE: [&str; 22] = [
    "about",
    "approximately",
    "around",
    "roughly",
    "nearly",
    "almost",
    "up",
    "least",
    "most",
    "over",
    "under",
    "than",
    "planned",
    "expected",
    "scheduled",
    "would",
    "should",
    "could",
    "pilot",
    "circa",
    "minimum",
    "maximum",
];
const LASTING: [&str; 14] = [
    "lasted",
    "lasting",
    "last",
    "ranged",
    "ranging",
    "range",
    "duration",
    "durations",
    "length",
    "lengths",
    "long",
    "took",
    "averaged",
    "averaging",
];

/// Reads a sentence that says how long interviews were.
pub(super) fn lengths(sentence: &str) -> Found {
    let tokens = tokens(sentence);
    let has = |words: &[&str]| {
        tokens
            .iter()
            .any(|token| words.contains(&token.word.as_str()))
    };
    let mut found = Found::default();
    if !has(&["interview", "interviews"]) || has(&VAGUE) {
        return found;
    }
    let numbers = numbers(&tokens);
    let atoms = atoms(&tokens, &numbers);
    let mut at = 0;
    while at < atoms.len() {
        let one = &atoms[at];
        let before = words_before(&tokens, one.at, 6);
        let is = |words: &[&str]| before.iter().any(|word| words.contains(word));
        let next = atoms.get(at + 1).filter(|next| ranges(&tokens, one, next));
        if let Some(next) = next {
            if has(&LASTING) || is(&["between", "from"]) {
                found.range = found.range.or(Some((one.printed_in(next), next.printed)));
            }
            at += 2;
            continue;
        }
        let behind = tokens.get(one.end).map_or("", |token| token.word.as_str());
        let average =
            |at: usize| tokens.get(at).map_or("", |token| token.word.as_str()) == "average";
        let of = if is(&["mean", "average", "averaged", "averaging"])
            || (behind == "on" && average(one.end + 1))
        {
            Some(LengthOf::Mean)
        } else if is(&["median"]) {
            Some(LengthOf::Median)
        } else if is(&["shortest"]) {
            Some(LengthOf::Shortest)
        } else if is(&["longest"]) {
            Some(LengthOf::Longest)
        } else {
            None
        };
        if let (Some(of), true) = (of, one.has_unit) {
            found.single.push((of, one.printed));
        }
        at += 1;
    }
    found
}

/// A number with its units, or one whose unit stands behind the next.
struct Atom {
    at: usize,
    end: usize,
    printed: Printed,
    has_unit: bool,
    value: f64,
}

impl Atom {
    /// The length with the unit of the one that follows in a range.
    fn printed_in(&self, next: &Self) -> Printed {
        if self.has_unit {
            return self.printed;
        }
        Printed {
            seconds: seconds(self.value, next.printed.step),
            step: next.printed.step,
        }
    }
}

fn unit(word: &str) -> Option<u32> {
    match word {
        "hours" | "hour" | "h" | "hr" | "hrs" => Some(3_600),
        "minutes" | "minute" | "min" | "mins" => Some(60),
        "seconds" | "second" | "sec" | "secs" => Some(1),
        _ => None,
    }
}

fn seconds(value: f64, unit: u32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a day"
    )]
    let seconds = (value * f64::from(unit)).round().clamp(0.0, 86_400.0) as u32;
    seconds
}

fn atoms(tokens: &[Token], numbers: &[Number]) -> Vec<Atom> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
    let mut atoms: Vec<Atom> = Vec::new();
    for number in numbers.iter().filter(|number| !number.percent) {
        let size = unit(word(number.end));
        let step = size.unwrap_or(60);
        // Minutes behind hours belong to them, also behind `and`.
        let joined = atoms.last_mut().filter(|last| {
            let near =
                last.end == number.at || (last.end + 1 == number.at && word(last.end) == "and");
            near && last.has_unit && size.is_some_and(|size| size < last.printed.step)
        });
        let end = number.end + usize::from(size.is_some());
        if let Some(last) = joined {
            last.printed.seconds += seconds(number.value, step);
            last.printed.step = step;
            last.end = end;
            continue;
        }
        let fraction = number.decimals > 0 && step > 1;
        atoms.push(Atom {
            at: number.at,
            end,
            printed: Printed {
                seconds: seconds(number.value, step),
                step: if fraction { 60.min(step) } else { step },
            },
            has_unit: size.is_some(),
            value: number.value,
        });
    }
    atoms
}

/// `30 to 50 minutes`, `between 30 and 50 minutes`, `30–50 minutes`.
fn ranges(tokens: &[Token], one: &Atom, next: &Atom) -> bool {
    let joins = |word: &str| matches!(word, "to" | "and" | "–");
    next.has_unit && next.at == one.end + 1 && joins(&tokens[one.end].word)
}

fn words_before(tokens: &[Token], at: usize, count: usize) -> Vec<&str> {
    let words = tokens[at.saturating_sub(count)..at].iter();
    words.map(|token| token.word.as_str()).collect()
}

/// The percentages of a sentence that could be checked; a message for each that is wrong.
pub(super) fn shares(sentence: &str, context: &Context) -> Vec<Option<String>> {
    let tokens = tokens(sentence);
    let numbers = numbers(&tokens);
    let mut checked = Vec::new();
    for (index, share) in numbers
        .iter()
        .enumerate()
        .filter(|(_, number)| number.percent)
    {
        let of = |part: usize, whole: usize| {
            let pair = (numbers.get(part)?.count()?, numbers.get(whole)?.count()?);
            let (first, second) = (&numbers[part], &numbers[whole]);
            let written = format!("{}/{}", pair.0, pair.1);
            let between: Vec<&str> = tokens[first.end..second.at]
                .iter()
                .map(|token| token.word.as_str())
                .collect();
            let joined = matches!(between[..], ["of"] | ["of", "the" | "our" | "all"])
                || (between.is_empty() && sentence.contains(&written));
            (joined && pair.0 <= pair.1 && pair.1 > 0).then_some(pair)
        };
        // `7 of 9 participants (78 %)`, and `78 % (7/9)`.
        let before = index.checked_sub(2).filter(|first| {
            let last = &numbers[first + 1];
            share.at - last.end <= 4 && tokens[share.at].parted
        });
        let behind = numbers.get(index + 1).filter(|next| {
            next.at - share.end <= 1 && tokens.get(share.end).is_some_and(|token| token.parted)
        });
        let pair = before
            .and_then(|at| of(at, at + 1))
            .or_else(|| behind.and_then(|_| of(index + 1, index + 2)));
        if let Some((part, whole)) = pair {
            let value = 100.0 * f64::from(part) / f64::from(whole);
            checked.push((!rounds_to(value, share)).then(|| {
                format!(
                    "{part} of {whole} are given as {} %; they are {}.",
                    share.value,
                    shown(value, share.decimals)
                )
            }));
        } else if let Some((gender, value)) = of_gender(&tokens, share, context) {
            checked.push((!rounds_to(value, share)).then(|| {
                format!(
                    "{} % of the participants are said to be {gender}; in the data it is {}.",
                    share.value,
                    shown(value, share.decimals)
                )
            }));
        }
    }
    checked
}

/// Whether a value is printed so, at that precision.
pub(super) fn rounds_to(value: f64, printed: &Number) -> bool {
    let step = 0.1_f64.powi(i32::try_from(printed.decimals.min(9)).unwrap_or(9));
    (value - printed.value).abs() <= step / 2.0 + 1e-9
}

/// A percentage with so many places.
pub(super) fn shown(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$} %", decimals = decimals.min(9))
}

/// `67 % of the participants were women`.
fn of_gender(tokens: &[Token], share: &Number, context: &Context) -> Option<(String, f64)> {
    let behind = tokens.get(share.end..)?.iter().take(8);
    let behind: Vec<&str> = behind.map(|token| token.word.as_str()).collect();
    if !behind.contains(&"participants") && !behind.contains(&"interviewees") {
        return None;
    }
    let rows: Vec<Option<&str>> = context
        .completed()
        .map(|one| one.gender.as_deref())
        .collect();
    let same = |gender: &str, word: &str| {
        let gender = words_of(gender).join(" ");
        word == gender
            || matches!(
                (gender.as_str(), word),
                ("woman" | "female", "women" | "female") | ("man" | "male", "men" | "male")
            )
    };
    let known: Vec<&str> = rows.iter().flatten().copied().collect();
    let word = behind
        .iter()
        .find(|word| known.iter().any(|gender| same(gender, word)))?;
    let count = known.iter().filter(|gender| same(gender, word)).count();
    #[expect(clippy::cast_precision_loss, reason = "few interviews")]
    let value = 100.0 * count as f64 / rows.len() as f64;
    Some(((*word).to_owned(), value))
}
