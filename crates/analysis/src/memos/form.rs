//! Reading the form of a memo.

use serde::Deserialize;

use super::memo::Kind;

/// Longest memo, in characters.
const LONGEST: usize = 20_000;

/// What needs another look: field and sentence.
pub(super) type Errors = Vec<(&'static str, String)>;

/// A memo as the browser sends it: what it is on where it is new, which event of it was seen where it is there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct MemoForm {
    pub(super) on: String,
    pub(super) document: String,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) id: String,
    pub(super) seen: String,
    pub(super) kind: String,
    pub(super) text: String,
}

impl MemoForm {
    /// Kind and text, or what needs another look.
    pub(super) fn read(&self) -> Result<(Kind, String), Errors> {
        let text = self.text.trim().replace("\r\n", "\n");
        let mut errors = Errors::new();
        let kind = Kind::of_word(&self.kind);
        if kind.is_none() {
            errors.push(("kind", "Choose what kind of note it is.".to_owned()));
        }
        if text.is_empty() {
            errors.push(("text", "Write the memo.".to_owned()));
        }
        if text.chars().count() > LONGEST {
            let sentence = format!("Write at most {LONGEST} characters.");
            errors.push(("text", sentence));
        }
        match (kind, errors.is_empty()) {
            (Some(kind), true) => Ok((kind, text)),
            _ => Err(errors),
        }
    }
}
