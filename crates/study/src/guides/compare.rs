//! What became of each question between two versions of a guide.

use std::collections::BTreeMap;

use super::GuideQuestion;

/// Two questions with at least half of their words in common are one question in other words.
const ALIKE: f64 = 0.5;

/// One question in two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its place in the older version, from 0; none if it was added.
    pub before: Option<usize>,
    /// Its place in the newer version, from 0; none if it was dropped.
    pub after: Option<usize>,
    /// Whether it stands elsewhere among the questions that both have.
    pub moved: bool,
    /// Whether its words differ.
    pub reworded: bool,
    /// Whether its prompts differ.
    pub prompts: bool,
}

impl Compared {
    /// Whether the newer version asks what the older did not.
    pub fn added(&self) -> bool {
        self.before.is_none()
    }

    /// Whether only the older version asks it.
    pub fn dropped(&self) -> bool {
        self.after.is_none()
    }
}

/// Every question of both versions once: those of the newer in its order, each dropped one after what stood before it.
pub fn compare(before: &[GuideQuestion], after: &[GuideQuestion]) -> Vec<Compared> {
    let pairs = pairs(before, after);
    let stayed = longest_rising(&pairs.iter().map(|(_, old)| *old).collect::<Vec<_>>());
    let mut rows: Vec<Compared> = Vec::new();
    for (new, question) in after.iter().enumerate() {
        let Ok(at) = pairs.binary_search_by_key(&new, |(new, _)| *new) else {
            rows.push(Compared {
                before: None,
                after: Some(new),
                moved: false,
                reworded: false,
                prompts: false,
            });
            continue;
        };
        let old = pairs[at].1;
        rows.push(Compared {
            before: Some(old),
            after: Some(new),
            moved: !stayed.contains(&old),
            reworded: before[old].question != question.question,
            prompts: before[old].prompts != question.prompts,
        });
    }
    for old in 0..before.len() {
        if pairs.iter().any(|(_, kept)| *kept == old) {
            continue;
        }
        let above = old.checked_sub(1);
        let at = above.and_then(|above| rows.iter().position(|row| row.before == Some(above)));
        let row = Compared {
            before: Some(old),
            after: None,
            moved: false,
            reworded: false,
            prompts: false,
        };
        rows.insert(at.map_or(0, |at| at + 1), row);
    }
    rows
}

/// Which question of the newer version is which of the older, by the newer place: the same words first, then the most alike.
fn pairs(before: &[GuideQuestion], after: &[GuideQuestion]) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (new, question) in after.iter().enumerate() {
        for (old, earlier) in before.iter().enumerate() {
            let alike = match earlier.question == question.question {
                // The very words stand above any likeness, such as the same words in another order.
                true => 2.0,
                false => likeness(&earlier.question, &question.question),
            };
            if alike >= ALIKE {
                candidates.push((alike, new, old));
            }
        }
    }
    let place = |(_, new, old): &(f64, usize, usize)| (*new, *old);
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(place(a).cmp(&place(b))));
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, new, old) in candidates {
        let is_taken = pairs.values().any(|taken| *taken == old);
        if !is_taken && !pairs.contains_key(&new) {
            pairs.insert(new, old);
        }
    }
    pairs.into_iter().collect()
}

/// The share of words that two texts have in common, from 0 to 1 (Dice's coefficient), without regard to case and marks.
fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let total: usize = one.values().sum::<usize>() + other.values().sum::<usize>();
    if total == 0 {
        return 0.0;
    }
    let common: usize = one
        .iter()
        .map(|(word, count)| other.get(word).map_or(0, |there| (*count).min(*there)))
        .sum();
    2.0 * common as f64 / total as f64
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            *words.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    words
}

/// A longest rising part of a list without repeats: what keeps its order while everything else is moved.
fn longest_rising(list: &[usize]) -> Vec<usize> {
    // For each item the best list that ends with it; guides are short enough for the plain way.
    let mut best: Vec<Vec<usize>> = Vec::new();
    for (at, item) in list.iter().enumerate() {
        let mut longest: Vec<usize> = Vec::new();
        for earlier in best.iter().take(at) {
            let fits = earlier.last().is_some_and(|last| last < item);
            if fits && earlier.len() > longest.len() {
                longest.clone_from(earlier);
            }
        }
        longest.push(*item);
        best.push(longest);
    }
    let mut found: Vec<usize> = Vec::new();
    for list in best {
        if list.len() > found.len() {
            found = list;
        }
    }
    found
}
