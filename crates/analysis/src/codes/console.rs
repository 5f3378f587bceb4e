//! The codebook on the command line: what the pages of codes list and do (study R32, R33, R58).

use platform::access::Viewer;
use platform::{App, Result};
use serde_json::Value;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::book::{Book, CODE, CodeState};
use super::desk::{No, Wish, Words, words_of};
use super::form::WordsForm;
use super::{CodeStatus, act, compare, past};
use crate::acts::{Saying, read_trail};
use crate::console::{self, Table, faulty, not_done, overtaken, text};
use crate::outline;
use crate::trail::{Acts, moment, replay};

/// The codebook at the end of a day, or now where `at` is empty; codes whose name or definition holds `words`.
///
/// # Errors
/// `at` is no day.
pub async fn list(
    app: &App,
    viewer: &Viewer,
    (at, words, retired): (&str, &str, bool),
) -> Result<Table> {
    let trail = read_trail(app, viewer.scope()?.id).await?;
    let book = past::book_at(&trail, moment(at)?.as_ref())?;
    let words = words.trim().to_lowercase();
    let walk = book.walk().into_iter();
    let rows = walk.filter_map(|(_, id)| {
        let code = book.code(id)?;
        let found = [book.name(id), book.definition(id)];
        let fits = found
            .iter()
            .any(|text| text.to_lowercase().contains(&words));
        let shown = retired || code.status == CodeStatus::Active;
        (fits && shown).then(|| row(&book, id, code))
    });
    Ok(Table::new(&COLUMNS, rows.collect()))
}

const COLUMNS: [&str; 7] = [
    "id",
    "code",
    "status",
    "level",
    "origin",
    "merged_into",
    "definition",
];

fn row(book: &Book, id: Uuid, code: &CodeState) -> Vec<Value> {
    let status = match (code.status, code.merged_into) {
        (CodeStatus::Active, _) => "active",
        (_, Some(_)) => "merged",
        _ => "retired",
    };
    let into = code.merged_into.map(|into| book.path(into).join(" > "));
    vec![
        id.to_string().into(),
        book.path(id).join(" > ").into(),
        status.into(),
        text(&code.level),
        text(&code.origin),
        into.map_or(Value::Null, Value::from),
        text(book.definition(id)),
    ]
}

/// What was done to one code, the newest first, with the reasons that were given.
///
/// # Errors
/// There is no such code.
pub async fn history(app: &App, viewer: &Viewer, code: &str) -> Result<Table> {
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    let book = Book::of(&replay(&trail.events), &trail)?;
    let id = console::named(&book, NAMED, code)?;
    let members = team::all(app.db.read(), study).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    Ok(saying.history((CODE, id)))
}

/// How a code is called, and what lists them.
pub(crate) const NAMED: (&str, &str) = ("code", "codes");

/// What became of the codes between the ends of two days; now, where `to` is empty.
///
/// # Errors
/// One of them is no day.
pub async fn compared(app: &App, viewer: &Viewer, (from, to): (&str, &str)) -> Result<Table> {
    let trail = read_trail(app, viewer.scope()?.id).await?;
    let at = |day: &str| past::book_at(&trail, moment(day)?.as_ref());
    Ok(outline::told(&compare(&at(from)?, &at(to)?)))
}

/// What is done to the codebook; codes by path, by a name that is theirs alone, or by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A new code of this name under another, or at the top: definition, level and origin, where they are said.
    Create(String, Option<String>, Said),
    /// Another name, or anything else that is said of it; what is not named stays.
    Change(String, Option<String>, Said),
    /// Under another code, or to the top; before one that stands there, or to the end.
    Move(String, Option<String>, Option<String>),
    /// Into another.
    Merge(String, String),
    /// Out of use.
    Retire(String),
    /// Into use again.
    Restore(String),
    /// Away.
    Remove(String),
}

/// What is said of a code beside its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What it is for.
    pub definition: Option<String>,
    /// `semantic` or `latent`; empty to leave it open.
    pub level: Option<String>,
    /// `inductive` or `deductive`; empty to leave it open.
    pub origin: Option<String>,
}

/// Does something to the codebook for a reason, and gives the code it was done to.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn done(app: &App, viewer: &Viewer, (doing, why): (&Doing, &str)) -> Result<Uuid> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let why = console::reason(why)?;
    let trail = read_trail(app, study).await?;
    let book = Book::of(&replay(&trail.events), &trail)?;
    let seen = |id: Uuid| trail.newest::<CodeState>().get(&id).copied().unwrap_or(0);
    let wish = wish(&book, doing, seen)?;
    let tx = app.db.write().await?;
    match act(&tx, app, study, (analyst.member, &why), &wish).await? {
        Ok(code) => {
            tx.commit(app, viewer.event("codes.write", code.to_string()))
                .await?;
            Ok(code)
        }
        Err(No::Refused(_, sentence)) => Err(not_done(&sentence)),
        Err(No::Changed(what)) => Err(overtaken(&what)),
    }
}

fn wish(book: &Book, doing: &Doing, seen: impl Fn(Uuid) -> i64) -> Result<Wish> {
    let code = |name: &str| console::named(book, NAMED, name);
    let maybe = |name: &Option<String>| name.as_deref().map(&code).transpose();
    let one = |name: &str, wish: fn(Uuid, i64) -> Wish| -> Result<Wish> {
        let id = code(name)?;
        Ok(wish(id, seen(id)))
    };
    Ok(match doing {
        Doing::Create(name, under, said) => {
            let words = read(Words::default(), Some(name), said)?;
            Wish::Create(maybe(under)?, words)
        }
        Doing::Change(name, new, said) => {
            let id = code(name)?;
            let now = book.code(id).map(|code| words_of(book, code));
            let words = read(now.unwrap_or_default(), new.as_deref(), said)?;
            Wish::Change(id, seen(id), words)
        }
        Doing::Move(name, under, before) => {
            let id = code(name)?;
            Wish::Move(id, seen(id), maybe(under)?, maybe(before)?)
        }
        Doing::Merge(name, into) => {
            let id = code(name)?;
            Wish::Merge(id, seen(id), code(into)?)
        }
        Doing::Retire(name) => one(name, Wish::Retire)?,
        Doing::Restore(name) => one(name, Wish::Restore)?,
        Doing::Remove(name) => one(name, Wish::Remove)?,
    })
}

/// The words that a form would send: what is said now in the place of what was.
fn read(now: Words, name: Option<&str>, said: &Said) -> Result<Words> {
    let or = |said: Option<&str>, now: String| said.map_or(now, str::to_owned);
    let form = WordsForm {
        name: or(name, now.name),
        definition: or(said.definition.as_deref(), now.definition),
        level: or(said.level.as_deref(), now.level),
        origin: or(said.origin.as_deref(), now.origin),
        ..WordsForm::default()
    };
    form.read().map_err(faulty)
}
