//! A coherent study with its manuscript, made from a seed: no check finds anything, and all are run (study T6).

mod maker;
mod parts;
mod written;

use study::participants::Participant;

use super::super::claims::Claims;
use super::super::{Audit, Facts};
use super::audited;
use crate::quotes::Quote;

pub use parts::{about, checked, consent, document, held, minutes, month, quote, turn};

/// Random numbers that are the same for the same seed (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A study with what is written about it.
pub struct World {
    pub facts: Facts,
    /// The paragraphs of the manuscript.
    pub text: Vec<String>,
    /// A sentence of the withdrawn participant.
    pub withdrawn_words: String,
    /// Sentences that nobody quotes, with who said each.
    pub unquoted: Vec<(String, String)>,
    /// What an interviewer asked.
    pub asked: String,
}

impl World {
    pub fn of(seed: u64) -> Self {
        maker::Maker::new(seed).make()
    }

    pub fn audit(&self) -> Audit {
        audited(&self.facts, &self.text.join("\n\n"))
    }

    /// The place of the paragraph that begins so.
    pub fn paragraph(&self, begins: &str) -> usize {
        let found = self.text.iter().position(|text| text.starts_with(begins));
        found.unwrap_or_else(|| panic!("no paragraph begins with {begins}: {:#?}", self.text))
    }

    /// The places of the paragraphs that are quotations.
    pub fn printed(&self) -> Vec<usize> {
        let quotes = self
            .text
            .iter()
            .enumerate()
            .filter(|(_, text)| text.starts_with('“'));
        quotes.map(|(at, _)| at).collect()
    }

    pub fn quotes(&mut self) -> &mut Vec<Quote> {
        self.facts.quotes.as_mut().expect("the world has quotes")
    }

    pub fn claims(&mut self) -> &mut Claims {
        self.facts.claims.as_mut().expect("the world claims")
    }

    pub fn people(&mut self) -> &mut Vec<Participant> {
        self.facts
            .participants
            .as_mut()
            .expect("the world has people")
    }
}
