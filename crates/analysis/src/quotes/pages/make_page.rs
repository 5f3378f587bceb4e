//! Making a quote: a document, the words, where it is placed. A link names document, start and end in code points, or a turn.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Routes, Shell, error_of, form_status, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::documents::{Kind, Role};
use study::rights::Analyst;
use study::transcripts::anchors::Span;

use super::WRITE;
use super::form::{Errors, Offered, Sent, differing, sentence};
use crate::quotes::source::{Source, sources};
use crate::quotes::{
    Found, NewWords, No, Refused, Stance, Wish, act, chosen, declared, version_of,
};

const FIELDS: [&str; 9] = [
    "document", "turn", "start", "end", "words", "theme", "question", "ready", "stance",
];

/// The form, and what it does.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/quotes/new", WRITE, new)
        .post("/studies/{study}/quotes", WRITE, make)
}

/// What a link says: whatever it leaves out is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The document, as pages call it.
    document: String,
    /// The turn, from 1.
    turn: String,
    /// The first code point of the turns joined by LF.
    start: String,
    /// The code point after the last.
    end: String,
    /// The theme to begin with.
    theme: String,
    /// The question to begin with.
    question: String,
}

#[derive(Template)]
#[template(path = "quotes/pages/choose.html")]
struct ChoosePage {
    shell: Shell,
    here: String,
    asked: Asked,
    documents: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "quotes/pages/make.html")]
