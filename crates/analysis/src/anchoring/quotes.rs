//! What becomes of a quote when the text it was taken from is made anew.

use study::documents::Turn;
use study::transcripts::anchors::{Anchored, Span};
use study::transcripts::replacements::Originals;

use super::Carrying;
use crate::quotes::{Found, Part, Piece, found, parts};

/// What stands between two pieces of a quote.
const LEFT_OUT: &str = " … ";
/// What becomes of one quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It points to nothing here and holds nothing that was replaced.
    Untouched,
    /// Its words stand in the new text: where they begin, and its pieces.
    Stands(Found),
    /// A person decides.
    Waits {
        /// What stands in the text now; none where nothing is left of it.
        words: Option<String>,
        /// Whether that has to stand in the quote already, since its old words hold an original (study P9).
        holds_original: bool,
    },
}

/// Carries a quote from the old turns into the new ones: by its spans, or by its words where they are not known.
pub(super) fn carried(
    (words, pieces): (&str, &[Piece]),
    (old, new): (&[Turn], &[Turn]),
    carrying: &Carrying,
    originals: &Originals,
) -> Outcome {
    let was = match pieces {
        [] => found(words, old, 0).map(|found| found.pieces),
        pieces => Some(pieces.to_vec()),
    };
    let spans = was.iter().flatten().filter_map(Piece::span);
    let now: Vec<Anchored> = spans.map(|span| carrying.carry(span)).collect();
    let is_whole = now.iter().all(|one| !one.waits_for_a_person());
    let stands = match &was {
        None => found(words, new, 0),
        Some(was) if is_whole && !has_old_words_in_brackets(words, carrying, originals) => {
            moved(was, &now, carrying)
        }
        Some(_) => None,
    };
    if let Some(found) = stands {
        return Outcome::Stands(found);
    }
    // What was replaced is known exactly, better than by comparing the texts.
    if let Some(words) = originals.taken_out_of(words) {
        return Outcome::Waits {
            words: Some(words),
            holds_original: true,
        };
    }
    match was {
        None => Outcome::Untouched,
        Some(_) => Outcome::Waits {
            words: words_now(&now, is_whole, carrying),
            holds_original: false,
        },
    }
}

/// The words that are left of a quote: its pieces, or with what stands between them where only that has changed.
fn words_now(now: &[Anchored], is_whole: bool, carrying: &Carrying) -> Option<String> {
    let text = |span| carrying.new_version().slice(span).replace('\n', " ");
    let spans: Vec<Span> = now.iter().filter_map(Anchored::span).collect();
    let (first, last) = (spans.first()?, spans.last()?);
    if is_whole {
        return Some(text(Span::new(first.start, last.end)));
    }
    let pieces: Vec<String> = spans.iter().map(|span| text(*span)).collect();
    Some(pieces.join(LEFT_OUT))
}

/// The pieces where their spans stand now.
fn moved(was: &[Piece], now: &[Anchored], carrying: &Carrying) -> Option<Found> {
    let mut spans = now.iter().filter_map(Anchored::span);
    let first = spans.clone().next()?;
    let piece = |piece: &Piece| match piece.span() {
        Some(_) => spans.next().map(Piece::said),
        None => Some(piece.clone()),
    };
    Some(Found {
        pieces: was.iter().map(piece).collect::<Option<_>>()?,
        turn: turn_at(carrying, first.start),
    })
}

/// Whether a quote repeats something in brackets that the old text had and the new one has not, or puts an original there.
fn has_old_words_in_brackets(words: &str, carrying: &Carrying, originals: &Originals) -> bool {
    let (old, new) = (carrying.old_version().text(), carrying.new_version().text());
    parts(words, &|_| false).iter().any(|part| {
        let Part::Put(inner) = part else {
            return false;
        };
        let surrogate = format!("[{inner}]");
        let is_old = old.contains(&surrogate) && !new.contains(&surrogate);
        is_old || originals.taken_out_of(inner).is_some()
    })
}

