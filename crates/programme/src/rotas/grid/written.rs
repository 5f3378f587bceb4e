//! How people write one day: with or without its weekday, its month and its year, in figures or in words.

use std::ops::RangeInclusive;

use formats::table::RawCell;
use jiff::civil::{Date, Weekday, date};

/// The years that dates may lie in, as in the import of folders.
pub(super) const YEARS: RangeInclusive<i16> = 2000..=2100;

/// A longer text names no day.
const LONGEST: usize = 40;

/// The days of the week that a word may mean: bit 0 is Monday. `T` means two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Weekdays(u8);

impl Weekdays {
    /// Whether nothing was said.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the word may mean this day.
    pub fn allows(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }

    /// Whether the next place can be one of the three days after this one.
    pub fn can_precede(self, next: Weekdays) -> bool {
        (1..=3).any(|step| {
            let turned = u16::from(self.0) << step;
            let wrapped = (turned | turned >> 7) & 0x7f;
            wrapped & u16::from(next.0) != 0
        })
    }
}

/// What a cell says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The weekday it names, if any.
    pub weekdays: Weekdays,
    /// The day, as far as it names it; none where it names a weekday only.
    pub day: Option<Day>,
    /// Whether it says that a week begins there.
    pub is_week: bool,
}

/// A day as far as a cell names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// Beyond doubt.
    Full(Date),
    /// Two numbers whose order is open: `05/08`.
    Figures {
        /// The first number.
        first: i8,
        /// The second number.
        second: i8,
        /// The year, where it is given.
        year: Option<i16>,
    },
    /// A day and the name of its month, without a year.
    Named {
        /// The day of the month.
        day: i8,
        /// The month.
        month: i8,
        /// Whether the month stands first: `Aug 26` may also mean August 2026.
        month_first: bool,
    },
    /// The day of the month alone.
    Number(i8),
    /// A spreadsheet's count of days, which may as well be any other number.
    Serial(Date),
    /// A month without a day.
    Month {
        /// The month.
        month: i8,
        /// Its year, where it is given.
        year: Option<i16>,
    },
}

/// What the cell says about a day; none where it speaks of anything else too.
pub(super) fn written(cell: &RawCell) -> Option<Written> {
    match cell.day {
        Some(day) => known(day).map(|day| Written {
            weekdays: Weekdays::default(),
            day: Some(Day::Full(day)),
            is_week: false,
        }),
        None => read(&cell.text),
    }
}

/// The same for a text.
pub(super) fn read(text: &str) -> Option<Written> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (text, is_week) = without_week(text);
    let words = Words::of(without_midnight(text))?;
    let day = words.day();
    if day.is_none() && (words.count > 0 || words.month.is_some() || words.weekdays.is_empty()) {
        return None;
    }
    Some(Written {
        weekdays: words.weekdays,
        day,
        is_week,
    })
}

/// The weekday of a word, from `M` to `Wednesday`.
fn weekdays(word: &str) -> Option<Weekdays> {
    const WORDS: [(&str, u8); 30] = [
        ("m", 1),
        ("mo", 1),
        ("mon", 1),
        ("monday", 1),
        ("t", 2 | 8),
        ("tu", 2),
        ("tue", 2),
        ("tues", 2),
        ("tuesday", 2),
        ("w", 4),
        ("we", 4),
        ("wed", 4),
        ("weds", 4),
        ("wednesday", 4),
        ("th", 8),
        ("thu", 8),
        ("thur", 8),
        ("thurs", 8),
        ("thursday", 8),
        ("f", 16),
        ("fr", 16),
        ("fri", 16),
        ("friday", 16),
        ("s", 32 | 64),
        ("sa", 32),
        ("sat", 32),
        ("saturday", 32),
        ("su", 64),
        ("sun", 64),
        ("sunday", 64),
    ];
    WORDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, bits)| Weekdays(*bits))
}

/// The month of a word, from `Jan` to `December`.
pub(super) fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.as_bytes();
    let is_it = |name: &&str| {
        let name = name.as_bytes();
        let is_sept = word.eq_ignore_ascii_case(b"sept") && name.starts_with(b"sept");
        let is_short = word.len() == 3 && word.eq_ignore_ascii_case(&name[..3]);
        is_short || is_sept || word.eq_ignore_ascii_case(name)
    };
    let at = NAMES.iter().position(is_it)?;
    i8::try_from(at + 1).ok()
}

/// Takes the words away that say a week begins.
fn without_week(text: &str) -> (&str, bool) {
    const STARTS: [&str; 10] = [
        "week commencing",
        "week beginning",
        "week starting",
        "week of",
        "w/c",
        "w/b",
        "w.c.",
        "wc ",
        "wb ",
        "wk ",
    ];
    for start in STARTS {
        if let Some(head) = text.get(..start.len())
            && head.eq_ignore_ascii_case(start)
        {
            let rest = text[start.len()..].trim_start_matches([' ', ':', '.', '-']);
            return (rest, true);
        }
    }
    (text, false)
}

/// Takes the midnight away that some programs write behind a date.
fn without_midnight(text: &str) -> &str {
    match text.split_once(['T', ' ']) {
        Some((date, time))
            if time.len() >= 4 && time.contains(':') && {
                time.bytes().all(|b| matches!(b, b'0' | b':' | b'.' | b'Z'))
            } =>
        {
            date
        }
        _ => text,
    }
}

/// A number and how many digits it was written with.
#[derive(Clone, Copy, Default)]
struct Number {
    value: u32,
    digits: usize,
}

