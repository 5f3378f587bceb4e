//! Doing something to the themes of a study, in the transaction of the request.

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use uuid::Uuid;

use super::edit::{self, Edit, gone};
use super::moment::{ThemeState, Themes};
use super::writing::{Words, write};
use super::{ThemeStatus, store};
use crate::acts;
use crate::codes::Book;
use crate::outline::Refused;
use crate::trail::{self, Act, Head, Trail};

/// What somebody wants. Whatever is about a theme that is there says which event of it they saw last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A new candidate of this name under another, or at the top.
    Create(Option<Uuid>, String),
    /// A new candidate from a code, which contributes to it.
    Promote(Uuid),
    /// Another name.
    Rename(Uuid, i64, String),
    /// Other words.
    Write(Uuid, i64, Words),
    /// A theme under another, or at the top; before one that stands there, or at the end.
    Move(Uuid, i64, Option<Uuid>, Option<Uuid>),
    /// A theme into another.
    Merge(Uuid, i64, Uuid),
    /// Given up.
    Drop(Uuid, i64),
    /// Taken up again.
    Restore(Uuid, i64),
    /// How far it is.
    Status(Uuid, i64, ThemeStatus),
    /// A code contributes to it, or no more. Two codes at once are no conflict.
    Contribute(Uuid, Uuid, bool),
    /// What is said to the advice about its name.
    Answer(Uuid, i64, String),
    /// Why its name stays; the advice is silent then.
    Keep(Uuid, i64, String),
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// A sentence about a field of the form.
    Refused(&'static str, Refused),
    /// Somebody changed the same meanwhile: what differs, what it is now, what was asked for (R52).
    Changed(Vec<(&'static str, String, String)>),
}

/// The themes while their trail is held.
pub struct Desk {
    head: Head,
    /// The trail without its codings.
    pub trail: Trail,
    /// The themes now.
    pub themes: Themes,
    /// The codebook now.
    pub book: Book,
}

impl Desk {
    /// Takes hold of the themes of a study. Findings that are older than the trail enter it here.
    pub async fn open(tx: &Tx, app: &App, study: Uuid) -> Result<Self> {
        let mut head = trail::hold(tx, study).await?;
        acts::enter(tx, app, study, &mut head).await?;
        let trail = trail::load(tx.connection(), study).await?;
        let state = trail::replay(&trail.events);
        let themes = Themes::of(&state, &trail)?;
        let book = Book::of(&state, &trail)?;
        Ok(Self {
            head,
            trail,
            themes,
            book,
        })
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
        let changes = self.themes.told(edits)?;
        trail::append(tx, app, &mut self.head, act, changes).await?;
        self.trail = trail::load(tx.connection(), study).await?;
        let after = self.themes.after(edits);
        let themes = Themes::new(after, self.trail.texts.clone());
        store::put(tx, study, &self.themes, &themes).await?;
        self.themes = themes;
        Ok(())
    }
}

/// Does what somebody wants, for a reason if they give one. Gives the theme it was done to.
pub async fn act(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, why): (Option<Uuid>, &str),
    wish: &Wish,
) -> Result<std::result::Result<Uuid, No>> {
    let mut desk = Desk::open(tx, app, study).await?;
    let (theme, edits) = match edits(tx, app, study, &desk, wish).await? {
        Ok(found) => found,
        Err(no) => return Ok(Err(no)),
    };
    if !edits.is_empty() {
        let why = trail::kept(tx, app, study, why).await?;
        let act = Act::new(app, member, why);
        desk.store(tx, app, study, &act, &edits).await?;
    }
    Ok(Ok(theme))
}

pub(super) type Found = std::result::Result<(Uuid, Vec<Edit>), No>;

async fn edits(tx: &Tx, app: &App, study: Uuid, desk: &Desk, wish: &Wish) -> Result<Found> {
    match wish {
        Wish::Create(parent, name) => {
            let kind = "theme.create";
            create(tx, app, study, desk, (kind, *parent, name, None)).await
        }
        Wish::Promote(code) => {
            let name = match desk.book.code(*code) {
                Some(_) => desk.book.name(*code).to_owned(),
                None => return Ok(Err(refused("")("This code is not there any more.".into()))),
            };
            let kind = "theme.promote";
            create(tx, app, study, desk, (kind, None, &name, Some(*code))).await
        }
        Wish::Rename(id, seen, name) => rename(tx, app, study, desk, (*id, *seen, name)).await,
        Wish::Write(id, seen, words) => write(tx, app, study, desk, (*id, *seen, words)).await,
        Wish::Answer(id, seen, words) => say(tx, app, study, desk, (*id, *seen, words, true)).await,
        Wish::Keep(id, seen, words) => say(tx, app, study, desk, (*id, *seen, words, false)).await,
        other => Ok(moves(desk, other)),
    }
}

fn refused(field: &'static str) -> impl Fn(Refused) -> No {
    move |words| No::Refused(field, words)
}

/// What needs no new words.
fn moves(desk: &Desk, wish: &Wish) -> Found {
    let themes = &desk.themes;
    let (id, edits) = match wish {
        Wish::Move(id, seen, parent, before) => {
            let place = |theme: &ThemeState| (theme.parent, theme.position);
            unmoved(desk, (*id, *seen), "place", place)?;
            let edits = edit::place(themes, *id, *parent, *before);
            (id, edits.map_err(refused("parent")))
        }
        Wish::Merge(id, seen, into) => {
            same_status(desk, *id, *seen)?;
            let edits = edit::merge(themes, *id, *into);
            (id, edits.map_err(refused("into")))
        }
        Wish::Drop(id, seen) => {
            same_status(desk, *id, *seen)?;
            (id, edit::give_up(themes, *id).map_err(refused("")))
        }
        Wish::Restore(id, seen) => {
            same_status(desk, *id, *seen)?;
            (id, edit::restore(themes, *id).map_err(refused("")))
        }
        Wish::Status(id, seen, status) => {
            same_status(desk, *id, *seen)?;
            let edits = edit::set_status(themes, *id, *status);
            (id, edits.map_err(refused("status")))
        }
        Wish::Contribute(id, code, contributes) => {
            if *contributes && desk.book.code(*code).is_none() {
                let words = "Choose a code that is there.".to_owned();
                return Err(No::Refused("code", words));
            }
            let edits = edit::contribute(themes, *id, *code, *contributes);
            (id, edits.map_err(refused("code")))
        }
        _ => return Err(No::Refused("", gone())),
    };
    edits.map(|edits| (*id, edits))
}

fn same_status(desk: &Desk, id: Uuid, seen: i64) -> Result<(), No> {
    let status = |theme: &ThemeState| (theme.status, theme.merged_into);
    unmoved(desk, (id, seen), "status", status)
}

/// Says so where somebody has changed meanwhile what an act is about.
fn unmoved<T: PartialEq>(
    desk: &Desk,
    (id, seen): (Uuid, i64),
    what: &'static str,
    part: impl Fn(&ThemeState) -> T,
) -> Result<(), No> {
    let (Some(now), Some(was)) = (
        desk.themes.theme(id),
        desk.trail.seen::<ThemeState>(id, seen),
    ) else {
        return Err(No::Refused("", gone()));
    };
    if part(now) == part(&was) {
        return Ok(());
    }
    let said = |theme: &ThemeState| match (what, theme.parent, theme.merged_into) {
        ("place", None, _) => "at the top".to_owned(),
        ("place", Some(parent), _) => format!("under “{}”", desk.themes.name(parent)),
        (_, _, Some(into)) => format!("merged into “{}”", desk.themes.name(into)),
        _ => theme.status.as_str().to_owned(),
    };
    Err(No::Changed(vec![(what, said(now), said(&was))]))
}

async fn create(
    tx: &Tx,
    app: &App,
    study: Uuid,
    desk: &Desk,
    (kind, parent, name, code): (&'static str, Option<Uuid>, &str, Option<Uuid>),
) -> Result<Found> {
    if let Err(words) = edit::free(&desk.themes, parent, name, None) {
        return Ok(Err(No::Refused("name", words)));
    }
    let kept = trail::keep(tx, app, study, name).await?;
    let mut theme = ThemeState::candidate(kept, parent);
    theme.codes.extend(code);
    let id = random_id(app);
    let edits = edit::create(&desk.themes, kind, (id, name), theme);
    Ok(edits.map(|edits| (id, edits)).map_err(refused("parent")))
}

async fn rename(
    tx: &Tx,
    app: &App,
    study: Uuid,
    desk: &Desk,
    (id, seen, name): (Uuid, i64, &str),
) -> Result<Found> {
    let themes = &desk.themes;
    let (Some(now), Some(was)) = (themes.theme(id), desk.trail.seen::<ThemeState>(id, seen)) else {
        return Ok(Err(No::Refused("", gone())));
    };
    let (theirs, base) = (themes.name(id), themes.words(Some(&was.name)));
    if name == theirs || name == base {
        return Ok(Ok((id, Vec::new())));
    }
    if theirs != base {
        let both = vec![("name", theirs.to_owned(), name.to_owned())];
        return Ok(Err(No::Changed(both)));
    }
    if let Err(words) = edit::free(themes, now.parent, name, Some(id)) {
        return Ok(Err(No::Refused("name", words)));
    }
    let mut theme = now.clone();
    theme.name = trail::keep(tx, app, study, name).await?;
    // What was said of the old name says nothing of the new one.
    (theme.answer, theme.kept) = (None, None);
    Ok(Ok((id, vec![Edit::new("theme.rename", id, theme)])))
}

/// An answer to the advice about a name, or the reason for which it is kept.
async fn say(
    tx: &Tx,
    app: &App,
    study: Uuid,
    desk: &Desk,
    (id, seen, words, answers): (Uuid, i64, &str, bool),
) -> Result<Found> {
    let name = |theme: &ThemeState| theme.name.clone();
    if let Err(no) = unmoved(desk, (id, seen), "name", name) {
        return Ok(Err(no));
    }
    let Some(mut theme) = desk.themes.theme(id).cloned() else {
        return Ok(Err(No::Refused("", gone())));
    };
    let phrase = Some(trail::keep(tx, app, study, words).await?);
    let kind = match answers {
        true => {
            theme.answer = phrase;
            "theme.answer"
        }
        false => {
            theme.kept = phrase;
            "theme.keep"
        }
    };
    Ok(Ok((id, vec![Edit::new(kind, id, theme)])))
}
