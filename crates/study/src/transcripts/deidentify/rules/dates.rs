//! Dates and ages, in digits and in words.

use super::super::finds::Find;
use super::pattern::{Pattern, pattern};
use super::{Category, What, next_word, stands_alone};

// Parts of the patterns below.
macro_rules! month {
    () => {
        "(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?"
    };
}
macro_rules! ordinal {
    () => {
        "(?:\\d{1,2}(?:st|nd|rd|th)?|(?i:(?:twenty|thirty)[- ])?(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|(?i:tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth))"
    };
}
macro_rules! number {
    () => {
        "(?:\\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
    };
}

pattern!(IN_DIGITS = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}");
pattern!(
    DAY_AND_MONTH = concat!(
        r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?\b",
        ordinal!(),
        "(?: of)? ",
        month!(),
        r"(?:,? (?:19|20)\d\d)?\b"
    )
);
pattern!(
    MONTH_AND_DAY = concat!(
        r"\b",
        month!(),
        r" (?:the )?\d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?\b"
    )
);
pattern!(MONTH_AND_YEAR = concat!(r"\b", month!(), r"(?: of)?,? (?:19|20)\d\d\b"));
pattern!(
    YEAR = r"\b(?i:in|since|from|until|of|by|back in|early|late|around) ((?:19[3-9]|20[0-4])\d)\b"
);
pattern!(AGE = concat!(r"(?i)\b", number!(), r"[- ](?:years?|months?)[- ]old\b"));
pattern!(
    AGED = concat!(
        r"(?i)\b(?:aged|at the age of|age of|age|turned|turning) (",
        number!(),
        r")\b"
    )
);
pattern!(BARE_AGE = r"(?i)\b(?:I'm|I am|he's|she's|he is|she is|he was|she was|I was) (\d{2})\b");

const DATE: What = (Category::Date, "date");
const THIS_AGE: What = (Category::RareDetail, "age");

pub(super) fn find(text: &str, finds: &mut Vec<Find>) {
    IN_DIGITS.each(text, |at| {
        if stands_alone(text, at.start, at.end) && is_day(&text[at.clone()]) {
            finds.push(Find::by_rule(at, DATE, "a date in digits"));
        }
    });
    for rule in [&DAY_AND_MONTH, &MONTH_AND_DAY, &MONTH_AND_YEAR] {
        rule.each(text, |at| finds.push(Find::by_rule(at, DATE, "a date")));
    }
    YEAR.each(text, |at| {
        finds.push(Find::by_rule(at, (Category::Date, "year"), "a year"))
    });
    AGE.each(text, |at| finds.push(Find::by_rule(at, THIS_AGE, "an age")));
    AGED.each(text, |at| finds.push(Find::by_rule(at, THIS_AGE, "an age")));
    BARE_AGE.each(text, |at| {
        let next = next_word(text, at.end).to_lowercase();
        let ends = !text[at.end..].starts_with(' ');
        if ends && !text[at.end..].starts_with(['%', ':'])
            || ["and", "now", "then", "when"].contains(&next.as_str())
        {
            finds.push(Find::by_rule(at, THIS_AGE, "an age"));
        }
    });
}

/// Whether three numbers are a day, a month and a year in an order that is in use.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let [first, second, third] = numbers[..] else {
        return false;
    };
    let day_and_month = |one, other| (1..=31).contains(&one) && (1..=12).contains(&other);
    match (parts[0].len(), parts[2].len()) {
        (4, 1 | 2) => (1900..2100).contains(&first) && day_and_month(third, second),
        (1 | 2, 2) => day_and_month(first, second) || day_and_month(second, first),
        (1 | 2, 4) => {
            (1900..2100).contains(&third)
                && (day_and_month(first, second) || day_and_month(second, first))
        }
        _ => false,
    }
}