/// The parts of a text that may name a day.
#[derive(Default)]
struct Words {
    numbers: [Number; 3],
    count: usize,
    weekdays: Weekdays,
    month: Option<i8>,
    /// How many numbers stood before the month.
    before_month: usize,
    /// What parted the first two numbers.
    mark: Option<char>,
}

impl Words {
    /// Takes the text apart; none where a part can belong to no date.
    fn of(text: &str) -> Option<Words> {
        let mut words = Words::default();
        let mut rest = text;
        let mut mark = None;
        let mut follows_number = false;
        while let Some(c) = rest.chars().next() {
            if c.is_ascii_digit() {
                let end = end_of(rest, |b| b.is_ascii_digit());
                words.put_number(&rest[..end], mark)?;
                (rest, mark, follows_number) = (&rest[end..], None, true);
            } else if c.is_ascii_alphabetic() {
                let end = end_of(rest, |b| b.is_ascii_alphabetic());
                words.put_word(&rest[..end], follows_number, &rest[end..])?;
                (rest, follows_number) = (&rest[end..], false);
            } else if c.is_whitespace() || "/.-,()'\u{2013}".contains(c) {
                let is_mark = !c.is_whitespace() || mark.is_none();
                mark = if is_mark { Some(c) } else { mark };
                (rest, follows_number) = (&rest[c.len_utf8()..], false);
            } else {
                return None;
            }
        }
        Some(words)
    }

    fn put_number(&mut self, digits: &str, mark: Option<char>) -> Option<()> {
        if self.count == 0 && mark == Some('-') && self.month.is_none() && self.weekdays.is_empty()
        {
            return None;
        }
        if self.count == 1 {
            self.mark = mark;
        }
        let number = Number {
            value: digits.parse().ok()?,
            digits: digits.len(),
        };
        *self.numbers.get_mut(self.count)? = number;
        self.count += 1;
        Some(())
    }

    fn put_word(&mut self, word: &str, follows_number: bool, rest: &str) -> Option<()> {
        let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        if follows_number && is_one_of(&["st", "nd", "rd", "th"]) || is_one_of(&["of", "the"]) {
            return Some(());
        }
        if let Some(month) = month(word) {
            self.before_month = self.count;
            return self.month.replace(month).is_none().then_some(());
        }
        // A letter joined to a number is a code such as W5.
        let is_joined = follows_number || rest.starts_with(|c: char| c.is_ascii_digit());
        if word.len() == 1 && is_joined || !self.weekdays.is_empty() {
            return None;
        }
        self.weekdays = weekdays(word)?;
        Some(())
    }

    fn day(&self) -> Option<Day> {
        let numbers = &self.numbers[..self.count];
        match (self.month, numbers) {
            (Some(month), []) => Some(Day::Month { month, year: None }),
            (Some(month), [year]) if year.digits == 4 => Some(Day::Month {
                month,
                year: Some(year.year()?),
            }),
            (Some(month), [day]) => Some(Day::Named {
                day: day.small(31)?,
                month,
                month_first: self.before_month == 0,
            }),
            (Some(month), [year, day]) if year.digits == 4 => {
                full(year.year()?, month, day.small(31)?)
            }
            (Some(month), [day, year]) => full(year.year()?, month, day.small(31)?),
            (None, [number]) => number.alone(),
            // Some programs write a count of days as 46239.0.
            (None, [number, Number { value: 0, .. }]) if number.digits == 5 => number.alone(),
            (None, [first, second]) if matches!(self.mark, Some('/' | '.' | '-')) => {
                Some(Day::Figures {
                    first: first.small(31)?,
                    second: second.small(31)?,
                    year: None,
                })
            }
            (None, [year, month, day]) if year.digits == 4 => {
                full(year.year()?, month.small(12)?, day.small(31)?)
            }
            (None, [first, second, year]) => Some(Day::Figures {
                first: first.small(31)?,
                second: second.small(31)?,
                year: Some(year.year()?),
            }),
            _ => None,
        }
    }
}

impl Number {
    fn small(self, most: i8) -> Option<i8> {
        let value = i8::try_from(self.value).ok()?;
        (self.digits <= 2 && (1..=most).contains(&value)).then_some(value)
    }

    /// Two digits are of this century.
    fn year(self) -> Option<i16> {
        let value = i16::try_from(self.value).ok()?;
        let year = match self.digits {
            2 => 2000 + value,
            4 => value,
            _ => return None,
        };
        YEARS.contains(&year).then_some(year)
    }

    fn alone(self) -> Option<Day> {
        match self.digits {
            1 | 2 => self.small(31).map(Day::Number),
            5 => serial(self.value).map(Day::Serial),
            8 => {
                let part = |by: u32, below: u32| i16::try_from(self.value / by % below).ok();
                let (year, month, day) = (part(10_000, 10_000)?, part(100, 100)?, part(1, 100)?);
                full(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            }
            _ => None,
        }
    }
}

fn full(year: i16, month: i8, day: i8) -> Option<Day> {
    Date::new(year, month, day)
        .ok()
        .and_then(known)
        .map(Day::Full)
}

fn known(day: Date) -> Option<Date> {
    YEARS.contains(&day.year()).then_some(day)
}

/// Day 0 of a spreadsheet is 30 December 1899, so that the days after its missing 29 February 1900 are right.
fn serial(days: u32) -> Option<Date> {
    let day = date(1899, 12, 30).checked_add(jiff::Span::new().days(i64::from(days)));
    day.ok().and_then(known)
}

fn end_of(text: &str, belongs: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|b| !belongs(b)).unwrap_or(text.len())
}
