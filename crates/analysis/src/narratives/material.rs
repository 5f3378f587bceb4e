//! What narratives are made from, and a section of them as it is shown.

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::desk::{subject, text_of};
use super::text::{Segment, digits, mark, named, segments};
use crate::acts::read_trail;
use crate::quotes::{Visible, visible};
use crate::themes::{self, ThemeStatus};

/// The word of the other findings in addresses.
const OTHER: &str = "other";

/// A section as it is shown.
pub(super) struct Shown {
    pub(super) address: String,
    pub(super) name: String,
    pub(super) paragraphs: Vec<Paragraph>,
    /// Quotes under the theme: how the text names them, their words, whether it does.
    pub(super) quotes: Vec<Named>,
    /// How many quotes the text names that stand elsewhere now.
    pub(super) elsewhere: usize,
}

pub(super) struct Named {
    pub(super) id: Uuid,
    pub(super) mark: String,
    pub(super) words: String,
    pub(super) is_in_text: bool,
    pub(super) is_note: bool,
}

/// A paragraph, as it is shown.
pub(super) enum Paragraph {
    /// Words, with quotes within them.
    Text(String),
    /// A quote that stands alone: its words, and whether a field note says it.
    Quote(String, bool),
}

/// All that narratives are made from.
pub(super) struct Material {
    pub(super) trail: crate::trail::Trail,
    pub(super) quotes: Vec<Visible>,
    /// The themes that are not dropped, in their order.
    pub(super) themes: Vec<(Uuid, String)>,
}

impl Material {
    pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?.id;
        let themes = themes::all(app.db.read(), study).await?.into_iter();
        let themes = themes
            .filter(|one| one.about.path.len() == 1 && one.about.status != ThemeStatus::Dropped);
        Ok(Self {
            trail: read_trail(app, study).await?,
            quotes: visible(app.db.read(), study).await?,
            themes: themes
                .map(|one| (one.id, one.about.path.concat()))
                .collect(),
        })
    }

    /// The section that an address names.
    pub(super) fn section(&self, address: &str) -> Result<Option<Uuid>> {
        if address == OTHER {
            return Ok(None);
        }
        let mut themes = self.themes.iter();
        let found = themes.find(|(id, _)| id.to_string() == address);
        found.map(|(id, _)| Some(*id)).ok_or(Error::NotFound)
    }

    pub(super) fn sections(&self) -> Vec<(Option<Uuid>, String)> {
        let themes = self
            .themes
            .iter()
            .map(|(id, name)| (Some(*id), name.clone()));
        themes
            .chain([(None, "Other findings".to_owned())])
            .collect()
    }

    pub(super) fn name(&self, section: Option<Uuid>) -> String {
        let found = self.sections().into_iter().find(|(id, _)| *id == section);
        found.map(|(_, name)| name).unwrap_or_default()
    }

    /// A section with this text. A quote that stands elsewhere is not shown in it.
    pub(super) fn shown(&self, section: Option<Uuid>, text: &str) -> Shown {
        let name = self.name(section);
        let stands = |quote: &&Visible| {
            quote.places.iter().any(|place| match section {
                None => place.theme.is_none(),
                Some(_) => place.path.first() == Some(&name),
            })
        };
        let here: BTreeMap<String, &Visible> = self
            .quotes
            .iter()
            .filter(stands)
            .map(|quote| (digits(quote.id), quote))
            .collect();
        let in_text = named(text);
        let paragraphs = text.split("\n\n");
        let paragraphs = paragraphs.filter_map(|text| paragraph(text.trim(), &here));
        let quotes = self.quotes.iter().filter(stands).map(|quote| Named {
            id: quote.id,
            mark: mark(quote.id),
            words: format!("“{}”", quote.words.text),
            is_in_text: in_text.contains(&digits(quote.id)),
            is_note: quote.is_note(),
        });
        Shown {
            address: address(section),
            paragraphs: paragraphs.collect(),
            quotes: quotes.collect(),
            elsewhere: in_text
                .iter()
                .filter(|one| !here.contains_key(*one))
                .count(),
            name,
        }
    }

    pub(super) fn stored(&self, study: Uuid, section: Option<Uuid>) -> Result<(String, i64)> {
        text_of(&self.trail, &subject(study, section))
    }
}

pub(super) fn address(section: Option<Uuid>) -> String {
    section.map_or_else(|| OTHER.to_owned(), |id| id.to_string())
}

/// A paragraph with its quotes; none where nothing is left of it.
pub(super) fn paragraph(text: &str, here: &BTreeMap<String, &Visible>) -> Option<Paragraph> {
    let segments = segments(text);
    if let [Segment::Quote(named)] = segments.as_slice() {
        let quote = here.get(named)?;
        let words = format!("“{}”", quote.words.text);
        return Some(Paragraph::Quote(words, quote.is_note()));
    }
    let words = segments.into_iter().map(|segment| match segment {
        Segment::Words(words) => words,
        Segment::Quote(named) => here
            .get(&named)
            .map_or_else(String::new, |quote| format!("“{}”", quote.words.text)),
    });
    let text: String = words.collect();
    (!text.trim().is_empty()).then_some(Paragraph::Text(text))
}