struct MakePage {
    shell: Shell,
    here: String,
    lead: String,
    document: String,
    is_note: bool,
    turn: String,
    start: String,
    end: String,
    words: String,
    /// What a link marks that cannot be quoted: why not, and what it says.
    unquotable: Option<(&'static str, String)>,
    places: Vec<(String, String, bool)>,
    questions: Vec<(String, String, bool)>,
    ready: bool,
    stance: Stance,
    /// The words that differ, where some do.
    difference: Vec<(&'static str, String)>,
    /// The turns to quote from: number, who, text.
    turns: Vec<(usize, &'static str, String)>,
    errors: Errors,
}

impl MakePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

async fn new(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    if asked.document.is_empty() {
        return choose(&app, &viewer, asked).await;
    }
    let source = Source::open(&app, &viewer, &asked.document).await?;
    let marked = marked(&source, &asked.start, &asked.end);
    let turn = asked.turn.parse::<usize>().ok().filter(|turn| *turn > 0);
    let words = match (&marked, turn) {
        (Some(found), _) => source.shown(&found.pieces),
        (None, Some(turn)) => source
            .turns
            .get(turn - 1)
            .filter(|turn| turn.role != Role::Interviewer)
            .map_or_else(String::new, |turn| turn.text.clone()),
        (None, None) => String::new(),
    };
    let turn = marked.as_ref().map(|found| found.turn + 1).or(turn);
    let sent = Sent::of(
        [
            ("document", asked.document),
            (
                "turn",
                turn.map(|turn| turn.to_string()).unwrap_or_default(),
            ),
            ("start", asked.start),
            ("end", asked.end),
            ("words", words),
            ("theme", asked.theme),
            ("question", asked.question),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
        &FIELDS,
    )?;
    shown(&app, &viewer, &source, (&sent, Errors::new(), None)).await
}

async fn choose(app: &App, viewer: &Viewer, asked: Asked) -> Result<Response> {
    let documents = sources(app, viewer).await?;
    let here = format!("/studies/{}/quotes", viewer.scope()?.slug);
    let title = "From which document do you quote?";
    page(ChoosePage {
        shell: Shell::new(app, viewer, title)
            .crumb("Quotes", Some(here.clone()))
            .crumb("Make a quote", None),
        here,
        asked,
        documents: documents
            .into_iter()
            .map(|one| (one.handle, one.title, one.kind == Kind::FieldNote))
            .collect(),
    })
}

/// What a link marks in a document.
fn marked(source: &Source, start: &str, end: &str) -> Option<Found> {
    let marked = Span::new(start.parse().ok()?, end.parse().ok()?);
    chosen(&source.turns, marked)
}

/// Why what a link marks is no quote, and its words: nobody but the interviewer speaks there, or there is no word in it.
fn unquotable(source: &Source, sent: &Sent) -> Option<(&'static str, String)> {
    let number = |field| sent.text(field).parse::<usize>().ok();
    let version = version_of(&source.turns);
    let all = 0..source.turns.len();
    let (touched, words): (Vec<usize>, String) = match number("start").zip(number("end")) {
        Some((start, end)) => {
            let whole = all.filter_map(|at| Some((at, version.turn(at)?)));
            let touched = whole.filter(|(_, turn)| turn.start < end && start < turn.end);
            let touched: Vec<(usize, Span)> = touched.collect();
            let parts = touched.iter().map(|(_, turn)| {
                version.slice(Span::new(turn.start.max(start), turn.end.min(end)))
            });
            let words = parts.collect::<Vec<_>>().join("\n");
            (touched.into_iter().map(|(at, _)| at).collect(), words)
        }
        None => {
            let at = number("turn")?.checked_sub(1)?;
            (vec![at], source.turns.get(at)?.text.clone())
        }
    };
    let is_asked = |at: &usize| {
        let turn = source.turns.get(*at);
        turn.is_some_and(|turn| turn.role == Role::Interviewer)
    };
    let why = match (words.is_empty(), touched.iter().all(is_asked)) {
        (true, _) => "What the link marks does not stand in this document",
        (_, true) => "The interviewer says this, so it cannot be a quote",
        _ => "There is no word in what is marked",
    };
    Some((why, words))
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    source: &Source,
    (sent, errors, refused): (&Sent, Errors, Option<Refused>),
) -> Result<Response> {
    let study = viewer.scope()?;
    let offered = Offered::of(app.db.read(), study.id).await?;
    let here = format!("/studies/{}/quotes", study.slug);
    let document = &source.document;
    let is_note = document.kind == Kind::FieldNote;
    let theme = sent.text("theme");
    let places = offered
        .themes
        .iter()
        .map(|(id, path)| (id.to_string(), path.clone()));
    let questions = sent.all("question");
    let page = MakePage {
        shell: Shell::new(app, viewer, format!("Quote from {}", document.handle))
            .crumb("Quotes", Some(here.clone()))
            .crumb("Make a quote", None),
        lead: match is_note {
            true => format!(
                "{}, a field note: it counts to no cohort and no interview.",
                document.title
            ),
            false => document.title.clone(),
        },
        here,
        document: document.handle.clone(),
        is_note,
        turn: sent.text("turn").to_owned(),
        start: sent.text("start").to_owned(),
        end: sent.text("end").to_owned(),
        words: sent.text("words").to_owned(),
        unquotable: match sent.text("words").is_empty() && refused.is_none() {
            true => unquotable(source, sent),
            false => None,
        },
        places: places
            .map(|(id, path)| (id.clone(), path, id == theme))
            .chain([(
                "other".to_owned(),
                "Other findings, under no theme".to_owned(),
                theme == "other",
            )])
            .collect(),
        questions: offered
            .questions
            .iter()
            .map(|(_, label, wording, _)| {
                let chosen = questions.contains(&label.as_str());
                (label.clone(), format!("{label} {wording}"), chosen)
            })
            .collect(),
        ready: sent.text("ready") == "yes",
        stance: Stance::of_word(sent.text("stance")).unwrap_or_default(),
        difference: match &refused {
            Some(Refused::Differs(difference)) => differing(difference),
            _ => Vec::new(),
        },
        turns: turns(source),
        errors,
    };
    page_with(form_status(&page.errors), page)
}

fn turns(source: &Source) -> Vec<(usize, &'static str, String)> {
    let turns = source.turns.iter().enumerate();
    let shown = turns.map(|(at, turn)| {
        let who = match turn.role {
            Role::Interviewer => "Interviewer",
            _ => "",
        };
        (at + 1, who, turn.text.clone())
    });
    shown.collect()
}

/// What a form quotes: the marked stretch where its words are unchanged, else the words as they were found.
pub(super) fn found(source: &Source, sent: &Sent) -> std::result::Result<Found, Refused> {
    let words = sent.text("words");
    if let Some(found) = marked(source, sent.text("start"), sent.text("end"))
        && source.shown(&found.pieces) == study::columns::fold_spaces(words)
    {
        return Ok(found);
    }
    let turn = sent.text("turn").parse::<usize>().unwrap_or(1);
    declared(words, &source.turns, turn.saturating_sub(1))
}

async fn make(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let sent = Sent::of(fields, &FIELDS)?;
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let source = Source::open(&app, &viewer, sent.text("document")).await?;
    let offered = Offered::of(app.db.read(), study.id).await?;
    let place = offered.place(sent.text("theme"))?;
    let marks = offered.marks(&sent, &[])?;
    let found = match found(&source, &sent) {
        Ok(found) => found,
        Err(refused) => {
            let errors = vec![("words", sentence(&refused, &source.document.handle))];
            return shown(&app, &viewer, &source, (&sent, errors, Some(refused))).await;
        }
    };
    let of = (source.document.id, source.document.participant);
    let wish = Wish::Make(NewWords::of(of, &source.turns, found), marks, place);
    let tx = app.db.write().await?;
    match act(&tx, &app, study.id, (analyst.member, ""), &wish).await? {
        Ok(quote) => {
            tx.commit(&app, viewer.event("quotes.write", quote.to_string()))
                .await?;
            let to = format!("/studies/{}/quotes/{quote}", study.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(No::Refused(field, words)) => {
            drop(tx);
            shown(&app, &viewer, &source, (&sent, vec![(field, words)], None)).await
        }
        Err(No::Changed(_)) => Err(Error::Conflict("a new quote was there before")),
    }
}
