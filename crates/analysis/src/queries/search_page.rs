//! Searching a study: one field in the language of queries, three filters, what fits in its context.

use askama::Template;
use axum::Extension;
use axum::extract::{Query as Asking, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Found, answer};
use super::opened::Opened;
use super::{Mistake, Query, Unit};

/// How much fits on one page.
const ON_A_PAGE: usize = 50;

/// The page of queries.
pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/search", Action("search.read"), show)
}

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct Asked {
    q: String,
    speaker: String,
    cohort: String,
    /// In whose layer, by handle.
    layer: String,
    kind: String,
    /// From 1.
    page: usize,
}

/// The value of an option, its words, and whether it is chosen.
type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "queries/search.html")]
struct SearchPage {
    shell: Shell,
    lead: String,
    here: String,
    matrices: String,
    q: String,
    speakers: Vec<Choice>,
    cohorts: Vec<Choice>,
    layers: Vec<Choice>,
    kinds: Vec<Choice>,
    /// Where each example of the help leads: what is written, what it finds, the address.
    examples: Vec<(&'static str, &'static str, String)>,
    /// How each word was read.
    readings: Vec<(String, String)>,
    rows: Vec<Line>,
    is_asked: bool,
    is_narrowed: bool,
    before: String,
    after: String,
    errors: Vec<(&'static str, String)>,
}

impl SearchPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

struct Line {
    found: Found,
    href: String,
    place: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Asking(asked): Asking<Asked>,
) -> Result<Response> {
    let opened = Opened::of_viewer(&app, &viewer).await?;
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let query = read(&opened, &asked);
    let from = asked.page.clamp(1, 1_000_000).saturating_sub(1) * ON_A_PAGE;
    let mut errors = Vec::new();
    let mut found = None;
    match query {
        Some(Ok(query)) => {
            let range = from..from + ON_A_PAGE;
            found = Some(answer(&app, &opened, (query, range)).await?);
        }
        Some(Err(mistake)) => errors.push(("q", mistake.to_string())),
        None => {}
    }
    let count = found.as_ref().map_or(0, |found| found.count);
    let page_of = |page: usize| {
        address(
            &base,
            &Asked {
                page,
                ..asked.clone()
            },
        )
    };
    let (title, lead) = words(&asked, found.as_ref(), from);
    let shown = found.as_ref().map_or(0, |found| found.rows.len());
    let page = SearchPage {
        shell: Shell::new(&app, &viewer, title),
        lead,
        here: format!("{base}/search"),
        matrices: format!("{base}/matrices"),
        speakers: speakers(&asked.speaker),
        cohorts: cohorts(&opened, &asked.cohort),
        layers: layers(&opened, &asked.layer),
        kinds: kinds(&asked.kind),
        examples: examples(&base)?,
        readings: found.iter().flat_map(readings).collect(),
        before: if from > 0 && shown > 0 {
            page_of(from / ON_A_PAGE)?
        } else {
            String::new()
        },
        after: if from + shown < count && shown > 0 {
            page_of(from / ON_A_PAGE + 2)?
        } else {
            String::new()
        },
        rows: found.map_or_else(Vec::new, |found| lines(found, &base)),
        is_asked: !asked.q.trim().is_empty(),
        is_narrowed: opened.is_narrowed,
        q: asked.q,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

/// The query with its filters; `None` if nothing is asked.
fn read(opened: &Opened, asked: &Asked) -> Option<std::result::Result<Query, Mistake>> {
    if asked.q.trim().is_empty() {
        return None;
    }
    // What is wrong is told by the place in what was written, without the filters.
    let alone = opened.names.read(&asked.q);
    let filters = [
        ("speaker", &asked.speaker),
        ("cohort", &asked.cohort),
        ("layer", &asked.layer),
        ("kind", &asked.kind),
    ];
    let filters = filters.iter().filter(|(_, value)| !value.is_empty());
    let filters: String = filters
        .map(|(key, value)| format!(" AND {key}:\"{}\"", value.replace('"', "'")))
        .collect();
    match alone {
        Ok(_) if !filters.is_empty() => Some(opened.names.read(&format!("({}){filters}", asked.q))),
        alone => Some(alone),
    }
}

fn words(asked: &Asked, found: Option<&Answer>, from: usize) -> (String, String) {
    let Some(found) = found else {
        let lead =
            "Words, codes and themes, in any combination. What is found stands in its context.";
        return ("Search what was said and coded".to_owned(), lead.to_owned());
    };
    let (one, many) = match found.query.unit {
        Unit::Turn => ("One turn fits", "turns fit"),
        Unit::Passage => ("One passage fits", "passages fit"),
        Unit::Document => ("One document fits", "documents fit"),
    };
    let title = match found.count {
        0 => "Nothing fits".to_owned(),
        1 => one.to_owned(),
        count => format!("{count} {many}"),
    };
    let lead = match found.rows.len() {
        0 => String::new(),
        shown if shown == found.count => format!("For: {}", asked.q.trim()),
        shown => format!(
            "For: {}. Shown are {} to {}.",
            asked.q.trim(),
            from + 1,
            from + shown
        ),
    };
    (title, lead)
}

fn readings(found: &Answer) -> Vec<(String, String)> {
    let readings = found.query.readings();
    readings
        .map(|(written, means)| (written.to_owned(), means.to_owned()))
        .collect()
}

fn lines(found: Answer, base: &str) -> Vec<Line> {
    let unit = found.query.unit;
    let line = |found: Found| Line {
        href: format!("{base}/documents/{}#turn-{}", found.document, found.turn),
        place: match (unit, found.until > found.turn) {
            (Unit::Document, _) => found.document.clone(),
            (_, false) => format!("{}, turn {}", found.document, found.turn),
            (_, true) => format!(
                "{}, turns {} to {}",
                found.document, found.turn, found.until
            ),
        },
        found,
    };
    found.rows.into_iter().map(line).collect()
}

fn speakers(chosen: &str) -> Vec<Choice> {
    let all = [
        ("", "anybody"),
        ("participant", "the participant"),
        ("interviewer", "the interviewer"),
        ("other", "somebody else"),
        ("unknown", "not known"),
    ];
    choices(&all, chosen)
}

fn kinds(chosen: &str) -> Vec<Choice> {
    let all = [
        ("", "transcripts and field notes"),
        ("transcript", "transcripts"),
        ("field-note", "field notes"),
    ];
    choices(&all, chosen)
}

fn choices(all: &[(&str, &str)], chosen: &str) -> Vec<Choice> {
    let choice = |(value, words): &(&str, &str)| {
        ((*value).to_owned(), (*words).to_owned(), *value == chosen)
    };
    all.iter().map(choice).collect()
}

fn cohorts(opened: &Opened, chosen: &str) -> Vec<Choice> {
    let names = opened.names.cohorts().iter().map(String::as_str);
    any_or("any", names, chosen)
}

fn layers(opened: &Opened, chosen: &str) -> Vec<Choice> {
    any_or("anybody or nobody", opened.names.analysts(), chosen)
}

fn any_or<'a>(any: &str, names: impl Iterator<Item = &'a str>, chosen: &str) -> Vec<Choice> {
    let any = (String::new(), any.to_owned(), chosen.is_empty());
    let choice = |name: &str| (name.to_owned(), name.to_owned(), name == chosen);
    std::iter::once(any).chain(names.map(choice)).collect()
}

fn address(base: &str, asked: &Asked) -> Result<String> {
    let query = serde_urlencoded::to_string(asked).map_err(Error::internal)?;
    Ok(format!("{base}/search?{query}"))
}

/// The page that answers a query.
fn asking(base: &str, query: &str) -> Result<String> {
    let query = serde_urlencoded::to_string([("q", query)]).map_err(Error::internal)?;
    Ok(format!("{base}/search?{query}"))
}

fn examples(base: &str) -> Result<Vec<(&'static str, &'static str, String)>> {
    let all = [
        (
            "home",
            "turns with the word home, or coded with a code of that name",
        ),
        (
            "text:\"at home\"",
            "the words one after another, without case and accents; exact: minds both",
        ),
        ("regex:\"(?i)cancel\\w*\"", "a regular expression"),
        (
            "under:\"Name of a code\"",
            "turns coded with a code or with one under it; code: takes the code alone, and \"Parent > Child\" one of two of the same name",
        ),
        (
            "home AND NOT week",
            "both, one without the other; OR for either, ( ) for groups",
        ),
        ("home near/2 turns week", "both, at most two turns apart"),
        (
            "speaker:interviewer week",
            "what is said by participant, interviewer, other or unknown; cohort:, kind:, document: and theme: in the same way",
        ),
        (
            "by:R1",
            "what an analyst coded; beside codes, whose coding counts",
        ),
        (
            "home layer:R1",
            "the word home where it stands in a passage that this analyst coded",
        ),
        (
            "home week unit:document",
            "documents instead of turns; unit:passage finds the stretches on which codings overlap",
        ),
    ];
    // No study has a code of that name, so that the one line is to be written, not followed.
    let with_address = |(written, finds): (&'static str, _)| {
        let href = match written.contains("Name of a code") {
            true => String::new(),
            false => asking(base, written)?,
        };
        Ok((written, finds, href))
    };
    all.into_iter().map(with_address).collect()
}
