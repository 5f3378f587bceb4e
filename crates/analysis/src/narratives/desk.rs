//! Writing narratives, in the transaction of the request: words and places of quotes change in one act.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::text::{digits, named, with, without};
use crate::acts::{self, Saying, rewritten, written};
use crate::quotes::{self, Edit, QUOTE, Quotes};
use crate::themes;
use crate::trail::{self, Act, Change, Event, Head, Phrase, Subject, Trail};

/// The word of narratives in the trail.
pub(crate) const NARRATIVE: &str = "narrative";

/// Longest text, in characters.
pub(super) const LONGEST: usize = 40_000;

/// The narrative of a theme, or of the other findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NarrativeState {
    /// Its text.
    pub(super) text: Option<Phrase>,
}

/// Why something was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// A sentence about a field of the form.
    Refused(&'static str, String),
    /// Somebody wrote meanwhile: what stands there now (R52).
    Changed(String),
}

/// The subject of the trail for a section: a theme, or the other findings of a study.
pub(super) fn subject(study: Uuid, section: Option<Uuid>) -> Subject {
    (NARRATIVE.to_owned(), section.unwrap_or(study))
}

/// The text of a section, and what a page says of its newest event.
pub(super) fn text_of(trail: &Trail, subject: &Subject) -> Result<(String, i64)> {
    let (state, token) = written::<NarrativeState>(trail, subject)?;
    let text = trail.words(state.and_then(|state| state.text).as_ref());
    Ok((text.to_owned(), token))
}

/// What an event about a narrative did, as a sentence goes on after who did it.
pub(crate) fn said(saying: &Saying<'_>, event: &Event) -> String {
    let of = match saying.name("theme", event.subject.1) {
        "" => "a section".to_owned(),
        name => format!("“{name}”"),
    };
    match event.kind.as_str() {
        "narrative.write" => format!("wrote the narrative of {of}"),
        "narrative.move" => format!("moved a quote out of or into the narrative of {of}"),
        other => other.to_owned(),
    }
}

/// Writes the text of a section. A quote that it names and that stands nowhere under its theme is placed there; where it
/// stands elsewhere too, that asks for a reason.
pub async fn write(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, why): (Option<Uuid>, &str),
    (section, seen, text): (Option<Uuid>, i64, &str),
) -> Result<std::result::Result<(), No>> {
    let mut writing = Writing::open(tx, app, study).await?;
    let subject = subject(study, section);
    let (now, token) = text_of(&writing.trail, &subject)?;
    if token != seen && now != text {
        return Ok(Err(No::Changed(now)));
    }
    if now != text {
        writing
            .rewrite(tx, app, "narrative.write", (subject, text))
            .await?;
    }
    let named = named(text);
    let ids: Vec<Uuid> = writing.quotes.keys().copied().collect();
    for id in ids.into_iter().filter(|id| named.contains(&digits(*id))) {
        if !writing.stands_under(id, section) {
            let edits = quotes::place(&writing.quotes, id, section, !why.is_empty());
            match edits {
                Ok(edits) => writing.edit(edits)?,
                Err((field, sentence)) => return Ok(Err(No::Refused(field, sentence))),
            }
        }
    }
    writing.done(tx, app, (member, why)).await?;
    Ok(Ok(()))
}

/// Moves a quote from the text of one section into that of another, and its place with it.
pub async fn transfer(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, why): (Option<Uuid>, &str),
    (quote, from, to): (Uuid, Option<Uuid>, Option<Uuid>),
) -> Result<std::result::Result<(), No>> {
    let mut writing = Writing::open(tx, app, study).await?;
    if from == to {
        let sentence = "It stands there already. Choose another section.".to_owned();
        return Ok(Err(No::Refused("to", sentence)));
    }
    let places = writing.places_under(quote, from);
    for (section, changed) in [(from, without as fn(&str, Uuid) -> String), (to, with)] {
        let subject = subject(study, section);
        let (now, _) = text_of(&writing.trail, &subject)?;
        let text = changed(&now, quote);
        if text != now {
            writing
                .rewrite(tx, app, "narrative.move", (subject, &text))
                .await?;
        }
    }
    for place in places {
        let edits = match writing.stands_under(quote, to) {
            true => quotes::unplace(&writing.quotes, quote, place),
            false => quotes::shift(&writing.quotes, quote, (place, to)),
        };
        match edits {
            Ok(edits) => writing.edit(edits)?,
            Err((field, sentence)) => return Ok(Err(No::Refused(field, sentence))),
        }
    }
    writing.done(tx, app, (member, why)).await?;
    Ok(Ok(()))
}

