//! What a person says of a file before it is kept.

use std::collections::BTreeMap;

use platform::Result;
use platform::web::only;

use super::reading::Said;
use crate::documents::Role;

/// The words of the choices for a label, in the order in which they are offered.
pub(super) const CHOICES: [(&str, &str); 5] = [
    ("participant", "The participant"),
    ("interviewer", "The interviewer"),
    ("other", "Somebody else in the room"),
    ("unknown", "Not known"),
    ("words", "Nobody: these words are part of the text"),
];

/// The form as it was sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// The participant's id in the study; empty for none.
    pub(super) participant: String,
    /// The id of the transcript.
    pub(super) handle: String,
    /// The member who checks it, by handle; empty for nobody yet.
    pub(super) checker: String,
    /// Labels that the file names only once, one a line.
    pub(super) once: String,
    /// What was said of labels.
    pub(super) said: BTreeMap<String, Said>,
    /// Whether the file is to be kept, and not only looked at again.
    pub(super) keeps: bool,
}

impl Asked {
    /// Reads the fields of the form.
    ///
    /// # Errors
    /// `Forbidden` for a field that the page does not have.
    pub(super) fn read(fields: Vec<(String, String)>) -> Result<Self> {
        let known = [
            "participant",
            "handle",
            "checker",
            "once",
            "step",
            "label-",
            "role-",
        ];
        only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
        let mut asked = Self::default();
        let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, value) in &fields {
            match name.as_str() {
                "participant" => asked.participant = value.trim().to_owned(),
                "handle" => asked.handle = value.trim().to_owned(),
                "checker" => asked.checker = value.trim().to_owned(),
                "once" => asked.once = value.replace("\r\n", "\n"),
                "step" => asked.keeps = value == "keep",
                _ => {
                    if let Some(number) = name.strip_prefix("label-") {
                        labels.insert(number, value);
                    }
                }
            }
        }
        for (name, value) in &fields {
            let label = name.strip_prefix("role-").and_then(|n| labels.get(n));
            if let (Some(label), Some(said)) = (label, said(value)) {
                asked.said.insert((*label).to_owned(), said);
            }
        }
        Ok(asked)
    }

    /// The labels that the file names only once.
    pub(super) fn once(&self) -> Vec<String> {
        let lines = self.once.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .take(50)
            .map(str::to_owned)
            .collect()
    }
}

/// The word of a choice.
pub(super) fn word(said: Said) -> &'static str {
    match said {
        Said::Speaker(Role::Participant) => "participant",
        Said::Speaker(Role::Interviewer) => "interviewer",
        Said::Speaker(Role::Other) => "other",
        Said::Speaker(Role::Unknown) => "unknown",
        Said::Words => "words",
    }
}

fn said(word: &str) -> Option<Said> {
    match word {
        "" => None,
        "words" => Some(Said::Words),
        "participant" | "interviewer" | "other" | "unknown" => {
            Some(Said::Speaker(Role::of_word(word)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn each_choice_is_read_back_for_its_label() {
        for (choice, _) in CHOICES {
            let asked = Asked::read(pairs(&[("label-0", "Wren"), ("role-0", choice)])).unwrap();
            assert_eq!(asked.said.get("Wren").map(|said| word(*said)), Some(choice));
        }
    }

    #[test]
    fn a_field_of_no_page_is_refused_and_a_role_without_its_label_says_nothing() {
        assert!(Asked::read(pairs(&[("x_probe", "1")])).is_err());
        let asked = Asked::read(pairs(&[("role-7", "participant")])).unwrap();
        assert!(asked.said.is_empty());
    }
}
