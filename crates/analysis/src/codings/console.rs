//! Codings on the command line: what the coding desk lists and does, in the layer of whoever codes (study R30, R31, R58).

use platform::access::Viewer;
use platform::{App, Result};
use serde_json::Value;
use study::documents;
use study::rows::random_id;
use study::team;
use uuid::Uuid;

use super::act::{self, Change, New, No};
use super::view::View;
use super::{Goes, read_store, split, texts};
use crate::acts::read_trail;
use crate::codes::{self, Book};
use crate::console::{self, Table, not_done, refused};
use crate::memos::passage;
use crate::trail::replay;

/// What is coded in a document, as far as whoever asks sees it; of one analyst, where one is named.
///
/// # Errors
/// There is no such document that they may read, or nobody of that handle.
pub async fn list(app: &App, viewer: &Viewer, (handle, by): (&str, Option<&str>)) -> Result<Table> {
    let view = opened(app, viewer, handle).await?;
    let members = team::all(app.db.read(), view.study).await?;
    let by = by
        .map(|handle| console::member(&members, handle))
        .transpose()?;
    let book = book(app, view.study).await?;
    let known = codes::known(app.db.read(), view.study).await?;
    let turns = documents::turns(app.db.read(), view.document.id).await?;
    let shown = view.codings(app).await?.into_iter();
    let shown = shown.filter(|one| by.is_none_or(|member| member.id == one.member));
    let rows = shown.map(|one| {
        let words = passage(&turns, (one.start, one.end)).map(|(words, _)| words);
        let words = words.filter(|_| one.waits.is_placed());
        vec![
            one.id.to_string().into(),
            team::author(&members, Some(one.member)).into(),
            book.path(known.counts_as(one.code)).join(" > ").into(),
            (one.turn + 1).into(),
            one.start.into(),
            one.end.into(),
            console::text(one.waits.word()),
            one.coded_at
                .map_or(Value::Null, |at| at.to_jiff().to_string().into()),
            words.map_or(Value::Null, Value::from),
        ]
    });
    let columns = &[
        "id", "analyst", "code", "turn", "start", "end", "waits", "coded", "text",
    ];
    Ok(Table::new(columns, rows.collect()))
}

/// What is done to codings of one's own layer; codes by path, by a name that is theirs alone, or by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A passage of a document gets a code.
    Add(String, String, Passage),
    /// Other edges.
    Edges(String, u32, u32),
    /// Another code.
    Recode(String, String),
    /// It is right, though its text changed.
    Confirm(String),
    /// Away.
    Remove(String),
}

/// What is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// From a code point of the document to before another.
    Span(u32, u32),
    /// A whole turn, from 1.
    Turn(usize),
}

/// Does something to the layer of whoever asks, and gives the coding it was done to.
///
/// # Errors
/// Whoever asks codes nothing; or what stands in the way, in a sentence.
pub async fn done(app: &App, viewer: &Viewer, doing: &Doing) -> Result<Uuid> {
    match doing {
        Doing::Add(handle, code, passage) => add(app, viewer, (handle, code, *passage)).await,
        Doing::Edges(id, start, end) => alter(app, viewer, (id, Change::Edges(*start, *end))).await,
        Doing::Recode(id, code) => {
            let book = book(app, viewer.scope()?.id).await?;
            let code = console::named(&book, codes::console::NAMED, code)?;
            alter(app, viewer, (id, Change::Code(code))).await
        }
        Doing::Confirm(id) => alter(app, viewer, (id, Change::Confirm)).await,
        Doing::Remove(id) => alter(app, viewer, (id, Change::Remove)).await,
    }
}

