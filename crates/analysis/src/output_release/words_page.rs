//! Whoever is quoted in a release, what they say to that, and what the research lead enters for those who said it elsewhere (trust PRI-7).

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Shell, error_of, form_status, page_with};
use platform::words::count_first;
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::{consent, participants};
use uuid::Uuid;

use super::page::{here, shell};
use super::store;
use crate::printing::{self, Answered, By, Printed, Refused, Said, Sent};

const READ: Action = Action("releases.read");
const ASK: Action = Action("releases.ask");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/releases/{set}/words", READ, open)
        .post("/studies/{study}/releases/{set}/words", ASK, enter)
        .post("/studies/{study}/releases/{set}/words/ask", ASK, ask)
}

#[derive(Template)]
#[template(path = "output_release/words.html")]
struct WordsPage {
    shell: Shell,
    here: String,
    release: String,
    /// How many answers are missing of those who can be asked.
    missing: usize,
    /// Whose answer is missing that no letter reaches, in a sentence.
    unreached: String,
    people: Vec<Person>,
    again: Again,
}

/// Whoever is quoted, by their id in the study.
struct Person {
    name: String,
    quotes: Vec<Line>,
}

/// A quote of theirs.
struct Line {
    quote: Uuid,
    seal: String,
    words: String,
    chip: (&'static str, &'static str, &'static str),
    said: String,
    /// Whether the research lead may enter what was said elsewhere.
    can_be_entered: bool,
}

/// What somebody wrote who was refused.
#[derive(Default)]
struct Again {
    quote: Uuid,
    answer: String,
    why: String,
    errors: Vec<(String, String)>,
}

impl WordsPage {
    fn error(&self, field: &str, quote: &Uuid) -> &str {
        error_of(&self.again.errors, &format!("{field}-{quote}"))
    }

    fn is_again(&self, quote: &Uuid) -> bool {
        self.again.quote == *quote
    }

    fn why(&self, quote: &Uuid) -> &str {
        match self.is_again(quote) {
            true => &self.again.why,
            false => "",
        }
    }

    fn chosen(&self, quote: &Uuid, answer: &str) -> bool {
        self.is_again(quote) && self.again.answer == answer
    }
}

fn line(one: &Printed) -> Line {
    let (chip, said) = match &one.said {
        Said::Note => (
            ("info", "note", "Field note"),
            "Nobody who was interviewed said it.".to_owned(),
        ),
        Said::Unknown => (
            ("unknown", "ask", "Not known"),
            "The study does not know who said it.".to_owned(),
        ),
        Said::NotAsked => (
            ("wait", "clock", "Not asked yet"),
            "They have not seen these words as they would be printed.".to_owned(),
        ),
        Said::Waits(at) => (
            ("wait", "clock", "Waiting"),
            format!("They were asked on {}.", day_in_words(*at)),
        ),
        Said::Answered(one) => answered(one),
    };
    let own = matches!(&one.said, Said::Answered(one) if one.by == By::Participant);
    Line {
        quote: one.quote,
        seal: one.seal.clone(),
        words: format!("“{}”", one.words),
        chip,
        said,
        can_be_entered: one.person.is_some() && !own,
    }
}

fn answered(one: &Answered) -> ((&'static str, &'static str, &'static str), String) {
    let chip = match one.yes {
        true => ("ok", "check", "May be printed"),
        false => ("no", "cross", "Not to be printed"),
    };
    let day = day_in_words(one.at);
    let said = match (one.by, one.why.is_empty()) {
        (By::Participant, true) => format!("They said so on {day}."),
        (By::Participant, false) => format!("They said so on {day}: {}", one.why),
        (By::ResearchLead, _) => format!("The research lead entered it on {day}: {}", one.why),
    };
    (chip, said)
}

async fn open(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set)): Path<(String, Uuid)>,
) -> Result<Response> {
    shown(&app, &viewer, set, Again::default()).await
}

/// A release that was approved asks nobody any more.
async fn in_preparation(app: &App, viewer: &Viewer, set: Uuid) -> Result<()> {
    let kept = store::find(app.db.read(), viewer.scope()?.id, set).await?;
    match kept.frozen {
        Some(_) => Err(Error::Conflict("the release was approved")),
        None => Ok(()),
    }
}

async fn shown(app: &App, viewer: &Viewer, set: Uuid, again: Again) -> Result<Response> {
    let study = viewer.scope()?.id;
    in_preparation(app, viewer, set).await?;
    let printed = printing::printed(app.db.read(), study).await?;
    let known = participants::all(app.db.read(), study).await?.into_iter();
    let names: BTreeMap<Uuid, String> = known
        .map(|one| (one.id, one.participant.participant))
        .collect();
    let reached = consent::reached(app.db.read(), study).await?;
    let mut people: BTreeMap<(bool, String), Person> = BTreeMap::new();
    let mut unreached: BTreeSet<String> = BTreeSet::new();
    for one in &printed {
        let name = one.person.and_then(|id| names.get(&id)).cloned();
        let key = (name.is_none(), name.clone().unwrap_or_default());
        if let (true, Some(id), Some(name)) = (one.is_open(), one.person, &name)
            && !reached.contains(&id)
        {
            unreached.insert(name.clone());
        }
        let person = people.entry(key).or_insert_with(|| Person {
            name: name.unwrap_or_else(|| "Nobody who was interviewed, or not known".to_owned()),
            quotes: Vec::new(),
        });
        person.quotes.push(line(one));
    }
    let missing = printing::open(&printed);
    let title = match (missing, printed.is_empty()) {
        (_, true) => "There is no quote that is ready to be printed".to_owned(),
        (0, false) => "Everybody who is quoted has answered".to_owned(),
        (count, false) => format!("{} missing", count_first(count, "answer is", "answers are")),
    };
    let release = format!("{}/{set}", here(viewer)?);
    let shell = shell(
        app,
        viewer,
        (title, Some(("In preparation", release.as_str()))),
    )?
    .crumb("Whoever is quoted", None);
    let page = WordsPage {
        shell,
        here: format!("{release}/words"),
        release,
        missing,
        unreached: match unreached.is_empty() {
            true => String::new(),
            false => format!(
                "No address is kept here of {}. Ask them otherwise, and enter what they said.",
                unreached.into_iter().collect::<Vec<_>>().join(", ")
            ),
        },
        people: people.into_values().collect(),
        again,
    };
    page_with(form_status(&page.again.errors), page)
}

async fn ask(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    in_preparation(&app, &viewer, set).await?;
    printing::ask(&app, &viewer, set).await?;
    Ok(Redirect::to(&format!("{}/{set}/words", here(&viewer)?)).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EnterForm {
    quote: Uuid,
    words: String,
    answer: String,
    why: String,
}

async fn enter(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set)): Path<(String, Uuid)>,
    Form(form): Form<EnterForm>,
) -> Result<Response> {
    in_preparation(&app, &viewer, set).await?;
    let sent = Sent {
        quote: form.quote,
        seal: &form.words,
        answer: &form.answer,
        why: &form.why,
    };
    match printing::enter(&app, &viewer, set, &sent).await? {
        Ok(()) => Ok(Redirect::to(&format!("{}/{set}/words", here(&viewer)?)).into_response()),
        Err(refused) => {
            let (field, sentence) = refused.said();
            let field = match refused {
                Refused::Changed | Refused::Theirs => String::new(),
                _ => format!("{field}-{}", form.quote),
            };
            let again = Again {
                quote: form.quote,
                answer: form.answer,
                why: form.why,
                errors: vec![(field, sentence.to_owned())],
            };
            shown(&app, &viewer, set, again).await
        }
    }
}
