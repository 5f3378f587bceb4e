use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::CodeStatus;
use super::book::{Book, CodeState};
use super::compare::compare;
use super::edit::{self, Edit};
use crate::outline::Refused;
use crate::trail::Phrase;

const NAMES: [&str; 3] = ["A", "B", "C"];

fn texts() -> BTreeMap<Uuid, String> {
    let named = NAMES.iter().zip(1u128..);
    named
        .map(|(name, id)| (Uuid::from_u128(id), (*name).to_owned()))
        .collect()
}

fn state(name: usize, parent: Option<Uuid>) -> CodeState {
    CodeState {
        name: Phrase {
            id: Uuid::from_u128(name as u128 + 1),
            seal: String::new(),
        },
        definition: None,
        parent,
        position: 0,
        level: String::new(),
        origin: String::new(),
        status: CodeStatus::Active,
        merged_into: None,
        colour: None,
        is_heading: false,
    }
}

/// A wish with places of codes in the place of codes.
type Wished = (u8, usize, usize, usize);

fn edits(book: &Book, (what, one, other, name): Wished) -> Result<Vec<Edit>, Refused> {
    let all: Vec<Uuid> = book.codes().keys().copied().collect();
    let code = |at: usize| all.get(at % (all.len() + 1)).copied();
    let last = all.last().map_or(100, |id| id.as_u128());
    let new = Uuid::from_u128(last + 1);
    let (Some(id), parent) = (code(one), code(other)) else {
        return edit::create(book, new, NAMES[name], state(name, code(other)));
    };
    match what {
        0 => edit::create(book, new, NAMES[name], state(name, parent)),
        1 => edit::place(book, id, parent, book.below(parent).get(name).copied()),
        2 => edit::merge(book, id, parent.unwrap_or_default()),
        3 => edit::retire(book, id),
        4 => edit::restore(book, id),
        _ => edit::remove(book, id),
    }
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_codebook_leaves_one_in_which_every_code_has_its_place(
        wished in proptest::collection::vec((0..6u8, 0..20usize, 0..20usize, 0..3usize), 0..60),
    ) {
        let mut book = Book::new(BTreeMap::new(), texts());
        for wish in wished {
            let Ok(edits) = edits(&book, wish) else { continue };
            let after = Book::new(book.after(&edits), texts());
            prop_assert!(after.faults().is_empty(), "{wish:?}");
            prop_assert_eq!(after.walk().len(), after.codes().len());
            let changed = compare(&book, &after).into_iter().map(|one| one.id);
            let touched: Vec<Uuid> = edits.iter().map(|edit| edit.id).collect();
            for code in changed {
                prop_assert!(touched.contains(&code), "{wish:?}");
            }
            book = after;
        }
    }

    #[test]
    fn a_code_that_moved_stands_before_the_one_that_was_named(
        moves in proptest::collection::vec((0..6usize, 0..6usize), 1..80),
    ) {
        let id = |number: usize| Uuid::from_u128(100 + number as u128);
        let mut texts = texts();
        let mut codes = BTreeMap::new();
        for number in 0..5 {
            let name = Uuid::from_u128(1000 + number as u128);
            texts.insert(name, number.to_string());
            let mut code = state(0, None);
            code.name.id = name;
            // As an older Enid numbered them: without room between two.
            code.position = number as i64 + 1;
            codes.insert(id(number), code);
        }
        let mut book = Book::new(codes, texts.clone());
        for (one, other) in moves {
            let (one, before) = (id(one % 5), (other < 5).then(|| id(other)));
            if before == Some(one) {
                continue;
            }
            let edits = edit::place(&book, one, None, before).unwrap();
            let mut expected: Vec<Uuid> = book.below(None).to_vec();
            expected.retain(|other| *other != one);
            let at = before.and_then(|before| expected.iter().position(|other| *other == before));
            expected.insert(at.unwrap_or(expected.len()), one);
            book = Book::new(book.after(&edits), texts.clone());
            prop_assert_eq!(book.below(None), expected.as_slice());
        }
    }
}
