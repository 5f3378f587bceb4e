//! What a quote is, as the trail keeps it: which words, where it is placed, what it answers. The words themselves stand
//! beside the trail, so that they can be taken out and follow their text while the chain still verifies (study R37).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::trail::{Recorded, State, Subject, read};

/// The word of quotes in the trail.
pub(crate) const QUOTE: &str = "quote";
/// The word of themes in the trail.
pub(super) const THEME: &str = "theme";

/// A quote at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteState {
    /// Its words: spans and edits, or the words that a folder brought.
    pub words: Uuid,
    /// Where it is placed, in the order in which it was.
    pub places: Vec<Place>,
    /// What it answers, in the order in which it was said.
    pub questions: Vec<Answer>,
    /// Whether it may be printed.
    pub is_ready: bool,
    /// What it says to its theme.
    #[serde(default, skip_serializing_if = "Stance::is_with")]
    pub stance: Stance,
    /// Whether a study folder brought it; the next folder takes its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_from_folder: bool,
}

/// A place of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// A theme, subtheme or facet; none among the other findings.
    pub theme: Option<Uuid>,
    /// Its place among all quotes of the study: those of one theme stand in this order.
    pub position: i64,
}

/// A question that a quote answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The research question.
    pub question: Uuid,
    /// Which of its wordings held then (R2).
    pub wording: Option<i64>,
}

/// What a quote says to its theme, as analysts see it (R44).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Nothing in particular.
    #[default]
    With,
    /// It speaks against it.
    Against,
    /// It is the only voice that says so.
    Lone,
}

impl Stance {
    fn is_with(&self) -> bool {
        *self == Self::With
    }

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::With => "",
            Self::Against => "against",
            Self::Lone => "lone",
        }
    }

    /// Reads that word.
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [Self::With, Self::Against, Self::Lone];
        all.into_iter().find(|stance| stance.word() == word)
    }

    /// The kind of quotation by which pages show it, and whether it may be printed.
    pub(crate) fn kind(self, is_ready: bool) -> &'static str {
        match (self, is_ready) {
            (Self::With, true) => "",
            (Self::With, false) => "draft",
            _ => self.word(),
        }
    }

    /// For readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::With => "speaks for its theme",
            Self::Against => "speaks against its theme",
            Self::Lone => "a lone voice",
        }
    }
}

/// The quotes of a moment.
pub type Quotes = BTreeMap<Uuid, QuoteState>;

impl QuoteState {
    /// The place under a theme, or among the other findings.
    pub fn place(&self, theme: Option<Uuid>) -> Option<&Place> {
        self.places.iter().find(|place| place.theme == theme)
    }
}

impl Recorded for QuoteState {
    const KIND: &'static str = QUOTE;
}

/// The quotes because of which a state is not coherent: a theme under which one stands was in the trail and is not there.
pub(crate) fn faults(state: &State, known: &dyn Fn(&Subject) -> bool) -> BTreeSet<Subject> {
    let dangles = |text: &String| {
        read::<QuoteState>(text).is_ok_and(|quote| {
            let themes = quote.places.iter().filter_map(|place| place.theme);
            let mut themes = themes.map(|theme| (THEME.to_owned(), theme));
            themes.any(|theme| known(&theme) && !state.contains_key(&theme))
        })
    };
    let quotes = state.iter().filter(|((kind, _), _)| kind == QUOTE);
    let wrong = quotes.filter(|(_, text)| dangles(text));
    wrong.map(|(subject, _)| subject.clone()).collect()
}
