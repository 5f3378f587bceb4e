//! The themes as a board: a column a theme, with its subthemes and facets; whatever stands there can be moved by hand, by
//! keyboard and by a form, and codes can be put to themes.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Routes, Shell, error_of, form_status, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::ThemeStatus;
use super::desk::{No, Wish};
use super::edit_page::{WRITE, done, usable};
use super::form::{self, Errors, chosen, id_of, seen};
use super::moment::{ThemeState, Themes, level};
use super::past::themes_at;
use super::slots::{Slot, slots};
use super::theme_page::{READ, counted, shown};
use super::told::{by_script, in_words, told};
use crate::acts::{Saying, read_trail};
use crate::codes::{BackForm, Book, taken_back};
use crate::trail::{self, Acts, replay};

/// The board, and what is done on it.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/themes/board", READ, board)
        .post("/studies/{study}/themes", WRITE, add)
        .post("/studies/{study}/themes/board/take-back", WRITE, back)
        .get("/studies/{study}/themes/{theme_id}/move", READ, ask)
        .post("/studies/{study}/themes/{theme_id}/move", WRITE, place)
}

#[derive(Template)]
#[template(path = "themes/board.html")]
struct BoardPage {
    shell: Shell,
    base: String,
    here: String,
    lead: String,
    asked: Asked,
    cards: Vec<Card>,
    /// The codes in use, each with its path.
    codes: Vec<(Uuid, String)>,
    undo: Option<(Uuid, String)>,
    redo: Option<(Uuid, String)>,
    /// Under which a new one can stand.
    parents: Vec<(String, String)>,
    form: AddForm,
    writes: bool,
    errors: Errors,
}

impl BoardPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// A theme, subtheme or facet on the board.
struct Card {
    id: Uuid,
    name: String,
    concept: String,
    level: &'static str,
    status: super::theme_page::Shown,
    dropped: bool,
    codes: Vec<String>,
    /// The newest event of it.
    seen: i64,
    /// Whether it begins a list under the card before it.
    opens: bool,
    /// Whether nothing stands under it.
    ends: bool,
    /// How many lists end after it.
    closes: usize,
}

/// What of the board is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The end of which day; now, if empty.
    at: String,
}

/// A new theme, as the browser sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AddForm {
    name: String,
    parent: String,
}

async fn board(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let none = (AddForm::default(), Errors::new());
    show(&app, &viewer, asked, none).await
}

