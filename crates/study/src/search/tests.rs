use proptest::prelude::*;

use super::words::words;
use super::{Snippet, Wanted, folded};

fn found(wanted: &Wanted, text: &str) -> Vec<String> {
    let hits = wanted.hits(text).into_iter();
    hits.map(|hit| text[hit].to_owned()).collect()
}

#[test]
fn words_are_found_whatever_their_case_their_accents_and_what_stands_between_them() {
    let wanted = Wanted::words("café crème").unwrap();
    let text = "The CAFÉ crème, a cafe-creme, cafe\u{301} creme; no cafes, no decaf creme.";
    assert_eq!(
        found(&wanted, text),
        ["CAFÉ crème", "cafe-creme", "cafe\u{301} creme"]
    );
    let exact = Wanted::exact("Cafe creme").unwrap();
    assert_eq!(
        found(&exact, "Cafe creme, cafe creme, Café creme"),
        ["Cafe creme"]
    );
    assert_eq!(
        found(&Wanted::words("don't").unwrap(), "I don’t."),
        ["don’t"]
    );
}

#[test]
fn a_pattern_is_found_and_one_that_is_none_says_why() {
    let wanted = Wanted::pattern(r"(?i)\bresilien\w*").unwrap();
    assert_eq!(
        found(&wanted, "Resilience is resilient."),
        ["Resilience", "resilient"]
    );
    let empty = Wanted::pattern("x*").unwrap();
    assert_eq!(found(&empty, "ab"), Vec::<String>::new());
    let none = Wanted::pattern("(").unwrap_err();
    assert_eq!(none, "This is no pattern: unclosed group");
    let large = Wanted::pattern(r"\w{1000}{1000}").unwrap_err();
    assert_eq!(large, "This pattern is too large");
    assert_eq!(
        Wanted::words("…!").unwrap_err(),
        "There is no word in \"…!\""
    );
}

#[test]
fn a_snippet_shows_what_was_found_between_whole_words() {
    let text = format!(
        "{}heard at last{}",
        "before ".repeat(40),
        " after".repeat(40)
    );
    let wanted = Wanted::words("heard").unwrap();
    let snippet = Snippet::of(&text, &wanted.hits(&text));
    let line = snippet.line();
    assert!(line.starts_with("…before "), "{line}");
    assert!(line.ends_with(" after…"), "{line}");
    let hits: Vec<_> = snippet.parts.iter().filter(|part| part.is_hit).collect();
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].text, "heard");
    let whole = Snippet::of("Two words", &[]);
    assert_eq!(whole.line(), "Two words");
}

#[test]
fn names_are_the_same_whatever_their_case_accents_spaces_and_quotation_marks() {
    assert_eq!(folded("  Émile  “said” "), folded("emile 'said'"));
    assert_ne!(folded("C++"), folded("C"));
}

/// What `Wanted::words` promises, said without any index of places.
fn naive(text: &str, wanted: &str) -> usize {
    let fold = |text: &str| -> Vec<String> {
        let each = words(text).map(|(_, word)| folded(word));
        each.filter(|word| !word.is_empty()).collect()
    };
    let (mut text, wanted) = (fold(text), fold(wanted));
    let mut count = 0;
    while text.len() >= wanted.len() {
        let step = match text.starts_with(&wanted) {
            true => wanted.len(),
            false => 1,
        };
        count += usize::from(text.starts_with(&wanted));
        text.drain(..step);
    }
    count
}

proptest! {
    #[test]
    fn words_are_found_as_often_as_they_stand_there(
        text in "[aAéÉ\u{301}b .,]{0,40}",
        wanted in "[aAéb ]{1,4}",
    ) {
        if let Ok(found) = Wanted::words(&wanted) {
            prop_assert_eq!(found.hits(&text).len(), naive(&text, &wanted));
        }
    }

    #[test]
    fn no_text_and_nothing_looked_for_stops_a_search(text in any::<String>(), asked in any::<String>()) {
        let all = [Wanted::words(&asked), Wanted::exact(&asked), Wanted::pattern(&asked)];
        for wanted in all.into_iter().flatten() {
            let hits = wanted.hits(&text);
            let snippet = Snippet::of(&text, &hits);
            let shown: String = snippet.parts.iter().map(|part| part.text.as_str()).collect();
            prop_assert!(text.contains(&shown));
            prop_assert_eq!(hits.is_empty(), snippet.parts.iter().all(|part| !part.is_hit));
        }
    }
}
