//! What makes a finding the same one when the manuscript is read again.

use platform::words::hexadecimal;
use sha2::{Digest as _, Sha256};

use super::findings::Finding;

/// Words before a number that says where something stands and not what it is.
const WHERE: [&str; 5] = ["paragraph", "quote", "row", "rows", "turn"];

impl Finding {
    /// A name that stays while what was found stays: the check, both values and what they are found in. Numbers of paragraphs,
    /// rows and turns, and headings above, are no part of it, since they change where nothing of the finding does. 64
    /// hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update(part.as_bytes());
            hash.update([0]);
        };
        add(self.check);
        add(&without_places(&self.subject));
        add(&without_places(&self.message));
        for place in &self.places {
            add(&place.source);
            add(place.column.as_deref().unwrap_or_default());
            add(&place.text);
        }
        hexadecimal(&hash.finalize())
    }
}

/// The text without the numbers that follow a word for a place.
fn without_places(text: &str) -> String {
    let mut kept = Vec::new();
    let mut after_place = false;
    for word in text.split_whitespace() {
        let digits = word.starts_with(|c: char| c.is_ascii_digit());
        match after_place && digits {
            true => kept.push(word.trim_start_matches(|c: char| c.is_ascii_digit())),
            false => kept.push(word),
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        after_place = WHERE.contains(&bare.to_lowercase().as_str());
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::findings::{Place, Severity};
    use super::*;

    fn found(paragraph: u32, printed: &str) -> Finding {
        Finding {
            check: "A09",
            severity: Severity::Error,
            subject: format!("quotation in paragraph {paragraph}: “we never spoke …”"),
            message: format!("Printed “{printed}”; in K2, turn {paragraph}, it is another."),
            places: vec![Place {
                paragraph: Some(paragraph),
                section: Some(format!("Part {paragraph}")),
                ..Place::whole("manuscript", printed)
            }],
            settle: String::new(),
            difference: Vec::new(),
            set_aside: None,
        }
    }

    #[test]
    fn a_finding_is_the_same_where_only_its_place_changed_and_another_where_its_words_did() {
        let first = found(4, "we never spoke of it").fingerprint();
        assert_eq!(first, found(12, "we never spoke of it").fingerprint());
        assert_ne!(first, found(4, "we hardly spoke of it").fingerprint());
        let mut other = found(4, "we never spoke of it");
        other.check = "A31";
        assert_ne!(first, other.fingerprint());
        assert_eq!(first.len(), 64);
    }

    #[test]
    fn numbers_that_are_values_count() {
        let count = |number: u32| {
            let mut one = found(1, "x");
            one.message = format!("The text says {number} participants; the data has 9.");
            one.fingerprint()
        };
        assert_ne!(count(8), count(10));
    }
}
