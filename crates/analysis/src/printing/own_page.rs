//! A participant's own words that are to be printed: as they would be printed, with nothing else of the study, and a yes or no to each.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::words::count_first;
use platform::{App, Result};
use serde::Deserialize;
use study::consent;
use study::dates::day_in_words;
use uuid::Uuid;

use super::act::{self, Refused, Sent};
use super::said::{By, Printed, Said};
use super::store;

/// The page and its one act.
pub fn routes() -> Routes {
    let own = Action("my-words.own");
    Routes::new()
        .get("/studies/{study}/my-words", own, show)
        .post("/studies/{study}/my-words", own, answer)
}

#[derive(Template)]
#[template(path = "printing/own.html")]
struct OwnPage {
    shell: Shell,
    here: String,
    lead: String,
    choices: String,
    asked: Vec<Asked>,
    /// Of which quote something is to be mended.
    wrong: Uuid,
    why: String,
    errors: Vec<(String, String)>,
}

/// A quote on the page.
struct Asked {
    quote: Uuid,
    seal: String,
    words: String,
    /// What was answered: whether yes, and a sentence; none where an answer is missing.
    answered: Option<(bool, String)>,
    why: String,
}

impl Asked {
    fn of(one: Printed) -> Option<Self> {
        let (answered, why) = match one.said {
            Said::Waits(_) => (None, String::new()),
            Said::Answered(answered) => {
                let day = day_in_words(answered.at);
                match answered.by {
                    By::Participant => (
                        Some((answered.yes, format!("You said so on {day}."))),
                        answered.why,
                    ),
                    By::ResearchLead => (
                        Some((
                            answered.yes,
                            format!("The research lead wrote on {day} that you said so."),
                        )),
                        String::new(),
                    ),
                }
            }
            Said::Note | Said::Unknown | Said::NotAsked => return None,
        };
        Some(Self {
            quote: one.quote,
            seal: one.seal,
            words: format!("“{}”", one.words),
            answered,
            why,
        })
    }
}

impl OwnPage {
    fn error(&self, quote: &Uuid) -> &str {
        error_of(&self.errors, &format!("why-{quote}"))
    }

    /// What was written of why: what is kept, or what is to be mended.
    fn written(&self, one: &Asked) -> String {
        match one.quote == self.wrong {
            true => self.why.clone(),
            false => one.why.clone(),
        }
    }
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    shown(&app, &viewer, (Uuid::nil(), String::new(), Vec::new())).await
}

/// Only what the participant of the grant said and was asked about; what others said is not looked at.
async fn shown(
    app: &App,
    viewer: &Viewer,
    (wrong, why, errors): (Uuid, String, Vec<(String, String)>),
) -> Result<Response> {
    let study = viewer.scope()?;
    let asked: Vec<Asked> = match viewer.subject(Role::Participant) {
        Some(me) => {
            let printed = store::printed(app.db.read(), study.id).await?.into_iter();
            let own = printed.filter(|one| one.person == Some(me));
            own.filter_map(Asked::of).collect()
        }
        None => Vec::new(),
    };
    let missing = asked.iter().filter(|one| one.answered.is_none()).count();
    let title = match (missing, asked.is_empty()) {
        (_, true) => "No words of yours are to be printed now".to_owned(),
        (0, false) => "You have answered about all words of yours".to_owned(),
        (count, _) => format!(
            "{} for your answer",
            count_first(count, "quotation waits", "quotations wait")
        ),
    };
    let page = OwnPage {
        shell: Shell::new(app, viewer, title),
        here: format!("/studies/{}/my-words", study.slug),
        lead: format!(
            "The team of “{}” asks you before it prints what you said. These are the words as they would stand there: without your name, and with nothing else about you.",
            study.name
        ),
        choices: format!("/studies/{}/my-choices", study.slug),
        asked,
        wrong,
        why,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AnswerForm {
    quote: Uuid,
    words: String,
    answer: String,
    why: String,
}

async fn answer(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let me = consent::me(&viewer)?;
    let sent = Sent {
        quote: form.quote,
        seal: &form.words,
        answer: &form.answer,
        why: &form.why,
    };
    match act::answer(&app, &viewer, me, &sent).await? {
        Ok(()) => {
            let here = format!("/studies/{}/my-words", viewer.scope()?.slug);
            Ok(Redirect::to(&here).into_response())
        }
        Err(refused) => {
            let field = match refused {
                Refused::Changed => String::new(),
                _ => format!("why-{}", form.quote),
            };
            let errors = vec![(field, refused.said().1.to_owned())];
            shown(&app, &viewer, (form.quote, form.why, errors)).await
        }
    }
}
