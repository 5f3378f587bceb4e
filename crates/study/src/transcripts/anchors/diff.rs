//! The map between two versions: turns that stayed are aligned first, then words within what changed, then characters
//! within a changed word.

use std::collections::HashMap;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Token};

use super::blocks::blocks;
use super::map::CharacterMap;
use super::step::{Piece, push, same};
use super::{Span, Version};

/// Longest stretch, in words, that another may stand for although they share no word: misheard words are few, and a
/// longer one is another text.
const MOST_WORDS: usize = 12;

/// Finds which characters of `old` stand where in `new`.
///
/// Time grows about as the length of the versions: 10,000 turns take about a tenth of a second, half a second or more
/// where every one of them changed.
pub fn map_between(old: &Version, new: &Version) -> CharacterMap {
    let mut found = Found {
        old,
        new,
        pieces: Vec::new(),
    };
    let (before, after) = (old.turns(), new.turns());
    let numbers = found.numbers(before, after, |turn| turn);
    for (old_turns, new_turns, same) in aligned(&numbers) {
        let (old_turns, new_turns) = (&before[old_turns], &after[new_turns]);
        if same {
            found.keep(hull(old_turns), hull(new_turns));
        } else {
            found.words_of(old_turns, new_turns);
        }
    }
    CharacterMap::found(found.pieces, old, new)
}

/// A range of stretches on either side, and whether they are the same.
type Aligned = (Range<usize>, Range<usize>, bool);

/// A number for each stretch of either side; equal stretches have the same.
struct Numbers {
    before: Vec<Token>,
    after: Vec<Token>,
    count: u32,
}

/// Aligns what is equal, in order, leaving out what one side lacks.
fn aligned(numbers: &Numbers) -> Vec<Aligned> {
    let Numbers {
        before,
        after,
        count,
    } = numbers;
    let mut aligned = Vec::new();
    let mut diff = Diff::default();
    for (old_block, new_block) in blocks(before, after) {
        let (mut old_at, mut new_at) = (old_block.start, new_block.start);
        let tokens = (&before[old_block.clone()], &after[new_block.clone()]);
        diff.compute_with(Algorithm::Histogram, tokens.0, tokens.1, *count);
        for hunk in diff.hunks() {
            let old_range = shifted(hunk.before, old_block.start);
            let new_range = shifted(hunk.after, new_block.start);
            aligned.push((old_at..old_range.start, new_at..new_range.start, true));
            (old_at, new_at) = (old_range.end, new_range.end);
            aligned.push((old_range, new_range, false));
        }
        aligned.push((old_at..old_block.end, new_at..new_block.end, true));
    }
    aligned.retain(|(old_range, new_range, _)| !old_range.is_empty() && !new_range.is_empty());
    aligned
}

struct Found<'a> {
    old: &'a Version,
    new: &'a Version,
    pieces: Vec<Piece>,
}

