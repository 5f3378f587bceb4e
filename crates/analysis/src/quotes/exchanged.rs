//! Quotes of a REFI-QDA file that somebody takes up, in one act: each is held against the words of its document, and one that is here
//! stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use study::documents::{self, Turn};
use study::rows::{position, random_id};
use study::transcripts::anchors::Version;
use uuid::Uuid;

use super::folder::Texts;
use super::pieces::{Piece, shown};
use super::place::found;
use super::state::{Answer, Place, QuoteState, Quotes, Stance};
use super::words_store::{self, Words};
use super::{store, version_of};
use crate::acts;
use crate::trail::{self, Act};

/// A quote on its way in.
#[derive(Clone, Debug)]
pub(crate) struct Brought {
    /// By which it is known again.
    pub(crate) guid: Uuid,
    /// The document here.
    pub(crate) document: Uuid,
    /// What it says.
    pub(crate) text: String,
    /// Its spans and edits, where the file has them.
    pub(crate) pieces: Vec<Piece>,
    /// Under which themes it stands, by their identifiers here, and where among all quotes of the file; none for the other findings.
    pub(crate) places: Vec<(i64, Option<Uuid>)>,
    /// What it answers.
    pub(crate) answers: Vec<Answer>,
    /// Whether it may be printed.
    pub(crate) is_ready: bool,
    /// What it says to its theme.
    pub(crate) stance: Stance,
}

/// What became of the quotes of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) new: usize,
    /// Which were not found in their documents.
    pub(crate) lost: Vec<Uuid>,
}

/// Adds quotes that are not there, behind those that are.
pub(crate) async fn bring_in_exchanged(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    quotes: &[Brought],
) -> Result<Taken> {
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let trail = trail::load(tx.connection(), study).await?;
    let old = trail::all_of::<QuoteState>(&trail::replay(&trail.events))?;
    let listed = documents::all(tx.connection(), study).await?;
    let speakers: BTreeMap<Uuid, Option<Uuid>> =
        listed.iter().map(|one| (one.id, one.participant)).collect();
    let guids: Vec<Uuid> = quotes.iter().map(|quote| quote.guid).collect();
    let used = store::used(tx.connection(), &guids).await?;
    let places = old.values().flat_map(|quote| &quote.places);
    let last = places.map(|place| place.position).max().unwrap_or(0);
    let mut texts = Texts::default();
    let (mut taken, mut new) = (Taken::default(), Quotes::new());
    for quote in quotes.iter().filter(|quote| !old.contains_key(&quote.guid)) {
        let Some((turn, pieces)) = placed(quote, texts.of(tx, quote.document).await?) else {
            taken.lost.push(quote.guid);
            continue;
        };
        let words = Words {
            document: Some(quote.document),
            participant: speakers.get(&quote.document).copied().flatten(),
            turn: Some(position(turn)),
            pieces,
            ..Words::new(app, quote.text.clone())
        };
        words_store::insert(tx, study, std::slice::from_ref(&words)).await?;
        let places = quote.places.iter().map(|(rank, theme)| Place {
            theme: *theme,
            position: last.saturating_add(*rank),
        });
        let state = QuoteState {
            words: words.id,
            places: places.collect(),
            questions: quote.answers.clone(),
            is_ready: quote.is_ready,
            stance: quote.stance,
            is_from_folder: false,
        };
        let id = match used.contains(&quote.guid) {
            false => quote.guid,
            true => random_id(app),
        };
        new.insert(id, state);
    }
    taken.new = new.len();
    let told = new.iter();
    let told = told.map(|(id, state)| trail::Change::of("import", *id, None, Some(state)));
    let changes = told.collect::<Result<Vec<_>>>()?;
    if !changes.is_empty() {
        trail::append(tx, app, &mut head, &Act::new(app, member, None), changes).await?;
        store::put(tx, study, &Quotes::new(), &new).await?;
    }
    Ok(taken)
}

/// Where the words of a quote stand: as the file has it if that shows them, else where they are found.
fn placed(quote: &Brought, turns: &[Turn]) -> Option<(usize, Vec<Piece>)> {
    let version = version_of(turns);
    if fits(&version, &quote.pieces) && shown(&version, &quote.pieces) == quote.text {
        let first = quote.pieces.iter().find_map(Piece::span)?;
        return Some((turn_at(turns, first.start), quote.pieces.clone()));
    }
    let found = found(&quote.text, turns, 0)?;
    Some((found.turn, found.pieces))
}

/// Whether every stretch is in the text, and in order.
fn fits(version: &Version, pieces: &[Piece]) -> bool {
    let length = version.text().chars().count();
    let mut last = 0;
    let mut spans = pieces.iter().filter_map(Piece::span).peekable();
    spans.peek().is_some()
        && spans.all(|span| {
            let is_after = span.start >= last && span.start < span.end && span.end <= length;
            last = span.end;
            is_after
        })
}

/// The turn in which a code point of the joined turns stands, from 0.
fn turn_at(turns: &[Turn], at: usize) -> usize {
    let mut start = 0;
    let before = turns.iter().take_while(|turn| {
        start += turn.text.chars().count() + 1;
        start <= at
    });
    before.count()
}

/// The quotes that are to be printed or placed by a file, each once.
pub(crate) fn ranks(all: &[(Uuid, Vec<i64>)]) -> BTreeMap<(Uuid, usize), i64> {
    let places = all.iter().flat_map(|(id, places)| {
        let numbered = places.iter().enumerate();
        numbered.map(|(at, position)| (*position, *id, at))
    });
    let places: BTreeSet<(i64, Uuid, usize)> = places.collect();
    let ranked = places.into_iter().zip(1..);
    ranked.map(|((_, id, at), rank)| ((id, at), rank)).collect()
}
