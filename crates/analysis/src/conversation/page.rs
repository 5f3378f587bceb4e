//! The page on which analysts talk over what they coded differently in one document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::documents;
use study::rights::Analyst;
use study::team::{self, Member};
use uuid::Uuid;

use super::store::{self, Said};
use super::words::{Told, Wording, together};
use super::{Outcome, Passage, compare};
use crate::codings::{self, Coded, Material, Sight};

/// Longest note, in characters.
const LONGEST: usize = 2_000;
/// How many passages a page shows.
const A_PAGE: usize = 25;

/// The page.
pub fn routes() -> Routes {
    let path = "/studies/{study}/documents/{document}/conversation";
    Routes::new()
        .get(path, Action("conversation.read"), show)
        .post(path, Action("conversation.write"), say)
}

type Errors = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "conversation/page.html")]
struct ConversationPage {
    shell: Shell,
    here: String,
    document: String,
    lead: String,
    analysts: Vec<String>,
    asked: Asked,
    rows: Vec<Row>,
    earlier: Vec<Entry>,
    /// How the next and the earlier page are asked for.
    older: Option<usize>,
    newer: Option<usize>,
    writes: bool,
    outcomes: [Outcome; 4],
    form: SayForm,
    errors: Errors,
}

impl ConversationPage {
    fn error(&self, field: &str, row: &str) -> &str {
        error_of(&self.errors, &format!("{field}-{row}"))
    }

    /// What was typed about a passage and not kept.
    fn typed(&self, row: &str) -> &str {
        match self.form.coding == row {
            true => &self.form.note,
            false => "",
        }
    }

    fn is_chosen(&self, outcome: &Outcome, row: &str) -> bool {
        self.form.coding == row && self.form.outcome == outcome.word()
    }
}

/// A passage.
struct Row {
    /// The coding by which it is found again.
    id: String,
    heading: String,
    turn: u32,
    words: String,
    codings: Vec<Told>,
    beside: Vec<Told>,
    silent: String,
    said: Vec<Entry>,
}

/// What was said.
struct Entry {
    outcome: &'static str,
    note: String,
    by: String,
    when: String,
}

/// Who is compared: two by handle, everybody otherwise; which page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    one: String,
    other: String,
    page: usize,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SayForm {
    pub(super) coding: String,
    pub(super) note: String,
    pub(super) outcome: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let blank = (SayForm::default(), Errors::new());
    shown(&app, &viewer, (&handle, asked), blank).await
}

/// What is coded in a document that this reader may open, and the document itself.
pub(super) async fn opened(
    app: &App,
    viewer: &Viewer,
    handle: &str,
) -> Result<(Arc<Material>, Coded, Sight)> {
    let (material, sight) = codings::material_of(app, viewer).await?;
    let of = material.documents.iter().find(|one| one.handle == handle);
    let coded = of.cloned().ok_or(Error::NotFound)?;
    Ok((material, coded, sight))
}

/// What was said about a document, but for what was said about codings of a layer that this reader does not see now.
pub(super) async fn said_about(
    app: &App,
    study: Uuid,
    (coded, sight): (&Coded, &Sight),
) -> Result<Vec<Said>> {
    let here: BTreeSet<Uuid> = coded.codings.iter().map(|one| one.id).collect();
    let mut kept = Vec::new();
    for said in store::of_document(app.db.read(), study, coded.id).await? {
        let hidden = match here.contains(&said.coding) {
            true => false,
            false => {
                let stored = codings::find(app.db.read(), study, said.coding).await?;
                stored.is_some_and(|one| !sight.sees(one.state.member, coded.id))
            }
        };
        if !hidden {
            kept.push(said);
        }
    }
    Ok(kept)
}

