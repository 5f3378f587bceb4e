//! Quotes of a study folder: they take the place of those that a folder brought before, in one act of the trail. What was
//! made here stays, and follows its words into the documents of the folder.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use study::documents::{self, Turn};
use study::rows::{position, random_id};
use uuid::Uuid;

use super::place::found;
use super::state::{Answer, Place, QuoteState, Quotes, Stance};
use super::words_store::{self, Words};
use super::{Quote, shown, store, version_of};
use crate::trail::{self, Act};
use crate::{acts, themes};

/// Ids of what quotes refer to, by what files call it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Themes, subthemes and facets by path.
    pub themes: BTreeMap<Vec<String>, Uuid>,
    /// Participants by handle.
    pub participants: BTreeMap<String, Uuid>,
    /// Documents by handle.
    pub documents: BTreeMap<String, Uuid>,
    /// Research questions by label.
    pub questions: BTreeMap<String, Uuid>,
    /// The number of the wording that each of them has now, by label.
    pub wordings: BTreeMap<String, i64>,
    /// The participants who withdrew: nothing that they said is quoted (study P6).
    pub withdrawn: BTreeSet<Uuid>,
}

/// What ids meant before a folder took the place of what was there.
#[derive(Debug, Clone, Default)]
pub struct Before {
    themes: BTreeMap<Uuid, Vec<String>>,
    documents: BTreeMap<Uuid, String>,
}

/// Reads what ids mean now; quotes that are older than the trail enter it here.
pub async fn before(tx: &Tx, app: &App, study: Uuid) -> Result<Before> {
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let themes = themes::all(tx.connection(), study).await?;
    let documents = documents::all(tx.connection(), study).await?;
    Ok(Before {
        themes: themes
            .into_iter()
            .map(|one| (one.id, one.about.path))
            .collect(),
        documents: documents
            .into_iter()
            .map(|one| (one.id, one.handle))
            .collect(),
    })
}

/// Puts the quotes of a folder in the place of those that the folder before it brought. A quote of the same words keeps its
/// identifier.
pub async fn bring_in(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, before): (Option<Uuid>, &Before),
    (brought, known): (&[Quote], &Known),
) -> Result<()> {
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let trail = trail::load(tx.connection(), study).await?;
    let old = trail::all_of::<QuoteState>(&trail::replay(&trail.events))?;
    let standing = themes::all(tx.connection(), study).await?;
    let mut bringing = Bringing {
        known,
        standing: standing.into_iter().map(|one| one.id).collect(),
        turns: Texts::default(),
        new: Quotes::new(),
    };
    let mut free: BTreeMap<String, Vec<(Uuid, Words)>> = BTreeMap::new();
    for held in store::held(tx.connection(), study).await?.into_iter().rev() {
        match held.state.is_from_folder {
            true => {
                let same = free.entry(held.words.text.clone()).or_default();
                same.push((held.id, held.words));
            }
            false => {
                bringing
                    .keep(tx, before, (held.id, held.state), held.words)
                    .await?
            }
        }
    }
    for (index, quote) in brought.iter().enumerate() {
        let same = free.get_mut(&quote.text).and_then(Vec::pop);
        let (id, mut words, is_new) = match same {
            Some((id, words)) => (id, words, false),
            None => (random_id(app), Words::new(app, quote.text.clone()), true),
        };
        bringing.find(tx, quote, &mut words).await?;
        match is_new {
            true => words_store::insert(tx, study, std::slice::from_ref(&words)).await?,
            false => words_store::update(tx, &words).await?,
        }
        let state = bringing.state(quote, words.id, position(index));
        let kept = old.get(&id).filter(|old| old.is_from_folder);
        let state = match kept {
            Some(old) => QuoteState {
                stance: old.stance,
                ..state
            },
            None => state,
        };
        bringing.new.insert(id, state);
    }
    let new = bringing.settled();
    let touched: BTreeSet<&Uuid> = old.keys().chain(new.keys()).collect();
    let touched = touched.into_iter().filter(|id| old.get(id) != new.get(id));
    let told = touched.map(|id| trail::Change::of("import", *id, old.get(id), new.get(id)));
    let changes = told.collect::<Result<Vec<_>>>()?;
    if !changes.is_empty() {
        trail::append(tx, app, &mut head, &Act::new(app, member, None), changes).await?;
    }
    store::put(tx, study, &old, &new).await?;
    // No act is taken back over an import, so that words which no quote says any more serve nobody.
    let said: BTreeSet<Uuid> = new.values().map(|quote| quote.words).collect();
    let unsaid = words_store::ids(tx.connection(), study).await?;
    let unsaid: Vec<Uuid> = unsaid.difference(&said).copied().collect();
    words_store::remove(tx, &unsaid).await
}

