//! What a number in a sentence counts, where the sentence states it of the whole study.

use super::vocabulary::{DID, HELD, INVITED, JOINED, MADE, NOT, PARTIAL, PEOPLE, STOPS, STUDY};
use super::{Number, Token, numbers, tokens};

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// All who were interviewed, or all interviews.
    Interviewed(u32),
    /// Those interviewed of a cohort, by its index.
    OfCohort(usize, u32),
    /// All who were invited.
    Invited(u32),
    /// Themes.
    Themes(u32),
    /// Subthemes, of the theme that the sentence names or of all.
    Subthemes(u32),
}

/// The nouns that are known beside those of every study.
#[derive(Debug, Clone, Default)]
pub struct Nouns {
    /// Words of each cohort's label, in lower case.
    pub cohorts: Vec<Vec<String>>,
}

/// Words between a number and its noun beyond these are another thought.
const BETWEEN: usize = 3;

/// What the numbers of a sentence count. Numbers whose noun is not known are passed over.
pub fn counted(sentence: &str, nouns: &Nouns) -> Vec<Counted> {
    let tokens = tokens(sentence);
    let numbers = numbers(&tokens);
    let read = numbers.iter().enumerate();
    let read = read.filter_map(|(index, number)| {
        let next = numbers.get(index + 1);
        Sentence {
            tokens: &tokens,
            nouns,
        }
        .read(number, next)
    });
    read.collect()
}

struct Sentence<'a> {
    tokens: &'a [Token],
    nouns: &'a Nouns,
}

enum Noun {
    People,
    Interviews,
    Cohort(usize),
    Themes,
    Subthemes,
}

