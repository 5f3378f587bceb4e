//! What was done in a study, by whom and why; reasons that are added later; the trail as a file.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::read_store::{self, Trail};
use super::reason::{LONGEST_WHY, why};
use super::store::{self, Act, Change, TEXT};
use super::{Acts, Event};
use crate::acts::{Saying, read_trail};
use crate::codings::Sight;

const READ: Action = Action("trail.read");
/// The subject of a reason that was added later.
const ACT: &str = "act";
/// How many acts a page shows.
const A_PAGE: usize = 50;
/// What is done to the structure of an analysis, where a reason is asked for (R38).
pub(crate) const STRUCTURAL: [&str; 7] = [
    "code.merge",
    "code.split",
    "code.retire",
    "code.remove",
    "theme.rename",
    "theme.merge",
    "theme.drop",
];

/// The page and the file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/trail", READ, list)
        .post("/studies/{study}/trail", Action("trail.write"), add_why)
        .get("/studies/{study}/trail/trail.jsonl", READ, file)
}

#[derive(Template)]
#[template(path = "trail/list.html")]
struct TrailPage {
    shell: Shell,
    here: String,
    /// How many structural changes have a reason, in a sentence; empty without any.
    share: String,
    asked: Asked,
    kinds: Vec<String>,
    members: Vec<(String, String)>,
    acts: Vec<Told>,
    older: Option<usize>,
    writes: bool,
}

struct Told {
    id: String,
    day: String,
    who: String,
    what: String,
    whys: Vec<String>,
    taken_back: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    by: String,
    page: usize,
}

/// One act as the trail has it.
pub(crate) struct Done<'a> {
    pub(crate) first: &'a Event,
    pub(crate) kind: &'a str,
}

/// The acts of a trail, the newest first.
pub(crate) fn done(trail: &Trail) -> Vec<Done<'_>> {
    let mut seen: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut all: Vec<Done<'_>> = Vec::new();
    let acts = |event: &&Event| event.subject.0 != ACT && event.subject.0 != TEXT;
    for event in trail.events.iter().filter(acts) {
        seen.entry(event.act).or_insert_with(|| {
            all.push(Done {
                first: event,
                kind: &event.kind,
            });
            all.len()
        });
    }
    all.reverse();
    all
}

/// The reasons of each act, those that were added later after its own.
pub(crate) fn whys(trail: &Trail) -> BTreeMap<Uuid, Vec<String>> {
    let mut whys: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for event in &trail.events {
        let words = trail.words(event.why.as_ref());
        let act = if event.subject.0 == ACT {
            event.subject.1
        } else {
            event.act
        };
        let of = whys.entry(act).or_default();
        if !words.is_empty() && of.iter().all(|other| other != words) {
            of.push(words.to_owned());
        }
    }
    whys
}

async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(&app, &viewer).await?;
    let trail = seen(&app, study.id, analyst.member).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let whys = whys(&trail);
    let all = done(&trail);
    let mut kinds: Vec<String> = all.iter().map(|act| act.kind.to_owned()).collect();
    kinds.sort();
    kinds.dedup();
    let by = |member: Option<Uuid>| member.map_or("lead".to_owned(), |id| id.to_string());
    let fits = |act: &&Done<'_>| {
        (asked.kind.is_empty() || act.kind == asked.kind)
            && (asked.by.is_empty() || by(act.first.member) == asked.by)
    };
    let fitting: Vec<&Done<'_>> = all.iter().filter(fits).collect();
    let begin = asked.page.saturating_mul(A_PAGE);
    let told = fitting.iter().skip(begin).take(A_PAGE).map(|act| Told {
        id: act.first.act.to_string(),
        day: day_in_words(act.first.at),
        who: saying.who(act.first.member),
        what: saying.act(act.first.act),
        whys: whys.get(&act.first.act).cloned().unwrap_or_default(),
        taken_back: acts.is_taken_back(act.first.act),
    });
    let mut people = vec![("lead".to_owned(), saying.who(None))];
    people.extend(
        members
            .iter()
            .map(|one| (one.id.to_string(), one.handle.clone())),
    );
    let title = match all.len() {
        0 => "Nothing was done yet".to_owned(),
        1 => "One change in the trail".to_owned(),
        count => format!("{count} changes in the trail"),
    };
    page(TrailPage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Codes", Some(format!("/studies/{}/codes", study.slug)))
            .crumb("Trail", None),
        here: format!("/studies/{}/trail", study.slug),
        share: share(&all, &whys),
        kinds,
        members: people,
        acts: told.collect(),
        older: (fitting.len() > begin.saturating_add(A_PAGE)).then(|| asked.page + 1),
        asked,
        writes: analyst.writes,
    })
}

