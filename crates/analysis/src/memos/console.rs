//! Writing memos on the command line (study R34, R58); they are listed with journals and statements, in `notes`.

use platform::access::Viewer;
use platform::{App, Error, Result};
use study::documents::turns;
use study::rights::Analyst;
use uuid::Uuid;

use super::desk::{self, Target, Wish};
use super::form::MemoForm;
use super::memo::{Kind, Memo, On};
use super::places::{Asked, Places, passage};
use super::store;
use crate::acts::read_trail;
use crate::codes::{self, Book};
use crate::console::{self, faulty, not_done, refused};
use crate::themes::{self, Themes};
use crate::trail::replay;

/// What is done to memos.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A new memo of a kind on something.
    Write(Subject, String, String),
    /// Another kind, or another text.
    Change(String, Option<String>, Option<String>),
    /// Away.
    Remove(String),
}

/// What a memo is on: one of them, or the study where none is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// A code, by path, name or id.
    pub code: Option<String>,
    /// A theme, by path, name or id.
    pub theme: Option<String>,
    /// A coding, by id.
    pub coding: Option<String>,
    /// A participant, by id.
    pub participant: Option<String>,
    /// A document, by id.
    pub document: Option<String>,
    /// Of a document, from a code point to before another.
    pub span: Option<(u32, u32)>,
}

/// Writes, changes or removes a memo, and gives it.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn done(app: &App, viewer: &Viewer, doing: &Doing) -> Result<Uuid> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let places = Places::of(app, viewer).await?;
    let wish = match doing {
        Doing::Write(subject, kind, text) => {
            let (kind, text) = read(kind, text)?;
            let target = subject.target(app, (study, &places)).await?;
            Wish::Write(kind, text, target)
        }
        Doing::Change(id, kind, text) => {
            let memo = found(app, (study, &places), id).await?;
            let kind = kind.as_deref().unwrap_or(memo.state.kind.word());
            let (kind, text) = read(kind, text.as_deref().unwrap_or(&memo.text))?;
            Wish::Change(memo.id, memo.seen, kind, text)
        }
        Doing::Remove(id) => Wish::Remove(found(app, (study, &places), id).await?.id),
    };
    let tx = app.db.write().await?;
    let done = desk::act(&tx, app, study, analyst.member, &wish).await?;
    let id = done.map_err(|now| {
        refused(
            format!("This memo was changed while the command ran, to “{now}”."),
            "Run it again if it should be so.",
        )
    })?;
    tx.commit(app, viewer.event("memos.write", id.to_string()))
        .await?;
    Ok(id)
}

fn read(kind: &str, text: &str) -> Result<(Kind, String)> {
    if Kind::of_word(kind).is_none() {
        let kinds: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
        let sentence = format!(
            "“{kind}” is no kind of memo; it is one of {}.",
            kinds.join(", ")
        );
        return Err(not_done(&sentence));
    }
    let form = MemoForm {
        kind: kind.to_owned(),
        text: text.to_owned(),
        ..MemoForm::default()
    };
    form.read().map_err(faulty)
}

/// A memo of which whoever asks may know.
async fn found(app: &App, (study, places): (Uuid, &Places), id: &str) -> Result<Memo> {
    let id = console::id(id, "memos")?;
    let all = store::all(app.db.read(), study).await?;
    let memo = all.into_iter().find(|memo| memo.id == id);
    let known = places.with_places(memo.into_iter().collect()).pop();
    let none = || refused("There is no such memo.", "`enid memos list` prints them.");
    known.map(|(memo, _)| memo).ok_or_else(none)
}

impl Subject {
    async fn target(&self, app: &App, (study, places): (Uuid, &Places)) -> Result<Target> {
        let asked = self.asked(app, (study, places)).await?;
        let none = |error| match error {
            Error::NotFound => refused(
                format!("There is no {} of that name that you may see.", asked.on),
                "Nothing was written.",
            ),
            other => other,
        };
        let target = places.target(app, &asked, study).await.map_err(none)?;
        if let (Some(document), Some(span)) = (target.document, target.span)
            && passage(&turns(app.db.read(), document).await?, span).is_none()
        {
            return Err(not_done("This passage does not stand in the document."));
        }
        Ok(target)
    }

    /// The words of an address for it.
    async fn asked(&self, app: &App, (study, places): (Uuid, &Places)) -> Result<Asked> {
        let trail = read_trail(app, study).await?;
        let state = replay(&trail.events);
        let on = |on: On, id: String| Asked {
            on: on.word().to_owned(),
            id,
            ..Asked::default()
        };
        let named = [
            &self.code,
            &self.theme,
            &self.coding,
            &self.participant,
            &self.document,
        ];
        if named.into_iter().flatten().count() > 1 {
            return Err(not_done("A memo is on one thing; name one."));
        }
        if let Some(code) = &self.code {
            let book = Book::of(&state, &trail)?;
            let id = console::named(&book, codes::console::NAMED, code)?;
            return Ok(on(On::Code, id.to_string()));
        }
        if let Some(theme) = &self.theme {
            let themes = Themes::of(&state, &trail)?;
            let id = console::named(&themes, themes::console::NAMED, theme)?;
            return Ok(on(On::Theme, id.to_string()));
        }
        if let Some(coding) = &self.coding {
            return Ok(on(On::Coding, coding.clone()));
        }
        if let Some(handle) = &self.participant {
            let id = places.participant(handle);
            return Ok(on(On::Participant, id.unwrap_or_default().to_string()));
        }
        let Some(document) = &self.document else {
            return Ok(on(On::Study, String::new()));
        };
        let (start, end) = self.span.unwrap_or_default();
        Ok(Asked {
            on: match self.span {
                Some(_) => On::Span.word().to_owned(),
                None => On::Document.word().to_owned(),
            },
            document: document.clone(),
            start: start.to_string(),
            end: end.to_string(),
            id: String::new(),
        })
    }
}
