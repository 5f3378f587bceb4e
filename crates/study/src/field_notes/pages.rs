//! Writing a note, and changing one's own.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::Follow;
use super::store::{self, Note, NoteText, NoteVersion};
use crate::columns::fold_spaces;
use crate::dates::{day_in_words, today};
use crate::documents::{self, AuthorRole, Kind};
use crate::participants;
use crate::rights::Rights;
use crate::team::{self, Member};

/// Longest note, in characters.
const LONGEST: usize = 50_000;
/// Longest line that says what it is about, in characters.
const LONGEST_TITLE: usize = 120;

/// The pages of writing. `follow` lets what points into a note follow its new text.
pub fn routes(follow: Follow) -> Routes {
    let write = Action("notes.write");
    let change = "/studies/{study}/field-notes/{note}/change";
    Routes::new()
        .get("/studies/{study}/field-notes/write", write, new)
        .post("/studies/{study}/field-notes/write", write, make)
        .get(change, write, change_form)
        .post(change, write, move |a, v, p, f| {
            change_note(a, v, p, f, follow)
        })
}

#[derive(Template)]
#[template(path = "field_notes/write.html")]
struct WritePage {
    shell: Shell,
    here: String,
    back: String,
    /// Why nothing can be written, if so.
    refused: String,
    /// The parts in which the member can write.
    parts: Vec<(AuthorRole, bool)>,
    asks_about: bool,
    form: NoteForm,
    earlier: Vec<(String, NoteVersion)>,
    errors: Vec<(&'static str, String)>,
}

impl WritePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NoteForm {
    part: String,
    about: String,
    dated: String,
    title: String,
    text: String,
}

impl NoteForm {
    /// What the note says, or what needs another look.
    fn read(&self, today: Date) -> Result<NoteText, Vec<(&'static str, String)>> {
        let mut errors = Vec::new();
        let dated = self.dated.trim().parse::<Date>().ok();
        let dated = dated.filter(|dated| *dated <= today);
        if dated.is_none() {
            let words = "Write a day that has come, such as 2031-03-01.";
            errors.push(("dated", words.to_owned()));
        }
        let title = fold_spaces(&self.title);
        if title.is_empty() {
            errors.push(("title", "Say in a line what it is about.".to_owned()));
        }
        if title.chars().count() > LONGEST_TITLE {
            let words = format!("Write at most {LONGEST_TITLE} characters.");
            errors.push(("title", words));
        }
        let text = self.text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() {
            errors.push(("text", "Write the note.".to_owned()));
        }
        if text.chars().count() > LONGEST {
            errors.push(("text", format!("Write at most {LONGEST} characters.")));
        }
        match (dated, errors.is_empty()) {
            (Some(dated), true) => Ok(NoteText { title, dated, text }),
            _ => Err(errors),
        }
    }
}

/// Who writes, in which part, about whom.
struct Writing {
    member: Member,
    role: AuthorRole,
    participant: Uuid,
}

fn parts_of(member: &Member) -> Vec<AuthorRole> {
    let mut parts = Vec::new();
    if member.participant.is_some() {
        parts.push(AuthorRole::ParticipantResearcher);
    }
    if member.interviews {
        parts.push(AuthorRole::Interviewer);
    }
    parts
}

async fn new(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let form = NoteForm {
        dated: today(&app).to_string(),
        ..NoteForm::default()
    };
    let refused = refused_all(&app, &viewer).await?;
    shown(&app, &viewer, (None, form, refused), Vec::new()).await
}

/// Why somebody can write no note at all, in words; empty if they can write one.
async fn refused_all(app: &App, viewer: &Viewer) -> Result<String> {
    let study = viewer.scope()?.id;
    let Some(member) = team::of_viewer(app.db.read(), viewer).await? else {
        return Ok("You are not entered in the team of this study yet. The research lead does that on the page Team.".into());
    };
    let rights = Rights::of(app.db.read(), viewer).await?;
    match (parts_of(&member).as_slice(), member.participant) {
        ([], _) => Ok("A participant-researcher writes about what they take part in, an interviewer about an interview. You are entered as neither.".into()),
        ([AuthorRole::ParticipantResearcher], Some(own)) => {
            let who = (AuthorRole::ParticipantResearcher, own);
            let refused = store::refused(app.db.read(), study, (&member, &rights), who).await?;
            Ok(refused.unwrap_or_default().to_owned())
        }
        ([AuthorRole::Interviewer], _) if !rights.notes_any() => Ok("An interviewer writes about an interview of their own. You have nobody to interview yet.".into()),
        _ => Ok(String::new()),
    }
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    (note, mut form, refused): (Option<(Note, String)>, NoteForm, String),
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let member = team::of_viewer(app.db.read(), viewer).await?;
    let back = format!("/studies/{}/field-notes", study.slug);
    let (title, here, earlier) = match &note {
        Some((note, handle)) => (
            format!("Change {handle}"),
            format!("{back}/{handle}/change"),
            store::versions(app.db.read(), note.document).await?,
        ),
        None => (
            "Write a field note".to_owned(),
            format!("{back}/write"),
            Vec::new(),
        ),
    };
    let parts = member.as_ref().map(parts_of).unwrap_or_default();
    if form.part.is_empty() {
        form.part = parts.first().map_or("", |part| part.word()).to_owned();
    }
    let status = form_status(&errors);
    let page = WritePage {
        shell: Shell::new(app, viewer, title.clone())
            .crumb("Field notes", Some(back.clone()))
            .crumb(title, None),
        here,
        back,
        refused,
        asks_about: parts.contains(&AuthorRole::Interviewer),
        parts: match &note {
            Some(_) => Vec::new(),
            None => parts
                .into_iter()
                .map(|part| (part, part.word() == form.part))
                .collect(),
        },
        form,
        earlier: earlier
            .into_iter()
            .map(|one| (day_in_words(one.made_at), one))
            .collect(),
        errors,
    };
    page_with(status, page)
}

/// Who writes what the form says, or what needs another look.
async fn writing(
    app: &App,
    viewer: &Viewer,
    form: &NoteForm,
) -> Result<std::result::Result<Writing, (&'static str, String)>> {
    let study = viewer.scope()?.id;
    let Some(member) = team::of_viewer(app.db.read(), viewer).await? else {
        return Ok(Err(("", refused_all(app, viewer).await?)));
    };
    let role = parts_of(&member)
        .into_iter()
        .find(|part| part.word() == form.part);
    let Some(role) = role else {
        return Ok(Err(("part", "Choose in which part you write.".to_owned())));
    };
    let all = participants::all(app.db.read(), study).await?;
    let about = all
        .iter()
        .find(|stored| stored.participant.participant == form.about.trim());
    let participant = match role {
        AuthorRole::ParticipantResearcher => member.participant,
        AuthorRole::Interviewer => about.map(|stored| stored.id),
    };
    let field = match role {
        AuthorRole::ParticipantResearcher => "",
        AuthorRole::Interviewer => "about",
    };
    // An id that is not there is refused in the same words as one without a consent.
    let participant = participant.unwrap_or_default();
    let who = (role, participant);
    let rights = Rights::of(app.db.read(), viewer).await?;
    let refused = store::refused(app.db.read(), study, (&member, &rights), who).await?;
    Ok(match refused {
        Some(words) => Err((field, words.to_owned())),
        None => Ok(Writing {
            member,
            role,
            participant,
        }),
    })
}

async fn make(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let writing = writing(&app, &viewer, &form).await?;
    let (writing, text) = match (writing, form.read(today(&app))) {
        (Ok(writing), Ok(text)) => (writing, text),
        (writing, text) => {
            let mut errors: Vec<_> = writing.err().into_iter().collect();
            errors.extend(text.err().unwrap_or_default());
            return shown(&app, &viewer, (None, form, String::new()), errors).await;
        }
    };
    let tx = app.db.write().await?;
    let who = (&writing.member, writing.role, writing.participant);
    let handle = store::write(&tx, &app, study.id, who, &text).await?;
    let event = viewer.event("notes.write", handle.as_str());
    tx.commit(&app, event.with_detail("version 1".to_owned()))
        .await?;
    let to = format!("/studies/{}/documents/{handle}", study.slug);
    Ok(Redirect::to(&to).into_response())
}

/// One's own note by its handle.
///
/// # Errors
/// `NotFound` without such a document, or one that they cannot read; `Refused` for a note that came by a folder, or that somebody else wrote.
async fn own(
    app: &App,
    viewer: &Viewer,
    handle: &str,
) -> Result<(Note, (Member, Rights), AuthorRole)> {
    let study = viewer.scope()?.id;
    let rights = Rights::of(app.db.read(), viewer).await?;
    let document = documents::find(app.db.read(), study, handle).await?;
    let document = document.ok_or(Error::NotFound)?;
    if document.kind == Kind::FieldNote && !rights.reads_note(&document) {
        return Err(Error::NotFound);
    }
    let note = store::find(app.db.read(), study, document.id).await?;
    let member = team::of_viewer(app.db.read(), viewer).await?;
    match (note, member, document.author) {
        (Some(note), Some(member), Some(author)) if note.member == member.id => {
            Ok((note, (member, rights), author.role))
        }
        (Some(_), ..) => Err(Error::refused(
            "R57",
            "Somebody else wrote this note.",
            "Only who wrote a note can change it.",
        )),
        (None, ..) => Err(Error::refused(
            "R57",
            "This document came by a study folder.",
            "Change the file and bring the folder in again.",
        )),
    }
}

async fn change_form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let (note, (member, rights), role) = own(&app, &viewer, &handle).await?;
    let study = viewer.scope()?.id;
    let who = (role, note.participant);
    let refused = store::refused(app.db.read(), study, (&member, &rights), who).await?;
    let versions = store::versions(app.db.read(), note.document).await?;
    let newest = versions.into_iter().next().map(|version| version.text);
    let form = newest.map_or_else(NoteForm::default, |text| NoteForm {
        part: role.word().to_owned(),
        about: String::new(),
        dated: text.dated.to_string(),
        title: text.title,
        text: text.text,
    });
    let refused = refused.unwrap_or_default().to_owned();
    let what = (Some((note, handle)), form, refused);
    shown(&app, &viewer, what, Vec::new()).await
}

