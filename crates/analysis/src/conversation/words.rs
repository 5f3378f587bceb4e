//! Passages in words: who coded what, where, and the text itself.

use std::collections::BTreeMap;

use study::documents::Turn;
use study::team::Member;
use uuid::Uuid;

use super::{Difference, Passage};
use crate::codings::{Coding, Material};

/// Most characters of a passage that are shown; the turn is a link away.
const LONGEST: usize = 400;

/// What turns a passage into words.
pub(super) struct Wording<'a> {
    /// The text of the document, sign by sign.
    text: Vec<char>,
    material: &'a Material,
    members: BTreeMap<Uuid, &'a str>,
}

/// A coding for readers.
pub(super) struct Told {
    /// Whose.
    pub(super) who: String,
    /// The path of the code.
    pub(super) code: String,
    /// From which turn on, from 1.
    pub(super) turn: u32,
    /// The words that are coded; empty where they are the whole passage, which stands above them.
    pub(super) words: String,
}

impl<'a> Wording<'a> {
    pub(super) fn new(turns: &[Turn], material: &'a Material, members: &'a [Member]) -> Self {
        let mut text = Vec::new();
        for (place, turn) in turns.iter().enumerate() {
            if place > 0 {
                text.push('\n');
            }
            text.extend(turn.text.chars());
        }
        let members = members.iter().map(|one| (one.id, one.handle.as_str()));
        Self {
            text,
            material,
            members: members.collect(),
        }
    }

    /// A member by handle.
    pub(super) fn who(&self, member: Uuid) -> String {
        let known = self.members.get(&member);
        known.map_or_else(|| "Somebody who left".to_owned(), |name| (*name).to_owned())
    }

    pub(super) fn told(&self, coding: &Coding, passage: &Passage) -> Told {
        let is_whole = (coding.start, coding.end) == (passage.start, passage.end);
        Told {
            who: self.who(coding.member),
            code: path(self.material, coding.code),
            turn: coding.first + 1,
            words: match is_whole {
                true => String::new(),
                false => self.words(coding.start, coding.end),
            },
        }
    }

    /// The text between two places, cut where it is long.
    pub(super) fn words(&self, start: u32, end: u32) -> String {
        let place = |at: u32| {
            usize::try_from(at)
                .unwrap_or(usize::MAX)
                .min(self.text.len())
        };
        let passage = &self.text[place(start)..place(end).max(place(start))];
        match passage.len() > LONGEST {
            true => passage[..LONGEST].iter().chain(&['…']).collect(),
            false => passage.iter().collect(),
        }
    }

    /// What differs, as a heading.
    pub(super) fn heading(&self, passage: &Passage) -> String {
        let turn = passage.codings.iter().map(|one| one.first).min();
        let turn = turn.unwrap_or(0) + 1;
        match passage.difference {
            Difference::OnlySome => {
                let mut who: Vec<Uuid> = passage.codings.iter().map(|one| one.member).collect();
                who.sort_unstable();
                who.dedup();
                let mut who: Vec<String> = who.into_iter().map(|one| self.who(one)).collect();
                who.sort();
                format!("Turn {turn}: only {} coded here", together(&who))
            }
            Difference::Codes => format!("Turn {turn}: the codes differ"),
            Difference::Boundaries => format!("Turn {turn}: the boundaries differ"),
        }
    }

    /// Who has nothing here, in a sentence; empty where everybody has something.
    pub(super) fn silent(&self, passage: &Passage) -> String {
        let mut who: Vec<String> = passage.silent.iter().map(|one| self.who(*one)).collect();
        who.sort();
        match who.len() {
            0 => String::new(),
            1 => format!("{} has nothing here.", who[0]),
            _ => format!("{} have nothing here.", together(&who)),
        }
    }
}

/// Names in a row: "R1, R2 and R3".
pub(crate) fn together(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The names of a code and of those above it.
pub(crate) fn path(material: &Material, code: Uuid) -> String {
    let mut names = Vec::new();
    let mut at = Some(code);
    while let Some((name, above)) = at.and_then(|id| material.codes.get(&id)) {
        names.push(name.as_str());
        at = *above;
        if names.len() > material.codes.len() {
            break;
        }
    }
    names.reverse();
    match names.is_empty() {
        true => "a code that is gone".to_owned(),
        false => names.join(" > "),
    }
}