async fn add(
    app: &App,
    viewer: &Viewer,
    (handle, code, passage): (&str, &str, Passage),
) -> Result<Uuid> {
    let view = opened(app, viewer, handle).await?;
    let member = coder(&view)?;
    let book = book(app, view.study).await?;
    let code = console::named(&book, codes::console::NAMED, code)?;
    let (start, end) = match passage {
        Passage::Span(start, end) => (start, end),
        Passage::Turn(turn) => {
            let turns = documents::extents(app.db.read(), view.document.id).await?;
            let found = turn.checked_sub(1).and_then(|place| turns.get(place));
            let none = || {
                refused(
                    format!("{handle} has no turn {turn}."),
                    format!("Its turns are 1 to {}.", turns.len()),
                )
            };
            let found = found.ok_or_else(none)?;
            (found.start, found.end)
        }
    };
    let tx = app.db.write().await?;
    let new = New {
        id: random_id(app),
        document: view.document.id,
        code,
        start,
        end,
        revision: texts::revision(tx.connection(), view.document.id).await?,
    };
    let done = act::add(&tx, app, view.study, (member, &new)).await?;
    let id = done.map_err(said)?.id;
    let document = view.document.id.to_string();
    tx.commit(app, viewer.event("codings.write", document))
        .await?;
    Ok(id)
}

async fn alter(app: &App, viewer: &Viewer, (id, what): (&str, Change)) -> Result<Uuid> {
    let study = viewer.scope()?.id;
    let id = console::id(id, "codings")?;
    let gone = || {
        refused(
            "There is no such coding.",
            "`enid codings list` prints them.",
        )
    };
    let stored = read_store::find(app.db.read(), study, id).await?;
    let stored = stored.ok_or_else(gone)?;
    let all = documents::outlines(app.db.read(), study).await?;
    let document = all.into_iter().find(|one| one.id == stored.state.document);
    let view = View::of(app, viewer, &document.ok_or_else(gone)?.handle).await;
    let view = view.map_err(|_| gone())?;
    let member = coder(&view)?;
    // A coding in another layer is told no otherwise than one that is not there: there may be a blind pass (study P10).
    if stored.state.member != member {
        return Err(refused(
            "There is no such coding in this layer; only its analyst changes one.",
            "`enid codings list` says whose each is.",
        ));
    }
    let tx = app.db.write().await?;
    let done = act::alter(&tx, app, study, (member, id, stored.since), what).await?;
    done.map_err(said)?;
    let document = view.document.id.to_string();
    tx.commit(app, viewer.event("codings.write", document))
        .await?;
    Ok(id)
}

/// Gives passages of a code to another, which is made beside it where it is new, and gives that code (study R32).
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn split_code(
    app: &App,
    viewer: &Viewer,
    (code, codings, to): (&str, &[String], &Target),
    why: &str,
) -> Result<Uuid> {
    let analyst = study::rights::Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let book = book(app, study).await?;
    let named = |name: &str| console::named(&book, codes::console::NAMED, name);
    let code = named(code)?;
    let goes = match to {
        Target::Code(to) => Goes::To(named(to)?),
        Target::New(name) => {
            let words = codes::words_of_name(name);
            Goes::New(words.map_err(|sentence| not_done(&sentence))?)
        }
    };
    let mut chosen = Vec::new();
    for coding in codings {
        let id = console::id(coding, "codings")?;
        let stored = read_store::find(app.db.read(), study, id).await?;
        chosen.push((id, stored.map_or(0, |stored| stored.since)));
    }
    let why = console::reason(why)?;
    let tx = app.db.write().await?;
    let what = (code, chosen.as_slice(), goes);
    let done = split(&tx, app, study, (analyst.member, &why), what).await?;
    let to = done.map_err(|(_, sentence)| not_done(&sentence))?;
    tx.commit(app, viewer.event("codings.write", code.to_string()))
        .await?;
    Ok(to)
}

/// Where passages of a code go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a code that is there.
    Code(String),
    /// To a new one of this name.
    New(String),
}

async fn opened(app: &App, viewer: &Viewer, handle: &str) -> Result<View> {
    let view = View::of(app, viewer, handle).await;
    view.map_err(console::no_document(handle))
}

fn coder(view: &View) -> Result<Uuid> {
    let none = |_| {
        refused(
            "A coding stands in the layer of an analyst.",
            "Say whose with --as, such as --as R1.",
        )
    };
    view.coder().map_err(none)
}

async fn book(app: &App, study: Uuid) -> Result<Book> {
    let trail = read_trail(app, study).await?;
    Book::of(&replay(&trail.events), &trail)
}

fn said(no: No) -> platform::Error {
    match no {
        No::Refused(sentence) => not_done(sentence),
        No::Meanwhile(_) => refused(
            "This coding was changed while the command ran.",
            "Run it again.",
        ),
    }
}
