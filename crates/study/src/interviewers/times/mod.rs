//! At which times of a usual week somebody can be interviewed, or interview (study R13).
//!
//! Participants and interviewers say it on their own pages, if they like. Whoever says nothing can at any time.

mod page;
mod store;

use std::fmt;
use std::str::FromStr;

use platform::storage::Migration;

use super::matching::and;

pub(super) use page::routes;
pub use page::ticked;
pub use store::{all, keep};

/// The table of usual times.
pub const MIGRATION: Migration = Migration {
    name: "0027 usual times",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// The days, each with its word in a form and its name.
const DAYS: [(&str, &str); 7] = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

/// The parts of a day.
const PARTS: [&str; 3] = ["morning", "afternoon", "evening"];

/// Parts of the days of a usual week: bit `3 × day + part`, from Monday morning. None says that nothing was said.
///
/// Printed and parsed as words such as `mon-morning tue-evening`, as they are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times(u32);

/// A day of the form: its name, and for each part its word, its name and whether it was chosen.
pub type Day = (&'static str, Vec<(String, &'static str, bool)>);

impl Times {
    /// Reads the boxes that were ticked; none where one is no part of a week.
    pub fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut bits = 0;
        for word in words {
            let (day, part) = word.split_once('-')?;
            let day = DAYS.iter().position(|(one, _)| *one == day)?;
            let part = PARTS.iter().position(|one| *one == part)?;
            bits |= 1 << (PARTS.len() * day + part);
        }
        Some(Self(bits))
    }

    /// Whether nothing was said.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether two can meet: one of them has said nothing, or both can at the same part of a day.
    pub fn meets(self, other: Self) -> bool {
        self.is_empty() || other.is_empty() || self.0 & other.0 != 0
    }

    /// The boxes of the form, by day.
    pub fn grid(self) -> Vec<Day> {
        let days = DAYS.iter().enumerate().map(|(day, (word, name))| {
            let part = |(part, label): (usize, &&'static str)| {
                (format!("{word}-{label}"), *label, self.has(day, part))
            };
            (*name, PARTS.iter().enumerate().map(part).collect())
        });
        days.collect()
    }

    /// For readers, after "can": `at any time`, or `on Monday mornings and evenings and on Tuesdays`.
    pub fn in_words(self) -> String {
        if self.is_empty() {
            return "at any time".to_owned();
        }
        let days = DAYS.iter().enumerate().filter_map(|(day, (_, name))| {
            let parts: Vec<String> = (0..PARTS.len())
                .filter(|part| self.has(day, *part))
                .map(|part| format!("{}s", PARTS[part]))
                .collect();
            match parts.len() {
                0 => None,
                all if all == PARTS.len() => Some(format!("on {name}s")),
                _ => Some(format!("on {name} {}", and(&parts))),
            }
        });
        and(&days.collect::<Vec<_>>())
    }

    fn has(self, day: usize, part: usize) -> bool {
        self.0 & (1 << (PARTS.len() * day + part)) != 0
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let boxes = self.grid().into_iter().flat_map(|(_, parts)| parts);
        let words = boxes.filter(|(.., chosen)| *chosen).map(|(word, ..)| word);
        f.write_str(&words.collect::<Vec<_>>().join(" "))
    }
}

impl FromStr for Times {
    type Err = ();

    fn from_str(words: &str) -> Result<Self, ()> {
        Self::read(words.split_whitespace()).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(words: &str) -> Times {
        words.parse().unwrap()
    }

    #[test]
    fn two_can_meet_where_one_has_said_nothing_or_both_share_a_part_of_a_day() {
        for (one, other, meets) in [
            ("", "", true),
            ("mon-morning", "", true),
            ("mon-morning", "mon-morning", true),
            ("mon-morning", "mon-afternoon", false),
            ("mon-evening", "tue-morning", false),
            ("mon-morning", "tue-morning", false),
            ("mon-morning sun-evening", "wed-morning sun-evening", true),
            ("sun-evening", "mon-morning sat-evening", false),
        ] {
            assert_eq!(times(one).meets(times(other)), meets, "{one} / {other}");
            assert_eq!(times(other).meets(times(one)), meets, "{other} / {one}");
        }
    }

    #[test]
    fn times_are_read_back_as_they_were_kept_and_nothing_else_is_read() {
        for words in ["", "mon-morning", "tue-evening sat-morning sun-evening"] {
            assert_eq!(times(words).to_string(), words);
        }
        assert_eq!(
            times("sun-evening mon-morning").to_string(),
            "mon-morning sun-evening"
        );
        let all = times("").grid().into_iter().flat_map(|(_, parts)| parts);
        let all: Vec<String> = all.map(|(word, ..)| word).collect();
        assert_eq!(all.len(), 21);
        assert_eq!(times(&all.join(" ")).to_string(), all.join(" "));
        for broken in [
            "mon",
            "mon-",
            "monday-morning",
            "mon-night",
            "-",
            "mon-morning-",
        ] {
            assert_eq!(broken.parse::<Times>(), Err(()), "{broken}");
        }
    }

    #[test]
    fn times_stand_in_words_by_day() {
        for (given, says) in [
            ("", "at any time"),
            ("mon-morning", "on Monday mornings"),
            (
                "tue-morning tue-evening sat-afternoon",
                "on Tuesday mornings and evenings and on Saturday afternoons",
            ),
            (
                "wed-morning wed-afternoon wed-evening fri-evening sun-morning",
                "on Wednesdays, on Friday evenings and on Sunday mornings",
            ),
        ] {
            assert_eq!(times(given).in_words(), says);
        }
    }
}
