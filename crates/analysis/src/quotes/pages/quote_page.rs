//! One quote: its words, where it stands, what it answers, and what became of it.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Routes, Shell, error_of, page_with};
use platform::{App, Error, Result};
use study::dates::day_in_words;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::form::{Errors, OTHER, Offered, Sent, differing, sentence};
use super::list_page::Row;
use super::{READ, WRITE};
use crate::acts::{Saying, read_trail};
use crate::quotes::source::Source;
use crate::quotes::{
    NewWords, No, QUOTE, Refused, Stance, Visible, Wish, act, declared, newest, visible,
};
use crate::trail::{Acts, why};

/// The page of a quote, and what is done on it.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/quotes/{quote_id}", READ, show)
        .post("/studies/{study}/quotes/{quote_id}/words", WRITE, reword)
        .post("/studies/{study}/quotes/{quote_id}/marks", WRITE, mark)
        .post("/studies/{study}/quotes/{quote_id}/remove", WRITE, remove)
}

#[derive(Template)]
#[template(path = "quotes/pages/quote.html")]
struct QuotePage {
    shell: Shell,
    here: String,
    row: Row,
    document: String,
    writes: bool,
    seen: i64,
    words: String,
    turn: String,
    why: String,
    /// Where it stands: the value that forms send, and the names.
    stands: Vec<(String, String)>,
    /// Where else it can stand.
    places: Vec<(String, String)>,
    questions: Vec<(String, String, bool)>,
    stance: Stance,
    difference: Vec<(&'static str, String)>,
    history: Vec<(String, String, String, String)>,
    /// What somebody changed meanwhile.
    meanwhile: &'static str,
    errors: Errors,
}

impl QuotePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// What a page says beside the quote.
#[derive(Default)]
struct Beside {
    sent: Option<Sent>,
    errors: Errors,
    refused: Option<Refused>,
    meanwhile: &'static str,
}

pub(super) fn id_of(quote: &str) -> Result<Uuid> {
    quote.parse().map_err(|_| Error::NotFound)
}

async fn find(app: &App, viewer: &Viewer, id: Uuid) -> Result<Visible> {
    let all = visible(app.db.read(), viewer.scope()?.id).await?;
    let found = all.into_iter().find(|quote| quote.id == id);
    found.ok_or(Error::NotFound)
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
) -> Result<Response> {
    shown(&app, &viewer, id_of(&quote)?, Beside::default()).await
}

async fn shown(app: &App, viewer: &Viewer, id: Uuid, beside: Beside) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(app, viewer).await?;
    let trail = read_trail(app, study.id).await?;
    let quote = find(app, viewer, id).await?;
    let offered = Offered::of(app.db.read(), study.id).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let about = trail.events.iter().rev();
    let about = about.filter(|event| event.subject.0 == QUOTE && event.subject.1 == id);
    let history = about.map(|event| {
        let why = trail.words(event.why.as_ref()).to_owned();
        let who = saying.who(event.member);
        (saying.event(event), why, who, day_in_words(event.at))
    });
    let list = format!("/studies/{}/quotes", study.slug);
    let status = match (beside.errors.is_empty(), beside.meanwhile) {
        (_, what) if !what.is_empty() => StatusCode::CONFLICT,
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let sent = beside.sent.unwrap_or_default();
    let (stands, places) = places(&quote, &offered);
    let kept = |field: &str, stored: String| match sent.text(field) {
        "" => stored,
        text => text.to_owned(),
    };
    let title = match quote.places.len() {
        0 => "A quote that stands nowhere yet".to_owned(),
        1 => "A quote in one place".to_owned(),
        count => format!("A quote in {count} places"),
    };
    let page = QuotePage {
        shell: Shell::new(app, viewer, title)
            .crumb("Quotes", Some(list.clone()))
            .crumb("One quote", None),
        here: format!("{list}/{id}"),
        row: Row::of(&quote, &study.slug),
        writes: analyst.writes,
        seen: newest(&trail, id),
        words: kept("words", quote.words.text.clone()),
        turn: kept(
            "turn",
            quote
                .words
                .turn
                .map(|turn| turn.to_string())
                .unwrap_or_default(),
        ),
        why: sent.text("why").to_owned(),
        stands,
        places,
        questions: offered
            .questions
            .iter()
            .map(|(_, label, wording, _)| {
                let answers = quote.questions.contains(label);
                (label.clone(), format!("{label} {wording}"), answers)
            })
            .collect(),
        stance: quote.state.stance,
        document: quote.document.unwrap_or_default(),
        difference: match &beside.refused {
            Some(Refused::Differs(difference)) => differing(difference),
            _ => Vec::new(),
        },
        history: history.collect(),
        meanwhile: beside.meanwhile,
        errors: beside.errors,
    };
    page_with(status, page)
}

type Places = Vec<(String, String)>;

/// Where a quote stands, and where else it can.
fn places(quote: &Visible, offered: &Offered) -> (Places, Places) {
    let value = |theme: Option<Uuid>| theme.map_or_else(|| OTHER.to_owned(), |id| id.to_string());
    let stands: Places = quote
        .places
        .iter()
        .map(|place| match place.path.is_empty() {
            true => (OTHER.to_owned(), "Other findings".to_owned()),
            false => (value(place.theme), place.path.join(" > ")),
        })
        .collect();
    let all = offered
        .themes
        .iter()
        .map(|(id, path)| (id.to_string(), path.clone()));
    let all = all.chain([(
        OTHER.to_owned(),
        "Other findings, under no theme".to_owned(),
    )]);
    let free = all.filter(|(id, _)| stands.iter().all(|(taken, _)| taken != id));
    let free = free.collect();
    (stands, free)
}

/// Does what a form asks for, and goes on to the page of the quote, or says there what stood in the way.
pub(super) async fn done(
    app: &App,
    viewer: &Viewer,
    (id, sent): (Uuid, Sent),
    wish: Wish,
) -> Result<Response> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?;
    find(app, viewer, id).await?;
    let why = match why(sent.text("why")) {
        Ok(why) => why,
        Err(error) => return again(app, viewer, (id, sent), vec![error]).await,
    };
    let tx = app.db.write().await?;
    let done = act(&tx, app, study.id, (analyst.member, &why), &wish).await?;
    match done {
        Ok(_) => {
            tx.commit(app, viewer.event("quotes.write", id.to_string()))
                .await?;
            let to = match wish {
                Wish::Remove(..) => format!("/studies/{}/quotes", study.slug),
                _ => format!("/studies/{}/quotes/{id}", study.slug),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(No::Refused(field, sentence)) => {
            drop(tx);
            again(app, viewer, (id, sent), vec![(field, sentence)]).await
        }
        Err(No::Changed(meanwhile)) => {
            drop(tx);
            let beside = Beside {
                sent: Some(sent),
                meanwhile,
                ..Beside::default()
            };
            shown(app, viewer, id, beside).await
        }
    }
}

pub(super) async fn again(
    app: &App,
    viewer: &Viewer,
    (id, sent): (Uuid, Sent),
    errors: Errors,
) -> Result<Response> {
    let beside = Beside {
        sent: Some(sent),
        errors,
        ..Beside::default()
    };
    shown(app, viewer, id, beside).await
}

pub(super) type Fields = Form<Vec<(String, String)>>;

async fn reword(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result<Response> {
    let id = id_of(&quote)?;
    let sent = Sent::of(fields, &["seen", "words", "turn", "why"])?;
    Analyst::writing(&app, &viewer).await?;
    let quote = find(&app, &viewer, id).await?;
    let handle = quote.document.clone().ok_or_else(|| {
        Error::refused(
            "R46",
            "This quote names no document, so that its words cannot be found in one.",
            "Make it anew from its document, and remove this one.",
        )
    })?;
    let source = Source::open(&app, &viewer, &handle).await?;
    let turn = sent.text("turn").parse::<usize>().unwrap_or(1);
    let words = sent.text("words");
    let found = match source.same(&quote.words, words) {
        Some(same) => Ok(same),
        None => declared(words, &source.turns, turn.saturating_sub(1)),
    };
    let found = match found {
        Ok(found) => found,
        Err(refused) => {
            let beside = Beside {
                errors: vec![("words", sentence(&refused, &handle))],
                sent: Some(sent),
                refused: Some(refused),
                ..Beside::default()
            };
            return shown(&app, &viewer, id, beside).await;
        }
    };
    let is_same = found.pieces == quote.words.pieces;
    if is_same && source.shown(&found.pieces) == quote.words.text {
        let to = format!("/studies/{}/quotes/{id}", viewer.scope()?.slug);
        return Ok(Redirect::to(&to).into_response());
    }
    let of = (source.document.id, source.document.participant);
    let words = NewWords::of(of, &source.turns, found);
    let wish = Wish::Reword(id, sent.seen(), words);
    done(&app, &viewer, (id, sent), wish).await
}

async fn mark(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result<Response> {
    let id = id_of(&quote)?;
    let sent = Sent::of(fields, &["seen", "question", "ready", "stance"])?;
    let offered = Offered::of(app.db.read(), viewer.scope()?.id).await?;
    let quote = find(&app, &viewer, id).await?;
    let marks = offered.marks(&sent, &quote.state.questions)?;
    let wish = Wish::Mark(id, sent.seen(), marks);
    done(&app, &viewer, (id, sent), wish).await
}

async fn remove(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, quote)): Path<(String, String)>,
    Form(fields): Fields,
) -> Result<Response> {
    let id = id_of(&quote)?;
    let sent = Sent::of(fields, &["seen", "why"])?;
    let wish = Wish::Remove(id, sent.seen());
    done(&app, &viewer, (id, sent), wish).await
}