impl Sentence<'_> {
    fn read(&self, number: &Number, next: Option<&Number>) -> Option<Counted> {
        let count = number.count()?;
        let before = self.before(number.at, 3);
        if before.iter().any(|word| PARTIAL.contains(word)) {
            return None;
        }
        // `eight of twelve members`: the noun of eight stands behind twelve.
        let of = self
            .next_of(number.end)
            .filter(|at| next.is_some_and(|next| next.at == *at));
        let from = match (of, next) {
            (Some(_), Some(next)) => next.end,
            _ => number.end,
        };
        let (noun, end) = self.noun(from)?;
        let of_more =
            before.last() == Some(&"of") && before.len() > 1 && self.is_number(number.at, 2);
        if of_more {
            return None;
        }
        let who = self.word(end) == "who" || self.word(end) == "whose";
        match noun {
            Noun::Themes | Noun::Subthemes => self.themes(&noun, count, (number.at, end), &before),
            _ if who => None,
            Noun::Interviews => self.interviews(count, end),
            Noun::People | Noun::Cohort(_) => self.people(&noun, count, (number.at, end), &before),
        }
    }

    fn people(
        &self,
        noun: &Noun,
        count: u32,
        at: (usize, usize),
        before: &[&str],
    ) -> Option<Counted> {
        let behind = self.clause(at.1);
        let near: Vec<&str> = behind.iter().take(8).copied().collect();
        if near.iter().any(|word| NOT.contains(word)) {
            return None;
        }
        let invited = |word: &&str| INVITED.contains(word);
        if before.iter().any(invited) || near.iter().take(3).any(invited) {
            return matches!(noun, Noun::People).then_some(Counted::Invited(count));
        }
        let people = matches!(noun, Noun::People);
        let all = people && matches!(before.last(), Some(&"all" | &"the" | &"our"));
        if !all && near.iter().take(4).any(|word| DID.contains(word)) && !joins(&near) {
            return None;
        }
        let held = |word: &&str| HELD.contains(word);
        let stated = near.iter().any(held)
            || joins(&near)
            || before
                .iter()
                .any(|word| HELD.contains(word) || *word == "total")
            || (before.last() == Some(&"with") && self.has("interviews"))
            || (!people && self.tells_of_interviews());
        (all || stated).then_some(match noun {
            Noun::Cohort(index) => Counted::OfCohort(*index, count),
            _ => Counted::Interviewed(count),
        })
    }

    fn interviews(&self, count: u32, end: usize) -> Option<Counted> {
        let verbs = ["held", "completed", "were", "took"];
        let has_verb = |token: &Token| {
            let word = token.word.as_str();
            (HELD.contains(&word) && word != "interviews") || verbs.contains(&word)
        };
        if !self.tokens.iter().any(has_verb) {
            return None;
        }
        if self
            .clause(end)
            .iter()
            .take(6)
            .any(|word| NOT.contains(word))
        {
            return None;
        }
        if self.word(end) == "with" {
            // `five interviews with midwives`; `nine interviews with nine participants` says it twice.
            return match self.noun(end + 1) {
                Some((Noun::Cohort(index), _)) => Some(Counted::OfCohort(index, count)),
                _ => Some(Counted::Interviewed(count)),
            };
        }
        Some(Counted::Interviewed(count))
    }

    fn themes(
        &self,
        noun: &Noun,
        count: u32,
        (at, end): (usize, usize),
        before: &[&str],
    ) -> Option<Counted> {
        const OF_SOME: [&str; 6] = ["of", "both", "across", "between", "each", "one"];
        if count == 0 || before.iter().any(|word| OF_SOME.contains(word)) {
            return None;
        }
        let made = |words: &[&str]| words.iter().any(|word| MADE.contains(word));
        let behind = self.clause(end);
        let passive = behind
            .first()
            .is_some_and(|word| ["were", "was", "have", "had"].contains(word));
        let reach = if passive { 4 } else { 1 };
        let earlier: Vec<&str> = self.tokens[..at]
            .iter()
            .map(|token| token.word.as_str())
            .collect();
        let stated = made(&behind[..behind.len().min(reach)]) || made(&earlier);
        let shown = ["has", "with", "are", "had"]
            .iter()
            .any(|word| earlier.contains(word));
        match noun {
            Noun::Subthemes => (stated || shown).then_some(Counted::Subthemes(count)),
            _ => stated.then_some(Counted::Themes(count)),
        }
    }

    /// The noun from a place on, and the place behind it.
    fn noun(&self, from: usize) -> Option<(Noun, usize)> {
        for at in from..(from + BETWEEN + 1).min(self.tokens.len()) {
            let token = &self.tokens[at];
            if token.parted {
                return None;
            }
            for (index, label) in self.nouns.cohorts.iter().enumerate() {
                let words = self.tokens[at..].iter().take(label.len());
                let same = words
                    .zip(label)
                    .filter(|(token, word)| singular(&token.word) == singular(word));
                if !label.is_empty() && same.count() == label.len() {
                    return Some((Noun::Cohort(index), at + label.len()));
                }
            }
            let noun = match token.word.as_str() {
                word if PEOPLE.contains(&word) => Noun::People,
                "interviews" | "interview" => Noun::Interviews,
                "themes" | "theme" => Noun::Themes,
                "subthemes" | "sub-themes" | "subtheme" | "sub-theme" => Noun::Subthemes,
                word if STOPS.contains(&word) => return None,
                _ => continue,
            };
            return Some((noun, at + 1));
        }
        None
    }

    /// The place of the number in `of 12` and `of the 12`.
    fn next_of(&self, at: usize) -> Option<usize> {
        match (self.word(at), self.word(at + 1)) {
            ("of", "the" | "our" | "all") => Some(at + 2),
            ("of", _) => Some(at + 1),
            _ => None,
        }
    }

    /// Whether `of` stands before a number and a number before that: then it is the larger of two.
    fn is_number(&self, at: usize, back: usize) -> bool {
        let start = at.saturating_sub(back + 1);
        let words = &self.tokens[start..at];
        !numbers(words).is_empty()
    }

    fn before(&self, at: usize, count: usize) -> Vec<&str> {
        let mut words = Vec::new();
        for index in (at.saturating_sub(count)..at).rev() {
            if self.tokens[index + 1].parted {
                break;
            }
            words.push(self.tokens[index].word.as_str());
        }
        words.reverse();
        words
    }

    /// The words from a place to the next number.
    fn clause(&self, from: usize) -> Vec<&str> {
        let words = self.tokens.get(from..).unwrap_or_default();
        let end = numbers(words)
            .first()
            .map_or(words.len(), |number| number.at);
        words[..end]
            .iter()
            .map(|token| token.word.as_str())
            .collect()
    }

    /// `interviews` alone is said of what was told in them as well.
    fn tells_of_interviews(&self) -> bool {
        let mut pairs = self.tokens.windows(2);
        let with = pairs.any(|pair| pair[0].word == "interviews" && pair[1].word == "with");
        with || ["interviewed", "sample", "comprised"]
            .iter()
            .any(|word| self.has(word))
    }

    fn has(&self, word: &str) -> bool {
        self.tokens.iter().any(|token| token.word == word)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.word.as_str())
    }
}

/// Whether the words behind people say that they took part in the study: `took part`, `completed an interview`, not
/// `completed the course`.
fn joins(behind: &[&str]) -> bool {
    let mut joining = behind
        .iter()
        .enumerate()
        .filter(|(_, word)| JOINED.contains(word));
    joining.any(|(at, word)| {
        let object = &behind[at + 1..behind.len().min(at + 6)];
        let names_study = object.iter().any(|word| STUDY.contains(word));
        names_study || (object.is_empty() && *word != "gave")
    })
}

/// Without the ending of a plural.
fn singular(word: &str) -> &str {
    let word = word.strip_suffix("'s").unwrap_or(word);
    match word.strip_suffix("ves") {
        Some(stem) if stem.len() > 3 => stem,
        _ => word
            .strip_suffix('s')
            .unwrap_or(word.strip_suffix("fe").unwrap_or(word)),
    }
}