async fn change_note(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<NoteForm>,
    follow: Follow,
) -> Result<Response> {
    let (note, (member, rights), role) = own(&app, &viewer, &handle).await?;
    let study = viewer.scope()?;
    let who = (role, note.participant);
    let refused = store::refused(app.db.read(), study.id, (&member, &rights), who).await?;
    let text = match (refused, form.read(today(&app))) {
        (None, Ok(text)) => text,
        (refused, text) => {
            let refused = refused.map(|words| ("", words.to_owned()));
            let mut errors: Vec<_> = refused.into_iter().collect();
            errors.extend(text.err().unwrap_or_default());
            let what = (Some((note, handle)), form, String::new());
            return shown(&app, &viewer, what, errors).await;
        }
    };
    let tx = app.db.write().await?;
    let old = documents::turns(tx.connection(), note.document).await?;
    store::change(&tx, &app, &note, &text).await?;
    let new = documents::turns(tx.connection(), note.document).await?;
    follow(&tx, &app, (study.id, note.document), (old, new)).await?;
    let event = viewer.event("notes.write", handle.as_str());
    tx.commit(&app, event.with_detail("another version".to_owned()))
        .await?;
    let to = format!("/studies/{}/documents/{handle}", study.slug);
    Ok(Redirect::to(&to).into_response())
}
