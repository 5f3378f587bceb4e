//! Reading the forms of the codebook.

use platform::{Error, Result};
use serde::Deserialize;
use study::columns::fold_spaces;
use uuid::Uuid;

use super::colour::class_of;
use super::{Colour, Words};

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;
/// Longest definition, in characters.
const LONGEST: usize = 4000;
/// Of what a code speaks: of what is said, or of what lies under it.
const LEVELS: [&str; 2] = ["semantic", "latent"];
/// Where a code comes from: from the data, or from theory.
const ORIGINS: [&str; 2] = ["inductive", "deductive"];

/// What needs another look: field and sentence.
pub(super) type Errors = Vec<(&'static str, String)>;

/// A code's words as the browser sends them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordsForm {
    pub(super) parent: String,
    pub(super) seen: String,
    pub(super) name: String,
    pub(super) definition: String,
    pub(super) level: String,
    pub(super) origin: String,
    pub(super) colour: String,
}

impl WordsForm {
    /// Of what a code can speak.
    pub(super) fn levels(&self) -> [&'static str; 2] {
        LEVELS
    }

    /// Where it can come from.
    pub(super) fn origins(&self) -> [&'static str; 2] {
        ORIGINS
    }

    /// The colours it can have: the word, the class, what is said.
    pub(super) fn colours(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let none = ("", class_of(None), "None");
        let one = |colour: Colour| (colour.name(), class_of(Some(colour)), colour.name());
        let all = Colour::ALL.map(one);
        [none].into_iter().chain(all).collect()
    }

    /// The words, or what needs another look.
    pub(super) fn read(&self) -> Result<Words, Errors> {
        let words = Words {
            name: fold_spaces(&self.name),
            definition: fold_spaces(&self.definition),
            level: self.level.trim().to_owned(),
            origin: self.origin.trim().to_owned(),
            colour: Colour::named(self.colour.trim()),
        };
        let mut errors = Errors::new();
        if words.name.is_empty() {
            errors.push(("name", "Give the code a name.".to_owned()));
        }
        if words.name.chars().count() > LONGEST_NAME {
            let sentence = format!("Write at most {LONGEST_NAME} characters.");
            errors.push(("name", sentence));
        }
        if words.definition.chars().count() > LONGEST {
            let sentence = format!("Write at most {LONGEST} characters.");
            errors.push(("definition", sentence));
        }
        let is_known = |word: &str, known: [&str; 2]| word.is_empty() || known.contains(&word);
        if !is_known(&words.level, LEVELS) {
            errors.push(("level", "Choose one of these.".to_owned()));
        }
        if !is_known(&words.origin, ORIGINS) {
            errors.push(("origin", "Choose one of these.".to_owned()));
        }
        if words.colour.is_none() && !self.colour.trim().is_empty() {
            errors.push(("colour", "Choose one of these.".to_owned()));
        }
        match errors.is_empty() {
            true => Ok(words),
            false => Err(errors),
        }
    }
}

/// The words of a new code of which only the name is known.
///
/// # Errors
/// What is wrong with the name, in a sentence.
pub(crate) fn words_of_name(name: &str) -> Result<Words, String> {
    let form = WordsForm {
        name: name.to_owned(),
        ..WordsForm::default()
    };
    let first = |errors: Errors| {
        errors
            .into_iter()
            .next()
            .map_or_else(String::new, |(_, words)| words)
    };
    form.read().map_err(first)
}

/// The code that a field names; none where it is empty.
///
/// # Errors
/// No page sends it.
pub(super) fn chosen(text: &str) -> Result<Option<Uuid>> {
    match text {
        "" => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| Error::Forbidden("no page names a code so")),
    }
}

/// The place of the event that a page saw last.
pub(super) fn seen(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}
