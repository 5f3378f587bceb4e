//! What differs between two texts, word by word.

use imara_diff::{Algorithm, Diff, InternedInput};

/// A stretch of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// In both texts.
    Same(String),
    /// In the old text only.
    Gone(String),
    /// In the new text only.
    New(String),
}

/// Compares two texts word by word; white space belongs to the word before it.
///
/// All that is `Same` or `Gone` is the old text, all that is `Same` or `New` the new one.
pub fn changes(old: &str, new: &str) -> Vec<Part> {
    let words = |text: &str| -> Vec<String> {
        text.split_inclusive(char::is_whitespace)
            .map(str::to_owned)
            .collect()
    };
    let (before, after) = (words(old), words(new));
    let mut input = InternedInput::default();
    input.update_before(before.iter().map(String::as_str));
    input.update_after(after.iter().map(String::as_str));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let mut parts = Vec::new();
    let mut at = 0usize;
    for hunk in diff.hunks() {
        let gone = hunk.before.start as usize..hunk.before.end as usize;
        let come = hunk.after.start as usize..hunk.after.end as usize;
        parts.push(Part::Same(before[at..gone.start].concat()));
        parts.push(Part::Gone(before[gone.clone()].concat()));
        parts.push(Part::New(after[come].concat()));
        at = gone.end;
    }
    parts.push(Part::Same(before[at..].concat()));
    parts.retain(|part| !part.text().is_empty());
    parts
}

impl Part {
    /// The words of the stretch.
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Gone(text) | Self::New(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_corrected_word_is_shown_beside_the_one_before() {
        let (gone, new) = (Part::Gone("gluster ".into()), Part::New("Glamster ".into()));
        let same = |text: &str| Part::Same(text.into());
        assert_eq!(
            changes("so the gluster dam", "so the Glamster dam"),
            [same("so the "), gone, new, same("dam")]
        );
        assert_eq!(changes("as it was", "as it was"), [same("as it was")]);
        assert_eq!(changes("", ""), []);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_off_any_comparison(
            old in "[ab \nc]{0,40}",
            new in "[ab \nc]{0,40}",
        ) {
            let parts = changes(&old, &new);
            let of = |left_out: fn(&Part) -> bool| -> String {
                parts.iter().filter(|part| !left_out(part)).map(Part::text).collect()
            };
            prop_assert_eq!(of(|part| matches!(part, Part::New(_))), old);
            prop_assert_eq!(of(|part| matches!(part, Part::Gone(_))), new);
        }
    }
}
