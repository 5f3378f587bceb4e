//! What the coding desk sends and is sent: each act is one request that can be repeated, each answer says what became of its coding,
//! or why nothing did and what is coded now.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use platform::access::Viewer;
use platform::storage::Tx;
use platform::web::{Action, Announcements, Pressed, Routes, StreamRight};
use platform::{App, Error, Result, audit};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::act::{self, Change, New, No};
use super::live::topic;
use super::store::Stored;
use super::view::{Shown, View};
use crate::acts::{Saying, take_back};
use crate::codes;
use crate::trail::{self, Acts, Blocked};

const READ: Action = Action("codings.read");
const WRITE: Action = Action("codings.write");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/studies/{study}/documents/{document}/coding/now",
            READ,
            now,
        )
        .stream(
            "/studies/{study}/documents/{document}/coding/live",
            READ,
            live,
        )
        .get("/studies/{study}/codes/list", READ, list)
        .post(
            "/studies/{study}/documents/{document}/coding/add",
            WRITE,
            add,
        )
        .post(
            "/studies/{study}/documents/{document}/coding/alter",
            WRITE,
            alter,
        )
        .post(
            "/studies/{study}/documents/{document}/coding/undo",
            WRITE,
            undo,
        )
        .post(
            "/studies/{study}/documents/{document}/coding/redo",
            WRITE,
            redo,
        )
}

/// What became of the coding that an act was about. Whoever asked knows the others, or hears of them.
#[derive(Serialize)]
struct Became {
    says: &'static str,
    id: Uuid,
    /// Where it stands; none where it is gone.
    now: Option<Shown>,
}

/// What is coded in a document now.
#[derive(Serialize)]
struct Now {
    /// What stood in the way; empty where nothing did.
    says: String,
    codings: Vec<Shown>,
}

/// All that is coded now, and what stood in the way.
async fn all(app: &App, view: &View, (status, says): (StatusCode, &str)) -> Result<Response> {
    let codings = view.codings(app).await?;
    let says = says.to_owned();
    Ok((status, Json(Now { says, codings })).into_response())
}

async fn now(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let view = View::of(&app, &viewer, &handle).await?;
    all(&app, &view, (StatusCode::OK, "")).await
}

async fn live(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(right): Extension<StreamRight>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let view = View::of(&app, &viewer, &handle).await?;
    let layers = view.layers();
    let seen = layers.iter().filter(|(_, is_seen)| *is_seen);
    let topics: Vec<String> = seen
        .map(|(member, _)| topic(view.document.id, member.id))
        .collect();
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    Announcements::of(&app, right, &topics)
        .send(move |app, viewer| {
            let handle = handle.clone();
            async move {
                let view = View::of(&app, &viewer, &handle).await?;
                view.codings(&app).await
            }
        })
        .await
}

