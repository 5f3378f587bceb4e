//! Words in every transcript at once.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Routes, Shell, form_status, only, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;

use super::super::decision::Chosen;
use super::super::desk::{Desk, desks};
use super::super::look::Look;
use super::super::store;
use super::DECIDE;
use super::shown::{self, Around};
use crate::transcripts::anchors::{Span, Version};
use crate::transcripts::deidentify::{Category, Suggestion, keep_given, search};
use crate::transcripts::store as transcripts;

/// Longest kind, in characters.
const LONGEST_KIND: usize = 40;
/// Fewest characters that are looked for.
const SHORTEST: usize = 2;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/studies/{study}/de-identification/search", DECIDE, find)
        .post(
            "/studies/{study}/de-identification/replace",
            DECIDE,
            replace,
        )
}

#[derive(Template)]
#[template(path = "transcripts/replacements/pages/search.html")]
struct SearchPage {
    shell: Shell,
    base: String,
    heading: String,
    words: String,
    found: Vec<InDocument>,
    categories: Vec<(&'static str, &'static str)>,
    errors: Vec<(&'static str, String)>,
}

struct InDocument {
    handle: String,
    hits: Vec<Hit>,
}

struct Hit {
    /// Document and place, as the form sends it back.
    key: String,
    turn: usize,
    around: Around,
    is_replaced: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: String,
}

async fn find(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Words>,
) -> Result<Response> {
    results(&app, &viewer, &form.words, Vec::new()).await
}

async fn results(
    app: &App,
    viewer: &Viewer,
    words: &str,
    mut errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let words = words.trim();
    let slug = &viewer.scope()?.slug;
    let mut found = Vec::new();
    if words.chars().count() < SHORTEST {
        errors.push(("words", "Write at least two letters.".to_owned()));
    } else {
        for desk in desks(app, viewer).await? {
            let look = store::look(app.db.read(), app, &desk.stored).await?;
            let hits = hits(&desk, &look, words);
            if !hits.is_empty() {
                let handle = desk.document.handle;
                found.push(InDocument { handle, hits });
            }
        }
    }
    let count: usize = found.iter().map(|one| one.hits.len()).sum();
    let heading = match (count, found.len()) {
        (0, _) => "These words stand in no transcript".to_owned(),
        (1, _) => "These words stand in one place".to_owned(),
        (some, 1) => format!("These words stand in {some} places of one transcript"),
        (some, many) => format!("These words stand in {some} places of {many} transcripts"),
    };
    let status = form_status(&errors);
    let page = SearchPage {
        shell: Shell::new(app, viewer, heading.clone())
            .crumb(
                "De-identification",
                Some(format!("/studies/{slug}/de-identification")),
            )
            .crumb("Find", None),
        base: format!("/studies/{slug}"),
        heading,
        words: words.to_owned(),
        found,
        categories: shown::categories(),
        errors,
    };
    page_with(status, page)
}

fn hits(desk: &Desk, look: &Look, words: &str) -> Vec<Hit> {
    let hits = search(words, [("", &look.version)]);
    let accepted: Vec<Span> = look
        .decided
        .iter()
        .filter(|one| one.state == super::super::State::Accepted)
        .filter_map(|one| one.whole(&look.version))
        .collect();
    let hit = |hit: crate::transcripts::deidentify::Hit| Hit {
        key: format!(
            "{}:{}:{}",
            desk.document.handle, hit.span.start, hit.span.end
        ),
        turn: hit.turn,
        around: shown::around(look, hit.turn - 1, hit.span),
        is_replaced: accepted
            .iter()
            .any(|span| span.start <= hit.span.start && hit.span.end <= span.end),
    };
    hits.into_iter().map(hit).collect()
}

async fn replace(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    only(
        fields.iter().map(|(name, _)| name.as_str()),
        &["words", "category", "kind", "hit"],
    )?;
    let one = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let words = one("words").trim().to_owned();
    let picked: Vec<&str> = fields
        .iter()
        .filter(|(name, _)| name == "hit")
        .map(|(_, value)| value.as_str())
        .collect();
    let category = Category::parse(one("category"));
    let kind = category.map(|category| kind_of(one("kind"), category));
    let (category, kind) = match (category, kind) {
        (Some(category), Some(Ok(kind))) if !picked.is_empty() => (category, kind),
        (None, _) => return wrong(&app, &viewer, &words, ("category", "Choose what it is.")).await,
        (_, Some(Err(sentence))) => return wrong(&app, &viewer, &words, ("kind", sentence)).await,
        _ => return wrong(&app, &viewer, &words, ("hit", "Choose at least one place.")).await,
    };
    let tx = app.db.write().await?;
    let mut count = 0;
    let own = desks(&app, &viewer).await?;
    for desk in own {
        let stored = transcripts::find(tx.connection(), desk.stored.study, desk.stored.document);
        let stored = stored.await?.ok_or(Error::NotFound)?;
        let look = store::look(tx.connection(), &app, &stored).await?;
        let spans: Vec<Span> = hits(&desk, &look, &words)
            .into_iter()
            .filter(|hit| picked.contains(&hit.key.as_str()))
            .filter_map(|hit| span_of(&hit.key))
            .collect();
        if spans.is_empty() {
            continue;
        }
        let mut suggestions = suggestions(&look.version, &spans, category, &kind);
        keep_given(&mut suggestions, &look.given());
        let chosen: Vec<Chosen> = suggestions
            .into_iter()
            .map(|one| Chosen {
                span: one.span,
                category,
                kind: one.kind,
                surrogate: one.surrogate,
                replaces: true,
            })
            .collect();
        count += chosen.len();
        store::decide(&tx, &app, &stored, (desk.member, &chosen)).await?;
    }
    if count != picked.len() {
        return Err(Error::Conflict("a place was corrected meanwhile"));
    }
    let event = viewer.event("replacements.decide", viewer.scope()?.id.to_string());
    tx.commit(&app, event.with_detail(format!("everywhere {count}")))
        .await?;
    let slug = &viewer.scope()?.slug;
    Ok(Redirect::to(&format!("/studies/{slug}/de-identification")).into_response())
}

async fn wrong(
    app: &App,
    viewer: &Viewer,
    words: &str,
    (field, sentence): (&'static str, &str),
) -> Result<Response> {
    results(app, viewer, words, vec![(field, sentence.to_owned())]).await
}

/// The kind as it was written, or the word of the category.
pub(super) fn kind_of(written: &str, category: Category) -> Result<String, &'static str> {
    let kind = crate::rows::storable(written.trim());
    if kind.chars().count() > LONGEST_KIND
        || kind.contains(['[', ']'])
        || kind.contains(char::is_control)
    {
        return Err("Write at most 40 characters, without brackets.");
    }
    Ok(match kind.as_str() {
        "" => category.in_words().to_owned(),
        _ => kind,
    })
}

/// Places as suggestions of one kind; the same words get the same letter.
pub(super) fn suggestions(
    version: &Version,
    spans: &[Span],
    category: Category,
    kind: &str,
) -> Vec<Suggestion> {
    let one = |span: &Span| Suggestion {
        turn: 0,
        span: *span,
        category,
        kind: kind.to_owned(),
        original: version.slice(*span),
        surrogate: format!("[{kind} A]"),
        reason: "searched for",
    };
    spans.iter().map(one).collect()
}

fn span_of(key: &str) -> Option<Span> {
    let mut parts = key.rsplit(':');
    let (end, start) = (parts.next()?, parts.next()?);
    Some(Span::new(start.parse().ok()?, end.parse().ok()?))
}