/// The trail without memos in layers that a member may not see (P10).
pub(crate) async fn seen(app: &App, study: Uuid, member: Option<Uuid>) -> Result<Trail> {
    let mut trail = read_trail(app, study).await?;
    let sight = Sight::of(app.db.read(), study, member).await?;
    trail.events.retain(|event| sight.sees_event(event));
    Ok(trail)
}

fn share(all: &[Done<'_>], whys: &BTreeMap<Uuid, Vec<String>>) -> String {
    let structural = all.iter().filter(|act| STRUCTURAL.contains(&act.kind));
    let structural: Vec<&Done<'_>> = structural.collect();
    let has_why = |act: &&&Done<'_>| whys.get(&act.first.act).is_some_and(|why| !why.is_empty());
    match structural.len() {
        0 => String::new(),
        count => format!(
            "{} of {count} merges, retirements and removals, and of renamed and dropped themes, have a reason.",
            structural.iter().filter(has_why).count()
        ),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WhyForm {
    act: String,
    why: String,
}

async fn add_why(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<WhyForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let reason = form.why.as_str();
    let act: Uuid = form
        .act
        .parse()
        .map_err(|_| Error::Forbidden("no page names an act so"))?;
    with_reason(&app, &viewer, (analyst.member, act), reason).await?;
    let to = format!("/studies/{}/trail#act-{act}", study.slug);
    Ok(Redirect::to(&to).into_response())
}

/// Adds a reason to an act.
///
/// # Errors
/// `Refused`: it is no line. `NotFound`: there is no such act.
pub(super) async fn with_reason(
    app: &App,
    viewer: &Viewer,
    (member, act): (Option<Uuid>, Uuid),
    text: &str,
) -> Result<()> {
    let study = viewer.scope()?;
    let reason = why(text).unwrap_or_default();
    if reason.is_empty() {
        return Err(Error::refused(
            "R38",
            format!("A reason is one line of at most {LONGEST_WHY} characters."),
            "Go back and write it again.",
        ));
    }
    let tx = app.db.write().await?;
    let mut head = store::hold(&tx, study.id).await?;
    let trail = read_store::load(tx.connection(), study.id).await?;
    if trail.events.iter().all(|event| event.act != act) {
        return Err(Error::NotFound);
    }
    let phrase = store::keep(&tx, app, study.id, &reason).await?;
    let new = Act::new(app, member, Some(phrase));
    let change = Change {
        kind: "why.add".to_owned(),
        subject: (ACT.to_owned(), act),
        before: None,
        after: None,
        reverts: None,
    };
    store::append(&tx, app, &mut head, &new, vec![change]).await?;
    tx.commit(app, viewer.event("trail.write", act.to_string()))
        .await
}

async fn file(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let lines = written(&app, &viewer).await?;
    let kind = "application/x-ndjson; charset=utf-8";
    download("trail.jsonl", kind, lines.into_bytes())
}

/// Every event that whoever asks may see, one JSON object a line.
pub(super) async fn written(app: &App, viewer: &Viewer) -> Result<String> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(app, viewer).await?;
    let sight = Sight::of(app.db.read(), study.id, analyst.member).await?;
    let mut trail = read_store::whole(app.db.read(), study.id).await?;
    trail.events.retain(|event| sight.sees_event(event));
    let members = team::all(app.db.read(), study.id).await?;
    let mut lines = String::new();
    for event in &trail.events {
        let written = |state: &Option<String>| {
            let state = state.as_deref()?;
            let state: serde_json::Value = serde_json::from_str(state).ok()?;
            Some(worded(state, &trail))
        };
        let line = serde_json::json!({
            "seq": if sight.is_narrowed() { None } else { Some(event.seq) },
            "at": event.at.to_jiff().to_string(),
            "by": team::author(&members, event.member),
            "phase": event.phase,
            "act": event.act,
            "kind": event.kind,
            "subject_kind": event.subject.0,
            "subject": event.subject.1,
            "before": written(&event.before),
            "after": written(&event.after),
            "why": event.why.as_ref().map(|why| trail.words(Some(why))),
            "reverts": event.reverts,
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    Ok(lines)
}

/// A state with the words in the place of what refers to them.
fn worded(mut state: serde_json::Value, trail: &Trail) -> serde_json::Value {
    if let Some(fields) = state.as_object_mut() {
        for field in fields.values_mut() {
            if let Some(phrase) = super::Phrase::of_field(field) {
                *field = trail.words(Some(&phrase)).into();
            }
        }
    }
    state
}
