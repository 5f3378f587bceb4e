//! A manuscript as the checks read it: passages in their sections, sentences, quotations (study R62).

mod attribution;
mod marks;
mod quotations;
mod sections;
mod sentences;
#[cfg(test)]
mod tests;

use std::ops::Range;

use formats::manuscript::{Kind, Manuscript};

use super::findings::Place;

pub use quotations::{Marked, Quotation};
pub use sections::Part;
pub use sentences::sentences;

/// A manuscript, ready to be read.
#[derive(Debug, Clone)]
pub struct Prose {
    /// Its blocks in their order.
    pub passages: Vec<Passage>,
    /// Its quotations of at least four words, in their order.
    pub quotations: Vec<Quotation>,
    /// Whether words may have been split at the ends of lines.
    pub has_line_ends: bool,
}

/// A block with where it stands.
#[derive(Debug, Clone)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Its number, from 1.
    pub number: u32,
    /// Its text, spaces folded.
    pub text: String,
    /// The heading above it.
    pub heading: Option<String>,
    /// The part of the article it stands in.
    pub part: Part,
}

impl Prose {
    /// Reads a manuscript.
    pub fn of(manuscript: &Manuscript) -> Self {
        let passages = sections::passages(&manuscript.blocks);
        let quotations = quotations::find(&passages);
        Self {
            passages,
            quotations,
            has_line_ends: manuscript.has_line_ends,
        }
    }

    /// The passages that say something of their own: no references, no cells, no headings.
    pub fn body(&self) -> impl Iterator<Item = (usize, &Passage)> {
        let passages = self.passages.iter().enumerate();
        passages.filter(|(_, passage)| {
            passage.part != Part::References
                && !matches!(passage.kind, Kind::Heading | Kind::Cell | Kind::Quotation)
        })
    }

    /// The sentences of the body with the passage each stands in, quoted words taken out of them.
    pub fn told(&self) -> Vec<(usize, String)> {
        let mut told = Vec::new();
        for (index, passage) in self.body() {
            let text = self.unquoted(index, passage);
            told.extend(sentences(&text).map(|range| (index, text[range].to_owned())));
        }
        told
    }

    /// The text of a passage with its quotations taken out, as what others said is no claim of the text.
    fn unquoted(&self, index: usize, passage: &Passage) -> String {
        let own = self.quotations.iter().filter(|one| one.passage == index);
        let mut text = String::new();
        let mut at = 0;
        for quotation in own {
            let Range { start, end } = quotation.whole.clone();
            if start >= at {
                text.push_str(&passage.text[at..start]);
                text.push_str("“…”");
                at = end;
            }
        }
        text.push_str(&passage.text[at..]);
        text
    }

    /// A place of the manuscript with what stands there.
    pub fn place(&self, passage: usize, text: impl Into<String>) -> Place {
        let passage = &self.passages[passage];
        Place {
            source: "manuscript".to_owned(),
            paragraph: Some(passage.number),
            section: passage.heading.clone(),
            text: text.into(),
            ..Place::default()
        }
    }
}
