//! A line of weekday names above or below the days.

use std::collections::HashSet;

use super::View;
use super::written::{self, Weekdays};

/// How far from its days the line may stand; the nearest is taken, below before above.
const NEAR: [isize; 6] = [1, -1, 2, -2, 3, -3];

/// The weekdays beside a line of days: the line they stand on, and for each place what it says.
pub(super) fn beside(view: &View<'_>, line: usize) -> Option<(usize, Vec<Weekdays>)> {
    NEAR.iter().find_map(|step| {
        let near = line
            .checked_add_signed(*step)
            .filter(|near| *near < view.lines())?;
        Some((near, on(view, near)?))
    })
}

/// The weekdays of a line that holds nothing else between its first and its last.
pub(super) fn on(view: &View<'_>, line: usize) -> Option<Vec<Weekdays>> {
    let mut said = vec![Weekdays::default(); view.places()];
    let mut places = Vec::new();
    let mut others = 0;
    for (place, said) in said.iter_mut().enumerate() {
        let Some(cell) = view.cell(line, place) else {
            continue;
        };
        let weekday = written::written(cell).filter(|written| written.day.is_none());
        match weekday {
            Some(written) => {
                *said = written.weekdays;
                places.push(place);
            }
            None if !places.is_empty() && !cell.text.trim().is_empty() => others += 1,
            None => {}
        }
    }
    // One letter is a code as often as a weekday: S and S, and nothing else, are no Saturday and Sunday.
    let is_word = |place: &usize| view.text(line, *place).chars().count() > 1;
    let different: HashSet<Weekdays> = places.iter().map(|place| said[*place]).collect();
    let are_words = places.iter().all(is_word);
    let is_short = places.len() < 2 || !are_words && different.len() < 4;
    let pairs = places.windows(2);
    let steps = pairs.len();
    let fits = pairs
        .filter(|pair| said[pair[0]].can_precede(said[pair[1]]))
        .count();
    let is_line =
        !is_short && others * 3 <= places.len() && (fits + 1 >= steps || fits * 10 >= steps * 8);
    is_line.then_some(said)
}
