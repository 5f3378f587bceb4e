//! Why a passage stands under several themes, where somebody has said so (study R46, A08).

use std::collections::BTreeMap;

use platform::{App, Result};
use uuid::Uuid;

use crate::quotes::{QUOTE, QuoteState, Stored};
use crate::trail::{self, Acts, Event, read};

/// The reasons by the words of the quote.
pub(super) async fn of(
    app: &App,
    study: Uuid,
    placed: &[Stored],
) -> Result<BTreeMap<String, String>> {
    let mut words: BTreeMap<Uuid, (&str, usize)> = BTreeMap::new();
    for one in placed {
        let known = words.entry(one.id).or_insert((&one.quote.text, 0));
        known.1 += 1;
    }
    let mut reasons = BTreeMap::new();
    if words.values().all(|(_, places)| *places < 2) {
        return Ok(reasons);
    }
    let trail = trail::about(app.db.read(), study, QUOTE).await?;
    let acts = Acts::of(&trail.events);
    for event in &trail.events {
        let why = trail.words(event.why.as_ref());
        let stands = !why.is_empty() && !acts.is_taken_back(event.act);
        if let Some((text, 2..)) = words.get(&event.subject.1).filter(|_| stands)
            && places_one_more(event)
        {
            reasons.insert((*text).to_owned(), why.to_owned());
        }
    }
    Ok(reasons)
}

/// Whether an event puts a quote into a place beside another.
fn places_one_more(event: &Event) -> bool {
    let places = |state: &Option<String>| {
        let state = state
            .as_deref()
            .and_then(|text| read::<QuoteState>(text).ok());
        state.map_or(0, |state| state.places.len())
    };
    places(&event.after) > places(&event.before).max(1)
}
