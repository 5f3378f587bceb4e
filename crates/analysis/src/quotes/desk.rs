//! Doing something to the quotes of a study, in the transaction of the request.

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::{position, random_id};
use uuid::Uuid;

use super::edit::{self, Edit, Marks, Refused, Way};
use super::place::Found;
use super::state::{QuoteState, Quotes};
use super::words_store::{self, Words};
use super::{shown, store, version_of};
use crate::acts;
use crate::trail::{self, Act, Change, Trail};

/// Words that were found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWords {
    /// The document.
    pub document: Uuid,
    /// Who said them; of a note that was written here, on whose consent it stands.
    pub participant: Option<Uuid>,
    /// The turn in which they begin, from 0.
    pub turn: usize,
    /// Spans and edits.
    pub pieces: Vec<super::Piece>,
    /// What is shown.
    pub text: String,
}

impl NewWords {
    /// What was found in the turns of a document.
    pub fn of(
        (document, participant): (Uuid, Option<Uuid>),
        turns: &[study::documents::Turn],
        found: Found,
    ) -> Self {
        Self {
            document,
            participant,
            turn: found.turn,
            text: shown(&version_of(turns), &found.pieces),
            pieces: found.pieces,
        }
    }

    fn kept(&self, app: &App) -> Words {
        Words {
            document: Some(self.document),
            participant: self.participant,
            turn: Some(position(self.turn)),
            pieces: self.pieces.clone(),
            ..Words::new(app, self.text.clone())
        }
    }
}

/// What somebody wants. Whatever is about a quote that is there says which event of it they saw last. A theme that is none
/// stands for the other findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A new quote, in a place if one is named.
    Make(NewWords, Marks, Option<Option<Uuid>>),
    /// Other words for a quote.
    Reword(Uuid, i64, NewWords),
    /// What it answers, whether it is ready, what it says to its theme.
    Mark(Uuid, i64, Marks),
    /// Into one more place.
    Place(Uuid, i64, Option<Uuid>),
    /// Out of a place.
    Unplace(Uuid, i64, Option<Uuid>),
    /// From one place to another.
    Shift(Uuid, i64, Option<Uuid>, Option<Uuid>),
    /// Among the quotes of a place.
    Order(Uuid, Option<Uuid>, Way),
    /// Away.
    Remove(Uuid, i64),
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// A sentence about a field of the form.
    Refused(&'static str, String),
    /// Somebody changed the same meanwhile: what of it (R52).
    Changed(&'static str),
}

impl From<Refused> for No {
    fn from((field, sentence): Refused) -> Self {
        Self::Refused(field, sentence)
    }
}

/// What a page says of the newest event of a quote.
pub fn newest(trail: &Trail, quote: Uuid) -> i64 {
    let newest = trail.newest::<QuoteState>();
    newest.get(&quote).copied().unwrap_or(0)
}

/// Does what somebody wants, for a reason if they give one. Gives the quote it was done to.
pub async fn act(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, why): (Option<Uuid>, &str),
    wish: &Wish,
) -> Result<std::result::Result<Uuid, No>> {
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let trail = trail::load(tx.connection(), study).await?;
    let quotes = trail::all_of::<QuoteState>(&trail::replay(&trail.events))?;
    let desk = Desk { trail, quotes };
    let (quote, edits) = match desk.edits(tx, app, study, (wish, !why.is_empty())).await? {
        Ok(found) => found,
        Err(no) => return Ok(Err(no)),
    };
    if edits.is_empty() {
        return Ok(Ok(quote));
    }
    let why = trail::kept(tx, app, study, why).await?;
    let changes = told(&desk.quotes, &edits)?;
    trail::append(tx, app, &mut head, &Act::new(app, member, why), changes).await?;
    let after = after(&desk.quotes, edits);
    store::put(tx, study, &desk.quotes, &after).await?;
    Ok(Ok(quote))
}

/// Edits as changes of an act.
pub(crate) fn told(quotes: &Quotes, edits: &[Edit]) -> Result<Vec<Change>> {
    let told = |edit: &Edit| {
        let before = quotes.get(&edit.quote);
        trail::Change::of(edit.kind, edit.quote, before, edit.after.as_ref())
    };
    edits.iter().map(told).collect()
}