/// Everybody with a coding in a document that this reader sees, by handle.
pub(super) fn analysts<'a>(coded: &Coded, members: &'a [Member]) -> BTreeMap<&'a str, Uuid> {
    let ids: BTreeSet<Uuid> = coded.codings.iter().map(|one| one.member).collect();
    let known = members.iter().filter(|one| ids.contains(&one.id));
    known.map(|one| (one.handle.as_str(), one.id)).collect()
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    (handle, asked): (&str, Asked),
    (form, errors): (SayForm, Errors),
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let (material, coded, sight) = opened(app, viewer, handle).await?;
    let members = team::all(connection, study.id).await?;
    let turns = documents::turns(connection, coded.id).await?;
    let wording = Wording::new(&turns, &material, &members);
    let analysts = analysts(&coded, &members);
    let compared = chosen(&asked, &analysts);
    // One layer alone is all that somebody in a blind pass sees: what others said would tell of theirs.
    let (passages, said) = match compared.len() {
        0 | 1 => (Vec::new(), Vec::new()),
        _ => (
            compare(&coded.codings, &compared.values().copied().collect()),
            said_about(app, study.id, (&coded, &sight)).await?,
        ),
    };
    let begin = asked.page.saturating_mul(A_PAGE);
    let rows = passages.iter().skip(begin).take(A_PAGE);
    let rows: Vec<Row> = rows
        .map(|passage| row(passage, &wording, (&said, &members)))
        .collect();
    let names: Vec<String> = compared.keys().map(|name| (*name).to_owned()).collect();
    let document = format!("/studies/{}/documents/{handle}", study.slug);
    let page = ConversationPage {
        shell: Shell::new(app, viewer, title(&passages, names.len(), handle))
            .crumb(handle, Some(document.clone()))
            .crumb("Conversation", None),
        here: format!("{document}/conversation"),
        lead: lead(&names, passages.len()),
        document,
        rows,
        earlier: earlier(&coded, (&passages, &compared), (&said, &members)),
        older: (passages.len() > begin.saturating_add(A_PAGE)).then(|| asked.page + 1),
        newer: asked.page.checked_sub(1),
        writes: Analyst::of(app, viewer).await?.writes,
        outcomes: Outcome::ALL,
        analysts: analysts.keys().map(|name| (*name).to_owned()).collect(),
        asked,
        form,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

/// The two that are asked for; everybody where none or one is, or one of them has no layer that can be seen.
fn chosen<'a>(asked: &Asked, analysts: &BTreeMap<&'a str, Uuid>) -> BTreeMap<&'a str, Uuid> {
    let wanted = |name: &str| name == asked.one || name == asked.other;
    let two = analysts.iter().filter(|(name, _)| wanted(name));
    let two: BTreeMap<&str, Uuid> = two.map(|(name, id)| (*name, *id)).collect();
    match two.len() {
        2 => two,
        _ => analysts.clone(),
    }
}

fn title(passages: &[Passage], analysts: usize, handle: &str) -> String {
    match (analysts, passages.len()) {
        (0 | 1, _) => format!("Nothing to talk over in {handle} yet"),
        (_, 0) => format!("{handle} is coded alike"),
        (_, 1) => format!("One passage of {handle} to talk over"),
        (_, count) => format!("{count} passages of {handle} to talk over"),
    }
}

fn lead(names: &[String], passages: usize) -> String {
    match (names.len(), passages) {
        (0 | 1, _) => String::new(),
        (_, 0) => format!(
            "{} have the same codes on the same passages.",
            together(names)
        ),
        _ => format!(
            "Where {} coded differently, in the order of the text. Readings may stand beside each other; what is settled here changes no coding.",
            together(names)
        ),
    }
}