/// A code as the desk offers it.
#[derive(Serialize)]
struct Offered {
    id: Uuid,
    name: String,
    /// The names above it, outermost first.
    above: Vec<String>,
    definition: String,
    /// The code it counts to; itself unless it was merged.
    counts_as: Uuid,
    retired: bool,
    /// The class of its colour in the sheet.
    colour: &'static str,
    /// How many codings it has in the layer of whoever asks.
    count: u64,
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?.id;
    let member = study::team::of_viewer(app.db.read(), &viewer).await?;
    let counts = match member {
        Some(member) => super::store::counts(app.db.read(), study, member.id).await?,
        None => std::collections::BTreeMap::new(),
    };
    let trail = crate::acts::read_trail(&app, study).await?;
    let book = codes::Book::of(&trail::replay(&trail.events), &trail)?;
    let known = codes::known(app.db.read(), study).await?;
    let mut own: std::collections::BTreeMap<Uuid, u64> = std::collections::BTreeMap::new();
    for (code, count) in counts {
        *own.entry(known.counts_as(code)).or_default() += count;
    }
    let offered = book.walk().into_iter().filter_map(|(_, id)| {
        let code = book.code(id)?;
        let mut above = book.path(id);
        above.pop();
        Some(Offered {
            id,
            name: book.name(id).to_owned(),
            above,
            definition: book.definition(id).to_owned(),
            counts_as: known.counts_as(id),
            retired: code.status == codes::CodeStatus::Retired,
            colour: codes::class_of(code.colour),
            count: own.get(&id).copied().unwrap_or(0),
        })
    });
    Ok(Json(offered.collect::<Vec<_>>()).into_response())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddForm {
    id: Uuid,
    /// The code; empty for a new one of this name.
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    start: u32,
    end: u32,
    revision: i64,
}

async fn add(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<AddForm>,
) -> Result<Response> {
    let view = View::of(&app, &viewer, &handle).await?;
    let member = view.coder()?;
    let new = |code| New {
        id: form.id,
        document: view.document.id,
        code,
        start: form.start,
        end: form.end,
        revision: form.revision,
    };
    let (tx, done, detail) = if form.code.is_empty() {
        let tx = app.db.write_together().await?;
        let code = match make_code(&tx, &app, &view, member, &form.name).await? {
            Ok(code) => code,
            Err(words) => {
                drop(tx);
                return all(&app, &view, (StatusCode::UNPROCESSABLE_ENTITY, &words)).await;
            }
        };
        let done = act::add(&tx, &app, view.study, (member, &new(code))).await?;
        (tx, done, "")
    } else {
        let code = form.code.parse();
        let code = code.map_err(|_| Error::Forbidden("no page names a code so"))?;
        let (tx, done) = act::add_alone(&app, view.study, (member, &new(code))).await?;
        (tx, done, audit::ALONE)
    };
    let done = done.map(|coding| (coding.id, Some(coding)));
    finish(&app, &viewer, &view, (tx, done, detail)).await
}

/// Makes a code of this name.
async fn make_code(
    tx: &Tx,
    app: &App,
    view: &View,
    member: Uuid,
    name: &str,
) -> Result<std::result::Result<Uuid, String>> {
    let words = match codes::words_of_name(name) {
        Ok(words) => words,
        Err(error) => return Ok(Err(error)),
    };
    let wish = codes::Wish::Create(None, words);
    let made = codes::act(tx, app, view.study, (Some(member), ""), &wish).await?;
    Ok(made.map_err(|no| match no {
        codes::No::Refused(_, words) => words,
        codes::No::Changed(_) => "Somebody changed the codebook meanwhile. Try again.".to_owned(),
    }))
}

/// The coding that an act was about and as what it is stored now, or why it was not done.
type Done = std::result::Result<(Uuid, Option<Stored>), No>;

/// Commits what was done and answers with what became of its coding, or says why it was not done and what is coded now.
async fn finish(
    app: &App,
    viewer: &Viewer,
    view: &View,
    (tx, done, detail): (Tx, Done, &str),
) -> Result<Response> {
    let no = match done {
        Ok((id, coding)) => {
            let document = view.document.id.to_string();
            let event = viewer.event("codings.write", document);
            tx.commit(app, event.with_detail(detail)).await?;
            let now = coding.as_ref().map(Shown::of);
            return Ok(Json(Became { says: "", id, now }).into_response());
        }
        Err(no) => no,
    };
    drop(tx);
    let said = match no {
        No::Refused(words) => (StatusCode::UNPROCESSABLE_ENTITY, words),
        No::Meanwhile(Some(_)) => (
            StatusCode::CONFLICT,
            "You changed this coding in another window; it is shown as it is now.",
        ),
        No::Meanwhile(None) => (
            StatusCode::CONFLICT,
            "This coding was removed in another window.",
        ),
    };
    all(app, view, said).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AlterForm {
    id: Uuid,
    seen: i64,
    /// `edges`, `code`, `confirm` or `remove`.
    what: String,
    #[serde(default)]
    start: u32,
    #[serde(default)]
    end: u32,
    #[serde(default)]
    code: String,
}

async fn alter(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<AlterForm>,
) -> Result<Response> {
    let view = View::of(&app, &viewer, &handle).await?;
    let member = view.coder()?;
    let no_page = || Error::Forbidden("no page asks for such a change");
    let what = match form.what.as_str() {
        "edges" => Change::Edges(form.start, form.end),
        "code" => Change::Code(form.code.parse().map_err(|_| no_page())?),
        "confirm" => Change::Confirm,
        "remove" => Change::Remove,
        _ => return Err(no_page()),
    };
    let tx = app.db.write_together().await?;
    let which = (member, form.id, form.seen);
    let done = act::alter(&tx, &app, view.study, which, what).await?;
    let done = done.map(|coding| (form.id, coding));
    finish(&app, &viewer, &view, (tx, done, audit::ALONE)).await
}

/// Which act of a member is next to be gone back over, or done again.
type Which = fn(&Acts<'_>, Option<Uuid>) -> Option<Uuid>;

async fn undo(
    app: State<App>,
    viewer: Extension<Viewer>,
    path: Path<(String, String)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let which = ((|acts, member| acts.undoes(member)) as Which, "Taken back");
    back(app, viewer, path, which).await
}

async fn redo(
    app: State<App>,
    viewer: Extension<Viewer>,
    path: Path<(String, String)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let which = ((|acts, member| acts.redoes(member)) as Which, "Done again");
    back(app, viewer, path, which).await
}

/// What was taken back, or done again, in words.
#[derive(Serialize)]
struct Back {
    says: String,
    codings: Vec<Shown>,
}

async fn back(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    (which, done_word): (Which, &str),
) -> Result<Response> {
    let view = View::of(&app, &viewer, &handle).await?;
    let member = Some(view.coder()?);
    let tx = app.db.write().await?;
    let trail = trail::own(tx.connection(), view.study, member).await?;
    let acts = Acts::of(&trail.events);
    let Some(act) = which(&acts, member) else {
        drop(tx);
        let says = "There is nothing more of yours to go through.".to_owned();
        let codings = view.codings(&app).await?;
        return Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            Json(Back { says, codings }),
        )
            .into_response());
    };
    let members = study::team::all(tx.connection(), view.study).await?;
    let said = Saying::of(&trail, &acts, &members)?.act(act);
    let mut done = take_back(&tx, &app, view.study, member, (act, false)).await?;
    if let Err(Blocked::Depends(chain)) = &done
        && let Some((_, later)) = chain.split_last()
        && trail::only_follows(
            &trail::around(tx.connection(), view.study, act).await?,
            later,
        )
    {
        done = take_back(&tx, &app, view.study, member, (act, true)).await?;
    }
    let (status, says) = match done {
        Ok(()) => {
            let event = viewer.event("codings.write", act.to_string());
            tx.commit(&app, event).await?;
            let said = said.trim_start_matches("took back: ");
            (StatusCode::OK, format!("{done_word}: you {said}"))
        }
        Err(_) => {
            drop(tx);
            let says = format!(
                "Later changes rest on this: you {said}. The page Codes shows them and takes them back with it."
            );
            (StatusCode::CONFLICT, says)
        }
    };
    let codings = view.codings(&app).await?;
    Ok((status, Json(Back { says, codings })).into_response())
}
