//! Numbers, names, times and words by chance.

use jiff::Timestamp;
use uuid::Uuid;

use super::super::super::model::Colour;

/// What a project is made of: a list of numbers, from which each part takes what it needs. Such lists shrink well.
#[derive(Debug, Clone)]
pub struct Dice {
    numbers: Vec<u32>,
    at: usize,
    guids: u128,
}

/// Words of which names and texts are made: markup, marks, emoji, both ways of writing, what XML cannot hold.
const WORDS: [&str; 24] = [
    "night",
    "shift",
    "Zoë",
    "😀",
    "e\u{301}",
    " ",
    "\n",
    "\t",
    "<b>",
    "&amp;",
    "\"",
    "'",
    "]]>",
    "…",
    "\u{feff}",
    "\u{1}",
    "\u{fffe}",
    "你好",
    "\u{202b}שלום\u{202c}",
    "🎉🎉",
    "  ",
    "a",
    "\u{85}",
    "::",
];

impl Dice {
    pub fn new(numbers: Vec<u32>) -> Self {
        Self {
            numbers,
            at: 0,
            guids: 0,
        }
    }

    pub fn next(&mut self, below: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        number as usize % below.max(1)
    }

    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.next(3) > 0).then(|| make(self))
    }

    pub fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let number = self.next(most + 1);
        (0..number).map(|_| make(self)).collect()
    }

    pub fn guid(&mut self) -> Uuid {
        self.guids += 1;
        Uuid::from_u128(0xe71d_0000_0000_4000_8000_0000_0000_0000 | self.guids)
    }

    pub fn one_of(&mut self, guids: &[Uuid]) -> Option<Uuid> {
        let at = self.next(guids.len());
        guids.get(at).copied()
    }

    pub fn several(&mut self, guids: &[Uuid]) -> Vec<Uuid> {
        let chosen = self.some(2, |dice| dice.one_of(guids));
        chosen.into_iter().flatten().collect()
    }

    pub fn words(&mut self, most: usize) -> String {
        let words = self.some(most, |dice| WORDS[dice.next(WORDS.len())]);
        words.concat()
    }

    /// A name; never empty, since that is the same as none.
    pub fn name(&mut self) -> String {
        format!("{}{}", WORDS[self.next(3)], self.words(4))
    }

    /// A description; the line by which we know a place in doubt is ours alone.
    pub fn description(&mut self) -> Option<String> {
        self.maybe(|dice| format!("d{}", dice.words(5)))
    }

    pub fn time(&mut self) -> Timestamp {
        let second = 1_700_000_000 + self.next(100_000_000) as i64;
        let nanosecond = [0, 120_000_000, 1][self.next(3)];
        Timestamp::new(second, nanosecond).unwrap()
    }

    pub fn colour(&mut self) -> Option<Colour> {
        self.maybe(|dice| {
            let mut part = || u8::try_from(dice.next(256)).unwrap();
            Colour(part(), part(), part())
        })
    }
}
