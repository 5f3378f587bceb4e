//! Quotes as codings with one code and a note each, from which another Enid has the same quotes.

use std::collections::{BTreeMap, BTreeSet};

use formats::refi_qda::model::Code;
use uuid::Uuid;

use super::QUOTES;
use super::flags::Flags;
use super::gather::{Gathered, flag};
use crate::quotes::{self, Visible};

impl Gathered {
    /// Quotes whose words stand in a text that is in the file.
    pub(super) fn quoted(&mut self, all: &[Visible], here: &BTreeSet<Uuid>, is_release: bool) {
        let standing = all.iter().filter_map(|quote| {
            let document = quote.words.document.filter(|id| here.contains(id))?;
            let spans = quote.words.spans();
            (!spans.is_empty()).then_some((quote, document, spans))
        });
        let all: Vec<_> = standing.collect();
        let placed: Vec<(Uuid, Vec<i64>)> = all
            .iter()
            .map(|(quote, ..)| {
                let places = quote.places.iter().map(|place| place.position);
                (quote.id, places.collect())
            })
            .collect();
        let ranks = quotes::ranks(&placed);
        for (quote, document, spans) in all {
            let mut lines = vec![quote.words.text.clone()];
            if !quote.questions.is_empty() {
                lines.push(format!("Answers: {}", quote.questions.join(" ; ")));
            }
            let places = quote.places.iter();
            lines.extend(places.map(|place| format!("Stands under: {}", place.path.join(" > "))));
            let mut flags = flag("quote");
            if !is_release {
                say_of(quote, &ranks, &mut flags);
            }
            self.note(quote.id, ("Quote", flags), &lines.join("\n"));
            let spans = spans.into_iter().map(|span| (quote.id, span));
            self.quotes.entry(document).or_default().extend(spans);
        }
        if !self.quotes.is_empty() {
            let mut flags = Flags::default();
            flags.add("quotes", "");
            self.project.codes.push(Code {
                guid: self.quoting,
                name: QUOTES.to_owned(),
                codable: true,
                description: flags.after("Passages that are quoted. This is no code."),
                ..Code::default()
            });
        }
    }
}

/// What another Enid has to know of a quote beside its words, so that it is the same quote there.
fn say_of(quote: &Visible, ranks: &BTreeMap<(Uuid, usize), i64>, flags: &mut Flags) {
    if !quote.state.is_ready {
        flags.add("draft", "");
    }
    match quote.state.stance.word() {
        "" => {}
        stance => flags.add("stance", stance),
    }
    for (at, place) in quote.places.iter().enumerate() {
        let rank = ranks.get(&(quote.id, at)).copied().unwrap_or(1);
        let theme = place
            .theme
            .map_or("-".to_owned(), |theme| theme.to_string());
        flags.add("place", format!("{rank} {theme}"));
    }
    if let Ok(pieces) = serde_json::to_string(&quote.words.pieces) {
        flags.add("pieces", pieces);
    }
}
