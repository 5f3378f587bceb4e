//! Doing something to the codebook of a study, in the transaction of the request.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::book::{Book, CodeState};
use super::colour::{Colour, said_of};
use super::edit::{self, Edit};
use super::{CodeStatus, store};
use crate::acts;
use crate::codings::{self, Sight};
use crate::outline::Refused;
use crate::trail::{self, Act, Head, Trail};

/// The words and properties of a code, as a form sends them; spaces folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Its own name.
    pub name: String,
    /// What it is for.
    pub definition: String,
    /// `semantic`, `latent`, or empty.
    pub level: String,
    /// `inductive`, `deductive`, or empty.
    pub origin: String,
    /// Its colour; none unless somebody chose one.
    pub colour: Option<Colour>,
}

/// What somebody wants. Whatever is about a code that is there says which event of it they saw last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A new code under another, or at the top.
    Create(Option<Uuid>, Words),
    /// Other words for a code.
    Change(Uuid, i64, Words),
    /// A code under another, or at the top; before one that stands there, or at the end.
    Move(Uuid, i64, Option<Uuid>, Option<Uuid>),
    /// A code into another.
    Merge(Uuid, i64, Uuid),
    /// Out of use.
    Retire(Uuid, i64),
    /// Into use again.
    Restore(Uuid, i64),
    /// Away.
    Remove(Uuid, i64),
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// A sentence about a field of the form.
    Refused(&'static str, Refused),
    /// Somebody changed the same meanwhile: what differs, what it is now, what was asked for (R52).
    Changed(Vec<(&'static str, String, String)>),
}

/// The codebook while its trail is held.
pub struct Desk {
    head: Head,
    /// The whole trail.
    pub trail: Trail,
    /// The codebook now.
    pub book: Book,
}

impl Desk {
    /// Takes hold of the codebook of a study. Findings that are older than the trail enter it here.
    pub async fn open(tx: &Tx, app: &App, study: Uuid) -> Result<Self> {
        let mut head = trail::hold(tx, study).await?;
        acts::enter(tx, app, study, &mut head).await?;
        let trail = trail::load(tx.connection(), study).await?;
        let book = Book::of(&trail::replay(&trail.events), &trail)?;
        Ok(Self { head, trail, book })
    }

    /// Appends edits to the trail and stores what they come to.
    pub async fn store(
        &mut self,
        tx: &Tx,
        app: &App,
        study: Uuid,
        act: &Act,
        edits: &[Edit],
    ) -> Result<()> {
        let changes = self.book.told(edits)?;
        trail::append(tx, app, &mut self.head, act, changes).await?;
        self.put(tx, study, self.book.after(edits)).await
    }

    /// Stores a codebook that the trail has come to.
    async fn put(&mut self, tx: &Tx, study: Uuid, after: BTreeMap<Uuid, CodeState>) -> Result<()> {
        self.trail = trail::load(tx.connection(), study).await?;
        let book = Book::new(after, self.trail.texts.clone());
        store::put(tx, study, &self.book, &book).await?;
        self.book = book;
        Ok(())
    }
}

/// Does what somebody wants, for a reason if they give one. Gives the code it was done to.
pub async fn act(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, why): (Option<Uuid>, &str),
    wish: &Wish,
) -> Result<std::result::Result<Uuid, No>> {
    let why = trail::kept(tx, app, study, why).await?;
    act_as(tx, app, study, &Act::new(app, member, why), wish).await
}

/// Does what somebody wants as part of an act.
pub(crate) async fn act_as(
    tx: &Tx,
    app: &App,
    study: Uuid,
    act: &Act,
    wish: &Wish,
) -> Result<std::result::Result<Uuid, No>> {
    let mut desk = Desk::open(tx, app, study).await?;
    let (code, edits) = match edits(tx, app, study, (&desk, act.member), wish).await? {
        Ok(found) => found,
        Err(no) => return Ok(Err(no)),
    };
    if !edits.is_empty() {
        desk.store(tx, app, study, act, &edits).await?;
    }
    Ok(Ok(code))
}

type Found = std::result::Result<(Uuid, Vec<Edit>), No>;

async fn edits(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (desk, member): (&Desk, Option<Uuid>),
    wish: &Wish,
) -> Result<Found> {
    let book = &desk.book;
    let refused = |field| move |words| No::Refused(field, words);
    let (code, edits) = match wish {
        Wish::Create(parent, words) => return create(tx, app, study, book, (*parent, words)).await,
        Wish::Change(code, seen, words) => {
            return rewrite(tx, app, study, desk, (*code, *seen, words)).await;
        }
        Wish::Move(code, seen, parent, before) => {
            let place = |code: &CodeState| (code.parent, code.position);
            if let Some(no) = moved_on(desk, *code, *seen, "place", place) {
                return Ok(Err(no));
            }
            let edits = edit::place(book, *code, *parent, *before);
            (code, edits.map_err(refused("parent")))
        }
        Wish::Merge(code, seen, into) => {
            if let Some(no) = status_changed(desk, *code, *seen) {
                return Ok(Err(no));
            }
            (
                code,
                edit::merge(book, *code, *into).map_err(refused("into")),
            )
        }
        Wish::Retire(code, seen) | Wish::Restore(code, seen) | Wish::Remove(code, seen) => {
            if let Some(no) = status_changed(desk, *code, *seen) {
                return Ok(Err(no));
            }
            if matches!(wish, Wish::Remove(..))
                && let Some(no) = keeps(tx, study, member, *code).await?
            {
                return Ok(Err(no));
            }
            let edits = match wish {
                Wish::Retire(..) => edit::retire(book, *code),
                Wish::Restore(..) => edit::restore(book, *code),
                _ => edit::remove(book, *code),
            };
            (code, edits.map_err(refused("")))
        }
    };
    Ok(edits.map(|edits| (*code, edits)))
}

/// Why a code cannot be removed: passages are coded with it, or it is not for a blind analyst to know whether any are.
async fn keeps(tx: &Tx, study: Uuid, member: Option<Uuid>, code: Uuid) -> Result<Option<No>> {
    let sight = Sight::of(tx.connection(), study, member).await?;
    let words = if sight.is_narrowed() {
        "Your blind pass is open, and others may have used this code. Retire it, or close your pass first."
    } else if codings::coded(tx.connection(), study, &[code])
        .await?
        .is_empty()
    {
        return Ok(None);
    } else {
        "Passages are coded with it. Retire it, or merge it into another."
    };
    Ok(Some(No::Refused("", words.to_owned())))
}

fn status_changed(desk: &Desk, code: Uuid, seen: i64) -> Option<No> {
    let status = |code: &CodeState| (code.status, code.merged_into);
    moved_on(desk, code, seen, "status", status)
}

/// Says so where somebody has changed meanwhile what an act is about.
fn moved_on<T: PartialEq>(
    desk: &Desk,
    id: Uuid,
    seen: i64,
    what: &'static str,
    part: impl Fn(&CodeState) -> T,
) -> Option<No> {
    let (Some(now), Some(was)) = (desk.book.code(id), desk.trail.seen::<CodeState>(id, seen))
    else {
        return Some(No::Refused(
            "",
            "This code is not there any more.".to_owned(),
        ));
    };
    if part(now) == part(&was) {
        return None;
    }
    let said = |code: &CodeState| match what {
        "place" => match code.parent {
            None => "at the top".to_owned(),
            Some(parent) => format!("under “{}”", desk.book.name(parent)),
        },
        _ => match (code.status, code.merged_into) {
            (CodeStatus::Active, _) => "in use".to_owned(),
            (CodeStatus::Retired, None) => "retired".to_owned(),
            (_, Some(into)) => format!("merged into “{}”", desk.book.name(into)),
        },
    };
    Some(No::Changed(vec![(what, said(now), said(&was))]))
}

async fn create(
    tx: &Tx,
    app: &App,
    study: Uuid,
    book: &Book,
    (parent, words): (Option<Uuid>, &Words),
) -> Result<Found> {
    if let Err(words) = edit::free(book, parent, &words.name, None) {
        return Ok(Err(No::Refused("name", words)));
    }
    let code = CodeState {
        name: trail::keep(tx, app, study, &words.name).await?,
        definition: trail::kept(tx, app, study, &words.definition).await?,
        parent,
        position: 0,
        level: words.level.clone(),
        origin: words.origin.clone(),
        status: CodeStatus::Active,
        merged_into: None,
        colour: words.colour,
        is_heading: false,
    };
    let id = random_id(app);
    let edits = edit::create(book, id, &words.name, code);
    Ok(edits
        .map(|edits| (id, edits))
        .map_err(|words| No::Refused("name", words)))
}

/// Other words for a code, joined field by field with what others changed meanwhile (R52).
async fn rewrite(
    tx: &Tx,
    app: &App,
    study: Uuid,
    desk: &Desk,
    (id, seen, words): (Uuid, i64, &Words),
) -> Result<Found> {
    let book = &desk.book;
    let (Some(now), Some(was)) = (book.code(id), desk.trail.seen::<CodeState>(id, seen)) else {
        let words = "This code is not there any more.".to_owned();
        return Ok(Err(No::Refused("", words)));
    };
    let (theirs, base) = (words_of(book, now), words_of(book, &was));
    let mut different = Vec::new();
    let mut join = |field, base: &str, theirs: &str, mine: &str| {
        if mine == base || mine == theirs {
            return theirs.to_owned();
        }
        if theirs != base {
            different.push((field, theirs.to_owned(), mine.to_owned()));
        }
        mine.to_owned()
    };
    let joined = Words {
        name: join("name", &base.name, &theirs.name, &words.name),
        definition: join(
            "definition",
            &base.definition,
            &theirs.definition,
            &words.definition,
        ),
        level: join("level", &base.level, &theirs.level, &words.level),
        origin: join("origin", &base.origin, &theirs.origin, &words.origin),
        colour: {
            let [base, theirs, mine] = [&base, &theirs, words].map(|words| said_of(words.colour));
            Colour::named(&join("colour", base, theirs, mine))
        },
    };
    if !different.is_empty() {
        return Ok(Err(No::Changed(different)));
    }
    let mut edits = Vec::new();
    let mut code = now.clone();
    if joined.name != theirs.name {
        if let Err(words) = edit::free(book, code.parent, &joined.name, Some(id)) {
            return Ok(Err(No::Refused("name", words)));
        }
        code.name = trail::keep(tx, app, study, &joined.name).await?;
        edits.push(("code.rename", code.clone()));
    }
    if joined.definition != theirs.definition {
        code.definition = trail::kept(tx, app, study, &joined.definition).await?;
    }
    (code.level, code.origin) = (joined.level, joined.origin);
    if edits.last().map_or(now, |(_, renamed)| renamed) != &code {
        edits.push(("code.redefine", code.clone()));
    }
    if joined.colour != theirs.colour {
        code.colour = joined.colour;
        edits.push(("code.recolour", code));
    }
    let edit = |(kind, code)| Edit {
        kind,
        id,
        after: Some(code),
    };
    Ok(Ok((id, edits.into_iter().map(edit).collect())))
}

/// The words and properties of a code.
pub fn words_of(book: &Book, code: &CodeState) -> Words {
    Words {
        name: book.words(Some(&code.name)).to_owned(),
        definition: book.words(code.definition.as_ref()).to_owned(),
        level: code.level.clone(),
        origin: code.origin.clone(),
        colour: code.colour,
    }
}