impl Found<'_> {
    /// Numbers stretches by the part of their text that `key` gives.
    fn numbers(
        &self,
        before: &[Span],
        after: &[Span],
        key: impl Fn(&[char]) -> &[char],
    ) -> Numbers {
        let mut known: HashMap<&[char], u32> = HashMap::new();
        let mut number = |text| {
            let next = u32::try_from(known.len()).expect("a document has fewer stretches");
            Token(*known.entry(key(text)).or_insert(next))
        };
        let old = before.iter().map(|s| number(self.old.characters(*s)));
        let before = old.collect();
        let new = after.iter().map(|s| number(self.new.characters(*s)));
        let after = new.collect();
        Numbers {
            before,
            after,
            count: u32::try_from(known.len()).expect("a document has fewer stretches"),
        }
    }

    fn keep(&mut self, old: Span, new: Span) {
        let (old, new) = ((old.start, old.len()), (new.start, new.len()));
        push(&mut self.pieces, old, new, true);
    }

    /// Aligns the words of turns that changed.
    fn words_of(&mut self, old_turns: &[Span], new_turns: &[Span]) {
        let before = words(self.old, old_turns);
        let after = words(self.new, new_turns);
        let numbers = self.numbers(&before, &after, without_end);
        for (old_words, new_words, same) in aligned(&numbers) {
            let (old_words, new_words) = (&before[old_words], &after[new_words]);
            if same {
                // Only the white space after a word may differ.
                self.word_by_word(old_words, new_words);
            } else {
                self.stretch(old_words, new_words);
            }
        }
    }

    /// Words that were put in the place of others: pairs of turns, or of words, where there are as many.
    fn stretch(&mut self, old_words: &[Span], new_words: &[Span]) {
        let old_turns = split_at_turns(self.old, old_words);
        let new_turns = split_at_turns(self.new, new_words);
        if old_turns.len() == new_turns.len() && old_turns.len() > 1 {
            for (old_words, new_words) in old_turns.into_iter().zip(new_turns) {
                self.stretch(old_words, new_words);
            }
        } else if old_words.len() == new_words.len() {
            self.word_by_word(old_words, new_words);
        } else {
            let within_a_turn = old_turns.len() == 1 && new_turns.len() == 1;
            let short = old_words.len().max(new_words.len()) <= MOST_WORDS;
            self.characters_of(hull(old_words), hull(new_words), within_a_turn && short);
        }
    }

    fn word_by_word(&mut self, old_words: &[Span], new_words: &[Span]) {
        for (old_word, new_word) in old_words.iter().zip(new_words) {
            self.characters_of(*old_word, *new_word, true);
        }
    }

    /// The same beginning and end are kept; what is between was `replaced`, or else deleted and inserted.
    fn characters_of(&mut self, old: Span, new: Span, replaced: bool) {
        let (before, after) = (self.old.characters(old), self.new.characters(new));
        let first = same(before.iter().zip(after));
        let most = before.len().min(after.len()) - first;
        let last = same(before.iter().rev().zip(after.iter().rev())).min(most);
        let middle = |span: Span| (span.start + first, span.len() - first - last);
        self.keep(
            Span::new(old.start, old.start + first),
            Span::new(new.start, new.start + first),
        );
        if replaced {
            push(&mut self.pieces, middle(old), middle(new), false);
        }
        self.keep(
            Span::new(old.end - last, old.end),
            Span::new(new.end - last, new.end),
        );
    }
}

fn shifted(range: Range<u32>, by: usize) -> Range<usize> {
    by + range.start as usize..by + range.end as usize
}

/// From the first of neighbouring stretches to the last; empty for none.
fn hull(stretches: &[Span]) -> Span {
    match stretches {
        [first, .., last] => Span::new(first.start, last.end),
        [only] => *only,
        [] => Span::new(0, 0),
    }
}

/// A word without the white space after it.
fn without_end(word: &[char]) -> &[char] {
    let end = word.iter().rposition(|c| !c.is_whitespace());
    &word[..end.map_or(0, |last| last + 1)]
}

/// The words of turns, each with the white space after it.
fn words(version: &Version, turns: &[Span]) -> Vec<Span> {
    let mut words = Vec::new();
    for turn in turns {
        let mut start = turn.start;
        let characters = version.characters(*turn);
        for (offset, pair) in characters.windows(2).enumerate() {
            if pair[0].is_whitespace() && !pair[1].is_whitespace() {
                let end = turn.start + offset + 1;
                words.push(Span::new(start, end));
                start = end;
            }
        }
        if start < turn.end {
            words.push(Span::new(start, turn.end));
        }
    }
    words
}

/// Neighbouring words, parted where one turn ends.
fn split_at_turns<'a>(version: &Version, words: &'a [Span]) -> Vec<&'a [Span]> {
    let turn_of = |word: &Span| {
        version
            .turns()
            .partition_point(|turn| turn.end <= word.start)
    };
    words
        .chunk_by(|one, next| turn_of(one) == turn_of(next))
        .collect()
}
