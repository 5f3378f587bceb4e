//! Reading the forms of quotes, and what they offer.

use std::collections::BTreeMap;

use platform::web::only;
use platform::{Error, Result};
use sea_orm::ConnectionTrait;
use study::questions;
use uuid::Uuid;

use crate::quotes::{Answer, Change, Difference, Marks, Refused, Stance};
use crate::themes::{self, ThemeStatus};

/// The word of the other findings in forms and addresses.
pub(in crate::quotes) const OTHER: &str = "other";

/// What needs another look: field and sentence.
pub(super) type Errors = Vec<(&'static str, String)>;

/// A form as the browser sent it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent(Vec<(String, String)>);

impl Sent {
    /// The form, if it has no field but these.
    ///
    /// # Errors
    /// It has one.
    pub(super) fn of(fields: Vec<(String, String)>, known: &[&str]) -> Result<Self> {
        only(fields.iter().map(|(name, _)| name.as_str()), known)?;
        Ok(Self(fields))
    }

    /// The value of a field; empty without it.
    pub(super) fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let of = self.0.iter().filter(|(field, _)| field == name);
        of.map(|(_, value)| value.as_str()).collect()
    }

    /// What a page said of the event that it saw last.
    pub(super) fn seen(&self) -> i64 {
        self.text("seen").parse().unwrap_or(0)
    }
}

/// What a form offers.
pub(in crate::quotes) struct Offered {
    /// Themes, subthemes and facets that are not dropped: identifier and names.
    pub(super) themes: Vec<(Uuid, String)>,
    /// Research questions: row, label, wording, and which wording it is.
    pub(super) questions: Vec<(Uuid, String, String, Option<i64>)>,
}

impl Offered {
    /// What there is in a study.
    pub(in crate::quotes) async fn of(
        connection: &impl ConnectionTrait,
        study: Uuid,
    ) -> Result<Self> {
        let themes = themes::all(connection, study).await?;
        let themes = themes
            .into_iter()
            .filter(|one| one.about.status != ThemeStatus::Dropped);
        let newest = questions::newest(connection, study).await?;
        let questions = questions::all(connection, study).await?.into_iter();
        Ok(Self {
            themes: themes
                .map(|one| (one.id, one.about.path.join(" > ")))
                .collect(),
            questions: questions
                .map(|(id, one)| {
                    let number = newest.get(&one.id).copied();
                    (id, one.id, one.wording, number)
                })
                .collect(),
        })
    }

    /// The place that a form names: none where it names nothing.
    ///
    /// # Errors
    /// No page names it.
    pub(super) fn place(&self, text: &str) -> Result<Option<Option<Uuid>>> {
        match text {
            "" => Ok(None),
            OTHER => Ok(Some(None)),
            id => {
                let found = self.themes.iter().map(|(id, _)| *id);
                let found = found.into_iter().find(|theme| theme.to_string() == id);
                let none = || Error::Forbidden("no page names a theme so");
                found.map(|id| Some(Some(id))).ok_or_else(none)
            }
        }
    }

    /// The place that a form has to name.
    ///
    /// # Errors
    /// It names none.
    pub(super) fn one_place(&self, text: &str) -> Result<Option<Uuid>, Errors> {
        let place = self.place(text).ok().flatten();
        place.ok_or_else(|| vec![("theme", "Choose a theme, or the other findings.".to_owned())])
    }

    /// Themes by identifier, as filters name them.
    pub(in crate::quotes) fn paths(&self) -> BTreeMap<String, String> {
        let themes = self.themes.iter();
        themes
            .map(|(id, path)| (id.to_string(), path.clone()))
            .collect()
    }

    /// The labels of the questions.
    pub(in crate::quotes) fn labels(&self) -> Vec<&str> {
        let questions = self.questions.iter();
        questions.map(|(_, label, ..)| label.as_str()).collect()
    }

    /// The questions of these labels, in their order. One that was answered keeps the wording under which it was.
    pub(in crate::quotes) fn answers(&self, chosen: &[&str], before: &[Answer]) -> Vec<Answer> {
        let answer = |(id, label, _, number): &(Uuid, String, String, Option<i64>)| {
            let kept = before.iter().find(|answer| answer.question == *id);
            let new = Answer {
                question: *id,
                wording: *number,
            };
            let is_chosen = chosen.contains(&label.as_str());
            is_chosen.then(|| kept.copied().unwrap_or(new))
        };
        self.questions.iter().filter_map(answer).collect()
    }

    /// What a form says of a quote. A question that was answered keeps the wording under which it was.
    ///
    /// # Errors
    /// No page says so.
    pub(super) fn marks(&self, sent: &Sent, before: &[Answer]) -> Result<Marks> {
        let stance = Stance::of_word(sent.text("stance"));
        let stance = stance.ok_or(Error::Forbidden("no page names a stance so"))?;
        Ok(Marks {
            questions: self.answers(&sent.all("question"), before),
            is_ready: sent.text("ready") == "yes",
            stance,
        })
    }
}

/// Why words are no quote, for the field of words.
pub(in crate::quotes) fn sentence(refused: &Refused, handle: &str) -> String {
    match refused {
        Refused::Empty => "Write the words that are quoted.".to_owned(),
        Refused::Differs(difference) => {
            format!(
                "This is not what was said in {handle}: {}.",
                difference.in_words()
            )
        }
        Refused::Absent => format!("Nothing like these words stands in {handle}."),
        Refused::LeftOut(words) => format!(
            "A bracket stands for {words} words here, and may stand for eight. Put … beside it for what is left out."
        ),
    }
}

/// The words that differ, as a template shows them: what kind, and the words.
pub(super) fn differing(difference: &Difference) -> Vec<(&'static str, String)> {
    let word = |change: Change| match change {
        Change::Same => "same",
        Change::Lacking => "lacking",
        Change::Added => "added",
    };
    let parts = difference.parts.iter();
    parts
        .map(|(change, words)| (word(*change), words.clone()))
        .collect()
}
