//! What the trail means for the tables of quotes, and what of it goes with a person.

use std::collections::BTreeSet;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use study::documents;
use study::rows::position;
use uuid::Uuid;

use super::pieces::{Part, parts};
use super::place::found;
use super::state::{QUOTE, Quotes};
use super::{store, words_store};
use crate::trail::{self, Act, Change, State, Trail};

/// The quotes that were ever in a trail.
fn told(trail: &Trail) -> BTreeSet<Uuid> {
    let about = trail.events.iter();
    let about = about.filter(|event| event.subject.0 == QUOTE);
    about.map(|event| event.subject.1).collect()
}

/// Whether there are quotes that were never in the trail.
pub(crate) async fn are_outside(
    connection: &impl ConnectionTrait,
    study: Uuid,
    trail: &Trail,
) -> Result<bool> {
    let told = told(trail);
    let ids = store::ids(connection, study).await?;
    Ok(ids.iter().any(|id| !told.contains(id)))
}

/// The quotes that are older than the trail, as changes of the act by which they enter it; their words are matched to spans.
pub(crate) async fn untold(tx: &Tx, study: Uuid, trail: &Trail) -> Result<Vec<Change>> {
    let told = told(trail);
    let mut changes = Vec::new();
    for held in store::held(tx.connection(), study).await? {
        if told.contains(&held.id) {
            continue;
        }
        changes.push(trail::Change::of(
            "import",
            held.id,
            None,
            Some(&held.state),
        )?);
        let mut words = held.words;
        let Some(document) = words.document.filter(|_| words.turn.is_some()) else {
            continue;
        };
        let turns = documents::turns(tx.connection(), document).await?;
        if let Some(found) = found(&words.text, &turns, 0) {
            (words.turn, words.pieces) = (Some(position(found.turn)), found.pieces);
            words_store::update(tx, &words).await?;
        }
    }
    Ok(changes)
}

/// Puts the tables from what one state means to what another means.
pub(crate) async fn settle(tx: &Tx, study: Uuid, (old, new): (&State, &State)) -> Result<()> {
    store::put(tx, study, &trail::all_of(old)?, &trail::all_of(new)?).await
}

/// The quotes of one participant, or from one of these documents: identifier and words. What they said before belongs to no
/// quote and is among them, since it may be repeated elsewhere.
pub(crate) async fn of_participant(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
    documents: &[Uuid],
) -> Result<Theirs> {
    let words = words_store::of_participant(connection, study, participant, documents).await?;
    let ids: Vec<Uuid> = words.iter().map(|words| words.id).collect();
    let quotes = store::saying(connection, &ids).await?;
    Ok(Theirs {
        quotes: quotes.into_values().collect(),
        words: words
            .into_iter()
            .map(|words| (words.id, words.text))
            .collect(),
    })
}

/// What a person said and quotes repeat.
pub(crate) struct Theirs {
    /// The quotes that say so now.
    pub(crate) quotes: Vec<Uuid>,
    /// The words of now and before.
    pub(crate) words: Vec<(Uuid, String)>,
}

impl Theirs {
    /// What may be repeated elsewhere: each quotation, and what stands between its edits.
    pub(crate) fn passages(&self) -> Vec<String> {
        let of = |text: &String| {
            let parts = parts(text, &|_| false).into_iter();
            let words = parts.filter_map(|part| match part {
                Part::Words(words) => Some(words),
                Part::LeftOut | Part::Put(_) => None,
            });
            std::iter::once(text.clone())
                .chain(words)
                .collect::<Vec<_>>()
        };
        self.words.iter().flat_map(|(_, text)| of(text)).collect()
    }
}

/// Removes what a person said from the quotes, in one act of the trail that nobody takes back.
pub(crate) async fn take_out(tx: &Tx, app: &App, study: Uuid, theirs: &Theirs) -> Result<()> {
    let old: Quotes = store::states(tx.connection(), study).await?;
    let mut new = old.clone();
    new.retain(|id, _| !theirs.quotes.contains(id));
    if old.len() != new.len() {
        let mut head = trail::hold(tx, study).await?;
        crate::acts::enter(tx, app, study, &mut head).await?;
        let gone = old.iter().filter(|(id, _)| !new.contains_key(id));
        let gone = gone.map(|(id, quote)| trail::Change::of("withdrawal", *id, Some(quote), None));
        let changes = gone.collect::<Result<Vec<_>>>()?;
        trail::append(tx, app, &mut head, &Act::new(app, None, None), changes).await?;
    }
    store::put(tx, study, &old, &new).await?;
    let words: Vec<Uuid> = theirs.words.iter().map(|(id, _)| *id).collect();
    words_store::remove(tx, &words).await
}