struct Bringing<'a> {
    known: &'a Known,
    /// The themes that are there now; a folder need not name one that was made here.
    standing: BTreeSet<Uuid>,
    turns: Texts,
    new: Quotes,
}

impl Bringing<'_> {
    /// Where the words of a quote stand now, and who said them.
    async fn find(&mut self, tx: &Tx, quote: &Quote, words: &mut Words) -> Result<()> {
        let named = |ids: &BTreeMap<String, Uuid>, name: &Option<String>| {
            name.as_ref().and_then(|name| ids.get(name)).copied()
        };
        words.participant = named(&self.known.participants, &quote.participant);
        words.document = named(&self.known.documents, &quote.document);
        self.place(tx, words).await
    }

    async fn place(&mut self, tx: &Tx, words: &mut Words) -> Result<()> {
        let found = match words.document {
            Some(document) => found(&words.text, self.turns.of(tx, document).await?, 0),
            None => None,
        };
        words.turn = found.as_ref().map(|found| position(found.turn));
        words.pieces = found.map(|found| found.pieces).unwrap_or_default();
        Ok(())
    }

    fn state(&self, quote: &Quote, words: Uuid, position: i64) -> QuoteState {
        let theme = self.known.themes.get(&quote.path()).copied();
        let answer = |label: &String| {
            Some(Answer {
                question: *self.known.questions.get(label)?,
                wording: self.known.wordings.get(label).copied(),
            })
        };
        QuoteState {
            words,
            places: vec![Place { theme, position }],
            questions: quote.questions.iter().filter_map(answer).collect(),
            is_ready: true,
            stance: Stance::With,
            is_from_folder: true,
        }
    }

    /// Keeps a quote that was made here: under the themes that are still there, in its document if that is.
    async fn keep(
        &mut self,
        tx: &Tx,
        before: &Before,
        (id, mut state): (Uuid, QuoteState),
        mut words: Words,
    ) -> Result<()> {
        let is_out = |participant: &Uuid| self.known.withdrawn.contains(participant);
        if words.participant.as_ref().is_some_and(is_out) {
            return Ok(());
        }
        let document = words.document.and_then(|id| before.documents.get(&id));
        let now = document.and_then(|handle| self.known.documents.get(handle));
        words.document = now.copied();
        let is_there = match words.document {
            Some(document) => {
                let text = version_of(self.turns.of(tx, document).await?);
                words.are_found() && shown(&text, &words.pieces) == words.text
            }
            None => false,
        };
        if !is_there {
            self.place(tx, &mut words).await?;
        }
        words_store::update(tx, &words).await?;
        let by_path = |theme: Uuid| self.known.themes.get(before.themes.get(&theme)?).copied();
        let theme = |theme: Uuid| match self.standing.contains(&theme) {
            true => Some(theme),
            false => by_path(theme),
        };
        state.places.retain_mut(|place| match place.theme {
            None => true,
            Some(old) => {
                place.theme = theme(old);
                place.theme.is_some()
            }
        });
        let is_asked = |answer: &Answer| {
            self.known
                .questions
                .values()
                .any(|id| *id == answer.question)
        };
        state.questions.retain(is_asked);
        self.new.insert(id, state);
        Ok(())
    }

    /// All quotes, those that were made here behind those of the folder.
    fn settled(self) -> Quotes {
        let mut new = self.new;
        let last = new.values().filter(|quote| quote.is_from_folder);
        let last = last
            .flat_map(|quote| &quote.places)
            .map(|place| place.position);
        let mut next = last.max().unwrap_or(0);
        let own = new.iter().filter(|(_, quote)| !quote.is_from_folder);
        let own = own.flat_map(|(id, quote)| {
            let places = quote.places.iter().enumerate();
            places.map(move |(at, place)| (place.position, *id, at))
        });
        let mut own: Vec<(i64, Uuid, usize)> = own.collect();
        own.sort();
        for (_, id, at) in own {
            next += 1;
            let places = new.get_mut(&id).map(|quote| &mut quote.places);
            if let Some(place) = places.and_then(|places| places.get_mut(at)) {
                place.position = next;
            }
        }
        new
    }
}

/// The turns of documents, each read once.
#[derive(Default)]
pub(super) struct Texts(BTreeMap<Uuid, Vec<Turn>>);

impl Texts {
    pub(super) async fn of(&mut self, tx: &Tx, document: Uuid) -> Result<&[Turn]> {
        Ok(match self.0.entry(document) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let turns = documents::turns(tx.connection(), document).await?;
                place.insert(turns)
            }
        })
    }
}