fn row(passage: &Passage, wording: &Wording<'_>, (said, members): (&[Said], &[Member])) -> Row {
    let of = said
        .iter()
        .filter(|said| passage.codings.iter().any(|one| one.id == said.coding));
    let told = |codings: &[codings::Coding]| {
        let told = codings.iter().map(|one| wording.told(one, passage));
        told.collect()
    };
    let first = &passage.codings[0];
    Row {
        id: first.id.to_string(),
        heading: wording.heading(passage),
        turn: passage
            .codings
            .iter()
            .map(|one| one.first)
            .min()
            .unwrap_or(0)
            + 1,
        words: wording.words(passage.start, passage.end),
        codings: told(&passage.codings),
        beside: told(&passage.beside),
        silent: wording.silent(passage),
        said: of.map(|said| entry(said, members)).collect(),
    }
}

fn entry(said: &Said, members: &[Member]) -> Entry {
    Entry {
        outcome: said.outcome.map_or("", Outcome::in_words),
        note: said.note.clone(),
        by: team::author(members, said.made_by),
        when: day_in_words(said.made_at),
    }
}

/// What was said about codings that do not differ any more, or are gone. What was said about a coding of somebody who is not
/// compared now stands where they are.
fn earlier(
    coded: &Coded,
    (passages, compared): (&[Passage], &BTreeMap<&str, Uuid>),
    (said, members): (&[Said], &[Member]),
) -> Vec<Entry> {
    let open: BTreeSet<Uuid> = passages
        .iter()
        .flat_map(|one| &one.codings)
        .map(|one| one.id)
        .collect();
    let others: BTreeSet<Uuid> = coded
        .codings
        .iter()
        .filter(|one| compared.values().all(|member| *member != one.member))
        .map(|one| one.id)
        .collect();
    let settled = said
        .iter()
        .filter(|said| !open.contains(&said.coding) && !others.contains(&said.coding));
    settled.map(|said| entry(said, members)).collect()
}

async fn say(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Form(form): Form<SayForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let (_, coded, _) = opened(&app, &viewer, &handle).await?;
    let coding: Uuid = form
        .coding
        .parse()
        .map_err(|_| Error::Forbidden("no page names a coding so"))?;
    if coded.codings.iter().all(|one| one.id != coding) {
        return Err(Error::Conflict("this coding is not there any more"));
    }
    let (note, outcome) = match read(&form) {
        Ok(read) => read,
        Err(errors) => {
            return shown(&app, &viewer, (&handle, asked), (form, errors)).await;
        }
    };
    let said = Said {
        coding,
        note,
        outcome,
        made_at: app.now(),
        made_by: analyst.member,
    };
    let tx = app.db.write().await?;
    store::add(&tx, &app, study.id, coded.id, &said).await?;
    tx.commit(&app, viewer.event("conversation.write", &handle))
        .await?;
    let Asked { one, other, page } = asked;
    let to = format!(
        "/studies/{}/documents/{handle}/conversation?one={}&other={}&page={page}#passage-{coding}",
        study.slug,
        handle_of(&one),
        handle_of(&other)
    );
    Ok(Redirect::to(&to).into_response())
}

/// What was asked for, if it can be a handle: it goes into an address.
fn handle_of(asked: &str) -> &str {
    match study::columns::is_id(asked) {
        true => asked,
        false => "",
    }
}

/// What was said, or what needs another look.
pub(super) fn read(form: &SayForm) -> Result<(String, Option<Outcome>), Errors> {
    let note = form.note.trim().replace("\r\n", "\n");
    let outcome = Outcome::of_word(&form.outcome);
    let at = |field: &str| format!("{field}-{}", form.coding);
    if !form.outcome.is_empty() && outcome.is_none() {
        return Err(vec![(
            at("outcome"),
            "Choose one of the outcomes.".to_owned(),
        )]);
    }
    if note.chars().count() > LONGEST {
        let words = format!("Write at most {LONGEST} characters.");
        return Err(vec![(at("note"), words)]);
    }
    if note.is_empty() && outcome.is_none() {
        let words = "Write a note, or choose what came of it.";
        return Err(vec![(at("note"), words.to_owned())]);
    }
    Ok((note, outcome))
}
