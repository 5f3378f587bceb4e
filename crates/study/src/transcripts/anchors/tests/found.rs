//! T3, where the edits are found by comparing two versions.

use proptest::prelude::*;

use super::*;

#[test]
fn a_span_far_from_any_change_keeps_its_text() {
    let old = "one two three\nfour five six\nseven eight";
    assert_eq!(becomes(old, old, "five"), "same");
    assert_eq!(
        becomes(
            old,
            "one 2 three\nfour five six\nseven eight",
            "five six\nseven"
        ),
        "moved"
    );
    assert_eq!(
        becomes(old, "one two three\nfour five six\nseven 8", "five"),
        "same"
    );
}

#[test]
fn a_corrected_word_is_shown_before_and_after_wherever_the_span_ends() {
    let old = "so the gluster dam release was late";
    let new = "so the Glamsterdam release was late";
    assert_eq!(becomes(old, new, "gluster dam"), "edited: Glamsterdam");
    assert_eq!(
        becomes(old, new, "the gluster dam release"),
        "edited: the Glamsterdam release"
    );
    assert_eq!(becomes(old, new, "gluster"), "edited: Glamster");
    assert_eq!(becomes(old, new, "release was"), "same");
    assert_eq!(becomes(old, new, "so the "), "same");
}

#[test]
fn an_edit_inside_a_word_leaves_the_rest_of_the_word_as_it_is() {
    assert_eq!(becomes("a world of", "a World of", "orld of"), "same");
    assert_eq!(
        becomes("a world of", "a World of", "world of"),
        "edited: World of"
    );
    assert_eq!(
        becomes("a wrold of", "a world of", "wrold"),
        "edited: world"
    );
}

#[test]
fn words_that_were_put_in_one_after_another_are_paired() {
    assert_eq!(
        becomes("with base soup today", "with Besu Soup today", "soup"),
        "edited: Soup"
    );
}

#[test]
fn a_deleted_turn_is_lost_and_its_neighbours_are_not() {
    let old = "what did you do\nI sat down and said nothing\nand then";
    let new = "what did you do\nand then";
    assert_eq!(becomes(old, new, "I sat down"), "lost");
    assert_eq!(becomes(old, new, "and then"), "moved");
    assert_eq!(becomes(old, new, "you do"), "same");
}

#[test]
fn a_long_turn_that_became_another_text_is_lost() {
    let old = "before\nthe first of these turns has more than a dozen words which nobody wrote again later\nafter";
    let new = "before\nQuite another speech, longer too, replaced all that once stood here since someone insisted on it somehow\nafter";
    assert_eq!(becomes(old, new, "more than a dozen"), "lost");
    assert_eq!(becomes(old, new, "after"), "moved");
}

#[test]
fn turns_that_are_parted_or_joined_keep_their_text() {
    let (one, two) = (
        "I went home and then he came",
        "I went home\nand then he came",
    );
    assert_eq!(becomes(one, two, "and then"), "same");
    assert_eq!(becomes(two, one, "he came"), "same");
    assert_eq!(becomes(one, two, "home and"), "edited: home\nand");
}

#[test]
fn of_two_equal_words_the_one_outside_the_span_is_taken_to_be_deleted() {
    assert_eq!(becomes("I I think so", "I think so", "I think"), "moved");
    assert_eq!(
        becomes("well I I think so", "well I think so", "I think so"),
        "moved"
    );
    assert_eq!(becomes("no no no more", "no no more", "no more"), "moved");
    assert_eq!(becomes("I think so", "I I think so", "I think"), "moved");
    assert_eq!(becomes("aaaa", "aaa", "aa"), "same");
}

#[test]
fn the_same_short_answers_do_not_draw_spans_to_another_turn() {
    let old = "Mm.\nI was tired\nMm.\nvery tired\nMm.";
    let new = "Mm.\nI was tired\nvery tired\nMm.\nMm.";
    assert_eq!(becomes(old, new, "very tired"), "moved");
    assert_eq!(becomes(old, new, "I was tired"), "same");
}

/// Text in which no word comes twice.
fn unlike(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("w{index}x")).collect()
}

fn turns(words: &[String]) -> Version {
    let turns: Vec<String> = words.chunks(7).map(|turn| turn.join(" ")).collect();
    Version::of_turns(&turns)
}