async fn show(
    app: &App,
    viewer: &Viewer,
    asked: Asked,
    (form, errors): (AddForm, Errors),
) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(app, viewer).await?;
    let trail = read_trail(app, study.id).await?;
    let moment = trail::moment(&asked.at)?;
    let themes = themes_at(&trail, moment.as_ref())?;
    let book = Book::of(&replay(&trail.events), &trail)?;
    let members = team::all(app.db.read(), study.id).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let writes = analyst.writes && moment.is_none();
    let offered = |act: Option<Uuid>| {
        let act = act.filter(|_| writes)?;
        Some((act, saying.act(act)))
    };
    let base = format!("/studies/{}/themes", study.slug);
    let title = match (&moment, themes.themes().is_empty()) {
        (None, true) => "No themes yet".to_owned(),
        (None, false) => counted(&themes),
        (Some(moment), _) => format!("The themes at the end of {}", moment.in_words),
    };
    let page = BoardPage {
        shell: Shell::new(app, viewer, title)
            .crumb("Themes", Some(base.clone()))
            .crumb("Board", None),
        lead: match moment {
            None => "What stands together, and where. A subtheme belongs to a theme, a facet to a subtheme.",
            Some(_) => "This is how they stood then. Nothing can be changed here.",
        }
        .to_owned(),
        cards: cards(&themes, &book, &trail.newest::<ThemeState>()),
        codes: usable(&book),
        undo: offered(acts.undoes(analyst.member)),
        redo: offered(acts.redoes(analyst.member)),
        parents: parents(&themes),
        here: format!("{base}/board"),
        base,
        asked,
        form,
        writes,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

fn parents(themes: &Themes) -> Vec<(String, String)> {
    let walk = themes.walk().into_iter();
    let fits = walk.filter(|(depth, id)| {
        let theme = themes.theme(*id);
        *depth < 2 && theme.is_some_and(|theme| theme.status != ThemeStatus::Dropped)
    });
    fits.map(|(_, id)| (id.to_string(), themes.path(id).join(" > ")))
        .collect()
}

fn cards(themes: &Themes, book: &Book, newest: &BTreeMap<Uuid, i64>) -> Vec<Card> {
    let walk = themes.walk();
    let depth_at = |at: usize| walk.get(at).map(|(depth, _)| *depth);
    let card = |(at, (depth, id)): (usize, &(usize, Uuid))| {
        let theme = themes.theme(*id)?;
        let codes = theme.codes.iter();
        Some(Card {
            id: *id,
            name: themes.name(*id).to_owned(),
            concept: themes.words(theme.concept.as_ref()).to_owned(),
            level: level(*depth),
            status: shown(theme.status),
            dropped: theme.status == ThemeStatus::Dropped,
            codes: codes
                .filter(|code| book.code(**code).is_some())
                .map(|code| book.name(*code).to_owned())
                .collect(),
            seen: newest.get(id).copied().unwrap_or(0),
            opens: at > 0 && depth_at(at - 1).is_some_and(|before| before < *depth),
            ends: depth_at(at + 1).is_none_or(|next| next <= *depth),
            closes: depth.saturating_sub(depth_at(at + 1).unwrap_or(0)),
        })
    };
    walk.iter().enumerate().filter_map(card).collect()
}

async fn add(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<AddForm>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    let parent = chosen(&form.parent)?;
    let name = match form::name(&form.name) {
        Ok(name) => name,
        Err(error) => return show(&app, &viewer, Asked::default(), (form, vec![error])).await,
    };
    match done(&app, &viewer, "", &Wish::Create(parent, name)).await? {
        Ok(id) => {
            let to = format!("/studies/{}/themes/{id}", viewer.scope()?.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(No::Refused(field, words)) => {
            let errors = vec![(field, words)];
            show(&app, &viewer, Asked::default(), (form, errors)).await
        }
        Err(No::Changed(_)) => Err(Error::Conflict("a new theme was there before")),
    }
}

async fn back(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<BackForm>,
) -> Result<Response> {
    let page = ("Themes", "themes/board", "themes.write");
    taken_back(&app, &viewer, form, page).await
}

#[derive(Template)]
#[template(path = "themes/move.html")]
struct MovePage {
    shell: Shell,
    here: String,
    board: String,
    seen: i64,
    slots: Vec<Slot>,
    /// What stood in the way.
    said: String,
}

async fn ask(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    asked_where(&app, &viewer, id_of(&theme)?, (StatusCode::OK, "")).await
}

async fn asked_where(
    app: &App,
    viewer: &Viewer,
    id: Uuid,
    (status, said): (StatusCode, &str),
) -> Result<Response> {
    let study = viewer.scope()?;
    let trail = read_trail(app, study.id).await?;
    let themes = Themes::of(&replay(&trail.events), &trail)?;
    themes.theme(id).ok_or(Error::NotFound)?;
    let name = themes.name(id);
    let base = format!("/studies/{}/themes", study.slug);
    let asked = MovePage {
        shell: Shell::new(app, viewer, format!("Where does “{name}” belong?"))
            .crumb("Themes", Some(base.clone()))
            .crumb("Board", Some(format!("{base}/board")))
            .crumb("Move", None),
        here: format!("{base}/{id}"),
        board: format!("{base}/board"),
        seen: trail.newest::<ThemeState>().get(&id).copied().unwrap_or(0),
        slots: slots(&themes, id),
        said: said.to_owned(),
    };
    match status {
        StatusCode::OK => page(asked),
        status => page_with(status, asked),
    }
}

/// Where to: a slot of the form, or parent and neighbour as the board sends them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveForm {
    seen: String,
    #[serde(default)]
    slot: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    before: String,
}

async fn place(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<MoveForm>,
) -> Result<Response> {
    let id = id_of(&theme)?;
    let (parent, before) = form
        .slot
        .split_once(':')
        .unwrap_or((&form.parent, &form.before));
    let wish = Wish::Move(id, seen(&form.seen), chosen(parent)?, chosen(before)?);
    let done = done(&app, &viewer, "", &wish).await?;
    if by_script(&headers) {
        return told(&app, &viewer, &done).await;
    }
    let (status, says) = in_words(&done);
    if status != StatusCode::OK {
        return asked_where(&app, &viewer, id, (status, &says)).await;
    }
    let slug = &viewer.scope()?.slug;
    let to = format!("/studies/{slug}/themes/board#theme-{id}");
    Ok(Redirect::to(&to).into_response())
}