/// What changes in one act.
struct Writing {
    study: Uuid,
    head: Head,
    trail: Trail,
    stored: Quotes,
    quotes: Quotes,
    /// The theme above all, of each theme, subtheme and facet.
    tops: BTreeMap<Uuid, Uuid>,
    changes: Vec<Change>,
}

impl Writing {
    async fn open(tx: &Tx, app: &App, study: Uuid) -> Result<Self> {
        let mut head = trail::hold(tx, study).await?;
        acts::enter(tx, app, study, &mut head).await?;
        let trail = trail::load(tx.connection(), study).await?;
        let quotes = trail::all_of::<quotes::QuoteState>(&trail::replay(&trail.events))?;
        let themes = themes::all(tx.connection(), study).await?;
        let tops: BTreeMap<&String, Uuid> = themes
            .iter()
            .filter(|one| one.about.path.len() == 1)
            .map(|one| (&one.about.path[0], one.id))
            .collect();
        let top = |one: &themes::Placed| Some((one.id, *tops.get(one.about.path.first()?)?));
        Ok(Self {
            study,
            head,
            tops: themes.iter().filter_map(top).collect(),
            trail,
            stored: quotes.clone(),
            quotes,
            changes: Vec::new(),
        })
    }

    /// The places of a quote under the theme of a section, or among the other findings.
    fn places_under(&self, quote: Uuid, section: Option<Uuid>) -> Vec<Option<Uuid>> {
        let places = self
            .quotes
            .get(&quote)
            .into_iter()
            .flat_map(|quote| &quote.places);
        let themes = places.map(|place| place.theme);
        let top = |theme: &Option<Uuid>| theme.map(|theme| self.tops.get(&theme).copied());
        let here = themes.filter(|theme| match section {
            None => theme.is_none(),
            Some(section) => top(theme) == Some(Some(section)),
        });
        here.collect()
    }

    fn stands_under(&self, quote: Uuid, section: Option<Uuid>) -> bool {
        !self.places_under(quote, section).is_empty()
    }

    async fn rewrite(
        &mut self,
        tx: &Tx,
        app: &App,
        kind: &str,
        (subject, text): (Subject, &str),
    ) -> Result<()> {
        let (before, _) = written::<NarrativeState>(&self.trail, &subject)?;
        let after = NarrativeState {
            text: match text.is_empty() {
                true => None,
                false => Some(trail::keep(tx, app, self.study, text).await?),
            },
        };
        self.changes
            .push(rewritten(kind, subject, (before.as_ref(), Some(&after)))?);
        Ok(())
    }

    fn edit(&mut self, edits: Vec<Edit>) -> Result<()> {
        self.changes.extend(quotes::told(&self.quotes, &edits)?);
        self.quotes = quotes::after(&self.quotes, edits);
        Ok(())
    }

    async fn done(mut self, tx: &Tx, app: &App, (member, why): (Option<Uuid>, &str)) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let moves_quotes = self.changes.iter().any(|change| change.subject.0 == QUOTE);
        let why = trail::kept(tx, app, self.study, why).await?;
        let act = Act::new(app, member, why);
        let changes = std::mem::take(&mut self.changes);
        trail::append(tx, app, &mut self.head, &act, changes).await?;
        if moves_quotes {
            quotes::put(tx, self.study, &self.stored, &self.quotes).await?;
        }
        Ok(())
    }
}
