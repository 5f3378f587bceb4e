//! Words of one person, where texts of the team may repeat them.

/// What stands where words were taken out.
const BLANK: &str = "[taken out]";
/// Shorter passages are too common to be anybody's own words (study R62: a quotation has at least four words).
const FEWEST_WORDS: usize = 4;

/// Passages that somebody said.
pub(crate) struct Passages(Vec<String>);

impl Passages {
    /// The passages among these texts that are long enough to be somebody's own.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts = texts.into_iter().map(str::trim);
        let long = texts.filter(|text| text.split_whitespace().count() >= FEWEST_WORDS);
        Self(long.map(str::to_owned).collect())
    }

    /// Whether a text repeats one of them.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        self.0.iter().any(|passage| text.contains(passage))
    }

    /// The text with each of them taken out; none where nothing was repeated.
    pub(crate) fn taken_out_of(&self, text: &str) -> Option<String> {
        self.stand_in(text).then(|| {
            let passages = self.0.iter();
            passages.fold(text.to_owned(), |text, passage| {
                text.replace(passage, BLANK)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Passages;

    #[test]
    fn only_what_is_long_enough_to_be_somebodys_own_is_taken_out() {
        let passages = Passages::of([" by the side door again ", "and then"]);
        let text = "They came by the side door again, and then left.";
        let without = passages.taken_out_of(text);
        assert_eq!(
            without.as_deref(),
            Some("They came [taken out], and then left.")
        );
        assert_eq!(passages.taken_out_of("and then"), None);
    }
}
