//! What a participant is asked of each interviewer: on a phone, without an account, without a script (study R12).

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, form_status, only, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::acquaintance::{ANSWERS, By};
use super::matching::Acquaintance;
use super::times::{self, Day, Times};
use super::{act, store};
use crate::{consent, team};

/// The page.
pub(super) fn routes() -> Routes {
    let own = Action("acquaintance.own");
    Routes::new()
        .get("/studies/{study}/my-interviewers", own, show)
        .post("/studies/{study}/my-interviewers", own, save)
}

#[derive(Template)]
#[template(path = "interviewers/own.html")]
struct OwnPage {
    shell: Shell,
    here: String,
    heading: &'static str,
    lead: &'static str,
    questions: Vec<Question>,
    /// The boxes of a usual week; none for whoever is asked nothing.
    times: Vec<Day>,
    errors: Vec<(String, String)>,
}

/// What is asked of one interviewer.
struct Question {
    field: String,
    name: String,
    answers: Vec<(&'static str, &'static str, bool)>,
    error: String,
}

/// The answers by interviewer; none where it is still open.
type Answers = BTreeMap<Uuid, Option<Acquaintance>>;

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    saved: Option<String>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let notice = match done.saved.as_deref() {
        Some("freed") => Some(
            "You know the interviewer you were to talk to, so that is off, and the appointment with it if you had one. Somebody else is found for you.",
        ),
        Some(_) => Some("You can change your answers here at any time."),
        None => None,
    };
    let Some(me) = viewer.subject(Role::Participant) else {
        return answered(&app, &viewer, (Vec::new(), None), None, false);
    };
    let held = said_by(&app, &viewer, me).await?;
    let questions = questions(&asked_of(&app, &viewer, me).await?, &held, false);
    let study = viewer.scope()?.id;
    let times = match consent::is_out(app.db.read(), study, me).await? {
        true => None,
        false => {
            let all = times::all(app.db.read(), study).await?;
            Some(all.get(&me).copied().unwrap_or_default())
        }
    };
    answered(&app, &viewer, (questions, times), notice, true)
}

/// The page; `is_tied` where the account or the link belongs to an interview, no times where nothing is asked any more.
fn answered(
    app: &App,
    viewer: &Viewer,
    (questions, times): (Vec<Question>, Option<Times>),
    notice: Option<&'static str>,
    is_tied: bool,
) -> Result<Response> {
    let errors: Vec<(String, String)> = questions
        .iter()
        .filter(|one| !one.error.is_empty())
        .map(|one| (one.field.clone(), one.error.clone()))
        .collect();
    let status = form_status(&errors);
    let (heading, lead) = match (is_tied, questions.is_empty()) {
        (false, _) => (
            "No interview is tied to your account",
            "The research lead ties an account to an interview, or sends a link that opens this page.",
        ),
        (true, true) => (
            "There is nobody to ask you about yet",
            "Interviewers stand here as soon as the study has some.",
        ),
        (true, false) => (
            "Do you know one of these interviewers?",
            "Nobody who knows you interviews you. So say of each how you know each other, as far as you can tell.",
        ),
    };
    let mut shell = Shell::new(app, viewer, heading);
    if let Some(text) = notice {
        shell = shell.notice("ok", "Your answers are saved", text);
    }
    let page = OwnPage {
        shell,
        here: format!("/studies/{}/my-interviewers", viewer.scope()?.slug),
        heading,
        lead,
        questions,
        times: times.map(Times::grid).unwrap_or_default(),
        errors,
    };
    page_with(status, page)
}

/// The interviewers by name, in the order of names; nobody who has withdrawn is asked anything.
async fn asked_of(app: &App, viewer: &Viewer, me: Uuid) -> Result<Vec<(Uuid, String)>> {
    let study = viewer.scope()?.id;
    if consent::is_out(app.db.read(), study, me).await? {
        return Ok(Vec::new());
    }
    let names = team::names(app, study).await?;
    let members = team::all(app.db.read(), study).await?;
    let mut asked: Vec<(Uuid, String)> = members
        .into_iter()
        .filter(|member| member.interviews && member.participant != Some(me))
        .filter_map(|member| Some((member.id, names.get(&member.id)?.clone())))
        .collect();
    asked.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(asked)
}

/// What the participant has said so far.
async fn said_by(app: &App, viewer: &Viewer, me: Uuid) -> Result<Answers> {
    let declared = store::declared(app.db.read(), viewer.scope()?.id).await?;
    let own = declared
        .iter()
        .filter(|one| one.by == By::Participant && one.pair.0 == me);
    Ok(own.map(|one| (one.pair.1, Some(one.relation))).collect())
}

fn questions(asked: &[(Uuid, String)], answers: &Answers, is_sent: bool) -> Vec<Question> {
    let question = |(interviewer, name): &(Uuid, String)| {
        let answer = answers.get(interviewer).copied().flatten();
        Question {
            field: format!("i-{interviewer}"),
            name: name.clone(),
            answers: ANSWERS
                .iter()
                .map(|(relation, label)| (relation.word(), *label, answer == Some(*relation)))
                .collect(),
            error: match (is_sent, answer) {
                (true, None) => format!("Choose an answer for {name}; you may be not sure."),
                _ => String::new(),
            },
        }
    };
    asked.iter().map(question).collect()
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    only(
        fields.iter().map(|(name, _)| name.as_str()),
        &["i-", "times"],
    )?;
    let study = viewer.scope()?;
    let me = consent::me(&viewer)?;
    let (times, fields): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|(name, _)| name == "times");
    let times = times::ticked(&times)?;
    let asked = asked_of(&app, &viewer, me).await?;
    let answers: Answers = asked
        .iter()
        .map(|(interviewer, _)| {
            let name = format!("i-{interviewer}");
            let sent = fields.iter().find(|(field, _)| *field == name);
            let words = ANSWERS.iter().map(|(relation, _)| *relation);
            let answer =
                sent.and_then(|(_, word)| words.clone().find(|one| one.word() == word.as_str()));
            (*interviewer, answer)
        })
        .collect();
    let known = |name: &str| {
        let mut all = asked.iter();
        all.any(|(interviewer, _)| name == format!("i-{interviewer}"))
    };
    if !fields.iter().all(|(name, _)| known(name)) {
        return Err(Error::Conflict(
            "who interviews in this study has changed since you opened the page",
        ));
    }
    if answers.values().any(Option::is_none) {
        let questions = questions(&asked, &answers, true);
        return answered(&app, &viewer, (questions, Some(times)), None, true);
    }
    let answers: Vec<(Uuid, Acquaintance)> = answers
        .into_iter()
        .filter_map(|(interviewer, answer)| Some((interviewer, answer?)))
        .collect();
    let tx = app.db.write().await?;
    if consent::is_out(tx.connection(), study.id, me).await? {
        return Err(Error::Conflict(
            "you have withdrawn since you opened the page",
        ));
    }
    times::keep(&tx, study.id, me, times).await?;
    let freed = act::answer(&tx, &app, study.id, me, &answers).await?;
    let event = viewer.event("acquaintance.own", me.to_string());
    tx.commit(
        &app,
        event.with_detail(format!("{} interviewers", answers.len())),
    )
    .await?;
    let saved = if freed { "freed" } else { "yes" };
    let here = format!("/studies/{}/my-interviewers?saved={saved}", study.slug);
    Ok(Redirect::to(&here).into_response())
}
