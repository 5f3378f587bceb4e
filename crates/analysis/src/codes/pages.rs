//! The codebook as a tree, of now or of the end of an earlier day; adding a code; taking back and doing again.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::book::{Book, CodeState};
use super::colour::{class_of, pattern, word_of};
use super::desk::{No, Wish};
use super::form::{Errors, WordsForm, chosen};
use super::past;
use super::{CodeStatus, act};
use crate::acts::{Saying, read_trail, take_back};
use crate::import::import_link;
use crate::trail::{Acts, Blocked, Moment, moment};

const READ: Action = Action("codes.read");
pub(super) const WRITE: Action = Action("codes.write");

/// The page of codes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/codes", READ, list)
        .post("/studies/{study}/codes", WRITE, add)
        .post("/studies/{study}/codes/take-back", WRITE, back)
}

#[derive(Template)]
#[template(path = "codes/list.html")]
struct CodesPage {
    shell: Shell,
    here: String,
    trail: String,
    lead: String,
    rows: Vec<Row>,
    has_any: bool,
    import: String,
    /// How many are retired.
    retired: usize,
    asked: Asked,
    /// Whether the page changes anything.
    writes: bool,
    /// What can be taken back and done again: the act, and what it did.
    undo: Option<(Uuid, String)>,
    redo: Option<(Uuid, String)>,
    form: WordsForm,
    /// Every code in use under which another can stand.
    parents: Vec<(String, String)>,
    errors: Errors,
}

impl CodesPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// One code of the tree.
struct Row {
    id: Uuid,
    name: String,
    definition: String,
    retired: bool,
    merged_into: String,
    /// How it is drawn on the desk: the class of its colour, and its line.
    drawn: (&'static str, &'static str),
    colour: &'static str,
    /// The newest event of it.
    seen: i64,
    /// Whether it begins a list under the code before it.
    opens: bool,
    /// Whether nothing stands under it here.
    ends: bool,
    /// How many lists end after it.
    closes: usize,
}

/// What of the codebook is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The end of which day; now, if empty.
    at: String,
    /// Words in a name or a definition.
    q: String,
    /// Whether retired codes are shown.
    retired: String,
}

