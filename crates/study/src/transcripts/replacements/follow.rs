//! Decisions that follow their text when it is corrected (study R28).

use super::decision::{Replacement, State};
use crate::transcripts::anchors::{Anchored, Span, Version, map_between};

/// Decisions as they stand in a newer version of the same turns. Where the text of an accepted one was corrected, or is
/// gone, it waits for a person; a refused one is forgotten then, so that what stands there now is suggested anew.
pub(super) fn followed(
    old: &Version,
    new: &Version,
    decisions: Vec<Replacement>,
) -> Vec<Replacement> {
    let map = map_between(old, new);
    let mut taken: Vec<Span> = Vec::new();
    decisions
        .into_iter()
        .filter_map(|mut one| {
            if one.state == State::Lost {
                return Some(one);
            }
            let was_accepted = matches!(one.state, State::Accepted | State::Changed);
            let carried = one.whole(old).map(|span| map.carry(old, new, span));
            let at = carried.as_ref().and_then(Anchored::span);
            // Two that were apart may come to meet where words stand twice: the second is decided again.
            let meets = |at: Span| {
                taken
                    .iter()
                    .any(|span| at.start < span.end && span.start < at.end)
            };
            let is_as_it_was = matches!(carried, Some(Anchored::Same(_) | Anchored::Moved(_)))
                && at.is_some_and(|at| !meets(at));
            taken.extend(at.filter(|_| is_as_it_was));
            let place = carried.and_then(|carried| placed(new, carried.span()?));
            match place {
                Some((turn, span)) if is_as_it_was => {
                    (one.turn, one.span) = (turn, span);
                    Some(one)
                }
                _ if !was_accepted => None,
                Some((turn, span)) => {
                    (one.turn, one.span) = (turn, span);
                    one.state = State::Changed;
                    Some(one)
                }
                None => {
                    one.state = State::Lost;
                    Some(one)
                }
            }
        })
        .collect()
}

/// The turn that holds a span of the whole text, and where in it; none for a span over two turns.
pub(super) fn placed(version: &Version, span: Span) -> Option<(usize, Span)> {
    let turns = (0..).map_while(|index| Some((index, version.turn(index)?)));
    let holds = |turn: &Span| turn.start <= span.start && span.end <= turn.end;
    let (index, turn) = turns.into_iter().find(|(_, turn)| holds(turn))?;
    let inside = Span::new(span.start - turn.start, span.end - turn.start);
    (!span.is_empty()).then_some((index, inside))
}

#[cfg(test)]
mod tests {
    use platform::clock::Instant;
    use uuid::Uuid;

    use super::*;
    use crate::transcripts::deidentify::Category;

    fn decision(turn: usize, span: (usize, usize), state: State) -> Replacement {
        Replacement {
            id: Uuid::nil(),
            act: Uuid::nil(),
            turn,
            span: Span::new(span.0, span.1),
            category: Category::Place,
            kind: "hospital".to_owned(),
            surrogate: "[hospital A]".to_owned(),
            state,
            member: None,
            decided_at: Instant(0),
        }
    }

    #[test]
    fn a_decision_follows_its_words_and_waits_where_they_were_corrected_or_are_gone() {
        let old = Version::of_turns(&["I was at Barton then.", "Barton it was.", "At Barton."]);
        let new = Version::of_turns(&["Well, I was at Barton then.", "Bartom it was.", ""]);
        let decisions = [State::Accepted, State::Refused].map(|state| {
            vec![
                decision(0, (9, 15), state),
                decision(1, (0, 6), state),
                decision(2, (3, 9), state),
            ]
        });
        let [accepted, refused] = decisions.map(|some| followed(&old, &new, some));
        let said: Vec<(usize, Span, State)> = accepted
            .iter()
            .map(|one| (one.turn, one.span, one.state))
            .collect();
        assert_eq!(said[0], (0, Span::new(15, 21), State::Accepted));
        assert_eq!((said[1].0, said[1].2), (1, State::Changed));
        assert_eq!(said[2].2, State::Lost);
        assert_eq!(refused.len(), 1, "a refusal of other words is forgotten");
        assert_eq!(refused[0].span, Span::new(15, 21));
    }
}
