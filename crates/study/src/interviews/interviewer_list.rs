//! Whom an interviewer interviews: their own participants by id and cohort, and nobody else (study P13).

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{Interview, State, store, when};
use crate::interviewers;
use crate::interviewers::times::{self, Day, Times};
use crate::participants::{self, Status, Stored};
use crate::team::{self, Member};

/// The list.
pub(super) fn routes() -> Routes {
    let own = Action("my-interviews.own");
    Routes::new()
        .get("/studies/{study}/my-interviews", own, list)
        .post("/studies/{study}/my-interviews/times", own, keep_times)
}

/// A participant of one's own, with every interview so far.
pub(super) struct Own {
    pub(super) stored: Stored,
    pub(super) interviews: Vec<Interview>,
}

impl Own {
    /// The appointment that stands.
    pub(super) fn appointment(&self) -> Option<&Interview> {
        let mut rows = self.interviews.iter();
        rows.find(|one| one.state == State::Scheduled)
    }

    /// The last interview that was held.
    pub(super) fn held(&self) -> Option<&Interview> {
        let mut rows = self.interviews.iter();
        rows.rfind(|one| one.state == State::Completed)
    }

    /// How it stands: the parts of a chip, and when.
    pub(super) fn standing(&self) -> (&'static str, &'static str, &'static str, String) {
        let planned = |one: &Interview| {
            let planned = one.planned?;
            Some(when::in_words(planned.0, planned.1, &one.zone))
        };
        if let Some(one) = self.appointment() {
            let when = planned(one).unwrap_or_default();
            return match one.asked_at {
                Some(_) => ("wait", "ask", "Asks for another time", when),
                None => ("ok", "cal", "Appointment", when),
            };
        }
        if let Some((one, held)) = self.held().and_then(|one| Some((one, one.held?))) {
            let day = when::day(held.started_at, &one.zone);
            let when = day.strftime("%A %-d %B %Y").to_string();
            return ("ok", "check", "Interviewed", when);
        }
        if self.stored.participant.status == Status::DidNotParticipate {
            return ("unknown", "cross", "Did not take part", "–".to_owned());
        }
        let none = "–".to_owned();
        match self.interviews.last().map(|one| one.state) {
            Some(State::CalledOff) => ("wait", "undo", "Called off", none),
            _ => ("wait", "clock", "No appointment yet", none),
        }
    }
}

/// The member that asks; an interviewer, or somebody who was one.
///
/// # Errors
/// `Refused` for whoever has a research role and does not interview.
pub(super) async fn me(app: &App, viewer: &Viewer) -> Result<Member> {
    let member = team::of_viewer(app.db.read(), viewer).await?;
    member.ok_or_else(not_here)
}

/// The same words for nobody's, somebody else's and no participant: none of them can be told from another.
pub(super) fn not_here() -> Error {
    Error::refused(
        "R12",
        "There is no interview of yours here.",
        "The research lead matches interviewers and participants.",
    )
}

/// The participants with whom a match of this interviewer stands.
pub(super) async fn own(app: &App, study: Uuid, me: &Member) -> Result<Vec<Own>> {
    let connection = app.db.read();
    let mut found = Vec::new();
    for one in interviewers::matches(connection, study).await? {
        if one.interviewer != me.id || one.ended_at.is_some() {
            continue;
        }
        let Some(stored) = participants::find(connection, study, one.participant).await? else {
            continue;
        };
        let mut interviews = store::of_participant(connection, study, stored.id).await?;
        // What came of an earlier match with somebody else is not this interviewer's to see.
        interviews.retain(|row| row.interviewer == me.id);
        found.push(Own { stored, interviews });
    }
    found.sort_by(|a, b| {
        let handle = |own: &Own| own.stored.participant.participant.clone();
        handle(a).cmp(&handle(b))
    });
    Ok(found)
}

#[derive(Template)]
#[template(path = "interviews/interviewer_list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: &'static str,
    rows: Vec<Row>,
    /// The boxes of a usual week; none for whoever does not interview.
    times: Vec<Day>,
    can: String,
}

struct Row {
    participant: Uuid,
    handle: String,
    cohort: String,
    kind: &'static str,
    icon: &'static str,
    state: &'static str,
    when: String,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: Option<String>,
}

async fn list(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let me = team::of_viewer(app.db.read(), &viewer).await?;
    let all = match &me {
        Some(me) => own(&app, study.id, me).await?,
        None => Vec::new(),
    };
    let usual = times::all(app.db.read(), study.id).await?;
    let usual = me.filter(|me| me.interviews).map(|me| {
        let said = usual.get(&me.id).copied();
        said.unwrap_or_default()
    });
    let heading = match all.len() {
        0 => "You have nobody to interview yet".to_owned(),
        1 => "You interview one participant".to_owned(),
        some => format!("You interview {some} participants"),
    };
    let mut shell = Shell::new(&app, &viewer, heading.clone());
    match done.done.as_deref() {
        Some("times") => {
            shell = shell.notice(
                "ok",
                "Your times are saved",
                "What is proposed from now on keeps to them. Appointments stand.",
            );
        }
        Some(_) => {
            shell = shell.notice(
                "ok",
                "The participant is free for somebody else",
                "Nobody asks why. The research lead sees that the two of you are not to be matched.",
            );
        }
        None => {}
    }
    let rows = all.into_iter().map(|own| {
        let (kind, icon, state, when) = own.standing();
        Row {
            participant: own.stored.id,
            handle: own.stored.participant.participant,
            cohort: own.stored.participant.cohort,
            kind,
            icon,
            state,
            when,
        }
    });
    page(ListPage {
        shell,
        here: format!("/studies/{}/my-interviews", study.slug),
        heading,
        lead: "By id and cohort. You make the appointment; Enid writes to both, and neither sees the other's address.",
        rows: rows.collect(),
        times: usual.map(Times::grid).unwrap_or_default(),
        can: usual.map(Times::in_words).unwrap_or_default(),
    })
}

async fn keep_times(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let times = times::ticked(&fields)?;
    let study = viewer.scope()?;
    let me = me(&app, &viewer).await?;
    let tx = app.db.write().await?;
    times::keep(&tx, study.id, me.id, times).await?;
    let event = viewer.event("my-interviews.own", me.id.to_string());
    tx.commit(&app, event.with_detail("usual times")).await?;
    let to = format!("/studies/{}/my-interviews?done=times", study.slug);
    Ok(Redirect::to(&to).into_response())
}