/// The quotes after these edits.
pub(crate) fn after(quotes: &Quotes, edits: Vec<Edit>) -> Quotes {
    let mut quotes = quotes.clone();
    for edit in edits {
        match edit.after {
            Some(state) => quotes.insert(edit.quote, state),
            None => quotes.remove(&edit.quote),
        };
    }
    quotes
}

struct Desk {
    trail: Trail,
    quotes: Quotes,
}

type Edits = std::result::Result<(Uuid, Vec<Edit>), No>;

impl Desk {
    async fn edits(
        &self,
        tx: &Tx,
        app: &App,
        study: Uuid,
        (wish, has_reason): (&Wish, bool),
    ) -> Result<Edits> {
        let quotes = &self.quotes;
        let (id, edits) = match wish {
            Wish::Make(words, marks, theme) => {
                let (id, words) = (random_id(app), words.kept(app));
                words_store::insert(tx, study, std::slice::from_ref(&words)).await?;
                let edits = edit::make(quotes, id, words.id, (marks.clone(), *theme));
                return Ok(Ok((id, edits)));
            }
            Wish::Reword(id, seen, words) => {
                if let Some(no) = self.moved_on(*id, *seen, "words", |quote| quote.words) {
                    return Ok(Err(no));
                }
                let words = words.kept(app);
                words_store::insert(tx, study, std::slice::from_ref(&words)).await?;
                (id, edit::reword(quotes, *id, words.id))
            }
            Wish::Mark(id, seen, marks) => match self.joined(*id, *seen, marks) {
                Ok(marks) => (id, edit::mark(quotes, *id, marks)),
                Err(no) => return Ok(Err(no)),
            },
            Wish::Order(id, theme, way) => (id, edit::order(quotes, *id, *theme, *way)),
            Wish::Place(id, seen, ..)
            | Wish::Unplace(id, seen, ..)
            | Wish::Shift(id, seen, ..)
            | Wish::Remove(id, seen) => {
                let themes = |quote: &QuoteState| -> Vec<Option<Uuid>> {
                    quote.places.iter().map(|place| place.theme).collect()
                };
                if let Some(no) = self.moved_on(*id, *seen, "place", themes) {
                    return Ok(Err(no));
                }
                let edits = match wish {
                    Wish::Place(_, _, theme) => edit::place(quotes, *id, *theme, has_reason),
                    Wish::Unplace(_, _, theme) => edit::unplace(quotes, *id, *theme),
                    Wish::Shift(_, _, from, to) => edit::shift(quotes, *id, (*from, *to)),
                    _ => edit::remove(quotes, *id),
                };
                (id, edits)
            }
        };
        Ok(edits.map(|edits| (*id, edits)).map_err(No::from))
    }

    /// Says so where somebody has changed meanwhile what an act is about.
    fn moved_on<T: PartialEq>(
        &self,
        id: Uuid,
        seen: i64,
        what: &'static str,
        part: impl Fn(&QuoteState) -> T,
    ) -> Option<No> {
        match (
            self.quotes.get(&id),
            self.trail.seen::<QuoteState>(id, seen),
        ) {
            (Some(now), Some(was)) if part(now) == part(&was) => None,
            (Some(_), Some(_)) => Some(No::Changed(what)),
            _ => Some(gone()),
        }
    }

    /// Marks joined one by one with what others changed meanwhile (R52).
    fn joined(&self, id: Uuid, seen: i64, mine: &Marks) -> std::result::Result<Marks, No> {
        let (Some(now), Some(was)) = (
            self.quotes.get(&id),
            self.trail.seen::<QuoteState>(id, seen),
        ) else {
            return Err(gone());
        };
        fn join<T: PartialEq + Clone>(
            what: &'static str,
            (was, now, mine): (&T, &T, &T),
        ) -> std::result::Result<T, No> {
            match (mine == was || mine == now, now == was) {
                (true, _) => Ok(now.clone()),
                (false, true) => Ok(mine.clone()),
                (false, false) => Err(No::Changed(what)),
            }
        }
        let answers = (&was.questions, &now.questions, &mine.questions);
        let ready = (&was.is_ready, &now.is_ready, &mine.is_ready);
        Ok(Marks {
            questions: join("questions", answers)?,
            is_ready: join("state", ready)?,
            stance: join("stance", (&was.stance, &now.stance, &mine.stance))?,
        })
    }
}

fn gone() -> No {
    No::Refused("", "This quote is not there any more.".to_owned())
}