/// For each word: left, or replaced, deleted, or another put before it.
fn changed(words: &[String], changes: &[u8]) -> Vec<String> {
    let mut changed = Vec::new();
    for (word, change) in words.iter().zip(changes) {
        match change {
            0 => changed.push(format!("{}!", word.to_uppercase())),
            1 => {}
            2 => changed.extend([format!("new{word}"), word.clone()]),
            _ => changed.push(word.clone()),
        }
    }
    changed
}

fn span_of(version: &Version, first: &str, last: &str) -> Span {
    Span::new(place(version, first).start, place(version, last).end)
}

proptest! {
    #[test]
    fn changed_words_outside_a_span_leave_its_text_equal(
        count in 3usize..60,
        at in 0.0f64..1.0,
        length in 1usize..6,
        changes in prop::collection::vec(0u8..8, 60),
    ) {
        let words = unlike(count);
        let from = (at * count as f64) as usize;
        let to = (from + length).min(count);
        let mut changes = changes;
        changes[from..to].fill(9);
        // Turns end after each seventh word, so that a change of their number also changes where they end.
        let (old, new) = (turns(&words).text().replace('\n', " "), changed(&words, &changes).join(" "));
        let (old, new) = (version(&old), version(&new));
        let span = span_of(&old, &words[from], &words[to - 1]);
        let anchored = map_between(&old, &new).carry(&old, &new, span);
        holds(&old, &new, span, &anchored);
        prop_assert!(!anchored.waits_for_a_person(), "{:?}", anchored);
    }

    #[test]
    fn changed_words_inside_a_span_are_an_edit_with_the_text_between_its_ends(
        count in 8usize..60,
        from in 0usize..4,
        changes in prop::collection::vec(0u8..6, 60),
    ) {
        let words = unlike(count);
        let to = count - 1;
        let mut changes = changes;
        changes[..=from].fill(9);
        changes[from + 1] = 0;
        changes[to..].fill(9);
        let new_words = changed(&words, &changes);
        let (old, new) = (version(&words.join(" ")), version(&new_words.join(" ")));
        let span = span_of(&old, &words[from], &words[to]);
        let anchored = map_between(&old, &new).carry(&old, &new, span);
        holds(&old, &new, span, &anchored);
        let expected = span_of(&new, &words[from], &words[to]);
        let edited = Anchored::Edited { span: expected, old: old.slice(span), new: new.slice(expected) };
        prop_assert_eq!(anchored, edited);
    }

    #[test]
    fn words_that_are_all_deleted_are_lost(count in 3usize..40, from in 0usize..40, length in 1usize..9) {
        let words = unlike(count);
        let from = from.min(count - 1);
        let to = (from + length).min(count);
        let mut left = words.clone();
        left.drain(from..to);
        let (old, new) = (turns(&words), turns(&left));
        let span = span_of(&old, &words[from], &words[to - 1]);
        let anchored = map_between(&old, &new).carry(&old, &new, span);
        prop_assert_eq!(anchored, Anchored::Lost { old: old.slice(span) });
    }

    #[test]
    fn a_single_change_outside_a_span_leaves_its_text_equal_however_words_repeat(
        words in prop::collection::vec(prop::sample::select(vec!["no", "I", "think", "so", "no."]), 3..12),
        gone in 0usize..12,
        from in 0usize..12,
        length in 1usize..4,
    ) {
        let gone = gone.min(words.len() - 1);
        let from = from.min(words.len() - 1);
        let to = (from + length).min(words.len());
        prop_assume!(!(from..to).contains(&gone));
        let mut left = words.clone();
        left.remove(gone);
        let joined = |words: &[&str]| words.iter().map(|word| format!("{word} ")).collect::<String>();
        let (old, new) = (version(&joined(&words)), version(&joined(&left)));
        let start = joined(&words[..from]).len();
        let span = Span::new(start, start + joined(&words[from..to]).trim_end().len());
        let anchored = map_between(&old, &new).carry(&old, &new, span);
        holds(&old, &new, span, &anchored);
        prop_assert!(!anchored.waits_for_a_person(), "{:?}", anchored);
    }

    #[test]
    fn nothing_changes_unseen_between_any_two_texts(
        old in prop::collection::vec("[abcA ,é😀]{0,12}", 0..8),
        new in prop::collection::vec("[abcA ,é😀]{0,12}", 0..8),
        one in 0usize..90,
        other in 0usize..90,
    ) {
        let (old, new) = (Version::of_turns(&old), Version::of_turns(&new));
        let span = Span::new(one.min(other), one.max(other));
        let anchored = map_between(&old, &new).carry(&old, &new, span);
        // What lies beyond the end is no part of the span.
        holds(&old, &new, old.within(span), &anchored);
    }
}