fn turn_at(carrying: &Carrying, at: usize) -> usize {
    let turns = (0..).map_while(|index| carrying.new_version().turn(index));
    turns
        .take_while(|turn| turn.start <= at)
        .count()
        .saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use study::documents::Role;
    use study::transcripts::deidentify;

    use super::*;

    fn turns(texts: &[&str]) -> Vec<Turn> {
        let turn = |text: &&str| Turn {
            role: Role::Participant,
            label: None,
            start_ms: None,
            end_ms: None,
            text: (*text).to_owned(),
        };
        texts.iter().map(turn).collect()
    }

    fn becomes(words: &str, old: &[&str], new: &[&str]) -> Outcome {
        let (old, new) = (turns(old), turns(new));
        let originals = Originals::of([("Barton".to_owned(), "[hospital A]".to_owned())]);
        carried(
            (words, &[]),
            (&old, &new),
            &Carrying::between(&old, &new),
            &originals,
        )
    }

    #[test]
    fn a_quote_whose_words_stand_follows_them_to_their_turn() {
        let old = ["We left at Barton.", "The rota says no, always."];
        let new = [
            "A new beginning.",
            "We left at [hospital A].",
            "The rota says no, always.",
        ];
        let stands = |words: &str, old: &[&str]| match becomes(words, old, &new) {
            Outcome::Stands(found) => found.turn,
            other => panic!("{words}: {other:?}"),
        };
        assert_eq!(stands("The rota says no", &old), 2);
        assert_eq!(becomes("not said … ever", &old, &new), Outcome::Untouched);
        assert_eq!(stands("The rota says no", &[]), 2);
    }

    #[test]
    fn a_quote_whose_words_changed_waits_and_one_that_holds_an_original_shows_it_no_more() {
        let old = ["We left at Barton.", "It was late that day."];
        let new = ["We left at [hospital A].", "It was early that day."];
        let waits = |words: &str, holds_original| Outcome::Waits {
            words: Some(words.to_owned()),
            holds_original,
        };
        let changed = becomes("It was late that day", &old, &new);
        assert_eq!(changed, waits("It was early that day", false));
        let named = becomes("We left at Barton.", &old, &new);
        assert_eq!(named, waits("We left at [hospital A].", true));
        let unfound = becomes("They left at Barton", &old, &new);
        assert_eq!(unfound, waits("They left at [hospital A]", true));
        let gone = becomes("It was late that day", &old, &[new[0], ""]);
        let nothing = Outcome::Waits {
            words: None,
            holds_original: false,
        };
        assert_eq!(gone, nothing);
        let surrogate = ["We left at [my old ward] then."];
        let other = ["We left at [ward A] then."];
        let renamed = becomes("left at [my old ward] then", &surrogate, &other);
        assert_eq!(renamed, waits("left at [ward A] then", false));
    }

    proptest! {
        #[test]
        fn spans_beside_a_replacement_keep_their_text(
            words in proptest::collection::vec("[a-zé🦉]{1,6}", 3..40),
            at in 0usize..40, first in 0usize..40, length in 1usize..8, surrogate in "[a-z]{1,8}( [A-C])?",
        ) {
            let at = at % words.len();
            let text = words.join(" ");
            let old = turns(&[text.as_str()]);
            let start = |index: usize| words[..index].iter().map(|word| word.chars().count() + 1).sum::<usize>();
            let replaced = Span::new(start(at), start(at) + words[at].chars().count());
            let version = study::transcripts::anchors::Version::of_turns(&[text.as_str()]);
            let accepted = deidentify::Accepted { span: replaced, surrogate: format!("[{surrogate}]") };
            let (new, _) = deidentify::apply(&version, &[accepted]).unwrap();
            let new = turns(&[new.text().as_str()]);
            let first = first % words.len();
            let last = (first + length).min(words.len()) - 1;
            prop_assume!(last < at || at < first);
            let span = Span::new(start(first), start(last) + words[last].chars().count());
            let carrying = Carrying::between(&old, &new);
            let carried = carrying.carry(span);
            prop_assert!(!carried.waits_for_a_person(), "{:?}", carried);
            let now = carried.span().unwrap();
            prop_assert_eq!(carrying.new_version().slice(now), version.slice(span));
        }
    }
}
