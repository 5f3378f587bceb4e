//! Reading the forms of themes.

use platform::web::only;
use platform::{Error, Result};
use study::columns::fold_spaces;
use uuid::Uuid;

use super::writing::Words;

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;
/// Longest concept: a sentence or two.
const LONGEST_CONCEPT: usize = 600;
/// Longest part of a story, in characters.
const LONGEST: usize = 6000;

/// What needs another look: field and sentence.
pub(super) type Errors = Vec<(&'static str, String)>;

/// What is said about a theme, as the browser sends it.
#[derive(Clone, Debug, Default)]
pub(super) struct WordsForm {
    pub(super) seen: String,
    pub(super) concept: String,
    pub(super) story: String,
    pub(super) is_not: String,
    pub(super) matters: String,
    pub(super) boundaries: String,
    pub(super) questions: Vec<String>,
}

impl WordsForm {
    /// The fields of a form.
    ///
    /// # Errors
    /// No page sends one of them.
    pub(super) fn of(fields: Vec<(String, String)>) -> Result<Self> {
        let known = [
            "seen",
            "concept",
            "story",
            "is_not",
            "matters",
            "boundaries",
            "question",
        ];
        only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "seen" => form.seen = value,
                "concept" => form.concept = value,
                "story" => form.story = value,
                "is_not" => form.is_not = value,
                "matters" => form.matters = value,
                "boundaries" => form.boundaries = value,
                "question" => form.questions.push(value),
                _ => {}
            }
        }
        Ok(form)
    }

    /// The form that says these words.
    pub(super) fn saying(words: Words) -> Self {
        Self {
            seen: String::new(),
            concept: words.concept,
            story: words.story,
            is_not: words.is_not,
            matters: words.matters,
            boundaries: words.boundaries,
            questions: words.questions,
        }
    }

    /// The words, or what needs another look. Questions that are not there are left out.
    pub(super) fn read(&self, known: &[String]) -> Result<Words, Errors> {
        let lines = |text: &str| {
            let text = text.replace("\r\n", "\n");
            let lines = text.lines().map(fold_spaces);
            let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
            lines.join("\n")
        };
        let words = Words {
            concept: fold_spaces(&self.concept),
            story: lines(&self.story),
            is_not: lines(&self.is_not),
            matters: lines(&self.matters),
            boundaries: lines(&self.boundaries),
            questions: known
                .iter()
                .filter(|label| self.questions.contains(label))
                .cloned()
                .collect(),
        };
        let mut errors = Errors::new();
        for (field, text, most) in [
            ("concept", &words.concept, LONGEST_CONCEPT),
            ("story", &words.story, LONGEST),
            ("is_not", &words.is_not, LONGEST),
            ("matters", &words.matters, LONGEST),
            ("boundaries", &words.boundaries, LONGEST),
        ] {
            if text.chars().count() > most {
                errors.push((field, format!("Write at most {most} characters.")));
            }
        }
        match errors.is_empty() {
            true => Ok(words),
            false => Err(errors),
        }
    }
}

/// A name, spaces folded.
pub(super) fn name(text: &str) -> Result<String, (&'static str, String)> {
    let name = fold_spaces(text);
    match name.chars().count() {
        0 => Err(("name", "Give the theme a name.".to_owned())),
        count if count > LONGEST_NAME => {
            let sentence = format!("Write at most {LONGEST_NAME} characters.");
            Err(("name", sentence))
        }
        _ => Ok(name),
    }
}

/// What a field names; none where it is empty.
///
/// # Errors
/// No page sends it.
pub(super) fn chosen(text: &str) -> Result<Option<Uuid>> {
    match text {
        "" => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| Error::Forbidden("no page names a theme so")),
    }
}

/// What a page said of the event that it saw last.
pub(super) fn seen(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}

/// The theme of an address.
pub(super) fn id_of(theme: &str) -> Result<Uuid> {
    theme.parse().map_err(|_| Error::NotFound)
}
