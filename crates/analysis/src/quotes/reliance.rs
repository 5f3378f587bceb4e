//! Whether one person carries too much of what is quoted (study R45). Field notes are no interviews and count to nobody.

use std::collections::BTreeMap;

use super::visible::Visible;

/// From which number and share on somebody is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// More than this share of all quotes, in percent.
    pub share: usize,
    /// At least this share of the quotes of a theme, in percent.
    pub of_theme: usize,
    /// And at least so many quotes.
    pub fewest: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            share: 25,
            of_theme: 50,
            fewest: 3,
        }
    }
}

/// What is counted of one quote: who said it, and under which themes it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The participant.
    pub participant: String,
    /// The themes, each once.
    pub themes: Vec<String>,
}

/// A participant on whom much rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaning {
    /// Who.
    pub participant: String,
    /// How many quotes of all are theirs, where that is too many.
    pub of_all: Option<(usize, usize)>,
    /// The themes of which they give too much: how many quotes of how many.
    pub of_themes: Vec<(String, usize, usize)>,
}

/// What counts of the quotes that a reader sees.
pub fn counted(quotes: &[Visible]) -> Vec<Counted> {
    let spoken = quotes.iter().filter(|quote| !quote.is_note());
    let counted = spoken.filter_map(|quote| {
        let themes = quote.places.iter().filter_map(|place| place.path.first());
        let mut themes: Vec<String> = themes.cloned().collect();
        themes.sort();
        themes.dedup();
        Some(Counted {
            participant: quote.participant.clone()?,
            themes,
        })
    });
    counted.collect()
}

/// The participants who supply more than the larger of the share and two in the number of interviews, of all quotes, or the
/// share of a theme's; and each time at least the fewest.
pub fn leaned_on(quotes: &[Counted], interviews: usize, limits: &Limits) -> Vec<Leaning> {
    let mut by_person: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_theme: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for quote in quotes {
        *by_person.entry(&quote.participant).or_default() += 1;
        for theme in &quote.themes {
            let of_theme = by_theme.entry(theme).or_default();
            *of_theme.entry(&quote.participant).or_default() += 1;
        }
    }
    let all = quotes.len();
    let mut found = Vec::new();
    for (participant, count) in by_person {
        let is_much = count * 100 > limits.share * all && count * interviews > 2 * all;
        let of_all = (count >= limits.fewest && is_much).then_some((count, all));
        let mut of_themes = Vec::new();
        for (theme, voices) in &by_theme {
            let of_theme: usize = voices.values().sum();
            let count = voices.get(participant).copied().unwrap_or(0);
            if count >= limits.fewest && count * 100 >= limits.of_theme * of_theme {
                of_themes.push(((*theme).to_owned(), count, of_theme));
            }
        }
        if of_all.is_some() || !of_themes.is_empty() {
            found.push(Leaning {
                participant: participant.to_owned(),
                of_all,
                of_themes,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotes(said: &[(&str, &str, usize)]) -> Vec<Counted> {
        let quotes = said.iter().flat_map(|(participant, theme, count)| {
            let quote = Counted {
                participant: (*participant).to_owned(),
                themes: vec![(*theme).to_owned()],
            };
            std::iter::repeat_n(quote, *count)
        });
        quotes.collect()
    }

    fn named(said: &[(&str, &str, usize)], interviews: usize) -> Vec<(String, bool, usize)> {
        let found = leaned_on(&quotes(said), interviews, &Limits::default());
        let found = found.into_iter();
        found
            .map(|one| (one.participant, one.of_all.is_some(), one.of_themes.len()))
            .collect()
    }

    #[test]
    fn more_than_a_quarter_of_all_and_at_least_three_is_named_and_a_quarter_is_not() {
        let others = [("B", "b", 1), ("C", "c", 1), ("D", "d", 1), ("E", "e", 1)];
        let with = |theme, count, rest: &[(&'static str, &'static str, usize)]| {
            named(&[&[("A", theme, count)], rest].concat(), 20)
        };
        assert_eq!(with("a", 2, &others), [], "two are too few to be named");
        assert_eq!(with("a", 3, &others), [("A".to_owned(), true, 1)]);
        let nine = [("B", "a", 3), ("C", "a", 3), ("D", "a", 3)];
        assert_eq!(
            with("a", 3, &nine),
            [],
            "a quarter is no more than a quarter"
        );
    }

    #[test]
    fn of_few_interviews_two_in_their_number_is_the_limit() {
        let said = [("A", "x", 3), ("B", "x", 2), ("C", "x", 2)];
        assert_eq!(
            named(&said, 3),
            [],
            "three of seven is less than two of three"
        );
        assert_eq!(named(&said, 6), [("A".to_owned(), true, 0)]);
        assert_eq!(
            named(&said, 0),
            [],
            "nobody was interviewed, so that no share says anything"
        );
    }

    #[test]
    fn half_of_a_theme_is_named_even_where_it_is_little_of_all() {
        let said = [
            ("A", "x", 3),
            ("B", "x", 3),
            ("C", "y", 20),
            ("D", "z", 20),
            ("E", "w", 20),
        ];
        let found = leaned_on(&quotes(&said), 40, &Limits::default());
        let a = found.iter().find(|one| one.participant == "A").unwrap();
        assert_eq!(a.of_all, None);
        assert_eq!(a.of_themes, [("x".to_owned(), 3, 6)]);
        let strict = Limits {
            of_theme: 51,
            ..Limits::default()
        };
        let found = leaned_on(&quotes(&said), 40, &strict);
        assert!(found.iter().all(|one| one.participant != "A"), "{found:?}");
    }
}
