//! The quotes of a theme's page: what speaks for it by place, and apart from that what analysts marked as speaking against
//! it or as a lone voice (study R44).

use uuid::Uuid;

use super::moment::Themes;
use crate::quotes::{Stance, Stored};

/// The quotes under a theme, as its page groups them.
#[derive(Default)]
pub(super) struct Quotes {
    /// The theme itself, then what stands under it and has quotes.
    pub(super) places: Vec<Place>,
    /// Quotes that speak against it.
    pub(super) against: Vec<Quoted>,
    /// Lone voices.
    pub(super) lone: Vec<Quoted>,
}

/// A place whose quotes are shown.
pub(super) struct Place {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) quotes: Vec<Quoted>,
}

/// A quote as the page shows it.
pub(super) struct Quoted {
    pub(super) words: String,
    pub(super) speaker: String,
    pub(super) questions: String,
    /// Leads to the turn; empty where the words do not stand in a text.
    pub(super) href: String,
    /// The kind of the quotation in the components.
    pub(super) kind: &'static str,
    /// Whether it is a draft and its kind does not say so.
    pub(super) is_draft: bool,
    /// What it stands under, where that is not the theme of the page.
    pub(super) under: Option<(Uuid, String)>,
}

impl Quotes {
    /// Those of one theme and of what stands under it; `base` is the address of the study.
    pub(super) fn of(themes: &Themes, id: Uuid, quotes: &[(Uuid, Stored)], base: &str) -> Self {
        let walk = themes.walk().into_iter().map(|(_, one)| one);
        let own: Vec<Uuid> = walk.filter(|one| themes.up(*one).contains(&id)).collect();
        let in_order = || {
            let quotes = |place: &Uuid| {
                let place = *place;
                quotes.iter().filter(move |(at, _)| *at == place)
            };
            own.iter().flat_map(quotes)
        };
        let marked = |stance: Stance| {
            let quotes = in_order().filter(|(_, stored)| stored.stance == stance);
            let quoted = quotes.map(|(at, stored)| Quoted {
                under: (*at != id).then(|| (*at, themes.name(*at).to_owned())),
                ..Quoted::of(stored, base)
            });
            quoted.collect()
        };
        let place = |one: &Uuid| Place {
            id: *one,
            name: themes.name(*one).to_owned(),
            quotes: in_order()
                .filter(|(at, stored)| at == one && stored.stance == Stance::With)
                .map(|(_, stored)| Quoted::of(stored, base))
                .collect(),
        };
        let places = own.iter().map(place);
        Self {
            places: places
                .filter(|place| place.id == id || !place.quotes.is_empty())
                .collect(),
            against: marked(Stance::Against),
            lone: marked(Stance::Lone),
        }
    }

    /// What analysts have marked, each group under its heading.
    pub(super) fn marked(&self) -> [(&'static str, &[Quoted]); 2] {
        [
            ("Speaks against it", &self.against),
            ("Lone voices", &self.lone),
        ]
    }

    /// Whether there is none.
    pub(super) fn are_none(&self) -> bool {
        let mut places = self.places.iter();
        places.all(|place| place.quotes.is_empty()) && self.are_unmarked()
    }

    /// Whether no analyst has marked one as speaking against the theme or as a lone voice.
    pub(super) fn are_unmarked(&self) -> bool {
        self.against.is_empty() && self.lone.is_empty()
    }
}

impl Quoted {
    fn of(stored: &Stored, base: &str) -> Self {
        let quote = &stored.quote;
        let place = quote.document.as_ref().zip(stored.turn);
        Self {
            words: format!("“{}”", quote.text),
            speaker: quote.participant.clone().unwrap_or_default(),
            questions: quote.questions.join(", "),
            href: place.map_or_else(String::new, |(document, turn)| {
                format!("{base}/documents/{document}#turn-{turn}")
            }),
            kind: stored.stance.kind(stored.is_ready),
            is_draft: stored.stance != Stance::With && !stored.is_ready,
            under: None,
        }
    }
}