async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, &viewer, asked, (WordsForm::default(), Errors::new())).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    asked: Asked,
    (form, errors): (WordsForm, Errors),
) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(app, viewer).await?;
    let trail = read_trail(app, study.id).await?;
    let moment = moment(&asked.at)?;
    let book = past::book_at(&trail, moment.as_ref())?;
    let members = team::all(app.db.read(), study.id).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let writes = analyst.writes && moment.is_none();
    let offered = |act: Option<Uuid>| {
        let act = act.filter(|_| writes)?;
        Some((act, saying.act(act)))
    };
    let count = book.codes().len();
    let title = match count {
        0 => "Codes".to_owned(),
        1 => "One code in the codebook".to_owned(),
        count => format!("{count} codes in the codebook"),
    };
    let here = format!("/studies/{}/codes", study.slug);
    let mut shell = Shell::new(app, viewer, title.clone());
    if let Some(Moment { in_words, .. }) = &moment {
        shell.title = format!("{title} at the end of {in_words}");
        shell = shell
            .crumb("Codes", Some(here.clone()))
            .crumb(in_words.clone(), None);
    }
    let page = CodesPage {
        shell,
        lead: match &moment {
            None => "A code says what a passage is about. Themes are told apart from codes and stand on their own page.".to_owned(),
            Some(_) => "This is how the codebook was then. Nothing can be changed here.".to_owned(),
        },
        rows: rows(&book, &asked, &trail.newest::<CodeState>()),
        has_any: count > 0,
        import: import_link(viewer)?,
        retired: retired(&book),
        undo: offered(acts.undoes(analyst.member)),
        redo: offered(acts.redoes(analyst.member)),
        parents: parents(&book, None),
        trail: format!("/studies/{}/trail", study.slug),
        here,
        writes,
        asked,
        form,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

fn retired(book: &Book) -> usize {
    let codes = book.codes().values();
    codes
        .filter(|code| code.status == CodeStatus::Retired)
        .count()
}

/// The codes in use, by identifier, each with its path; without one and what stands under it.
pub(super) fn parents(book: &Book, but: Option<Uuid>) -> Vec<(String, String)> {
    let walk = book.walk().into_iter().map(|(_, id)| id);
    let fits = walk.filter(|id| {
        let used = book
            .code(*id)
            .is_some_and(|code| code.status == CodeStatus::Active);
        used && but.is_none_or(|but| !book.up(*id).contains(&but))
    });
    fits.map(|id| (id.to_string(), book.path(id).join(" > ")))
        .collect()
}

/// The rows of the tree: what is asked for, and what stands above it.
fn rows(book: &Book, asked: &Asked, newest: &BTreeMap<Uuid, i64>) -> Vec<Row> {
    let words = asked.q.trim().to_lowercase();
    let fits = |id: Uuid| {
        let used = book
            .code(id)
            .is_some_and(|code| code.status == CodeStatus::Active);
        let found = [book.name(id), book.definition(id)];
        (used || asked.retired == "yes")
            && (words.is_empty()
                || found
                    .iter()
                    .any(|text| text.to_lowercase().contains(&words)))
    };
    let walk = book.walk();
    let places = walk.iter().enumerate().map(|(place, (_, id))| (*id, place));
    let places: BTreeMap<Uuid, usize> = places.collect();
    let mut kept: BTreeSet<Uuid> = BTreeSet::new();
    for (_, id) in walk.iter().filter(|(_, id)| fits(*id)) {
        kept.extend(book.up(*id));
    }
    let shown: Vec<(usize, Uuid)> = walk
        .into_iter()
        .filter(|(_, id)| kept.contains(id))
        .collect();
    let depth_at = |at: usize| shown.get(at).map(|(depth, _)| *depth);
    let row = |(at, (depth, id)): (usize, &(usize, Uuid))| {
        let code = book.code(*id);
        let into = code.and_then(|code| code.merged_into);
        Row {
            id: *id,
            name: book.name(*id).to_owned(),
            definition: book.definition(*id).to_owned(),
            retired: code.is_some_and(|code| code.status == CodeStatus::Retired),
            merged_into: into.map_or_else(String::new, |into| book.name(into).to_owned()),
            drawn: (
                class_of(code.and_then(|code| code.colour)),
                pattern(places.get(id).copied().unwrap_or(0)),
            ),
            colour: word_of(code.and_then(|code| code.colour)),
            seen: newest.get(id).copied().unwrap_or(0),
            opens: at > 0 && depth_at(at - 1).is_some_and(|before| before < *depth),
            ends: depth_at(at + 1).is_none_or(|next| next <= *depth),
            closes: depth.saturating_sub(depth_at(at + 1).unwrap_or(0)),
        }
    };
    shown.iter().enumerate().map(row).collect()
}

async fn add(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<WordsForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let parent = chosen(&form.parent)?;
    let words = match form.read() {
        Ok(words) => words,
        Err(errors) => return shown(&app, &viewer, Asked::default(), (form, errors)).await,
    };
    let tx = app.db.write().await?;
    let wish = Wish::Create(parent, words);
    match act(&tx, &app, study.id, (analyst.member, ""), &wish).await? {
        Ok(code) => {
            tx.commit(&app, viewer.event("codes.write", code.to_string()))
                .await?;
            let to = format!("/studies/{}/codes#code-{code}", study.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(No::Refused(field, words)) => {
            drop(tx);
            let errors = vec![(field, words)];
            shown(&app, &viewer, Asked::default(), (form, errors)).await
        }
        Err(No::Changed(_)) => Err(Error::Conflict("a new code was there before")),
    }
}

/// An act that is taken back; with all that depends on it only after that was shown.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BackForm {
    act: String,
    #[serde(default)]
    whole: String,
}

#[derive(Template)]
#[template(path = "codes/depends.html")]
struct DependsPage {
    shell: Shell,
    back: String,
    act: Uuid,
    /// Who did what, the newest first; the act itself is the last.
    chain: Vec<(String, String)>,
}

async fn back(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<BackForm>,
) -> Result<Response> {
    let page = ("Codes", "codes", "codes.write");
    taken_back(&app, &viewer, form, page).await
}

/// Takes an act back, asked on a page of this label and address by this action, and goes on there.
pub(crate) async fn taken_back(
    app: &App,
    viewer: &Viewer,
    form: BackForm,
    (label, place, action): (&'static str, &'static str, &'static str),
) -> Result<Response> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?;
    let act: Uuid = form
        .act
        .parse()
        .map_err(|_| Error::Forbidden("no page names an act so"))?;
    let tx = app.db.write().await?;
    let whole = form.whole == "yes";
    let done = take_back(&tx, app, study.id, analyst.member, (act, whole)).await?;
    let to = format!("/studies/{}/{place}", study.slug);
    match done {
        Ok(()) => {
            tx.commit(app, viewer.event(action, act.to_string()))
                .await?;
            Ok(Redirect::to(&to).into_response())
        }
        Err(Blocked::Depends(chain)) => {
            drop(tx);
            depends(app, viewer, (act, chain), (label, to)).await
        }
        Err(blocked) => Err(refusal(&blocked)),
    }
}

async fn depends(
    app: &App,
    viewer: &Viewer,
    (act, chain): (Uuid, Vec<Uuid>),
    (label, back): (&'static str, String),
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    let members = team::all(app.db.read(), study).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let who = |act: &Uuid| acts.events_of(*act).first().and_then(|event| event.member);
    let chain: Vec<(String, String)> = chain
        .iter()
        .map(|act| (saying.who(who(act)), saying.act(*act)))
        .collect();
    let title = match chain.len() - 1 {
        1 => "One later change rests on this one".to_owned(),
        count => format!("{count} later changes rest on this one"),
    };
    let page = DependsPage {
        shell: Shell::new(app, viewer, title.clone())
            .crumb(label, Some(back.clone()))
            .crumb(title, None),
        back,
        act,
        chain,
    };
    page_with(StatusCode::CONFLICT, page)
}

/// Why an act cannot be taken back.
pub(crate) fn refusal(blocked: &Blocked) -> Error {
    let (sentence, next) = match blocked {
        Blocked::Final(_) => (
            "A study folder was brought in since, and replaced what this change was about.",
            "Change it by hand, or bring in another folder.",
        ),
        Blocked::Blind => (
            "Your blind pass is open, and others may have used this code.",
            "Close your pass first, or retire the code.",
        ),
        Blocked::Gone => ("This was taken back already.", "Look at what stands now."),
        _ => (
            "Later changes stand in the way, and without them nothing would be left that holds together.",
            "Change it by hand.",
        ),
    };
    Error::refused("R41", sentence, next)
}
