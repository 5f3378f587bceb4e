//! The map to look at and to draw on: its sentences, its boxes, its text, its versions.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::columns::fold_spaces;
use study::dates::day_in_words;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::desk::{self, Wish};
use super::drawing::Drawing;
use super::state::{Kind, Relation, versions};
use crate::acts::{Saying, read_trail};
use crate::trail::{Acts, Event, Trail};

const READ: Action = Action("themes.read");
const WRITE: Action = Action("themes.write");
/// Longest text, in characters.
const LONGEST: usize = 4000;

/// The map, and what is done on it.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/themes/map", READ, show)
        .post("/studies/{study}/themes/map/relations", WRITE, relate)
        .post("/studies/{study}/themes/map/places", WRITE, place)
        .post("/studies/{study}/themes/map/alt", WRITE, write)
}

#[derive(Template)]
#[template(path = "thematic_map/map.html")]
struct MapPage {
    shell: Shell,
    base: String,
    here: String,
    lead: String,
    svg: String,
    version: Option<usize>,
    sentences: Vec<Sentence>,
    /// Every theme, subtheme and facet on the map.
    nodes: Vec<(Uuid, String)>,
    kinds: [Kind; 4],
    form: RelateForm,
    alt: String,
    alt_is_draft: bool,
    alt_is_old: bool,
    seen: i64,
    versions: Vec<Told>,
    writes: bool,
    errors: Errors,
}

type Errors = Vec<(&'static str, String)>;

impl MapPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// One relation as a sentence.
struct Sentence {
    words: String,
    relation: Relation,
}

/// One version.
struct Told {
    number: usize,
    what: String,
    who: String,
    day: String,
}

/// Which version is asked for; the newest, without one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    version: String,
}

impl Asked {
    fn number(&self) -> Result<Option<usize>> {
        match self.version.as_str() {
            "" => Ok(None),
            number => number.parse().map(Some).map_err(|_| Error::NotFound),
        }
    }
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let none = (RelateForm::default(), None, Errors::new());
    shown(&app, &viewer, asked.number()?, none).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    version: Option<usize>,
    (form, alt, errors): (RelateForm, Option<String>, Errors),
) -> Result<Response> {
    let study = viewer.scope()?;
    let writes = Analyst::of(app, viewer).await?.writes && version.is_none();
    let trail = read_trail(app, study.id).await?;
    let drawing = Drawing::of(&trail, study.id, version)?;
    let base = format!("/studies/{}/themes", study.slug);
    let name = |id: Uuid| {
        let node = drawing.nodes.iter().find(|node| node.id == id);
        node.map(|node| node.name.clone())
    };
    let sentence = |relation: &Relation| {
        let (from, to) = (name(relation.from)?, name(relation.to)?);
        Some(Sentence {
            words: format!("{from} {} {to}", relation.kind.words()),
            relation: *relation,
        })
    };
    let title = match version {
        None => drawing.title(),
        Some(version) => format!("Version {version} of the map"),
    };
    let page = MapPage {
        shell: Shell::new(app, viewer, title)
            .crumb("Themes", Some(base.clone()))
            .crumb("Map", None),
        lead: match version {
            None => "What stands under a theme is part of it. Say here how themes stand to each other; the drawing follows.",
            Some(_) => "This is how it was then. Nothing can be changed here.",
        }
        .to_owned(),
        here: format!("{base}/map"),
        base,
        svg: drawing.svg(),
        version,
        sentences: drawing.map.relations.iter().filter_map(sentence).collect(),
        nodes: drawing
            .nodes
            .iter()
            .map(|node| (node.id, node.name.clone()))
            .collect(),
        kinds: Kind::ALL,
        form,
        alt_is_draft: drawing.map.alt.is_none(),
        alt_is_old: drawing.alt_is_old,
        alt: alt.unwrap_or(drawing.alt),
        seen: written(&trail).map_or(0, Event::token),
        versions: told(app, study.id, &trail).await?,
        writes,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

/// The event by which the text was written last.
fn written(trail: &Trail) -> Option<&Event> {
    let mut all = versions(trail).into_iter();
    all.rfind(|event| event.kind == "map.alt")
}

async fn told(app: &App, study: Uuid, trail: &Trail) -> Result<Vec<Told>> {
    let members = team::all(app.db.read(), study).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(trail, &acts, &members)?;
    let all = versions(trail).into_iter().enumerate().rev();
    let told = all.map(|(at, event)| Told {
        number: at + 1,
        what: saying.event(event),
        who: saying.who(event.member),
        day: day_in_words(event.at),
    });
    Ok(told.collect())
}

/// Does what a form asks for, and says on the page what stood in the way.
async fn done(
    app: &App,
    viewer: &Viewer,
    wish: &Wish,
) -> Result<std::result::Result<Response, String>> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    if let Err(words) = desk::draw(&tx, app, study.id, analyst.member, wish).await? {
        return Ok(Err(words));
    }
    tx.commit(app, viewer.event("themes.write", "map")).await?;
    let to = format!("/studies/{}/themes/map", study.slug);
    Ok(Ok(Redirect::to(&to).into_response()))
}

/// A sentence, to be drawn or taken off.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RelateForm {
    from: String,
    kind: String,
    to: String,
    out: String,
}

async fn relate(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<RelateForm>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    let kind = Kind::parse(&form.kind).ok_or(Error::Forbidden("no page names a relation so"))?;
    let of = |text: &str| text.parse().unwrap_or_default();
    let relation = Relation {
        from: of(&form.from),
        kind,
        to: of(&form.to),
    };
    let wish = match form.out.as_str() {
        "yes" => Wish::Part(relation),
        _ => Wish::Relate(relation),
    };
    match done(&app, &viewer, &wish).await? {
        Ok(answer) => Ok(answer),
        Err(words) => shown(&app, &viewer, None, (form, None, vec![("to", words)])).await,
    }
}

/// Where a box was put: which, and the middle of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceForm {
    theme: Uuid,
    x: i32,
    y: i32,
}

async fn place(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let wish = Wish::Place(vec![(form.theme, (form.x, form.y))]);
    match done(&app, &viewer, &wish).await? {
        Ok(answer) => Ok(answer),
        Err(_) => Ok(StatusCode::CONFLICT.into_response()),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AltForm {
    seen: i64,
    alt: String,
}

async fn write(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<AltForm>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    let text = fold_spaces(&form.alt);
    let none = RelateForm::default();
    if text.chars().count() > LONGEST {
        let words = format!("Write at most {LONGEST} characters.");
        let errors = vec![("alt", words)];
        return shown(&app, &viewer, None, (none, Some(form.alt), errors)).await;
    }
    match done(&app, &viewer, &Wish::Alt(form.seen, text)).await? {
        Ok(answer) => Ok(answer),
        Err(words) => {
            let errors = vec![("alt", words)];
            shown(&app, &viewer, None, (none, Some(form.alt), errors)).await
        }
    }
}
