//! In which words a text differs from what was said: the nearest passage, word by word.

use study::columns::fold_spaces;
use study::documents::{Role, Turn};

use super::pieces::{Part, parts};

/// A passage is near where less than this share of the words differs, in percent: otherwise it is another passage.
const NEAR: usize = 50;
/// The longest table of words against words that is made.
const LARGEST: usize = 20_000_000;

/// How words became others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They stand in both.
    Same,
    /// They were said and are not in the text.
    Lacking,
    /// They are in the text and were not said.
    Added,
}

/// In which words a text differs from the nearest passage of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The turn in which the passage begins, from 0.
    pub turn: usize,
    /// How many words differ.
    pub words: usize,
    /// The words in their order.
    pub parts: Vec<(Change, String)>,
}

/// The passage of a document that is nearest to a text; none where nothing is near.
pub fn nearest(text: &str, turns: &[Turn]) -> Option<Difference> {
    let said = said(turns);
    let whole = said
        .iter()
        .map(|word| word.text)
        .collect::<Vec<_>>()
        .join(" ");
    let tokens = tokens(text, &whole);
    let count = tokens.iter().filter(|token| token.is_some()).count();
    if count == 0 || said.is_empty() || (tokens.len() + 1).saturating_mul(said.len() + 1) > LARGEST
    {
        return None;
    }
    let table = Table::of(&tokens, &said);
    let (words, end) = table.least();
    if words * 100 >= count * NEAR {
        return None;
    }
    Some(table.difference(words, end))
}

struct Word<'a> {
    turn: usize,
    text: &'a str,
    key: String,
}

fn said(turns: &[Turn]) -> Vec<Word<'_>> {
    let spoken = turns.iter().enumerate();
    let spoken = spoken.filter(|(_, turn)| turn.role != Role::Interviewer);
    let words = spoken.flat_map(|(index, turn)| {
        turn.text.split_whitespace().map(move |text| Word {
            turn: index,
            text,
            key: key(text),
        })
    });
    words.collect()
}

/// A word without marks and case.
fn key(word: &str) -> String {
    let kept = word.chars().filter(|c| c.is_alphanumeric());
    let key: String = kept.flat_map(char::to_lowercase).collect();
    match key.is_empty() {
        true => word.to_owned(),
        false => key,
    }
}

/// The words of a text; none where an edit stands for any number of words.
fn tokens(text: &str, said: &str) -> Vec<Option<String>> {
    let is_said = |put: &str| said.contains(&format!("[{put}]"));
    let parts = parts(text, &is_said);
    let tokens = parts.iter().flat_map(|part| match part {
        Part::Words(words) => words.split(' ').map(|word| Some(word.to_owned())).collect(),
        Part::LeftOut | Part::Put(_) => vec![None],
    });
    tokens.collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Both,
    Lacking,
    Added,
    /// An edit begins here, reading backwards.
    Edit,
    /// A word for which an edit stands.
    Under,
}

/// The least number of words that differ, for each beginning of the text against each end of what was said.
struct Table<'a> {
    tokens: &'a [Option<String>],
    said: &'a [Word<'a>],
    steps: Vec<Step>,
    last: Vec<usize>,
}

impl<'a> Table<'a> {
    fn of(tokens: &'a [Option<String>], said: &'a [Word<'a>]) -> Self {
        let width = said.len() + 1;
        let mut steps = vec![Step::Lacking; width * (tokens.len() + 1)];
        // A passage may begin anywhere.
        let mut above = vec![0usize; width];
        for (row, token) in tokens.iter().enumerate() {
            let key = token.as_deref().map(key);
            let mut here = vec![0usize; width];
            for at in 0..width {
                let (cost, step) = match &key {
                    None if at > 0 && here[at - 1] <= above[at] => (here[at - 1], Step::Under),
                    None => (above[at], Step::Edit),
                    Some(_) if at == 0 => (above[0] + 1, Step::Added),
                    Some(key) if said[at - 1].key == *key => (above[at - 1], Step::Both),
                    Some(_) => [
                        (here[at - 1] + 1, Step::Lacking),
                        (above[at] + 1, Step::Added),
                    ]
                    .into_iter()
                    .min_by_key(|(cost, _)| *cost)
                    .unwrap_or((usize::MAX, Step::Added)),
                };
                here[at] = cost;
                steps[(row + 1) * width + at] = step;
            }
            above = here;
        }
        Self {
            tokens,
            said,
            steps,
            last: above,
        }
    }

    /// The least number of words that differ, and before which word of the document that passage ends: of passages that are
    /// equally near the one that goes on the longest.
    fn least(&self) -> (usize, usize) {
        let ends = self.last.iter().copied().enumerate();
        let least = ends.min_by_key(|(at, cost)| (*cost, std::cmp::Reverse(*at)));
        least.map_or((0, 0), |(at, cost)| (cost, at))
    }

    fn difference(&self, words: usize, end: usize) -> Difference {
        let width = self.said.len() + 1;
        let (mut row, mut at) = (self.tokens.len(), end);
        let mut changes: Vec<(Change, &str)> = Vec::new();
        while row > 0 {
            let token = self.tokens[row - 1].as_deref().unwrap_or("…");
            match self.steps[row * width + at] {
                Step::Both => {
                    (row, at) = (row - 1, at - 1);
                    changes.push((Change::Same, self.said[at].text));
                }
                Step::Lacking => {
                    at -= 1;
                    changes.push((Change::Lacking, self.said[at].text));
                }
                Step::Added => {
                    row -= 1;
                    changes.push((Change::Added, token));
                }
                Step::Edit => {
                    row -= 1;
                    changes.push((Change::Same, token));
                }
                Step::Under => at -= 1,
            }
        }
        changes.reverse();
        let mut parts: Vec<(Change, String)> = Vec::new();
        for (change, word) in changes {
            match parts.last_mut() {
                Some((last, text)) if *last == change => {
                    text.push(' ');
                    text.push_str(word);
                }
                _ => parts.push((change, word.to_owned())),
            }
        }
        Difference {
            turn: self
                .said
                .get(at.min(self.said.len() - 1))
                .map_or(0, |word| word.turn),
            words,
            parts,
        }
    }
}

impl Difference {
    /// How many words differ, in words.
    pub fn in_words(&self) -> String {
        match self.words {
            0 => "the words stand in another order, or the marks differ".to_owned(),
            1 => "one word differs".to_owned(),
            some => format!("{some} words differ"),
        }
    }

    /// What was said, as far as the passage goes.
    pub fn said(&self) -> String {
        let said = self
            .parts
            .iter()
            .filter(|(change, _)| *change != Change::Added);
        let words: Vec<&str> = said.map(|(_, words)| words.as_str()).collect();
        fold_spaces(&words.join(" "))
    }
}
