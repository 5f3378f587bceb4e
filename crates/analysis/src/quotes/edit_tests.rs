use uuid::Uuid;

use super::edit::{
    Edit, Marks, Way, in_place, make, mark, order, place, remove, reword, shift, unplace,
};
use super::state::{Quotes, Stance};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn theme(number: u128) -> Option<Uuid> {
    Some(id(100 + number))
}

fn after(quotes: &Quotes, edits: Vec<Edit>) -> Quotes {
    let mut quotes = quotes.clone();
    for edit in edits {
        match edit.after {
            Some(state) => quotes.insert(edit.quote, state),
            None => quotes.remove(&edit.quote),
        };
    }
    quotes
}

/// Quotes 1 to 3 under the first theme, 4 under the second, in the order 1, 4, 2, 3.
fn quotes() -> Quotes {
    let mut quotes = Quotes::new();
    for (number, under) in [(1, 1), (4, 2), (2, 1), (3, 1)] {
        let edits = make(
            &quotes,
            id(number),
            id(10 + number),
            (Marks::default(), Some(theme(under))),
        );
        quotes = after(&quotes, edits);
    }
    quotes
}

fn under(quotes: &Quotes, theme: Option<Uuid>) -> Vec<u128> {
    let here = in_place(quotes, theme);
    here.into_iter().map(|(_, id)| id.as_u128()).collect()
}

#[test]
fn a_second_place_asks_for_a_reason_and_the_same_place_twice_is_refused() {
    let quotes = quotes();
    assert_eq!(place(&quotes, id(1), theme(2), false).unwrap_err().0, "why");
    assert_eq!(
        place(&quotes, id(1), theme(1), true).unwrap_err().0,
        "theme"
    );
    let both = after(&quotes, place(&quotes, id(1), theme(2), true).unwrap());
    assert_eq!(
        (under(&both, theme(1)), under(&both, theme(2))),
        (vec![1, 2, 3], vec![4, 1])
    );
    let one = after(&both, unplace(&both, id(1), theme(1)).unwrap());
    let none = after(&one, unplace(&one, id(1), theme(2)).unwrap());
    assert!(unplace(&none, id(1), theme(2)).is_err());
    let other = after(&none, place(&none, id(1), None, false).unwrap());
    assert_eq!(
        under(&other, None),
        [1],
        "the other findings are a place like any"
    );
}

#[test]
fn a_quote_moves_to_the_end_of_another_place_and_its_neighbours_stay() {
    let quotes = quotes();
    let moved = after(
        &quotes,
        shift(&quotes, id(2), (theme(1), theme(2))).unwrap(),
    );
    assert_eq!(
        (under(&moved, theme(1)), under(&moved, theme(2))),
        (vec![1, 3], vec![4, 2])
    );
    assert!(shift(&moved, id(2), (theme(1), theme(3))).is_err());
    assert!(shift(&quotes, id(2), (theme(1), theme(1))).is_err());
}

#[test]
fn changing_the_order_moves_no_theme() {
    let quotes = quotes();
    let first = |quotes: &Quotes, under| in_place(quotes, under)[0].0;
    let down = after(&quotes, order(&quotes, id(1), theme(1), Way::Down).unwrap());
    assert_eq!(under(&down, theme(1)), [2, 1, 3]);
    assert_eq!(first(&down, theme(1)), first(&quotes, theme(1)));
    let up = after(&down, order(&down, id(1), theme(1), Way::Up).unwrap());
    assert_eq!(up, quotes);
    assert!(order(&quotes, id(1), theme(1), Way::Up).is_err());
    assert!(order(&quotes, id(1), theme(2), Way::Up).is_err());
}

#[test]
fn what_changes_nothing_is_no_event_and_other_words_make_a_quote_this_studys_own() {
    let mut quotes = quotes();
    quotes.get_mut(&id(1)).unwrap().is_from_folder = true;
    assert_eq!(mark(&quotes, id(1), Marks::default()), Ok(Vec::new()));
    assert!(
        !reword(&quotes, id(1), id(77)).unwrap()[0]
            .after
            .as_ref()
            .unwrap()
            .is_from_folder
    );
    let marks = Marks {
        stance: Stance::Against,
        ..Marks::default()
    };
    assert_eq!(mark(&quotes, id(1), marks).unwrap()[0].kind, "quote.mark");
    assert!(remove(&quotes, id(9)).is_err());
    assert_eq!(remove(&quotes, id(1)).unwrap()[0].after, None);
}
